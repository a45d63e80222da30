"""A repair plan as one self-contained HTML page that prints well."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lhs_graph.messages import sentence
from lhs_graph.repair import RepairPlan
from lhs_graph.report.precedent_words import (
    MOST_CITED,
    address_of,
    citation_words,
    precedent_words,
)
from lhs_graph.report.repair.words import Words
from lhs_graph.vocabulary import Vocabulary

__all__ = ["repair_html"]


def repair_html(plan: RepairPlan, vocabulary: Vocabulary, language: str) -> str:
    """The page; no script, no font, no picture from elsewhere."""
    template = _environment().get_template("repair.html.j2")
    return template.render(
        plan=plan,
        words=Words(plan, vocabulary, language),
        language=language,
        report_says=lambda key, **facts: sentence(f"report.{key}", language, **facts),
        label_of=lambda scheme, slug: vocabulary.label_of(scheme, slug, language),
        name=lambda term: term.label(language),
        precedent=lambda one: precedent_words(one, language),
        address_of=address_of,
        citation_words=citation_words,
        most_cited=MOST_CITED,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.report", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""A change as one self-contained HTML page that prints well."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lhs_graph.findings import in_language
from lhs_graph.messages import colon, sentence
from lhs_graph.report.changes.story import Story, shown_values
from lhs_graph.report.precedent_words import MOST_CITED, address_of, citation_words
from lhs_graph.terms import short_name
from lhs_graph.vocabulary import Vocabulary

__all__ = ["change_html"]


def change_html(story: Story, vocabulary: Vocabulary, language: str) -> str:
    """The page; no script, no font, no picture from elsewhere."""

    def report_says(key: str, **facts: object) -> str:
        return sentence(f"report.{key}", language, **facts)

    template = _environment().get_template("changes.html.j2")
    return template.render(
        story=story,
        difference=story.difference,
        language=language,
        colon=colon(language),
        say=lambda key, **facts: story.say(key, language, **facts),
        report_says=report_says,
        values_of=lambda change: shown_values(change, language),
        label_of=lambda scheme, slug: vocabulary.label_of(scheme, slug, language),
        name=lambda term: term.label(language),
        short=lambda term: short_name(term.iri),
        in_language=lambda text: in_language(text, language),
        capital=lambda text: text[:1].upper() + text[1:],
        most_cited=MOST_CITED,
        address_of=address_of,
        citation_words=citation_words,
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

"""The report as one self-contained HTML page that prints well.

No script, no font, no picture from elsewhere.
"""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from lhs_graph.findings import CheckReport, NamedTerm, in_language
from lhs_graph.messages import colon, sentence
from lhs_graph.report.grouping import by_element, count_findings
from lhs_graph.report.precedent_words import (
    MOST_CITED,
    address_of,
    citation_words,
    precedent_words,
)
from lhs_graph.report.svg import alignment_map, heat_map
from lhs_graph.vocabulary import Vocabulary

__all__ = ["report_html"]

_CERTAINTIES = ("reported", "confirmed", "undocumented")


def report_html(reports: Sequence[CheckReport], vocabulary: Vocabulary, language: str) -> str:
    """The page with one section a report."""

    def say(key: str, **facts: object) -> str:
        return sentence(f"report.{key}", language, **facts)

    sections = [_section(report, vocabulary, language) for report in reports]
    template = _environment().get_template("report.html.j2")
    return template.render(
        sections=sections,
        language=language,
        colon=colon(language),
        say=say,
        certainties=_CERTAINTIES,
        severities=sorted(vocabulary.ranks, key=lambda name: -vocabulary.ranks[name]),
        label_of=lambda scheme, slug: vocabulary.label_of(scheme, slug, language),
        name=lambda term: term.label(language),
        in_language=lambda text: in_language(text, language),
        capital=lambda text: text[:1].upper() + text[1:],
        precedent=lambda one: precedent_words(one, language),
        most_cited=MOST_CITED,
        address_of=address_of,
        citation_words=citation_words,
    )


def _section(report: CheckReport, vocabulary: Vocabulary, language: str) -> dict[str, object]:
    map_title = sentence("report.map", language)
    heat_title = sentence("report.heatmap", language)
    # both pictures are built element by element, so that every text in them is escaped already
    drawn = Markup(alignment_map(report, vocabulary, language, map_title))  # noqa: S704
    heat = Markup(heat_map(report, vocabulary, language, heat_title))  # noqa: S704
    return {
        "report": report,
        "groups": by_element(report, vocabulary),
        "counts": count_findings(report),
        "map": drawn,
        "heat": heat,
        "links": _link_rows(report, language),
    }


def _link_rows(report: CheckReport, language: str) -> list[tuple[str, str, list[str]]]:
    """The alignment map as rows: part, layer, what it is aligned with."""
    names: dict[str, NamedTerm] = {node.term.iri: node.term for node in report.map_nodes}
    rows = []
    for node in report.map_nodes:
        ends = dict.fromkeys(link.end for link in report.map_links if link.start == node.term.iri)
        labels = [
            names[end].label(language) if end in names else NamedTerm(end, {}).label(language)
            for end in ends
        ]
        rows.append((node.term.label(language), node.layer, labels))
    return rows


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.report", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

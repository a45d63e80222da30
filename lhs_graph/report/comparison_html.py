"""A comparison, and the nearest systems, as self-contained HTML pages that print well.

No script, no font, no picture from elsewhere.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from lhs_graph.comparison import Comparison
from lhs_graph.messages import colon, sentence
from lhs_graph.places import STATES
from lhs_graph.report.comparison_svg import MOST_TOGETHER, heat_maps, radar_of_all, radars
from lhs_graph.report.nearest import KINDS, common_setting, score_words
from lhs_graph.report.place_words import (
    DIFFERENCES,
    MARKS,
    decimal,
    group_name,
    headed,
    record_words,
    setting_words,
    share_marks,
    share_words,
    tally_words,
    title_of,
)
from lhs_graph.report.precedent_words import address_of, citation_words
from lhs_graph.similarity import Nearest
from lhs_graph.vocabulary import Vocabulary

__all__ = ["comparison_html", "nearest_html"]


def comparison_html(
    comparison: Comparison, vocabulary: Vocabulary, language: str, data_version: str
) -> str:
    """The page: the systems, the shares as radar and table, the places as heat map and table."""
    together = len(comparison.systems) <= MOST_TOGETHER
    drawn = [radar_of_all(comparison, language)] if together else radars(comparison, language)
    group = comparison.group
    return _page(
        "comparison.html.j2",
        language,
        title=title_of(comparison, language),
        data_version=data_version,
        comparison=comparison,
        group=group_name(group, vocabulary, language) if group else None,
        together=together,
        # all pictures are built element by element, so that every text in them is escaped already
        radars=[Markup(one) for one in drawn],  # noqa: S704
        maps=[(name, Markup(one)) for name, one in heat_maps(comparison, language)],  # noqa: S704
        headed=headed(comparison.rows, language),
        marks=MARKS,
        states=STATES,
        differences=DIFFERENCES,
        record=lambda profile: record_words(profile, vocabulary, language),
        setting=lambda profile: setting_words(profile, language),
        share=lambda share: share_words(share, language),
        short=lambda share: share_marks(share, language),
        tally=tally_words,
        pairs=lambda row: [
            (profile, cell)
            for profile, cell in zip(comparison.profiles, row.cells, strict=True)
            if cell.nodes or cell.gaps
        ],
    )


def nearest_html(nearest: Nearest, vocabulary: Vocabulary, language: str, data_version: str) -> str:
    """The page: for each system its similarity, and all places that speak for or against it."""
    return _page(
        "nearest.html.j2",
        language,
        title=sentence("nearest.title", language, name=nearest.own.system.label(language)),
        data_version=data_version,
        nearest=nearest,
        kinds=KINDS,
        record=lambda profile: record_words(profile, vocabulary, language),
        setting=lambda profile: setting_words(profile, language),
        score=lambda likeness: score_words(likeness, language),
        common=lambda likeness: common_setting(likeness, language),
        number=lambda value: decimal(value, language, 2),
    )


def _page(template: str, language: str, **facts: object) -> str:
    def say(key: str, **named: object) -> str:
        return sentence(key, language, **named)

    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            say=say,
            colon=colon(language),
            name=lambda term: term.label(language),
            capital=lambda text: text[:1].upper() + text[1:],
            citations=lambda profile, filling: map(profile.citation, filling.sources),
            address_of=address_of,
            citation_words=citation_words,
            **facts,
        )
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

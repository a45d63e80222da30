"""Synergy as one self-contained HTML page, with the connections between pillars as a heat map."""

from collections.abc import Mapping
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from jinja2 import (
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    select_autoescape,
)
from markupsafe import Markup

from lhs_graph.report.synergy_words import SynergyWords
from lhs_graph.synergy import Synergy, Why
from lhs_graph.vocabulary import Vocabulary

__all__ = ["pillar_map", "synergy_html", "why_html"]

_INK: Final = "#2b2f36"
_ALARM: Final = "#c62828"
_LABELS: Final = 270
_WIDE: Final = 84
_HIGH: Final = 34
_TOP: Final = 40


def synergy_html(synergy: Synergy, vocabulary: Vocabulary, language: str) -> str:
    """The page of an analysis; every number in its picture stands in a table, too."""
    words = SynergyWords(vocabulary, language)
    # the picture is built element by element, so that every text in it is escaped already
    picture = Markup(pillar_map(synergy, words))  # noqa: S704
    return _template().render(
        language=language,
        title=words.say("title", name=words.name(synergy.system)),
        about=words.about(synergy),
        caution=words.caution(synergy.certainty),
        sections=words.sections(synergy),
        pictures={"pillars": (picture, words.say("pillars_map"))},
        reasons=(),
        version=synergy.data_version,
    )


def why_html(why: Why, vocabulary: Vocabulary, language: str) -> str:
    """The page of the reasons for one support."""
    words = SynergyWords(vocabulary, language)
    return _template().render(
        language=language,
        title=words.say("why_title", name=words.name(why.support)),
        about=words.about_why(why),
        caution=words.caution_why(why),
        sections=(),
        pictures={},
        reasons=[words.reason(reason) for reason in why.reasons],
        version=why.data_version,
    )


def pillar_map(synergy: Synergy, words: SynergyWords) -> str:
    """Pillar by pillar as SVG: the darker, the more pairs of supports are connected.

    A red frame marks two pillars that have supports and no connection, a dashed one two that serve
    a goal without a path between them.
    """
    pillars = [pillar for pillar, _ in synergy.pillars]
    root = _canvas(len(pillars), words.say("pillars"))
    most = max([one.direct + one.shared for one in synergy.cells], default=0) or 1
    apart = {frozenset((one.iri, other.iri)) for one, other in synergy.apart}
    for row, one in enumerate(pillars):
        top = _TOP + row * _HIGH
        _text(root, _LABELS - 8, top + 21, f"{words.name(one)} {row + 1}", anchor="end")
        _text(root, _LABELS + row * _WIDE + _WIDE / 2, _TOP - 10, str(row + 1))
        for column, other in enumerate(pillars[: row + 1]):
            cell = synergy.cell(one.iri, other.iri)
            strength = (cell.direct + cell.shared) / most
            parted = frozenset((one.iri, other.iri)) in apart
            place = (_LABELS + column * _WIDE, top)
            wrong = parted or cell in synergy.unconnected
            look = {"stroke": _ALARM if wrong else "none"}
            if parted:
                look["stroke-dasharray"] = "4 3"
            _draw(root, place, words.cell(synergy, cell), look, strength)
    return tostring(root, encoding="unicode")


def _canvas(count: int, title: str) -> Element:
    width, height = _LABELS + count * _WIDE + 8, _TOP + count * _HIGH + 8
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "role": "img",
            "font-family": "system-ui, sans-serif",
            "font-size": "12",
        },
    )
    SubElement(root, "title").text = title
    return root


def _draw(
    root: Element, place: tuple[int, int], words: str, frame: Mapping[str, str], strength: float
) -> None:
    left, top = place
    look = {
        "x": str(left + 2),
        "y": str(top + 2),
        "width": str(_WIDE - 4),
        "height": str(_HIGH - 4),
        "fill": "#2f6f8f",
        "fill-opacity": f"{0.05 + 0.8 * strength:.2f}",
        "stroke-width": "1.6",
        **frame,
    }
    SubElement(root, "rect", look)
    fill = "#ffffff" if strength > 0.75 else _INK  # noqa: PLR2004  where dark ink stops being readable
    _text(root, left + _WIDE / 2, top + 21, words, fill=fill)


def _text(  # noqa: PLR0913  a text has a place, words and a look
    root: Element, x: float, y: float, words: str, *, anchor: str = "middle", fill: str = _INK
) -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor, "fill": fill}
    SubElement(root, "text", place).text = words


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template() -> Template:
    return _environment().get_template("synergy.html.j2")

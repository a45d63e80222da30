"""The pictures of a comparison as SVG: heat maps of places by systems, and radars of shares.

No state is told by colour alone: each has its mark and its pattern, and each line its dashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from lhs_graph.comparison import Comparison, ComparisonRow, Share, Tally
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import colon, sentence
from lhs_graph.places import STATES, Filling
from lhs_graph.report.drawing import INK, canvas, draw_text
from lhs_graph.report.place_words import DIFFERENCES, MARKS

__all__ = ["MOST_TOGETHER", "heat_maps", "radar_of_all", "radars"]

MOST_TOGETHER: Final = 6
"""So many systems can stand in one radar; more have one each."""

_LABELS: Final = 372
_CHARACTERS: Final = 57
_ROW: Final = 19
_HEAD: Final = 24
_BAR: Final = 150
_WHEEL: Final = 450
_SOFT: Final = "#5a6270"
_GRID: Final = "#d9dde3"
_FILLS: Final = {
    "present": "#2e7d5b",
    "reported-gap": "#ffe2b8",
    "absent": "#ffffff",
    "undocumented": "#eef0f3",
}
_INKS: Final = {
    "present": "#ffffff",
    "reported-gap": "#7a4500",
    "absent": INK,
    "undocumented": _SOFT,
}
_LINES: Final = (
    ("#1f6f8b", ""),
    ("#b3541e", "9 3"),
    ("#6a4c93", "3 2"),
    ("#2e7d5b", "12 3 3 3"),
    ("#a3174f", "6 2 2 2"),
    ("#5b5b00", "1.5 2.5"),
)


def heat_maps(comparison: Comparison, language: str) -> list[tuple[str, str]]:
    """A picture for each code list that has rows: its heading and the SVG."""
    found: dict[str, list[ComparisonRow]] = {}
    for row in comparison.rows:
        found.setdefault(row.place.scheme, []).append(row)
    maps = []
    for scheme, rows in found.items():
        heading = sentence(f"compare.scheme_{scheme}", language)
        maps.append((heading, _heat_map(comparison, scheme, rows, language)))
    return maps


def _heat_map(
    comparison: Comparison, scheme: str, rows: Sequence[ComparisonRow], language: str
) -> str:
    size = 40 if len(comparison.systems) <= MOST_TOGETHER else 21
    lines = _with_headings(rows)
    bar = _BAR + 60 if comparison.group else 0
    width = _LABELS + size * len(comparison.systems) + bar + 6
    heading = sentence(f"compare.scheme_{scheme}", language)
    root = canvas(
        width,
        _HEAD + _ROW * len(lines) + 4,
        sentence("compare.heat_title", language, scheme=heading),
        sentence("compare.heat_note", language),
    )
    _hatching(root, scheme)
    for column in range(len(comparison.systems)):
        middle = _LABELS + size * column + size / 2
        draw_text(root, middle, 16, str(column + 1), anchor="middle", weight="bold")
    if comparison.group:
        left = _LABELS + size * len(comparison.systems) + 8
        draw_text(root, left, 16, f"n = {comparison.group.size}", weight="bold")
    for number, line in enumerate(lines):
        top = _HEAD + _ROW * number
        if isinstance(line, NamedTerm):
            draw_text(root, 18, top + 14, line.label(language), weight="bold", fill=_SOFT)
            continue
        _heat_row(root, line, top, size, language)
        for column, cell in enumerate(line.cells):
            _heat_cell(root, (_LABELS + size * column, top, size), cell, scheme)
        if line.tally:
            left = _LABELS + size * len(line.cells) + 8
            _tally_bar(root, left, top, line.tally, scheme)
    return tostring(root, encoding="unicode")


def _with_headings(rows: Sequence[ComparisonRow]) -> list[ComparisonRow | NamedTerm]:
    """The rows, each group of them under its name."""
    lines: list[ComparisonRow | NamedTerm] = []
    last = None
    for row in rows:
        group = row.place.group
        if group and group.iri != last:
            lines.append(group)
            last = group.iri
        lines.append(row)
    return lines


def _heat_row(root: Element, row: ComparisonRow, top: float, size: int, language: str) -> None:
    label = row.place.concept.label(language)
    short = label if len(label) <= _CHARACTERS else f"{label[: _CHARACTERS - 1].rstrip()}…"
    draw_text(root, 2, top + 14, DIFFERENCES[row.difference], weight="bold")
    draw_text(root, 28 if row.place.group else 18, top + 14, short)
    end = _LABELS + size * len(row.cells)
    line = {"x1": "14", "x2": f"{end}", "y1": f"{top + _ROW:g}", "y2": f"{top + _ROW:g}"}
    SubElement(root, "line", {**line, "stroke": _GRID, "stroke-width": "0.5"})


def _heat_cell(root: Element, place: tuple[float, float, int], cell: Filling, pattern: str) -> None:
    left, top, size = place
    fill = f"url(#{pattern}-hatch)" if cell.state == "reported-gap" else _FILLS[cell.state]
    _rectangle(root, (left + 1, top + 1, size - 2, _ROW - 2), fill, outlined=cell.state)
    count = str(len(cell.nodes)) if cell.state == "present" else MARKS[cell.state]
    gap = "R" if cell.state == "present" and cell.gaps else ""
    draw_text(
        root,
        left + size / 2,
        top + 14,
        f"{count}{gap}",
        anchor="middle",
        weight="bold" if cell.state in ("present", "reported-gap") else "normal",
        fill=_INKS[cell.state],
    )


def _tally_bar(root: Element, left: float, top: float, tally: Tally, pattern: str) -> None:
    """How the group's systems divide among the states, with the number that fill the place."""
    size = sum(tally.counts.values())
    start = left
    for state in STATES:
        width = _BAR * tally.counts[state] / size
        if width:
            fill = f"url(#{pattern}-hatch)" if state == "reported-gap" else _FILLS[state]
            _rectangle(root, (start, top + 3, width, _ROW - 6), fill, outlined=state)
            start += width
    draw_text(root, left + _BAR + 6, top + 14, f"{tally.counts['present']}/{size}")


def _rectangle(
    root: Element, box: tuple[float, float, float, float], fill: str, *, outlined: str
) -> None:
    left, top, width, height = box
    attributes = {
        "x": f"{left:g}",
        "y": f"{top:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
        "fill": fill,
    }
    if outlined in ("absent", "reported-gap"):
        stroke = INK if outlined == "absent" else "#c77700"
        attributes |= {"stroke": stroke, "stroke-width": "0.8"}
    SubElement(root, "rect", attributes)


def _hatching(root: Element, name: str) -> None:
    """The pattern of reported gaps, by the name of the picture, which is one of several."""
    pattern = SubElement(
        SubElement(root, "defs"),
        "pattern",
        {
            "id": f"{name}-hatch",
            "width": "5",
            "height": "5",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    SubElement(pattern, "rect", {"width": "5", "height": "5", "fill": _FILLS["reported-gap"]})
    SubElement(pattern, "rect", {"width": "1.4", "height": "5", "fill": "#f2b15c"})


@dataclass(frozen=True, slots=True)
class _Wheel:
    """Where the axes of a radar lie: from the middle outwards, the first to the top."""

    x: float
    y: float
    radius: float
    axes: int

    def at(self, axis: int, share: float) -> tuple[float, float]:
        angle = 2 * pi * axis / self.axes - pi / 2
        return (
            self.x + self.radius * share * cos(angle),
            self.y + self.radius * share * sin(angle),
        )

    def outline(self, shares: Sequence[float]) -> str:
        points = [self.at(axis, share) for axis, share in enumerate(shares)]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def radar_of_all(comparison: Comparison, language: str) -> str:
    """One radar with a line for each system, and a grey one for the group's mean."""
    title = sentence("compare.radar_all_title", language)
    lines = len(comparison.systems) + bool(comparison.group)
    height = _WHEEL + 18 * lines + 8
    root = canvas(800, height, title, sentence("compare.radar_note", language))
    wheel = _Wheel(400, _WHEEL / 2, 180, len(comparison.areas))
    _web(root, wheel)
    for axis, area in enumerate(comparison.areas):
        _axis_label(root, wheel, axis, f"{axis + 1} {area.name.label(language)}")
    if comparison.group:
        _mean(root, wheel, comparison)
    for number in range(len(comparison.systems)):
        color, dashes = _LINES[number % len(_LINES)]
        shares = [area.shares[number] for area in comparison.areas]
        _line(root, wheel, _possible(shares), {"stroke": color, "stroke-dasharray": "1 3"})
        full = {"stroke": color, "stroke-width": "2.2", "stroke-dasharray": dashes}
        _line(root, wheel, _present(shares), full)
    _key(root, comparison, language)
    return tostring(root, encoding="unicode")


def radars(comparison: Comparison, language: str) -> list[str]:
    """A small radar for each system, with the group's mean in grey; axes are numbered."""
    pictures = []
    for number, system in enumerate(comparison.systems):
        name = f"{number + 1} {system.label(language)}"
        title = sentence("compare.radar_title", language, name=name)
        root = canvas(230, 214, title, sentence("compare.radar_note", language))
        wheel = _Wheel(115, 110, 82, len(comparison.areas))
        _web(root, wheel)
        for axis in range(wheel.axes):
            x, y = wheel.at(axis, 1.13)
            draw_text(root, x, y + 4, str(axis + 1), anchor="middle", fill=_SOFT)
        shares = [area.shares[number] for area in comparison.areas]
        if comparison.group:
            _mean(root, wheel, comparison)
        color = _LINES[0][0]
        _line(root, wheel, _possible(shares), {"stroke": color, "stroke-dasharray": "1 3"})
        full = {"stroke": color, "stroke-width": "1.8", "fill": color, "fill-opacity": "0.3"}
        _line(root, wheel, _present(shares), full)
        pictures.append(tostring(root, encoding="unicode"))
    return pictures


def _present(shares: Sequence[Share]) -> list[float]:
    return [one.present / one.total for one in shares]


def _possible(shares: Sequence[Share]) -> list[float]:
    return [(one.present + one.undocumented) / one.total for one in shares]


def _web(root: Element, wheel: _Wheel) -> None:
    for ring in (0.25, 0.5, 0.75, 1.0):
        _line(root, wheel, [ring] * wheel.axes, {"stroke": _GRID, "stroke-width": "0.8"})
    for axis in range(wheel.axes):
        x, y = wheel.at(axis, 1)
        ends = {"x1": f"{wheel.x:g}", "y1": f"{wheel.y:g}", "x2": f"{x:.1f}", "y2": f"{y:.1f}"}
        SubElement(root, "line", {**ends, "stroke": _GRID, "stroke-width": "0.8"})


def _mean(root: Element, wheel: _Wheel, comparison: Comparison) -> None:
    shares = [area.group for area in comparison.areas if area.group]
    look = {"stroke": "#6b7280", "stroke-width": "1.4", "fill": "#9aa1ad", "fill-opacity": "0.22"}
    _line(root, wheel, _present(shares), look)


def _line(root: Element, wheel: _Wheel, shares: Sequence[float], look: dict[str, str]) -> None:
    points = wheel.outline(shares)
    attributes = {"points": points, "fill": "none", "stroke-width": "1.2", **look}
    SubElement(root, "polygon", {name: value for name, value in attributes.items() if value})


def _axis_label(root: Element, wheel: _Wheel, axis: int, words: str) -> None:
    x, y = wheel.at(axis, 1.08)
    side = cos(2 * pi * axis / wheel.axes - pi / 2)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"  # noqa: PLR2004  above or below the wheel
    lines = wrap(words, 26)
    up = 1 if y > wheel.y else len(lines)
    for number, line in enumerate(lines):
        shift = 13 * (number + (1 - up if anchor == "middle" else 0.5 - len(lines) / 2)) + 4
        draw_text(root, x, y + shift, line, anchor=anchor)


def _key(root: Element, comparison: Comparison, language: str) -> None:
    """Which line is whose, under the wheel."""
    names = [
        f"{number} {system.label(language)}" for number, system in enumerate(comparison.systems, 1)
    ]
    looks = list(_LINES[: len(names)])
    if comparison.group:
        names.append(
            f"n = {comparison.group.size}{colon(language)} {sentence('compare.mean', language)}"
        )
        looks.append(("#6b7280", ""))
    for number, (name, (color, dashes)) in enumerate(zip(names, looks, strict=True)):
        top = _WHEEL + 12 + 18 * number
        line = {"x1": "120", "x2": "166", "y1": f"{top}", "y2": f"{top}", "stroke": color}
        dashed = {"stroke-dasharray": dashes} if dashes else {}
        SubElement(root, "line", {**line, **dashed, "stroke-width": "2.4"})
        draw_text(root, 174, top + 4, name)

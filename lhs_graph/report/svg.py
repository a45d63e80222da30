"""The pictures of a report as SVG: the alignment map, and the heat map of pillars by phases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from lhs_graph.findings import CheckReport, MapNode
from lhs_graph.report.drawing import INK, canvas, draw_text
from lhs_graph.terms import concept
from lhs_graph.vocabulary import Vocabulary

__all__ = ["alignment_map", "heat_map"]

_COLUMNS: Final = (
    ("support",),
    ("phase", "cycle", "community"),
    ("goal", "value"),
    ("indicator",),
    ("dimension",),
)
_WIDTH: Final = 196
_GAP: Final = 54
_ROW: Final = 25
_HEIGHT: Final = 20
_CHARACTERS: Final = 31
_LABELS: Final = 250
_PILLARS: Final[Mapping[str, str]] = {
    "scientific": "#4c78a8",
    "social": "#e0883a",
    "technological": "#3f8f7b",
    "policy": "#8a63a6",
    "legal": "#9a7b4f",
    "ethical": "#c0567a",
}
_ALARM: Final = "#c62828"


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a node stands in the picture."""

    node: MapNode
    left: float
    top: float

    @property
    def middle(self) -> float:
        return self.top + _HEIGHT / 2


def alignment_map(report: CheckReport, vocabulary: Vocabulary, language: str, title: str) -> str:
    """The parts of the design in layers with the links that align them.

    Empty where there are no parts.
    """
    nodes = [*report.map_nodes, *_dimensions(report, vocabulary)]
    boxes = _placed(nodes)
    if not boxes:
        return ""
    height = max(box.top for box in boxes.values()) + _ROW + 8
    width = len(_COLUMNS) * (_WIDTH + _GAP) - _GAP + 4
    root = canvas(width, height, title)
    for link in report.map_links:
        start, end = boxes.get(link.start), boxes.get(link.end)
        if start and end:
            SubElement(root, "path", _curve(start, end, same=start.left == end.left))
    wrong = {finding.focus.iri for finding in report.findings}
    for box in boxes.values():
        _draw(root, box, language, wrong=box.node.term.iri in wrong)
    return tostring(root, encoding="unicode")


def heat_map(report: CheckReport, vocabulary: Vocabulary, language: str, title: str) -> str:
    """How many supports of each pillar support each phase.

    With the number of findings on each at the edge.
    """
    phases = vocabulary.schemes.get("phase", ())
    pillars = vocabulary.schemes.get("pillar", ())
    counts = _supports(report)
    root = canvas(_LABELS + 96 * (len(phases) + 1), 34 + 30 * (len(pillars) + 1), title)
    most = max([*counts.values(), 1])
    for column, phase in enumerate(phases):
        label = vocabulary.term(phase).notation or vocabulary.term(phase).label(language)
        draw_text(root, _LABELS + 96 * column + 48, 20, label, anchor="middle", weight="bold")
    for row, pillar in enumerate(pillars):
        top = 30 + 30 * row
        draw_text(
            root, _LABELS - 6, top + 19, vocabulary.term(pillar).label(language), anchor="end"
        )
        for column, phase in enumerate(phases):
            count = counts.get((pillar, phase), 0)
            _cell(root, _LABELS + 96 * column, top, str(count), count / most)
        _edge(root, _LABELS + 96 * len(phases), top, _touching(report, pillar))
    for column, phase in enumerate(phases):
        _edge(root, _LABELS + 96 * column, 30 + 30 * len(pillars), _touching(report, phase))
    return tostring(root, encoding="unicode")


def _dimensions(report: CheckReport, vocabulary: Vocabulary) -> list[MapNode]:
    """The dimensions of value, which are concepts and no parts of the design."""
    prefix = concept("dimension", "")
    used = {link.end for link in report.map_links if link.end.startswith(prefix)}
    wanted = [iri for iri in vocabulary.schemes.get("dimension", ()) if used or report.map_nodes]
    return [MapNode(vocabulary.term(iri), "dimension") for iri in wanted]


def _placed(nodes: Sequence[MapNode]) -> dict[str, _Box]:
    boxes: dict[str, _Box] = {}
    for column, layers in enumerate(_COLUMNS):
        row = 0
        for layer in layers:
            own = sorted(
                (node for node in nodes if node.layer == layer),
                key=lambda node: (node.pillars, node.term.iri),
            )
            for node in own:
                left = column * (_WIDTH + _GAP) + 2
                boxes[node.term.iri] = _Box(node, left, 4 + row * _ROW)
                row += 1
            row += 1 if own else 0
    return boxes


def _curve(start: _Box, end: _Box, *, same: bool) -> dict[str, str]:
    """A line between the facing sides of two boxes.

    A bow on the left where both stand in one column.
    """
    if same:
        left = start.left
        bend = f"{left - 19:g}"
        shape = f"M{left:g} {start.middle:g} C{bend} {start.middle:g} {bend} {end.middle:g} "
        shape += f"{left:g} {end.middle:g}"
        return {"d": shape, "fill": "none", "stroke": "#c9ced6", "stroke-width": "0.6"}
    first, last = (start, end) if start.left < end.left else (end, start)
    x, far = first.left + _WIDTH, last.left
    middle = (x + far) / 2
    shape = f"M{x:g} {first.middle:g} C{middle:g} {first.middle:g} {middle:g} {last.middle:g} "
    shape += f"{far:g} {last.middle:g}"
    color = _PILLARS.get(first.node.pillars[0], "#8b93a1") if first.node.pillars else "#8b93a1"
    return {"d": shape, "fill": "none", "stroke": color, "stroke-width": "0.9", "opacity": "0.55"}


def _draw(root: Element, box: _Box, language: str, *, wrong: bool) -> None:
    pillars = box.node.pillars
    color = _PILLARS.get(pillars[0], "#5b6472") if pillars else "#5b6472"
    group = SubElement(root, "g")
    label = box.node.term.label(language)
    SubElement(group, "title").text = label
    SubElement(
        group,
        "rect",
        {
            "x": f"{box.left:g}",
            "y": f"{box.top:g}",
            "width": f"{_WIDTH:g}",
            "height": f"{_HEIGHT:g}",
            "rx": "4",
            "fill": "#ffffff",
            "stroke": _ALARM if wrong else "#b8bfca",
            "stroke-width": "1.6" if wrong else "0.8",
        },
    )
    SubElement(
        group,
        "rect",
        {
            "x": f"{box.left:g}",
            "y": f"{box.top:g}",
            "width": "5",
            "height": f"{_HEIGHT:g}",
            "rx": "2",
            "fill": color,
        },
    )
    short = label if len(label) <= _CHARACTERS else f"{label[: _CHARACTERS - 1].rstrip()}…"
    draw_text(group, box.left + 10, box.top + 14, short)


def _cell(root: Element, left: float, top: float, words: str, strength: float) -> None:
    SubElement(
        root,
        "rect",
        {
            "x": f"{left:g}",
            "y": f"{top:g}",
            "width": "92",
            "height": "26",
            "fill": "#2f6f8f",
            "fill-opacity": f"{0.06 + 0.8 * strength:.2f}",
        },
    )
    fill = "#ffffff" if strength > 0.55 else INK  # noqa: PLR2004  where dark ink stops being readable
    draw_text(root, left + 46, top + 18, words, anchor="middle", fill=fill)


def _edge(root: Element, left: float, top: float, count: int) -> None:
    words = f"⚠ {count}" if count else "✓"
    draw_text(
        root, left + 46, top + 18, words, anchor="middle", fill=_ALARM if count else "#2e7d32"
    )


def _supports(report: CheckReport) -> dict[tuple[str, str], int]:
    pillars = {node.term.iri: node.pillars for node in report.map_nodes if node.layer == "support"}
    counts: dict[tuple[str, str], int] = {}
    for link in report.map_links:
        if link.property == "supportsPhaseKind":
            for pillar in pillars.get(link.start, ()):
                key = (concept("pillar", pillar), link.end)
                counts[key] = counts.get(key, 0) + 1
    return counts


def _touching(report: CheckReport, iri: str) -> int:
    """How many findings are about that concept, or concern it without being about another one."""
    return sum(
        finding.about.iri == iri if finding.about else iri in finding.kind.concerns
        for finding in report.findings
    )

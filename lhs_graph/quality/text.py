"""An assessment as text, JSON and a self-contained page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from rich.console import Console
from rich.text import Text

from lhs_graph.json_text import json_text
from lhs_graph.quality.assessment import Assessment
from lhs_graph.quality.model import Measurement, State
from lhs_graph.quality.words import QualityWords

__all__ = ["print_quality", "quality_html", "quality_json"]

_LOOKS: Final = {
    State.PASSED: ("✓", "green"),
    State.ACCEPTED: ("✓", "cyan"),
    State.FAILED: ("✗", "red"),
    State.UNCHECKED: ("–", "yellow"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The measurements of one dimension."""

    dimension: str
    measurements: tuple[Measurement, ...]


def print_quality(console: Console, assessment: Assessment, language: str) -> None:
    """Every metric with what came of it, by dimension."""
    words = QualityWords(language)
    wide = max((len(one.metric.number) for one in assessment.measurements), default=0)
    console.print(Text(words.say("title"), style="bold"))
    console.print(words.say("version", version=assessment.version), markup=False)
    for group in _groups(assessment):
        console.print()
        console.print(Text(words.dimension(group.dimension), style="bold"))
        for one in group.measurements:
            console.print(_line(one, words, wide))
            for note in words.notes(one):
                console.print(Text(f"  {' ' * wide}  {note}", style="dim"))
    console.print()
    console.print(words.summary(assessment), markup=False)


def quality_json(assessment: Assessment, language: str) -> str:
    """The assessment as JSON; texts are in that language."""
    words = QualityWords(language)
    content = {
        "version": assessment.version,
        "clean": assessment.clean,
        "counts": {state.value: count for state, count in assessment.counts.items()},
        "metrics": [_entry(one, words) for one in assessment.measurements],
    }
    return json_text(content)


def quality_html(assessment: Assessment, language: str) -> str:
    """The assessment as one page that needs nothing else."""
    return (
        _environment()
        .get_template("quality.html.j2")
        .render(
            language=language,
            words=QualityWords(language),
            assessment=assessment,
            groups=_groups(assessment),
        )
    )


def _groups(assessment: Assessment) -> Sequence[Group]:
    ordered = sorted(assessment.measurements, key=_dimension)
    return [Group(name, tuple(found)) for name, found in groupby(ordered, key=_dimension)]


def _dimension(measurement: Measurement) -> str:
    return measurement.metric.dimension


def _line(measurement: Measurement, words: QualityWords, wide: int) -> Text:
    mark, style = _LOOKS[measurement.state]
    line = Text(f"{mark} ", style=style)
    line.append(f"{measurement.metric.number:<{wide}}  ", style="bold")
    line.append(words.name(measurement))
    told = [words.state(measurement), words.count(measurement)]
    line.append(f" – {', '.join(one for one in told if one)}", style=style)
    return line


def _entry(measurement: Measurement, words: QualityWords) -> dict[str, object]:
    metric = measurement.metric
    return {
        "number": metric.number,
        "id": metric.id,
        "dimension": metric.dimension,
        "name": words.name(measurement),
        "question": words.question(measurement),
        "state": measurement.state.value,
        "looked_at": measurement.looked_at,
        "right": measurement.right,
        "findings": [
            {"subject": one.subject, "detail": words.detail(one)} for one in measurement.findings
        ],
        "notes": list(words.notes(measurement)),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.quality", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

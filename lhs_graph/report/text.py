"""The report on a terminal: colours and tables there, plain lines when it is piped."""

from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from lhs_graph.findings import CheckReport, Finding, Meter, in_language
from lhs_graph.messages import colon, sentence
from lhs_graph.report.grouping import by_element, count_findings
from lhs_graph.report.precedent_words import (
    MOST_CITED,
    precedent_words,
    precedents_note,
    ranking_rule,
    source_words,
)
from lhs_graph.vocabulary import Vocabulary

__all__ = ["print_report"]

_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}
_CERTAINTIES = ("reported", "confirmed", "undocumented")
_WIDTH = 24

Say = Callable[..., str]


def print_report(
    console: Console, report: CheckReport, vocabulary: Vocabulary, language: str, *, brief: bool
) -> None:
    """Print the whole report; `brief` leaves out reasons, remedies and precedents."""

    def say(key: str, **facts: object) -> str:
        return sentence(f"report.{key}", language, **facts)

    _print_head(console, report, vocabulary, language, say)
    _print_problems(console, report, language)
    _print_findings(console, report, vocabulary, language, say, brief=brief)
    if report.conforms:
        console.print(Line(say("none"), style="green"))
    if report.reported:
        console.print(Line(say("reported_heading"), style="bold underline"))
        for gap in report.reported:
            console.print(Padding(escape(gap.label(language)), (0, 0, 0, 2), expand=False))
        console.print()


def _print_findings(  # noqa: PLR0913  a report's lines need all of these
    console: Console,
    report: CheckReport,
    vocabulary: Vocabulary,
    language: str,
    say: Say,
    *,
    brief: bool,
) -> None:
    """The findings by element; what was said of a kind or of its precedents is not said again."""
    explained: set[str] = set()
    shown: set[tuple[str, ...]] = set()
    for element, findings in by_element(report, vocabulary):
        console.print(Line(_capital(element.label(language)), style="bold underline"))
        for finding in findings:
            fresh = finding.kind.iri not in explained and not brief
            _print_finding(console, finding, vocabulary, language, say, explain=fresh)
            explained.add(finding.kind.iri)
            nodes = (finding.kind.iri, *(one.node.iri for one in finding.precedents))
            if not brief and nodes not in shown:
                _print_detail(console, say("precedents"), _precedents(finding, language), language)
            shown.add(nodes)
        console.print()
    if not brief and any(finding.precedents for finding in report.findings):
        console.print(Line(ranking_rule(language), style="dim"), soft_wrap=not console.is_terminal)
        console.print()


def _print_problems(console: Console, report: CheckReport, language: str) -> None:
    for problem in report.problems:
        where = f"{problem.place}: " if problem.place else ""
        message = problem.message.get(language) or problem.message.get("en", "")
        line = f"{where}{problem.focus.label(language)}{colon(language)} {message}"
        console.print(Line(f"✗ {line}", style="red"), soft_wrap=True)
    if not report.well_formed:
        console.print()


def _print_head(
    console: Console, report: CheckReport, vocabulary: Vocabulary, language: str, say: Say
) -> None:
    title = say("title", name=report.system.label(language))
    console.print(Line(title, style="bold"))
    status = vocabulary.label_of("record-status", report.record_status, language)
    coverage = vocabulary.label_of("coverage", report.coverage, language)
    console.print(say("about", status=status, coverage=coverage, version=report.data_version))
    console.print()
    for meter in report.meters:
        console.print(_meter(meter, say))
    console.print()
    console.print(_counts(report, vocabulary, language, say))
    console.print()


def _meter(meter: Meter, say: Say) -> Line:
    line = Line(f"{say(meter.name):<14}")
    met = round(_WIDTH * meter.met / meter.total) if meter.total else 0
    unknown = round(_WIDTH * meter.unknown / meter.total) if meter.total else 0
    unknown = min(unknown, _WIDTH - met)
    line.append("█" * met, style="green")
    line.append("░" * unknown, style="dim")
    line.append("·" * (_WIDTH - met - unknown), style="dim")
    facts = {"met": meter.met, "total": meter.total, "unknown": meter.unknown}
    line.append(f"  {say('meter_unknown' if meter.unknown else 'meter', **facts)}")
    return line


def _counts(report: CheckReport, vocabulary: Vocabulary, language: str, say: Say) -> Table:
    counts = count_findings(report)
    table = Table(box=None, pad_edge=False)
    table.add_column(say("severity"))
    for certainty in _CERTAINTIES:
        label = vocabulary.label_of("certainty", certainty, language)
        table.add_column(label, justify="right")
    for severity in sorted(vocabulary.ranks, key=lambda name: -vocabulary.ranks[name]):
        label = vocabulary.label_of("severity", severity, language)
        cells = [str(counts.get((severity, certainty), 0)) for certainty in _CERTAINTIES]
        table.add_row(Line(label, style=_STYLES.get(severity, "")), *cells)
    return table


def _print_finding(  # noqa: PLR0913  a report's line needs all of these
    console: Console,
    finding: Finding,
    vocabulary: Vocabulary,
    language: str,
    say: Say,
    *,
    explain: bool,
) -> None:
    severity = vocabulary.label_of("severity", finding.severity, language)
    certainty = vocabulary.label_of("certainty", finding.certainty, language)
    line = Line("  ")
    line.append(f"{finding.kind.notation:<4}", style="bold")
    line.append(
        f"{severity}, {certainty}{colon(language)} ", style=_STYLES.get(finding.severity, "")
    )
    line.append(finding.sentence(language))
    if finding.place:
        line.append(f"  ({finding.place})", style="dim")
    console.print(line, soft_wrap=not console.is_terminal)
    if not explain:
        return
    passage = in_language(finding.kind.passage, language)
    parts = [
        (say("why"), f"{finding.kind.rationale.get(language, '')} [{passage}]"),
        (say("remedy"), finding.kind.remedy.get(language, "")),
    ]
    for name, text in parts:
        _print_detail(console, name, text, language)


def _precedents(finding: Finding, language: str) -> str:
    said = []
    for one in finding.precedents:
        sources = source_words(one, MOST_CITED)
        said.append(precedent_words(one, language) + (f" [{sources}]" if sources else ""))
    return "; ".join(said) or precedents_note(finding, language)


def _print_detail(console: Console, name: str, text: str, language: str) -> None:
    shown = Line()
    shown.append(f"{name}{colon(language)} ", style="dim")
    shown.append(text)
    console.print(Padding(shown, (0, 0, 0, 7), expand=False))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

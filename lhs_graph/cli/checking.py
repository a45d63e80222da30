"""`lhs check` and `lhs gaps`."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from lhs_graph.check import LEVELS
from lhs_graph.cli.output import deliver, deliver_lines
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.collection import CollectedGap, CollectionGaps
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.findings import CheckReport
from lhs_graph.json_text import json_text
from lhs_graph.report.answers import gap_row, gaps_csv_lines
from lhs_graph.report.rdf import report_turtle
from lhs_graph.report.rows import report_csv, report_data
from lhs_graph.report.text import print_report
from lhs_graph.terms import slug_of

__all__ = ["CheckOptions", "run_check", "run_gaps"]

_MARKS = (("reported", "R"), ("confirmed", "C"), ("undocumented", "·"))


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How to check and what to print."""

    level: str
    fail_on: str
    brief: bool
    engine: str
    form: Form
    output: Path | None


def run_check(session: Session, files: Sequence[Path], options: CheckOptions) -> Exit:
    """Check the files, print the reports, and say how the run ends."""
    graph = session.knowledge_graph
    ranks = graph.vocabulary.ranks
    _one_of("--level", options.level, LEVELS)
    _one_of("--fail-on", options.fail_on, [*ranks, "never"])
    _one_of("--engine", options.engine, ["shacl", "pyshacl"])
    descriptions = [graph.reader.read_file(path) for path in files]
    reports = [graph.check(one, level=options.level, engine=options.engine) for one in descriptions]
    _print(session, reports, options)
    least = ranks.get(options.fail_on, max(ranks.values()) + 1)
    grave = any(ranks[finding.severity] >= least for one in reports for finding in one.findings)
    broken = options.fail_on != "never" and any(not report.well_formed for report in reports)
    return Exit.FINDINGS if grave or broken else Exit.CLEAN


def _print(session: Session, reports: Sequence[CheckReport], options: CheckOptions) -> None:
    language, form = session.language, options.form
    vocabulary = session.knowledge_graph.vocabulary
    if form is Form.TEXT:
        for report in reports:
            print_report(session.console, report, vocabulary, language, brief=options.brief)
        return
    if form is Form.JSON:
        data = [report_data(report, language) for report in reports]
        content = json_text(data[0] if len(data) == 1 else data)
    elif form is Form.CSV:
        content = report_csv(reports, language)
    elif form is Form.TURTLE:
        from lhs_graph.messages import languages  # noqa: PLC0415

        content = "".join(
            report_turtle(report, languages(), name=f"r{number}")
            for number, report in enumerate(reports)
        )
    else:
        from lhs_graph.report.html import report_html  # noqa: PLC0415  Jinja2 only for pages

        content = report_html(reports, vocabulary, language)
    deliver(content, options.output)


def run_gaps(
    session: Session,
    slugs: Sequence[str],
    notations: Sequence[str],
    form: Form,
    output: Path | None,
) -> None:
    """Print the matrix of systems by kinds, or every gap where systems or kinds were chosen."""
    _one_of("--format", form.value, [Form.TEXT, Form.JSON, Form.CSV])
    graph = session.knowledge_graph
    if form is Form.TEXT:
        with session.progress() as report:
            found = graph.gaps(slugs, notations, report)
        _print_gaps(session, found, detailed=bool(slugs or notations))
        return
    with session.progress() as report:
        found_gaps = graph.stream_gaps(slugs, notations, report)
        rows = (gap_row(gap, session.language) for gap in found_gaps)
        as_json = form is Form.JSON
        lines = _json_lines(graph.data_version, rows) if as_json else gaps_csv_lines(rows)
        deliver_lines(lines, output)


def _print_gaps(session: Session, found: CollectionGaps, *, detailed: bool) -> None:
    for letter in dict.fromkeys(kind.notation[0] for kind in found.kinds):
        session.console.print(_matrix(found, letter))
        session.console.print()
    session.console.print(session.say("matrix_legend"))
    if detailed:
        session.console.print()
        for gap in found.gaps:
            session.console.print(_line(session, gap))


def _matrix(found: CollectionGaps, letter: str) -> Table:
    """A row a system, a column a kind of that letter; all kinds at once fit no screen."""
    counts = found.matrix()
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("")
    kinds = [kind for kind in found.kinds if kind.notation.startswith(letter)]
    for kind in kinds:
        table.add_column(kind.notation, justify="right", no_wrap=True)
    for block in found.blocks:
        cells = []
        for kind in kinds:
            certainties = counts.get((block.slug, kind.notation), {})
            marks = "".join(mark for name, mark in _MARKS if certainties.get(name))
            cells.append(Text(marks, style="bold red" if "R" in marks else ""))
        table.add_row(block.slug, *cells)
    return table


def _line(session: Session, gap: CollectedGap) -> Text:
    language = session.language
    vocabulary = session.knowledge_graph.vocabulary
    line = Text(f"{gap.block.slug}  ")
    line.append(f"{gap.kind.notation} ", style="bold")
    severity = vocabulary.label_of("severity", gap.severity, language)
    certainty = vocabulary.label_of("certainty", gap.certainty, language)
    line.append(f"({severity}, {certainty}) ", style="dim")
    line.append(gap.kind.label.get(language, ""))
    for iri in (gap.about, gap.related):
        if iri:
            line.append(f" – {vocabulary.term(iri).label(language)}")
    if "#" in gap.focus:
        line.append(f"  {slug_of(gap.focus)}#{gap.focus.split('#', 1)[1]}", style="dim")
    for source in gap.sources if "#" in gap.focus or gap.certainty == "reported" else ():
        line.append(f"  [{source.rsplit('/', 1)[-1]}]", style="dim")
    return line


def _json_lines(version: str, rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The rows as one JSON object, a line a row."""
    yield f'{{"data_version": {json.dumps(version)}, "gaps": ['
    comma = "\n"
    for row in rows:
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise IllTypedParameterError(name=name, value=value, detail=", ".join(allowed))

"""`lhs repair`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lhs_graph.cli.output import deliver, read_input
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.description import Description
from lhs_graph.description.limits import MOST_BYTES
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.json_text import json_text
from lhs_graph.messages import languages
from lhs_graph.repair import Chosen, Costs, RepairPlan, read_costs
from lhs_graph.report.repair.rows import repair_csv, repair_data
from lhs_graph.report.repair.text import print_repair

__all__ = ["RepairOptions", "run_repair"]


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """What to close, at what cost, for how long, and what to write."""

    severity: str
    certainties: Sequence[str]
    costs: Path | None
    seconds: float
    patched: Path | None
    form: Form
    output: Path | None


def run_repair(session: Session, file: Path, options: RepairOptions) -> Exit:
    """Print the smallest repair, and write the repaired design where a file is named for it."""
    graph = session.knowledge_graph
    vocabulary = graph.vocabulary
    _can_be_written(session, file, options)
    _one_of("--severity", options.severity, tuple(vocabulary.ranks))
    for certainty in options.certainties:
        _one_of("--certainty", certainty, vocabulary.words("certainty"))
    costs = Costs()
    if options.costs:
        costs = read_costs(read_input(str(options.costs)), str(options.costs), vocabulary)
    chosen = Chosen(options.severity, tuple(dict.fromkeys(options.certainties)))
    description = graph.reader.read_file(file)
    plan = graph.repair(description, chosen, costs=costs, seconds=options.seconds)
    if options.patched:
        deliver(_patched(session, file, description, plan), options.patched)
        session.errors.print(session.say("repaired", file=options.patched), markup=False)
    _print(session, plan, options)
    return Exit.FINDINGS if plan.left else Exit.CLEAN


_WRITTEN = {"jsonld", "turtle", "rdfxml", "ntriples"}


def _patched(session: Session, file: Path, description: Description, plan: RepairPlan) -> bytes:
    """The repaired design in the form that was read; YAML with all that its author wrote there."""
    reader, form = session.knowledge_graph.reader, plan.repaired.form
    if form in _WRITTEN:
        return reader.write(plan.repaired, form)
    if str(file) == "-":
        return reader.write(plan.repaired, "yaml")
    return reader.write_into(read_input(str(file), MOST_BYTES), description, plan.repaired)


def _print(session: Session, plan: RepairPlan, options: RepairOptions) -> None:
    language, form = session.language, options.form
    vocabulary = session.knowledge_graph.vocabulary
    if form is Form.TEXT:
        print_repair(session.console, plan, vocabulary, language)
        return
    if form is Form.JSON:
        data = repair_data(plan, vocabulary, language)
        content = json_text(data)
    elif form is Form.CSV:
        content = repair_csv(plan, vocabulary, language)
    elif form is Form.TURTLE:
        from lhs_graph.report.repair.rdf import repair_turtle  # noqa: PLC0415

        content = repair_turtle(plan, vocabulary, languages())
    else:
        from lhs_graph.report.repair.html import repair_html  # noqa: PLC0415  Jinja2 only for pages

        content = repair_html(plan, vocabulary, language)
    deliver(content, options.output)


def _can_be_written(session: Session, file: Path, options: RepairOptions) -> None:
    """Refuse, before the search, what would replace the file read or cannot be written at all."""
    for name, target in (("--patched", options.patched), ("--output", options.output)):
        if target is None or str(target) == "-":
            continue
        if str(file) != "-" and target.resolve() == file.resolve():
            reason = "is_the_input"
        elif not target.parent.is_dir():
            reason = "no_folder"
        elif target.is_dir() or not os.access(target.parent, os.W_OK):
            reason = "not_writable"
        else:
            continue
        raise IllTypedParameterError(name=name, value=target, detail=session.say(reason))


def _one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise IllTypedParameterError(name=name, value=value, detail=", ".join(allowed))

"""`lhs whatif` and `lhs diff`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.description import Description
from lhs_graph.errors import DescriptionError, IllTypedParameterError, Place, Problem
from lhs_graph.json_text import json_text
from lhs_graph.messages import languages
from lhs_graph.report.changes.rows import change_csv, change_data
from lhs_graph.report.changes.story import Story, diff_story, whatif_story
from lhs_graph.report.changes.text import print_change

__all__ = ["Change", "ChangeOptions", "run_diff", "run_whatif"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change: files first, then what to take away, then what to add."""

    patches: Sequence[Path]
    remove: Sequence[str]
    add: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """What decides the exit and what to print; `unchanged` lists the findings that stay."""

    fail_on: str
    unchanged: bool
    form: Form
    output: Path | None


def run_whatif(session: Session, target: str, change: Change, options: ChangeOptions) -> Exit:
    """Print what a change would do to a file's or a described system's findings."""
    graph = session.knowledge_graph
    ranks = graph.vocabulary.ranks
    if options.fail_on not in (*ranks, "never"):
        known = ", ".join((*ranks, "never"))
        raise IllTypedParameterError(name="--fail-on", value=options.fail_on, detail=known)
    if not (change.add or change.remove or change.patches):
        raise DescriptionError([Problem(Place("lhs whatif"), "edit.no_change")])
    described = _described(session, target)
    base = graph.stored(target) if isinstance(described, str) else described
    patch = graph.edits.read_files(base, change.patches)
    answer = graph.whatif(described, patch, add=change.add, remove=change.remove)
    _print(session, whatif_story(answer), options)
    new = answer.difference.new
    least = ranks.get(options.fail_on, max(ranks.values()) + 1)
    grave = any(ranks[finding.severity] >= least for finding in new.findings)
    broken = options.fail_on != "never" and not new.well_formed
    return Exit.FINDINGS if grave or broken else Exit.CLEAN


def run_diff(session: Session, old: str, new: str, options: ChangeOptions) -> Exit:
    """Print what differs between two versions, each a file or a described system."""
    graph = session.knowledge_graph
    found = (_described(session, one) for one in (old, new))
    before, after = (graph.stored(one) if isinstance(one, str) else one for one in found)
    difference = graph.diff(before, after)
    _print(session, diff_story(difference), options)
    return Exit.FINDINGS if difference else Exit.CLEAN


def _described(session: Session, name: str) -> Description | str:
    """The description in a file, or the slug of a described system, which has no dot or slash."""
    path = Path(name)
    if name == "-" or path.suffix or len(path.parts) > 1 or path.is_file():
        return session.knowledge_graph.reader.read_file(path)
    return name


def _print(session: Session, story: Story, options: ChangeOptions) -> None:
    language, form = session.language, options.form
    vocabulary = session.knowledge_graph.vocabulary
    if form is Form.TEXT:
        print_change(session.console, story, vocabulary, language, unchanged=options.unchanged)
        return
    if form is Form.JSON:
        content = json_text(change_data(story, language))
    elif form is Form.CSV:
        content = change_csv(story, language)
    elif form is Form.TURTLE:
        from lhs_graph.report.changes.rdf import change_turtle  # noqa: PLC0415

        content = change_turtle(story, languages())
    else:
        from lhs_graph.report.changes.html import change_html  # noqa: PLC0415  Jinja2 only for pages

        content = change_html(story, vocabulary, language)
    deliver(content, options.output)

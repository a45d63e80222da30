"""What every command shares.

The language, the output form, the release in use, and how errors end a run.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lhs_graph.cli.output import confirm_writable, deliver
from lhs_graph.errors import DescriptionError, LhsGraphError, ReleaseMissingError
from lhs_graph.messages import DEFAULT_LANGUAGE, languages, sentence

if TYPE_CHECKING:  # what every command shares is imported by help and refusals too
    from rich.console import Console
    from rich.progress import TaskID

    from lhs_graph.catalogue import Catalogue
    from lhs_graph.compiler import Progress as Report
    from lhs_graph.knowledge import Knowledge
    from lhs_graph.release import Release
    from lhs_graph.service import KnowledgeGraph

__all__ = ["Exit", "Form", "Session", "default_language", "ending"]


_PAGE_WIDTH: Final = 100


class Exit(IntEnum):
    """How a run ends."""

    CLEAN = 0
    FINDINGS = 1
    UNREADABLE = 2
    FAILED = 3


class Form(StrEnum):
    """The forms of output."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"
    HTML = "html"


def default_language() -> str:
    """The language of the person's environment where there are sentences for it, else English."""
    for name in ("LHS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(name, "")[:2].lower()
        if wanted in languages():
            return wanted
    return DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Session:
    """One run of the command; `page` is the file that takes the text instead of the screen."""

    language: str
    release_folder: Path | None = None
    endpoint: str | None = None
    page: Path | None = None

    @cached_property
    def console(self) -> "Console":
        """Standard output, plain where it is piped; or the page, which `ending` writes."""
        from rich.console import Console  # noqa: PLC0415

        if self.page is not None:
            return Console(file=io.StringIO(), highlight=False, emoji=False, width=_PAGE_WIDTH)
        piped = not sys.stdout.isatty()
        return Console(highlight=False, emoji=False, soft_wrap=piped, width=1000 if piped else None)

    @cached_property
    def errors(self) -> "Console":
        """Standard error."""
        from rich.console import Console  # noqa: PLC0415

        return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)

    @cached_property
    def knowledge_graph(self) -> "KnowledgeGraph":
        """The shipped files with the release that was asked for.

        Or one built from them when first needed.
        """
        from lhs_graph.catalogue import Catalogue  # noqa: PLC0415
        from lhs_graph.service import KnowledgeGraph  # noqa: PLC0415

        return KnowledgeGraph(
            Catalogue.shipped(), version("lhs-graph"), self._open_release, self.endpoint
        )

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the command line in the person's language."""
        return sentence(f"cli.{key}", self.language, **facts)

    @contextmanager
    def progress(self) -> Iterator["Report"]:
        """A progress bar on standard error for work that takes over a second.

        Silent where it is piped.
        """
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(
            *columns, console=self.errors, transient=True, disable=not self.errors.is_terminal
        ) as bar:
            tasks: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bar.add_task(self.say(f"stage_{stage}"), total=total)
                bar.update(tasks[stage], completed=done)

            yield report

    def build(self, out: Path, cases: list[Path], includes: list[Path]) -> "Release":
        """Compile a release from those description files."""
        graph = self.knowledge_graph
        with self.progress() as report:
            descriptions = []
            for number, path in enumerate(cases, 1):
                descriptions.append(graph.reader.read_file(path))
                report("read", number, len(cases))
            return graph.build(out, descriptions, includes, datetime.now(UTC), report)

    @cached_property
    def default_out(self) -> Path:
        """Where the release of the shipped files is kept.

        The cache folder, by the files' digest.
        """
        from platformdirs import user_cache_path  # noqa: PLC0415  only where no folder was named

        return user_cache_path("lhs-graph") / _digest(self.knowledge_graph.catalogue)

    def _open_release(self, graph: "Knowledge") -> "Release":
        from lhs_graph.release import Release  # noqa: PLC0415

        if self.release_folder is not None:
            return Release.current(self.release_folder)
        try:
            return Release.current(self.default_out)
        except ReleaseMissingError:
            return self.build(self.default_out, list(graph.catalogue.cases()), [])


@contextmanager
def ending(session: Session) -> Iterator[None]:
    """Turn every error into sentences on standard error and the exit code that belongs to it.

    What was printed on a page is written to its file, if the run came to its end.
    """
    try:
        confirm_writable(session.page)
        try:
            yield
        except SystemExit:
            _write_page(session)
            raise
        _write_page(session)
    except DescriptionError as error:
        session.errors.print(error.explain(session.language), markup=False)
        raise SystemExit(Exit.UNREADABLE) from None
    except LhsGraphError as error:
        session.errors.print(error.explain(session.language), markup=False)
        raise SystemExit(_code(error)) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(Exit.FAILED) from None


def _write_page(session: Session) -> None:
    """Write the page, if anything was printed on it."""
    if session.page is None or "console" not in vars(session):
        return
    file = session.console.file
    if isinstance(file, io.StringIO) and file.getvalue():
        lines = (line.rstrip() for line in file.getvalue().splitlines())
        deliver("".join(f"{line}\n" for line in lines), session.page)


def _code(error: LhsGraphError) -> Exit:
    from lhs_graph import errors  # noqa: PLC0415  only when a run fails

    unreadable = (errors.FileUnreadableError, errors.NotFoundError, errors.QuestionError)
    return Exit.UNREADABLE if isinstance(error, unreadable) else Exit.FAILED


def _digest(catalogue: "Catalogue") -> str:
    """A short digest of every file that a release is compiled from."""
    found = sha256()
    groups = (
        catalogue.ontology_modules(),
        catalogue.alignments(),
        catalogue.gap_queries(),
        catalogue.precedent_queries(),
        catalogue.questions(),
        catalogue.cases(),
        (
            catalogue.context(),
            catalogue.prefixes(),
            catalogue.questions_answered_elsewhere(),
        ),
    )
    for group in groups:
        for path in group:
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]

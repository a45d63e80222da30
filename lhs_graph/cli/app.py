"""The command's shape.

Its options, its subcommands, and the imports each of them needs, made only when it runs.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from lhs_graph.cli.session import Exit, Form, Session, default_language, ending
from lhs_graph.messages import languages, sentence

__all__ = ["app", "main"]

app = typer.Typer(
    name="lhs",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "The knowledge graph of learning health systems. Check a design for what is missing "
        "and what is aligned with nothing, compare it with real systems, and ask the graph."
    ),
    epilog="Start with: lhs new my-design.yaml, then lhs check my-design.yaml",
)

Language = Annotated[
    str,
    typer.Option(
        "--lang",
        default_factory=default_language,
        help="Language of sentences and labels: en or fr.",
        envvar="LHS_LANG",
        show_default="your environment's, else en",
    ),
]
ReleaseFolder = Annotated[
    Path | None,
    typer.Option(
        "--release",
        help="Folder of a release built with lhs build. Without it, one is built once and cached.",
        envvar="LHS_RELEASE",
        show_default=False,
    ),
]
OutputForm = Annotated[Form, typer.Option("--format", "-f", help="Form of the output.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write to this file instead of the screen.", show_default=False
    ),
]


Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        help="Ask this SPARQL 1.1 engine instead of the release; it must hold the release's data.",
        envvar="LHS_ENDPOINT",
        show_default=False,
    ),
]


def _session(language: str, release: Path | None = None, endpoint: str | None = None) -> Session:
    if language not in languages():
        known = ", ".join(languages())
        typer.echo(f"--lang {language}: {known}", err=True)
        raise SystemExit(Exit.UNREADABLE)
    return Session(language, release, endpoint)


@app.command(rich_help_panel="Check")
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Descriptions: YAML, JSON-LD, Turtle, RDF/XML, N-Triples; - is standard input."
        ),
    ],
    *,
    level: Annotated[
        str,
        typer.Option(
            help="How deep: wellformed (the document), framework (what is missing), aligned (all)."
        ),
    ] = "aligned",
    fail_on: Annotated[
        str,
        typer.Option(
            help="Least severity that ends the run with 1: minor, major, critical or never."
        ),
    ] = "minor",
    brief: Annotated[
        bool, typer.Option("--brief", help="Leave out reasons, remedies and precedents.")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="SHACL engine: shacl, or pyshacl (slow, the reference).")
    ] = "shacl",
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Check descriptions or designs and report their alignment gaps.

    Ends with 0 where there is no finding at or above --fail-on, 1 where there is one, 2 where a
    file cannot be read, 3 where the tool failed.
    """
    from lhs_graph.cli.checking import CheckOptions, run_check  # noqa: PLC0415

    session = _session(language, release)
    with ending(session):
        options = CheckOptions(level, fail_on, brief, engine, form, output)
        raise SystemExit(run_check(session, files, options))


@app.command(rich_help_panel="Check")
def gaps(
    *,
    case: Annotated[
        list[str] | None, typer.Option(help="Slug of a described system; repeat for several.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Notation of a gap kind such as P3; repeat for several."),
    ] = None,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show the gaps of the described systems.

    The matrix of systems by kinds, or every gap of those chosen.
    """
    from lhs_graph.cli.checking import run_gaps  # noqa: PLC0415

    session = _session(language, release)
    with ending(session):
        run_gaps(session, case or [], kind or [], form, output)


@app.command(
    rich_help_panel="Ask",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def ask(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Name or number of a question; none lists them all.")
    ] = None,
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
    endpoint: Endpoint = None,
) -> None:
    """Answer a catalogued question.

    Its parameters are given as --NAME VALUE. Without a name, list the questions.
    """
    from lhs_graph.cli.asking import list_questions, run_question  # noqa: PLC0415

    session = _session(language, release, endpoint)
    with ending(session):
        if name is None:
            list_questions(session, form, output)
        else:
            run_question(session, name, context.args, form, output)


@app.command(rich_help_panel="Ask")
def sparql(
    file: Annotated[
        str, typer.Argument(help="File with a SPARQL 1.1 query, or - for standard input.")
    ],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
    endpoint: Endpoint = None,
) -> None:
    """Run a SPARQL query on the graph; the project's prefixes are declared already."""
    from lhs_graph.cli.asking import run_sparql  # noqa: PLC0415

    session = _session(language, release, endpoint)
    with ending(session):
        run_sparql(session, file, form, output)


@app.command(rich_help_panel="Ask")
def show(
    slug: Annotated[str, typer.Argument(help="Slug of a described system, such as geisinger.")],
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Show one described system with every statement and its sources."""
    from lhs_graph.cli.showing import run_show  # noqa: PLC0415

    session = _session(language, release)
    with ending(session):
        run_show(session, slug, form, output)


@app.command(rich_help_panel="Ask")
def compare(
    systems: Annotated[
        list[str],
        typer.Argument(help="Two or more slugs of described systems, or files of descriptions."),
    ],
    *,
    differences: Annotated[
        bool, typer.Option("--differences", help="Only rows in which the systems differ.")
    ] = False,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Compare systems or designs over values, elements, phases, processes and dimensions."""
    from lhs_graph.cli.showing import run_compare  # noqa: PLC0415

    session = _session(language, release)
    with ending(session):
        run_compare(session, systems, form, output, differences=differences)


@app.command(rich_help_panel="Write")
def new(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    *,
    language: Language,
) -> None:
    """Write a commented template of a description, ready to fill in."""
    from lhs_graph.cli.files import run_new  # noqa: PLC0415

    session = _session(language)
    with ending(session):
        run_new(session, file)


@app.command(rich_help_panel="Write")
def convert(
    file: Annotated[
        Path, typer.Argument(help="A description in any of the forms; - reads standard input.")
    ],
    *,
    to: Annotated[str, typer.Option("--to", help="yaml, jsonld, turtle, rdfxml or ntriples.")],
    output: Output = None,
    language: Language,
) -> None:
    """Convert a description to another form; nothing is lost on the way."""
    from lhs_graph.cli.files import run_convert  # noqa: PLC0415

    session = _session(language)
    with ending(session):
        run_convert(session, file, to, output)


@app.command(rich_help_panel="Operate")
def build(
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder for releases.", show_default="your cache folder")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(help="Folder of descriptions.", show_default="the shipped cases")
    ] = None,
    include: Annotated[
        list[Path] | None, typer.Option(help="A .nq or .trig file to add; repeat for several.")
    ] = None,
    language: Language,
) -> None:
    """Compile ontology, descriptions, queries and entailments into a versioned release.

    Swapped in atomically.
    """
    from lhs_graph.cli.operating import run_build  # noqa: PLC0415

    session = _session(language)
    with ending(session):
        run_build(session, out, cases, include or [])


@app.command(rich_help_panel="Operate")
def reason(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Descriptions to add to the ontology; none adds all cases."),
    ] = None,
    *,
    timeout: Annotated[
        int, typer.Option(help="Seconds after which the reasoner is stopped.")
    ] = 300,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
) -> None:
    """Let HermiT say whether ontology and cases are consistent, and show what it classified."""
    from lhs_graph.cli.operating import run_reason  # noqa: PLC0415

    session = _session(language)
    with ending(session):
        raise SystemExit(run_reason(session, files or [], timeout, form, output))


@app.command(rich_help_panel="Operate")
def doctor(
    *,
    form: OutputForm = Form.TEXT,
    output: Output = None,
    language: Language,
    release: ReleaseFolder = None,
) -> None:
    """Say what is installed, what is missing, in what state the release is.

    And what to do about it.
    """
    from lhs_graph.cli.operating import run_doctor  # noqa: PLC0415

    session = _session(language, release)
    with ending(session):
        raise SystemExit(run_doctor(session, form, output))


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed  # noqa: PLC0415

        typer.echo(f"lhs {installed('lhs-graph')}")
        raise SystemExit(Exit.CLEAN)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command; wrong use ends with 2, a failure of ours with 3."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FAILED)
    except Exception as error:  # the last resort: a sentence, not a traceback
        if os.environ.get("LHS_DEBUG"):
            raise
        kind = type(error).__name__
        typer.echo(sentence("cli.failed", default_language(), kind=kind, detail=error), err=True)
        sys.exit(Exit.FAILED)

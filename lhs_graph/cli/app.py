"""The command: its subcommands by panel of the help, and how a run ends."""

import gc
import os
import sys
from typing import Annotated, Final

import typer

from lhs_graph.cli.commands import (
    ask,
    changelog,
    check,
    compare,
    improve,
    operate,
    quality,
    repair,
    report,
    serve,
    synergy,
    write,
)
from lhs_graph.cli.session import Exit, default_language
from lhs_graph.messages import sentence

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

_COLLECTED_AFTER: Final = 20_000
"""Objects. After 700, as Python has it, imports alone make it look for cycles hundreds of times."""

_UNKNOWN_OPTIONS = {"allow_extra_args": True, "ignore_unknown_options": True}

app.command(rich_help_panel="Check")(check.check)
app.command(rich_help_panel="Check")(check.gaps)
app.command(rich_help_panel="Ask", context_settings=_UNKNOWN_OPTIONS)(ask.ask)
app.command(rich_help_panel="Ask")(ask.sparql)
app.command(rich_help_panel="Ask")(ask.show)
app.command(rich_help_panel="Compare")(compare.compare)
app.command(rich_help_panel="Compare")(compare.nearest)
app.command(rich_help_panel="Improve")(repair.repair)
app.command(rich_help_panel="Improve")(improve.whatif)
app.command(rich_help_panel="Improve")(improve.diff)
app.command(rich_help_panel="Improve")(synergy.synergy)
app.command(rich_help_panel="Improve")(synergy.why)
app.command(rich_help_panel="Compare")(report.report)
app.command(rich_help_panel="Write")(write.new)
app.command(rich_help_panel="Write")(write.convert)
app.command(rich_help_panel="Operate")(serve.serve)
app.command(rich_help_panel="Operate")(serve.export)
app.command(rich_help_panel="Operate")(operate.build)
app.command(rich_help_panel="Operate")(operate.reason)
app.command(rich_help_panel="Operate")(operate.doctor)
app.command(rich_help_panel="Operate")(quality.quality)
app.command(rich_help_panel="Operate")(changelog.changelog)


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
    gc.set_threshold(_COLLECTED_AFTER)
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

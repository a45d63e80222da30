"""`lhs new` and `lhs convert`."""

from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Session
from lhs_graph.errors import FileUnwritableError, IllTypedParameterError

__all__ = ["run_convert", "run_new"]

_FORMS = ("yaml", "jsonld", "turtle", "rdfxml", "ntriples")


def run_new(session: Session, file: Path) -> None:
    """Write the template in the person's language; a file that is there is left alone."""
    if file.exists():
        raise FileUnwritableError(file=str(file), detail=session.say("exists"))
    template = session.knowledge_graph.catalogue.template(session.language)
    deliver(template.read_bytes(), file)
    session.errors.print(session.say("new_written", file=file), markup=False)


def run_convert(session: Session, file: Path, to: str, output: Path | None) -> None:
    """Write the description in the other form."""
    if to not in _FORMS:
        raise IllTypedParameterError(name="--to", value=to, detail=", ".join(_FORMS))
    reader = session.knowledge_graph.reader
    deliver(reader.write(reader.read_file(file), to), output)

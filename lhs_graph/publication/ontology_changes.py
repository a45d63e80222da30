"""What differs between two versions of an ontology, term by term.

Nameless nodes are compared by what they say, wherever they stand: an axiom counts as changed only
where its content did. What the header says of the version itself (its number, its dates, the files
that it imports) differs in every version and is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.findings import NamedTerm, Text
from lhs_graph.terms import BIBO, DCTERMS, OWL, RDF, RDFS, SKOS

__all__ = [
    "STATES",
    "OntologyChanges",
    "Term",
    "TermChange",
    "ValueChange",
    "ontology_changes",
]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Subject: TypeAlias = ox.NamedNode | ox.BlankNode

STATES: Final = ("added", "deprecated", "restored", "changed", "removed")
"""What can become of a term, in the order in which changes are told."""

_LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label")
_TYPE: Final = ox.NamedNode(f"{RDF}type")
_HEADER: Final = ox.NamedNode(f"{OWL}Ontology")
_DEPRECATED: Final = f"{OWL}deprecated"
_TRUE: Final = frozenset({"true", "1"})
_OF_THE_VERSION: Final = frozenset(
    {
        f"{OWL}versionIRI",
        f"{OWL}versionInfo",
        f"{OWL}priorVersion",
        f"{OWL}imports",
        f"{DCTERMS}created",
        f"{DCTERMS}issued",
        f"{DCTERMS}modified",
        f"{DCTERMS}identifier",
        f"{DCTERMS}bibliographicCitation",
        f"{DCTERMS}hasVersion",
        f"{BIBO}doi",
    }
)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """The values of one property, by its IRI, that are gone and that are new, each sorted."""

    property: str
    old: tuple[Term, ...] = ()
    new: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class TermChange:
    """What became of one term; `state` is one of `STATES`.

    A term that is added or removed has all its values; of the others only those that differ are
    there. A nameless `subject` is an axiom of its own, named after its content. `labels` are those
    of the newest version that has the term.
    """

    subject: Subject
    state: str
    values: tuple[ValueChange, ...]
    labels: Text = field(default_factory=dict)

    @property
    def term(self) -> NamedTerm:
        """The term with its labels."""
        return NamedTerm(self.subject.value, self.labels)


@dataclass(frozen=True, slots=True)
class OntologyChanges:
    """All changes from one version to another, by state and then by the terms' IRIs.

    `old` and `new` are what the two are called. `structures` has the statements of every nameless
    node that a value leads to, or that is a subject, under the name that it has there.
    """

    old: str
    new: str
    terms: tuple[TermChange, ...]
    structures: Mapping[ox.BlankNode, tuple[ox.Triple, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def by_state(self) -> Mapping[str, tuple[TermChange, ...]]:
        """The changes of each state that there is, in the order of `STATES`."""
        found: dict[str, list[TermChange]] = {state: [] for state in STATES}
        for change in self.terms:
            found[change.state].append(change)
        return {state: tuple(changes) for state, changes in found.items() if changes}

    def structure(self, node: ox.BlankNode) -> tuple[ox.Triple, ...]:
        """All statements below a nameless node, each once."""
        todo, seen = [node], {node}
        found: list[ox.Triple] = []
        while todo:
            for triple in self.structures.get(todo.pop(), ()):
                found.append(triple)
                if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                    seen.add(triple.object)
                    todo.append(triple.object)
        return tuple(found)


def ontology_changes(
    old: Iterable[ox.Triple],
    new: Iterable[ox.Triple],
    names: tuple[str, str] = ("", ""),
) -> OntologyChanges:
    """The changes that lead from the statements of one version to those of another.

    Args:
        old: all statements of the old version.
        new: all statements of the new one.
        names: what the two are called, such as their numbers.
    """
    before, after = _Version.of(old), _Version.of(new)
    subjects = {**before.content, **after.content}
    changes = [_change(one, before, after) for one in subjects]
    found = [one for one in changes if one is not None]
    found.sort(key=lambda one: (STATES.index(one.state), str(one.subject)))
    return OntologyChanges(*names, tuple(found), {**before.structures, **after.structures})


@dataclass(frozen=True)
class _Version:
    """One version: what is said of each subject, and what nameless nodes below it say."""

    content: Mapping[Subject, Mapping[str, frozenset[Term]]]
    structures: Mapping[ox.BlankNode, tuple[ox.Triple, ...]]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> "_Version":
        said = _with_lasting_names(set(triples))
        below = {one.object for one in said if isinstance(one.object, ox.BlankNode)}
        headers = {one.subject for one in said if (one.predicate, one.object) == (_TYPE, _HEADER)}
        content: dict[Subject, dict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
        structures: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        for triple in said:
            subject, name = triple.subject, triple.predicate.value
            if isinstance(subject, ox.BlankNode):
                structures[subject].append(triple)
            own = isinstance(subject, ox.NamedNode) or subject not in below
            if own and not (subject in headers and name in _OF_THE_VERSION):
                content[subject][name].add(triple.object)  # type: ignore[index]
        return cls(
            {
                subject: {name: frozenset(values) for name, values in own.items()}
                for subject, own in content.items()
            },
            {node: tuple(sorted(own, key=str)) for node, own in structures.items()},
        )

    def deprecates(self, subject: Subject) -> bool:
        """Whether this version says that the term is not to be used any more."""
        values = self.content.get(subject, {}).get(_DEPRECATED, frozenset())
        return any(isinstance(one, ox.Literal) and one.value in _TRUE for one in values)

    def labels(self, subject: Subject) -> Text:
        """The labels of the term by language."""
        own = self.content.get(subject, {})
        for name in _LABELS:
            literals = sorted(
                (one for one in own.get(name, ()) if isinstance(one, ox.Literal)), key=str
            )
            if literals:
                return {one.language or "": one.value for one in literals}
        return {}


def _change(subject: Subject, before: _Version, after: _Version) -> TermChange | None:
    """What became of the term; None where it is what it was."""
    left, right = before.content.get(subject, {}), after.content.get(subject, {})
    values = tuple(_values(left, right))
    if not values:
        return None
    if not left:
        state = "added"
    elif not right:
        state = "removed"
    else:
        was, now = before.deprecates(subject), after.deprecates(subject)
        state = "changed" if was == now else "deprecated" if now else "restored"
    return TermChange(subject, state, values, after.labels(subject) or before.labels(subject))


def _values(
    left: Mapping[str, frozenset[Term]], right: Mapping[str, frozenset[Term]]
) -> Iterator[ValueChange]:
    nothing: frozenset[Term] = frozenset()
    for name in sorted({*left, *right}, key=lambda one: (one != _TYPE.value, one)):
        was, now = left.get(name, nothing), right.get(name, nothing)
        if was != now:
            gone, come = sorted(was - now, key=str), sorted(now - was, key=str)
            yield ValueChange(name, tuple(gone), tuple(come))


def _with_lasting_names(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples with every nameless node called after its content, and so the same anywhere."""
    own: dict[Term, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        own[triple.subject].append(triple)
    names = _lasting_names(own)
    return {
        ox.Triple(
            names.get(triple.subject, triple.subject),
            triple.predicate,
            names.get(triple.object, triple.object),
        )
        for one in own.values()
        for triple in one
    }


def _lasting_names(own: Mapping[Term, Sequence[ox.Triple]]) -> Mapping[Term, ox.BlankNode]:
    """A name for each nameless node, made from all that is below it.

    Named from the ends up; those in or above a circle, which no axiom has, by what can be told of
    them in as many steps as there are of them.
    """
    below: dict[Term, set[Term]] = {one: set() for said in own.values() for one in _nameless(said)}
    below.update(
        (one, _nameless(said)) for one, said in own.items() if isinstance(one, ox.BlankNode)
    )
    above: dict[Term, list[Term]] = defaultdict(list)
    for node, ends in below.items():
        for end in ends:
            above[end].append(node)
    names: dict[Term, ox.BlankNode] = {}
    ready = [node for node, ends in below.items() if not ends]
    while ready:
        node = ready.pop()
        names[node] = _named(own.get(node, ()), names)
        for other in above[node]:
            below[other].discard(node)
            if not below[other]:
                ready.append(other)
    circling = [node for node in below if node not in names]
    told: dict[Term, ox.BlankNode] = {}
    for _ in circling:
        told = {node: _named(own[node], {**names, **told}) for node in circling}
    return {**names, **told}


def _nameless(said: Iterable[ox.Triple]) -> set[Term]:
    return {one.object for one in said if isinstance(one.object, ox.BlankNode)}


def _named(said: Iterable[ox.Triple], names: Mapping[Term, ox.BlankNode]) -> ox.BlankNode:
    lines = []
    for one in said:
        nameless = isinstance(one.object, ox.BlankNode)
        end = names.get(one.object, "_:") if nameless else one.object
        lines.append(f"{one.predicate} {end}")
    digest = sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return ox.BlankNode(f"b{digest[:16]}")

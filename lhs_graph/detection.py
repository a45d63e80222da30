"""Gap detection over one description or many.

Every kind's one detector, run on a graph with its entailments.

A detector is a shape, a query or a measure of the network; which kinds there are, and which
detector each has, is read from the ontology, the shapes and the headers of the queries.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import ValidationSetupError
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.network import MEASURES, SupportNetwork
from lhs_graph.prefixes import read_prefixes
from lhs_graph.scopes import Scope, scope_of_query, scope_of_shapes
from lhs_graph.serialization import serialized
from lhs_graph.shapes import ShapeResult, Shapes
from lhs_graph.terms import DCTERMS, LHS, RDF, constraint_of, short_name, system_of
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Detector", "Detectors", "RawGap", "RawProblem", "ReportedKind"]

_FEW = 20
_TERM = re.compile(r"\b([a-z]+):(\w+)")
_SOURCE = ox.NamedNode(f"{DCTERMS}source")
_DOCUMENTED = ox.NamedNode(f"{LHS}isDocumentedBy")
_NAMED = ("system", "focus", "about", "related", "severity")
_NETWORK = ("hasSupport", "connectsTo", "inPillar", "hasGoal", "servesGoal")
_ALSO_READ = frozenset({_SOURCE.value, _DOCUMENTED.value, *(f"{LHS}{name}" for name in _NETWORK)})


@dataclass(frozen=True, slots=True)
class RawGap:
    """A gap as its detector gives it.

    Everything by IRI, `severity` by short name or None for the kind's own. A gap that a shape found
    has its `shape`, the `component` of the constraint that failed, and the `path` in SPARQL syntax.
    One that a query found has the `constraint` that is published for the query.
    """

    kind: str
    system: str
    focus: str
    about: str | None = None
    related: str | None = None
    severity: str | None = None
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    shape: str | None = None
    component: str = ""
    path: str | None = None
    constraint: str = ""


@dataclass(frozen=True, slots=True)
class RawProblem:
    """A result of a shape that detects no gap kind: the document is not well formed."""

    result: ShapeResult


@dataclass(frozen=True, slots=True)
class ReportedKind:
    """A gap that a source reports: its kind, its node, and the concepts and parts it concerns."""

    kind: str
    node: str
    concerns: tuple[str, ...] = ()

    def names(self, gap: RawGap) -> bool:
        """Whether a gap that a detector found is the one that the source reports."""
        if gap.kind != self.kind or gap.system != system_of(self.node):
            return False
        whole = gap.about is None and gap.focus == gap.system
        return whole or gap.about in self.concerns or gap.focus in self.concerns

    def as_gap(self) -> RawGap:
        """The reported gap itself, at the part it concerns or else at the whole."""
        system = system_of(self.node)
        parts = [one for one in self.concerns if system_of(one) == system and one != system]
        return RawGap(self.kind, system, parts[0] if parts else system)


@dataclass(frozen=True)
class Detector:
    """One detector by itself: what it finds depends on what is in its scope and on nothing else.

    `words` are what it reads of the vocabulary; `find` takes N-Triples with these in them, of not
    more than so many descriptions at once. One that is `graded` may give gaps another severity than
    their kind's.
    """

    kinds: frozenset[str]
    scope: Scope
    words: bytes
    find: Callable[[bytes], Iterable[RawGap]]
    at_once: int = 40
    graded: bool = False

    def look(self, parts: Sequence[bytes]) -> Iterator[RawGap]:
        """The gaps of those descriptions, each given as for `Detectors.scan`."""
        for start in range(0, len(parts), self.at_once):
            yield from self.find(b"".join(parts[start : start + self.at_once]) + self.words)


@dataclass(frozen=True)
class Detectors:
    """All detectors, ready to run; made once."""

    catalogue: Catalogue
    vocabulary: Vocabulary
    shapes: Shapes
    queries: tuple[QueryFile, ...]

    def __post_init__(self) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for shape, kind in self.shapes.detects.items():
            by_kind[kind].add(f"shape {self.shapes.property_shapes.get(shape, shape)}")
        for query in self.queries:
            by_kind[self._kind_of(query)].add(f"query {query.id}")
        for iri, measure in self.measures.items():
            by_kind[iri].add(f"measure {measure}")
        for iri, known in self.vocabulary.kinds.items():
            if len(by_kind[iri]) != 1:
                found = ", ".join(sorted(by_kind[iri])) or "none"
                raise ValidationSetupError(detail=f"{known.notation} has not one detector: {found}")

    @classmethod
    def load(cls, catalogue: Catalogue, vocabulary: Vocabulary) -> "Detectors":
        """The detectors of the project's files.

        Raises:
            ValidationSetupError: a gap kind has no detector or more than one.
        """
        queries = tuple(read_query_file(path) for path in catalogue.gap_queries())
        return cls(catalogue, vocabulary, Shapes.load(catalogue.shapes()), queries)

    @cached_property
    def measures(self) -> Mapping[str, str]:
        """The measure of each gap kind that has one."""
        return {kind.iri: kind.measure for kind in self.vocabulary.kinds.values() if kind.measure}

    def run(
        self, statements: Sequence[ox.Triple], *, form_only: bool = False, engine: str = "shacl"
    ) -> tuple[list[RawGap], list[RawProblem]]:
        """The gaps and the problems of form of all descriptions in the statements.

        Args:
            statements: the descriptions and what their axioms entail.
            form_only: leave out the detectors that are queries or measures.
            engine: `shacl`, or `pyshacl` for the reference, which is slow.
        """
        gaps: list[RawGap] = []
        problems: list[RawProblem] = []
        graph = serialized(statements, ox.RdfFormat.N_TRIPLES) + self.words_of_shapes
        oracle = engine == "pyshacl"
        results = self.shapes.by_oracle(graph) if oracle else self.shapes.validate(graph)
        for result in results:
            gap = self._from_shape(result)
            if gap:
                gaps.append(gap)
            else:
                problems.append(RawProblem(result))
        if not form_only:
            store = self.store_of(statements)
            for query in self.queries:
                gaps.extend(self.ask(store, query))
            gaps.extend(self._measured(store))
        return gaps, problems

    def scan(
        self, parts: Sequence[bytes], kinds: Collection[str] | None = None
    ) -> tuple[list[RawGap], Mapping[str, tuple[str, ...]]]:
        """The gaps of many descriptions, each given as N-Quads, and the sources of each focus.

        Of the kinds with those IRIs, or of all. The sources are those of the part, or all that the
        system has. Nothing is said of the form.

        Shapes are run on a few descriptions at a time, since their engine slows down on large
        graphs; queries on all of them, since each has its price once a store.
        """
        wanted = self.vocabulary.kinds.keys() if kinds is None else kinds
        gaps: list[RawGap] = []
        shaped = not set(wanted).isdisjoint(self.shapes.detects.values())
        for start in range(0, len(parts) if shaped else 0, _FEW):
            gaps.extend(self._shapes_apart.look(parts[start : start + _FEW]))
        store = self.store(b"".join(parts))
        for query in self.queries:
            if self._kind_of(query) in wanted:
                gaps.extend(self.ask(store, query))
        if not set(wanted).isdisjoint(self.measures):
            gaps.extend(self._measured(store))
        gaps = [gap for gap in gaps if gap.kind in wanted]
        return gaps, {focus: _sources(store, focus) for focus in {gap.focus for gap in gaps}}

    @cached_property
    def separate(self) -> tuple[Detector, ...]:
        """The detectors one by one; the shapes count as one, since their engine runs them all."""
        prefixes = read_prefixes(self.catalogue.prefixes())
        network = Scope(frozenset(f"{LHS}{name}" for name in _NETWORK))
        queries = (
            Detector(
                frozenset({self._kind_of(query)}),
                scope := scope_of_query(query.text, prefixes),
                self._words(scope),
                partial(self._asked, query),
                graded=any(column.name == "severity" for column in query.columns),
            )
            for query in self.queries
        )
        measures = (
            Detector(frozenset({kind}), network, b"", partial(self._taken, kind))
            for kind in self.measures
        )
        return (self._shapes_apart, *queries, *measures)

    @cached_property
    def _shapes_apart(self) -> Detector:
        scope = scope_of_shapes(self.shapes.detecting.terms, self._superclasses)
        kinds = frozenset(self.shapes.detects.values())
        return Detector(kinds, scope, self._words(scope), self._shaped, _FEW)

    @cached_property
    def words_of_shapes(self) -> bytes:
        """What all shapes read of the vocabulary, those of the form among them."""
        return self._words(scope_of_shapes(self.shapes.terms, self._superclasses))

    @cached_property
    def words_of_queries(self) -> bytes:
        """What queries and measures read of the vocabulary: a twentieth of what shapes do."""
        lines = (one.words.splitlines(keepends=True) for one in self.separate[1:])
        return b"".join(dict.fromkeys(chain.from_iterable(lines)))

    def _shaped(self, data: bytes) -> Iterable[RawGap]:
        return filter(None, map(self._from_shape, self.shapes.detecting.validate(data)))

    def _asked(self, query: QueryFile, data: bytes) -> Iterable[RawGap]:
        return self.ask(_loaded(data), query)

    def _taken(self, kind: str, data: bytes) -> Iterable[RawGap]:
        return _by_measure(kind, self.measures[kind], _support_networks(_loaded(data)))

    @property
    def _superclasses(self) -> Mapping[str, frozenset[str]]:
        return {
            getattr(name, "value", ""): frozenset(getattr(one, "value", "") for one in above)
            for name, above in self.vocabulary.axioms.superclasses.items()
        }

    def _words(self, scope: Scope) -> bytes:
        read = filter(scope.takes, self.vocabulary.read_in_checking)
        return serialized(read, ox.RdfFormat.N_TRIPLES)

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The properties that detectors read; the rest of a description does not matter to them."""
        spaces = read_prefixes(self.catalogue.prefixes())
        named = {
            f"{spaces[prefix]}{name}"
            for query in self.queries
            for prefix, name in _TERM.findall(query.text)
            if prefix in spaces
        }
        return frozenset({f"{RDF}type", *_ALSO_READ, *named, *self.shapes.detecting.terms})

    def store(self, data: bytes) -> ox.Store:
        """A store in memory with the data and the vocabulary that queries and measures read."""
        return _loaded(data + self.words_of_queries)

    def store_of(self, statements: Iterable[ox.Triple]) -> ox.Store:
        """The same with those of the statements alone that queries and measures read.

        It is filled in less than half of the time, since nothing is parsed.
        """
        store = ox.Store()
        read = self._read_by_queries
        store.extend(self._quads_of_words)
        store.extend(ox.Quad(*one) for one in statements if one.predicate.value in read)
        return store

    @cached_property
    def _quads_of_words(self) -> tuple[ox.Quad, ...]:
        return tuple(ox.parse(self.words_of_queries, format=ox.RdfFormat.N_TRIPLES))

    @cached_property
    def _read_by_queries(self) -> frozenset[str]:
        scopes = (one.scope for one in self.separate[1:])
        return frozenset({f"{RDF}type"}).union(*(scope.properties for scope in scopes))

    def ask(self, store: ox.Store, query: QueryFile) -> Iterable[RawGap]:
        """The gaps that one query finds."""
        answer = store.query(query.text, use_default_graph_as_union=True)
        kind = self._kind_of(query)
        names = [variable.value for variable in answer.variables]  # type: ignore[union-attr]
        extra = [name for name in names if name not in _NAMED]
        for row in answer:  # type: ignore[union-attr]
            named = {name: row[name].value for name in names if row[name] is not None}
            severity = short_name(named["severity"]) if "severity" in named else None
            yield RawGap(
                kind=kind,
                system=named["system"],
                focus=named["focus"],
                about=named.get("about"),
                related=named.get("related"),
                severity=severity,
                facts=tuple((name, tuple(named.get(name, "").split())) for name in extra),
                constraint=constraint_of(query.detects or "", severity),
            )

    def _kind_of(self, query: QueryFile) -> str:
        return self._kinds[query.detects or ""]

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """The kind of gap by the notation that a query's header gives."""
        notations = {query.detects or "" for query in self.queries}
        return {notation: self.vocabulary.kind(notation).iri for notation in notations}

    def _from_shape(self, result: ShapeResult) -> RawGap | None:
        kind = self.shapes.detects.get(result.shape)
        if kind is None:
            return None
        focus = result.focus.strip("<>")
        about = self.shapes.about.get(result.shape)
        return RawGap(
            kind,
            system_of(focus),
            focus,
            about,
            shape=result.shape,
            component=result.component,
            path=result.path,
        )

    def _measured(self, store: ox.Store) -> Iterable[RawGap]:
        networks = _support_networks(store)
        for kind, measure in self.measures.items():
            yield from _by_measure(kind, measure, networks)


def _loaded(data: bytes) -> ox.Store:
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.N_QUADS)
    return store


def _by_measure(kind: str, measure: str, networks: Iterable[SupportNetwork]) -> Iterator[RawGap]:
    for network in networks:
        for found in MEASURES[measure](network):
            yield RawGap(kind, network.system, found.focus, found.about, found.related)


def _support_networks(store: ox.Store) -> list[SupportNetwork]:
    """The supports of each system with what is stated between them."""
    has_support, connects, in_pillar, has_goal, serves = (_ends(store, one) for one in _NETWORK)
    servers: dict[str, list[str]] = defaultdict(list)
    for support, goals in serves.items():
        for goal in goals:
            servers[goal].append(support)
    return [
        SupportNetwork(
            system=system,
            supports=supports,
            connections=[(one, two) for one in supports for two in connects.get(one, ())],
            pillars={one: in_pillar[one] for one in supports if one in in_pillar},
            servers={goal: servers.get(goal, ()) for goal in has_goal.get(system, ())},
        )
        for system, supports in has_support.items()
    ]


def _ends(store: ox.Store, name: str) -> Mapping[str, list[str]]:
    """The IRIs that one of our properties links each subject with."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{LHS}{name}"), None):
        found[quad.subject.value].append(quad.object.value)  # type: ignore[union-attr]
    return dict(found)


def _sources(store: ox.Store, focus: str) -> tuple[str, ...]:
    name = _SOURCE if "#" in focus else _DOCUMENTED
    quads = store.quads_for_pattern(ox.NamedNode(focus), name, None)
    return tuple(sorted(quad.object.value for quad in quads))  # type: ignore[union-attr]

"""Precedents: how real cases fill the place that a finding says is empty, the nearest case first.

What fills which place is gathered when a release is built, from the published descriptions alone,
a few at a time. The rule by which it is ranked for a finding is written in `docs/precedents.md`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from lhs_graph.citations import cited
from lhs_graph.detection import RawGap
from lhs_graph.facts import FEATURES, Facts
from lhs_graph.findings import Citation, NamedTerm, Precedent
from lhs_graph.headers import QueryFile
from lhs_graph.release import Block
from lhs_graph.serialization import serialized
from lhs_graph.terms import CASE, CONCEPT, DCTERMS, LHS, RDFS, SKOS, slug_of, system_of
from lhs_graph.vocabulary import Vocabulary

__all__ = ["DesignPrecedents", "Precedents", "gather_precedents"]

_COLUMNS: Final = ("kind", "node", "about", "related", "end")
_RANGE: Final = "https://schema.org/rangeIncludes"
_READ_BY_QUERIES: Final = frozenset(
    {
        f"{SKOS}broader",
        _RANGE,
        *(f"{LHS}{name}" for name in ("closedBy", "ofPhase", "precedentPlace")),
    }
)
_WORDS: Final = tuple(
    ox.NamedNode(name) for name in (f"{RDFS}label", f"{LHS}isShownBy", f"{DCTERMS}description")
)
_SOURCES: Final = tuple(ox.NamedNode(name) for name in (f"{DCTERMS}source", f"{LHS}isDocumentedBy"))


@dataclass(frozen=True, slots=True)
class _Near:
    """How near a case is to a design: the features that both document, and those that agree."""

    compared: tuple[str, ...]
    agreeing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The agreeing share of the compared features; 0 where nothing can be compared."""
        return len(self.agreeing) / len(self.compared) if self.compared else 0.0


@dataclass(frozen=True)
class Precedents:
    """Looks precedents up in what a release holds; at most `limit` for a finding, one a case."""

    table: Mapping[str, Any]
    blocks: Mapping[str, Block]
    limit: int = 3
    _known: dict[str, Callable[..., Precedent]] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[tuple[str, str | None], Sequence["_Place"]]:
        """For each kind of gap and what a place is about, what fills it; all of a kind under None.

        Of the cases that there are, in the order of the table.
        """
        nodes = self.table["nodes"]
        found: dict[tuple[str, str | None], list[_Place]] = defaultdict(list)
        for kind, rows in self.table["places"].items():
            for node, about, related, ends in rows:
                slug = slug_of(node)
                if slug in self.blocks:
                    concepts = frozenset(nodes[node]["concepts"])
                    place = _Place(node, about, related, ends, slug, concepts)
                    found[kind, about].append(place)
                    found[kind, None].append(place)
        return dict(found)

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """The sources whose bibliography is known, by IRI."""
        references = self.table.get("references", {})
        return {iri: Citation(iri, **said) for iri, said in references.items()}

    def of_node(self, node: str) -> Callable[..., Precedent]:
        """Makes the precedent of a node from what depends on the design and the place."""
        found = self._known.get(node)
        if found is None:
            said, block = self.table["nodes"][node], self.blocks[slug_of(node)]
            sources = tuple(said["sources"])
            found = self._known[node] = partial(
                Precedent,
                case=NamedTerm(block.iri, block.labels),
                node=NamedTerm(node, said["labels"]),
                sources=sources,
                citations=tuple(self.citations.get(iri) or Citation(iri) for iri in sources),
                concepts=tuple(said["concepts"]),
            )
        return found

    def for_design(self, facts: Facts) -> "DesignPrecedents":
        """The precedents of what is found in that description."""
        return DesignPrecedents(self, facts)


class _Place(NamedTuple):
    """A node that fills a place, as a rule found it; without about where the rule names none."""

    node: str
    about: str
    related: str
    ends: Sequence[str]
    slug: str
    concepts: frozenset[str]


@dataclass(frozen=True)
class DesignPrecedents:
    """Looks precedents up for one description; what was looked up once is remembered."""

    known: Precedents
    facts: Facts
    _near: dict[tuple[str, str], _Near] = field(default_factory=dict)
    _features: dict[str, NamedTerm] = field(default_factory=dict)
    _terms: dict[str, NamedTerm] = field(default_factory=dict)

    def find(self, gap: RawGap) -> tuple[Precedent, ...]:
        """The precedents of a gap in the order of their rank; none where no case fills its place.

        The system in which it was found is no precedent for it.
        """
        links = self.facts.links.get(gap.focus, {})
        named = frozenset(chain.from_iterable(links.values()))
        ranked = []
        for slug, ((distance, unshared, node), place) in self._closest(gap, named).items():
            block = self.known.blocks[slug]
            if block.iri != gap.system:
                near = self._nearness(gap.system, block)
                key = (distance, unshared, -near.share, -len(near.agreeing), slug, node)
                ranked.append((key, place))
        ranked.sort()
        return tuple(
            self.known.of_node(place.node)(
                nearness=(near := self._nearness(gap.system, self.known.blocks[place.slug])).share,
                compared=self._named_features(near.compared),
                agreeing=self._named_features(near.agreeing),
                ends=tuple(map(self._named, place.ends)),
                shared=tuple(map(self._named, sorted(place.concepts & named))),
                distance=key[0],
            )
            for key, place in ranked[: self.known.limit]
        )

    def _closest(
        self, gap: RawGap, named: frozenset[str]
    ) -> Mapping[str, tuple[tuple[int, int, str], _Place]]:
        """For each case its node that fills the place best: how far off, how little it shares.

        0: the very place; 1: the same, were it not for what is related; 2: the kind of gap at
        large. A node of another place fills the place of a gap only if the gap names none.
        """
        told = {value for _, values in gap.facts for value in values}
        best: dict[str, tuple[tuple[int, int, str], _Place]] = {}
        for place in self._places(gap):
            if gap.about and place.about:
                distance = int(gap.related is not None and place.related != gap.related)
            else:
                distance = 0 if place.about in told or not (place.about or gap.about) else 2
            known = best.get(place.slug)
            if known is None or distance <= known[0][0]:
                rank = (distance, -len(place.concepts & named), place.node)
                if known is None or rank < known[0]:
                    best[place.slug] = rank, place
        return best

    def _places(self, gap: RawGap) -> Iterable[_Place]:
        """What fills places of that kind of gap, and is about the same where the gap names it."""
        places = self.known.places
        if not gap.about:
            return places.get((gap.kind, None), ())
        return chain(places.get((gap.kind, gap.about), ()), places.get((gap.kind, ""), ()))

    def _nearness(self, system: str, block: Block) -> _Near:
        """How near a case is to the design.

        What both document is compared; they agree on a feature when they share one value of it.
        """
        near = self._near.get((system, block.iri))
        if near is None:
            own, other = self.facts.features.get(system, {}), block.features
            compared = tuple(name for name in FEATURES if own.get(name) and other.get(name))
            agreeing = (name for name in compared if not set(own[name]).isdisjoint(other[name]))
            near = self._near[system, block.iri] = _Near(compared, tuple(agreeing))
        return near

    def _named_features(self, names: Sequence[str]) -> tuple[NamedTerm, ...]:
        return tuple(map(self._feature, names))

    def _named(self, iri: str) -> NamedTerm:
        found = self._terms.get(iri)
        if found is None:
            said = self.known.table["nodes"].get(iri)
            vocabulary = self.facts.vocabulary
            found = NamedTerm(iri, said["labels"]) if said else vocabulary.term(iri)
            self._terms[iri] = found
        return found

    def _feature(self, name: str) -> NamedTerm:
        """A feature under the name of what it ranges over, such as scale, else under its own."""
        found = self._features.get(name)
        if found is None:
            vocabulary = self.facts.vocabulary
            found = vocabulary.term(f"{LHS}{name}")
            for end in vocabulary.links.get(found.iri, {}).get(_RANGE, ()):
                found = NamedTerm(found.iri, vocabulary.term(end).labels)
                break
            self._features[name] = found
        return found


def gather_precedents(
    queries: Sequence[QueryFile],
    vocabulary: Vocabulary,
    chunks: Iterable[tuple[Sequence[Block], Sequence[bytes]]],
    progress: Callable[[int], None],
) -> Mapping[str, Any]:
    """All that fills a place in published descriptions, as a release holds it.

    Args:
        queries: the rules, which say what fills the places of which kinds of gap.
        vocabulary: the ontology, which names the rule of each kind.
        chunks: some descriptions, and the quads of these and of what they have in sight.
        progress: told how many descriptions are done.

    Returns:
        Under `places`, for each kind of gap, the rows of node, about, related (both empty where
        the rule names none) and the parts or concepts that the node is linked with there; under
        `nodes`, the labels by language, the sources and the concepts of each node and end; under
        `references`, the bibliography of each source.
    """
    rules = serialized(
        (one for one in vocabulary.triples if one.predicate.value in _READ_BY_QUERIES),
        ox.RdfFormat.N_QUADS,
    )
    places: dict[str, dict[tuple[str, str, str], set[str]]] = {}
    nodes: dict[str, Mapping[str, Any]] = {}
    references: dict[str, Mapping[str, str]] = {}
    done = 0
    for blocks, quads in chunks:
        store = ox.Store()
        store.load(b"".join((rules, *quads)), format=ox.RdfFormat.N_QUADS)
        own = {block.iri for block in blocks}
        met: set[str] = set()
        for query in queries:
            for kind, *row, end in _rows(store, query):
                node, about, related = row
                if system_of(node) in own:
                    ends = places.setdefault(kind, {}).setdefault((node, about, related), set())
                    ends.update([end] if end else [])
                    met.update((node, end))
        parts = (one for one in met if one.startswith(CASE) and one not in nodes)
        fresh = {one: _said(store, one, vocabulary) for one in parts}
        nodes.update(fresh)
        named = {source for said in fresh.values() for source in said["sources"]}
        references.update((iri, cited(store, iri)) for iri in named.difference(references))
        done += len(blocks)
        progress(done)
    return {
        "nodes": dict(sorted(nodes.items())),
        "places": {
            kind: [(*row, sorted(ends)) for row, ends in sorted(rows.items())]
            for kind, rows in sorted(places.items())
        },
        "references": dict(sorted(references.items())),
    }


def _rows(store: ox.Store, query: QueryFile) -> Iterator[tuple[str, ...]]:
    """Kind, node, about, related and end of each row; what a rule does not give is empty."""
    answer = store.query(query.text, use_default_graph_as_union=True)
    names = {variable.value for variable in answer.variables}  # type: ignore[union-attr]
    for row in answer:  # type: ignore[union-attr]
        terms = (row[name] if name in names else None for name in _COLUMNS)
        yield tuple(term.value if isinstance(term, ox.NamedNode) else "" for term in terms)


def _said(store: ox.Store, node: str, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """What a node is called, what it rests on, and the concepts that it names."""
    subject = ox.NamedNode(node)
    own = [quad.triple for quad in store.quads_for_pattern(subject, None, None)]
    ends = (one.object.value for one in own if isinstance(one.object, ox.NamedNode))
    return {
        "labels": _labels(store, node, own, vocabulary),
        "sources": _sources(store, own, subject, vocabulary),
        "concepts": sorted({end for end in ends if end.startswith(CONCEPT)}),
    }


def _labels(
    store: ox.Store, node: str, own: Sequence[ox.Triple], vocabulary: Vocabulary
) -> Mapping[str, str]:
    """By language: its name, else the practice that it shows, else its description.

    A node without any of these is named by what it stands for and belongs to.
    """
    for name in _WORDS:
        found = {
            one.object.language or "": one.object.value
            for one in own
            if one.predicate == name and isinstance(one.object, ox.Literal)
        }
        if found:
            return found
    around = list(own)
    for whole in _wholes(store, ox.NamedNode(node), vocabulary):
        around += [quad.triple for quad in store.quads_for_pattern(whole, None, None)]
    return Facts(tuple(around), vocabulary).term(node).labels


def _sources(
    store: ox.Store, own: Sequence[ox.Triple], node: ox.NamedNode, vocabulary: Vocabulary
) -> Sequence[str]:
    """The sources of the node, else of what it is a part of."""
    for name in _SOURCES:
        found = sorted({one.object.value for one in own if one.predicate == name})  # type: ignore[union-attr]
        if found:
            return found
    for whole in _wholes(store, node, vocabulary):
        above = [quad.triple for quad in store.quads_for_pattern(whole, None, None)]
        found = list(_sources(store, above, whole, vocabulary)) if "#" in whole.value else []
        if found:
            return found
    return []


def _wholes(store: ox.Store, node: ox.NamedNode, vocabulary: Vocabulary) -> Sequence[ox.NamedNode]:
    """What the node is most closely a part of, in a stable order."""
    found = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, None, node)
        if quad.predicate.value in vocabulary.part_properties
    }
    return [ox.NamedNode(iri) for iri in sorted(found)]

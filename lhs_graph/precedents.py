"""Precedents: how real cases fill the place that a finding says is empty, the nearest case first.

What fills which place is gathered when a release is built, from the published descriptions alone,
a few at a time. The rule by which it is ranked for a finding is written in `docs/precedents.md`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

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

__all__ = ["Precedents", "gather_precedents"]

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

    def find(self, gap: RawGap, facts: Facts) -> tuple[Precedent, ...]:
        """The precedents of a gap in the order of their rank; none where no case fills its place.

        Args:
            gap: what was found; its own system is no precedent for it.
            facts: the description in which it was found.
        """
        own = facts.features.get(gap.system, {})
        links = facts.links.get(gap.focus, {})
        named = frozenset(end for ends in links.values() for end in ends)
        near: dict[str, _Near] = {}
        ranked = []
        for node, distance, ends in self._filling(gap):
            slug = slug_of(node)
            block = self.blocks.get(slug)
            if block is None or block.iri == gap.system:
                continue
            if slug not in near:
                near[slug] = _nearness(own, block.features)
            one = near[slug]
            shared = tuple(end for end in self.table["nodes"][node]["concepts"] if end in named)
            key = (distance, -len(shared), -one.share, -len(one.agreeing), slug, node)
            ranked.append((key, shared, ends))
        best: dict[str, Precedent] = {}
        for (distance, _, _, _, slug, node), shared, ends in sorted(ranked):
            if slug not in best:
                found = self._precedent(node, near[slug], facts.vocabulary)
                best[slug] = replace(
                    found,
                    ends=tuple(self._named(end, facts.vocabulary) for end in ends),
                    shared=tuple(map(facts.vocabulary.term, shared)),
                    distance=distance,
                )
            if len(best) == self.limit:
                break
        return tuple(best.values())

    def _filling(self, gap: RawGap) -> Iterator[tuple[str, int, Sequence[str]]]:
        """Each node that fills the place, how far off its place is, and what it is linked with.

        0: the very place; 1: the same, were it not for what is related; 2: the kind of gap at
        large. A node of another place fills the place of a gap only if the gap names none.
        """
        told = {value for _, values in gap.facts for value in values}
        for node, about, related, ends in self.table["places"].get(gap.kind, ()):
            if gap.about and about:
                if about == gap.about:
                    yield node, int(gap.related is not None and related != gap.related), ends
            else:
                yield node, 0 if about in told or not (about or gap.about) else 2, ends

    def _precedent(self, node: str, near: _Near, vocabulary: Vocabulary) -> Precedent:
        block = self.blocks[slug_of(node)]
        sources = tuple(self.table["nodes"][node]["sources"])
        references = self.table.get("references", {})
        return Precedent(
            case=NamedTerm(block.iri, block.labels),
            node=self._named(node, vocabulary),
            sources=sources,
            citations=tuple(Citation(iri, **references.get(iri, {})) for iri in sources),
            concepts=tuple(self.table["nodes"][node]["concepts"]),
            nearness=near.share,
            compared=tuple(_feature(name, vocabulary) for name in near.compared),
            agreeing=tuple(_feature(name, vocabulary) for name in near.agreeing),
        )

    def _named(self, iri: str, vocabulary: Vocabulary) -> NamedTerm:
        said = self.table["nodes"].get(iri)
        return NamedTerm(iri, said["labels"]) if said else vocabulary.term(iri)


def _feature(name: str, vocabulary: Vocabulary) -> NamedTerm:
    """A feature under the name of what it ranges over, such as scale, else under its own."""
    own = vocabulary.term(f"{LHS}{name}")
    for end in vocabulary.links.get(own.iri, {}).get(_RANGE, ()):
        return NamedTerm(own.iri, vocabulary.term(end).labels)
    return own


def _nearness(own: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> _Near:
    """What both document is compared; they agree on a feature when they share one value of it."""
    compared = tuple(name for name in FEATURES if own.get(name) and other.get(name))
    agreeing = (name for name in compared if not set(own[name]).isdisjoint(other[name]))
    return _Near(compared, tuple(agreeing))


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

"""What a release states: about an IRI, in a graph, and what it is called."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

import pyoxigraph as ox

from lhs_graph.facts import NAMING
from lhs_graph.findings import NamedTerm
from lhs_graph.release import Release
from lhs_graph.terms import DCTERMS, GRAPH, LHS, OWL, RDF, RDFS, SKOS
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Statements", "in_order", "node", "say"]

_LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title")
_UNTOLD: Final = frozenset({f"{OWL}NamedIndividual", f"{OWL}Thing"})
_MOST_NAMES: Final = 20_000
_ALL: Final = ox.DefaultGraph()
_TYPE: Final = ox.NamedNode(f"{RDF}type")


def node(iri: str) -> ox.NamedNode:
    """The IRI as a term."""
    return ox.NamedNode(iri)


def say(subject: str, name: str, value: str | ox.NamedNode | ox.Literal) -> ox.Triple:
    """A triple; a string is a literal without language."""
    term = ox.Literal(value) if isinstance(value, str) else value
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), term)


def in_order(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """The triples, each once, in an order that depends on nothing else."""
    return tuple(sorted(set(triples), key=_order))


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; types come first, as people expect of a description."""
    name = triple.predicate.value
    return str(triple.subject), name != _TYPE.value, name, str(triple)


@dataclass(frozen=True)
class Statements:
    """Look-ups in one release; labels of the ontology come from memory."""

    release: Release
    vocabulary: Vocabulary

    def about(self, iri: str) -> Iterator[ox.Triple]:
        """All that any graph says of an IRI, with the nameless nodes that it leads to."""
        todo: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri)]
        seen = set(todo)
        while todo:
            for quad in self.release.store.quads_for_pattern(todo.pop(), None, None, _ALL):
                yield quad.triple
                if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    todo.append(quad.object)

    def graph(self, name: str) -> Iterator[ox.Triple]:
        """The content of one of our named graphs."""
        graph = ox.NamedNode(f"{GRAPH}{name}")
        for quad in self.release.store.quads_for_pattern(None, None, None, graph):
            yield quad.triple

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, in their order."""
        return sorted(str(one.value) for one in self.release.store.named_graphs())

    def has(self, iri: str) -> bool:
        """Whether anything is said of the IRI."""
        try:
            found = self.release.store.quads_for_pattern(ox.NamedNode(iri), None, None, _ALL)
        except ValueError:
            return False
        return next(iter(found), None) is not None

    def referring(self, iri: str, most: int) -> list[tuple[str, str]]:
        """Subject and property of what refers to an IRI, up to so many."""
        quads = self.release.store.quads_for_pattern(None, None, ox.NamedNode(iri), _ALL)
        named = (
            (one.subject.value, one.predicate.value)
            for one in quads
            if isinstance(one.subject, ox.NamedNode)
        )
        return sorted(set(islice(named, most)))

    def term(self, iri: str) -> NamedTerm:
        """The IRI with its labels; a part without any is called after what it is a part for."""
        return self._remembered(iri)

    @cached_property
    def _remembered(self) -> Callable[[str], NamedTerm]:
        """The same few thousand things are named on all pages."""
        return lru_cache(maxsize=_MOST_NAMES)(self._term)

    def _term(self, iri: str) -> NamedTerm:
        known = self.vocabulary.term(iri)
        labels = known.labels or self._labels(iri)
        if not labels and "#" in iri:
            labels = self._labels_of_meaning(iri)
        return NamedTerm(iri, labels, known.notation)

    def _labels_of_meaning(self, iri: str) -> Mapping[str, str]:
        for name in NAMING:
            quads = self.release.store.quads_for_pattern(
                ox.NamedNode(iri), ox.NamedNode(f"{LHS}{name}"), None, _ALL
            )
            for quad in quads:
                if isinstance(quad.object, ox.NamedNode):
                    return self.vocabulary.term(quad.object.value).labels
        return {}

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes of a node, the most particular kind of statement about it first."""
        found = {
            str(quad.object.value)
            for quad in self.release.store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None, _ALL)
            if isinstance(quad.object, ox.NamedNode)
        }
        return tuple(sorted(found - _UNTOLD))

    def _labels(self, iri: str) -> Mapping[str, str]:
        for key in _LABELS:
            labels = {
                quad.object.language or "": quad.object.value
                for quad in self.release.store.quads_for_pattern(
                    ox.NamedNode(iri), ox.NamedNode(key), None, _ALL
                )
                if isinstance(quad.object, ox.Literal)
            }
            if labels:
                return labels
        return {}

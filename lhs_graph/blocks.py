"""One description for the dump of a release: its entailments, its bytes and its index entry.

Descriptions are worked on in chunks, each by itself, so that a large collection can be shared among
processes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.entailment import entail
from lhs_graph.facts import FEATURES, Facts
from lhs_graph.release import Block
from lhs_graph.serialization import in_graph, serialized
from lhs_graph.sources import CASES
from lhs_graph.terms import CASE, DCTERMS, FOAF, GRAPH, LHS, RDFS, slug_of, system_of
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "INFERRED",
    "CompiledBlock",
    "RawBlock",
    "across_systems",
    "compile_apart",
    "compile_blocks",
]

INFERRED: Final = ox.NamedNode(f"{GRAPH}inferred")

_INDEXED: Final = frozenset(
    {
        f"{FOAF}primaryTopic",
        f"{RDFS}label",
        f"{DCTERMS}source",
        *(f"{LHS}{name}" for name in FEATURES),
        *(
            f"{LHS}{name}"
            for name in (
                "hasSectionCoverage",
                "coversSection",
                "coverage",
                "recordStatus",
                "hasReportedGap",
                "ofKind",
                "concerns",
            )
        ),
    }
)
"""The properties that an index entry is made of."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """What one named graph states, as N-Triples, and what other systems' links entail about it."""

    graph: str
    stated: bytes
    across: bytes = b""


@dataclass(frozen=True, slots=True)
class CompiledBlock:
    """The index entry with an offset of 0, the quads for the dump, and the entailed ones alone."""

    block: Block
    quads: bytes
    entailed: bytes
    inferred: int


def compile_blocks(
    vocabulary: Vocabulary, first: frozenset[str], raw: Sequence[RawBlock]
) -> list[CompiledBlock]:
    """Entail, index and serialize each of them; statements of the properties `first` come first."""
    return [_compiled(vocabulary, first, one) for one in raw]


def compile_apart(
    catalogue: Catalogue, first: frozenset[str], raw: Sequence[RawBlock]
) -> list[CompiledBlock]:
    """The same in a process of its own, which reads the ontology once."""
    return compile_blocks(_vocabulary(catalogue), first, raw)


@cache
def _vocabulary(catalogue: Catalogue) -> Vocabulary:
    return Vocabulary.load(catalogue)


def _compiled(vocabulary: Vocabulary, first: frozenset[str], raw: RawBlock) -> CompiledBlock:
    stated, across = _triples(raw.stated), _triples(raw.across)
    system = f"{CASE}{raw.graph.removeprefix(CASES)}"
    known = set(stated)
    found = dict.fromkeys((*entail(stated, vocabulary.axioms), *across))
    own = [one for one in found if one not in known and _may_say(system, one)]
    entailed = list(in_graph(own, INFERRED))
    quads = [*in_graph(stated, ox.NamedNode(raw.graph)), *entailed]
    head = serialized((one for one in quads if one.predicate.value in first), ox.RdfFormat.N_QUADS)
    tail = serialized(
        (one for one in quads if one.predicate.value not in first), ox.RdfFormat.N_QUADS
    )
    indexed = tuple(one for one in (*stated, *own) if one.predicate.value in _INDEXED)
    block = _block(Facts(indexed, vocabulary), system)
    block = replace(
        block,
        length=len(head) + len(tail),
        aligned=len(head),
        sight=_in_sight(system, (*stated, *own), vocabulary),
    )
    inferred = serialized(entailed, ox.RdfFormat.N_QUADS)
    return CompiledBlock(block, head + tail, inferred, len(entailed))


def _triples(content: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]


def _block(facts: Facts, system: str) -> Block:
    coverage = facts.coverage(system)
    reported = [
        (kind, gap, facts.ends(gap, "concerns"), facts.sources(gap))
        for gap in facts.ends(system, "hasReportedGap")
        for kind in facts.ends(gap, "ofKind")
    ]
    return Block(
        slug=slug_of(system),
        iri=system,
        offset=0,
        length=0,
        aligned=0,
        labels=dict(facts.term(system).labels),
        record=coverage.record,
        status=coverage.status,
        coverage=coverage.whole,
        sections=dict(coverage.sections),
        features={name: facts.features.get(system, {}).get(name, ()) for name in FEATURES},
        reported=reported,
    )


def _in_sight(system: str, triples: Iterable[ox.Triple], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The other systems that it is part of or to whose parts it refers."""
    outer = vocabulary.axioms.transitive
    ends = dict.fromkeys(
        system_of(one.object.value)
        for one in triples
        if isinstance(one.object, ox.NamedNode)
        and one.object.value.startswith(CASE)
        and (one.predicate in outer or "#" in one.object.value)
    )
    return tuple(slug_of(end) for end in ends if end != system)


def _may_say(system: str, triple: ox.Triple) -> bool:
    """Whether a triple belongs with that system.

    Its subject is no other system and no part of one.
    """
    subject = triple.subject.value  # type: ignore[union-attr]
    return not subject.startswith(CASE) or system_of(subject) == system


def across_systems(
    links: Iterable[ox.Triple], vocabulary: Vocabulary
) -> dict[str, list[ox.Triple]]:
    """What links between systems entail, by the system that it is about."""
    found: dict[str, list[ox.Triple]] = {}
    for triple in entail(links, vocabulary.axioms):
        found.setdefault(system_of(triple.subject.value), []).append(triple)  # type: ignore[union-attr]
    return found

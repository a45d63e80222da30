"""Synthetic descriptions for measuring.

Parts of the real cases, drawn anew and put together under new names.

How many parts of each section a description has, what each part says, and how often it is linked
are taken from the real cases; which parts meet in one description is drawn. The result is plainly
constructed and is no precedent.

    python -m benchmarks.generator 1000 synthetic.nq
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import entail
from lhs_graph.facts import Facts
from lhs_graph.serialization import in_graph
from lhs_graph.terms import CASE, FOAF, GRAPH, LHS, RDF, RDFS, concept
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Generator"]

_SECTIONS = (
    "hasGoal",
    "hasCommunity",
    "hasValueCommitment",
    "hasSupport",
    "hasCycle",
    "hasIndicator",
    "hasReportedGap",
)
_TO_GOALS = ("servesGoal", "pursues", "contributesTo", "operationalises")
_SHARED = ("systemKind", "inJurisdiction", "atLevel", "atScale", "isDocumentedBy")


@dataclass(frozen=True)
class _Part:
    """One part of a real case with all that hangs below it; triples as they were stated."""

    case: str
    node: str
    triples: tuple[ox.Triple, ...]


@dataclass(frozen=True)
class Generator:
    """Draws descriptions; the same seed gives the same ones."""

    cases: Sequence[Facts]
    systems: Sequence[str]
    seed: int = 20261123

    @classmethod
    def from_cases(cls, catalogue: Catalogue) -> "Generator":
        """A generator over the shipped cases and designs."""
        vocabulary = Vocabulary.load(catalogue)
        reader = DescriptionReader(catalogue)
        paths = (*catalogue.cases(), *catalogue.designs())
        read = [reader.read_file(path) for path in paths]
        stated = [
            Facts((*one.triples, *entail(one.triples, vocabulary.axioms)), vocabulary)
            for one in read
        ]
        return cls(stated, [one.system for one in read])

    @cached_property
    def pools(self) -> Mapping[str, Sequence[_Part]]:
        """All parts of all cases by section."""
        pools: dict[str, list[_Part]] = {name: [] for name in _SECTIONS}
        for facts, system in zip(self.cases, self.systems, strict=True):
            below = _by_subject(facts)
            for name in _SECTIONS:
                for node in facts.ends(system, name):
                    pools[name].append(_Part(system, node, tuple(_gather(node, facts, below))))
        return pools

    def quads(self, count: int) -> Iterator[ox.Quad]:
        """The quads of that many descriptions, one named graph each."""
        draw = random.Random(self.seed)  # noqa: S311  no secret depends on it
        for number in range(count):
            slug = f"synthetic-{number:05}"
            graph = ox.NamedNode(f"{GRAPH}case/{slug}")
            yield from in_graph(
                dict.fromkeys(self._description(draw, f"{CASE}{slug}", number)), graph
            )

    def _description(self, draw: random.Random, system: str, number: int) -> Iterator[ox.Triple]:
        yield from _head(system, number)
        like = draw.randrange(len(self.cases))
        for name in _SHARED:
            for end in self.cases[like].ends(self.systems[like], name):
                yield _link(system, f"{LHS}{name}", end)
        chosen = {name: self._parts(draw, name) for name in _SECTIONS}
        names = {
            (part.case, part.node): f"{system}#{section}-{place}"
            for section, parts in chosen.items()
            for place, part in enumerate(parts)
        }
        own = [f"{system}#hasGoal-{place}" for place in range(len(chosen["hasGoal"]))]
        for section, parts in chosen.items():
            for place, part in enumerate(parts):
                yield _link(system, f"{LHS}{section}", f"{system}#{section}-{place}")
                yield from _renamed(draw, part, f"{system}#{section}-{place}", names, own)

    def _parts(self, draw: random.Random, section: str) -> Sequence[_Part]:
        like = draw.randrange(len(self.cases))
        wanted = len(self.cases[like].ends(self.systems[like], section))
        pool = self.pools[section]
        return draw.sample(pool, min(wanted, len(pool)))


def _head(system: str, number: int) -> Iterator[ox.Triple]:
    record = f"{system}#description"
    yield _link(record, f"{FOAF}primaryTopic", system)
    yield _link(record, f"{RDF}type", f"{LHS}Description")
    yield _link(record, f"{LHS}coverage", concept("coverage", "as-reported"))
    yield _link(record, f"{LHS}recordStatus", concept("record-status", "design"))
    yield _link(system, f"{RDF}type", f"{LHS}LearningHealthSystem")
    label = ox.Literal(f"synthetic system {number}", language="en")
    yield ox.Triple(ox.NamedNode(system), ox.NamedNode(f"{RDFS}label"), label)


def _by_subject(facts: Facts) -> Mapping[str, Sequence[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = {}
    for triple in facts.triples:
        if not triple.predicate.value.endswith(("#inPillar", "#hasPart")):
            found.setdefault(triple.subject.value, []).append(triple)  # type: ignore[union-attr]
    return found


def _gather(
    node: str, facts: Facts, below: Mapping[str, Sequence[ox.Triple]]
) -> Iterator[ox.Triple]:
    """What is said of the node and of the parts below it."""
    yield from below.get(node, ())
    for name, ends in facts.links.get(node, {}).items():
        if name in facts.vocabulary.part_properties and not name.endswith("#hasPart"):
            for end in ends:
                yield from _gather(end, facts, below)


def _renamed(
    draw: random.Random,
    part: _Part,
    node: str,
    names: Mapping[tuple[str, str], str],
    goals: Sequence[str],
) -> Iterator[ox.Triple]:
    """The part's triples under its new name.

    A link to a part that was not drawn goes to a goal or is dropped.
    """
    inside = {triple.subject.value for triple in part.triples}  # type: ignore[union-attr]

    def renamed(iri: str) -> str | None:
        if iri in inside:
            return node if iri == part.node else f"{node}-{iri.split('#', 1)[-1]}"
        if iri.startswith(f"{part.case}#"):
            fallback = draw.choice(goals) if goals else None
            return names.get((part.case, iri), fallback)
        return None if iri == part.case else iri

    for triple in part.triples:
        subject = renamed(triple.subject.value)  # type: ignore[union-attr]
        value = triple.object
        if isinstance(value, ox.NamedNode):
            end = renamed(value.value)
            misled = end in goals and not triple.predicate.value.endswith(_TO_GOALS)
            if end is not None and not misled:
                yield _link(str(subject), triple.predicate.value, end)
        else:
            yield ox.Triple(ox.NamedNode(str(subject)), triple.predicate, value)


def _link(start: str, name: str, end: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(start), ox.NamedNode(name), ox.NamedNode(end))


def main() -> None:
    """Write that many descriptions to the file."""
    count, target = int(sys.argv[1]), Path(sys.argv[2])
    generator = Generator.from_cases(Catalogue.shipped())
    with target.open("wb") as file:
        ox.serialize(generator.quads(count), file, format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()

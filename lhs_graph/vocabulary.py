"""The ontology in memory.

Labels, code lists, gap kinds and axioms, read once and then only looked up.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar, cast

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.entailment import Axioms, read_axioms
from lhs_graph.errors import CatalogueError, UnknownTermError
from lhs_graph.findings import GapKind, NamedTerm, Text
from lhs_graph.messages import Words
from lhs_graph.serialization import serialized
from lhs_graph.terms import BIBO, CONCEPT, LHS, RDF, RDFS, SKOS, concept, short_name

__all__ = ["Vocabulary", "did_you_mean", "nearest", "parse_turtle"]

_Term = TypeVar("_Term")
_LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")


def parse_turtle(paths: Iterable[Path]) -> list[ox.Triple]:
    """All triples of those Turtle files, in the files' order.

    Blank nodes are named by their file and a number as they come, so that the same files always
    make the same dump, whose checksum is the data's version, and files read one after the other
    never share a name.
    """
    return [triple for path in paths for triple in _parsed(path)]


def _parsed(path: Path) -> Iterator[ox.Triple]:
    file = re.sub(r"\W", "", f"{path.parent.name}{path.stem}")
    named: dict[str, ox.BlankNode] = {}

    def same(term: _Term) -> _Term:
        if not isinstance(term, ox.BlankNode):
            return term
        label = named.setdefault(term.value, ox.BlankNode(f"{file}{len(named)}"))
        return cast("_Term", label)

    for one in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        yield ox.Triple(same(one.subject), one.predicate, same(one.object))


def nearest(word: str, words: Iterable[str]) -> Words | str:
    """A sentence that names the most similar words, or nothing where none is similar."""
    from difflib import get_close_matches  # noqa: PLC0415  only when something is misspelt

    return did_you_mean(get_close_matches(word, sorted(set(words)), n=3, cutoff=0.5))


def did_you_mean(words: Sequence[str]) -> Words | str:
    """The sentence that names those words, or nothing where there are none."""
    quoted = tuple(Words("quoted", (("word", one),)) for one in words)
    return Words("nearest", (("words", quoted),)) if quoted else ""


@dataclass(frozen=True)
class Vocabulary:
    """The ontology's triples with the look-ups that the program needs.

    Each made when first asked for.
    """

    triples: tuple[ox.Triple, ...]

    @classmethod
    def load(cls, catalogue: Catalogue) -> "Vocabulary":
        """The vocabulary of the ontology files, mappings and foreign stubs left out.

        Raises:
            CatalogueError: there are no gap kinds or no axioms in them.
        """
        vocabulary = cls(tuple(parse_turtle(catalogue.ontology_modules())))
        if not vocabulary.kinds or not vocabulary.axioms.size:
            raise CatalogueError(detail="the ontology holds no gap kinds or no axioms")
        return vocabulary

    @cached_property
    def axioms(self) -> Axioms:
        """The axioms for forward chaining."""
        return read_axioms(self.triples)

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, Text]]:
        """For each subject and property IRI, the literals by language."""
        found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for subject, predicate, value in self.triples:
            if isinstance(value, ox.Literal) and isinstance(subject, ox.NamedNode):
                found[subject.value][predicate.value][value.language or ""] = value.value
        return found

    @cached_property
    def links(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each subject and property IRI, the IRIs it is linked with."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for subject, predicate, value in self.triples:
            if isinstance(value, ox.NamedNode) and isinstance(subject, ox.NamedNode):
                own = found[subject.value]
                own[predicate.value] = (*own.get(predicate.value, ()), value.value)
        return found

    def term(self, iri: str) -> NamedTerm:
        """A term of the ontology with its labels and notation; an unknown one has no labels."""
        texts = self.texts.get(iri, {})
        labels = next((texts[key] for key in _LABELS if key in texts), {})
        notation = next(iter(texts.get(f"{SKOS}notation", {}).values()), None)
        return NamedTerm(iri, labels, notation)

    def label_of(self, scheme: str, slug: str, language: str) -> str:
        """The label of a concept of one of our code lists."""
        return self.term(concept(scheme, slug)).label(language)

    @cached_property
    def kinds(self) -> Mapping[str, GapKind]:
        """The gap kinds by their IRI, in the order of their notation's letter and number."""
        wanted = f"{LHS}GapKind"
        iris = [iri for iri, links in self.links.items() if wanted in links.get(f"{RDF}type", ())]
        kinds = [self._kind(iri) for iri in iris]
        return {kind.iri: kind for kind in sorted(kinds, key=_by_notation)}

    def kind(self, notation: str) -> GapKind:
        """The gap kind of that notation.

        Raises:
            UnknownTermError: there is none.
        """
        for kind in self.kinds.values():
            if kind.notation == notation.upper():
                return kind
        known = [kind.notation for kind in self.kinds.values()]
        close = nearest(notation.upper(), known)
        raise UnknownTermError(name=notation, scheme="gap", nearest=close)

    @cached_property
    def schemes(self) -> Mapping[str, tuple[str, ...]]:
        """The concepts' IRIs by the short name of their scheme, by rank where they have one."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri in self.links:
            if iri.startswith(CONCEPT):
                found[iri.removeprefix(CONCEPT).split("/", 1)[0]].append(iri)
        return {scheme: tuple(sorted(iris, key=self._rank)) for scheme, iris in found.items()}

    def _rank(self, iri: str) -> tuple[int, str]:
        ranks = self.texts.get(iri, {}).get(f"{LHS}rank", {})
        return int(next(iter(ranks.values()), 0)), iri

    @cached_property
    def part_properties(self) -> frozenset[str]:
        """The properties that link a whole with its parts."""
        upper = f"{LHS}hasPart"
        below = {
            iri
            for iri, links in self.links.items()
            if upper in links.get(f"{RDFS}subPropertyOf", ())
        }
        return frozenset(below)

    @cached_property
    def alignment_properties(self) -> frozenset[str]:
        """The properties that align one part of a description with another."""
        key = f"{LHS}isAlignmentLink"
        return frozenset(iri for iri, texts in self.texts.items() if key in texts)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The severities' short names with their rank, the gravest highest."""
        return {
            short_name(iri): int(next(iter(self.texts[iri][f"{LHS}rank"].values())))
            for iri in self.schemes["severity"]
        }

    @cached_property
    def slice_for_checking(self) -> bytes:
        """The part of the vocabulary that shapes and detectors read, as N-Triples."""
        return serialized(self.read_in_checking, ox.RdfFormat.N_TRIPLES)

    @cached_property
    def read_in_checking(self) -> tuple[ox.Triple, ...]:
        """The part of the vocabulary that shapes and detectors read."""
        wanted = {
            f"{RDF}type",
            f"{LHS}inPillar",
            f"{LHS}ofPhase",
            f"{SKOS}broader",
            f"{RDFS}subClassOf",
        }
        subjects = {iri for iri in self.links if iri.startswith((CONCEPT, LHS))}
        kinds = set(self.schemes.get("gap", ()))
        return tuple(
            ox.Triple(subject, predicate, value)
            for subject, predicate, value in self.triples
            if predicate.value in wanted
            and isinstance(subject, ox.NamedNode)
            and isinstance(value, ox.NamedNode)
            and subject.value in subjects
            and (subject.value not in kinds or predicate.value == f"{RDF}type")
        )

    def _kind(self, iri: str) -> GapKind:
        texts, links = self.texts[iri], self.links[iri]

        def one(name: str) -> str:
            values = links.get(f"{LHS}{name}", ())
            if len(values) != 1:
                raise CatalogueError(detail=f"{iri} has {len(values)} values of {name}")
            return short_name(values[0])

        def literal(key: str) -> str:
            return next(iter(texts.get(key, {}).values()), "")

        return GapKind(
            iri=iri,
            notation=literal(f"{SKOS}notation"),
            label=texts[f"{SKOS}prefLabel"],
            definition=texts[f"{SKOS}definition"],
            rationale=texts[f"{LHS}rationale"],
            message=texts[f"{LHS}messageTemplate"],
            remedy=texts[f"{LHS}remedy"],
            passage=texts.get(f"{BIBO}locator", {}),
            nature=one("gapNature"),
            severity=one("severity"),
            concerns=links.get(f"{LHS}concerns", ()),
            closed_by=links.get(f"{LHS}closedBy", ()),
            sections=links.get(f"{LHS}dependsOnSection", ()),
            precedent_place=literal(f"{LHS}precedentPlace"),
            measure=literal(f"{LHS}isMeasuredBy") or None,
        )

    def words(self, scheme: str) -> tuple[str, ...]:
        """The short words of one code list."""
        prefix = concept(scheme, "")
        return tuple(iri.removeprefix(prefix) for iri in chain(self.schemes.get(scheme, ())))


def _by_notation(kind: GapKind) -> tuple[int, int]:
    return "VPCSOL".find(kind.notation[0]), int(kind.notation[1:])

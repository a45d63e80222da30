"""The triples of one description or collection, indexed for look-up.

Labels, links, sources, coverage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from lhs_graph.findings import NamedTerm, Text
from lhs_graph.terms import CONCEPT, DCTERMS, FOAF, LHS, RDF, RDFS, short_name
from lhs_graph.vocabulary import Vocabulary

__all__ = ["FEATURES", "NAMING", "Coverage", "Facts"]

FEATURES: Final = ("atLevel", "atScale", "inJurisdiction", "conditionFocus", "systemKind")
"""The properties by which systems are compared as wholes."""

NAMING: Final = ("embraces", "phaseKind", "realises", "coversSection", "measures")
"""The properties whose value names a part that has no label of its own."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a record says of its completeness, as short names.

    `sections` where they differ from the whole. `record` is its IRI, empty where there is none.
    """

    status: str
    whole: str
    sections: Mapping[str, str]
    record: str = ""

    def is_exhaustive(self, sections: Iterable[str]) -> bool:
        """True when what those sections leave unsaid is not there."""
        named = list(sections)
        if not named:
            return self.whole == "exhaustive"
        return all(self.sections.get(one, self.whole) == "exhaustive" for one in named)


@dataclass(frozen=True)
class Facts:
    """Look-ups over triples, each index made when first asked for; nodes are named by IRI."""

    triples: tuple[ox.Triple, ...]
    vocabulary: Vocabulary

    @cached_property
    def links(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each subject and property IRI, the IRIs it is linked with.

        In the document's order.
        """
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for subject, predicate, value in self.triples:
            if isinstance(value, ox.NamedNode):
                own = found[subject.value]
                name = predicate.value
                own[name] = (*own.get(name, ()), value.value)
        return found

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, Text]]:
        """For each subject and property IRI, the literals by language."""
        found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for subject, predicate, value in self.triples:
            if isinstance(value, ox.Literal):
                own = found[subject.value][predicate.value]
                own[value.language or ""] = value.value
        return found

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The node that each part belongs to most closely."""
        found: dict[str, str] = {}
        for subject, own in self.links.items():
            for name, ends in own.items():
                if name in self.vocabulary.part_properties:
                    for end in ends:
                        found.setdefault(end, subject)
        return found

    @cached_property
    def features(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each subject and each of `FEATURES` that it states, what it is like.

        A concept by its short name, a text as written but for capitals, blanks and language.
        """
        wanted = {f"{LHS}{name}": name for name in FEATURES}
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for subject, predicate, value in self.triples:
            name = wanted.get(predicate.value)
            if name and isinstance(value, ox.NamedNode | ox.Literal):
                named = isinstance(value, ox.NamedNode)
                text = short_name(value.value) if named else " ".join(value.value.split())
                own = found[subject.value]
                known = own.get(name, ())
                word = text if named else text.casefold()
                own[name] = known if word in known else (*known, word)
        return found

    def ends(self, node: str, name: str) -> tuple[str, ...]:
        """The IRIs that one of our own properties links the node with."""
        return self.links.get(node, {}).get(f"{LHS}{name}", ())

    def types(self, node: str) -> frozenset[str]:
        """The short names of the node's classes."""
        return frozenset(short_name(one) for one in self.links.get(node, {}).get(f"{RDF}type", ()))

    def instances(self, name: str) -> tuple[str, ...]:
        """The nodes of one of our classes, in the document's order."""
        wanted = f"{LHS}{name}"
        return tuple(
            node for node, own in self.links.items() if wanted in own.get(f"{RDF}type", ())
        )

    def sources(self, node: str) -> tuple[str, ...]:
        """The references that the node rests on."""
        return self.links.get(node, {}).get(f"{DCTERMS}source", ())

    def term(self, iri: str) -> NamedTerm:
        """A node or concept with its labels.

        A node without one is named by what it stands for and belongs to.
        """
        if iri.startswith((CONCEPT, LHS)):
            return self.vocabulary.term(iri)
        labels = self.texts.get(iri, {}).get(f"{RDFS}label")
        if labels:
            return NamedTerm(iri, labels)
        for name in NAMING:
            for end in self.ends(iri, name):
                return NamedTerm(iri, self._derived(iri, end))
        return NamedTerm(iri, {})

    def _derived(self, iri: str, end: str) -> Text:
        meant = self.vocabulary.term(end)
        parent = self.parents.get(iri)
        if parent is None or not meant.notation:
            return meant.labels
        whole = self.term(parent)
        languages = sorted({*meant.labels, *whole.labels})
        return {
            language: f"{meant.notation} – {whole.label(language)}"
            for language in languages
            if language
        } or {"": f"{meant.notation} – {whole.label('')}"}

    def coverage(self, system: str) -> Coverage:
        """What the record about that system says of its completeness.

        Silence counts as `as-reported`.
        """
        topic = f"{FOAF}primaryTopic"
        records = [node for node, own in self.links.items() if system in own.get(topic, ())]
        if not records:
            return Coverage("design", "as-reported", {})
        record = records[0]
        sections = {
            short_name(section): short_name(coverage)
            for part in self.ends(record, "hasSectionCoverage")
            for section in self.ends(part, "coversSection")
            for coverage in self.ends(part, "coverage")
        }
        whole = next((short_name(one) for one in self.ends(record, "coverage")), "as-reported")
        status = next((short_name(one) for one in self.ends(record, "recordStatus")), "design")
        return Coverage(status, whole, sections, record)

"""One version of a description with the look-ups that a comparison needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.description.context import Context
from lhs_graph.entailment import entail
from lhs_graph.facts import Facts
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import languages, sentence
from lhs_graph.terms import FOAF, LHS, RDF, RDFS
from lhs_graph.versions.model import Term, Value
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Version", "property_words"]

_TYPE: Final = f"{RDF}type"
_TOPIC: Final = f"{FOAF}primaryTopic"

Content: TypeAlias = Mapping[str, Mapping[str, Sequence[Term]]]


def property_words(context: Context) -> Mapping[str, NamedTerm]:
    """The properties of foreign vocabularies, by IRI, with the titles of the keys that say them."""
    found: dict[str, NamedTerm] = {}
    seen: set[str] = set()
    todo = [context.root]
    while todo:
        for key in todo.pop().values():
            if key.kind == "part" and key.name not in seen:
                seen.add(key.name)
                todo.append(context.section(key))
            if not key.property.startswith((LHS, "@")):
                titles = {one: sentence(f"key.{key.name}.title", one) for one in languages()}
                found[key.property] = NamedTerm(key.property, titles)
    return found


@dataclass(frozen=True)
class Version:
    """One version with the look-ups that a comparison needs."""

    description: Description
    vocabulary: Vocabulary
    words: Mapping[str, NamedTerm]

    @cached_property
    def facts(self) -> Facts:
        """The statements with what they entail, for classes and names."""
        triples = self.description.triples
        return Facts((*triples, *entail(triples, self.vocabulary.axioms)), self.vocabulary)

    @cached_property
    def content(self) -> Content:
        """For each node in the order of the document, its values by property."""
        found: dict[str, dict[str, list[Term]]] = {self.description.system: {}}
        for subject, predicate, value in self.description.triples:
            own = found.setdefault(getattr(subject, "value", str(subject)), {})
            own.setdefault(predicate.value, []).append(value)
        return found

    @cached_property
    def homes(self) -> Mapping[str, tuple[str, str]]:
        """The node and the property that each part hangs by; the record hangs by its topic."""
        names = self.vocabulary.part_properties
        found: dict[str, tuple[str, str]] = {}
        for node, own in self.content.items():
            for name, values in own.items():
                if name == _TOPIC:
                    found.setdefault(node, (self.description.system, name))
                elif name in names:
                    for value in values:
                        found.setdefault(getattr(value, "value", ""), (node, name))
        return found

    def kind(self, node: str) -> NamedTerm:
        """The class of the node: what the property that it hangs by leads to, else its own."""
        if node == self.description.system:
            return self.vocabulary.term(f"{LHS}LearningHealthSystem")
        name = self.homes.get(node, ("", ""))[1]
        ranges = self.vocabulary.links.get(name, {}).get(f"{RDFS}range", ())
        own = [one for one in self.facts.links.get(node, {}).get(_TYPE, ()) if one.startswith(LHS)]
        return self.vocabulary.term(next(iter((*ranges, *sorted(own, key=self._depth))), LHS))

    def _depth(self, name: str) -> tuple[int, str]:
        """The narrowest class first."""
        broader = self.vocabulary.axioms.superclasses.get(ox.NamedNode(name), frozenset())
        return -len(broader), name

    def hangs(self, node: str, name: str, value: Term) -> bool:
        """Whether a value is a part that hangs by this, which is told of the part itself."""
        if name == _TOPIC:
            return True
        return self.homes.get(getattr(value, "value", "")) == (node, name)

    def is_a(self, node: str, name: Term) -> bool:
        """Whether the node is of that class, stated or entailed."""
        return getattr(name, "value", "") in self.facts.links.get(node, {}).get(_TYPE, ())

    def tells(self, node: str, name: str, value: Term, other: "Version", twin: str) -> bool:
        """Whether a value that the other version does not state of the twin is worth telling.

        Parts are told of by themselves, and classes only where they do not follow there.
        """
        return not self.hangs(node, name, value) and not (name == _TYPE and other.is_a(twin, value))

    def values(self, terms: Iterable[Term]) -> tuple[Value, ...]:
        """The terms with their names."""
        return tuple(Value(term, self._name(term)) for term in terms)

    def property(self, name: str) -> NamedTerm:
        """The property with the words of the ontology, else those of the form's key."""
        return self.words.get(name) or self.vocabulary.term(name)

    def _name(self, term: Term) -> NamedTerm:
        if isinstance(term, ox.Literal):
            return NamedTerm("", {term.language or "": term.value})
        return self.facts.term(getattr(term, "value", str(term)))

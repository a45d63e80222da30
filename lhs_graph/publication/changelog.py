"""The changes between two versions of an ontology as people and programs read them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rich.console import Console

from lhs_graph.messages import Words, sentence
from lhs_graph.prefixes import shortened
from lhs_graph.publication.ontology_changes import (
    OntologyChanges,
    Term,
    TermChange,
    ValueChange,
)
from lhs_graph.terms import RDF
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Changelog"]

_COLUMNS = ("change", "term", "label", "property", "property_label", "old", "new")
_FIRST = ox.NamedNode(f"{RDF}first")
_REST = ox.NamedNode(f"{RDF}rest")
_NIL = ox.NamedNode(f"{RDF}nil")
_TYPE = ox.NamedNode(f"{RDF}type")


@dataclass(frozen=True)
class Changelog:
    """Changes with all that it takes to tell them."""

    changes: OntologyChanges
    vocabulary: Vocabulary
    prefixes: Mapping[str, str]

    def title(self, language: str) -> str:
        """What is compared with what."""
        old, new = self.changes.old, self.changes.new
        return sentence("changelog.title", language, old=old, new=new)

    def lead(self, language: str) -> str:
        """How many terms changed in which way, in one sentence."""
        if not self.changes:
            return sentence("changelog.none", language)
        counts = tuple(
            Words(f"changelog.count_{state}", (("count", len(found)),))
            for state, found in self.changes.by_state().items()
        )
        return sentence("changelog.lead", language, counts=counts)

    def headings(self, language: str) -> Sequence[tuple[str, Sequence[TermChange]]]:
        """The changes under a heading for each state that there is."""
        return [
            (sentence(f"changelog.heading_{state}", language), found)
            for state, found in self.changes.by_state().items()
        ]

    def name(self, change: TermChange, language: str) -> str:
        """The label of the term, or what an axiom says."""
        if isinstance(change.subject, ox.BlankNode):
            axiom = self.told(change.subject, language)
            return sentence("changelog.axiom", language, axiom=axiom)
        return change.term.label(language)

    def state(self, change: TermChange, language: str) -> str:
        """What became of the term, in a word."""
        return sentence(f"changelog.{change.state}", language)

    def note(self, change: TermChange, language: str) -> str:
        """What became of the term, with the values that differ, in one line."""
        parts = [self.state(change, language)]
        if isinstance(change.subject, ox.BlankNode) or change.state == "removed":
            parts.append(self.name(change, language))
        elif change.state != "added":
            parts.extend(self.lines(change, language))
        return "; ".join(parts)

    def lines(self, change: TermChange, language: str) -> Iterator[str]:
        """One line for each property of which values came or went."""
        for one in change.values:
            old, new = (self._values(values, language) for values in (one.old, one.new))
            key = "values_both" if old and new else "values_new" if new else "values_old"
            name = self.property(one, language)
            yield sentence(f"changelog.{key}", language, property=name, old=old, new=new)

    def property(self, change: ValueChange, language: str) -> str:
        """The label of the property, else its short IRI."""
        term = self.vocabulary.term(change.property)
        return term.label(language) if term.labels else self._short(change.property)

    def told(self, term: Term, language: str) -> str:
        """The value as people read it: texts in quotes, IRIs in short, nested nodes in brackets."""
        if isinstance(term, ox.Literal):
            text = sentence("quoted", language, word=term.value) if term.language else term.value
            return f"{text} ({term.language})" if term.language else text
        if isinstance(term, ox.BlankNode):
            return self._structure(term, language)
        return self._short(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def data(self, language: str) -> dict[str, Any]:
        """The changes as nested data with stable keys."""
        return {
            "answer": "changelog",
            "language": language,
            "old": self.changes.old,
            "new": self.changes.new,
            "counts": {state: len(found) for state, found in self.changes.by_state().items()},
            "terms": [self._as_data(one, language) for one in self.changes.terms],
        }

    def csv(self, language: str) -> str:
        """One row for each property of which values came or went, with a header row."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for change in self.changes.terms:
            named = isinstance(change.subject, ox.NamedNode)
            for one in change.values:
                writer.writerow(
                    (
                        change.state,
                        change.subject.value if named else "",
                        self.name(change, language),
                        one.property,
                        self.property(one, language),
                        *(
                            " | ".join(self.told(value, language) for value in values)
                            for values in (one.old, one.new)
                        ),
                    )
                )
        return buffer.getvalue()

    def print(self, console: Console, language: str) -> None:
        """Print the changes as text, the terms that are new or gone without their values."""
        console.print(self.title(language), style="bold", markup=False)
        console.print(self.lead(language), markup=False)
        for heading, found in self.headings(language):
            console.print()
            console.print(f"{heading} ({len(found)})", style="bold", markup=False)
            for change in found:
                console.print(
                    f"  {self.name(change, language)}{_bracketed(self.iri(change))}", markup=False
                )
                if change.state not in ("added", "removed"):
                    for line in self.lines(change, language):
                        console.print(f"    {line}", markup=False)

    def iri(self, change: TermChange) -> str:
        """The short IRI of the term; nothing where it is an axiom."""
        named = isinstance(change.subject, ox.NamedNode)
        return self._short(change.subject.value) if named else ""

    def _as_data(self, change: TermChange, language: str) -> dict[str, Any]:
        named = isinstance(change.subject, ox.NamedNode)
        return {
            "state": change.state,
            "iri": change.subject.value if named else None,
            "label": self.name(change, language),
            "values": [
                {
                    "property": one.property,
                    "label": self.property(one, language),
                    "old": [self._value(value, language) for value in one.old],
                    "new": [self._value(value, language) for value in one.new],
                }
                for one in change.values
            ],
        }

    def _value(self, term: Term, language: str) -> dict[str, str]:
        if isinstance(term, ox.Literal):
            if term.language:
                return {"text": term.value, "language": term.language}
            return {"value": term.value, "datatype": term.datatype.value}
        if isinstance(term, ox.NamedNode):
            return {"iri": term.value}
        return {"structure": self.told(term, language)}

    def _values(self, values: Sequence[Term], language: str) -> str:
        return ", ".join(self.told(one, language) for one in values)

    def _structure(self, node: ox.BlankNode, language: str) -> str:
        """A list in round brackets, anything else in square ones."""
        members: list[str] = []
        here: Term = node
        said = self.changes.structures
        while isinstance(here, ox.BlankNode) and here in said:
            links = {one.predicate: one.object for one in said[here]}
            if set(links) != {_FIRST, _REST}:
                break
            members.append(self.told(links[_FIRST], language))
            here = links[_REST]
        if members and here == _NIL:
            return f"({' '.join(members)})"
        pairs = [
            f"{'a' if one.predicate == _TYPE else self._short(one.predicate.value)} "
            f"{self.told(one.object, language)}"
            for one in sorted(
                said.get(node, ()), key=lambda one: (one.predicate != _TYPE, str(one))
            )
        ]
        return f"[{'; '.join(pairs)}]"

    def _short(self, iri: str) -> str:
        return shortened(iri, self.prefixes)


def _bracketed(iri: str) -> str:
    return f" [{iri}]" if iri else ""

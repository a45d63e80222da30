"""What additions cost: one each, or what a person says in a file.

The file is a YAML mapping of words to numbers. A word is a concept (`element/ethics-review-board`),
a class (`Support`) or a property (`connectsTo`) of the ontology, or its IRI, or `default`. The
narrowest word counts: for a new part its concept, then its class, then the property by which it
belongs; for a statement its value, then the property.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from lhs_graph.description.yaml_form import read_yaml
from lhs_graph.errors import FileUnreadableError, IllTypedParameterError, Place, UnknownTermError
from lhs_graph.messages import Words
from lhs_graph.repair.additions import Addition
from lhs_graph.terms import CONCEPT, LHS
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = ["Costs", "read_costs"]

_DEFAULT: Final = "default"
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost of additions by the IRI of what they are about, and of all others."""

    by_term: Mapping[str, float] = field(default_factory=dict)
    default: float = 1.0

    def of(self, addition: Addition) -> float:
        """The cost of one addition."""
        part = addition.part
        words = (part.concept, part.type) if part else (addition.value.value,)
        for word in (*words, addition.property):
            if word in self.by_term:
                return self.by_term[word]
        return self.default


def read_costs(text: str, name: str, vocabulary: Vocabulary) -> Costs:
    """The costs that a file states.

    Raises:
        DescriptionError: it is no YAML, or uses more of YAML than data.
        FileUnreadableError: it is no mapping.
        UnknownTermError: a word is no concept, class or property of the ontology.
        IllTypedParameterError: a cost is no number from 0 to a million.
    """
    plain = read_yaml(text, name)
    if not isinstance(plain.value, dict):
        raise FileUnreadableError(file=str(plain.place(())), detail=Words("costs.no_mapping"))
    found: dict[str, float] = {}
    default = 1.0
    for word, cost in plain.value.items():
        line, column = plain.keys[word,]
        told = f"{Place(name, line, column)}: {word}"
        if isinstance(cost, bool) or not isinstance(cost, int | float) or not _is_cost(cost):
            raise IllTypedParameterError(name=told, value=cost, detail=f"0 … {_MOST}")
        if word == _DEFAULT:
            default = float(cost)
        else:
            found[_iri(word, told, vocabulary)] = float(cost)
    return Costs(found, default)


def _is_cost(cost: float) -> bool:
    return isfinite(cost) and 0 <= cost <= _MOST


def _iri(word: str, told: str, vocabulary: Vocabulary) -> str:
    for iri in (word, f"{CONCEPT}{word}", f"{LHS}{word}"):
        if iri in vocabulary.links:
            return iri
    known = (
        iri.removeprefix(CONCEPT).removeprefix(LHS)
        for iri in vocabulary.links
        if iri.startswith((CONCEPT, LHS))
    )
    raise UnknownTermError(name=told, scheme="ontology", nearest=nearest(word, known))

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

import yaml

from lhs_graph.errors import FileUnreadableError, IllTypedParameterError, UnknownTermError
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
        FileUnreadableError: it is no YAML mapping.
        UnknownTermError: a word is no concept, class or property of the ontology.
        IllTypedParameterError: a cost is no number from 0 to a million.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise FileUnreadableError(file=name, detail=" ".join(str(error).split())) from error
    if not isinstance(content, dict):
        raise FileUnreadableError(file=name, detail="no mapping of words to numbers")
    found: dict[str, float] = {}
    default = 1.0
    for word, cost in content.items():
        if isinstance(cost, bool) or not isinstance(cost, int | float) or not _is_cost(cost):
            raise IllTypedParameterError(name=f"{name}: {word}", value=cost, detail=f"0 … {_MOST}")
        if word == _DEFAULT:
            default = float(cost)
        else:
            found[_iri(str(word), name, vocabulary)] = float(cost)
    return Costs(found, default)


def _is_cost(cost: float) -> bool:
    return isfinite(cost) and 0 <= cost <= _MOST


def _iri(word: str, name: str, vocabulary: Vocabulary) -> str:
    for iri in (word, f"{CONCEPT}{word}", f"{LHS}{word}"):
        if iri in vocabulary.links:
            return iri
    known = (
        iri.removeprefix(CONCEPT).removeprefix(LHS)
        for iri in vocabulary.links
        if iri.startswith((CONCEPT, LHS))
    )
    raise UnknownTermError(name=f"{name}: {word}", scheme="ontology", nearest=nearest(word, known))

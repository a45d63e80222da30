"""A description as all forms of it give it: the triples, and where each node was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lhs_graph.errors import DescriptionError, Place, Problem
from lhs_graph.messages import Words

__all__ = ["FORMS", "Description", "refused"]

FORMS: Final = ("yaml", "jsonld", "turtle", "rdfxml", "ntriples")


@dataclass(frozen=True, slots=True)
class Description:
    """What was stated about one system; `places` has the node's IRI and where it was written."""

    slug: str
    system: str
    triples: tuple[ox.Triple, ...]
    places: Mapping[str, Place]
    form: str


def refused(place: Place, key: str, **facts: object) -> DescriptionError:
    """The error with one problem of that key."""
    told = tuple((name, _kept(fact)) for name, fact in facts.items())
    return DescriptionError([Problem(place, f"description.{key}", told)])


def _kept(fact: object) -> object:
    """A fact that says itself in any language as it is, any other as text."""
    return fact if isinstance(fact, (Words, tuple)) else str(fact)

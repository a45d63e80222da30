"""How many values a property takes, as the shapes say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

__all__ = ["OneValued", "one_valued"]

_SH: Final = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class OneValued:
    """The properties that take one value, and those that take one in each language, by IRI."""

    properties: frozenset[str]
    by_language: frozenset[str]

    def replaced(
        self, triples: Iterable[ox.Triple], added: Iterable[ox.Triple]
    ) -> tuple[ox.Triple, ...]:
        """Those of the triples whose place the added ones take."""
        new = tuple(added)
        given = {(one.subject, one.predicate) for one in new}
        spoken = {(one.subject, one.predicate, _language(one)) for one in new}
        return tuple(
            one
            for one in triples
            if (one.predicate.value in self.properties and (one.subject, one.predicate) in given)
            or (
                one.predicate.value in self.by_language
                and (one.subject, one.predicate, _language(one)) in spoken
            )
        )


def one_valued(shapes: Iterable[ox.Triple]) -> OneValued:
    """What the shapes say of how many values a property takes."""
    paths: dict[object, str] = {}
    single: list[object] = []
    by_language: list[object] = []
    for subject, predicate, value in shapes:
        if predicate.value == f"{_SH}path" and isinstance(value, ox.NamedNode):
            paths[subject] = value.value
        elif predicate.value == f"{_SH}maxCount" and getattr(value, "value", "") == "1":
            single.append(subject)
        elif predicate.value == f"{_SH}uniqueLang":
            by_language.append(subject)
    return OneValued(
        frozenset(paths[one] for one in single if one in paths),
        frozenset(paths[one] for one in by_language if one in paths),
    )


def _language(triple: ox.Triple) -> str | None:
    value = triple.object
    return value.language if isinstance(value, ox.Literal) else None

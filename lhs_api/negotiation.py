"""Content negotiation by full q-values (RFC 9110, section 12.5.1), and the forms that we offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lhs_api.problems import ProblemError
from lhs_graph.publication.forms import ALIASES, RDF_FORMS, SUFFIXES

__all__ = ["RDF_FORMS", "SUFFIXES", "acceptable", "language_of", "preferred"]

_LONGEST: Final = 2000
"""Characters of an Accept header that are read."""


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    quality: float

    def fits(self, offered: str, everything: Sequence[str]) -> int:
        """How closely: 3 exact, 2 the same main type, 1 anything, 0 not.

        An alias is as good as the exact type, unless there is something of its own name.
        """
        meant = () if self.type in everything else ALIASES.get(self.type, ())
        if self.type == offered or offered in meant:
            return 3
        if self.type == "*/*":
            return 1
        main, _, sub = self.type.partition("/")
        return 2 if sub == "*" and offered.startswith(f"{main}/") else 0


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The offered type that the header likes best; None where it accepts none of them.

    The closest range that fits a type decides its quality; ties go to the earlier offer.
    """
    return _preferred(accept[:_LONGEST], tuple(offered))


@lru_cache(maxsize=512)
def _preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()] or [
        _Range("*/*", 1.0)
    ]
    best: tuple[float, int, str] | None = None
    for number, one in enumerate(offered):
        closest = max(ranges, key=lambda item, one=one: item.fits(one, offered))  # type: ignore[misc]
        if closest.fits(one, offered) and closest.quality > 0:
            rank = (closest.quality, -number, one)
            best = max(best, rank) if best else rank
    return best[2] if best else None


def acceptable(accept: str, offered: Sequence[str]) -> str:
    """The same.

    Raises:
        ProblemError: 406, with what is offered.
    """
    chosen = preferred(accept, offered)
    if chosen is None:
        types = ", ".join(offered)
        raise ProblemError(406, "not-acceptable", {"types": types}, {"offered": list(offered)})
    return chosen


def language_of(asked: str | None, accept: str, known: Sequence[str]) -> str:
    """The language of a page: the one asked for, else that of Accept-Language, else the first."""
    if asked in known:
        return str(asked)
    wanted = [_range(part) for part in accept.split(",") if part.strip()]
    for one in sorted(wanted, key=lambda item: -item.quality):
        short = one.type.split("-")[0].lower()
        if one.quality > 0 and short in known:
            return short
    return known[0]


def _range(part: str) -> _Range:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return _Range(name.lower(), quality)

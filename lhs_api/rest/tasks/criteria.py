"""The group of described systems that a request names."""

from collections.abc import Mapping
from typing import Any, Final

from lhs_graph.comparison import Criteria

__all__ = ["CRITERIA", "criteria_of"]

CRITERIA: Final = ("levels", "scales", "countries", "kinds")
"""The headings, as a task has them."""


def criteria_of(given: Mapping[str, Any]) -> Criteria | None:
    """The criteria; None where no group was asked for."""
    words = {key: tuple(given.get(key) or ()) for key in CRITERIA}
    words["countries"] = tuple(country.upper() for country in words["countries"])
    criteria = Criteria(**words)
    return criteria if given.get("against") or criteria.words() else None

"""A change to a description: triples taken away and triples added.

What-if answers, repairs and differences between versions are all made of these.
"""

from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from lhs_graph.description import Description

__all__ = ["ADDED", "DASH", "REMOVED", "Patch"]

DASH: Final = "http://datashapes.org/dash#"
"""The DASH vocabulary, whose `GraphUpdate` is the form of a patch in Turtle."""
ADDED: Final = f"{DASH}addedTriple"
REMOVED: Final = f"{DASH}deletedTriple"


@dataclass(frozen=True, slots=True)
class Patch:
    """Triples to take away and triples to add; neither order nor repetition matters."""

    added: tuple[ox.Triple, ...] = ()
    removed: tuple[ox.Triple, ...] = ()

    @classmethod
    def between(cls, old: Description, new: Description) -> "Patch":
        """The change that makes the statements of the old description those of the new one."""
        before, after = set(old.triples), set(new.triples)
        return cls(
            added=tuple(one for one in new.triples if one not in before),
            removed=tuple(one for one in old.triples if one not in after),
        )

    def apply(self, description: Description) -> Description:
        """The changed description; what stays keeps its order and its places in the file.

        Taking away what is not there and adding what is there already change nothing.
        """
        gone = set(self.removed) - set(self.added)
        triples = dict.fromkeys(one for one in description.triples if one not in gone)
        triples.update(dict.fromkeys(self.added))
        return replace(description, triples=tuple(triples))

    def inverse(self) -> "Patch":
        """The change back; it undoes this one where each of its triples had an effect."""
        return Patch(added=self.removed, removed=self.added)

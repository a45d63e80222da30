"""What is a node of the alignment network, which statements link two, and which way they lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ENDS", "LEFT_OUT", "LINKS", "NODES", "Link"]

NODES: Final[Mapping[str, str]] = {
    "StrategicGoal": "goal",
    "Support": "support",
    "LearningCycle": "cycle",
    "CyclePhase": "phase",
    "LearningProcess": "process",
    "CommunityOfInterest": "community",
    "Indicator": "indicator",
}
"""The classes whose members work together, with the layer each makes up."""

ENDS: Final = ("goal", "commitment", "dimension")
"""What a path to value can end in: a goal, a core value held, a dimension that is measured."""

LINKS: Final[Mapping[str, str]] = {
    "accelerates": "forward",
    "carriesOut": "backward",
    "connectsTo": "both",
    "contributesTo": "forward",
    "hasPhase": "last",
    "isDrivenBy": "backward",
    "isEnactedBy": "backward",
    "isFedBy": "backward",
    "isFollowedBy": "forward",
    "measures": "forward",
    "monitors": "backward",
    "operationalises": "backward",
    "pursues": "forward",
    "servesGoal": "forward",
    "supportsPhase": "forward",
    "supportsPhaseKind": "forward",
}
"""The properties that link nodes, and which way a statement leads towards value: `forward` from its
subject to its object, `backward`, `both`, or `last`: from a phase to its cycle, which only the last
phase changes. `supportsPhaseKind` stands for all phases of that kind, unless the support names one
of them itself by `supportsPhase`."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "alignsWithGoal": "the goal it leads to is another system's",
    "servesDimension": "it says what a goal aims at; an indicator shows whether it comes about",
}
"""The alignment properties that are no links of the network, and why."""


@dataclass(frozen=True, slots=True)
class Link:
    """A step towards value from one node's IRI to another's.

    `property` is the short name of the property that states it.
    """

    start: str
    end: str
    property: str

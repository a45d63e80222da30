"""What would be found if a description were changed; nothing is stored.

Only the changed description is checked anew, and those described systems whose findings its
statements can reach: systems that refer to it or to one of its parts, and those that it refers to,
before or after the change. What links between systems entail (partners are partners of each other,
a part of a part is a part) is worked out again around it.
"""

from lhs_graph.whatif.answer import AffectedSystem, Checkers, WhatIf, what_if, what_if_described
from lhs_graph.whatif.remembering import RememberingChecker

__all__ = [
    "AffectedSystem",
    "Checkers",
    "RememberingChecker",
    "WhatIf",
    "what_if",
    "what_if_described",
]

"""The smallest repair: the fewest, then least costly, additions after which no finding is left.

Gap kinds propose what closes them; an integer program picks the least that closes everything; every
pick is tried, and what it opens becomes part of the program.
"""

from lhs_graph.repair.costs import Costs, read_costs
from lhs_graph.repair.plan import Averted, RepairPlan, Step
from lhs_graph.repair.proposals import Proposer
from lhs_graph.repair.repairing import Repairer
from lhs_graph.repair.trials import Chosen

__all__ = [
    "Averted",
    "Chosen",
    "Costs",
    "Proposer",
    "RepairPlan",
    "Repairer",
    "Step",
    "read_costs",
]

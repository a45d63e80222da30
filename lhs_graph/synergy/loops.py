"""Where a learning loop is broken.

The phases follow one another in the framework's order; the last comes back to the first through an
indicator that data from practice feed.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lhs_graph.facts import Coverage, Facts
from lhs_graph.synergy.model import Break, Loop
from lhs_graph.terms import LHS

__all__ = ["loops_of"]

_CYCLES = ("learning-cycles",)
_RETURN = ("learning-cycles", "pillars", "value-indicators")


def loops_of(facts: Facts, system: str) -> tuple[Loop, ...]:
    """The loops of the system, in the document's order."""
    coverage = facts.coverage(system)
    return tuple(_loop(facts, system, cycle, coverage) for cycle in facts.ends(system, "hasCycle"))


def _loop(facts: Facts, system: str, cycle: str, coverage: Coverage) -> Loop:
    kinds = facts.vocabulary.schemes["phase"]
    returns = _returns(facts, system, cycle, kinds[0])
    breaks = tuple(_breaks(facts, cycle, kinds, coverage, returns))
    return Loop(facts.term(cycle), breaks, tuple(facts.term(one) for one in returns))


def _breaks(
    facts: Facts, cycle: str, kinds: Sequence[str], coverage: Coverage, returns: Sequence[str]
) -> Iterator[Break]:
    """The broken places in the order of the loop; nothing is said twice of a phase not there."""
    phases = {
        kind: [one for one in facts.ends(cycle, "hasPhase") if kind in facts.ends(one, "phaseKind")]
        for kind in kinds
    }

    def broken(kind: str, at: str, to: str | None = None) -> Break:
        sections = _RETURN if kind == "return" else _CYCLES
        certainty = "confirmed" if coverage.is_exhaustive(sections) else "undocumented"
        return Break(kind, facts.term(at), facts.term(to) if to else None, certainty)

    for kind, after in pairwise((*kinds, "")):
        if not phases[kind]:
            yield broken("phase", kind)
            continue
        if not all(_has_own_process(facts, phase, kind) for phase in phases[kind]):
            yield broken("process", kind)
        if after and phases[after] and not _hands_over(facts, phases[kind], phases[after]):
            yield broken("hand-over", kind, after)
    if phases[kinds[-1]] and not returns:
        yield broken("return", kinds[-1], kinds[0])


def _has_own_process(facts: Facts, phase: str, kind: str) -> bool:
    """Whether the phase carries out a process of the task at its centre."""
    return any(
        kind in facts.vocabulary.links.get(task, {}).get(f"{LHS}ofPhase", ())
        for process in facts.ends(phase, "carriesOut")
        for task in facts.ends(process, "realises")
    )


def _hands_over(facts: Facts, phases: Sequence[str], after: Sequence[str]) -> bool:
    return any(one in after for phase in phases for one in facts.ends(phase, "isFollowedBy"))


def _returns(facts: Facts, system: str, cycle: str, first: str) -> tuple[str, ...]:
    """The indicators of the cycle or of its goals that a support of the first phase feeds."""
    goals = set(facts.ends(cycle, "contributesTo"))
    return tuple(
        indicator
        for indicator in facts.ends(system, "hasIndicator")
        if cycle in facts.ends(indicator, "monitors")
        or goals.intersection(facts.ends(indicator, "operationalises"))
        if any(
            first in facts.ends(support, "supportsPhaseKind")
            for support in facts.ends(indicator, "isFedBy")
        )
    )

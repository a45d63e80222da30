"""What a change does: to a description, and to a described system among others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lhs_graph.check import Checker
from lhs_graph.description import Description
from lhs_graph.findings import NamedTerm
from lhs_graph.patch import Patch
from lhs_graph.release import Release
from lhs_graph.versions import Difference, FindingChanges, difference, finding_changes
from lhs_graph.whatif.neighbourhood import Neighbourhood

__all__ = ["AffectedSystem", "Checkers", "WhatIf", "what_if", "what_if_described"]


@dataclass(frozen=True, slots=True)
class Checkers:
    """What checks the states before and after a change.

    The one before needs no precedents, since what it finds is only compared.
    """

    before: Checker
    after: Checker


@dataclass(frozen=True, slots=True)
class AffectedSystem:
    """Another described system whose findings the change alters."""

    system: NamedTerm
    findings: FindingChanges


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change does: to the description, to its findings, and to those of other systems.

    `looked_at` are the IRIs of the other described systems that were checked too.
    """

    difference: Difference
    others: tuple[AffectedSystem, ...] = ()
    looked_at: tuple[str, ...] = ()

    @property
    def patch(self) -> Patch:
        """The change."""
        return self.difference.patch


def what_if(
    description: Description,
    patch: Patch,
    checkers: Checkers,
    words: Mapping[str, NamedTerm],
    seen: Callable[[Description], Description],
) -> WhatIf:
    """What the change does to a description that is in no collection.

    Args:
        description: as it is.
        patch: the change.
        checkers: check it before and after.
        words: names of properties by IRI for which the ontology has no words.
        seen: adds to a description what is known of the systems that it refers to.

    Raises:
        ValidationSetupError: nothing is left that could be checked.
    """
    changed = patch.apply(description)
    reports = checkers.before.check(seen(description)), checkers.after.check(seen(changed))
    vocabulary = checkers.after.detectors.vocabulary
    return WhatIf(difference(description, changed, reports, vocabulary, words))


def what_if_described(
    description: Description,
    patch: Patch,
    checkers: Checkers,
    words: Mapping[str, NamedTerm],
    release: Release,
) -> WhatIf:
    """What the change does to a described system of the release and to the others there.

    The findings are those of a release that would be built from the changed description.

    Raises:
        ValidationSetupError: nothing is left that could be checked.
    """
    vocabulary = checkers.after.detectors.vocabulary
    changed = patch.apply(description)
    around = Neighbourhood(release, checkers.after, description, changed)
    reports = (
        around.check(checkers.before, description, around.before),
        around.check(checkers.after, changed, around.after),
    )
    others = []
    for system in around.altered():
        stated = around.described(system)
        found = (
            around.check(checkers.before, stated, around.before),
            around.check(checkers.after, stated, around.after),
        )
        changes = finding_changes(found[0].findings, found[1].findings)
        if changes:
            others.append(AffectedSystem(found[1].system, changes))
    return WhatIf(
        difference(description, changed, reports, vocabulary, words),
        tuple(others),
        tuple(around.reached),
    )

"""What a change does: to a description, and to a described system among others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lhs_graph.check import Checker
from lhs_graph.description import Description
from lhs_graph.findings import NamedTerm
from lhs_graph.patch import Patch
from lhs_graph.release import Release
from lhs_graph.versions import Difference, FindingChanges, difference, finding_changes
from lhs_graph.whatif.neighbourhood import Neighbourhood

__all__ = ["AffectedSystem", "WhatIf", "what_if", "what_if_described"]


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
    checker: Checker,
    words: Mapping[str, NamedTerm],
    seen: Callable[[Description], Description],
) -> WhatIf:
    """What the change does to a description that is in no collection.

    Args:
        description: as it is.
        patch: the change.
        checker: checks both; precedents are looked up for what is found after the change only.
        words: names of properties by IRI for which the ontology has no words.
        seen: adds to a description what is known of the systems that it refers to.

    Raises:
        ValidationSetupError: nothing is left that could be checked.
    """
    changed = patch.apply(description)
    reports = _plain(checker).check(seen(description)), checker.check(seen(changed))
    return WhatIf(difference(description, changed, reports, checker.detectors.vocabulary, words))


def _plain(checker: Checker) -> Checker:
    """The checker without precedents, for what is only compared."""
    return replace(checker, precedents=None)


def what_if_described(
    description: Description,
    patch: Patch,
    checker: Checker,
    words: Mapping[str, NamedTerm],
    release: Release,
) -> WhatIf:
    """What the change does to a described system of the release and to the others there.

    The findings are those of a release that would be built from the changed description.

    Raises:
        ValidationSetupError: nothing is left that could be checked.
    """
    vocabulary = checker.detectors.vocabulary
    changed = patch.apply(description)
    around = Neighbourhood(release, checker, description, changed)
    plain = _plain(checker)
    reports = (
        around.check(plain, description, around.before),
        around.check(checker, changed, around.after),
    )
    others = []
    for system in around.altered():
        stated = around.described(system)
        found = (
            around.check(plain, stated, around.before),
            around.check(checker, stated, around.after),
        )
        changes = finding_changes(found[0].findings, found[1].findings)
        if changes:
            others.append(AffectedSystem(found[1].system, changes))
    return WhatIf(
        difference(description, changed, reports, vocabulary, words),
        tuple(others),
        tuple(around.reached),
    )

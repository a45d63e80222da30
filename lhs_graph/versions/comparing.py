"""Two versions compared part by part, and by what the check finds in each."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.findings import CheckReport, NamedTerm
from lhs_graph.patch import Patch
from lhs_graph.versions.model import Difference, PartChange, Term, ValueChange, finding_changes
from lhs_graph.versions.renaming import renamed_nodes
from lhs_graph.versions.version import Version
from lhs_graph.vocabulary import Vocabulary

__all__ = ["difference"]


def difference(
    old: Description,
    new: Description,
    reports: tuple[CheckReport, CheckReport],
    vocabulary: Vocabulary,
    words: Mapping[str, NamedTerm],
) -> Difference:
    """What differs between two descriptions, whose checks are given.

    Two descriptions of systems with different ids are compared as versions of one. `words` names
    properties by IRI for which the ontology has no words.
    """
    before = Version(old, vocabulary, words)
    after = Version(new, vocabulary, words)
    names = renamed_nodes(before, after)
    return Difference(
        old=reports[0],
        new=reports[1],
        patch=Patch.between(old, new),
        parts=tuple(part_changes(before, after, names)),
        findings=finding_changes(reports[0].findings, reports[1].findings, names),
    )


def part_changes(before: Version, after: Version, names: Mapping[str, str]) -> Iterator[PartChange]:
    """The changes in the order of the new document, then those that are gone in the old one's."""
    olds = {names.get(node, node): node for node in before.content}
    for node in after.content:
        change = (
            _compared(before, after, (olds[node], node), names)
            if node in olds
            else _alone(after, node, "added")
        )
        if change is not None:
            yield change
    for now, node in olds.items():
        if now not in after.content:
            yield _alone(before, node, "removed")


def _alone(version: Version, node: str, state: str) -> PartChange:
    values = []
    for name, terms in version.content[node].items():
        told = version.values([one for one in terms if not version.hangs(node, name, one)])
        sides = ((), told) if state == "added" else (told, ())
        if told:
            values.append(ValueChange(version.property(name), *sides))
    term = version.facts.term(node)
    was, now = (None, term) if state == "added" else (term, None)
    return PartChange(state, version.kind(node), was, now, tuple(values))


def _compared(
    before: Version, after: Version, nodes: tuple[str, str], names: Mapping[str, str]
) -> PartChange | None:
    """What changed between the two nodes, which are one; None where nothing did."""
    old, new = nodes
    left, right = before.content[old], after.content[new]
    values = []
    for name in dict.fromkeys((*right, *left)):
        came = {_mapped(one, names): one for one in left.get(name, ())}
        went = dict.fromkeys(right.get(name, ()))
        gone = [one for key, one in came.items() if key not in went]
        fresh = [one for one in went if one not in came]
        gone = [one for one in gone if before.tells(old, name, one, after, new)]
        fresh = [one for one in fresh if after.tells(new, name, one, before, old)]
        if gone or fresh:
            told = before.values(gone), after.values(fresh)
            values.append(ValueChange(after.property(name), *told))
    was, now = before.homes.get(old, ("", ""))[0], after.homes.get(new, ("", ""))[0]
    moved = None
    if was and now and names.get(was, was) != now:
        moved = before.facts.term(was), after.facts.term(now)
    renamed = old.partition("#")[2] != new.partition("#")[2] or ("#" not in old and old != new)
    if not (renamed or values or moved):
        return None
    state = "renamed" if renamed else "changed"
    terms = before.facts.term(old), after.facts.term(new)
    return PartChange(state, after.kind(new), *terms, tuple(values), moved)


def _mapped(term: Term, names: Mapping[str, str]) -> Term:
    if isinstance(term, ox.NamedNode) and term.value in names:
        return ox.NamedNode(names[term.value])
    return term

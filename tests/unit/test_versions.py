"""The promise: a difference is told part by part, the same both ways round, and is complete."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lhs_graph.description import Description
from lhs_graph.errors import DescriptionError
from lhs_graph.findings import NamedTerm
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CASE
from lhs_graph.versions import Difference, ValueChange

DRAFT = "reseau-regional-maladies-chroniques-esquisse"
STRONG = "reseau-apprenant-maladies-chroniques-exemplaire"
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

REMOVALS = st.lists(
    st.sampled_from(
        "lung-cycle fewer-complications patient-committee clinic-records hospital-days "
        "lung-data problem-stated levels scale-of-nothing records-do-not-talk".split()
    ),
    max_size=3,
    unique=True,
)
ADDITIONS = st.lists(
    st.sampled_from(
        [
            "scale regional",
            "started 2030",
            "telemonitoring-pilot goals fewer-hospital-days",
            "goals: {id: g9, name: A goal, dimensions: population-health}",
            "values: {id: v9, value: open-innovation}",
            "supports: {name: Fund, elements: research-funding, goals: stable-teams}",
            "diabetes-cycle phases {phase: K2P}",
        ]
    ),
    max_size=3,
    unique=True,
)
RENAMINGS = st.dictionaries(
    st.sampled_from(
        "telemonitoring-pilot diabetes-data solidarity-commitment late-follow-up".split()
    ),
    st.sampled_from("n1 n2 n3 n4".split()),
    max_size=2,
).filter(lambda one: len(set(one.values())) == len(one))


@pytest.fixture(scope="module")
def draft(knowledge_graph: KnowledgeGraph) -> Description:
    return _design(knowledge_graph, DRAFT)


def _design(graph: KnowledgeGraph, name: str) -> Description:
    path = next(one for one in graph.catalogue.designs() if one.stem == name)
    return graph.reader.read_file(path)


def _changed(
    graph: KnowledgeGraph,
    base: Description,
    remove: Sequence[str] = (),
    add: Sequence[str] = (),
    rename: dict[str, str] | None = None,
) -> Description:
    """The description after those changes; what cannot be done any more is left out."""
    for key, texts in (("remove", remove), ("add", add)):
        for text in texts:
            with suppress(DescriptionError):  # the part is gone already
                base = graph.edits.read(base, **{key: [text]}).apply(base)
    return _renamed(base, rename or {})


def _renamed(base: Description, names: dict[str, str]) -> Description:
    """The description with other ids."""
    iris = {
        ox.NamedNode(f"{base.system}#{old}"): ox.NamedNode(f"{base.system}#{new}")
        for old, new in names.items()
    }
    triples = tuple(
        ox.Triple(
            iris.get(one.subject, one.subject),  # type: ignore[arg-type]
            one.predicate,
            iris.get(one.object, one.object),  # type: ignore[arg-type]
        )
        for one in base.triples
    )
    return replace(base, triples=triples, places={})


def _told(difference: Difference, *, mirrored: bool = False) -> object:
    """All that a difference says, the other way round where `mirrored` is set."""
    other = {"added": "removed", "removed": "added"}

    def pair(old: object, new: object) -> tuple[object, object]:
        return (new, old) if mirrored else (old, new)

    def values(change: ValueChange) -> object:
        sides = [frozenset(str(one.term) for one in side) for side in (change.old, change.new)]
        return change.property.iri, pair(*sides)

    def iri(term: NamedTerm | None) -> str | None:
        return term.iri if term else None

    parts = {
        (
            other.get(one.state, one.state) if mirrored else one.state,
            one.kind.iri,
            pair(iri(one.was), iri(one.now)),
            pair(*map(iri, one.moved)) if one.moved else None,
            frozenset(map(values, one.values)),
        )
        for one in difference.parts
    }
    found = difference.findings
    fates = pair({one.identity for one in found.closed}, {one.identity for one in found.opened})
    changed = {
        pair(
            (old.identity, old.severity, old.certainty), (new.identity, new.severity, new.certainty)
        )
        for old, new in found.changed
    }
    patch = pair(set(difference.patch.removed), set(difference.patch.added))
    return parts, fates, changed, len(found.unchanged), patch


@FEW
@given(REMOVALS, ADDITIONS, RENAMINGS)
def test_a_version_does_not_differ_from_itself(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    remove: list[str],
    add: list[str],
    rename: dict[str, str],
) -> None:
    version = _changed(knowledge_graph, draft, remove, add, rename)

    difference = knowledge_graph.diff(version, replace(version, triples=version.triples[::-1]))

    assert not difference
    assert (set(), ()) == (set(difference.patch.added), difference.parts)
    assert len(difference.new.findings) == len(difference.findings.unchanged) > 0


@FEW
@given(REMOVALS, ADDITIONS, RENAMINGS)
def test_the_difference_back_mirrors_the_difference(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    remove: list[str],
    add: list[str],
    rename: dict[str, str],
) -> None:
    version = _changed(knowledge_graph, draft, remove, add, rename)

    there, back = knowledge_graph.diff(draft, version), knowledge_graph.diff(version, draft)

    assert _told(there) == _told(back, mirrored=True)


@FEW
@given(REMOVALS, ADDITIONS)
def test_findings_are_closed_opened_or_stay_and_nothing_else(
    knowledge_graph: KnowledgeGraph, draft: Description, remove: list[str], add: list[str]
) -> None:
    version = _changed(knowledge_graph, draft, remove, add)

    found = knowledge_graph.diff(draft, version).findings

    before = {one.identity for one in knowledge_graph.check(draft).findings}
    after = {one.identity for one in knowledge_graph.check(version).findings}
    assert before - after == {one.identity for one in found.closed}
    assert after - before == {one.identity for one in found.opened}
    assert before & after == {
        one.identity for one in (*found.unchanged, *(new for _, new in found.changed))
    }


def test_the_two_designs_mirror_each_other(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """All 39 findings of the draft are closed by the exemplary design, which has none."""
    strong = _design(knowledge_graph, STRONG)

    there, back = knowledge_graph.diff(draft, strong), knowledge_graph.diff(strong, draft)

    assert _told(there) == _told(back, mirrored=True)
    assert (39, 0) == (len(there.findings.closed), len(there.findings.opened))


def test_an_id_that_changed_is_told_as_such_and_changes_no_finding(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """The pilot has a name, which it keeps; the phase has none, but nothing else is gone or new."""
    version = _renamed(draft, {"telemonitoring-pilot": "telecare", "diabetes-data": "first-phase"})

    difference = knowledge_graph.diff(draft, version)

    assert [("renamed", "first-phase"), ("renamed", "telecare")] == sorted(
        (one.state, one.part.iri.rsplit("#", 1)[1]) for one in difference.parts
    )
    assert not any(one.values for one in difference.parts)
    assert not difference.findings
    assert 39 == len(difference.findings.unchanged)


def test_parts_that_could_be_either_of_two_are_not_guessed(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """Two goals of one name appear where one of that name is gone: neither is said to be it."""
    name = "{en: Stable primary care teams, fr: Des équipes de première ligne stables}"
    version = _changed(
        knowledge_graph,
        draft,
        remove=["stable-teams"],
        add=[f"goals: {{id: {one}, name: {name}}}" for one in ("a1", "a2")],
    )

    states = sorted(one.state for one in knowledge_graph.diff(draft, version).parts)

    assert ["added", "added", "removed"] == states


def test_a_part_that_stands_elsewhere_is_told_as_moved(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    version = _changed(knowledge_graph, draft)
    phase = ox.NamedNode(f"{CASE}{DRAFT}#lung-practice")
    moved = tuple(
        ox.Triple(ox.NamedNode(f"{CASE}{DRAFT}#diabetes-cycle"), one.predicate, phase)
        if one.object == phase and one.predicate.value.endswith("hasPhase")
        else one
        for one in version.triples
    )

    (change,) = knowledge_graph.diff(draft, replace(version, triples=moved)).parts

    assert change.moved is not None
    assert ["lung-cycle", "diabetes-cycle"] == [one.iri.split("#")[1] for one in change.moved]
    assert () == change.values


def test_a_system_with_another_id_is_the_same_system(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    path = next(one for one in knowledge_graph.catalogue.designs() if one.stem == DRAFT)
    text = path.read_text(encoding="utf-8").replace(f"id: {DRAFT}", "id: second-draft")
    other = knowledge_graph.reader.read(text.encode(), name="second.yaml")

    difference = knowledge_graph.diff(draft, other)

    assert [("renamed", f"{CASE}second-draft")] == [
        (one.state, one.part.iri) for one in difference.parts
    ]
    assert 39 == len(difference.findings.unchanged)


def test_what_only_follows_from_the_rest_is_no_difference(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """RDF from elsewhere may state the types that the YAML form leaves to the axioms."""
    lhs = "https://w3id.org/lhs-kg/ontology#"
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    system = ox.NamedNode(draft.system)
    typed = ox.Triple(system, rdf_type, ox.NamedNode(f"{lhs}LearningHealthSystem"))

    assert not knowledge_graph.diff(draft, replace(draft, triples=(*draft.triples, typed)))


def test_values_are_told_in_words_old_and_new(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    version = _changed(
        knowledge_graph,
        draft,
        add=["clinic-records accelerator true", "clinic-records goals stable-teams"],
    )

    (change,) = knowledge_graph.diff(draft, version).parts

    assert ("changed", "support", "soutien") == (
        change.state,
        change.kind.label("en"),
        change.kind.label("fr"),
    )
    assert {
        ("is accelerator", ("false",), ("true",)),
        ("serves goal", (), ("Stable primary care teams",)),
    } == {
        (
            one.property.label("en"),
            tuple(value.name.label("en") for value in one.old),
            tuple(value.name.label("en") for value in one.new),
        )
        for one in change.values
    }


def test_a_finding_of_another_certainty_is_changed_not_new(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    """A draft that no longer claims to be complete leaves undocumented what it confirmed before.

    Its values were undocumented already, and the gap that it reports itself stays reported.
    """
    version = _changed(knowledge_graph, draft, add=["record: {coverage: as-reported}"])

    found = knowledge_graph.diff(draft, version).findings

    assert ((), ()) == (found.closed, found.opened)
    assert {("confirmed", "undocumented")} == {
        (old.certainty, new.certainty) for old, new in found.changed
    }
    assert (35, 4) == (len(found.changed), len(found.unchanged))

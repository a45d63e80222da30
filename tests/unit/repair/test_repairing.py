"""The promise: a repair closes what it says, no shorter one does, and applying it shows so."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lhs_graph.description import Description
from lhs_graph.repair import Chosen, RepairPlan, read_costs
from lhs_graph.repair.additions import Additions
from lhs_graph.repair.proving import Doubts
from lhs_graph.repair.trials import Trials
from lhs_graph.repair.universe import Universe
from lhs_graph.report.repair.html import repair_html
from lhs_graph.report.repair.rows import repair_data
from lhs_graph.report.repair.words import Words
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CONCEPT, LHS

_SECTIONS = ("goals", "communities", "values", "supports", "cycles", "indicators", "processes")


def design(graph: KnowledgeGraph, word: str) -> Path:
    (path,) = (path for path in graph.catalogue.designs() if word in path.name)
    return path


def read(graph: KnowledgeGraph, document: dict[str, Any]) -> Description:
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
    return graph.reader.read(text.encode(), name="changed.yaml")


@pytest.fixture(scope="module")
def faultless(knowledge_graph: KnowledgeGraph) -> dict[str, Any]:
    """The strong design as plain data."""
    text = design(knowledge_graph, "exemplaire").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def held(value: Any, name: str, *, inside: bool = False) -> set[str]:  # noqa: ANN401  any YAML
    """The ids of that part of the design and of all parts that stand in it."""
    if isinstance(value, list):
        return {one for item in value for one in held(item, name, inside=inside)}
    if not isinstance(value, dict):
        return set()
    inside = inside or value.get("id") == name
    own = {value["id"]} if inside and "id" in value else set()
    return own.union(*(held(one, name, inside=inside) for one in value.values()))


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    """The design without those parts, what they hold, and every link to any of these."""
    gone = [id_ for name in names for id_ in held(document, name)]

    def pruned(value: Any) -> Any:  # noqa: ANN401  any YAML
        if isinstance(value, dict):
            kept = {key: pruned(one) for key, one in value.items() if one not in gone}
            return {key: one for key, one in kept.items() if one != []}
        if isinstance(value, list):
            return [
                pruned(one)
                for one in value
                if one not in gone and not (isinstance(one, dict) and one.get("id") in gone)
            ]
        return value

    changed: dict[str, Any] = pruned(document)
    return changed


def verified(graph: KnowledgeGraph, description: Description, plan: RepairPlan) -> None:
    """What the plan promises, checked from outside: apply its patch and look again."""
    applied = plan.patch.apply(description)
    assert set(applied.triples) == set(plan.repaired.triples)
    report = graph.check(applied)
    assert report.problems == ()
    found = {one.identity for one in report.findings}
    closed = {one.identity for one in plan.closed}
    assert not closed & found
    assert {one.identity for one in plan.left} <= found
    told = [one.identity for step in plan.steps for one in step.closes]
    assert sorted(told) == sorted(closed)


def proposed(graph: KnowledgeGraph, description: Description) -> Universe:
    """All that the kinds of gap propose for a description, to be tried."""
    vocabulary = graph.vocabulary
    symmetric = frozenset(one.value for one in vocabulary.axioms.symmetric)
    coverage = graph.facts(description).coverage(description.system)
    additions = Additions(description, symmetric)
    trials = Trials(graph.checker.detectors, description, additions, Chosen(), coverage)
    return Universe(trials, graph.repairer.proposer)


def test_what_a_part_holds_goes_with_it(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """A support names a phase of the cycle: no link is left without its end."""
    assert any("diabetes-data" in one.get("cyclePhases", ()) for one in faultless["supports"])

    changed = without(faultless, "diabetes-cycle")

    assert "diabetes-data" not in yaml.safe_dump(changed)
    assert knowledge_graph.check(read(knowledge_graph, changed)).problems == ()


@pytest.fixture(scope="module")
def weak(knowledge_graph: KnowledgeGraph) -> Universe:
    """All that is proposed for the weak design."""
    path = design(knowledge_graph, "esquisse")
    return proposed(knowledge_graph, knowledge_graph.reader.read_file(path))


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_trial_finds_what_a_check_of_the_changed_design_does(
    knowledge_graph: KnowledgeGraph, weak: Universe, data: st.DataObject
) -> None:
    """Whatever was tried before; but for what the design itself reports, which stays."""
    every = frozenset(range(len(weak.additions.all)))
    drawn = data.draw(st.frozensets(st.sampled_from(sorted(every)), max_size=12))
    notation = data.draw(st.sampled_from(sorted({gap[0] for gap in weak.start})))
    for made in (drawn, every - drawn):
        changed = weak.additions.patch(made).apply(weak.trials.description)
        findings = knowledge_graph.check(changed).findings
        reported = {one.identity for one in findings if one.certainty == "reported"}
        found = {one.identity for one in findings} - reported

        of_kind, tried = weak.trials.one(made, notation), weak.trials.one(made)

        assert found == tried - reported
        assert {gap for gap in tried if gap[0] == notation} == of_kind


def test_a_faultless_design_needs_nothing(knowledge_graph: KnowledgeGraph) -> None:
    strong = knowledge_graph.reader.read_file(design(knowledge_graph, "exemplaire"))

    plan = knowledge_graph.repair(strong)

    assert (plan.steps, plan.asked, plan.left, plan.exact) == ((), (), (), True)


def test_a_value_that_was_taken_away_needs_the_value_and_what_enacts_it(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Worked by hand.

    Without its commitment to privacy the design has one finding, V1. One addition, the commitment,
    closes it, but a declared value that nothing enacts is a finding itself (V2). So one step is too
    few, and a link from the new commitment to any support, process or indicator is the second.
    """
    description = read(knowledge_graph, without(faultless, "privacy-commitment"))

    plan = knowledge_graph.repair(description)

    assert ["V1"] == [one.kind.notation for one in plan.asked]
    assert (2, 2, True) == (len(plan.steps), plan.least, plan.exact)
    first, second = plan.steps
    assert first.type
    assert first.type.iri == f"{LHS}ValueCommitment"
    assert first.addition.part
    assert first.addition.part.concept == f"{CONCEPT}value/privacy"
    assert second.addition.property == f"{LHS}isEnactedBy"
    assert ["V2"] == [one.kind.notation for one in second.averts]
    assert plan.left == ()
    verified(knowledge_graph, description, plan)


def test_a_support_without_its_goals_needs_one_link(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Worked by hand.

    A support whose only fault is that it serves no goal (P3) needs one link to one of the goals;
    nothing shorter than one step changes anything.
    """
    document = yaml.safe_load(yaml.safe_dump(faultless))
    support = next(one for one in document["supports"] if one["id"] == "telemonitoring-kit")
    del support["goals"]
    description = read(knowledge_graph, document)

    plan = knowledge_graph.repair(description)

    assert ["P3"] == [one.kind.notation for one in plan.asked]
    (step,) = plan.steps
    assert step.addition.property == f"{LHS}servesGoal"
    assert step.addition.subject.endswith("#telemonitoring-kit")
    assert step.instead
    assert plan.exact
    verified(knowledge_graph, description, plan)


def test_no_subset_of_a_plan_closes_as_much(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Leaving any one step out leaves a finding: the plan has nothing to spare."""
    gone = ("privacy-commitment", "telemonitoring-kit", "equity-commitment")
    description = read(knowledge_graph, without(faultless, *gone))
    plan = knowledge_graph.repair(description)
    assert len(plan.steps) > 2

    for kept in combinations(plan.steps, len(plan.steps) - 1):
        changed = description
        for step in kept:
            changed = step.patch.apply(changed)
        assert knowledge_graph.check(changed).findings


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_a_repair_promises_holds(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any], data: st.DataObject
) -> None:
    parts = [
        part["id"]
        for section in _SECTIONS
        for part in faultless.get(section, ())
        if isinstance(part, dict) and "id" in part
    ]
    gone = data.draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=4, unique=True))
    description = read(knowledge_graph, without(faultless, *gone))

    plan = knowledge_graph.repair(description, seconds=20)

    assert len(plan.steps) >= plan.least
    verified(knowledge_graph, description, plan)
    written = knowledge_graph.reader.write(plan.repaired, "yaml")
    again = knowledge_graph.reader.read(written, name="again.yaml")
    assert set(again.triples) == set(plan.repaired.triples)


def test_the_weak_design_is_repaired_to_the_last_finding(knowledge_graph: KnowledgeGraph) -> None:
    weak = knowledge_graph.reader.read_file(design(knowledge_graph, "esquisse"))

    plan = knowledge_graph.repair(weak)

    assert len(plan.asked) == 39
    assert plan.left == ()
    assert plan.after.findings == ()
    assert (plan.exact, plan.least) == (True, len(plan.steps))
    verified(knowledge_graph, weak, plan)
    places = {label for step in plan.steps if step.type for label in step.subject.labels}
    assert places <= {"en", "fr", ""}


def test_only_findings_of_the_chosen_severity_are_asked_for(
    knowledge_graph: KnowledgeGraph,
) -> None:
    weak = knowledge_graph.reader.read_file(design(knowledge_graph, "esquisse"))

    plan = knowledge_graph.repair(weak, Chosen("critical"))

    assert plan.asked
    assert {one.severity for one in plan.asked} == {"critical"}
    verified(knowledge_graph, weak, plan)


def test_what_is_added_is_planned_and_proposed(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Several data sources need an interoperability framework, and that is a support."""
    document = without(faultless, "interoperability-guide")
    document["name"] = {"en": "A network", "fr": "Un réseau"}
    description = read(knowledge_graph, document)

    plan = knowledge_graph.repair(description)

    facts = knowledge_graph.facts(plan.repaired)
    (support,) = (node for node in facts.instances("Support") if "#proposed-" in node)
    assert facts.ends(support, "supportStatus") == (f"{CONCEPT}status/planned",)
    assert facts.term(support).label("en") == "Proposed: interoperability framework"
    assert facts.term(support).label("fr").startswith("Proposé : ")


def test_a_word_that_only_the_author_knows_is_the_most_frequent_of_near_cases(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Every case shown has the scale that is proposed, and the choice is left to the author."""
    document = {key: value for key, value in faultless.items() if key != "scale"}

    plan = knowledge_graph.repair(read(knowledge_graph, document))

    (step,) = plan.steps
    assert step.value
    assert step.value.iri == f"{CONCEPT}scale/regional"
    assert [one.label("en") for one in step.to_be_told] == ["scale of operation"]
    assert len(step.precedents) == len({one.case.iri for one in step.precedents}) == 3
    assert all(step.value.iri in {end.iri for end in one.ends} for one in step.precedents)
    words = Words(plan, knowledge_graph.vocabulary, "en")
    told = [words.precedent(one) for one in step.precedents]
    assert all(" – regional scale" in one and "http" in one for one in told), told


def test_a_step_that_no_case_documents_says_so(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    document = yaml.safe_load(yaml.safe_dump(faultless))
    for indicator in document["indicators"]:
        indicator.pop("fedBy", None)

    plan = knowledge_graph.repair(read(knowledge_graph, document))

    nobody = "no described system documents this"
    told = repair_data(plan, knowledge_graph.vocabulary, "en")["steps"]
    silent = [one for one in told if not one["precedents"]]
    assert silent
    assert all(nobody in one["precedents_note"] for one in silent)
    assert repair_html(plan, knowledge_graph.vocabulary, "en").count(nobody) == len(silent)


def test_a_row_that_does_not_stand_is_widened_or_dropped(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """A row that leaves out an addition which closes the finding takes it in after its trial."""
    document = {key: value for key, value in faultless.items() if key != "scale"}
    universe = proposed(knowledge_graph, read(knowledge_graph, document))
    (gap,) = universe.start
    options = dict(universe.options[gap])
    first = next(iter(options))
    universe.options[gap] = {first: None}
    doubts = Doubts(universe)

    assert doubts.settle()

    (row,) = doubts.rows()
    assert row.options == frozenset(options)
    assert not doubts.settle()


@pytest.mark.parametrize("scale", ["international", "local", "national", "regional"])
def test_costs_decide_between_plans_of_one_length(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any], scale: str
) -> None:
    """Any scale closes the finding in one step: that one is planned which the file says is cheap.

    Whichever is planned where all cost the same, three of the four costs speak against it.
    """
    document = {key: value for key, value in faultless.items() if key != "scale"}
    description = read(knowledge_graph, document)
    costs = read_costs(f"scale/{scale}: 0.5", "costs.yaml", knowledge_graph.vocabulary)

    plan = knowledge_graph.repair(description, costs=costs)

    (step,) = plan.steps
    assert step.value
    assert step.value.iri == f"{CONCEPT}scale/{scale}"
    assert (plan.cost, plan.exact, plan.cheapest) == (0.5, True, True)


def test_no_other_set_of_the_proposals_is_smaller_or_costs_less(
    knowledge_graph: KnowledgeGraph, faultless: dict[str, Any]
) -> None:
    """Every set of proposals that is not longer than the plan is tried, one by one."""
    document = without(faultless, "chronic-disease-registry", "joint-ethics-review")
    del document["scale"]
    description = read(knowledge_graph, document)
    words = "scale/national: 0.5\nscale/regional: 3\nisFedBy: 2\nisAccelerator: 1.5"
    costs = read_costs(words, "costs.yaml", knowledge_graph.vocabulary)

    plan = knowledge_graph.repair(description, costs=costs)

    assert (plan.exact, plan.cheapest, plan.left) == (True, True, ())
    universe = proposed(knowledge_graph, description)
    numbers = range(len(universe.additions.all))
    assert len(plan.steps) < plan.considered == len(numbers) < 20
    sets = [one for size in range(len(plan.steps) + 1) for one in combinations(numbers, size)]
    left = universe.trials.many(sets)
    closing = [one for one, found in zip(sets, left, strict=True) if not found]
    prices = [sum(costs.of(universe.additions.all[one]) for one in chosen) for chosen in closing]
    assert {len(one) for one in closing} == {len(plan.steps)}
    assert min(prices) == plan.cost < max(prices)


def test_without_time_a_plan_is_given_with_its_bound(knowledge_graph: KnowledgeGraph) -> None:
    weak = knowledge_graph.reader.read_file(design(knowledge_graph, "esquisse"))

    plan = knowledge_graph.repair(weak, seconds=0)

    assert plan.steps
    assert 0 <= plan.least <= len(plan.steps)
    verified(knowledge_graph, weak, plan)


def test_every_gap_kind_says_what_repairs_it(knowledge_graph: KnowledgeGraph) -> None:
    methods = knowledge_graph.repairer.proposer.methods
    notations = {kind.notation for kind in knowledge_graph.vocabulary.kinds.values()}

    assert notations == set(methods)
    used = {name for names in methods.values() for name in names}
    assert used == {path.stem for path in knowledge_graph.catalogue.repair_queries()}

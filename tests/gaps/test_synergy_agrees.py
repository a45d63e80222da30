"""The gap kinds on synergy and on loops say what the analysis of synergy says, everywhere.

Looked at are the 39 systems, both designs and every mutation. The analysis follows the statements
itself and names no kind; only P7 and P8 share their measure with it, which `test_network` compares
with a count that knows nothing of graphs.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description, DescriptionReader
from lhs_graph.detection import Detectors, RawGap
from lhs_graph.entailment import entail
from lhs_graph.facts import Facts
from lhs_graph.headers import read_query_file
from lhs_graph.questions import Term
from lhs_graph.service import KnowledgeGraph
from lhs_graph.synergy import Synergy, analyse
from lhs_graph.vocabulary import Vocabulary

Rows: TypeAlias = set[tuple[str, ...]]

CATALOGUE = Catalogue.shipped()
PATHS = (*CATALOGUE.cases(), *CATALOGUE.designs())
KINDS = ("P5", "P6", "P7", "P8", "C2", "C6", "C10")


def _loaded(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MUTATING = _loaded(Path(__file__).with_name("test_mutations.py"))


@cache
def detectors() -> Detectors:
    return Detectors.load(CATALOGUE, Vocabulary.load(CATALOGUE))


@cache
def reader() -> DescriptionReader:
    return DescriptionReader(CATALOGUE)


def looked_at(description: Description) -> tuple[Synergy, list[RawGap], Facts]:
    """The analysis of a description, and what the detectors find in it."""
    vocabulary = detectors().vocabulary
    entailed = entail(description.triples, vocabulary.axioms)
    facts = Facts((*description.triples, *entailed), vocabulary)
    gaps, _ = detectors().run(facts.triples)
    own = [gap for gap in gaps if gap.system == description.system]
    return analyse(facts, description.system, "test"), own, facts


def found(gaps: Iterable[RawGap]) -> Mapping[str, Rows]:
    """By the kind's notation, what each finding is about."""
    kinds = detectors().vocabulary.kinds
    rows: dict[str, Rows] = {kind: set() for kind in KINDS}
    for gap in gaps:
        notation = kinds[gap.kind].notation
        if notation in rows:
            rows[notation].add((gap.focus, gap.about or "", gap.related or ""))
    return rows


def said(synergy: Synergy, facts: Facts) -> Mapping[str, Rows]:
    """The same, read from the analysis."""
    system = synergy.system.iri
    rows: dict[str, Rows] = {
        "P5": {(one.goal.iri, "", "") for one in synergy.goals if len(one.pillars) == 1},
        "P6": {(one.support.iri, "", "") for one in synergy.supports if not one.across},
        "P7": {(system, one.iri, other.iri) for one, other in synergy.apart},
        "P8": {(one.support.iri, "", "") for one in synergy.supports if one.groups},
        "C2": set(),
        "C6": set(),
        "C10": set(),
    }
    for loop in synergy.loops:
        cycle = loop.cycle.iri
        for one in loop.breaks:
            if one.kind == "phase":
                rows["C2"].add((cycle, one.at.iri, ""))
            elif one.kind == "return":
                rows["C10"].add((cycle, "", ""))
            elif one.kind == "process":
                phases = facts.ends(cycle, "hasPhase")
                own = [phase for phase in phases if one.at.iri in facts.ends(phase, "phaseKind")]
                rows["C6"].update((phase, one.at.iri, "") for phase in own)
    return rows


def text_of(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_findings_and_analysis_agree_on_each_system(path: Path) -> None:
    synergy, gaps, facts = looked_at(reader().read_file(path))

    assert found(gaps) == said(synergy, facts)


@pytest.mark.parametrize("mutation", MUTATING.MUTATIONS, ids=MUTATING.NAMES)
def test_findings_and_analysis_agree_on_each_mutation(
    mutation: Mapping[str, object], tmp_path: Path
) -> None:
    document = MUTATING.start_of(mutation)
    operations = mutation["operations"]
    assert isinstance(operations, Sequence)
    for operation in operations:
        MUTATING.apply(document, operation)
    path = tmp_path / f"{MUTATING.STRONG}.yaml"
    path.write_text(MUTATING.yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    synergy, gaps, facts = looked_at(reader().read_file(path))

    assert found(gaps) == said(synergy, facts)


def test_each_kind_is_found_somewhere_so_that_agreeing_says_something() -> None:
    expected = {one["kind"] for mutation in MUTATING.MUTATIONS for one in mutation["expect"]}

    assert set(KINDS) <= expected


def test_a_path_through_a_support_of_another_system_connects_no_pillars(tmp_path: Path) -> None:
    """In the strong design, the legal supports lose their connections, so that they stand apart.

    Two of them, and one support each of the other pillars, are then connected with a support of
    another system only: still no path of the design's own supports leads to the legal pillar.
    """

    def legal_pairs(foreign: str | None) -> Rows:
        document = deepcopy(MUTATING.strong())
        legal = {
            "data-sharing-clauses",
            "health-information-act",
            "institution-and-profession-laws",
        }
        for support in document["supports"]:
            kept = [] if support["id"] in legal else support.get("connectsTo", [])
            support["connectsTo"] = [one for one in kept if one not in legal]
            if foreign:
                support["connectsTo"].append(foreign)
        path = tmp_path / f"{MUTATING.STRONG}.yaml"
        path.write_text(MUTATING.yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        synergy, gaps, facts = looked_at(reader().read_file(path))
        assert found(gaps) == said(synergy, facts)
        assert all(gap.focus.startswith(gap.system) for gap in gaps)
        return found(gaps)["P7"]

    apart = legal_pairs(None)

    assert apart
    assert all(any("legal" in one for one in row) for row in apart)
    assert apart == legal_pairs("cadre-provincial-construit#provincial-data-platform")


def test_the_question_on_the_support_that_most_goals_hang_on_agrees(
    knowledge_graph: KnowledgeGraph,
) -> None:
    query = next(
        query for query in map(read_query_file, CATALOGUE.questions()) if query.number == "P33"
    )
    table = knowledge_graph.ask(query.id, {}, "en")
    rows = [dict(zip(table.columns, map(text_of, row), strict=True)) for row in table.rows]
    asked = {
        (row["support"], int(row["cutGoals"]), int(row["goals"])) for row in rows if row["support"]
    }
    expected = {
        (role.support.iri, len(role.alone), len(role.goals))
        for slug in knowledge_graph.release.blocks
        for role in knowledge_graph.synergy(knowledge_graph.stored(slug)).supports
        if role.goals
    }

    assert expected
    assert expected == asked

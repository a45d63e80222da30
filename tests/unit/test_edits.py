"""The promise: a change is told in the words of the form, and what is wrong with it has a place."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from lhs_graph.description import Description
from lhs_graph.errors import DescriptionError
from lhs_graph.messages import languages
from lhs_graph.patch import Patch
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import CASE

DRAFT = "reseau-regional-maladies-chroniques-esquisse"


@pytest.fixture(scope="module")
def draft(knowledge_graph: KnowledgeGraph) -> Description:
    path = next(one for one in knowledge_graph.catalogue.designs() if one.stem == DRAFT)
    return knowledge_graph.reader.read_file(path)


def _said(patch: Patch) -> set[tuple[str, str, str]]:
    """The patch as signed short statements."""
    return {
        (f"{sign}{_short(one.subject)}", _short(one.predicate), _short(one.object))
        for sign, triples in (("+", patch.added), ("-", patch.removed))
        for one in triples
    }


def _short(term: object) -> str:
    value = str(getattr(term, "value", term))
    return value.removeprefix(f"{CASE}{DRAFT}").replace("#", "/").rsplit("/", 1)[-1]


@pytest.mark.parametrize(
    ("add", "expected"),
    [
        (
            "stable-teams dimensions population-health",
            {("+stable-teams", "servesDimension", "population-health")},
        ),
        (
            "#stable-teams dimensions [population-health]",
            {("+stable-teams", "servesDimension", "population-health")},
        ),
        ("levels microsystem", {("+", "atLevel", "microsystem")}),
        (f"{DRAFT} levels microsystem", {("+", "atLevel", "microsystem")}),
        (
            "goals: {id: stable-teams, dimensions: population-health}",
            {("+stable-teams", "servesDimension", "population-health")},
        ),
        (
            "diabetes-cycle contributesTo stable-teams",
            {("+diabetes-cycle", "contributesTo", "stable-teams")},
        ),
        (
            "diabetes-data processes {process: data-generation}",
            {
                ("+diabetes-data", "carriesOut", "processes-0"),
                ("+processes-0", "realises", "data-generation"),
            },
        ),
        ("record: {frameworkReferences: 3}", {("+description", "frameworkReference", "3")}),
        ("goals: {id: g9, name: A goal}", {("+", "hasGoal", "g9"), ("+g9", "label", "A goal")}),
        (
            "{language: fr, goals: [{id: g9, name: Un but}]}",
            {("+", "hasGoal", "g9"), ("+g9", "label", "Un but")},
        ),
        ("scale: regional", {("+", "atScale", "regional")}),
    ],
)
def test_what_is_added(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    add: str,
    expected: set[tuple[str, str, str]],
) -> None:
    assert expected == _said(knowledge_graph.edits.read(draft, add=[add]))


@pytest.mark.parametrize(
    ("add", "expected"),
    [
        ("started 2028", {("-", "startYear", "2027"), ("+", "startYear", "2028")}),
        (
            "kind: clinical-network",
            {("-", "systemKind", "regional-initiative"), ("+", "systemKind", "clinical-network")},
        ),
        (
            "clinic-records accelerator true",
            {
                ("-clinic-records", "isAccelerator", "false"),
                ("+clinic-records", "isAccelerator", "true"),
            },
        ),
        (
            "supports: {id: clinic-records, name: {fr: Dossiers}}",
            {
                ("-clinic-records", "label", "Dossiers médicaux électroniques des cliniques"),
                ("+clinic-records", "label", "Dossiers"),
            },
        ),
    ],
)
def test_what_takes_one_value_is_replaced(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    add: str,
    expected: set[tuple[str, str, str]],
) -> None:
    assert expected == _said(knowledge_graph.edits.read(draft, add=[add]))


@pytest.mark.parametrize(
    ("remove", "expected"),
    [
        ("clinic-records goals", {("-clinic-records", "servesGoal", "fewer-complications")}),
        ("clinic-records arrangements quality", {("-clinic-records", "hasArrangement", "quality")}),
        (
            "clinic-records connectsTo diabetes-registry",
            {("-clinic-records", "connectsTo", "diabetes-registry")},
        ),
        ("levels", {("-", "atLevel", "mesosystem")}),
        (
            "equity-commitment shownBy The plan names access for remote villages as a concern.",
            {
                (
                    "-equity-commitment",
                    "isShownBy",
                    "The plan names access for remote villages as a concern.",
                )
            },
        ),
    ],
)
def test_what_is_removed(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    remove: str,
    expected: set[tuple[str, str, str]],
) -> None:
    assert expected == _said(knowledge_graph.edits.read(draft, remove=[remove]))


@pytest.mark.parametrize("remove", ["lung-cycle", "#lung-cycle", "cycles lung-cycle"])
def test_a_part_goes_with_all_that_is_under_it_and_every_link_to_it(
    knowledge_graph: KnowledgeGraph, draft: Description, remove: str
) -> None:
    changed = knowledge_graph.edits.read(draft, remove=[remove]).apply(draft)
    under = "lung-cycle repeated-stays lung-data stays-listed lung-analysis stays-discussed".split()
    left = "\n".join(map(str, changed.triples))

    assert 300 > len(draft.triples) - len(changed.triples) > 20
    assert not [name for name in under if f"#{name}>" in left]
    assert "#diabetes-cycle>" in left


def test_all_parts_of_a_section_go_by_its_key(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    changed = knowledge_graph.edits.read(draft, remove=["supports"]).apply(draft)

    assert not [one for one in changed.triples if "hasSupport" in one.predicate.value]
    assert not [one for one in changed.triples if _short(one.object) == "team-dashboard"]


def test_changes_build_on_each_other_and_removal_comes_first(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    patch = knowledge_graph.edits.read(
        draft,
        add=["goals: {id: g9, name: A goal}", "clinic-records goals g9"],
        remove=["clinic-records goals"],
    )

    assert {
        ("-clinic-records", "servesGoal", "fewer-complications"),
        ("+", "hasGoal", "g9"),
        ("+g9", "label", "A goal"),
        ("+clinic-records", "servesGoal", "g9"),
    } == _said(patch)


def test_a_new_part_never_takes_the_name_of_one_that_is_there(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    phase = "{phase: K2P}"
    once = knowledge_graph.edits.read(draft, add=[f"diabetes-cycle phases {phase}"])
    twice = knowledge_graph.edits.read(
        draft, add=[f"diabetes-cycle phases {phase}", f"lung-cycle phases {phase}"]
    )

    assert 2 == len(once.added)
    assert 4 == len(twice.added)


def test_the_same_change_in_every_form_of_a_file(
    knowledge_graph: KnowledgeGraph, draft: Description, tmp_path: Path
) -> None:
    edits = knowledge_graph.edits
    expected = edits.read(draft, add=["clinic-records goals stable-teams"], remove=["levels"])
    iri, lhs = f"{CASE}{DRAFT}", "https://w3id.org/lhs-kg/ontology#"
    level = "https://w3id.org/lhs-kg/concept/level/mesosystem"
    goal = f"<{iri}#clinic-records> <{lhs}servesGoal> <{iri}#stable-teams>"
    contents = {
        "a.yaml": "remove: levels\nadd: {supports: [{id: clinic-records, goals: stable-teams}]}\n",
        "b.yaml": "add: [clinic-records goals stable-teams]\nremove: [levels mesosystem]\n",
        "c.yaml": "remove: [levels]\nadd:\n- supports: {id: clinic-records, goals: stable-teams}\n",
        "d.rdfp": f'TX .\nPA "lhs" "{lhs}" .\nD <{iri}> lhs:atLevel <{level}> .\nA {goal} .\n',
        "e.ttl": (
            "PREFIX dash: <http://datashapes.org/dash#>\n"
            "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
            "[] a dash:GraphUpdate ;\n"
            f"  dash:deletedTriple [ rdf:subject <{iri}> ; rdf:predicate <{lhs}atLevel> ;"
            f" rdf:object <{level}> ] ;\n"
            f"  dash:addedTriple [ rdf:subject <{iri}#clinic-records> ; rdf:predicate"
            f" <{lhs}servesGoal> ; rdf:object <{iri}#stable-teams> ] .\n"
        ),
    }

    for name, content in contents.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        bare = path.with_suffix("")
        bare.write_text(content, encoding="utf-8")
        assert _said(expected) == _said(edits.read_file(draft, path)), name
        assert _said(expected) == _said(edits.read_file(draft, bare)), name


def test_a_whole_description_is_a_fragment_that_changes_nothing(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    path = next(one for one in knowledge_graph.catalogue.designs() if one.stem == DRAFT)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    del document["record"]["sectionCoverage"]  # parts without an id cannot be told to be the same
    text = yaml.safe_dump({"add": document}, allow_unicode=True)

    patch = knowledge_graph.edits.read_content(draft, text.encode(), name="all.yaml")

    assert Patch() == patch


@pytest.mark.parametrize(
    ("change", "text", "place", "key", "words"),
    [
        ("add", "clinic-record goals stable-teams", (1, 1), "edit.unknown_part", "clinic-records"),
        ("add", "clinic-records goal stable-teams", (1, 1), "edit.unknown_key", "goals"),
        (
            "add",
            "clinic-records goals stable-team",
            (1, 22),
            "description.dangling",
            "stable-teams",
        ),
        ("add", "clinic-records goals", (1, 1), "edit.no_value", "goals"),
        ("add", "clinic-records", (1, 1), "edit.no_key", "goals"),
        (
            "add",
            "clinic-records elements dashboard",
            (1, 25),
            "description.unknown_word",
            "dashboard",
        ),
        ("add", "supports: {elements: it-system}", (1, 11), "description.missing_key", "name"),
        ("add", "supports: [{id: s9,\n  nme: X}]", (2, 3), "description.unknown_key", "name"),
        ("add", "goals: {id: clinic-records}", (1, 8), "edit.elsewhere", "supports"),
        (
            "add",
            "processes: {id: stays-listed, process: data-generation}",
            (1, 12),
            "edit.elsewhere",
            "lung-data",
        ),
        ("add", "{id: another, scale: regional}", (1, 6), "edit.other_system", DRAFT),
        ("add", "- goals", (1, 1), "edit.no_add", "goals"),
        ("add", "", (1, 1), "edit.no_add", "goals"),
        ("add", "goals: [", (2, 1), "description.no_yaml", "YAML"),
        ("remove", "clinic-record", (1, 1), "edit.unknown_part", "clinic-records"),
        (
            "remove",
            "clinic-records goals stable-teams",
            (1, 1),
            "edit.nothing_there",
            "fewer-complications",
        ),
        ("remove", "scale", (1, 1), "edit.nothing_there", "scale"),
        ("remove", DRAFT, (1, 1), "edit.whole", DRAFT),
        ("remove", "a: b", (1, 1), "edit.no_remove", "goals"),
        ("remove", "", (1, 1), "edit.no_remove", "goals"),
    ],
)
def test_what_is_wrong_has_its_place_cause_and_cure(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    change: str,
    text: str,
    place: tuple[int, int],
    key: str,
    words: str,
) -> None:
    with pytest.raises(DescriptionError) as raised:
        knowledge_graph.edits.read(draft, **{change: [text]})

    problem = raised.value.problems[0]
    assert (f"--{change}", *place) == (problem.place.file, problem.place.line, problem.place.column)
    assert key == problem.key
    for language in languages():
        assert words in problem.explain(language)


@pytest.mark.parametrize(
    ("name", "content", "place", "key"),
    [
        ("a.yaml", "adding:\n- x\n", (1, 1), "edit.no_patch"),
        ("a.yaml", "", None, "edit.no_patch"),
        ("a.yaml", "remove:\n- levels\n- clinic-record\n", (3, 3), "edit.unknown_part"),
        ("a.yaml", "remove:\n- levels: mesosystem\n", (2, 3), "edit.no_remove"),
        (
            "a.yaml",
            "add:\n  goals:\n  - id: g9\n    nme: A goal\n",
            (4, 5),
            "description.unknown_key",
        ),
        ("a.yaml", "add:\n- levels: microsystem\n- 3\n", (3, 3), "edit.no_add"),
        ("a.rdfp", "TX .\nX <a:b> <a:b> <a:b> .\n", (2, 1), "edit.no_row"),
        ("a.rdfp", "A <a:b> <a:b> .\n", (1, 3), "description.no_rdf"),
        ("a.rdfp", "A _:b <a:b> <a:b> .\n", (1, 3), "edit.blank_node"),
        ("a.ttl", "<a:b> <a:b> <a:b> .", (None, None), "edit.no_patch"),
        ("a.ttl", "<a:b> <a:b> .", (1, 13), "description.no_rdf"),
        (
            "a.ttl",
            "PREFIX d: <http://datashapes.org/dash#> [] a d:GraphUpdate ; d:addedTriple [] .",
            (None, None),
            "edit.no_statement",
        ),
        ("a.bin", "\udcff", (None, None), "description.no_utf8"),
    ],
)
def test_what_is_wrong_in_a_file_has_its_place(
    knowledge_graph: KnowledgeGraph,
    draft: Description,
    name: str,
    content: str,
    place: tuple[int | None, int | None] | None,
    key: str,
) -> None:
    raw = content.encode(errors="surrogateescape")
    with pytest.raises(DescriptionError) as raised:
        knowledge_graph.edits.read_content(draft, raw, name=name)

    problem = raised.value.problems[0]
    assert key == problem.key
    assert name == problem.place.file
    if place is not None:
        assert place == (problem.place.line, problem.place.column)


def test_a_part_without_a_key_in_the_form_can_be_changed_in_rdf(
    knowledge_graph: KnowledgeGraph, draft: Description
) -> None:
    row = f'A <{CASE}{DRAFT}> <https://example.org/motto> "Learn"@en .'

    patch = knowledge_graph.edits.read_content(draft, row.encode(), name="a.rdfp")

    assert [ox.Literal("Learn", language="en")] == [one.object for one in patch.added]

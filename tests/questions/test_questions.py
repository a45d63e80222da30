"""The promise: every competency question is accounted for and answered as expected.

`expected/<stem>.tsv` holds each answer on the shipped cases to the examples of its parameters,
labels in English: column names, then rows in CURIE form. `pytest --update-golden` writes them
anew; read the diff.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import entail
from lhs_graph.errors import IllTypedParameterError, MissingParameterError, QuestionError
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.messages import languages
from lhs_graph.prefixes import read_prefixes, shortened
from lhs_graph.questions import QuestionRunner, ResultTable, Term
from lhs_graph.service import KnowledgeGraph
from lhs_graph.store import EmbeddedStore
from lhs_graph.terms import CASE, CONCEPT, LHS
from lhs_graph.vocabulary import Vocabulary

CATALOGUE = Catalogue.shipped()
PATHS = CATALOGUE.questions()
FOLDER = PATHS[0].parent
DRAFT = CATALOGUE.root / "cases/designs/reseau-regional-maladies-chroniques-esquisse.yaml"
EXPECTED = Path(__file__).parent / "expected"
USERS = {"R": "researcher", "P": "planner", "L": "publisher"}
GIVEN = {"precedents", "what-if", "versions", "check", "nothing"}
SILENT = {"false", "undocumented", "absent"}
REASONED = {"p05", "p06", "p07"}
"""Questions about what is not there: their rows are the answer whatever `state` says."""

Row = tuple[str, ...]
every_question = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@cache
def question(path: Path) -> QueryFile:
    return read_query_file(path)


def questions_with(name: str, *, required: bool) -> pytest.MarkDecorator:
    """The questions that take such a parameter; there must be some."""
    wanted = (name, required)
    found = [
        path
        for path in PATHS
        if wanted in {(one.name, one.required) for one in question(path).parameters}
    ]
    assert found, wanted
    return pytest.mark.parametrize("path", found, ids=lambda path: path.stem)


@cache
def others() -> Mapping[str, Any]:
    """What is said of the questions without a query."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        (FOLDER / "answered-by-gaps.yaml").read_text("utf-8")
    )
    return loaded


def examples(query: QueryFile, *, required_only: bool = False) -> dict[str, str]:
    return {
        one.name: one.example
        for one in query.parameters
        if one.name != "lang" and (one.required or not required_only)
    }


@cache
def prefixes() -> Mapping[str, str]:
    return read_prefixes(CATALOGUE.prefixes())


def cell(term: Term | None) -> str:
    if isinstance(term, ox.NamedNode):
        return shortened(term.value, prefixes())
    text = term.value if isinstance(term, (ox.Literal, ox.BlankNode)) else ""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def rows(table: ResultTable) -> list[Row]:
    return [tuple(cell(term) for term in row) for row in table.rows]


def only(names: Sequence[str], table: ResultTable) -> list[Row]:
    places = [table.columns.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in rows(table)]


def answering(query: QueryFile, table: ResultTable) -> list[dict[str, str]]:
    """The rows that say something, as opposed to those that say that nothing is reported."""
    named = [dict(zip(table.columns, row, strict=True)) for row in rows(table)]
    if query.id[:3] in REASONED:
        return named
    return [row for row in named if not {row.get("reported"), row.get("state")} & SILENT]


def test_every_number_is_accounted_for_exactly_once() -> None:
    counts = others()["numbers"]
    wanted = [f"{group}{n:02}" for group, most in counts.items() for n in range(1, most + 1)]
    found = [question(path).number or path.stem for path in PATHS] + list(others()["questions"])

    assert len(wanted) == 72
    assert sorted(wanted) == sorted(found)


def test_what_has_no_query_names_its_gap_kinds_or_another_answer() -> None:
    notations = {kind.notation for kind in Vocabulary.load(CATALOGUE).kinds.values()}

    for number, entry in others()["questions"].items():
        assert {"en", "fr"} == set(entry["question"]), number
        assert entry["basis"], number
        assert ("kinds" in entry) != ("answered_by" in entry), number
        assert set(entry.get("kinds", ())) <= notations, number
        assert entry.get("answered_by", "check") in GIVEN, number


@every_question
def test_a_header_keeps_the_form(path: Path) -> None:
    query = question(path)
    number = query.number or ""

    assert query.id.startswith(f"{number.lower()}-")
    assert query.user == USERS[number[0]]
    assert query.user in query.tags
    assert all(query.question[language].endswith("?") for language in ("en", "fr"))
    for name, texts in [
        *((one.name, one.description) for one in query.parameters),
        *((one.name, one.meaning) for one in query.columns),
    ]:
        assert {"en", "fr"} == set(texts), name
    assert all(one.example for one in query.parameters)
    assert query.basis


@every_question
def test_a_query_keeps_the_house_s_form(path: Path) -> None:
    body = "\n".join(line for line in path.read_text("utf-8").splitlines() if line[:2] != "#+")
    declared = re.findall(r"^PREFIX (\w+):", body, re.MULTILINE)
    text = re.sub(r"^PREFIX .*$", "", body, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w/<\"#:])([a-z-]+):[A-Za-z]", re.sub(r"<[^>]*>", "", text)))

    assert declared == sorted(used)
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|MINUS|EXISTS)\b|SELECT \*", text)
    assert re.search(r"^ORDER BY ", text, re.MULTILINE)
    assert len(body.strip().splitlines()) <= 60


def test_every_term_in_the_queries_is_declared() -> None:
    known = set(Vocabulary.load(CATALOGUE).links)

    for path in PATHS:
        text = path.read_text("utf-8").split("PREFIX", 1)[1]
        named = {f"{LHS}{name}" for name in re.findall(r"\blhs:([A-Za-z]+)", text)}
        named |= set(re.findall(rf"<({re.escape(CONCEPT)}[^>]+)>", text))
        assert named <= known, f"{path.name}: {sorted(named - known)}"


@every_question
def test_a_question_is_answered_as_expected(
    path: Path, knowledge_graph: KnowledgeGraph, *, update_golden: bool
) -> None:
    query = question(path)
    golden = EXPECTED / f"{path.stem}.tsv"

    table = knowledge_graph.ask(query.id, examples(query), "en")

    lines = ["\t".join(row) for row in [table.columns, *rows(table)]]
    if update_golden:
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert golden.read_text(encoding="utf-8").splitlines() == lines
    assert len(lines) > 1, "an answer says that nothing is reported; it is never an empty table"
    assert len(lines) == len(set(lines)), "no row comes twice"


def test_no_expected_answer_is_left_over() -> None:
    assert {path.stem for path in PATHS} == {path.stem for path in EXPECTED.glob("*.tsv")}


@every_question
def test_every_listed_case_gives_rows(path: Path, knowledge_graph: KnowledgeGraph) -> None:
    query = question(path)
    table = knowledge_graph.ask(query.id, examples(query, required_only=True), "en")
    column = next((name for name in ("case", "other") if name in table.columns), None)

    for slug in query.answers_from:
        if "case" in {one.name for one in query.parameters}:
            values = {**examples(query, required_only=True), "case": slug}
            assert answering(query, knowledge_graph.ask(query.id, values, "en")), slug
        else:
            assert column, path.stem
            cases = {row[column] for row in answering(query, table)}
            assert f"lhsd:case/{slug}" in cases, slug


@questions_with("case", required=False)
def test_a_case_left_out_is_every_case(path: Path, knowledge_graph: KnowledgeGraph) -> None:
    query = question(path)
    slug = examples(query)["case"]

    one = knowledge_graph.ask(query.id, {"case": slug}, "en")
    whole = knowledge_graph.ask(query.id, {}, "en")

    column = whole.columns.index("case")
    wanted = ox.NamedNode(f"{CASE}{slug}")
    assert one.rows == tuple(row for row in whole.rows if row[column] == wanted)
    assert len(whole.rows) > len(one.rows) > 0


def test_silence_is_absence_where_a_design_says_all() -> None:
    vocabulary = Vocabulary.load(CATALOGUE)
    design = DescriptionReader(CATALOGUE).read_file(DRAFT)
    store = ox.Store()
    stated = (*vocabulary.triples, *design.triples)
    for triple in (*stated, *entail(design.triples, vocabulary.axioms)):
        store.add(ox.Quad(*triple))
    queries = {query.id: query for query in map(question, PATHS)}
    runner = QuestionRunner(EmbeddedStore(store), queries, "test")

    for number in ("P05", "P06", "P07", "P27"):
        table = runner.run(number, {"case": DRAFT.stem})
        states = {row[-1] for row in rows(table)}
        assert "absent" in states, number
        assert "undocumented" not in states, number
    unknown = only(["kind"], runner.run("R28", {"case": DRAFT.stem}))
    assert {("lhs:CoreValue",)} == set(unknown), "the section that the design leaves open"


@questions_with("lang", required=False)
def test_labels_come_in_french(path: Path, knowledge_graph: KnowledgeGraph) -> None:
    query = question(path)
    english = knowledge_graph.ask(query.id, examples(query), "en")

    french = knowledge_graph.ask(query.id, examples(query), "fr")

    iris = [column.name for column in query.columns if column.kind == "iri"]
    assert sorted(only(iris, english)) == sorted(only(iris, french))
    (lang,) = (one for one in query.parameters if one.name == "lang")
    assert set(lang.choices) == set(languages())
    with pytest.raises(IllTypedParameterError, match="en, fr"):
        knowledge_graph.ask(query.id, {**examples(query), "lang": "de"}, "en")


@pytest.mark.parametrize("number", list(others()["questions"]))
def test_a_question_without_a_query_says_what_answers_it(
    number: str, knowledge_graph: KnowledgeGraph
) -> None:
    entry = others()["questions"][number]
    kinds = [f"<{CONCEPT}gap/{notation}>" for notation in sorted(entry.get("kinds", ()))]
    query = knowledge_graph.question(number)

    for language in languages():
        table = knowledge_graph.ask(number, {}, language)
        named = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        assert {cell(row["number"]) for row in named} == {number}
        assert query.question == entry["question"]
        assert [str(row["kind"]) for row in named if row["kind"]] == kinds
        assert all(row["kindLabel"] for row in named if row["kind"])
        (answer,) = {cell(row["answer"]) for row in named}
        assert all(f"--kind {notation}" in answer for notation in entry.get("kinds", ()))
        assert ("lhs " in answer) == (entry.get("answered_by") != "nothing")


def test_all_questions_can_be_asked_by_their_number(knowledge_graph: KnowledgeGraph) -> None:
    numbers = {query.number for query in knowledge_graph.questions.values()}
    silent = only(["number", "answerable"], knowledge_graph.ask("L08", {}, "en"))

    assert len(numbers) == 72
    assert {number for number, _ in silent} == numbers
    assert ("L09", "false") in silent


@every_question
def test_what_is_named_has_a_label(path: Path, knowledge_graph: KnowledgeGraph) -> None:
    query = question(path)
    names = {column.name for column in query.columns}
    pairs = [name for name in names if f"{name}Label" in names]

    for language in ("en", "fr"):
        table = knowledge_graph.ask(query.id, examples(query, required_only=True), language)
        for name in pairs:
            unnamed = [row for row in only([name, f"{name}Label"], table) if row[0] and not row[1]]
            assert not unnamed, f"{name} in {language}"


@every_question
def test_a_wrong_parameter_is_refused(path: Path, knowledge_graph: KnowledgeGraph) -> None:
    query = question(path)
    wrong = {"iri": "no case <at> all", "integer": "three", "date": "yesterday"}

    for one in query.parameters:
        if one.kind in wrong:
            values = {**examples(query), one.name: wrong[one.kind]}
            with pytest.raises(IllTypedParameterError):
                knowledge_graph.ask(query.id, values, "en")
        if one.required:
            values = {name: value for name, value in examples(query).items() if name != one.name}
            with pytest.raises(MissingParameterError):
                knowledge_graph.ask(query.id, values, "en")
    with pytest.raises(QuestionError):
        knowledge_graph.ask(query.id, {**examples(query), "nothing": "x"}, "en")


def test_the_readme_lists_every_question() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")

    for path in PATHS:
        query = question(path)
        assert f"| {query.number} | `{path.name}` | {query.summary['en']} |" in text
    for number, entry in others()["questions"].items():
        assert f"{number} {' '.join(entry.get('kinds', [entry.get('answered_by')]))}" in text

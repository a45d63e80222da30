"""Every kind of gap carries all that a report says of it, and the cases that fill its place."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import entail, read_axioms
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.prefixes import read_prefixes
from lhs_graph.terms import BASE, BIBO, CASE, CONCEPT, DCTERMS, LHS, RDF, RDFS, REFERENCE, SKOS
from lhs_graph.vocabulary import parse_turtle

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

CATALOGUE = Catalogue.shipped()
SCHEME = f"{BASE}scheme/gap"
STRONG = "reseau-apprenant-maladies-chroniques-exemplaire"
OUTER = "cadre-provincial-construit"
NUMBERS = {"V": 9, "P": 18, "C": 18, "S": 2, "O": 9, "L": 3}
NOTATIONS = [f"{letter}{n}" for letter, most in NUMBERS.items() for n in range(1, most + 1)]
CRITICAL = {"P": [1], "C": [1, 2, 10]}
MINOR = {
    "V": [1],
    "P": [2, 5, 6, 8, 10, 12, 15, 16, 17, 18],
    "C": [8, 9, 11, 12, 13, 14, 15, 16, 17, 18],
    "S": [1],
    "O": [4, 5, 6, 7, 9],
    "L": [1, 2, 3],
}
MISALIGNED = {
    "V": [2, 3, 4, 5, 6, 7, 8, 9],
    "P": [3, 4, 5, 6, 7, 8],
    "C": [3, 5, 7, 9, 10],
    "S": [2],
    "O": [2, 3, 8, 9],
    "L": [2, 3],
}
TEXTS = ("rationale", "messageTemplate", "remedy")
PLACES = CATALOGUE.precedent_queries()
REFUSED = re.compile(r"\b(MINUS|GRAPH|SERVICE|FROM|SELECT \*|NOT EXISTS)")


def kind(notation: str) -> str:
    return f"{CONCEPT}gap/{notation}"


def values(ontology: "Graph", notation: str, predicate: str) -> list[str]:
    return [value.value for value in ontology.objects(kind(notation), predicate)]


def among(notation: str, numbers: Mapping[str, Sequence[int]]) -> bool:
    return int(notation[1:]) in numbers.get(notation[0], ())


def severity(notation: str) -> str:
    if among(notation, CRITICAL):
        return "critical"
    return "minor" if among(notation, MINOR) else "major"


def nature(notation: str) -> str:
    return "misaligned" if among(notation, MISALIGNED) else "missing"


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@cache
def places() -> tuple[QueryFile, ...]:
    return tuple(read_query_file(path) for path in PLACES)


@cache
def vocabulary() -> tuple[ox.Triple, ...]:
    """Ontology and code lists."""
    return tuple(parse_turtle(CATALOGUE.ontology_modules()))


@cache
def stated() -> tuple[ox.Triple, ...]:
    """The strong design."""
    (path,) = (one for one in CATALOGUE.designs() if one.stem == STRONG)
    return DescriptionReader(CATALOGUE).read_file(path).triples


def within_outer() -> Iterable[ox.Triple]:
    """The strong design as part of a larger system, tied to it by a goal and by a community."""
    system, outer = (ox.NamedNode(f"{CASE}{slug}") for slug in (STRONG, OUTER))
    aim = ox.NamedNode(f"{outer.value}#aim")
    yield ox.Triple(system, ox.NamedNode(f"{LHS}isPartOfSystem"), outer)
    yield ox.Triple(outer, ox.NamedNode(f"{LHS}hasGoal"), aim)
    for subject, predicate, value in stated():
        assert isinstance(subject, ox.NamedNode)
        if predicate.value == f"{LHS}hasGoal":
            yield ox.Triple(value, ox.NamedNode(f"{LHS}alignsWithGoal"), aim)
        if predicate.value == f"{LHS}hasCommunity":
            yield ox.Triple(value, ox.NamedNode(f"{LHS}linksWithSystem"), outer)


def precedents(status: str) -> list[tuple[str, str]]:
    """Kind and node of every precedent in the strong design, were its record of that status."""
    name = ox.NamedNode(f"{LHS}recordStatus")
    told = ox.NamedNode(f"{CONCEPT}record-status/{status}")
    facts = [
        ox.Triple(one.subject, name, told) if one.predicate == name else one
        for one in (*stated(), *within_outer())
    ]
    store = ox.Store()
    both = (*facts, *entail(facts, read_axioms(vocabulary())), *vocabulary())
    store.extend(ox.Quad(*triple) for triple in both)
    found = []
    for query in places():
        answer = store.query(query.text)
        assert isinstance(answer, ox.QuerySolutions)
        found += [(row["kind"].value, row["node"].value) for row in answer]
    return found


def test_all_kinds_are_there_and_no_other(ontology: "Graph") -> None:
    iris = {kind(notation) for notation in NOTATIONS}

    assert len(iris) == 59
    assert iris == ontology.subjects(f"{LHS}GapKind")
    assert iris <= ontology.subjects(f"{SKOS}Concept")
    assert iris == {one.value for one in ontology.objects(SCHEME, f"{SKOS}hasTopConcept")}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_kind_says_everything_once(ontology: "Graph", notation: str) -> None:
    once = {
        f"{SKOS}notation": notation,
        f"{SKOS}inScheme": SCHEME,
        f"{SKOS}topConceptOf": SCHEME,
        f"{DCTERMS}source": f"{REFERENCE}menear-2019-framework",
        f"{LHS}gapNature": f"{CONCEPT}nature/{nature(notation)}",
        f"{LHS}severity": f"{CONCEPT}severity/{severity(notation)}",
    }

    assert once == {name: ", ".join(values(ontology, notation, name)) for name in once}
    assert set(ontology.texts(kind(notation), f"{BIBO}locator")) == {"en"}
    for name in ("concerns", "closedBy", "dependsOnSection"):
        assert values(ontology, notation, f"{LHS}{name}"), name


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_kind_has_every_text_in_both_languages(ontology: "Graph", notation: str) -> None:
    texts = {name: ontology.texts(kind(notation), f"{LHS}{name}") for name in TEXTS}
    label = ontology.texts(kind(notation), f"{SKOS}prefLabel")
    definition = ontology.texts(kind(notation), f"{SKOS}definition")

    assert label == ontology.texts(kind(notation), f"{RDFS}label")
    assert definition == ontology.texts(kind(notation), f"{RDFS}comment")
    for name, text in {"label": label, "definition": definition, **texts}.items():
        assert set(text) == {"en", "fr"}, name
        assert all(text.values()), name
    for text in (definition, *texts.values()):
        assert all(one.endswith(".") for one in text.values())


@pytest.mark.parametrize("notation", NOTATIONS)
def test_both_languages_of_a_message_fill_in_the_same_names(
    ontology: "Graph", notation: str
) -> None:
    message = ontology.texts(kind(notation), f"{LHS}messageTemplate")

    assert placeholders(message["en"]) == placeholders(message["fr"])
    assert "system" in placeholders(message["en"])


@pytest.mark.parametrize("notation", NOTATIONS)
def test_french_is_set_as_french_is(ontology: "Graph", notation: str) -> None:
    for name in TEXTS:
        text = ontology.texts(kind(notation), f"{LHS}{name}")["fr"]
        assert text.count("«\u00a0") == text.count("«") == text.count("»") == text.count("\u00a0»")
        assert text.count(":") == text.count("\u00a0:")
        assert "“" not in text


def test_no_two_kinds_share_a_text(ontology: "Graph") -> None:
    shared = []
    for predicate in (f"{SKOS}prefLabel", f"{SKOS}definition", f"{LHS}messageTemplate"):
        for language in ("en", "fr"):
            used = Counter(ontology.texts(kind(one), predicate)[language] for one in NOTATIONS)
            shared += [text for text, times in used.items() if times > 1]

    assert shared == []


@pytest.mark.parametrize("notation", NOTATIONS)
def test_what_a_kind_points_to_is_declared(ontology: "Graph", notation: str) -> None:
    pointed = {
        name: values(ontology, notation, f"{LHS}{name}")
        for name in ("concerns", "closedBy", "dependsOnSection")
    }
    sections = ontology.subjects(f"{LHS}DescriptionSection")

    for iri in (one for found in pointed.values() for one in found):
        assert ontology.objects(iri, f"{RDF}type"), iri
        assert set(ontology.texts(iri, f"{RDFS}label")) == {"en", "fr"}, iri
    assert set(pointed["dependsOnSection"]) <= sections
    assert all(iri.startswith(CONCEPT) for iri in pointed["concerns"])


def test_every_kind_names_a_place_and_every_place_is_named(ontology: "Graph") -> None:
    named = {one: values(ontology, one, f"{LHS}precedentPlace") for one in NOTATIONS}

    assert {one: stems for one, stems in named.items() if len(stems) != 1} == {}
    assert {query.id for query in places()} == {stem for (stem,) in named.values()}


@pytest.mark.parametrize("query", places(), ids=lambda query: query.id)
def test_a_place_query_keeps_to_the_house_form(query: QueryFile) -> None:
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    declared = re.findall(r"^PREFIX (\S+): <(\S+)>$", body, re.MULTILINE)
    columns = [column.name for column in query.columns]
    prefixes = read_prefixes(CATALOGUE.prefixes())

    assert sorted(declared) == declared
    assert all(prefixes[name] == iri for name, iri in declared)
    assert {name for name, _ in declared} == set(re.findall(r"\b([a-z]+):[A-Za-z]", body)) - {
        "https"
    }
    assert columns[:3] == ["kind", "case", "node"]
    assert columns[3:] == [name for name in ("about", "related", "end") if name in columns]
    order = body.rsplit("\nORDER BY ", 1)[1].split()
    assert sorted(order) == sorted(f"?{name}" for name in columns)
    assert order[0] == "?node", "sorting by what differs most is quick"
    assert f'?kind lhs:precedentPlace "{query.id}" .' in body
    assert REFUSED.search(body) is None
    assert query.text.count("\n") <= 60
    assert {"en", "fr"} == set(query.question)
    assert query.parameters == ()


def test_the_strong_design_would_fill_every_place_if_it_were_a_published_case() -> None:
    found = precedents("published-case")

    assert {kind(notation) for notation in NOTATIONS} == {one for one, _ in found}
    assert {node.split("#")[0] for _, node in found} == {f"{CASE}{STRONG}"}


def test_a_constructed_design_is_no_precedent() -> None:
    assert precedents("design") == []


def written(path: Path) -> Iterable[str]:
    """The names and texts in a module's code, its docstrings and texts of help left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told |= {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "help"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            yield node.value


def test_the_program_names_no_kind() -> None:
    files = sorted((CATALOGUE.root / "lhs_graph").glob("**/*.py"))
    notation = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(NOTATIONS)})(?![A-Za-z0-9])")

    named = {path.name: [one for one in written(path) if notation.search(one)] for path in files}

    assert len(named) > 50
    assert {name: words for name, words in named.items() if words} == {}

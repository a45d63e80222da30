"""One list of prefixes: every Turtle file, query, context and program constant agrees with it."""

import json
import re
from pathlib import Path

import pytest

from lhs_graph import terms
from lhs_graph.catalogue import Catalogue
from lhs_graph.prefixes import read_prefixes

_PREFIX_LINE = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_NAMES = {
    "BIBO": "bibo",
    "CONCEPT": "lhsc",
    "DCTERMS": "dcterms",
    "FOAF": "foaf",
    "LHS": "lhs",
    "OWL": "owl",
    "RDF": "rdf",
    "RDFS": "rdfs",
    "SHAPES": "lhss",
    "SKOS": "skos",
}


@pytest.fixture(scope="module")
def prefixes(catalogue: Catalogue) -> dict[str, str]:
    return dict(read_prefixes(catalogue.prefixes()))


def test_every_prefix_and_every_namespace_is_declared_once(prefixes: dict[str, str]) -> None:
    assert len(prefixes) >= 10
    assert len(set(prefixes.values())) == len(prefixes)


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_the_prefix_lines_of_files_agree_with_the_list(
    folder: str, catalogue: Catalogue, prefixes: dict[str, str]
) -> None:
    paths = sorted(
        path
        for path in (catalogue.root / folder).rglob("*")
        if path.suffix in {".ttl", ".rq", ".ru"}
    )

    wrong = [
        (path.name, prefix, namespace)
        for path in paths
        for prefix, namespace in _PREFIX_LINE.findall(path.read_text(encoding="utf-8"))
        if prefixes.get(prefix) != namespace
    ]

    assert paths != []
    assert wrong == []


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_prefix_lines_are_sorted_and_used(folder: str, catalogue: Catalogue) -> None:
    wrong = [
        path.name
        for path in sorted((catalogue.root / folder).rglob("*"))
        if path.suffix in {".ttl", ".rq", ".ru"} and not _is_tidy(path)
    ]

    assert wrong == []


def test_the_context_agrees_with_the_list(catalogue: Catalogue, prefixes: dict[str, str]) -> None:
    context = json.loads(catalogue.context().read_text(encoding="utf-8"))["@context"]
    declared = {
        term: value
        for term, value in context.items()
        if isinstance(value, str) and value.endswith(("/", "#"))
    }

    assert declared != {}
    assert declared == {term: prefixes.get(term) for term in declared}


@pytest.mark.parametrize(("constant", "prefix"), sorted(_NAMES.items()))
def test_the_programs_constants_agree_with_the_list(
    constant: str, prefix: str, prefixes: dict[str, str]
) -> None:
    assert getattr(terms, constant) == prefixes[prefix]


def _is_tidy(path: Path) -> bool:
    """Sorted, and each used: `xsd` too where a bare number or truth value stands for a literal."""
    text = path.read_text(encoding="utf-8")
    names = [prefix for prefix, _ in _PREFIX_LINE.findall(text)]
    body = re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\s]*>', " ", _PREFIX_LINE.sub("", text))
    used = {name for name in names if re.search(rf"(?<![\w:-]){re.escape(name)}:", body)}
    if re.search(r"\s(?:true|false|\d+)\s", body):
        used |= {"xsd"} & set(names)
    return names == sorted(used)

"""The root document says what FAIR checkers ask for, and modules import just what they use."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE, BIBO, DCTERMS, FOAF, LHS, OWL, RDFS

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

ROOT = f"{BASE}ontology"
MODULES = f"{ROOT}/module/"
VANN = "http://purl.org/vocab/vann/"
REQUIRED = (
    f"{BIBO}status",
    f"{DCTERMS}bibliographicCitation",
    f"{DCTERMS}created",
    f"{DCTERMS}creator",
    f"{DCTERMS}description",
    f"{DCTERMS}identifier",
    f"{DCTERMS}issued",
    f"{DCTERMS}license",
    f"{DCTERMS}modified",
    f"{DCTERMS}publisher",
    f"{DCTERMS}source",
    f"{DCTERMS}title",
    f"{FOAF}logo",
    f"{OWL}versionIRI",
    f"{OWL}versionInfo",
    f"{VANN}preferredNamespacePrefix",
    f"{VANN}preferredNamespaceUri",
    "https://schema.org/includedInDataCatalog",
)
GUIDANCE = {"https://schema.org/domainIncludes", "https://schema.org/rangeIncludes"}


@pytest.mark.parametrize("predicate", REQUIRED)
def test_the_root_has_what_fair_checkers_ask_for(ontology: "Graph", predicate: str) -> None:
    assert ontology.objects(ROOT, predicate) != []


def test_title_and_description_are_in_both_languages(ontology: "Graph") -> None:
    names = [
        ontology.subjects(f"{OWL}Ontology"),
        [f"{DCTERMS}title", f"{DCTERMS}description"],
    ]

    wrong = [
        (iri, name)
        for iri in sorted(names[0])
        for name in names[1]
        if set(ontology.texts(iri, name)) != {"en", "fr"}
    ]

    assert len(names[0]) >= 10
    assert wrong == []


def test_every_ontology_file_has_licence_and_creator(
    ontology: "Graph", alignments: "Graph"
) -> None:
    wrong = [
        (iri, name)
        for graph in (ontology, alignments)
        for iri in sorted(graph.subjects(f"{OWL}Ontology"))
        for name in ("license", "creator")
        if not graph.objects(iri, f"{DCTERMS}{name}")
    ]

    assert wrong == []


def test_only_the_root_has_a_version_and_it_is_the_projects(
    ontology: "Graph", catalogue: Catalogue
) -> None:
    project = catalogue.root / "pyproject.toml"
    if not project.is_file():
        pytest.skip("an installed package has no pyproject.toml")
    version = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]

    versioned = [
        iri
        for iri in ontology.subjects(f"{OWL}Ontology")
        if ontology.objects(iri, f"{OWL}versionIRI")
    ]

    assert versioned == [ROOT]
    assert ontology.texts(ROOT, f"{OWL}versionInfo") == {"": version}
    assert ontology.objects(ROOT, f"{OWL}versionIRI") == [ox.NamedNode(f"{ROOT}/{version}")]


def test_the_root_has_no_terms(catalogue: Catalogue) -> None:
    path = catalogue.prefixes().with_name("lhs.ttl")

    subjects = {quad.subject for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}

    assert subjects == {ox.NamedNode(ROOT)}


def test_the_root_imports_every_module_and_code_list_and_no_mapping(ontology: "Graph") -> None:
    imported = {str(value) for value in ontology.objects(ROOT, f"{OWL}imports")}
    present = {f"<{iri}>" for iri in ontology.subjects(f"{OWL}Ontology")} - {f"<{ROOT}>"}

    assert imported == present


def test_a_module_uses_only_terms_that_it_imports(module_graphs: Mapping[Path, "Graph"]) -> None:
    imports = {
        path.stem: _stems(graph.objects(f"{MODULES}{path.stem}", f"{OWL}imports"))
        for path, graph in module_graphs.items()
    }
    homes = {term: path.stem for path, graph in module_graphs.items() for term in _described(graph)}

    wrong = []
    for path, graph in module_graphs.items():
        allowed = _reachable(path.stem, imports)
        wrong += [(path.name, term) for term in _used(graph) if homes[term] not in allowed]

    assert len(homes) >= 100
    assert sorted(wrong) == []


def test_modules_import_downwards_only(module_graphs: Mapping[Path, "Graph"]) -> None:
    imports = {
        path.stem: _stems(graph.objects(f"{MODULES}{path.stem}", f"{OWL}imports"))
        for path, graph in module_graphs.items()
    }

    circles = [
        stem
        for stem, direct in imports.items()
        if any(stem in _reachable(one, imports) for one in direct)
    ]

    assert circles == []


def test_the_readme_lists_every_module_with_its_imports(
    module_graphs: Mapping[Path, "Graph"], catalogue: Catalogue
) -> None:
    readme = (catalogue.prefixes().parent / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)\.ttl` \|[^|]*\| ([^|]*) \|$", readme, re.MULTILINE))

    stated = {stem: set(re.findall(r"\w+", words)) for stem, words in rows.items()}
    stated["foreign"] = set()
    stated["disjointness"] = set(stated) - {"disjointness", "foreign"}

    assert stated == {
        path.stem: _stems(graph.objects(f"{MODULES}{path.stem}", f"{OWL}imports"))
        for path, graph in module_graphs.items()
    }


def _stems(values: list[ox.NamedNode | ox.Literal]) -> set[str]:
    return {value.value.removeprefix(MODULES) for value in values}


def _reachable(stem: str, imports: Mapping[str, set[str]]) -> set[str]:
    found = {stem}
    todo = [stem]
    while todo:
        fresh = imports[todo.pop()] - found
        found |= fresh
        todo.extend(fresh)
    return found


def _described(graph: "Graph") -> set[str]:
    quads = graph.store.quads_for_pattern(None, ox.NamedNode(f"{RDFS}isDefinedBy"), None)
    return {
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(LHS)
    }


def _used(graph: "Graph") -> set[str]:
    return {
        node.value
        for quad in graph.store
        if quad.predicate.value not in GUIDANCE
        for node in (quad.predicate, quad.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(LHS)
    }

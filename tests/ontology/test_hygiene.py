"""The promise: our files are free of the defects that the hygiene queries find, as each one can.

What a file mentions, or entails, is stated as `dcterms:references`, so that the text of queries and
of the program counts as use.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import Axioms, entail, read_axioms
from lhs_graph.headers import read_query_file
from lhs_graph.prefixes import read_prefixes
from lhs_graph.terms import BASE, DCTERMS, LHS
from lhs_graph.vocabulary import parse_turtle

_CATALOGUE = Catalogue.shipped()
_ROOT = _CATALOGUE.root
_QUERIES = sorted(_ROOT.glob("queries/hygiene/*.rq"))
_DIRTY = Path(__file__).parent / "hygiene"
_REFERENCES = ox.NamedNode(f"{DCTERMS}references")
_IRI = re.compile(rf"<({re.escape(BASE)}(?:ontology#|shapes#|concept/|scheme/)[^>\s]*[^>\s/#])>")
_PREFIXED = re.compile(r"(?<![\w:/])(lhs[cs]?):([A-Za-z]\w*)")
_IN_PROGRAM = re.compile(r"(?:\{LHS\}|\")([A-Za-z]+)\"")


@pytest.fixture(scope="module")
def everything() -> ox.Store:
    """Ontology, mappings, shapes and descriptions, with what each file mentions."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in _stated())
    store.extend(ox.Quad(*triple) for triple in _mentions())
    return store


def _stated() -> Iterator[ox.Triple]:
    ontology = sorted(_ROOT.glob("ontology/**/*.ttl"))
    assert ontology
    yield from parse_turtle(path for path in ontology if path != _CATALOGUE.prefixes())
    yield from parse_turtle(sorted(_ROOT.glob("shapes/**/*.ttl")))
    for path in _descriptions():
        yield from _read(path)


def _descriptions() -> list[Path]:
    return [path for path in sorted(_ROOT.glob("cases/**/*.yaml")) if "templates" not in path.parts]


def _read(path: Path) -> tuple[ox.Triple, ...]:
    """What the description states, and what is entailed: the types of its parts among it."""
    stated = DescriptionReader(_CATALOGUE).read_file(path).triples
    return (*stated, *entail(stated, _axioms()))


@cache
def _axioms() -> Axioms:
    return read_axioms(parse_turtle(_CATALOGUE.ontology_modules()))


def _mentions() -> Iterator[ox.Triple]:
    for folder in ("shapes", "ontology/concepts", "ontology/alignments"):
        for path in _ROOT.glob(f"{folder}/**/*.ttl"):
            yield from _references(path, _named_in(parse_turtle([path])))
    for path in _descriptions():
        yield from _references(path, _named_in(_read(path)))
    prefixes = read_prefixes(_CATALOGUE.prefixes())
    for path in _ROOT.glob("queries/**/*.r[qu]"):
        if path not in _QUERIES:
            text = path.read_text(encoding="utf-8")
            short = (prefixes[prefix] + name for prefix, name in _PREFIXED.findall(text))
            yield from _references(path, {*_IRI.findall(text), *short})
    declared = {term.removeprefix(LHS) for term in _declared()}
    for path in _ROOT.glob("lhs_graph/**/*.py"):
        words = set(_IN_PROGRAM.findall(path.read_text(encoding="utf-8"))) & declared
        yield from _references(path, {LHS + word for word in words})


def _declared() -> set[str]:
    subjects = (triple.subject for triple in parse_turtle(_CATALOGUE.ontology_modules()))
    return {one.value for one in subjects if isinstance(one, ox.NamedNode)}


def _named_in(triples: Iterable[ox.Triple]) -> set[str]:
    nodes = {node for triple in triples for node in (triple.predicate, triple.object)}
    return {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def _references(path: Path, iris: set[str]) -> Iterator[ox.Triple]:
    document = ox.NamedNode(f"{BASE}file/{path.relative_to(_ROOT).as_posix()}")
    for iri in sorted(iris):
        yield ox.Triple(document, _REFERENCES, ox.NamedNode(iri))


def _rows(store: ox.Store, query: Path) -> list[str]:
    answer = store.query(read_query_file(query).text)
    assert isinstance(answer, ox.QuerySolutions)
    return [" ".join(str(value) for value in row) for row in answer]


def test_there_is_a_dirty_graph_for_every_query() -> None:
    assert _QUERIES

    assert [one.stem for one in _QUERIES] == [one.stem for one in sorted(_DIRTY.glob("*.ttl"))]


@pytest.mark.parametrize("query", _QUERIES, ids=lambda path: path.stem)
def test_our_files_are_clean(everything: ox.Store, query: Path) -> None:
    rows = _rows(everything, query)

    assert not rows


@pytest.mark.parametrize("query", _QUERIES, ids=lambda path: path.stem)
def test_the_defect_is_found_in_a_dirty_graph(query: Path) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in parse_turtle([_DIRTY / f"{query.stem}.ttl"]))

    assert _rows(store, query)

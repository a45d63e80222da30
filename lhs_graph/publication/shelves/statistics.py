"""What VoID says of a release: how much there is of what, and the links to other vocabularies.

A statement that stands in two graphs is counted once, but in each of the two graphs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, cast

import pyoxigraph as ox

from lhs_graph.headers import read_query_file
from lhs_graph.prefixes import shortened
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import node, say
from lhs_graph.terms import BASE, RDF, SKOS

__all__ = ["partitions"]

_VOID: Final = "http://rdfs.org/ns/void#"
_PLACE: Final = f"{BASE}doc/void"
_MATCHES: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_LAST_PART: Final = re.compile(r"[^/#]*$")


def partitions(stock: Stock, dataset: str) -> Iterator[ox.Triple]:
    """The size of the dataset, its parts by class, property and graph, and its linksets.

    Its vocabularies are the namespaces of the properties and classes that are counted.
    """
    properties: Counter[str] = Counter()
    classes: dict[str, int] = {}
    for (name, kind), count in _counted(stock, "triples-by-property").items():
        properties[name] += count
        if kind:
            classes[kind] = count
    yield say(dataset, f"{_VOID}triples", ox.Literal(properties.total()))
    yield say(dataset, f"{_VOID}properties", ox.Literal(len(properties)))
    yield say(dataset, f"{_VOID}classes", ox.Literal(len(classes)))
    for name, count in properties.items():
        part = _part(stock, "property", name)
        yield say(dataset, f"{_VOID}propertyPartition", node(part))
        yield say(part, f"{_VOID}property", node(name))
        yield say(part, f"{_VOID}triples", ox.Literal(count))
    for name, count in classes.items():
        part = _part(stock, "class", name)
        yield say(dataset, f"{_VOID}classPartition", node(part))
        yield say(part, f"{_VOID}class", node(name))
        yield say(part, f"{_VOID}entities", ox.Literal(count))
    for space in {_space(stock, name) for name in (*properties, *classes)}:
        yield say(dataset, f"{_VOID}vocabulary", node(space))
    for (name, _), count in _counted(stock, "triples-by-graph").items():
        yield say(dataset, f"{_VOID}subset", node(name))
        yield say(name, f"{RDF}type", node(f"{_VOID}Dataset"))
        yield say(name, f"{_VOID}triples", ox.Literal(count))
    yield from _linksets(stock, dataset)


def _counted(stock: Stock, view: str) -> Mapping[tuple[str, str], int]:
    """The last column of a view by the one or two before it; the second is empty where unbound."""
    knowledge = stock.knowledge
    query = read_query_file(knowledge.catalogue.view(view)).text
    found: dict[tuple[str, str], int] = {}
    for row in cast("ox.QuerySolutions", knowledge.release.store.query(query)):
        *names, count = row
        iris = [one.value if isinstance(one, ox.NamedNode) else "" for one in names]
        found[iris[0], "".join(iris[1:])] = int(cast("ox.Literal", count).value)
    return found


def _linksets(stock: Stock, dataset: str) -> Iterator[ox.Triple]:
    """The links to each other vocabulary, by property; those among our own concepts are none."""
    for match in _MATCHES:
        name = node(f"{SKOS}{match}")
        quads = stock.knowledge.release.store.quads_for_pattern(None, name, None, ox.DefaultGraph())
        links = {quad.triple for quad in quads if isinstance(quad.object, ox.NamedNode)}
        spaces = Counter(
            _space(stock, one.object.value)
            for one in links
            if isinstance(one.object, ox.NamedNode) and not one.object.value.startswith(BASE)
        )
        for space, count in sorted(spaces.items()):
            part, target = _part(stock, f"links-{match}", space), _part(stock, "target", space)
            yield say(dataset, f"{_VOID}subset", node(part))
            yield say(part, f"{RDF}type", node(f"{_VOID}Linkset"))
            yield say(part, f"{_VOID}subjectsTarget", node(dataset))
            yield say(part, f"{_VOID}objectsTarget", node(target))
            yield say(part, f"{_VOID}linkPredicate", name)
            yield say(part, f"{_VOID}triples", ox.Literal(count))
            yield say(target, f"{RDF}type", node(f"{_VOID}Dataset"))
            yield say(target, f"{_VOID}uriSpace", space)


def _space(stock: Stock, iri: str) -> str:
    """The namespace of an IRI: one of the declared ones, else all but its last part."""
    declared = [one for one in stock.knowledge.prefixes.values() if iri.startswith(one)]
    return max(declared, key=len) if declared else _LAST_PART.sub("", iri)


def _part(stock: Stock, role: str, iri: str) -> str:
    """The IRI of a part of the description, which stays the same from release to release."""
    short = shortened(iri, stock.knowledge.prefixes)
    name = re.sub(r"[^A-Za-z0-9]+", "-", short.removeprefix("https://")).strip("-")
    return f"{_PLACE}#{role}-{name}"

"""Tasks that find what a release knows by name."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from lhs_api.rest.tasks.writing import Given, as_json, paged, told, write, write_page
from lhs_graph.directory import Directory, Entry, Hit
from lhs_graph.findings import NamedTerm
from lhs_graph.prefixes import shortened
from lhs_graph.publication.addresses import document_of
from lhs_graph.publication.library import Library
from lhs_graph.service import KnowledgeGraph
from lhs_graph.terms import BASE, CASE, FOAF, RDFS, slug_of

if TYPE_CHECKING:
    from lhs_api.tasks import Answer

__all__ = ["run_look_up", "run_search"]

_COLUMNS: Final = ("iri", "curie", "label", "matched", "types", "system")


def run_search(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """Terms whose labels hold all the words, a page of them."""
    hits = _directory(graph).search(str(given["q"]))
    language = str(given["lang"])
    rows = [_hit(hit, graph, language) for hit in paged(answer, given, hits)]
    write_page(answer, given, graph.data_version, rows, _COLUMNS)


def run_look_up(graph: KnowledgeGraph, given: Given, answer: "Answer") -> None:
    """Everything said of one term."""
    entry = _directory(graph).look_up(str(given["name"]))
    content = _entry(entry, graph, str(given["lang"]))
    write(answer, given, as_json({"data_version": graph.data_version, **content}))


def _directory(graph: KnowledgeGraph) -> Directory:
    shapes = graph.detectors.shapes.triples
    return Directory(
        graph.release, graph.vocabulary, graph.prefixes, shapes, partial(_published, graph)
    )


def _published(graph: KnowledgeGraph, iri: str) -> Iterator[ox.Quad]:
    """What the document of an IRI of ours says of it, at least its title; nothing of others'."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return
    address = document_of(iri.split("#", 1)[0])
    document = Library(graph).find(address) if address else None
    if document is None:
        return
    source = ox.NamedNode(f"{BASE}{document.address}")
    said = [one for one in document.triples if one.subject == node]
    for one in said:
        yield ox.Quad(one.subject, one.predicate, one.object, source)
    if said or iri not in (document.subject, source.value):
        return
    if document.subject != iri:
        yield ox.Quad(
            node, ox.NamedNode(f"{FOAF}primaryTopic"), ox.NamedNode(document.subject), source
        )
    for language, title in document.title.items():
        name = ox.Literal(title, language=language) if language else ox.Literal(title)
        yield ox.Quad(node, ox.NamedNode(f"{RDFS}label"), name, source)


def _hit(hit: Hit, graph: KnowledgeGraph, language: str) -> dict[str, Any]:
    return {
        "iri": hit.term.iri,
        "curie": shortened(hit.term.iri, graph.prefixes),
        "label": hit.term.label(language),
        "matched": hit.matched,
        "types": [told(one, language) for one in hit.types],
        "system": told(hit.system, language),
    }


def _entry(entry: Entry, graph: KnowledgeGraph, language: str) -> dict[str, Any]:
    iri = entry.term.iri
    return {
        "iri": iri,
        "curie": entry.curie,
        "label": entry.term.label(language),
        "labels": dict(entry.term.labels),
        "definition": dict(entry.definition),
        "types": [told(one, language) for one in entry.types],
        "case": slug_of(iri) if iri.startswith(CASE) else None,
        "deprecated": entry.deprecated,
        "replaced_by": [told(one, language) for one in entry.replaced_by],
        "graphs": list(entry.graphs),
        "statements": [
            {
                "property": shortened(one.property.iri, graph.prefixes),
                "label": one.property.label(language),
                "values": [_value(value, language) for value in one.values],
            }
            for one in entry.statements
        ],
    }


def _value(value: NamedTerm | ox.Literal, language: str) -> dict[str, Any]:
    if isinstance(value, NamedTerm):
        return {"iri": value.iri, "label": value.label(language)}
    if value.language:
        return {"value": value.value, "language": value.language}
    return {"value": value.value, "datatype": value.datatype.value}

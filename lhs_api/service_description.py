"""The SPARQL service description (W3C Recommendation, 21 March 2013) of a release's endpoint."""

from collections.abc import Iterator

import pyoxigraph as ox

from lhs_api.results import ROWS
from lhs_graph.publication.forms import RDF_FORMS
from lhs_graph.release import Release
from lhs_graph.serialization import serialized
from lhs_graph.terms import BASE, DCTERMS, RDF

__all__ = ["describe_service"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_GRAPH_STORE = "http://www.w3.org/TR/sparql11-http-rdf-update/"
_FORMATS = "http://www.w3.org/ns/formats/"


def describe_service(release: Release, endpoint: str, form: ox.RdfFormat) -> bytes:
    """The description in that form: language, features, result formats, and every named graph."""
    known = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "dcat": _DCAT, "dcterms": DCTERMS}
    prefixes = {**known, "lhsg": f"{BASE}graph/"}
    return serialized(_triples(release, endpoint), form, prefixes)


def _triples(release: Release, endpoint: str) -> Iterator[ox.Triple]:
    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{_SD}{name}")

    kind = ox.NamedNode(f"{RDF}type")
    service, dataset = ox.NamedNode(f"{BASE}sparql"), ox.NamedNode(f"{BASE}dataset")
    default = ox.NamedNode(f"{BASE}dataset#default-graph")
    yield ox.Triple(service, kind, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield ox.Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    for name in _result_formats():
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(f"{_FORMATS}{name}"))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    yield ox.Triple(default, kind, sd("Graph"))
    count = ox.Literal(release.manifest.counts["triples"])
    yield ox.Triple(default, ox.NamedNode(f"{_VOID}triples"), count)
    yield from _graph_store(dataset)
    for graph in sorted(release.store.named_graphs(), key=str):
        node = ox.BlankNode()
        yield ox.Triple(dataset, sd("namedGraph"), node)
        yield ox.Triple(node, kind, sd("NamedGraph"))
        yield ox.Triple(node, sd("name"), graph)


def _result_formats() -> Iterator[str]:
    """The names of all forms of answers; the engine has another namespace for one of them."""
    for kind in ROWS:
        form = ox.QueryResultsFormat.from_media_type(kind)
        if form is not None:
            yield form.iri.rpartition("/")[-1]
    for rdf in RDF_FORMS.values():
        yield rdf.iri.rpartition("/")[-1]


def _graph_store(dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """That graphs can be read by address; the vocabulary of descriptions has no term for it."""
    store = ox.NamedNode(f"{BASE}rdf-graph-store")
    yield ox.Triple(store, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{_DCAT}DataService"))
    yield ox.Triple(store, ox.NamedNode(f"{_DCAT}endpointURL"), store)
    yield ox.Triple(store, ox.NamedNode(f"{_DCAT}servesDataset"), dataset)
    yield ox.Triple(store, ox.NamedNode(f"{DCTERMS}conformsTo"), ox.NamedNode(_GRAPH_STORE))

"""A document as RDF: its statements in a profile, with what the document says of itself."""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import RDF_FORMS
from lhs_graph.publication.profiles import profiled
from lhs_graph.publication.statements import Statements, node, say
from lhs_graph.serialization import in_graph, serialized
from lhs_graph.terms import BASE, DCTERMS, FOAF, RDF

__all__ = ["document_rdf", "document_rdf_in"]

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_NAMED = (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS)
_DATASET = "http://rdfs.org/ns/void#inDataset"


def document_rdf(
    document: Document,
    kind: str,
    profile: str,
    statements: Statements,
    prefixes: Mapping[str, str],
) -> bytes:
    """The document in that media type; a graph keeps its name in TriG and N-Quads.

    In JSON-LD it has none, so that readers of one graph find the statements where they look.

    IRIs are as they are named, wherever the document is served.
    """
    ((_, content),) = document_rdf_in(document, (kind,), profile, statements, prefixes)
    return content


def document_rdf_in(
    document: Document,
    kinds: Iterable[str],
    profile: str,
    statements: Statements,
    prefixes: Mapping[str, str],
) -> Iterator[tuple[str, bytes]]:
    """Each of those media types with the document in it, put in order once for all of them."""
    triples = profiled(document, profile, statements)
    if document.graph is None:
        triples = (*_about(document), *triples)
    used = _used(triples, prefixes)
    for kind in kinds:
        form = RDF_FORMS[kind]
        if document.graph is not None and form in _NAMED:
            yield kind, serialized(in_graph(triples, document.graph), form, used)
        else:
            yield kind, serialized(triples, form, used)


def _about(document: Document) -> tuple[ox.Triple, ...]:
    """That this is a document about something else, where it is."""
    own = f"{BASE}{document.address}"
    if own == document.subject:
        return ()
    return (
        say(own, f"{RDF}type", node(f"{FOAF}Document")),
        say(own, f"{FOAF}primaryTopic", node(document.subject)),
        say(own, f"{DCTERMS}license", node(_LICENCE)),
        say(own, _DATASET, node(f"{BASE}dataset")),
    )


def _used(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> Mapping[str, str]:
    """The prefixes that shorten something in those triples."""
    iris = {
        term.value
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    stems = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris}
    return {key: space for key, space in prefixes.items() if space in stems}

"""A document as a host of files can say it: without the interfaces of a service."""

from dataclasses import replace

import pyoxigraph as ox

from lhs_graph.publication.addresses import is_of_service
from lhs_graph.publication.document import Document
from lhs_graph.terms import BASE

__all__ = ["without_service"]


def without_service(document: Document) -> Document:
    """The document without the statements that are about an interface of a service or lead to one.

    The content of a named graph stays as it is: it is part of the data, whose checksum tells that
    it is whole.
    """
    if document.graph is not None:
        return document
    kept = (
        triple
        for triple in document.triples
        if not (_is_of_service(triple.subject) or _is_of_service(triple.object))
    )
    return replace(document, triples=tuple(kept))


def _is_of_service(term: object) -> bool:
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(BASE):
        return False
    return is_of_service(term.value.removeprefix(BASE))

"""Where an IRI of ours is answered: its document, and the place in it.

An address is a path below the base, without a slash before it. Things of the world (systems, code
lists, concepts, references) are named apart from the documents about them, which lie under `doc/`;
what is a document itself (the ontology, shapes, queries, graphs) has the address that its name is.
"""

import re
from typing import Final
from urllib.parse import quote

from lhs_graph.messages import languages
from lhs_graph.publication.forms import IN_A_LANGUAGE, SUFFIXES
from lhs_graph.terms import BASE

__all__ = [
    "DOC",
    "address_of",
    "document_of",
    "is_of_service",
    "local_link",
    "see_other",
    "split_suffix",
]

DOC: Final = "doc/"

_SERVICE: Final = ("api/", "sparql", "openapi.json", "metrics")
_THINGS: Final = ("id/", "scheme/", "concept/")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~+%@-]+(?:/[A-Za-z0-9._~+%@-]+)*")
_SUFFIX: Final = re.compile(r"(?P<stem>.+)\.(?P<suffix>[a-z]+)")


def address_of(iri: str) -> str | None:
    """The path of an IRI below our base, without its fragment; None where it is not ours."""
    if not iri.startswith(BASE):
        return None
    path = iri.removeprefix(BASE).split("#", 1)[0]
    return path if not path or _SEGMENT.fullmatch(path) else None


def is_of_service(address: str) -> bool:
    """Whether the address is one of the interfaces of a running service, and no document's.

    >>> is_of_service("api/v1/queries"), is_of_service("sparql"), is_of_service("query")
    (True, True, False)
    """
    return address.startswith(_SERVICE)


def see_other(address: str) -> str | None:
    """The document about the thing of that address; None where the address is no thing's.

    >>> see_other("id/case/geisinger"), see_other("concept/pillar/social"), see_other("ontology")
    ('doc/case/geisinger', 'doc/concept/pillar/social', None)
    """
    for start in _THINGS:
        if address.startswith(start) and len(address) > len(start):
            return DOC + (address.removeprefix("id/") if start == "id/" else address)
    return None


def document_of(iri: str) -> str | None:
    """The address of the document that describes an IRI of ours; None where it is not ours."""
    address = address_of(iri)
    return address if address is None else see_other(address) or address


def local_link(iri: str, root: str) -> str | None:
    """The link to an IRI of ours, from a page whose way up to the base is `root`.

    >>> local_link("https://w3id.org/lhs-kg/id/case/geisinger#registry", "../../")
    '../../doc/case/geisinger#registry'
    """
    whole, mark, fragment = iri.partition("#")
    plain, question, asked = whole.partition("?")
    address = document_of(plain)
    if address is None:
        return None
    rest = f"{question}{quote(asked, safe='=&')}{mark}{quote(fragment)}"
    return f"{root}{quote(address, safe='/+~@')}{rest}" or "./"


def split_suffix(address: str) -> tuple[str, str | None, str | None]:
    """An address without its suffix, the suffix, and the language before it.

    Only a language of the site is one, and only before the suffix of a form that has a language.

    >>> split_suffix("doc/case/geisinger.fr.html"), split_suffix("ontology/0.1.0")
    (('doc/case/geisinger', 'html', 'fr'), ('ontology/0.1.0', None, None))
    >>> split_suffix("doc/case/geisinger.fr.ttl"), split_suffix("doc/case/geisinger.de.html")
    (('doc/case/geisinger.fr', 'ttl', None), ('doc/case/geisinger.de', 'html', None))
    """
    found = _SUFFIX.fullmatch(address)
    if found is None:
        return address, None, None
    stem, dot, language = found["stem"].rpartition(".")
    speaks = SUFFIXES.get(found["suffix"]) in IN_A_LANGUAGE
    if stem and dot and speaks and language in languages():
        return stem, found["suffix"], language
    return found["stem"], found["suffix"], None

"""An answer of a service, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from lhs_graph.messages import Words
from lhs_graph.quality.model import Expectation

__all__ = ["Answer", "complaint"]

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_IRI: Final = re.compile(r"[?]iri\b")


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name, and body; status 0 stands for another site's address."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def store(self) -> ox.Store | None:
        """The statements of the body; None where it is not RDF, not readable or empty."""
        form = ox.RdfFormat.from_media_type(self.media_type)
        if form is None:
            return None
        store = ox.Store()
        try:
            store.bulk_load(self.body, format=form)
        except (SyntaxError, ValueError, OSError):
            return None
        return store if len(store) else None

    @cached_property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode(errors="replace")


def complaint(iri: str, answer: Answer, expected: Expectation) -> Words | None:
    """The first thing that is not as expected; None where all is."""
    if answer.status != expected.status:
        return _words("status", status=answer.status, expected=expected.status)
    if expected.media_type and answer.media_type != expected.media_type:
        return _words("type", found=answer.media_type, expected=expected.media_type)
    return _about_headers(answer, expected) or _about_body(iri, answer, expected)


def _about_headers(answer: Answer, expected: Expectation) -> Words | None:
    for name, pattern in expected.headers.items():
        found = answer.headers.get(name.lower(), "")
        if not re.search(pattern, found):
            return _words("header", header=name, found=found, expected=pattern)
    for name in expected.absent:
        if name.lower() in answer.headers:
            return _words("header_present", header=name)
    return None


def _about_body(iri: str, answer: Answer, expected: Expectation) -> Words | None:
    if expected.method == "HEAD":
        return _words("body_of_head") if answer.body else None
    is_rdf = ox.RdfFormat.from_media_type(expected.media_type) is not None
    if (is_rdf or expected.holds) and answer.store is None:
        return _words("unreadable", expected=expected.media_type)
    if expected.holds and answer.store is not None and not _holds(iri, answer.store, expected):
        return _words("not_stated")
    wanted = expected.contains.replace("{fragment}", iri.partition("#")[2])
    return _words("not_contained", text=wanted) if wanted not in answer.text else None


def _holds(iri: str, store: ox.Store, expected: Expectation) -> bool:
    named = _IRI.search(expected.holds) is not None
    bound: dict[ox.Variable, _Term] = {ox.Variable("iri"): ox.NamedNode(iri)} if named else {}
    return bool(store.query(expected.holds, substitutions=bound, use_default_graph_as_union=True))


def _words(key: str, **facts: object) -> Words:
    return Words(f"quality.{key}", tuple(facts.items()))

"""What each type of problem means: the documents to which answers that report one point."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from lhs_graph.messages import keys
from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import in_all_languages
from lhs_graph.publication.statements import in_order, node, say
from lhs_graph.terms import BASE, RDF, RDFS, SKOS

__all__ = ["STATUSES", "Problems"]

_PREFIX: Final = "problem."

_TYPES_OF_STATUS: Final[Mapping[int, tuple[str, ...]]] = {
    400: (
        "ill-typed-parameter",
        "invalid-http",
        "malformed-query",
        "malformed-request",
        "missing-parameter",
        "missing-query",
        "preflight-refused",
        "unknown-parameter",
        "which-graph",
    ),
    403: ("feature-refused", "graph-not-published", "update-refused"),
    404: ("no-such-graph", "not-found"),
    405: ("method-not-allowed",),
    406: ("not-acceptable", "not-in-xml"),
    408: ("slow-body", "slow-headers"),
    410: ("version-dropped", "withdrawn"),
    413: (
        "answer-too-large",
        "query-of-too-many-parts",
        "query-too-chained",
        "query-too-deep",
        "query-too-long",
        "too-large",
    ),
    415: ("compressed-body",),
    421: ("host-not-served",),
    422: (
        "invalid-body",
        "no-change",
        "nothing-to-compare",
        "unclear-parts",
        "unreadable-costs",
        "unreadable-description",
    ),
    429: ("too-many-requests",),
    431: ("headers-too-large",),
    500: ("broken-installation", "check-looked-at-nothing", "failure"),
    502: ("no-answer-from-engine",),
    503: ("busy", "memory", "no-release", "timeout", "worker-died"),
}

STATUSES: Final[Mapping[str, int]] = {
    name: status for status, names in _TYPES_OF_STATUS.items() for name in names
}
"""The HTTP status of each type of problem that always has the same."""


@dataclass(frozen=True)
class Problems:
    """`problem/{name}` for each type, and the list of them at `problem`."""

    def addresses(self) -> Iterator[str]:
        """One for each type."""
        yield "problem"
        for name in _names():
            yield f"problem/{name}"

    def find(self, address: str) -> Document | None:
        """What the problem is called, what it comes from and what helps."""
        if address == "problem":
            items = [
                Listed(f"{BASE}problem/{one}", name=in_all_languages(f"{_PREFIX}{one}"))
                for one in _names()
            ]
            return listing("problem", "problems", items)
        name = address.removeprefix("problem/")
        if name == address or name not in _names():
            return None
        iri = f"{BASE}{address}"
        title = in_all_languages(f"{_PREFIX}{name}")
        about = in_all_languages(_about(name))
        texts = {f"{RDFS}label": title, f"{SKOS}definition": about}
        if name in STATUSES:
            status = in_all_languages("site.problem_status", status=STATUSES[name])
            texts[f"{SKOS}note"] = status
        triples = (
            say(iri, f"{RDF}type", node(f"{SKOS}Concept")),
            *(
                say(iri, key, ox.Literal(text, language=language))
                for key, by_language in texts.items()
                for language, text in by_language.items()
            ),
        )
        return Document(address, "problem", iri, in_order(triples), title=title, lead=about)


def _about(name: str) -> str:
    """The key of what explains the type: the detail of an answer where no fact stands in it."""
    own = f"{_PREFIX}{name}.about"
    return own if own in keys() else f"{_PREFIX}{name}.detail"


def _names() -> list[str]:
    """The types: the keys of the language files that name no part of one."""
    found = (key.removeprefix(_PREFIX) for key in keys() if key.startswith(_PREFIX))
    return [name for name in found if "." not in name]

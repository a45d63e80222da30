"""What each type of problem means: the documents to which answers that report one point."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.messages import keys
from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import in_all_languages
from lhs_graph.publication.statements import node, say
from lhs_graph.terms import BASE, RDF, RDFS, SKOS

__all__ = ["Problems"]

_PREFIX = "problem."


@dataclass(frozen=True)
class Problems:
    """`problem/{name}` for each type, and the list of them at `problem`."""

    def addresses(self) -> Iterator[str]:
        """One for each type."""
        yield "problem"
        for name in _names():
            yield f"problem/{name}"

    def find(self, address: str) -> Document | None:
        """What the problem is called."""
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
        triples = (
            say(iri, f"{RDF}type", node(f"{SKOS}Concept")),
            *(
                say(iri, f"{RDFS}label", ox.Literal(text, language=language))
                for language, text in title.items()
            ),
        )
        return Document(address, "problem", iri, triples, title=title)


def _names() -> list[str]:
    """The types: the keys of the language files that name no part of one."""
    found = (key.removeprefix(_PREFIX) for key in keys() if key.startswith(_PREFIX))
    return [name for name in found if "." not in name]

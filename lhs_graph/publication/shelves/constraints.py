"""The gap detectors that are queries, for any tool that knows SHACL-SPARQL."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.publication.constraints import (
    constraint_triples,
    constraints_of,
    links_to_shapes,
    measured_kinds,
)
from lhs_graph.publication.document import Document
from lhs_graph.publication.shelves.shelf import Stock, in_all_languages
from lhs_graph.publication.shelves.versions import version_of
from lhs_graph.publication.statements import in_order, node, say
from lhs_graph.terms import BASE, CONSTRAINTS, DCTERMS, OWL, RDF, RDFS, SHAPES

__all__ = ["Constraints"]

_ADDRESS = CONSTRAINTS.removeprefix(BASE)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Constraints:
    """`constraints`, of which the constraints are fragments."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """The one address."""
        yield _ADDRESS

    def find(self, address: str) -> Document | None:
        """All constraints as one document, with what detects the other kinds of gap."""
        if address != _ADDRESS:
            return None
        detectors = self.stock.knowledge.detectors
        path = self.stock.knowledge.catalogue.prefixes()
        declared = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
        triples = (
            *self._header(),
            *constraint_triples(constraints_of(detectors), declared),
            *links_to_shapes(detectors.shapes),
        )
        return Document(
            _ADDRESS,
            "constraints",
            CONSTRAINTS,
            in_order(triples),
            title=in_all_languages("site.constraints"),
            lead=in_all_languages("site.constraints_lead"),
        )

    def _header(self) -> Iterator[ox.Triple]:
        measured = measured_kinds(self.stock.knowledge.detectors)
        yield say(CONSTRAINTS, f"{RDF}type", node(f"{OWL}Ontology"))
        yield say(CONSTRAINTS, f"{OWL}versionInfo", version_of(self.stock.statements))
        yield say(CONSTRAINTS, f"{DCTERMS}license", node(_LICENCE))
        yield say(CONSTRAINTS, f"{RDFS}seeAlso", node(SHAPES.rstrip("#")))
        texts = [
            (f"{DCTERMS}title", in_all_languages("site.constraints")),
            (f"{RDFS}comment", in_all_languages("site.constraints_data")),
            (f"{RDFS}comment", in_all_languages("site.constraints_shapes")),
        ]
        if measured:
            comment = in_all_languages("site.constraints_measured", kinds=measured)
            texts.append((f"{RDFS}comment", comment))
        for name, by_language in texts:
            for language, text in by_language.items():
                yield say(CONSTRAINTS, name, ox.Literal(text, language=language))

"""Stored queries with their text, and the competency questions that they answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pyoxigraph as ox

from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.publication.document import Action, Document, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import in_order, node, say
from lhs_graph.terms import BASE, DCTERMS, LHS, RDF, RDFS

__all__ = ["CompetencyQuestions", "Queries"]

_QUERY = f"{BASE}query/"
_CQ = f"{BASE}cq/"
_QUESTION = "https://schema.org/Question"
_RUN = "api/v1/queries/"
_MANUAL = "api/docs#/queries/"


@dataclass(frozen=True)
class Queries:
    """`query/{id}`, also as text, and the list of them at `query`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each question with a query of its own, and each detector that is a query."""
        yield "query"
        for name in self._files:
            yield f"query/{name}"

    def find(self, address: str) -> Document | None:
        """The query with its description."""
        if address == "query":
            items = [
                Listed(f"{_QUERY}{one.id}", {"": _mark(one)}, one.question)
                for one in self._files.values()
            ]
            return listing("query", "queries", items)
        query = self._files.get(address.removeprefix("query/"))
        if query is None or not address.startswith("query/"):
            return None
        iri = f"{_QUERY}{query.id}"
        triples = in_order(self.stock.statements.about(iri))
        return Document(
            address,
            "query",
            iri,
            triples,
            title=query.question,
            lead=query.summary,
            text=query.text,
            actions=tuple(self._actions(query)),
        )

    def _actions(self, query: QueryFile) -> Iterator[Action]:
        """Where the service answers the query, if it does: detectors are no operations."""
        if query.id not in self.stock.knowledge.questions:
            return
        needed = {one.name: one.example for one in query.parameters if one.required}
        asked = f"?{urlencode(needed)}" if needed else ""
        yield Action("answer", f"{_RUN}{query.id}{asked}")
        yield Action("operation", f"{_MANUAL}query-{query.id}")

    @cached_property
    def _files(self) -> Mapping[str, QueryFile]:
        catalogue = self.stock.knowledge.catalogue
        paths = (*catalogue.questions(), *catalogue.gap_queries())
        return {query.id: query for query in map(read_query_file, sorted(paths))}


@dataclass(frozen=True)
class CompetencyQuestions:
    """`cq/{number}`, and the list of them at `cq`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """One for each question."""
        yield "cq"
        for number in self._questions:
            yield f"cq/{number}"

    def find(self, address: str) -> Document | None:
        """The question, and what answers it."""
        if address == "cq":
            items = [
                Listed(f"{_CQ}{key}", one.question, {"": key})
                for key, one in self._questions.items()
            ]
            return listing("cq", "competency-questions", items)
        number = address.removeprefix("cq/")
        question = self._questions.get(number)
        if question is None or number == address:
            return None
        iri = f"{_CQ}{number}"
        said = [
            say(iri, f"{RDF}type", node(_QUESTION)),
            say(iri, f"{DCTERMS}identifier", number),
            say(iri, f"{LHS}answersCompetencyQuestion", number),
            *(
                say(iri, f"{RDFS}{name}", ox.Literal(text, language=language))
                for language, text in question.question.items()
                for name in ("label", "comment")
            ),
        ]
        if question.basis:
            said.append(say(iri, f"{DCTERMS}source", ox.Literal(question.basis, language="en")))
        own = f"{_QUERY}{question.id}"
        if self.stock.statements.has(own):
            said.append(say(iri, f"{RDFS}seeAlso", node(own)))
        triples = in_order((*said, *self.stock.statements.about(iri)))
        title = dict.fromkeys(question.question, number)
        return Document(address, "competency-question", iri, triples, title, question.question)

    @cached_property
    def _questions(self) -> Mapping[str, QueryFile]:
        found = self.stock.knowledge.questions.values()
        return {one.number: one for one in found if one.number}


def _mark(query: QueryFile) -> str:
    """The number of the question that a query answers, or the kind of gap that it detects."""
    return query.number or query.detects or ""

"""The catalogued queries as RDF, derived from their headers: the `queries` graph of a release.

Questions and detectors are SHACL executables with their text, so that SPARQL tools can list and run
them. Competency questions without a query of their own are there too, with what answers them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import yaml

from lhs_graph.errors import HeaderInvalidError
from lhs_graph.headers import QueryFile
from lhs_graph.messages import languages, sentence
from lhs_graph.terms import BASE, DCTERMS, LHS, RDF, RDFS, SKOS, concept

__all__ = [
    "AnsweredElsewhere",
    "as_query",
    "describe_answered_elsewhere",
    "describe_queries",
    "read_answered_elsewhere",
]

_SH = "http://www.w3.org/ns/shacl#"
_SCHEMA = "https://schema.org/"
_NUMBER = "_number_string"


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere:
    """A competency question without a query of its own: gap kinds or another answer stand for it.

    `answered_by` is the word for that answer; it is empty where the gap `kinds` answer.
    """

    number: str
    question: Mapping[str, str]
    basis: str
    kinds: tuple[str, ...] = ()
    answered_by: str = ""

    @property
    def is_answered(self) -> bool:
        """False where nothing answers it yet."""
        return bool(self.kinds) or self.answered_by != "nothing"

    def answer(self, language: str) -> str:
        """What answers it, with the command to give, or why nothing does."""
        chosen = " ".join(f"--kind {kind}" for kind in self.kinds)
        key = self.answered_by or "kinds"
        return sentence(f"question.answered_by_{key}", language, kinds=chosen)


def read_answered_elsewhere(path: Path) -> tuple[AnsweredElsewhere, ...]:
    """The questions that have no query of their own, by their number.

    Raises:
        HeaderInvalidError: the file does not say for one of them what answers it.
    """
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = [
            AnsweredElsewhere(
                number=number,
                question=entry["question"],
                basis=entry["basis"],
                kinds=tuple(entry.get("kinds", ())),
                answered_by=entry.get("answered_by", ""),
            )
            for number, entry in loaded["questions"].items()
        ]
    except (TypeError, KeyError, AttributeError) as error:
        raise HeaderInvalidError(file=path.name, detail=str(error)) from error
    return tuple(sorted(found, key=lambda one: one.number))


def as_query(entry: AnsweredElsewhere, view: QueryFile, user: str) -> QueryFile:
    """The question as one that can be asked: `view` tells what answers it, its number is fixed."""
    return replace(
        view,
        id=entry.number.lower(),
        number=entry.number,
        user=user,
        question=entry.question,
        basis=entry.basis,
        parameters=tuple(one for one in view.parameters if one.variable != _NUMBER),
        fixed={_NUMBER: entry.number},
    )


def describe_queries(queries: Iterable[QueryFile]) -> Iterator[ox.Triple]:
    """The triples that describe those queries."""
    for query in queries:
        node = ox.NamedNode(f"{BASE}query/{query.id}")

        def say(
            name: str, value: ox.NamedNode | ox.Literal, node: ox.NamedNode = node
        ) -> ox.Triple:
            return ox.Triple(node, ox.NamedNode(name), value)

        yield say(f"{RDF}type", ox.NamedNode(f"{_SH}SPARQLExecutable"))
        yield say(f"{RDF}type", ox.NamedNode(f"{_SH}SPARQLSelectExecutable"))
        yield say(f"{_SH}select", ox.Literal(query.text))
        for language, text in query.summary.items():
            yield say(f"{DCTERMS}title", ox.Literal(text, language=language))
        for language, text in query.question.items():
            yield say(f"{RDFS}label", ox.Literal(text, language=language))
            yield say(f"{RDFS}comment", ox.Literal(text, language=language))
        yield say(f"{_SCHEMA}target", ox.NamedNode(f"{BASE}sparql"))
        for tag in query.tags:
            yield say(f"{_SCHEMA}keywords", ox.Literal(tag))
        if query.number:
            yield say(f"{LHS}answersCompetencyQuestion", ox.Literal(query.number))
        if query.detects:
            yield say(f"{LHS}detects", ox.NamedNode(concept("gap", query.detects)))


def describe_answered_elsewhere(entries: Iterable[AnsweredElsewhere]) -> Iterator[ox.Triple]:
    """The triples that name those questions and note what answers them, or why nothing does yet.

    What answers is a `skos:note`, what is missing a `skos:editorialNote`.
    """
    for entry in entries:
        node = ox.NamedNode(f"{BASE}cq/{entry.number}")
        noted = ox.NamedNode(f"{SKOS}note" if entry.is_answered else f"{SKOS}editorialNote")
        yield ox.Triple(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{_SCHEMA}Question"))
        number = ox.Literal(entry.number)
        yield ox.Triple(node, ox.NamedNode(f"{DCTERMS}identifier"), number)
        yield ox.Triple(node, ox.NamedNode(f"{LHS}answersCompetencyQuestion"), number)
        for language in languages():
            answer = ox.Literal(entry.answer(language), language=language)
            yield ox.Triple(node, noted, answer)
        for language, text in entry.question.items():
            said = ox.Literal(text, language=language)
            yield ox.Triple(node, ox.NamedNode(f"{RDFS}label"), said)
            yield ox.Triple(node, ox.NamedNode(f"{RDFS}comment"), said)
        for kind in entry.kinds:
            yield ox.Triple(
                node, ox.NamedNode(f"{RDFS}seeAlso"), ox.NamedNode(concept("gap", kind))
            )

"""Catalogued questions with typed, bound parameters, and free SPARQL: both give a table of terms.

Parameters are bound as terms, never pasted into the text; an optional one that is not given stays a
variable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from lhs_graph.errors import (
    IllTypedParameterError,
    MalformedQueryError,
    MissingParameterError,
    UnknownQuestionError,
)
from lhs_graph.findings import in_language
from lhs_graph.headers import Parameter, QueryFile
from lhs_graph.messages import DEFAULT_LANGUAGE, Words
from lhs_graph.sparql_text import refused_features
from lhs_graph.store import GraphStore, Solutions, Term
from lhs_graph.vocabulary import nearest

__all__ = ["QuestionRunner", "ResultTable", "Term", "run_query"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_IRI = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*$")
_WORD = re.compile(r"^[A-Za-z0-9][A-Za-z0-9/_.#-]*$")


@dataclass(frozen=True, slots=True)
class ResultTable:
    """An answer.

    Columns in order, rows of terms (None where a column is empty), and the query's title.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    title: str = ""
    data_version: str = ""


@dataclass(frozen=True)
class QuestionRunner:
    """Runs catalogued questions on one store."""

    store: GraphStore
    questions: Mapping[str, QueryFile]
    data_version: str

    def question(self, name: str) -> QueryFile:
        """The question of that name.

        Its id, its number (`R01`), or the beginning of its id if only one has it.

        Raises:
            UnknownQuestionError: none or several have it.
        """
        if name in self.questions:
            return self.questions[name]
        wanted = name.lower()
        found = [
            query for query in self.questions.values() if (query.number or "").lower() == wanted
        ]
        found = found or [query for query in self.questions.values() if wanted in query.id]
        if len(found) == 1:
            return found[0]
        words = [query.id for query in found] or list(self.questions)
        raise UnknownQuestionError(name=name, nearest=nearest(wanted, words))

    def run(
        self, name: str, values: Mapping[str, str], language: str = DEFAULT_LANGUAGE
    ) -> ResultTable:
        """The answer to one question.

        Args:
            name: as for `question`.
            values: parameter values as text; a short word of an IRI parameter is completed with its
                base.
            language: the language of labels, where the question takes one and `values` does not
                say.

        Raises:
            UnknownQuestionError: see `question`.
            MissingParameterError: a required parameter has no value.
            IllTypedParameterError: a value is not of its kind, or the question has no such
                parameter.
        """
        query = self.question(name)
        known = {parameter.name for parameter in query.parameters}
        for extra in sorted(set(values) - known):
            taken = ", ".join(sorted(known)) or "–"
            detail = Words("question.takes", (("question", query.id), ("parameters", taken)))
            raise IllTypedParameterError(name=extra, value=values[extra], detail=detail)
        bound: dict[str, ox.NamedNode | ox.Literal] = {
            variable: ox.Literal(value) for variable, value in query.fixed.items()
        }
        for parameter in query.parameters:
            value = values.get(parameter.name, parameter.default)
            if parameter.name == "lang" and "lang" not in values:
                value = language
            if value is not None:
                bound[parameter.variable] = _term(parameter, value)
            elif parameter.required:
                raise MissingParameterError(
                    question=query.id, name=parameter.name, example=parameter.example
                )
        answer = self.store.select(query.text, bound)
        title = in_language(query.summary, language)
        return ResultTable(answer.columns, answer.rows, title, self.data_version)


def run_query(
    store: GraphStore, text: str, prefixes: Mapping[str, str]
) -> ResultTable | tuple[ox.Triple, ...] | bool:
    """The answer to a free SPARQL query over the union of all graphs.

    A table, triples, or a truth value.

    Prefixes of the project are predeclared. What would reach out or write is refused.

    Raises:
        MalformedQueryError: the query cannot be parsed, or asks for what is refused.
    """
    refused = refused_features(text)
    if refused:
        detail = Words("question.refused", (("features", ", ".join(refused)),))
        raise MalformedQueryError(detail=detail)
    answer = store.query(text, prefixes)
    if isinstance(answer, Solutions):
        return ResultTable(answer.columns, answer.rows)
    return answer


def _term(parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    """The typed term of a parameter's value."""
    if parameter.choices and value not in parameter.choices:
        detail = Words("question.choose", (("choices", ", ".join(parameter.choices)),))
        raise IllTypedParameterError(name=parameter.name, value=value, detail=detail)
    if parameter.kind == "iri":
        return _iri(parameter, value)
    if parameter.kind == "string":
        return ox.Literal(value)
    if not _READABLE[parameter.kind](value):
        raise _ill_typed(parameter, value)
    return ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}{parameter.kind}"))


def _iri(parameter: Parameter, value: str) -> ox.NamedNode:
    word = parameter.base and _WORD.match(value)
    if not word and not _IRI.match(value):
        raise _ill_typed(parameter, value)
    try:
        return ox.NamedNode(value if _IRI.match(value) else f"{parameter.base}{value}")
    except ValueError as error:
        raise _ill_typed(parameter, value) from error


def _ill_typed(parameter: Parameter, value: str) -> IllTypedParameterError:
    detail = Words(f"question.give_{parameter.kind}", (("example", parameter.example),))
    return IllTypedParameterError(name=parameter.name, value=value, detail=detail)


def _is_integer(value: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]{1,18}", value) is not None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_READABLE: Final = MappingProxyType({"integer": _is_integer, "date": _is_date})

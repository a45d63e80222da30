"""Examples in each language: from our own templates, and of real answers that were recorded.

What takes work to answer is not answered for the sake of an example: `recorded.json` and
`recorded_questions.json` hold the beginnings of real answers, which a test compares with those of
a running service. The columns of each stored question are its own, and so is its example.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from lhs_api.problems import of_error
from lhs_api.rest.forms import SYNTAX
from lhs_api.rest.tasks.parts import COSTS, DESCRIPTION
from lhs_graph.check import Checker
from lhs_graph.description import Description
from lhs_graph.errors import DescriptionError
from lhs_graph.messages import languages
from lhs_graph.report.rows import report_data
from lhs_graph.service import KnowledgeGraph

__all__ = ["Examples", "example_names", "names_of_form", "names_of_question"]

_FINDINGS: Final = 2
"""So many findings show what one looks like."""
_JSON: Final = "application/json"
_ANSWERS: Final = "recorded_questions"
_DESCRIPTION: Final = "Description"
_CHANGES: Final[Mapping[str, str]] = {
    "en": "supports: {id: data-dictionary, name: Data dictionary, elements: [data-infrastructure]}",
    "fr": "supports: {id: dictionnaire, name: Dictionnaire, elements: [data-infrastructure]}",
}
_PARTS: Final = ((DESCRIPTION,), (DESCRIPTION, COSTS))
"""Of what the forms are made that operations take."""
_COSTS: Final = "default: 1\nSupport: 5\nelement/ethics-review-board: 8\nconnectsTo: 0.5\n"


def example_names(schema: str, kind: str) -> dict[str, str]:
    """The names of the examples, by language, for what has that schema in that type; often none.

    The text forms of a description have no schema of their own; YAML and RDF stand for it.
    """
    if kind in SYNTAX and schema == _DESCRIPTION:
        stem = f"{_DESCRIPTION}-{SYNTAX[kind]}"
    elif kind == _JSON and (schema in _MADE or schema in _recorded()):
        stem = schema
    else:
        return {}
    return {language: f"{stem}-{language}" for language in languages()}


def names_of_form(parts: Iterable[str]) -> dict[str, str]:
    """The names of the examples of a form of those parts, by language."""
    return {language: f"Form-{'-'.join(parts)}-{language}" for language in languages()}


def names_of_question(question: str) -> dict[str, str]:
    """The names of the examples of the JSON that answers a stored question, by language."""
    if question not in _recorded(_ANSWERS):
        return {}
    return {language: f"query-{question}-{language}" for language in languages()}


@dataclass(frozen=True)
class Examples:
    """The examples of one knowledge graph."""

    graph: KnowledgeGraph

    @cached_property
    def all(self) -> dict[str, Any]:
        """Every example by its name."""
        found: dict[str, Any] = {}
        for language in languages():
            for kind in SYNTAX:
                name = example_names(_DESCRIPTION, kind)[language]
                found[name] = {"value": self._written(language, kind)}
            for parts in _PARTS:
                told = {DESCRIPTION: self._text(language), COSTS: _COSTS}
                value = {part: told[part] for part in parts}
                found[names_of_form(parts)[language]] = {"value": value}
            for schema, make in _MADE.items():
                name = example_names(schema, _JSON)[language]
                found[name] = {"value": make(self, language)}
            for schema, answers in _recorded().items():
                found[example_names(schema, _JSON)[language]] = {"value": answers[language]}
            for question, answers in _recorded(_ANSWERS).items():
                found[names_of_question(question)[language]] = {"value": answers[language]}
        return dict(sorted(found.items()))

    def in_each(self, made: Callable[[str], Any]) -> dict[str, Any]:
        """One example a language."""
        return {language: {"value": made(language)} for language in languages()}

    def unreadable(self, language: str) -> dict[str, Any]:
        """The problem of a description that cannot be read, with places.

        Raises:
            AssertionError: it could be read, so that it is no example.
        """
        try:
            self.graph.reader.read(b"id: a-name\ngoals:\n- nome: x\n", name="description")
        except DescriptionError as error:
            return of_error(error, language).members(language)
        raise AssertionError

    def report(self, language: str) -> dict[str, Any]:
        """The report on the template, with its first findings."""
        data = report_data(self._checker.check(self._templates[language]), language)
        return {**data, "findings": data["findings"][:_FINDINGS]}

    def change(self, language: str) -> dict[str, Any]:
        """A change to the template."""
        return {"target": self.document(language), "add": [_CHANGES[language]]}

    def versions(self, language: str) -> dict[str, Any]:
        """The template and a described system."""
        return {"old": self.document(language), "new": {"case": self._case}}

    def comparison(self, language: str) -> dict[str, Any]:
        """The template beside a described system."""
        return {"systems": [self.document(language), {"case": self._case}]}

    def document(self, language: str) -> dict[str, str]:
        """The template as a document in JSON."""
        return {"content": self._text(language), "type": "application/yaml"}

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.graph.detectors, self.graph.version)

    @cached_property
    def _templates(self) -> Mapping[str, Description]:
        return {
            language: self.graph.reader.read(self._text(language).encode(), name="description")
            for language in languages()
        }

    @property
    def _case(self) -> str:
        return next(iter(self.graph.release.blocks))

    def _text(self, language: str) -> str:
        return self.graph.catalogue.template(language).read_text(encoding="utf-8")

    def _written(self, language: str, kind: str) -> Any:  # noqa: ANN401  any JSON
        if SYNTAX[kind] == "yaml":
            return self._text(language)
        text = self.graph.reader.write(self._templates[language], SYNTAX[kind]).decode()
        return json.loads(text) if SYNTAX[kind] == "jsonld" else text


_MADE: Final[Mapping[str, Callable[[Examples, str], Any]]] = {
    "ChangeRequest": Examples.change,
    "ComparisonRequest": Examples.comparison,
    "Report": Examples.report,
    "VersionsRequest": Examples.versions,
}
"""How the example of each schema is made."""


@cache
def _recorded(name: str = "recorded") -> Mapping[str, Mapping[str, Any]]:
    """The beginnings of real answers, by schema or question and by language."""
    text = files("lhs_api.rest").joinpath(f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)
    return loaded

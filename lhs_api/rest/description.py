"""OpenAPI in each language: what FastAPI knows of the operations, with our texts and examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from lhs_api.problems import MEDIA_TYPE, ProblemError
from lhs_api.rest.examples import Examples, example_names, names_of_form, names_of_question
from lhs_api.rest.forms import MULTIPART
from lhs_api.rest.schemas import schemas
from lhs_graph.findings import in_language
from lhs_graph.messages import sentence
from lhs_graph.service import KnowledgeGraph

__all__ = ["Describer"]

_TAGS: Final = ("check", "compare", "cases", "gaps", "collection", "queries", "terms", "service")
_JSON: Final = "application/json"
_QUERY: Final = "query-"
_UNREADABLE: Final = "422"
_REFERENCE: Final = "#/components/schemas/"
_PROBLEMS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "400": ("unknown-parameter", {"name": "limt", "known": "lang, format, offset, limit"}),
    "404": ("not-found", {"path": "/api/v1/cases/nowhere"}),
    "406": ("not-acceptable", {"types": "application/json, text/csv"}),
    "408": ("slow-body", {"seconds": 30}),
    "413": ("too-large", {"most": 5_000_000}),
    "415": ("unsupported-type", {"types": "application/yaml, text/turtle"}),
    "429": ("too-many-requests", {"seconds": 1}),
    "431": ("headers-too-large", {"most": 32_768}),
    "503": ("busy", {}),
}
"""The problem that stands as an example of each status."""


@dataclass
class Describer:
    """Makes the document of each language when it is first asked for, and keeps it.

    `root` is the path below which a proxy serves the service, without the slash at its end.
    """

    app: FastAPI
    graph: KnowledgeGraph
    root: str
    _made: dict[str, dict[str, Any]] = field(default_factory=dict)

    def document(self, language: str) -> dict[str, Any]:
        """The document in that language."""
        if language not in self._made:
            self._made[language] = self._make(language)
        return self._made[language]

    def as_json(self, language: str) -> bytes:
        """The same as JSON."""
        text = json.dumps(self.document(language), ensure_ascii=False, indent=2)
        return f"{text}\n".encode()

    def _make(self, language: str) -> dict[str, Any]:
        document = get_openapi(
            title=sentence("manual.title", language),
            version=self.graph.version,
            summary=sentence("manual.summary", language),
            description=sentence("manual.description", language),
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            routes=self.app.routes,
            servers=[{"url": self.root}] if self.root else None,
            tags=[
                {"name": name, "description": sentence(f"manual.tag.{name}", language)}
                for name in _TAGS
            ],
        )
        examples = Examples(self.graph)
        document["components"] = {
            "schemas": schemas(),
            "responses": _problems(examples, language),
            "examples": examples.all,
        }
        for operation in _operations(document):
            self._describe(operation, language)
            _refer(operation)
        return document

    def _describe(self, operation: dict[str, Any], language: str) -> None:
        name = operation["operationId"]
        texts: Mapping[str, str] = {}
        if name.startswith(_QUERY):
            query = self.graph.questions[name.removeprefix(_QUERY)]
            number = f"{query.number} · " if query.number else ""
            operation["summary"] = f"{number}{in_language(query.question, language)}"
            told = {"summary": query.summary, "basis": query.basis}
            operation["description"] = sentence("manual.query", language, **told)
            texts = {one.name: one.description.get(language, "") for one in query.parameters}
        else:
            operation["summary"] = sentence(f"manual.{name}", language)
            operation["description"] = sentence(f"manual.{name}.description", language)
        for parameter in operation.get("parameters", []):
            # a parameter's description in the code, if it has one, is the key of its text
            key = f"manual.parameter.{parameter.get('description', parameter['name'])}"
            parameter["description"] = texts.get(parameter["name"]) or sentence(key, language)
            parameter["schema"] = _plain(parameter["schema"])
        for status in ("200", "304"):
            if status in operation["responses"]:
                said = sentence(f"manual.status.{status}", language)
                operation["responses"][status]["description"] = said


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a parameter without what only says that it may be left out."""
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    given: dict[str, Any] = next(
        (one for one in schema.get("anyOf", ()) if one != {"type": "null"}), {}
    )
    return {**given, **rest}


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            unread = responses.get(_UNREADABLE, {}).get("content", {})
            if MEDIA_TYPE not in unread:
                responses.pop(_UNREADABLE, None)
            yield operation


def _problems(examples: Examples, language: str) -> dict[str, Any]:
    """The problems of operations by status, each with an example in every language."""
    found = {
        status: examples.in_each(ProblemError(int(status), name, facts).members)
        for status, (name, facts) in _PROBLEMS.items()
    }
    found[_UNREADABLE] = examples.in_each(examples.unreadable)
    return {
        f"Problem{status}": {
            "description": sentence(f"manual.status.{status}", language),
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": f"{_REFERENCE}Problem"}, "examples": values}
            },
        }
        for status, values in sorted(found.items())
    }


def _refer(operation: dict[str, Any]) -> None:
    """Have an operation refer to what several share: problems and examples."""
    responses = operation["responses"]
    for status, response in responses.items():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
        else:
            _show(content, operation["operationId"])
    _show(operation.get("requestBody", {}).get("content", {}))


def _show(content: Mapping[str, dict[str, Any]], operation: str = "") -> None:
    """Refer to the examples of each type; an operation that is a question has its own."""
    whole = content.get(_JSON, {}).get("schema", {}).get("$ref", "")
    for kind, media in content.items():
        names = example_names(whole.removeprefix(_REFERENCE), kind)
        if kind == _JSON and operation.startswith(_QUERY):
            names = names_of_question(operation.removeprefix(_QUERY))
        if kind == MULTIPART:
            names = names_of_form(media["schema"]["properties"])
        if names:
            media["examples"] = {
                language: {"$ref": f"#/components/examples/{name}"}
                for language, name in names.items()
            }

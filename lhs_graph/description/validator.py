"""What the JSON Schema says against a document, in sentences of ours, each with its place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import jsonschema_rs

from lhs_graph.catalogue import Catalogue
from lhs_graph.description.limits import DATE, NAME, SLUG, WEB_ADDRESS
from lhs_graph.description.plain import Path, Plain
from lhs_graph.errors import Problem
from lhs_graph.messages import Words
from lhs_graph.vocabulary import nearest

__all__ = ["Schema"]

_MOST: Final = 20
_WORDS: Final = 8
"""A line's worth of words of a list."""
_SHOWN: Final = 60
_BY_PATTERN: Final = {
    SLUG: "no_slug",
    NAME: "no_slug",
    WEB_ADDRESS: "no_web_address",
    DATE: "no_date",
}
_BY_KIND: Final = {"format": "no_date", "minimum": "no_pattern", "maximum": "no_pattern"}
"""Beside these, the schema uses only the kinds of condition that `_cause` names."""


@dataclass(frozen=True)
class Schema:
    """The compiled schema."""

    content: Mapping[str, Any]

    @classmethod
    def load(cls, catalogue: Catalogue) -> "Schema":
        """The schema of the shipped file."""
        return cls(json.loads(catalogue.description_schema().read_text(encoding="utf-8")))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that texts may have."""
        return tuple(self.content["properties"]["language"]["enum"])

    @cached_property
    def _validator(self) -> Any:  # noqa: ANN401  the class depends on the draft
        return jsonschema_rs.validator_for(dict(self.content), validate_formats=True)

    def problems(self, plain: Plain) -> list[Problem]:
        """What is wrong, at most twenty problems, in the document's order."""
        found: dict[Problem, None] = {}
        for error in self._validator.iter_errors(plain.value):
            found.update(dict.fromkeys(self._told(plain, error)))
            if len(found) >= _MOST:
                break
        ordered = sorted(found, key=lambda one: (one.place.line or 0, one.place.column or 0))
        return ordered[:_MOST]

    def _told(self, plain: Plain, error: Any) -> list[Problem]:  # noqa: ANN401  an error of any kind
        path = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            known = self._keys_at(error.schema_path)
            return [
                Problem(
                    plain.key_place((*path, key)),
                    "description.unknown_key",
                    (("key", key), ("nearest", nearest(key, known))),
                )
                for key in error.kind.unexpected
            ]
        key, facts = _cause(plain, path, error)
        return [Problem(plain.place(path), f"description.{key}", tuple(facts.items()))]

    def _keys_at(self, schema_path: Sequence[Any]) -> list[str]:
        node: Any = self.content
        for step in schema_path[:-1]:
            node = node[step]
            if isinstance(node, Mapping) and "$ref" in node:
                node = self.content["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return list(node.get("properties", {})) if isinstance(node, Mapping) else []


def _cause(plain: Plain, path: Path, error: Any) -> tuple[str, dict[str, object]]:  # noqa: ANN401
    """The key of the sentence and its facts."""
    name, kind = error.kind.name, error.kind
    if name == "required":
        return "missing_key", {"key": kind.property}
    if name == "type" and path in plain.hidden:
        return "comment_value", {"word": plain.hidden[path]}
    if name == "type" and error.instance is None:
        return "empty_value", {}
    value = json.dumps(error.instance, ensure_ascii=False)[:_SHOWN]
    if name == "type":
        return "wrong_type", {"value": value, "wanted": _wanted(kind.types)}
    if name == "enum":
        words = [str(one) for one in kind.options]
        some = ", ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
        close = nearest(str(error.instance), words)
        return "unknown_word", {"value": value, "nearest": close, "words": some}
    if name == "pattern":
        return _BY_PATTERN.get(kind.pattern, "no_pattern"), {"value": value}
    if name == "maxLength":
        return "long_id", {"value": value, "most": kind.limit}
    return _BY_KIND[name], {"value": value}


def _wanted(types: Any) -> tuple[Words, ...]:  # noqa: ANN401  one name or several
    listed = types if isinstance(types, list) else [types]
    return tuple(Words(f"description.type.{one}") for one in listed)

"""The JSON Schema of descriptions.

Made from the context and the ontology, and turned into sentences.

`python -m lhs_graph.description.schema --write` writes `ontology/description.schema.json`, which an
editor completes keys and words from; a test compares the file with what is made anew.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import jsonschema_rs

from lhs_graph.catalogue import Catalogue
from lhs_graph.description.context import Context, Key, words_of
from lhs_graph.description.yaml_form import Plain
from lhs_graph.errors import Problem
from lhs_graph.terms import BASE, RDFS, SKOS
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = ["Schema", "build_schema"]

_MOST: Final = 20
_SLUG: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
_NAME: Final = "^#?[A-Za-z0-9][A-Za-z0-9._-]*$"
_NO_BLANK: Final = '^[^\\s<>"{}|\\\\^`]+$'
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("id", "name"),
    "sources": ("id", "title"),
    "supports": ("name",),
    "goals": ("name",),
    "values": ("value",),
    "phases": ("phase",),
    "processes": ("process",),
    "sectionCoverage": ("section", "coverage"),
}


def build_schema(context: Context, vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema, with titles and descriptions in English and, under `x-…-fr`, in French."""
    definitions: dict[str, Any] = {}
    root = _object("", context.root, context, vocabulary, definitions)
    root["properties"] = {
        "@context": {"description": "The project's JSON-LD context, where the form is JSON-LD."},
        **root["properties"],
        "language": {
            "type": "string",
            "enum": ["en", "fr"],
            "title": "language",
            "description": "Language of texts that are given without one; en where it is left out.",
            "x-title-fr": "langue",
            "x-description-fr": "Langue des textes donnés sans langue ; en si elle est omise.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}description.schema.json",
        "title": "Description of a learning health system",
        "x-title-fr": "Description d’un système de santé apprenant",
        **root,
        "$defs": definitions,
    }


def _object(
    name: str,
    keys: Mapping[str, Key],
    context: Context,
    vocabulary: Vocabulary,
    definitions: dict[str, Any],
) -> dict[str, Any]:
    properties = {}
    for key in keys.values():
        properties[key.name] = {
            **_value(key, name, context, vocabulary, definitions),
            **_titles(key, vocabulary),
        }
    required = [one for one in _REQUIRED.get(name, ()) if one in properties]
    made: dict[str, Any] = {"type": "object", "additionalProperties": False}
    if required:
        made["required"] = required
    made["properties"] = properties
    return made


def _value(
    key: Key,
    section: str,
    context: Context,
    vocabulary: Vocabulary,
    definitions: dict[str, Any],
) -> dict[str, Any]:
    if key.kind == "id":
        slug = section in ("", "sources")
        return {"type": "string", "pattern": _SLUG if slug else _NAME}
    if key.kind == "word":
        return _word(key, vocabulary)
    if key.kind == "text":
        texts = {"type": ["string", "array"], "items": {"type": "string"}}
        return {
            "type": ["string", "object", "array"],
            "items": {"type": "string"},
            "properties": {"en": texts, "fr": texts},
            "additionalProperties": False,
        }
    if key.kind == "typed":
        return _typed(key)
    if key.kind == "reference":
        return {
            "type": ["string", "array"],
            "pattern": _NO_BLANK,
            "items": {"type": "string", "pattern": _NO_BLANK},
        }
    if key.kind == "part":
        return _part(key, context, vocabulary, definitions)
    return {"type": ["string", "number"]}


def _word(key: Key, vocabulary: Vocabulary) -> dict[str, Any]:
    if key.scheme.endswith("/jurisdiction/"):
        code = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
        return {
            "type": ["string", "array"],
            "pattern": code,
            "items": {"type": "string", "pattern": code},
        }
    words = {"enum": list(words_of(key.scheme, vocabulary.schemes))}
    return {"type": ["string", "array"], "if": {"type": "string"}, "then": words, "items": words}


def _typed(key: Key) -> dict[str, Any]:
    short = key.datatype.rsplit("#", 1)[-1]
    types: Mapping[str, dict[str, Any]] = {
        "boolean": {"type": "boolean"},
        "integer": {"type": ["integer", "array"], "items": {"type": "integer"}},
        "gYear": {"type": ["integer", "string"], "pattern": "^[0-9]{4}$", "minimum": 1000},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    }
    return types.get(short, {"type": "string", "pattern": _NO_BLANK})


def _part(
    key: Key, context: Context, vocabulary: Vocabulary, definitions: dict[str, Any]
) -> dict[str, Any]:
    if key.name not in definitions:
        definitions[key.name] = {}
        made = _object(key.name, context.section(key), context, vocabulary, definitions)
        definitions[key.name].update(made)
    reference = {"$ref": f"#/$defs/{key.name}"}
    if key.name == "record":
        return {"type": "object", **reference}
    if key.name == "problem":
        return {"type": ["object", "string"], "if": {"type": "object"}, "then": reference}
    return {"type": "array", "items": reference}


def _titles(key: Key, vocabulary: Vocabulary) -> dict[str, str]:
    """The label and definition of the key's property, in both languages."""
    texts = vocabulary.texts.get(key.property, {})
    labels, definitions = texts.get(f"{RDFS}label", {}), texts.get(f"{SKOS}definition", {})
    told = {
        "title": labels.get("en"),
        "description": definitions.get("en"),
        "x-title-fr": labels.get("fr"),
        "x-description-fr": definitions.get("fr"),
    }
    return {name: text for name, text in told.items() if text}


@dataclass(frozen=True)
class Schema:
    """The compiled schema.

    Says what is wrong with data in sentences of ours, each with its place.
    """

    content: Mapping[str, Any]

    @classmethod
    def load(cls, catalogue: Catalogue) -> "Schema":
        """The schema of the shipped file."""
        return cls(json.loads(catalogue.description_schema().read_text(encoding="utf-8")))

    @cached_property
    def _validator(self) -> Any:  # noqa: ANN401  the class depends on the draft
        return jsonschema_rs.validator_for(dict(self.content))

    def problems(self, plain: Plain) -> list[Problem]:
        """What is wrong, at most twenty problems, in the document's order."""
        found: list[Problem] = []
        for error in self._validator.iter_errors(plain.value):
            found.extend(self._told(plain, error))
            if len(found) >= _MOST:
                break
        found.sort(key=lambda one: (one.place.line or 0, one.place.column or 0))
        return found[:_MOST]

    def _told(self, plain: Plain, error: Any) -> list[Problem]:  # noqa: ANN401  an error of any kind
        path = tuple(error.instance_path)
        place, name = plain.place(path), error.kind.name
        if name == "additionalProperties":
            known = self._keys_at(error.schema_path)
            return [
                Problem(
                    plain.place((*path, key)),
                    "description.unknown_key",
                    (("key", key), ("nearest", nearest(key, known))),
                )
                for key in error.kind.unexpected
            ]
        if name == "required":
            return [Problem(place, "description.missing_key", (("key", error.kind.property),))]
        shown = json.dumps(error.instance, ensure_ascii=False)[:60]
        facts = (("value", shown),)
        if name == "enum":
            words = [str(one) for one in error.kind.options]
            close = nearest(str(error.instance), words)
            some = ", ".join(words[:8]) + (" …" if len(words) > 8 else "")  # noqa: PLR2004  a line's worth
            told = (*facts, ("nearest", close), ("words", some))
            return [Problem(place, "description.unknown_word", told)]
        if name == "pattern" and error.kind.pattern in (_SLUG, _NAME):
            return [Problem(place, "description.no_slug", facts)]
        if name == "pattern":
            return [Problem(place, "description.no_pattern", facts)]
        if name == "type" and error.instance is None:
            return [Problem(place, "description.empty_value", ())]
        if name == "type":
            wanted = ", ".join(_wanted(error.kind.types))
            return [Problem(place, "description.wrong_type", (*facts, ("wanted", wanted)))]
        return [
            Problem(place, "description.wrong_value", (*facts, ("detail", error.message[:120])))
        ]

    def _keys_at(self, schema_path: Sequence[Any]) -> list[str]:
        node: Any = self.content
        for step in schema_path[:-1]:
            node = node[step]
            if isinstance(node, Mapping) and "$ref" in node:
                node = self.content["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return list(node.get("properties", {})) if isinstance(node, Mapping) else []


def _wanted(types: Any) -> list[str]:  # noqa: ANN401  one name or several
    return [str(one) for one in types] if isinstance(types, list) else [str(types)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schema, or with no option say whether the shipped one is the one made anew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    catalogue = Catalogue.shipped()
    made = build_schema(Context.load(catalogue.context()), Vocabulary.load(catalogue))
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    path = catalogue.context().with_name("description.schema.json")
    if options.write:
        path.write_text(text, encoding="utf-8")
        return 0
    same = path.is_file() and path.read_text(encoding="utf-8") == text
    sys.stdout.write(f"{path.name}: {'as made' if same else 'differs'}\n")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""The JSON Schema of descriptions, made from the context, the ontology and the language files.

`python -m lhs_graph.description.schema --write` writes `ontology/description.schema.json`, which an
editor completes keys and words from; a test compares the file with what is made anew.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lhs_graph.catalogue import Catalogue
from lhs_graph.description.context import Context, Key, words_of
from lhs_graph.description.limits import (
    DATE,
    LONG_ID,
    LONG_IRI,
    NAME,
    REFERENCE_TO,
    SLUG,
    WEB_ADDRESS,
    YEAR,
)
from lhs_graph.messages import DEFAULT_LANGUAGE, languages, sentence
from lhs_graph.terms import BASE, RDFS, SKOS
from lhs_graph.vocabulary import Vocabulary

__all__ = ["build_schema"]

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
    """The schema with a title and a description of every key.

    They are in the default language, and under `x-title-…` and `x-description-…` in each other one.
    """
    definitions: dict[str, Any] = {}
    root = _object("", context.root, context, vocabulary, definitions)
    root["properties"] = {
        "@context": _told("context"),
        **root["properties"],
        "language": {"type": "string", "enum": list(languages()), **_told("language")},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}description.schema.json",
        **_told("document"),
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
        return {"type": "string", "pattern": SLUG if slug else NAME, "maxLength": LONG_ID}
    if key.kind == "word":
        return _word(key, vocabulary)
    if key.kind == "text":
        texts = {"type": ["string", "array"], "items": {"type": "string"}}
        return {
            "type": ["string", "object", "array"],
            "items": {"type": "string"},
            "properties": dict.fromkeys(languages(), texts),
            "additionalProperties": False,
        }
    if key.kind == "typed":
        return _typed(key)
    if key.kind == "reference":
        pattern = WEB_ADDRESS if key.web else REFERENCE_TO
        one = {"pattern": pattern, "maxLength": LONG_IRI}
        return {"type": ["string", "array"], **one, "items": {"type": "string", **one}}
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
        "gYear": {"type": ["integer", "string"], "pattern": YEAR, "minimum": 1000, "maximum": 9999},
        "date": {"type": "string", "format": "date", "pattern": DATE},
        "anyURI": {"type": "string", "pattern": WEB_ADDRESS, "maxLength": LONG_IRI},
    }
    return types[short]


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
    """The label and definition of the key's property; the sentences of the key where it has none.

    Properties of foreign vocabularies, whose words are not ours to repeat, have none.
    """
    texts = vocabulary.texts.get(key.property, {})
    labels, definitions = texts.get(f"{RDFS}label"), texts.get(f"{SKOS}definition")
    if not labels or not definitions:
        return _told(key.name)
    return _in_languages(labels, definitions)


def _told(name: str) -> dict[str, str]:
    """The title and description that the language files give a key."""
    titles = {one: sentence(f"key.{name}.title", one) for one in languages()}
    return _in_languages(
        titles, {one: sentence(f"key.{name}.description", one) for one in languages()}
    )


def _in_languages(titles: Mapping[str, str], descriptions: Mapping[str, str]) -> dict[str, str]:
    told = {"title": titles[DEFAULT_LANGUAGE], "description": descriptions[DEFAULT_LANGUAGE]}
    for language in languages()[1:]:
        told[f"x-title-{language}"] = titles[language]
        told[f"x-description-{language}"] = descriptions[language]
    return told


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

"""The promise: the schema is made from its sources and explains every key in every language."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.description.context import Context
from lhs_graph.description.schema import build_schema
from lhs_graph.messages import DEFAULT_LANGUAGE, languages
from lhs_graph.vocabulary import Vocabulary

_CATALOGUE = Catalogue.shipped()
_CONTENT = DescriptionReader(_CATALOGUE).schema.content
_TOLD = {"type", "enum", "pattern", "format", "minimum", "maximum", "maxLength", "required"}
"""The conditions that the validator has a sentence for."""
_OTHER = {"additionalProperties", "properties", "items", "if", "then", "$ref", "$defs"}
_NOTES = {"$schema", "$id", "title", "description"}


def _keys() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every key of every section, and the whole."""
    yield "", _CONTENT
    for section, one in {"": _CONTENT, **_CONTENT["$defs"]}.items():
        for key, told in one["properties"].items():
            yield f"{section}.{key}", told


def _conditions(node: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    """The keywords of the schema, the names of its properties left out."""
    if isinstance(node, Mapping):
        for name, content in node.items():
            yield name
            below = content.values() if name in {"properties", "$defs"} else [content]
            for one in below:
                yield from _conditions(one)


def test_the_schema_is_the_one_made_from_context_ontology_and_language_files() -> None:
    made = build_schema(Context.load(_CATALOGUE.context()), Vocabulary.load(_CATALOGUE))

    assert made == _CONTENT


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", ["title", "description"])
def test_every_key_has_a_title_and_a_description(language: str, what: str) -> None:
    name = what if language == DEFAULT_LANGUAGE else f"x-{what}-{language}"
    keys = list(_keys())

    lacking = [key for key, told in keys if not told.get(name, "").strip()]

    assert len(keys) > 150
    assert [] == lacking


def test_every_condition_has_its_sentence() -> None:
    used = {one for one in _conditions(_CONTENT) if not one.startswith("x-")}

    assert used - _OTHER - _NOTES == _TOLD


def test_the_module_that_writes_it_says_that_it_is_as_made() -> None:
    command = [sys.executable, "-W", "error", "-m", "lhs_graph.description.schema"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert "as made" in done.stdout

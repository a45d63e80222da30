"""The promise: a description is the same graph in every form, and no form loses anything."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import FORMS, DescriptionReader
from lhs_graph.description.yaml_form import read_yaml
from lhs_graph.description.yaml_text import yaml_text

_CATALOGUE = Catalogue.shipped()
_READER = DescriptionReader(_CATALOGUE)
_FILES = (*_CATALOGUE.cases(), *_CATALOGUE.designs())
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", FORMS)
def test_every_shipped_description_survives_every_form(path: Path, form: str) -> None:
    description = _READER.read_file(path)

    written = _READER.write(description, form)

    assert set(description.triples) == set(_READER.read(written, name="a", form=form).triples)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_yaml_has_one_spelling(path: Path) -> None:
    once = _READER.write(_READER.read_file(path), "yaml")

    assert once == _READER.write(_READER.read(once, name="a.yaml"), "yaml")


@given(_WORDS, _WORDS, st.booleans(), st.integers(1900, 2100))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_a_round_trip(name: str, text: str, flag: bool, year: int) -> None:  # noqa: FBT001
    import json

    support = {"id": "s", "name": name, "elements": ["it-system"], "accelerator": flag}
    document = {"id": "x", "name": text, "started": year, "supports": [support]}
    first = _READER.read(json.dumps(document).encode(), name="a.json")

    for form in FORMS:
        again = _READER.read(_READER.write(first, form), name="a", form=form)
        assert set(first.triples) == set(again.triples), form


@pytest.mark.parametrize(
    "text",
    ["0e0", "1e5", "+1e2", "-.5e1", "08", "0.", ".5", "1_0", "0x1", "1:20", "~", "null", "yes",
     "NO", "True", "2026-11-28", "=", "- a", "a: b", "#a", "&a", "*a", "!a", " a ", "@a"],
)  # fmt: skip
def test_texts_that_look_like_something_else_stay_texts(text: str) -> None:
    value = {text: [text, {"a": text}]}
    for flow in (False, True):
        assert value == read_yaml(yaml_text(value, flow=flow), "a.yaml").value


def test_templates_of_all_languages_are_the_same_design_in_form() -> None:
    counts = {
        language: len(_READER.read_file(_CATALOGUE.template(language)).triples)
        for language in ("en", "fr")
    }

    assert counts["en"] == counts["fr"] > 50

"""Indented JSON is what the standard library would write, for whatever JSON can say."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lhs_graph.json_text import json_text

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(_TEXT, inner),
)


@given(_PLAIN)
def test_it_is_what_the_standard_library_writes(content: object) -> None:
    assert json_text(content) == json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_as_they_were(number: float) -> None:
    assert json.loads(json_text(number)) == number


@dataclass
class _Other:
    value: int = 1


@pytest.mark.parametrize("content", [{1: "a"}, _Other(), object()])
def test_what_json_cannot_say_is_refused(content: object) -> None:
    with pytest.raises(TypeError):
        json_text(content)

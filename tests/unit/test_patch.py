"""The promise: a patch leads from one description to another and back."""

from dataclasses import replace

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lhs_graph.description import Description
from lhs_graph.patch import Patch

_NODES = [ox.NamedNode(f"https://example.org/{name}") for name in "abcd"]
_TRIPLES = st.lists(
    st.builds(ox.Triple, *(st.sampled_from(_NODES) for _ in range(3))), max_size=12, unique=True
)


def _described(triples: list[ox.Triple]) -> Description:
    return Description("a", "https://example.org/a", tuple(triples), {}, "ntriples")


@given(_TRIPLES, _TRIPLES)
def test_a_patch_between_two_descriptions_makes_one_the_other(
    old: list[ox.Triple], new: list[ox.Triple]
) -> None:
    patch = Patch.between(_described(old), _described(new))

    assert set(new) == set(patch.apply(_described(old)).triples)
    assert set(old) == set(patch.inverse().apply(_described(new)).triples)


@given(_TRIPLES)
def test_nothing_lies_between_a_description_and_itself(triples: list[ox.Triple]) -> None:
    assert Patch() == Patch.between(_described(triples), _described(triples[::-1]))


@given(_TRIPLES, _TRIPLES)
def test_what_stays_keeps_its_order(old: list[ox.Triple], removed: list[ox.Triple]) -> None:
    changed = Patch(removed=tuple(removed)).apply(_described(old))

    assert [one for one in old if one not in removed] == list(changed.triples)


def test_what_is_both_taken_away_and_added_stays() -> None:
    triple = ox.Triple(*_NODES[:3])
    description = _described([triple])

    assert description == Patch((triple,), (triple,)).apply(replace(description))

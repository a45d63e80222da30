"""The promise: the measures of the alignment graph are those of graph theory."""

from lhs_graph.network import articulation_supports


def test_the_middle_of_a_chain_is_an_articulation_point() -> None:
    assert ["b"] == articulation_supports([("a", "b"), ("b", "a"), ("b", "c")])


def test_a_ring_has_none() -> None:
    assert [] == articulation_supports([("a", "b"), ("b", "c"), ("c", "a")])


def test_two_supports_have_no_middle() -> None:
    assert [] == articulation_supports([("a", "b"), ("a", "a")])

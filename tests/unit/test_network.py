"""The promise: the measures of the alignment network are those of graph theory."""

import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from lhs_graph.network import MEASURES, AlignmentNetwork, Link, SupportNetwork

SYSTEM = "https://example.org/s"


def supports(pairs: Iterable[tuple[str, str]], own: str = "abcdef") -> SupportNetwork:
    return SupportNetwork(SYSTEM, tuple(own), list(pairs))


def articulation(pairs: Iterable[tuple[str, str]], own: str = "abcdef") -> list[str]:
    return [one.focus for one in MEASURES["articulation-supports"](supports(pairs, own))]


def count_pieces(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> int:
    """How many connected components there are: merges sets, knows nothing of networkx."""
    groups = [{node} for node in nodes]
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        if set(pair) <= set().union(*groups):
            groups = [group for group in groups if group not in touched]
            groups.append(set().union(*touched))
    return len(groups)


@st.composite
def networks(draw: st.DrawFn) -> AlignmentNetwork:
    """Any network of a few supports, phases, cycles, goals and indicators, with any steps."""
    layers = {
        f"{layer}{number}": layer
        for layer in ("support", "phase", "cycle", "goal", "indicator")
        for number in range(draw(st.integers(1, 4 if layer == "support" else 2)))
    }
    ways = [
        (one, two)
        for one, two in combinations(layers, 2)
        if layers[one] != layers[two] or layers[one] in ("support", "phase")
    ]
    chosen = draw(st.lists(st.sampled_from(ways), unique=True, max_size=14))
    steps = [Link(one, two, "servesGoal") for one, two in chosen]
    back = [Link(two, one, "connectsTo") for one, two in chosen if layers[two] == "support"]
    return AlignmentNetwork(layers, (*steps, *back))


def without(network: AlignmentNetwork, gone: Iterable[str]) -> AlignmentNetwork:
    lost = set(gone)
    return AlignmentNetwork(
        {node: layer for node, layer in network.layers.items() if node not in lost},
        tuple(step for step in network.steps if not {step.start, step.end} & lost),
    )


def test_the_middle_of_a_chain_is_an_articulation_point() -> None:
    assert ["b"] == articulation([("a", "b"), ("b", "a"), ("b", "c")])


def test_a_ring_has_none() -> None:
    assert [] == articulation([("a", "b"), ("b", "c"), ("c", "a")])


def test_two_supports_have_no_middle() -> None:
    assert [] == articulation([("a", "b"), ("a", "a")])


def test_a_support_of_another_system_is_no_articulation_point_and_joins_nothing() -> None:
    pairs = [("a", "x"), ("b", "x"), ("c", "x")]

    assert [] == articulation(pairs, own="abc")
    assert [{"a"}, {"b"}, {"c"}] == supports(pairs, own="abc").groups()


def test_the_middle_of_a_star_leaves_a_group_for_each_ray() -> None:
    assert {"a": 2} == supports([("a", "b"), ("a", "c"), ("a", "d")]).holders()


def test_pillars_of_one_goal_are_apart_until_a_path_of_own_supports_joins_them() -> None:
    """`a` and `c` serve the goal; `b` is in neither pillar and leads from one to the other."""

    def apart(pairs: list[tuple[str, str]]) -> list[tuple[str | None, str | None]]:
        network = SupportNetwork(
            SYSTEM,
            ("a", "b", "c"),
            pairs,
            {"a": ["legal"], "b": ["social"], "c": ["technological"]},
            {"goal": ["a", "c"]},
        )
        return [(one.about, one.related) for one in MEASURES["pillars-apart"](network)]

    assert [("legal", "technological")] == apart([])
    assert [("legal", "technological")] == apart([("a", "x"), ("x", "c")])
    assert [("legal", "technological")] == apart([("a", "b")])
    assert [] == apart([("a", "b"), ("c", "b")])


def test_a_support_of_both_pillars_is_a_path_between_them() -> None:
    network = SupportNetwork(SYSTEM, "a", [], {"a": ["legal", "social"]}, {"goal": ["a"]})

    assert [] == network.apart()


def test_networkx_is_opened_only_when_there_is_something_to_measure() -> None:
    program = (
        "import sys, lhs_graph.cli, lhs_graph.service, lhs_graph.synergy;"
        "from lhs_graph.network import SupportNetwork;"
        "SupportNetwork('s', ('a', 'b'), [], {}, {'g': ('a', 'b')}).apart();"
        "sys.exit('networkx' in sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode


@given(networks())
def test_removing_an_articulation_support_increases_the_number_of_components(
    network: AlignmentNetwork,
) -> None:
    before, found = len(network.components()), network.articulation()

    for support in network.of("support"):
        after = len(without(network, [support]).components())
        assert after == before + found[support] if support in found else after <= before


@given(networks())
def test_components_are_those_that_merging_sets_gives(network: AlignmentNetwork) -> None:
    expected = count_pieces(network.layers, [(one.start, one.end) for one in network.steps])

    assert expected == len(network.components())
    assert sorted(network.layers) == sorted(node for one in network.components() for node in one)


@given(
    st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"))),
    st.sets(st.sampled_from("abcdefg"), min_size=1),
)
def test_the_supports_fall_into_as_many_more_groups_as_is_said(
    pairs: set[tuple[str, str]], own: set[str]
) -> None:
    holders = supports(pairs, "".join(sorted(own))).holders()

    for support in own:
        more = count_pieces(own - {support}, pairs) - count_pieces(own, pairs)
        assert max(more, 0) == holders.get(support, 0)


@given(networks())
def test_independent_paths_are_as_many_as_the_fewest_parts_that_cut_a_goal_off(
    network: AlignmentNetwork,
) -> None:
    """Menger's theorem, the fewest parts being found by trying all sets of parts in turn."""
    for goal in network.of("goal"):
        others = [node for node in network.layers if node != goal]
        sets = (gone for size in range(len(others)) for gone in combinations(others, size))
        fewest = next(gone for gone in sets if not without(network, gone).reaching(goal))
        paths = network.independent(goal)
        inner = [node for path in paths for node in path[:-1]]

        assert len(fewest) == len(paths)
        assert len(inner) == len(set(inner))


@given(networks())
def test_a_bottleneck_is_a_part_whose_loss_alone_cuts_the_goal_off(
    network: AlignmentNetwork,
) -> None:
    for goal in network.of("goal"):
        expected = {
            node
            for node in network.layers
            if node != goal
            and network.reaching(goal)
            and not without(network, [node]).reaching(goal)
        }

        assert expected == set(network.bottlenecks(goal))


@given(networks())
def test_a_way_to_value_is_made_of_steps_and_none_is_shorter(network: AlignmentNetwork) -> None:
    """Paths are compared with those found by walking one step at a time from the start."""
    start = network.of("support")[0]
    reached, distance, nearest = {start}, 0, None
    while nearest is None and reached:
        distance += 1
        reached = {step.end for step in network.steps if step.start in reached}
        ends = sorted(node for node in reached if network.layers[node] == "goal")
        nearest = ends or (None if distance < len(network.layers) else [])

    found = network.nearest(start, "goal")

    assert (nearest or []) == [path[-1].end for path in found]
    for path in found:
        assert len(path) == distance
        assert path[0].start == start
        assert all(one.end == two.start for one, two in pairwise(path))
        assert set(path) <= set(network.steps)

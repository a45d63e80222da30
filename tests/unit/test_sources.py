"""The promise: a release holds all that its files state, however their statements are ordered."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import FileUnreadableError
from lhs_graph.knowledge import Knowledge
from lhs_graph.release import Release
from lhs_graph.serialization import in_graph, serialized
from lhs_graph.service import KnowledgeGraph
from lhs_graph.sources import CASES

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_OWN = ox.NamedNode("https://example.org/my-graph")
_SEEN = ox.NamedNode("https://example.org/seen")


def _graph() -> KnowledgeGraph:
    def never(_: Knowledge) -> Release:
        raise AssertionError

    return KnowledgeGraph(Catalogue.shipped(), "test", never)


def _quads(graph: KnowledgeGraph, count: int) -> list[ox.Quad]:
    found: list[ox.Quad] = []
    for path in graph.catalogue.cases()[:count]:
        description = graph.reader.read_file(path)
        name = ox.NamedNode(f"{CASES}{description.slug}")
        found.extend(in_graph(description.triples, name))
    return found


def _built(graph: KnowledgeGraph, folder: Path, quads: list[ox.Quad]) -> Release:
    folder.mkdir()
    (folder / "in.nq").write_bytes(serialized(quads, ox.RdfFormat.N_QUADS))
    return graph.build(folder / "out", [], [folder / "in.nq"], _MADE)


def _dumped(release: Release) -> set[ox.Quad]:
    """The dump's quads, with numbers written as the store writes them."""
    store = ox.Store()
    store.bulk_load(path=str(release.dump), format=ox.RdfFormat.N_QUADS)
    return _named(store)


def _named(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads without blank nodes, which have other names each time they are loaded."""
    return {
        quad
        for quad in quads
        if not isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode)
    }


def test_scattered_statements_give_the_same_release_as_ordered_ones(tmp_path: Path) -> None:
    graph = _graph()
    quads = _quads(graph, 4)
    mixed = quads.copy()
    random.Random(1).shuffle(mixed)  # noqa: S311  no secret

    ordered = _built(graph, tmp_path / "a", quads)
    scattered = _built(graph, tmp_path / "b", mixed)

    assert _dumped(ordered) == _dumped(scattered)
    assert _named(ordered.store) == _named(scattered.store)
    assert list(ordered.blocks) == list(scattered.blocks)
    for slug, block in scattered.blocks.items():
        named = {
            quad.subject for quad in ox.parse(scattered.read([block]), format=ox.RdfFormat.N_QUADS)
        }
        assert ox.NamedNode(block.iri) in named, slug


def test_the_dump_holds_what_the_store_holds(tmp_path: Path) -> None:
    graph = _graph()
    own = [
        ox.Quad(_OWN, _SEEN, ox.Literal("in a graph of its own"), _OWN),
        ox.Quad(_OWN, _SEEN, ox.Literal("in the default graph")),
    ]

    release = _built(graph, tmp_path / "a", [*_quads(graph, 2), *own])

    assert set(own) <= set(release.store)
    in_graphs = {one for one in release.store if one.graph_name != ox.DefaultGraph()}
    assert _named(in_graphs) | {own[1]} == _dumped(release)
    assert release.manifest.counts["quads"] == len(set(release.dump.read_bytes().splitlines()))


def test_the_default_graph_has_every_triple_of_all_graphs_once(tmp_path: Path) -> None:
    graph = _graph()
    quads = _quads(graph, 3)
    nameless = ox.BlankNode()
    case = next(one.graph_name for one in quads if isinstance(one.graph_name, ox.NamedNode))
    own = [
        *(ox.Quad(_OWN, _SEEN, ox.Literal("in two graphs"), name) for name in (_OWN, case)),
        ox.Quad(_OWN, _SEEN, nameless, case),
        ox.Quad(nameless, _SEEN, ox.Literal("of a nameless node"), case),
        ox.Quad(_OWN, _SEEN, ox.Literal("in the default graph")),
    ]

    store = _built(graph, tmp_path / "a", [*quads, *own]).store

    found = [one.triple for one in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    assert len(found) == len(set(found))
    assert set(found) == {quad.triple for quad in store}
    assert store.query(
        "ASK { GRAPH ?g { ?one ?p ?nameless } ?nameless ?p 'of a nameless node' }"
    ), "a nameless node is the same in both"


def test_many_descriptions_are_compiled_apart_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = _graph()
    quads = _quads(graph, 6)
    alone = _built(graph, tmp_path / "a", quads)

    monkeypatch.setattr("lhs_graph.compiler._CHUNK", 2)
    shared = _built(graph, tmp_path / "b", quads)

    assert alone.manifest.digest == shared.manifest.digest


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.nq", "<http://a> <http://b> .", "in.nq"),
        ("in.ttl", "", r"\.nq or \.trig"),
        ("in.trig", "<http://e/g> { <a", "in.trig"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content)
    graph = _graph()

    with pytest.raises(FileUnreadableError, match=said):
        graph.build(tmp_path / "out", [], [tmp_path / name], _MADE)
    with pytest.raises(FileUnreadableError):
        graph.build(tmp_path / "out", [], [tmp_path / "absent.nq"], _MADE)
    assert not list((tmp_path / "out" / "releases").glob("*"))

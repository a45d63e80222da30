"""The promise: the embedded and a remote engine give the same answers to the same questions."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from lhs_graph.errors import EndpointError, MalformedQueryError
from lhs_graph.service import KnowledgeGraph
from lhs_graph.store.port import with_bindings
from lhs_graph.store.remote import RemoteStore


@pytest.fixture(scope="module")
def endpoint(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real SPARQL server over the release's own dump, in one default graph."""
    folder = tmp_path_factory.mktemp("server")
    store = ox.Store(str(folder / "store"))
    dump = release_folder / "current" / "lhs.nq"
    for quad in ox.parse(path=str(dump), format=ox.RdfFormat.N_QUADS):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    store.flush()
    del store
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = str(Path(sys.executable).with_name("oxigraph"))
    location = str(folder / "store")
    command = [program, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/query"
    try:
        _wait(f"http://127.0.0.1:{port}/")
        yield address
    finally:
        server.kill()
        server.wait()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address, timeout=1):  # noqa: S310  our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server did not start")


def test_every_question_has_the_same_answer_on_a_remote_engine(
    knowledge_graph: KnowledgeGraph, endpoint: str
) -> None:
    remote = KnowledgeGraph(
        knowledge_graph.catalogue, knowledge_graph.version, knowledge_graph.open_release, endpoint
    )

    for question in knowledge_graph.questions.values():
        values = {one.name: one.example for one in question.parameters if one.required}
        here = knowledge_graph.ask(question.id, values, "fr")
        there = remote.ask(question.id, values, "fr")
        assert here.columns == there.columns
        assert here.rows == there.rows, question.id


def test_triples_and_truth_values_come_from_a_remote_engine_too(endpoint: str) -> None:
    store = RemoteStore(endpoint)
    prefixes = {"lhs": "https://w3id.org/lhs-kg/ontology#"}

    assert store.query("ASK { ?s a lhs:LearningHealthSystem }", prefixes) is True
    built = store.query("CONSTRUCT WHERE { ?s a lhs:LearningHealthSystem }", prefixes)
    assert isinstance(built, tuple)
    assert len(built) == 39


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1:9"):
        RemoteStore("http://127.0.0.1:9/query").select("SELECT ?s WHERE { ?s ?p ?o }", {})


@pytest.mark.parametrize("text", ['a" . } #', "a\\", "}\n{", "’é😀", "\x01"])
def test_no_text_breaks_out_of_its_binding(text: str) -> None:
    store = ox.Store()
    query = "SELECT ?said\nWHERE {\n  BIND(?_text_string AS ?said)\n}\nORDER BY ?said"

    bound = with_bindings(query, {"_text_string": ox.Literal(text)})

    (row,) = store.query(bound)  # type: ignore[misc]
    assert row["said"].value == text


def test_a_query_without_a_place_for_bindings_is_refused() -> None:
    with pytest.raises(MalformedQueryError):
        with_bindings("ASK { ?s ?p ?o }", {"_x_string": ox.Literal("x")})

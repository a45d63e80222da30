"""The process that workers are born from: it holds the ontology and the shapes, read once.

It has one thread, opens no store and never sees what a stranger sent, so that a fork of it is a
clean worker within milliseconds. It is started as a program of its own with a socket over which it
is handed one end of each new worker's channel.
"""

import argparse
import gc
import os
import signal
import socket
import sys
from importlib.metadata import version
from pathlib import Path

from lhs_api.limits import Limits
from lhs_api.rest.tasks import warm
from lhs_api.sandbox import give_way
from lhs_api.worker import serve
from lhs_graph.catalogue import Catalogue
from lhs_graph.publication.shelves.vocabularies import modules_of
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

__all__ = ["main"]


def main() -> None:
    """Fork a worker for each channel received, until the service is gone."""
    parser = argparse.ArgumentParser(description="Started by the service, not by people.")
    parser.add_argument("--channel", type=int, required=True)
    parser.add_argument("--release", type=Path, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--answer", type=int, required=True)
    options = parser.parse_args()
    limits = Limits(memory=options.memory, rows=options.rows, answer=options.answer)
    release = Release(options.release.resolve())
    graph = KnowledgeGraph(Catalogue.shipped(), version("lhs-graph"), lambda _: release)
    _warm(graph)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=options.channel)
    control.sendall(b"ready")
    while True:
        message, channels, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        child = os.fork()
        if child == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if message == b"p":
                give_way()
            serve(socket.socket(fileno=channels[0]), graph, limits)
            os._exit(0)
        os.close(channels[0])


def _warm(graph: KnowledgeGraph) -> None:
    """Read what every worker needs, and keep the collector from copying it in each of them."""
    _ = graph.vocabulary.kinds, graph.detectors.shapes.engine, graph.prefixes, graph.questions
    _ = graph.reader.context, graph.reader.schema, graph.release.manifest, graph.release.blocks
    _ = graph.release.precedents, modules_of(graph.catalogue)
    warm(graph)
    threads = Path("/proc/self/task")
    if threads.is_dir() and len(list(threads.iterdir())) != 1:
        sys.exit("the nursery has threads: a fork of it would not be whole")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()

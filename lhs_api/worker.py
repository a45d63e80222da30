"""A worker: takes one task after the other from its channel and streams each answer back.

It may be killed at any moment; nothing that it holds is missed.
"""

import os
import socket
import tempfile

from lhs_api.frames import Kind, receive, send
from lhs_api.limits import Limits
from lhs_api.problems import ProblemError, of_error
from lhs_api.sandbox import enter
from lhs_api.tasks import TASKS, Answer
from lhs_graph.errors import LhsGraphError
from lhs_graph.service import KnowledgeGraph

__all__ = ["serve"]


def serve(channel: socket.socket, graph: KnowledgeGraph, limits: Limits) -> None:
    """Answer tasks until the service closes the channel."""
    denied = enter(limits)
    _ = graph.release.store
    with tempfile.TemporaryDirectory(prefix="lhs-worker-") as folder:
        os.chdir(folder)
        tempfile.tempdir = folder
        send(channel, Kind.HELLO, {"pid": os.getpid(), "network_denied": denied})
        while (frame := receive(channel)) is not None:
            _answer(channel, graph, limits, frame.json())


def _answer(
    channel: socket.socket, graph: KnowledgeGraph, limits: Limits, task: dict[str, object]
) -> None:
    language = str(task.get("lang", "en"))
    answer = Answer(channel, limits)
    try:
        TASKS[str(task["task"])](graph, task, answer)
        answer.finish()
    except ProblemError as problem:
        send(channel, Kind.FAILURE, problem.members(language))
    except LhsGraphError as error:
        send(channel, Kind.FAILURE, of_error(error, language).members(language))
    except MemoryError:
        send(channel, Kind.FAILURE, ProblemError(503, "memory").members(language))
        os._exit(1)

"""A worker: takes one task after the other from its channel and streams each answer back.

It may be killed at any moment; nothing that it holds is missed.
"""

import os
import socket

from lhs_api.frames import TRACE, Kind, receive, send
from lhs_api.limits import Limits
from lhs_api.problems import ProblemError, of_error
from lhs_api.sandbox import enter, write_no_files
from lhs_api.tasks import TASKS, Answer, HeadSentError
from lhs_api.traces import trace_of
from lhs_graph.errors import LhsGraphError
from lhs_graph.service import KnowledgeGraph

__all__ = ["serve"]


def serve(channel: socket.socket, graph: KnowledgeGraph, limits: Limits) -> None:
    """Answer tasks until the service closes the channel."""
    denied = enter(limits)
    _be_silent()
    _ = graph.release.store
    write_no_files()
    send(channel, (Kind.HELLO, {"pid": os.getpid(), "network_denied": denied}))
    with channel.makefile("rb") as tasks:
        while (frame := receive(tasks)) is not None:
            _answer(channel, graph, limits, frame.json())


def _be_silent() -> None:
    """Keep what the engine prints when memory ends out of the log, whose lines are JSON."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)


def _answer(
    channel: socket.socket, graph: KnowledgeGraph, limits: Limits, task: dict[str, object]
) -> None:
    language = str(task.get("lang", "en"))
    answer = Answer(channel, limits, only_head=bool(task.get("only_head")))
    try:
        TASKS[str(task["task"])](graph, task, answer)
        answer.finish()
    except HeadSentError:
        answer.leave_out()
    except ProblemError as problem:
        send(channel, (Kind.FAILURE, problem.members(language)))
    except LhsGraphError as error:
        send(channel, (Kind.FAILURE, of_error(error, language).members(language)))
    except MemoryError:
        send(channel, (Kind.FAILURE, ProblemError(503, "memory").members(language)))
        os._exit(1)
    except BaseException as error:  # noqa: BLE001  even what the engine panics with is answered
        members = ProblemError(500, "failure").members(language)
        send(channel, (Kind.FAILURE, {**members, TRACE: trace_of(error)}))

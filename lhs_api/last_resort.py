"""The last resort: what nobody foresaw is logged once and answered without its text."""

import logging
from asyncio import CancelledError, IncompleteReadError
from dataclasses import dataclass
from typing import Any, Final

from lhs_api.asgi import ASGIApp, Receive, Scope, Send
from lhs_api.problems import ProblemError
from lhs_api.refusals import answer_problem
from lhs_api.request_ids import REQUEST_ID
from lhs_api.traces import trace_of
from lhs_api.workers import WorkerProblemError

__all__ = ["LastResort"]

_BREAKS: Final = (
    ProblemError,
    WorkerProblemError,
    TimeoutError,
    IncompleteReadError,
    CancelledError,
)
"""What ends a stream that has begun, without being a failure of ours; the last ends the service."""

_LOG: Final = logging.getLogger("lhs_api.failures")


@dataclass(frozen=True)
class LastResort:
    """ASGI middleware: an error that has come this far is ours.

    Before the answer has begun it is answered with 500 and the request id; afterwards the answer is
    broken off, so that it does not look whole.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Any) -> None:  # noqa: ANN401  any ASGI message
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except _BREAKS as error:
            if not begun:
                await _refuse(scope, send, error)
                return
            _LOG.warning("answer broken off", extra={"facts": _facts(kind=type(error).__name__)})
        except Exception as error:  # noqa: BLE001  what nobody foresaw
            _LOG.error("failure", extra={"facts": _facts(begun=begun, error=trace_of(error))})
            if not begun:
                await answer_problem(scope, send, ProblemError(500, "failure"))


async def _refuse(scope: Scope, send: Send, error: BaseException) -> None:
    """Answer with the problem, where it is one."""
    if isinstance(error, CancelledError):
        raise error
    if isinstance(error, ProblemError | WorkerProblemError):
        await answer_problem(scope, send, error)
        return
    _LOG.error("failure", extra={"facts": _facts(error=trace_of(error))})
    await answer_problem(scope, send, ProblemError(500, "failure"))


def _facts(**more: object) -> dict[str, object]:
    return {"request_id": REQUEST_ID.get(), **more}

"""Reading what was sent: bounded in size, never parsed in this process."""

from typing import Final

from starlette.requests import Request

from lhs_api.asgi import body_of
from lhs_api.problems import ProblemError
from lhs_api.rest.forms import ACCEPTED, FORM_OF, MULTIPART

__all__ = ["as_text", "read_description", "read_json"]

_JSON: Final = "application/json"


async def read_description(request: Request, most: int) -> dict[str, str | None]:
    """The body as `content`, and its `form` by its type; None where the sender does not say.

    A body of several parts is passed on with its `multipart` type, which has the boundary.

    Raises:
        ProblemError: 408, it came too slowly; 413, it is too large; 415, of an unknown type.
    """
    kind = _kind(request)
    if kind == MULTIPART:
        header = request.headers["content-type"]
        return {"content": as_text(await _body(request, most)), "multipart": header}
    if kind and kind not in FORM_OF:
        raise _unsupported(", ".join(ACCEPTED))
    return {"content": as_text(await _body(request, most)), "form": FORM_OF.get(kind)}


async def read_json(request: Request, most: int) -> str:
    """The body, which says that it is JSON; errors as above."""
    if _kind(request) not in ("", _JSON):
        raise _unsupported(_JSON)
    return as_text(await _body(request, most))


def as_text(content: bytes) -> str:
    """Bytes as text that JSON can carry; what is no UTF-8 comes back as the same bytes."""
    return content.decode("utf-8", "surrogateescape")


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def _body(request: Request, most: int) -> bytes:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise ProblemError(415, "compressed-body")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise ProblemError(413, "too-large", {"most": most})
    return await body_of(request.receive, most)


def _unsupported(types: str) -> ProblemError:
    return ProblemError(415, "unsupported-type", {"types": types}, headers={"Accept-Post": types})

"""Problem details, as every failure is answered."""

from lhs_api.rest.schemas.parts import Open

__all__ = ["Problem", "Wrong"]


class Wrong(Open):
    """One thing that is wrong with what was sent, and where."""

    detail: str
    path: str | None = None
    line: int | None = None
    column: int | None = None


class Position(Open):
    """Where in what was sent; both count from 1."""

    line: int
    column: int | None


class Problem(Open):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    position: Position | None = None
    errors: list[Wrong] | None = None
    request_id: str | None = None

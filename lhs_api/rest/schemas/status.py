"""How the service is."""

from typing import Literal

from lhs_api.rest.schemas.parts import Open

__all__ = ["Health", "Limits", "Version"]


class Health(Open):
    """Whether the service is alive or ready."""

    status: Literal["live", "ready"]


class Version(Open):
    """The program and the data; cite `data_version`."""

    version: str
    data_version: str
    created: str
    digest: str
    counts: dict[str, int]


class Limits(Open):
    """What one request and one client may use: seconds, bytes, rows."""

    seconds: float
    memory: int
    rows: int
    answer: int
    query: int
    document: int
    workers: int
    client: dict[str, float]

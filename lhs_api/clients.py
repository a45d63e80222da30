"""What each client uses: how much of it runs at once, and how much time in the last minute.

A client is an address; for IPv6 its /64 network, which one person usually has whole.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from lhs_api.problems import ProblemError

__all__ = ["Clients", "client_of"]

_WINDOW: Final = 60.0
_MOST: Final = 20_000
"""How many clients are remembered; the ones seen longest ago are forgotten first."""


def client_of(host: str | None) -> str:
    """The name under which an address is counted."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


@dataclass
class _Usage:
    running: int = 0
    spent: deque[tuple[float, float]] = field(default_factory=deque)


@dataclass
class Clients:
    """Admits requests; `at_once` run together, `seconds` of work a minute, `clock` in seconds."""

    at_once: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _known: "OrderedDict[str, _Usage]" = field(default_factory=OrderedDict)

    @contextmanager
    def admit(self, client: str) -> Iterator[None]:
        """Count a request of the client while it runs; its work is charged apart.

        Raises:
            ProblemError: 429, with the seconds to wait.
        """
        usage = self._usage(client)
        if usage.running >= self.at_once:
            raise _too_many(1)
        if self._sum(usage) >= self.seconds:
            raise _too_many(max(1, round(_WINDOW - (self.clock() - usage.spent[0][0]))))
        usage.running += 1
        try:
            yield
        finally:
            usage.running -= 1

    def heavy(self, client: str, least: float) -> float:
        """The seconds that requests of at least that many seconds each took in the last minute."""
        usage = self._usage(client)
        self._sum(usage)
        return sum(seconds for _, seconds in usage.spent if seconds >= least)

    def charge(self, client: str, seconds: float) -> None:
        """Count that much work, waiting for a worker left out."""
        self._usage(client).spent.append((self.clock(), seconds))

    def _usage(self, client: str) -> _Usage:
        usage = self._known.get(client)
        if usage is None:
            usage = self._known[client] = _Usage()
            if len(self._known) > _MOST:
                oldest = next(name for name, one in self._known.items() if not one.running)
                del self._known[oldest]
        self._known.move_to_end(client)
        return usage

    def _sum(self, usage: _Usage) -> float:
        since = self.clock() - _WINDOW
        while usage.spent and usage.spent[0][0] < since:
            usage.spent.popleft()
        return sum(seconds for _, seconds in usage.spent)


def _too_many(wait: int) -> ProblemError:
    return ProblemError(
        429, "too-many-requests", {"seconds": wait}, headers={"Retry-After": str(wait)}
    )

"""What each client uses: how much of it runs at once, and how much time in the last minute.

A client is an address; for IPv6 its /64 network, which one person usually has whole.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from lhs_api.problems import ProblemError

__all__ = ["Clients", "client_of"]

_WINDOW: Final = 60.0
_MOST: Final = 20_000
"""How many clients are remembered; the ones seen longest ago are forgotten first."""


@lru_cache(maxsize=1024)
def client_of(host: str | None) -> str:
    """The name under which an address is counted."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


@dataclass(slots=True)
class _Second:
    """The work that was counted in one second, and that of slow requests in it."""

    at: int
    all: float = 0.0
    slow: float = 0.0


@dataclass(slots=True)
class _Usage:
    running: int = 0
    spent: deque[_Second] = field(default_factory=deque)


@dataclass
class Clients:
    """Admits requests; `at_once` run together, `seconds` of work a minute, `clock` in seconds.

    A request that worked at least `slow` seconds counts as slow, too.
    """

    at_once: int
    seconds: float
    slow: float = 0.1
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
        if self._recent(usage)[0] >= self.seconds:
            raise _too_many(max(1, round(_WINDOW - (self.clock() - usage.spent[0].at))))
        usage.running += 1
        try:
            yield
        finally:
            usage.running -= 1

    def recent(self, client: str) -> tuple[float, float]:
        """The seconds of work of the last minute, and those of slow requests among them."""
        return self._recent(self._usage(client))

    def charge(self, client: str, seconds: float, worked: float) -> None:
        """Count the seconds for which a worker was held, and those that it worked."""
        spent, now = self._usage(client).spent, int(self.clock())
        if not spent or spent[-1].at != now:
            spent.append(_Second(now))
        spent[-1].all += seconds
        if worked >= self.slow:
            spent[-1].slow += worked

    def _usage(self, client: str) -> _Usage:
        usage = self._known.get(client)
        if usage is None:
            usage = self._known[client] = _Usage()
            if len(self._known) > _MOST:
                oldest = next(name for name, one in self._known.items() if not one.running)
                del self._known[oldest]
        self._known.move_to_end(client)
        return usage

    def _recent(self, usage: _Usage) -> tuple[float, float]:
        """The seconds of work of the last minute, and those of slow requests."""
        since = self.clock() - _WINDOW
        while usage.spent and usage.spent[0].at < since:
            usage.spent.popleft()
        every = slow = 0.0
        for one in usage.spent:
            every += one.all
            slow += one.slow
        return every, slow


def _too_many(wait: int) -> ProblemError:
    return ProblemError(
        429, "too-many-requests", {"seconds": wait}, headers={"Retry-After": str(wait)}
    )

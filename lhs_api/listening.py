"""The sockets that the service listens on, bound before anything is started for them."""

import errno
import socket
from collections.abc import Mapping
from typing import Final

from lhs_graph.errors import IllTypedParameterError
from lhs_graph.messages import Words

__all__ = ["bound"]

_PORT, _HOST = "--port", "--host"
_REASONS: Final[Mapping[int, tuple[str, str]]] = {
    errno.EADDRINUSE: (_PORT, "address.in_use"),
    errno.EACCES: (_PORT, "address.denied"),
    errno.EADDRNOTAVAIL: (_HOST, "address.elsewhere"),
}
_NOT_HERE: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""What a machine answers for addresses of a protocol that it does not speak."""


def bound(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of that name, bound; a free port is the same for all of them.

    Addresses that this machine does not have are left out, unless it has none of them.

    Raises:
        IllTypedParameterError: the name has no address, or the port cannot be taken.
    """
    found: list[socket.socket] = []
    elsewhere: OSError | None = None
    for family, address in _addresses(host):
        taken = port or (found[0].getsockname()[1] if found else 0)
        try:
            found.append(_bound(family, (address[0], taken, *address[2:])))
        except OSError as error:
            if error.errno not in _NOT_HERE:
                _close(found)
                raise _refused(host, port, error) from error
            elsewhere = error
    if not found and elsewhere is not None:
        raise _refused(host, port, elsewhere) from elsewhere
    return found


def _addresses(host: str) -> list[tuple[int, tuple[object, ...]]]:
    try:
        found = socket.getaddrinfo(
            host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:  # the latter where the text can be no name at all
        detail = Words("address.unknown")
        raise IllTypedParameterError(name=_HOST, value=host, detail=detail) from error
    return list(dict.fromkeys((family, address) for family, _, _, _, address in found))


def _bound(family: int, address: tuple[object, ...]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # else it would take the same port of IPv4, too, which may have a socket of its own
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
    except OSError:
        one.close()
        raise
    return one


def _close(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.close()


def _refused(host: str, port: int, error: OSError) -> IllTypedParameterError:
    name, key = _REASONS.get(error.errno or 0, (_HOST, ""))
    detail = Words(key, (("host", host), ("port", port))) if key else error.strerror or str(error)
    return IllTypedParameterError(name=name, value=port if name == _PORT else host, detail=detail)

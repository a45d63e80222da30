"""Running the application on a socket."""

import logging
from collections.abc import Callable
from math import ceil
from typing import Any, Final, cast

import uvicorn

from lhs_api.app import create_app
from lhs_api.limits import STREAMED
from lhs_api.listening import bound
from lhs_api.protocol import bounded_protocol
from lhs_api.settings import Settings, unknown_in_environment
from lhs_api.telemetry import configure_logs
from lhs_graph.release import Release

__all__ = ["serve"]

_LOG: Final = logging.getLogger("lhs_api")

_ANY_ADDRESS: Final = ("0.0.0.0", "::", "")  # noqa: S104  what is compared with, not listened on

_LOOPBACK: Final = ("127.0.0.1", "[::1]")


def serve(
    settings: Settings, release: Release, host: str, port: int, ready: Callable[[str], None]
) -> None:
    """Serve until interrupted; `ready` is called with the address when requests are answered.

    Raises:
        IllTypedParameterError: the address cannot be used; nothing was started.
    """
    sockets = bound(host, port)
    configure_logs(settings.log_level)
    for name in unknown_in_environment():
        _LOG.warning("no setting", extra={"facts": {"name": name}})
    app = create_app(_answering_as(settings, host), release)
    protocol = bounded_protocol(settings.header_seconds, settings.body_seconds)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        http=cast("Any", protocol),
        ws="none",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=ceil(STREAMED * settings.query_seconds) + 1,
    )
    _Server(config, lambda base: ready(f"{base}{settings.root_path}/")).run(sockets)


def _answering_as(settings: Settings, host: str) -> Settings:
    """The settings with the addresses that are listened on among the hosts.

    Where it is every address, those of the machine itself stand for all: its health is asked there.
    """
    own = _LOOPBACK if host in _ANY_ADDRESS else (f"[{host}]" if ":" in host else host,)
    return settings.model_copy(update={"trusted_hosts": [*settings.trusted_hosts, *own]})


class _Server(uvicorn.Server):
    """A server that says when it is ready, and where."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: Any = None) -> None:  # noqa: ANN401  as the base has it
        await super().startup(sockets)
        for server in self.servers if self.started else ():
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                self._ready(f"http://{shown}:{port}")

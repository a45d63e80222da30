"""Running the application on a socket."""

from collections.abc import Callable
from typing import Any

import uvicorn

from lhs_api.app import create_app
from lhs_api.settings import Settings
from lhs_api.telemetry import configure_logs
from lhs_graph.release import Release

__all__ = ["serve"]


def serve(
    settings: Settings, release: Release, host: str, port: int, ready: Callable[[str], None]
) -> None:
    """Serve until interrupted; `ready` is called with the address when requests are answered.

    Raises:
        OSError: the address cannot be used.
    """
    configure_logs(settings.log_level)
    app = create_app(settings, release)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=32 << 10,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=int(settings.query_seconds) + 1,
    )
    _Server(config, ready).run()


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
                self._ready(f"http://{shown}:{port}/")

"""What is served at this moment, and how a new release takes its place without a failed request."""

import asyncio
import logging
import os
import time
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version

from lhs_api.conditions import http_date
from lhs_api.pool import Pool
from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import ReleaseMissingError
from lhs_graph.publication.library import Library
from lhs_graph.quality.recorded import record_of
from lhs_graph.release import Release
from lhs_graph.service import KnowledgeGraph

__all__ = ["Served"]

_LOG = logging.getLogger("lhs_api")


@dataclass
class Served:
    """The release in use with its workers; `graph` is to be read anew for every request.

    `since` is when this service began to answer from it, in seconds since 1970.

    A request keeps the graph that it began with; a worker keeps the release that it was born with,
    and the pool sends no task to a worker of another release than the newest.
    """

    pool: Pool
    release: Release
    graph: KnowledgeGraph = field(init=False)
    library: Library = field(init=False)
    fingerprint: str = field(init=False)
    since: float = field(init=False, default_factory=time.time)

    def __post_init__(self) -> None:
        self.fingerprint = Catalogue.shipped().fingerprint()
        self.graph = _graph(self.release)
        self.library = Library(self.graph)

    @property
    def data_version(self) -> str:
        """The version that answers come from."""
        return self.release.manifest.data_version

    @property
    def state(self) -> str:
        """What every ETag changes with: the data, the program, and when it was last measured."""
        return f"{self.data_version}/{self.fingerprint}/{self._measured}"

    @property
    def last_modified(self) -> str:
        """When `state` became what it is, as HTTP says it.

        Nothing else is as late as the start: the program or its settings may be newer than the
        release, and a release or a program that takes the place of a later one is older than it.
        """
        return http_date(int(max(self.since, self._measured / 1e9)))

    @property
    def _measured(self) -> int:
        """When the service was last measured, in nanoseconds; 0 where it never was."""
        try:
            return os.stat(_record(self.release)).st_mtime_ns  # noqa: PTH116  asked by each request
        except OSError:
            return 0

    async def start(self) -> None:
        """Start the workers."""
        await self.pool.start(self.release.folder)

    async def follow(self, seconds: float) -> None:
        """Look every so often whether a build has made another release the current one."""
        out = self.release.folder.parent.parent
        while True:
            await asyncio.sleep(seconds)
            try:
                newest = await asyncio.to_thread(Release.current, out)
            except ReleaseMissingError:
                continue
            if newest.folder != self.release.folder:
                await self._swap(newest)

    async def _swap(self, newest: Release) -> None:
        """Serve another release from the moment that its workers are ready."""
        graph = _graph(newest)

        def taking_over() -> None:
            self.release, self.graph, self.library = newest, graph, Library(graph)
            self.since = time.time()

        try:
            await self.pool.start(newest.folder, taking_over)
        except (OSError, RuntimeError):
            _LOG.exception("the release %s cannot be served", newest.folder.name)
            return
        _LOG.info("serving release %s", newest.manifest.data_version)


@lru_cache(maxsize=4)
def _record(release: Release) -> str:
    return str(record_of(release.folder.parent.parent))


def _graph(release: Release) -> KnowledgeGraph:
    return KnowledgeGraph(Catalogue.shipped(), version("lhs-graph"), lambda _: release)

"""The statements that a release is compiled from: descriptions and included files, by graph.

Files are read as a stream. Most write one graph after the other; a graph whose statements are
scattered is left to the store, which gathers them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lhs_graph.description import Description
from lhs_graph.errors import FileUnreadableError
from lhs_graph.serialization import in_graph
from lhs_graph.terms import GRAPH, system_of

__all__ = ["CASES", "Sources"]

CASES: Final = f"{GRAPH}case/"

_INCLUDABLE: Final = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True)
class Sources:
    """Descriptions and included files, read once on making.

    `scattered` has the described systems' graphs that no single run of quads holds, `described` how
    many graphs of systems there are, `links` the statements of `linking` properties that lead from
    one system to another.

    Raises:
        FileUnreadableError: an included file cannot be read, or is neither `.nq` nor `.trig`.
    """

    descriptions: Sequence[Description]
    includes: Sequence[Path]
    linking: frozenset[ox.NamedNode]
    runs: Counter[str] = field(default_factory=Counter, init=False)
    links: list[ox.Triple] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for description in self.descriptions:
            self._take(f"{CASES}{description.slug}", description.triples)
        for path in self.includes:
            try:
                for graph, quads in _runs(path):
                    self._take(_name(graph), [quad.triple for quad in quads])
            except OSError as error:
                raise FileUnreadableError.of(path, error) from error
            except SyntaxError as error:
                raise FileUnreadableError(file=str(path), detail=str(error)) from error

    @property
    def described(self) -> int:
        """How many graphs describe a system."""
        return len(self.runs)

    @property
    def scattered(self) -> list[str]:
        """The graphs of systems whose statements stand in several places."""
        return [name for name, runs in self.runs.items() if runs > 1]

    def whole(self) -> Iterator[tuple[str, list[ox.Triple]]]:
        """The graphs of systems that stand in one place, with their statements."""
        for description in self.descriptions:
            name = f"{CASES}{description.slug}"
            if self.runs[name] == 1:
                yield name, list(description.triples)
        for path in self.includes:
            for graph, quads in _runs(path):
                name = _name(graph)
                if self.runs.get(name) == 1:
                    yield name, list(dict.fromkeys(quad.triple for quad in quads))

    def load(self, store: ox.Store) -> None:
        """Load everything into the store."""
        for description in self.descriptions:
            graph = ox.NamedNode(f"{CASES}{description.slug}")
            store.extend(in_graph(description.triples, graph))
        for path in self.includes:
            store.bulk_load(path=str(path), format=_INCLUDABLE[path.suffix])

    def _take(self, name: str, triples: Sequence[ox.Triple]) -> None:
        if name.startswith(CASES):
            self.runs[name] += 1
        self.links.extend(
            triple
            for triple in triples
            if triple.predicate in self.linking
            and isinstance(triple.object, ox.NamedNode)
            and isinstance(triple.subject, ox.NamedNode)
            and system_of(triple.subject.value) != system_of(triple.object.value)
        )


def _runs(path: Path) -> Iterator[tuple[GraphName, Iterator[ox.Quad]]]:
    """The quads of a file by graph, as often as it changes."""
    form = _INCLUDABLE.get(path.suffix)
    if form is None:
        raise FileUnreadableError(file=str(path), detail="it must end in .nq or .trig")
    quads = ox.parse(path=str(path), format=form)
    yield from groupby(quads, key=attrgetter("graph_name"))


def _name(graph: GraphName) -> str:
    return "" if isinstance(graph, ox.DefaultGraph) else graph.value

"""What everything is asked of: the project's files with one release of them.

It opens nothing before it is needed: a check reads the ontology and the shapes, a question opens
the store.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import Description, DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.entailment import entail
from lhs_graph.errors import UnknownCaseError
from lhs_graph.facts import Facts
from lhs_graph.headers import QueryFile, read_query_file
from lhs_graph.places import Place, Profile, places_of, profile_of
from lhs_graph.prefixes import read_prefixes
from lhs_graph.query_descriptions import as_query, read_answered_elsewhere
from lhs_graph.release import Block, Release
from lhs_graph.store import EmbeddedStore, GraphStore
from lhs_graph.terms import GRAPH
from lhs_graph.vocabulary import Vocabulary, nearest

__all__ = ["Knowledge"]


@dataclass(frozen=True)
class Knowledge:
    """The project's files with one release of them.

    `open_release` is called when the release is first needed.
    """

    catalogue: Catalogue
    version: str
    open_release: Callable[["Knowledge"], Release]
    endpoint: str | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology."""
        return Vocabulary.load(self.catalogue)

    @cached_property
    def reader(self) -> DescriptionReader:
        """Reads descriptions."""
        return DescriptionReader(self.catalogue)

    @cached_property
    def detectors(self) -> Detectors:
        """All gap detectors and shapes."""
        return Detectors.load(self.catalogue, self.vocabulary)

    @cached_property
    def release(self) -> Release:
        """The release in use."""
        return self.open_release(self)

    @cached_property
    def questions(self) -> Mapping[str, QueryFile]:
        """The competency questions by their id.

        Those without a query of their own are answered by a table of what answers them.
        """
        found = [read_query_file(path) for path in self.catalogue.questions()]
        users = {(query.number or "")[:1]: query.user or "" for query in found}
        view = read_query_file(self.catalogue.view("where-a-question-is-answered"))
        elsewhere = read_answered_elsewhere(self.catalogue.questions_answered_elsewhere())
        found += [as_query(one, view, users[one.number[:1]]) for one in elsewhere]
        return {query.id: query for query in sorted(found, key=lambda query: query.id)}

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The project's prefixes."""
        return read_prefixes(self.catalogue.prefixes())

    @property
    def data_version(self) -> str:
        """What to cite with an answer: the release's data version, or the engine that was asked."""
        return self.endpoint or self.release.manifest.data_version

    @cached_property
    def store(self) -> GraphStore:
        """Where questions are asked: the release's store, or the remote engine at `endpoint`."""
        if self.endpoint is None:
            return EmbeddedStore(self.release.store)
        from lhs_graph.store.remote import RemoteStore  # noqa: PLC0415  an extra, and only for remote engines

        return RemoteStore(self.endpoint)

    def block(self, slug: str) -> Block:
        """The index entry of a described system.

        Raises:
            UnknownCaseError: there is none; the error names the nearest.
        """
        blocks = self.release.blocks
        if slug not in blocks:
            raise UnknownCaseError(name=slug, nearest=nearest(slug, blocks))
        return blocks[slug]

    def stored(self, slug: str) -> Description:
        """The description of a system of the release, as it was stated.

        Raises:
            UnknownCaseError: there is none.
        """
        block = self.block(slug)
        graph = ox.NamedNode(f"{GRAPH}case/{slug}")
        quads = ox.parse(self.release.read([block]), format=ox.RdfFormat.N_QUADS)
        triples = tuple(quad.triple for quad in quads if quad.graph_name == graph)
        return Description(slug=slug, system=block.iri, triples=triples, places={}, form="nquads")

    def facts(self, description: Description) -> Facts:
        """The description's statements and what they entail, for look-ups."""
        entailed = entail(description.triples, self.vocabulary.axioms)
        return Facts((*description.triples, *entailed), self.vocabulary)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places that the framework names, in its order."""
        return places_of(self.vocabulary)

    def profile(self, description: Description) -> Profile:
        """What a description or design has in each place."""
        return profile_of(description.system, self.facts(description), self.places)

    def profiles(self, blocks: Iterable[Block]) -> Iterator[Profile]:
        """What described systems have in each place, one by one."""
        for block in blocks:
            quads = ox.parse(self.release.read([block]), format=ox.RdfFormat.N_QUADS)
            facts = Facts(tuple(quad.triple for quad in quads), self.vocabulary)
            yield profile_of(block.iri, facts, self.places)

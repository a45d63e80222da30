"""What every shelf is, and what it takes its documents from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from lhs_graph.knowledge import Knowledge
from lhs_graph.messages import languages, sentence
from lhs_graph.publication.document import Document
from lhs_graph.publication.statements import Statements
from lhs_graph.vocabulary import Vocabulary, parse_turtle

__all__ = ["Shelf", "Stock", "in_all_languages"]


class Shelf(Protocol):
    """Documents of one kind, or of a few that belong together."""

    def addresses(self) -> Iterator[str]:
        """The addresses of all its documents."""
        ...

    def find(self, address: str) -> Document | None:
        """The document at that address; None where it is not of this shelf or not there."""
        ...


@dataclass(frozen=True)
class Stock:
    """The project's files and the statements of one release."""

    knowledge: Knowledge

    @cached_property
    def statements(self) -> Statements:
        """Look-ups in the release."""
        return Statements(self.knowledge.release, self.knowledge.vocabulary)

    @cached_property
    def foreign(self) -> Vocabulary:
        """What terms of other vocabularies are called; for display, no statement of a release."""
        return Vocabulary(tuple(parse_turtle(self.knowledge.catalogue.foreign_labels())))


def in_all_languages(key: str, **facts: object) -> Mapping[str, str]:
    """A sentence of ours in every language."""
    return {one: sentence(key, one, **facts) for one in languages()}

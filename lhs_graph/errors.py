"""Every error a caller can meet, each with its facts and one sentence in each language.

    LhsGraphError
    ├── CatalogueError               a file of the project cannot be used
    │   ├── FileUnreadableError
    │   │   └── FileUnwritableError
    │   └── HeaderInvalidError
    ├── DescriptionError             a description cannot be read: problems, each with its place
    ├── NotFoundError
    │   ├── EmptyGroupError
    │   ├── NotASupportError
    │   ├── ServiceUnreachableError
    │   ├── UnknownCaseError
    │   ├── UnknownQuestionError
    │   └── UnknownTermError
    ├── QuestionError
    │   ├── MissingParameterError
    │   ├── IllTypedParameterError
    │   └── MalformedQueryError
    ├── ExtraMissingError            an optional package is not installed
    ├── ValidationSetupError         the checking machinery looked at nothing
    ├── ReasonerError
    │   ├── JavaMissingError
    │   └── ReasonerTimeoutError
    └── StoreError
        ├── ReleaseMissingError
        ├── ReleaseDamagedError
        └── EndpointError

A failed validation is a result, not an error.
"""

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from lhs_graph.messages import DEFAULT_LANGUAGE, Words, sentence

__all__ = [
    "CatalogueError",
    "DescriptionError",
    "EmptyGroupError",
    "EndpointError",
    "ExtraMissingError",
    "FileUnreadableError",
    "FileUnwritableError",
    "HeaderInvalidError",
    "IllTypedParameterError",
    "JavaMissingError",
    "LhsGraphError",
    "MalformedQueryError",
    "MissingParameterError",
    "NotASupportError",
    "NotFoundError",
    "NotInXmlError",
    "Place",
    "Problem",
    "QuestionError",
    "ReasonerError",
    "ReasonerTimeoutError",
    "ReleaseDamagedError",
    "ReleaseMissingError",
    "ServiceUnreachableError",
    "StoreError",
    "UnknownCaseError",
    "UnknownQuestionError",
    "UnknownTermError",
    "ValidationSetupError",
]


_REASONS: Final[Mapping[int, str]] = {
    errno.EACCES: "file.denied",
    errno.EPERM: "file.denied",
    errno.EISDIR: "file.folder",
    errno.ENOTDIR: "file.no_folder",
    errno.ENOSPC: "file.full",
}


class LhsGraphError(Exception):
    """Raised for every failure that a caller can act on; `facts` fill the sentence of `key`."""

    key: ClassVar[str] = "error.general"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.explain(DEFAULT_LANGUAGE))

    def explain(self, language: str) -> str:
        """Cause and cure in one or two sentences of that language."""
        return sentence(self.key, language, **self.facts)


class CatalogueError(LhsGraphError):
    """Raised when a file of the project itself cannot be used."""

    key = "error.catalogue"


class FileUnreadableError(CatalogueError):
    """Raised when a file is not there, is no file, or may not be read."""

    key = "error.file_unreadable"
    missing: ClassVar[str] = "file.missing"

    @classmethod
    def of(cls, file: object, error: OSError) -> Self:
        """The error for that file with the system's reason, in our words where there are any."""
        key = cls.missing if error.errno == errno.ENOENT else _REASONS.get(error.errno or 0)
        return cls(file=str(file), detail=Words(key) if key else error.strerror or str(error))


class FileUnwritableError(FileUnreadableError):
    """Raised when a file cannot be written where it was asked for."""

    key = "error.file_unwritable"
    missing = "file.nowhere"


class HeaderInvalidError(CatalogueError):
    """Raised when the header of a query file breaks the format."""

    key = "error.header_invalid"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: line and column count from 1; `path` is like `supports[2].goals[0]`."""

    file: str
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number is not None]
        return ":".join([self.file, *numbers])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a document from being read.

    `key` names the sentence, `facts` fill it.
    """

    place: Place
    key: str
    facts: tuple[tuple[str, object], ...] = ()

    def explain(self, language: str) -> str:
        """Cause and cure in that language, without the place."""
        return sentence(self.key, language, **dict(self.facts))


class DescriptionError(LhsGraphError):
    """Raised when a description cannot be read.

    `problems` has at least one, in the document's order.
    """

    key = "error.description"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems))

    def explain(self, language: str) -> str:
        """All problems, one a line, each as `place: sentence`."""
        lines = []
        for problem in self.problems:
            at = f" ({problem.place.path})" if problem.place.path else ""
            lines.append(f"{problem.place}: {problem.explain(language)}{at}")
        return "\n".join(lines)


class NotFoundError(LhsGraphError):
    """Raised when something asked for by name is not there; the sentence names the nearest."""

    key = "error.not_found"


class EmptyGroupError(NotFoundError):
    """Raised when no described system meets the criteria of a peer group."""

    key = "error.empty_group"


class NotASupportError(NotFoundError):
    """Raised when what was named as a support is another part of the system."""

    key = "error.not_a_support"


class ServiceUnreachableError(NotFoundError):
    """Raised when nothing answers where a service was said to be."""

    key = "error.service_unreachable"


class UnknownCaseError(NotFoundError):
    """Raised when no described system has that slug."""

    key = "error.unknown_case"


class UnknownQuestionError(NotFoundError):
    """Raised when no catalogued question has that name."""

    key = "error.unknown_question"


class UnknownTermError(NotFoundError):
    """Raised when a word is in no code list where it was looked for."""

    key = "error.unknown_term"


class QuestionError(LhsGraphError):
    """Raised when a question cannot be asked as it was put."""

    key = "error.question"


class MissingParameterError(QuestionError):
    """Raised when a required parameter was not given."""

    key = "error.missing_parameter"


class IllTypedParameterError(QuestionError):
    """Raised when a parameter is unknown or its value is not of its kind."""

    key = "error.ill_typed_parameter"


class MalformedQueryError(QuestionError):
    """Raised when a SPARQL query cannot be parsed, or asks for what is refused."""

    key = "error.malformed_query"


class NotInXmlError(LhsGraphError):
    """Raised when something is to be written in XML, which has no way to say it."""

    key = "error.not_in_xml"


class ExtraMissingError(LhsGraphError):
    """Raised when a part of the program needs packages that are not installed."""

    key = "error.extra_missing"


class ValidationSetupError(LhsGraphError):
    """Raised when a check would have looked at nothing: no shapes, no focus nodes, no detectors."""

    key = "error.validation_setup"


class ReasonerError(LhsGraphError):
    """Raised when the OWL reasoner cannot do its work."""

    key = "error.reasoner"


class JavaMissingError(ReasonerError):
    """Raised when no Java was found, neither the system's nor that of the `reasoning` extra."""

    key = "error.java_missing"


class ReasonerTimeoutError(ReasonerError):
    """Raised when the reasoner was stopped at its time limit."""

    key = "error.reasoner_timeout"


class StoreError(LhsGraphError):
    """Raised when a store or a release cannot be used."""

    key = "error.store"


class ReleaseMissingError(StoreError):
    """Raised when a folder holds no release."""

    key = "error.release_missing"


class ReleaseDamagedError(StoreError):
    """Raised when a release's files are not those that were written."""

    key = "error.release_damaged"


class EndpointError(StoreError):
    """Raised when a remote SPARQL engine does not answer as the protocol says."""

    key = "error.endpoint"

"""Problem details (RFC 9457): which error of the core is which problem, and how one is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lhs_graph import errors
from lhs_graph.errors import DescriptionError, LhsGraphError
from lhs_graph.messages import sentence
from lhs_graph.terms import BASE

__all__ = ["MEDIA_TYPE", "ProblemError", "of_error", "position_of"]

MEDIA_TYPE: Final = "application/problem+json"

_KINDS: Final[Mapping[type[LhsGraphError], tuple[int, str]]] = {
    errors.DescriptionError: (422, "unreadable-description"),
    errors.UnknownCaseError: (404, "not-found"),
    errors.UnknownQuestionError: (404, "not-found"),
    errors.UnknownTermError: (404, "not-found"),
    errors.NotFoundError: (404, "not-found"),
    errors.NotInXmlError: (406, "not-in-xml"),
    errors.MissingParameterError: (400, "missing-parameter"),
    errors.IllTypedParameterError: (400, "ill-typed-parameter"),
    errors.MalformedQueryError: (400, "malformed-query"),
    errors.QuestionError: (400, "malformed-query"),
    errors.ValidationSetupError: (500, "check-looked-at-nothing"),
    errors.FileUnreadableError: (500, "broken-installation"),
    errors.HeaderInvalidError: (500, "broken-installation"),
    errors.CatalogueError: (500, "broken-installation"),
    errors.ExtraMissingError: (500, "broken-installation"),
    errors.JavaMissingError: (500, "broken-installation"),
    errors.ReasonerTimeoutError: (503, "timeout"),
    errors.ReasonerError: (500, "broken-installation"),
    errors.ReleaseMissingError: (503, "no-release"),
    errors.ReleaseDamagedError: (503, "no-release"),
    errors.EndpointError: (502, "no-answer-from-engine"),
    errors.StoreError: (503, "no-release"),
    errors.LhsGraphError: (500, "failure"),
}


@dataclass(eq=False)
class ProblemError(Exception):
    """Raised to answer with a problem; `name` is its type's last part, `facts` fill its sentence.

    `more` are further members of the problem, `headers` of the answer.
    """

    status: int
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    detail: str | None = None

    def members(self, language: str, instance: str | None = None) -> dict[str, Any]:
        """The problem's members in that language."""
        found: dict[str, Any] = {
            "type": f"{BASE}problem/{self.name}",
            "title": sentence(f"problem.{self.name}", language),
            "status": self.status,
        }
        detail = self.detail or self._detail(language)
        if detail:
            found["detail"] = detail
        if instance:
            found["instance"] = instance
        return {**found, **self.more}

    def _detail(self, language: str) -> str:
        key = f"problem.{self.name}.detail"
        return sentence(key, language, **self.facts)


def position_of(wrong: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The member `position` by the first of the errors; none where that one has no line."""
    line = wrong[0].get("line")
    return {"position": {"line": line, "column": wrong[0].get("column")}} if line else {}


def of_error(error: LhsGraphError, language: str) -> ProblemError:
    """The problem that an error of the core is, with the places of what cannot be read.

    Its `position` is the place of the first.
    """
    status, name = next(_KINDS[one] for one in type(error).__mro__ if one in _KINDS)
    more: dict[str, Any] = {}
    if isinstance(error, DescriptionError):
        more["errors"] = [
            {
                "detail": problem.explain(language),
                "line": problem.place.line,
                "column": problem.place.column,
                "path": problem.place.path,
            }
            for problem in error.problems
        ]
        more.update(position_of(more["errors"]))
    return ProblemError(status, name, more=more, detail=error.explain(language))

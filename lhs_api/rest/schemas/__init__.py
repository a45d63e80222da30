"""The shapes of the JSON that is answered and sent, for OpenAPI; tests compare them with answers.

One module a subject. What is named stays; more keys may come.
"""

from typing import Any, Final

from pydantic.json_schema import models_json_schema

from lhs_api.rest.requests import ChangeRequest, ComparisonRequest, VersionsRequest
from lhs_api.rest.schemas.cases import Cases, Description
from lhs_api.rest.schemas.changes import Change, Repair
from lhs_api.rest.schemas.comparison import Comparison, Nearest
from lhs_api.rest.schemas.gaps import GapKind, GapKinds, Gaps
from lhs_api.rest.schemas.overview import Overview
from lhs_api.rest.schemas.problems import Problem
from lhs_api.rest.schemas.queries import Answer, Queries
from lhs_api.rest.schemas.reports import Levels, Report
from lhs_api.rest.schemas.status import Health, Limits, Version
from lhs_api.rest.schemas.synergy import Synergy, Why
from lhs_api.rest.schemas.terms import Concepts, Entry, Hits, Resolved, Schemes

__all__ = ["schemas"]

_ANSWERED: Final = (
    Answer, Cases, Change, Comparison, Concepts, Description, Entry, GapKind, GapKinds, Gaps,
    Health, Hits, Levels, Limits, Nearest, Overview, Problem, Queries, Repair, Report, Resolved,
    Schemes, Synergy, Version, Why,
)  # fmt: skip
_SENT: Final = (ChangeRequest, ComparisonRequest, VersionsRequest)


def schemas() -> dict[str, Any]:
    """All schemas by name."""
    models: list[Any] = [
        *((model, "serialization") for model in _ANSWERED),
        *((model, "validation") for model in _SENT),
    ]
    _, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    found: dict[str, Any] = definitions["$defs"]
    return dict(sorted(found.items()))

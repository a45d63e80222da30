"""The shapes of the JSON that is answered and sent, for OpenAPI; a test compares them with answers.

What is built by the reports is described as far as a client relies on it; more keys may come.
"""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import models_json_schema

from lhs_api.rest.requests import ChangeRequest, ComparisonRequest, VersionsRequest

__all__ = ["schemas"]


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Term(_Open):
    """A node, class or concept with its label in the language of the answer."""

    iri: str
    label: str


class Wrong(_Open):
    """One thing that is wrong with what was sent, and where."""

    detail: str
    path: str | None = None
    line: int | None = None
    column: int | None = None


class Problem(_Open):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    errors: list[Wrong] | None = None


class Meter(_Open):
    """How much of the framework is met, of what is known."""

    name: str
    met: int
    unknown: int
    total: int
    share: float | None


class Place(_Open):
    """Where in the document that was sent; lines and columns count from 1."""

    file: str
    line: int | None
    column: int | None
    path: str | None


class Precedent(_Open):
    """How a real system fills the place that is empty."""

    case: Term
    node: Term
    sources: list[str]
    nearness: float


class Finding(_Open):
    """One gap with its place, reason, remedy and precedents."""

    kind: str
    iri: str
    title: str
    nature: str
    severity: str
    certainty: Literal["reported", "confirmed", "undocumented"]
    focus: Term
    about: Term | None
    related: Term | None
    sentence: str
    reason: str
    remedy: str
    passage: str
    place: Place | None
    sources: list[str]
    precedents: list[Precedent]


class FormProblem(_Open):
    """Where a description breaks the format."""

    shape: str
    focus: Term
    path: str | None
    value: str | None
    message: str
    severity: str
    place: Place | None


class Report(_Open):
    """All that one check found; `conforms` is whether the format is kept."""

    system: Term
    status: str
    coverage: str
    level: Literal["wellformed", "framework", "aligned"]
    language: str
    data_version: str
    conforms: bool
    meters: list[Meter]
    problems: list[FormProblem]
    findings: list[Finding]
    reported_gaps: list[Term]


class Description(_Open):
    """A description in JSON-LD, with the keys of the files."""

    id: str


class Page(_Open):
    """A page of a longer list; the header Link leads to the others."""

    total: int
    offset: int
    limit: int


class CaseItem(_Open):
    """A described system, in the words of its file."""

    id: str
    iri: str
    name: dict[str, str]
    kind: str | None
    countries: list[str]
    levels: list[str]
    scale: str | None
    record: dict[str, str]


class Cases(Page):
    """Described systems."""

    data_version: str
    items: list[CaseItem]


class Gap(_Open):
    """One gap of one described system."""

    case: str
    kind: str
    title: str
    severity: str
    certainty: str
    focus: str
    about: Term | None
    related: Term | None
    sources: list[str]


class Gaps(Page):
    """Gaps of described systems."""

    data_version: str
    language: str
    items: list[Gap]


class GapKind(_Open):
    """One kind of gap."""

    notation: str
    iri: str
    title: str
    definition: str
    reason: str
    remedy: str
    passage: str
    nature: str
    severity: str
    concerns: list[str]
    closed_by: list[str]
    certainty_depends_on: list[str]


class GapKinds(_Open):
    """All kinds of gap."""

    language: str
    items: list[GapKind]


class Scheme(_Open):
    """A code list."""

    scheme: str
    concepts: int


class Schemes(_Open):
    """All code lists."""

    items: list[Scheme]


class Concept(_Open):
    """A concept of a code list; `word` is what descriptions call it."""

    iri: str
    word: str
    label: str
    labels: dict[str, str]
    notation: str | None
    definition: str
    broader: list[str]
    elements: list[Term]


class Concepts(Page):
    """The concepts of a code list."""

    scheme: str
    language: str
    items: list[Concept]


class QueryParameter(_Open):
    """A parameter of a stored question."""

    name: str
    kind: Literal["iri", "string", "integer", "date"]
    required: bool
    example: str
    default: str | None
    description: str


class QueryColumn(_Open):
    """A column of the answer to a stored question."""

    name: str
    kind: str
    meaning: str


class Query(_Open):
    """A stored question; `query` is its SPARQL."""

    name: str
    number: str | None
    user: str | None
    question: str
    summary: str
    basis: str
    tags: list[str]
    since: str
    parameters: list[QueryParameter]
    columns: list[QueryColumn]
    query: str


class Queries(_Open):
    """All stored questions."""

    language: str
    total: int
    items: list[Query]


class Cell(_Open):
    """An IRI, or a value with its language or datatype."""

    iri: str | None = None
    value: str | None = None
    language: str | None = None
    datatype: str | None = None


class Answer(Page):
    """The answer to a stored question."""

    data_version: str
    language: str
    question: str
    columns: list[str]
    items: list[dict[str, Cell | None]]


class Hit(_Open):
    """Something whose label holds the words; `system` is the described system it is part of."""

    iri: str
    curie: str
    label: str
    matched: str
    types: list[Term]
    system: Term | None


class Hits(Page):
    """What a search found, the closest first."""

    data_version: str
    language: str
    items: list[Hit]


class Statement(_Open):
    """A property with its values."""

    property: str
    label: str
    values: list[Cell]


class Entry(_Open):
    """Everything that the release says of one term."""

    data_version: str
    iri: str
    curie: str
    label: str
    labels: dict[str, str]
    definition: dict[str, str]
    types: list[Term]
    case: str | None
    deprecated: bool
    replaced_by: list[Term]
    graphs: list[str]
    statements: list[Statement]


class Health(_Open):
    """Whether the service is alive or ready."""

    status: Literal["live", "ready"]


class Version(_Open):
    """The program and the data; cite `data_version`."""

    version: str
    data_version: str
    created: str
    digest: str
    counts: dict[str, int]


class Limits(_Open):
    """What one request and one client may use: seconds, bytes, rows."""

    seconds: float
    memory: int
    rows: int
    answer: int
    query: int
    document: int
    workers: int
    client: dict[str, float]


class Overview(_Open):
    """What the collection says."""


class Comparison(_Open):
    """Systems side by side."""


class Nearest(_Open):
    """The systems that resemble one most."""


class Synergy(_Open):
    """How the parts of a system work together."""


class Why(_Open):
    """Why a support exists."""


class Repair(_Open):
    """The smallest repair, step by step, and what it leaves."""


class Change(_Open):
    """What differs in a description and in its findings."""


_ANSWERED: Final = (
    Answer, Cases, Change, Comparison, Concepts, Description, Entry, GapKind, GapKinds, Gaps,
    Health, Hits, Limits, Nearest, Overview, Problem, Queries, Repair, Report, Schemes, Synergy,
    Version, Why,
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

"""A metric, what it looked at, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lhs_graph.messages import Words

__all__ = ["Acceptance", "Expectation", "Granted", "Measurement", "Metric", "Observation", "State"]


class State(StrEnum):
    """What came of a metric."""

    PASSED = "passed"
    ACCEPTED = "accepted"
    FAILED = "failed"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One request to a running service, and what its answer must be like.

    `sends` are headers that go with the request besides `accept`. `headers` are regular expressions
    that must be found in the header of that name, `absent` are headers that must not be there.
    `media_type` is that of the answer without parameters; RDF must be readable and not empty.
    `holds` is an ASK query over the answer's statements, with `?iri` bound to what was asked for.
    `contains` must be in the text, its `{fragment}` standing for the IRI's. `then` is what the
    address in the `Location` header must answer. `revalidates` asks again with the answer's ETag
    and wants 304.
    """

    method: str = "GET"
    accept: str = ""
    sends: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    holds: str = ""
    contains: str = ""
    revalidates: bool = False
    then: "Expectation | None" = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Findings of a metric that are meant to be, and why.

    Either those about `subjects`, as IRIs, or those for which the query gives the word `excuse`.
    """

    metric: str
    reason: Mapping[str, str]
    subjects: tuple[str, ...] = ()
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One question that is put to the ontology or to the service.

    `number` is what it is cited by, `id` the stem of its file. A metric with `expectations` needs a
    running service; one with a `reason` cannot be checked here at all and has no `query`.
    """

    number: str
    id: str
    dimension: str
    name: Mapping[str, str]
    question: Mapping[str, str]
    query: str = ""
    expectations: tuple[Expectation, ...] = ()
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was looked at; `excuse` is the query's word for a rule that may excuse it."""

    subject: str
    detail: Words | str = ""
    fails: bool = False
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """An acceptance with the findings that it covers."""

    acceptance: Acceptance
    findings: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What came of a metric: how many things were looked at and how many of them are right.

    `findings` are those that nothing accepts, `unneeded` are acceptances, or subjects of them, that
    cover nothing any more. `unchecked` says why nothing was looked at, where that is no failure.
    """

    metric: Metric
    looked_at: int = 0
    right: int = 0
    findings: tuple[Observation, ...] = ()
    granted: tuple[Granted, ...] = ()
    unneeded: tuple[Acceptance, ...] = ()
    unchecked: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """A metric that looked at nothing has failed, unless it could not be checked."""
        if self.unchecked:
            return State.UNCHECKED
        if not self.looked_at or self.findings or self.unneeded:
            return State.FAILED
        return State.ACCEPTED if self.granted else State.PASSED

    @property
    def share(self) -> float:
        """The part that is right without any acceptance, from 0 to 1; 0 if nothing was there."""
        return self.right / self.looked_at if self.looked_at else 0.0

"""All metrics put to the ontology's documents and, where there is one, to a running service."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import pyoxigraph as ox

from lhs_graph.errors import HeaderInvalidError, ValidationSetupError
from lhs_graph.messages import languages, sentence
from lhs_graph.quality.model import (
    Acceptance,
    Expectation,
    Granted,
    Measurement,
    Metric,
    Observation,
    State,
)
from lhs_graph.quality.reading import Metrics
from lhs_graph.terms import OWL

__all__ = ["Assessment", "Visitor", "assess", "observe"]

_TRUTH: Final = {"true": True, "false": False}


class Visitor(Protocol):
    """Asks a running service."""

    def visit(self, iri: str, expected: Expectation) -> Observation:
        """Whether the service answers for that IRI as expected.

        Raises:
            ServiceUnreachableError: nothing answers at the service's address.
        """
        ...


@dataclass(frozen=True, slots=True)
class Assessment:
    """What came of every metric, in the order of their numbers.

    `version` is the IRI of the version of the ontology that was measured.
    """

    version: str
    measurements: tuple[Measurement, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing failed."""
        return all(one.state is not State.FAILED for one in self.measurements)

    @property
    def counts(self) -> Mapping[State, int]:
        """How many metrics came to each state; every state is there."""
        found = Counter(one.state for one in self.measurements)
        return {state: found[state] for state in State}


def assess(
    metrics: Metrics, documents: Iterable[ox.Triple], visitor: Visitor | None = None
) -> Assessment:
    """Measure those documents, which are the whole ontology; without visitor no service is asked.

    Raises:
        ValidationSetupError: there is nothing to measure with, or nothing to measure.
        ServiceUnreachableError: nothing answers at the service's address.
        HeaderInvalidError: a query is not SPARQL, or a row of its answer says not whether it fails.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in documents)
    if not metrics.metrics or not len(store):
        raise ValidationSetupError(detail="no metrics, or no statements to measure")
    measured = []
    for metric in metrics.metrics:
        accepted = [one for one in metrics.acceptances if one.metric == metric.number]
        measured.append(_measure(metric, accepted, store, visitor))
    return Assessment(_version(store), tuple(measured))


def observe(metric: Metric, store: ox.Store) -> list[Observation]:
    """What a metric that is a query sees in those statements."""
    return [_observation(metric, row) for row in _rows(metric, store)]


def _measure(
    metric: Metric, accepted: list[Acceptance], store: ox.Store, visitor: Visitor | None
) -> Measurement:
    if metric.reason:
        return Measurement(metric, unchecked=metric.reason)
    if not metric.expectations:
        return _judged(metric, observe(metric, store), accepted)
    if visitor is None:
        why = {one: sentence("quality.no_service", one) for one in languages()}
        return Measurement(metric, unchecked=why)
    asked = [_text(row["iri"]) for row in _rows(metric, store)]
    seen = [visitor.visit(iri, expected) for iri in asked for expected in metric.expectations]
    return _judged(metric, seen, accepted)


def _judged(metric: Metric, seen: list[Observation], acceptances: list[Acceptance]) -> Measurement:
    wrong = [one for one in seen if one.fails]
    granted: list[Granted] = []
    unneeded: list[Acceptance] = []
    covered: set[Observation] = set()
    for acceptance in acceptances:
        found = tuple(one for one in wrong if one not in covered and _covers(acceptance, one))
        covered.update(found)
        if found:
            granted.append(Granted(acceptance, found))
        idle = _idle(acceptance, found)
        if idle is not None:
            unneeded.append(idle)
    return Measurement(
        metric,
        looked_at=len(seen),
        right=len(seen) - len(wrong),
        findings=tuple(one for one in wrong if one not in covered),
        granted=tuple(granted),
        unneeded=tuple(unneeded),
    )


def _covers(acceptance: Acceptance, observation: Observation) -> bool:
    if acceptance.excuse:
        return observation.excuse == acceptance.excuse
    return observation.subject in acceptance.subjects


def _idle(acceptance: Acceptance, found: tuple[Observation, ...]) -> Acceptance | None:
    """The part of an acceptance that covers nothing, if there is one."""
    if acceptance.excuse:
        return None if found else acceptance
    needed = {one.subject for one in found}
    left = tuple(one for one in acceptance.subjects if one not in needed)
    if not left and acceptance.subjects:
        return None
    return Acceptance(acceptance.metric, acceptance.reason, left)


def _rows(metric: Metric, store: ox.Store) -> Iterator[Mapping[str, object]]:
    """The rows of the metric's query by column; what is unbound is None."""
    try:
        found = store.query(metric.query)
    except SyntaxError as error:
        raise HeaderInvalidError(file=metric.id, detail=str(error)) from error
    if not isinstance(found, ox.QuerySolutions):
        raise HeaderInvalidError(file=metric.id, detail="the query is no SELECT")
    names = [one.value for one in found.variables]
    for row in found:
        yield dict(zip(names, row, strict=True))


def _observation(metric: Metric, row: Mapping[str, object]) -> Observation:
    fails = _text(row["fails"])
    if fails not in _TRUTH:
        raise HeaderInvalidError(file=metric.id, detail=f"?fails is {row['fails']}")
    return Observation(
        _text(row["subject"]), _text(row["detail"]), _TRUTH[fails], _text(row.get("excuse"))
    )


def _version(store: ox.Store) -> str:
    name = ox.NamedNode(f"{OWL}versionIRI")
    found = sorted(_text(quad.object) for quad in store.quads_for_pattern(None, name, None))
    return found[0] if found else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, (ox.Literal, ox.NamedNode)) else ""

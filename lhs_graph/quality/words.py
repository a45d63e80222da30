"""What a person reads about a measurement, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lhs_graph.findings import in_language
from lhs_graph.messages import Words, sentence
from lhs_graph.quality.assessment import Assessment
from lhs_graph.quality.model import Acceptance, Measurement, Observation

__all__ = ["QualityWords"]

_MOST: Final = 20
"""How many findings of one metric are named."""


@dataclass(frozen=True, slots=True)
class QualityWords:
    """Sentences about an assessment in that language."""

    language: str

    def say(self, key: str, **facts: object) -> str:
        """A sentence about quality."""
        return sentence(f"quality.{key}", self.language, **facts)

    def summary(self, assessment: Assessment) -> str:
        """How many metrics came to which state."""
        counts = {state.value: count for state, count in assessment.counts.items()}
        return self.say("summary", **counts)

    def dimension(self, name: str) -> str:
        """What a dimension is called."""
        return self.say(f"dimension.{name}")

    def name(self, measurement: Measurement) -> str:
        """What the metric is called."""
        return in_language(measurement.metric.name, self.language)

    def question(self, measurement: Measurement) -> str:
        """What the metric asks."""
        return in_language(measurement.metric.question, self.language)

    def state(self, measurement: Measurement) -> str:
        """What came of it."""
        return self.say(f"state.{measurement.state.value}")

    def count(self, measurement: Measurement) -> str:
        """How many of the things looked at are right; nothing where none was."""
        if measurement.unchecked or not measurement.looked_at:
            return ""
        return self.say("count", right=measurement.right, looked_at=measurement.looked_at)

    def notes(self, measurement: Measurement) -> Iterator[str]:
        """Why it is not checked, what is wrong, what is accepted, and what need not be any more."""
        if measurement.unchecked:
            yield in_language(measurement.unchecked, self.language)
            return
        if not measurement.looked_at:
            yield self.say("nothing")
        for one in measurement.findings[:_MOST]:
            yield self.say("finding", subject=one.subject, detail=self.detail(one)).rstrip()
        if len(measurement.findings) > _MOST:
            yield self.say("more", count=len(measurement.findings) - _MOST)
        for granted in measurement.granted:
            reason = in_language(granted.acceptance.reason, self.language)
            yield self.say("accepted", count=len(granted.findings), reason=reason)
        for idle in measurement.unneeded:
            yield self.unneeded(idle)

    def detail(self, observation: Observation) -> str:
        """Which side of the thing looked at is wrong, or what the service answered."""
        found = observation.detail
        return found.said(self.language) if isinstance(found, Words) else found

    def unneeded(self, acceptance: Acceptance) -> str:
        """That an acceptance covers nothing any more."""
        rule = self.say("unneeded_rule", excuse=acceptance.excuse)
        subjects = ", ".join(acceptance.subjects) or rule
        reason = in_language(acceptance.reason, self.language)
        return self.say("unneeded", subjects=subjects, reason=reason)

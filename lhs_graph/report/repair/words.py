"""What every form of a repair says, in words, from the sentences of the language files."""

from collections.abc import Sequence
from dataclasses import dataclass

from lhs_graph.findings import Finding, Precedent, in_language
from lhs_graph.messages import sentence
from lhs_graph.repair import Averted, RepairPlan, Step
from lhs_graph.report.precedent_words import MOST_CITED, precedent_words, source_words
from lhs_graph.terms import short_name
from lhs_graph.vocabulary import Vocabulary

__all__ = ["Words", "number"]


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language about one plan."""

    plan: RepairPlan
    vocabulary: Vocabulary
    language: str

    def say(self, key: str, /, **facts: object) -> str:
        """A sentence about repairs."""
        return sentence(f"repair.{key}", self.language, **facts)

    def title(self) -> str:
        """The heading."""
        return self.say("title", name=self.plan.before.system.label(self.language))

    def about(self) -> str:
        """What was asked for, and of which data."""
        severity = self.vocabulary.label_of("severity", self.plan.chosen.least, self.language)
        certainties = [
            self.vocabulary.label_of("certainty", one, self.language)
            for one in self.plan.chosen.certainties
        ]
        key = "about_certainty" if certainties else "about"
        return self.say(
            key,
            severity=severity,
            certainties=", ".join(certainties),
            version=self.plan.before.data_version,
        )

    def summary(self) -> list[str]:
        """The plan in a few sentences: its length, what it closes, and what is proven of it."""
        plan = self.plan
        if not plan.asked:
            return [self.say("nothing")]
        counts = {
            "steps": len(plan.steps),
            "closed": len(plan.closed),
            "asked": len(plan.asked),
            "cost": number(plan.cost),
        }
        key = "summary" if plan.cost == len(plan.steps) else "summary_cost"
        told = [self.say(key, **counts), self.proof(), self.say("checked", left=len(plan.left))]
        return [*told, *self._malformed()]

    def _malformed(self) -> list[str]:
        """What keeps the repaired design from being well formed, told by its first problem."""
        problems = self.plan.after.problems
        if not problems:
            return []
        first = in_language(problems[0].message, self.language)
        return [self.say("malformed", count=len(problems), first=first)]

    def proof(self) -> str:
        """How small the plan is proven to be."""
        plan = self.plan
        facts = {"considered": plan.considered, "least": plan.least, "steps": len(plan.steps)}
        if not plan.exact:
            return self.say("bounded", **facts)
        return self.say("smallest_and_cheapest" if plan.cheapest else "smallest", **facts)

    def step(self, step: Step) -> str:
        """What to add."""
        subject, name = step.subject.label(self.language), step.property.label(self.language)
        value = step.value.label(self.language) if step.value else ""
        if step.type:
            kind = step.type.label(self.language)
            return self.say("add_part", owner=subject, type=kind, name=value)
        key = "add_statement" if step.value else "add_truth"
        return self.say(key, subject=subject, property=name, value=value)

    def cost(self, step: Step) -> str:
        """What the step costs."""
        return self.say("cost", cost=number(step.cost))

    def where(self, step: Step) -> str:
        """Where it stands in the description, with the place of its subject in the file read."""
        place = f" ({step.place})" if step.place else ""
        return self.say("where", key=step.key, place=place)

    def instead(self, step: Step) -> str:
        """What would do as well."""
        names = "; ".join(self.say("quoted", name=one.label(self.language)) for one in step.instead)
        return self.say(f"instead_of_{step.instead_of}", names=names)

    def to_be_told(self, step: Step) -> str:
        """Which texts its author has to give."""
        names = ", ".join(one.label(self.language) for one in step.to_be_told)
        return self.say("for_the_author", names=names)

    def closes(self, finding: Finding) -> str:
        """A finding that the step closes."""
        severity = self.vocabulary.label_of("severity", finding.severity, self.language)
        said = finding.sentence(self.language)
        return self.say("closes", kind=finding.kind.notation, severity=severity, finding=said)

    def averts(self, averted: Averted) -> str:
        """A finding that earlier steps would open and the step prevents."""
        title = in_language(averted.kind.label, self.language)
        focus = averted.focus.label(self.language)
        return self.say("averts", kind=averted.kind.notation, title=title, focus=focus)

    def precedents(self, precedents: Sequence[Precedent]) -> str:
        """Which cases fill such places, and with what; that none does, where that is so."""
        cases = [self.precedent(one) for one in precedents]
        nobody = sentence("report.no_precedent", self.language)
        return self.say("precedents", cases="; ".join(cases) or nobody)

    def precedent(self, precedent: Precedent) -> str:
        """A case, what fills the place in it, how near it is, and the sources."""
        sources = source_words(precedent, MOST_CITED)
        return precedent_words(precedent, self.language) + (f" [{sources}]" if sources else "")

    def withdrawn(self) -> list[str]:
        """What the design reports of itself and the plan closes."""
        return [self.say("withdrawn", name=one.label(self.language)) for one in self.plan.withdrawn]

    def _why_open(self) -> str:
        """Why a finding is left: nothing closes it, or the search ended before it was found."""
        return "left_open" if self.plan.exact else "left_unsearched"

    def left(self, finding: Finding) -> str:
        """A finding that is left, and why."""
        reported = finding.certainty == "reported" and finding.wording is not None
        reason = self.say("left_reported" if reported else self._why_open())
        return f"{self.closes(finding)} {reason}"

    def opened(self) -> list[Finding]:
        """Findings nobody asked to close that the repaired design has and the design had not."""
        before = {one.identity for one in self.plan.before.findings}
        left = {one.identity for one in self.plan.left}
        return [one for one in self.plan.after.findings if one.identity not in before | left]

    def short(self, step: Step) -> str:
        """The new part's or subject's own id."""
        return short_name(step.addition.part.iri if step.addition.part else step.subject.iri)


def number(cost: float) -> str:
    """A cost without needless decimals."""
    return f"{cost:g}"

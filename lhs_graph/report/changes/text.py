"""A change on a terminal: colours there, plain lines when it is piped."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text as Line

from lhs_graph.findings import Finding, in_language
from lhs_graph.messages import colon, sentence
from lhs_graph.report.changes.story import Story, shown_values
from lhs_graph.terms import short_name
from lhs_graph.versions import FindingChanges, PartChange
from lhs_graph.vocabulary import Vocabulary

__all__ = ["print_change"]

_MARKS = {"added": "+", "removed": "–", "changed": "~", "renamed": "~"}
_STYLES = {"added": "green", "removed": "red", "changed": "yellow", "renamed": "yellow"}
_SEVERITIES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}


def print_change(
    console: Console, story: Story, vocabulary: Vocabulary, language: str, *, unchanged: bool
) -> None:
    """Print what changes in the description and in the findings.

    `unchanged` lists the findings that stay as well.
    """
    _Printer(console, story, vocabulary, language).print(unchanged=unchanged)


class _Printer:
    """Prints one story."""

    def __init__(
        self, console: Console, story: Story, vocabulary: Vocabulary, language: str
    ) -> None:
        self._console = console
        self._story = story
        self._vocabulary = vocabulary
        self._language = language

    def print(self, *, unchanged: bool) -> None:
        story, new = self._story, self._story.difference.new
        self._line(self._say("title", name=new.system.label(self._language)), "bold")
        self._line(self._about(), "")
        self._line("")
        self._parts()
        for problem in new.problems:
            self._line(
                f"✗ {problem.focus.label(self._language)}{colon(self._language)} "
                f"{in_language(problem.message, self._language)}",
                "red",
            )
        if new.problems:
            self._line(self._say("problems"), "red")
            self._line("")
        self._meters()
        self._line(self._say("summary", **story.counts()))
        self._line("")
        self._findings(story.difference.findings, unchanged=unchanged)
        self._others()
        if story.name == "whatif":
            self._line(self._say("stored"), "dim")

    def _say(self, key: str, **facts: object) -> str:
        return self._story.say(key, self._language, **facts)

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Line(text, style=style), soft_wrap=not self._console.is_terminal)

    def _about(self) -> str:
        new = self._story.difference.new
        label_of = self._vocabulary.label_of
        return sentence(
            "report.about",
            self._language,
            status=label_of("record-status", new.record_status, self._language),
            coverage=label_of("coverage", new.coverage, self._language),
            version=new.data_version,
        )

    def _parts(self) -> None:
        if not self._story.difference.parts:
            self._line(self._say("no_parts"))
            self._line("")
            return
        self._line(self._say("parts"), "bold underline")
        for kind, parts in self._story.by_kind():
            label = kind.label(self._language)
            self._line(f"{label[:1].upper()}{label[1:]}", "bold")
            for part in parts:
                self._part(part)
        self._line("")

    def _part(self, change: PartChange) -> None:
        line = Line("  ")
        line.append(f"{_MARKS[change.state]} ", style=_STYLES[change.state])
        line.append(change.part.label(self._language))
        line.append(f"  ({short_name(change.part.iri)})", style="dim")
        if change.state in ("added", "removed"):
            line.append(f" – {self._say(change.state)}", style=_STYLES[change.state])
        self._console.print(line, soft_wrap=not self._console.is_terminal)
        if change.state == "renamed" and change.was and change.now:
            ids = [short_name(one.iri) for one in (change.was, change.now)]
            self._line(f"      {self._say('renamed', old=ids[0], new=ids[1])}")
        if change.moved:
            homes = [one.label(self._language) for one in change.moved]
            self._line(f"      {self._say('moved', old=homes[0], new=homes[1])}")
        for name, old, new in shown_values(change, self._language):
            shown = Line(f"      {name.label(self._language)}{colon(self._language)} ")
            if old:
                shown.append(f"– {', '.join(old)}", style="red")
            if new:
                shown.append(f"{'  ' if old else ''}+ {', '.join(new)}", style="green")
            self._console.print(shown, soft_wrap=not self._console.is_terminal)

    def _meters(self) -> None:
        for before, after in self._story.meters():
            name = sentence(f"report.{before.name}", self._language)
            told = []
            for meter in (before, after):
                key = "report.meter_unknown" if meter.unknown else "report.meter"
                facts = {"met": meter.met, "total": meter.total, "unknown": meter.unknown}
                told.append(sentence(key, self._language, **facts))
            self._line(f"{name:<14}{told[0]} → {told[1]}")
        self._line("")

    def _findings(self, changes: FindingChanges, *, unchanged: bool) -> None:
        self._list("closed", changes.closed, "green")
        self._list("opened", changes.opened, "red")
        if changes.changed:
            self._line(self._say("altered_heading", count=len(changes.changed)), "bold underline")
            for old, new in changes.changed:
                self._finding(new, before=old)
            self._line("")
        if unchanged:
            self._list("unchanged", changes.unchanged, "")

    def _list(self, name: str, findings: Iterable[Finding], style: str) -> None:
        found = list(findings)
        if found:
            heading = self._say(f"{name}_heading", count=len(found))
            self._line(heading, f"bold underline {style}".strip())
            for finding in found:
                self._finding(finding)
            self._line("")

    def _finding(self, finding: Finding, before: Finding | None = None) -> None:
        weight = self._weight(finding)
        line = Line(f"  {finding.kind.notation:<4}", style="bold")
        if before:
            weight = f"{self._weight(before)} → {weight}"
        line.append(
            f"{weight}{colon(self._language)} ", style=_SEVERITIES.get(finding.severity, "")
        )
        line.append(finding.sentence(self._language), style="not bold")
        if finding.place:
            line.append(f"  ({finding.place})", style="dim not bold")
        self._console.print(line, soft_wrap=not self._console.is_terminal)

    def _weight(self, finding: Finding) -> str:
        severity = self._vocabulary.label_of("severity", finding.severity, self._language)
        certainty = self._vocabulary.label_of("certainty", finding.certainty, self._language)
        return f"{severity}, {certainty}"

    def _others(self) -> None:
        if self._story.others:
            self._line(self._say("others"), "bold")
            for other in self._story.others:
                self._line(other.system.label(self._language), "bold")
                self._findings(other.findings, unchanged=False)
        elif self._story.looked_at:
            self._line(self._say("others_none", count=len(self._story.looked_at)))
            self._line("")

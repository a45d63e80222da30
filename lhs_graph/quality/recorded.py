"""What a service answered when it was measured, kept beside its releases so that it is published.

The answers are kept, not the judgement: what is accepted or asked is decided anew whenever they are
shown, and answers of another data version are not shown at all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lhs_graph.messages import Words
from lhs_graph.quality.assessment import Visitor
from lhs_graph.quality.model import Expectation, Observation

__all__ = ["Recorded", "Recording", "record_of"]

_NAME: Final = "quality.json"


def record_of(releases: Path) -> Path:
    """Where the answers of the service on those releases are kept."""
    return releases / _NAME


@dataclass(frozen=True)
class Recording:
    """A visitor that keeps what another one sees."""

    visitor: Visitor
    seen: dict[str, Observation] = field(default_factory=dict)

    def visit(self, iri: str, expected: Expectation) -> Observation:
        """What the other one sees."""
        found = self.visitor.visit(iri, expected)
        self.seen[_key(iri, expected)] = found
        return found

    def write(self, releases: Path, data_version: str) -> None:
        """Keep it all, in one step.

        Raises:
            OSError: the folder is not there or cannot be written to.
        """
        answers = {
            key: {"subject": one.subject, "detail": _plain(one.detail), "fails": one.fails}
            for key, one in self.seen.items()
        }
        content = {"data_version": data_version, "answers": answers}
        draft = releases / f".{_NAME}.draft"
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(record_of(releases))


@dataclass(frozen=True)
class Recorded:
    """A visitor that knows what was seen before."""

    seen: Mapping[str, Observation]

    @classmethod
    def read(cls, releases: Path, data_version: str) -> "Recorded | None":
        """What is kept of that data version; None where that is nothing that can be read."""
        try:
            content = json.loads(record_of(releases).read_text(encoding="utf-8"))
            if content["data_version"] != data_version:
                return None
            return cls(
                {
                    key: Observation(one["subject"], _worded(one["detail"]), fails=one["fails"])
                    for key, one in content["answers"].items()
                }
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def visit(self, iri: str, expected: Expectation) -> Observation:
        """What was seen; what nobody asked then counts as failed."""
        known = self.seen.get(_key(iri, expected))
        return known or Observation(iri, Words("quality.not_asked"), fails=True)


def _key(iri: str, expected: Expectation) -> str:
    return f"{iri} {expected!r}"


def _plain(fact: object) -> Any:  # noqa: ANN401  JSON
    """Words as JSON that tells them from texts."""
    if isinstance(fact, Words):
        return {"words": fact.key, "facts": [[name, _plain(one)] for name, one in fact.facts]}
    if isinstance(fact, tuple):
        return [_plain(one) for one in fact]
    return fact if isinstance(fact, int) else str(fact)


def _worded(plain: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(plain, dict):
        return Words(plain["words"], tuple((name, _worded(one)) for name, one in plain["facts"]))
    return tuple(_worded(one) for one in plain) if isinstance(plain, list) else plain

"""What every form of the report on a change tells, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.findings import Meter, NamedTerm
from lhs_graph.messages import sentence
from lhs_graph.terms import RDFS
from lhs_graph.versions import Difference, PartChange, Value
from lhs_graph.whatif import AffectedSystem, WhatIf

__all__ = ["Story", "diff_story", "said", "shown_values", "whatif_story"]


@dataclass(frozen=True, slots=True)
class Story:
    """A difference to tell; `name` is `whatif` or `diff` and chooses the sentences.

    `others` and `looked_at` are empty where no other systems were looked at.
    """

    name: str
    difference: Difference
    others: Sequence[AffectedSystem] = ()
    looked_at: Sequence[str] = ()

    def say(self, key: str, language: str, **facts: object) -> str:
        """A sentence that both kinds of story have, each in its own words where they differ."""
        own = {"title", "parts", "no_parts", "problems"}
        name = f"{self.name}_{key}" if key in own else key
        return sentence(f"change.{name}", language, **facts)

    def by_kind(self) -> Sequence[tuple[NamedTerm, Sequence[PartChange]]]:
        """The parts that changed under their class, in the order in which the classes come up."""
        found: dict[str, tuple[NamedTerm, list[PartChange]]] = {}
        for one in self.difference.parts:
            found.setdefault(one.kind.iri, (one.kind, []))[1].append(one)
        return list(found.values())

    def meters(self) -> Sequence[tuple[Meter, Meter]]:
        """Each meter before and after."""
        return list(zip(self.difference.old.meters, self.difference.new.meters, strict=True))

    def counts(self) -> Mapping[str, int]:
        """How many findings of each fate."""
        findings = self.difference.findings
        return {
            "closed": len(findings.closed),
            "opened": len(findings.opened),
            "changed": len(findings.changed),
            "unchanged": len(findings.unchanged),
        }


def whatif_story(answer: WhatIf) -> Story:
    """The story of a what-if."""
    return Story("whatif", answer.difference, answer.others, answer.looked_at)


def diff_story(difference: Difference) -> Story:
    """The story of two versions."""
    return Story("diff", difference)


def shown_values(
    change: PartChange, language: str
) -> Iterator[tuple[NamedTerm, Sequence[str], Sequence[str]]]:
    """Each property that changed with its old and new values as people read them.

    Texts are those of the language where there are some; the name of a part that is new or gone
    needs no repeating.
    """
    alone = change.state in ("added", "removed")
    for one in change.values:
        if alone and one.property.iri == f"{RDFS}label":
            continue
        own = any(value.language == language for value in (*one.old, *one.new))
        old, new = (
            [
                said(value, language)
                for value in values
                if not own or value.language in ("", language)
            ]
            for values in (one.old, one.new)
        )
        yield one.property, old, new


def said(value: Value, language: str) -> str:
    """A value as people read it: texts in quotes, in another language with it; else labels."""
    term = value.term
    if not isinstance(term, ox.Literal):
        return value.name.label(language)
    if term.datatype.value.endswith("#boolean"):
        return sentence(f"change.{term.value}", language)
    if term.language or term.datatype.value.endswith("#string"):
        quoted = sentence("quoted", language, word=term.value)
        return quoted if value.language in ("", language) else f"{quoted} ({value.language})"
    return term.value

"""The tables of cycles, goals, and the gaps that sources report."""

from collections.abc import Iterator
from typing import Final

from lhs_graph.overview import ReportedGap, Statement
from lhs_graph.report.overview.tables import (
    Column,
    Evidence,
    Maker,
    Row,
    Table,
    Value,
    concept_key,
    part_key,
)
from lhs_graph.terms import LHS, short_name

__all__ = ["part_tables"]

_CERTAINTIES: Final = ("reported", "confirmed", "undocumented")
_SUBJECTS: Final = ("gap", "value", "pillar", "element", "phase", "process", "dimension")
"""The code lists of what a reported gap can be about, in the order of the table."""


def part_tables(maker: Maker) -> Iterator[Table]:
    """How far cycles go, which goals have support, what reported gaps are about."""
    yield _cycle_stages(maker)
    yield _cycles(maker)
    yield _goal_support(maker)
    yield _goals(maker)
    yield _reported_gaps(maker)


def _cycle_stages(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("stage"),
        maker.column("cycles", "integer", "cycles"),
        maker.column("share", "share"),
        maker.column("cases", "integer", "cycles"),
        maker.column("resuming", "integer", "resuming"),
    )
    phases = maker.vocabulary.schemes["phase"]
    keys = ("none", *(short_name(iri) for iri in phases), "return")
    labels = (
        maker.say("stage.none"),
        *(_stage(maker, iri) for iri in phases),
        maker.say("stage.return"),
    )
    found: dict[str, list[Statement]] = {key: [] for key in keys}
    resuming: dict[str, list[Statement]] = {key: [] for key in keys}
    for cycle in maker.overview.cycles:
        key = keys[-1] if cycle.returns else keys[cycle.reached]
        found[key].append(cycle.statement)
        resuming[key].extend([cycle.statement] if cycle.resumes else [])
    total = len(maker.overview.cycles)
    rows = []
    for key, label in zip(keys, labels, strict=True):
        evidence = {
            "cycles": Evidence(tuple(found[key])),
            "resuming": Evidence(tuple(resuming[key])),
        }
        share = len(found[key]) / total if total else None
        cases = len(evidence["cycles"].cases)
        values = (key, label, len(found[key]), share, cases, len(resuming[key]))
        rows.append(Row(key, values, evidence))
    return maker.table("cycle_stages", columns, rows)


def _stage(maker: Maker, iri: str) -> str:
    term = maker.vocabulary.term(iri)
    return maker.say("stage.phase", notation=term.notation or "", label=maker.label(term))


def _cycles(maker: Maker) -> Table:
    phases = [maker.vocabulary.term(iri) for iri in maker.vocabulary.schemes["phase"]]
    columns = (
        maker.column("id", "id"),
        maker.column("case"),
        maker.column("cycle"),
        *(
            Column(
                name=short_name(term.iri),
                kind="integer",
                title=term.notation or maker.label(term),
                about=maker.say("about.phase_statements", label=maker.label(term)),
                evidence=short_name(term.iri),
            )
            for term in phases
        ),
        maker.column("returns", "boolean"),
        maker.column("return_certainty"),
    )
    rows = []
    for cycle in maker.overview.cycles:
        key = part_key(cycle.statement)
        found = {short_name(term.iri): Evidence(some) for term, some in cycle.phases}
        values: tuple[Value, ...] = (
            key,
            maker.case(cycle.statement.case),
            maker.label(cycle.statement.node),
            *(len(some) for _, some in cycle.phases),
            cycle.returns,
            maker.concept("certainty", cycle.certainty),
        )
        rows.append(Row(key, values, found))
    return maker.table("cycles", columns, rows, "case")


def _goal_support(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("support"),
        maker.column("goals", "integer", "goals"),
        maker.column("share", "share"),
        maker.column("cases", "integer", "goals"),
    )
    goals, total = maker.overview.goals, len(maker.overview.goals)
    order = ("served", *_CERTAINTIES)
    found: dict[str, list[Statement]] = {key: [] for key in order}
    for goal in goals:
        found[goal.certainty or "served"].append(goal.statement)
    rows = []
    for key, some in found.items():
        evidence = Evidence(tuple(some))
        label = maker.say("goal.served") if key == "served" else _unserved(maker, key)
        share = len(some) / total if total else None
        values = (key, label, len(some), share, len(evidence.cases))
        rows.append(Row(key, values, {"goals": evidence}))
    return maker.table("goal_support", columns, rows)


def _unserved(maker: Maker, certainty: str) -> str:
    return maker.say("goal.unserved", certainty=maker.concept("certainty", certainty))


def _certainty(maker: Maker, name: str | None) -> str:
    return maker.vocabulary.label_of("certainty", name, maker.language) if name else ""


def _goals(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("case"),
        maker.column("goal"),
        maker.column("supports", "integer", "supports"),
        maker.column("certainty"),
    )
    rows = [
        Row(
            part_key(goal.statement),
            (
                part_key(goal.statement),
                maker.case(goal.statement.case),
                maker.label(goal.statement.node),
                len(goal.supports),
                maker.concept("certainty", goal.certainty),
            ),
            {"supports": Evidence(goal.supports)},
        )
        for goal in maker.overview.goals
    ]
    return maker.table("goals", columns, rows, "case")


def _reported_gaps(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("group"),
        maker.column("concept", "iri"),
        maker.column("subject"),
        maker.column("gaps", "integer", "gaps"),
        maker.column("cases", "integer", "gaps"),
    )
    found: dict[str, list[Statement]] = {}
    for gap in maker.overview.reported:
        for iri in _subjects(maker, gap):
            found.setdefault(iri, []).append(gap.statement)
    rows = []
    for iri in sorted(found, key=lambda iri: _order(maker, iri, len(found[iri]))):
        key, evidence = concept_key(iri) or "none", Evidence(tuple(found[iri]))
        label = maker.label(maker.vocabulary.term(iri)) if iri else maker.say("gap.no_concept")
        counts = (len(found[iri]), len(evidence.cases))
        rows.append(Row(key, (key, _group(maker, iri), iri, label, *counts), {"gaps": evidence}))
    return maker.table("reported_gaps", columns, rows, "group")


def _subjects(maker: Maker, gap: ReportedGap) -> list[str]:
    """The kinds that the gap is tied to, else the concepts it concerns, else nothing.

    A pillar stands back behind an element of it that the gap concerns too.
    """
    if gap.kinds:
        return [kind.iri for kind in gap.kinds]
    concerned = [term.iri for term in gap.statement.fills]
    above = {pillar for iri in concerned for pillar in _pillars(maker, iri)}
    return [iri for iri in concerned if iri not in above] or [""]


def _pillars(maker: Maker, iri: str) -> tuple[str, ...]:
    return maker.vocabulary.links.get(iri, {}).get(f"{LHS}inPillar", ())


def _group(maker: Maker, iri: str) -> str:
    scheme = concept_key(iri).split("/", 1)[0]
    if not scheme:
        return maker.say("gap.no_group")
    pillars = _pillars(maker, iri) or ((iri,) if scheme == "pillar" else ())
    return maker.label(maker.vocabulary.term(pillars[0])) if pillars else maker.scheme(scheme)


def _order(maker: Maker, iri: str, count: int) -> tuple[int, str, int, str]:
    """By code list, elements under their pillar, the most often reported first."""
    scheme = concept_key(iri).split("/", 1)[0]
    pillars = _pillars(maker, iri) or ((iri,) if scheme == "pillar" else ("",))
    place = _SUBJECTS.index("pillar" if pillars[0] else scheme) if scheme else len(_SUBJECTS)
    pillar = _pillar_rank(maker, pillars[0])
    return place, pillar, -count, iri


def _pillar_rank(maker: Maker, iri: str) -> str:
    pillars = maker.vocabulary.schemes["pillar"]
    return f"{pillars.index(iri):03}" if iri in pillars else ""

"""The tables of single cases: how complete each is, what it states, and the sources."""

from collections import Counter
from collections.abc import Iterator

from lhs_graph.findings import NamedTerm, in_language
from lhs_graph.overview import Case, PlaceTally, Statement
from lhs_graph.report.overview.tables import (
    Column,
    Evidence,
    Maker,
    Row,
    Table,
    Value,
    anchor_of,
    part_key,
)
from lhs_graph.terms import LHS, REFERENCE, short_name

__all__ = ["case_tables", "part_label"]


def case_tables(maker: Maker) -> Iterator[Table]:
    """How complete each case is, its places by group, all statements, all sources."""
    yield _completeness(maker)
    yield _places_of_cases(maker)
    yield _statements(maker)
    yield _sources(maker)


def _completeness(maker: Maker) -> Table:
    meters = maker.overview.cases[0].meters
    columns = (
        maker.column("id", "id"),
        maker.column("case"),
        maker.column("statements", "integer", "statements"),
        maker.column("sources", "integer", "sources"),
        *(
            maker.column(f"{meter.name}_{part}", "integer", "meter" if part == "met" else "")
            for meter in meters
            for part in ("met", "unknown", "total")
        ),
        maker.column("coverage"),
        maker.column("exhaustive_sections", "integer"),
        maker.column("modified", "date"),
    )
    return maker.table(
        "completeness", columns, (_case_row(maker, one) for one in maker.overview.cases)
    )


def _case_row(maker: Maker, case: Case) -> Row:
    sections = maker.vocabulary.words("section")
    exhaustive = sum(case.coverage.is_exhaustive([section]) for section in sections)
    meters = (value for one in case.meters for value in (one.met, one.unknown, one.total))
    values: tuple[Value, ...] = (
        case.slug,
        maker.label(case.term),
        len(case.statements),
        len(case.references),
        *meters,
        maker.concept("coverage", case.coverage.whole),
        exhaustive,
        case.modified,
    )
    anchor = anchor_of("c", case.slug)
    anchors = {"statements": anchor, "meter": anchor, "sources": f"{anchor}.sources"}
    return Row(case.slug, values, {"statements": Evidence(case.statements)}, anchors)


def _places_of_cases(maker: Maker) -> Table:
    """How many places of each group a case documents: values, pillars, phases, dimensions."""
    groups: dict[str, tuple[str, list[PlaceTally]]] = {}
    for one in maker.overview.places:
        pillar = one.place.group if one.place.scheme == "element" else None
        key = short_name(pillar.iri) if pillar else one.place.scheme
        label = maker.label(pillar) if pillar else maker.say(f"heading.{key}")
        groups.setdefault(key, (label, []))[1].append(one)
    columns = (
        maker.column("id", "id"),
        maker.column("case"),
        *(
            Column(
                key,
                "integer",
                maker.say("column.places_of", group=label, total=len(places)),
                maker.say("about.places_of", group=label, total=len(places)),
                key,
                len(places),
            )
            for key, (label, places) in groups.items()
        ),
    )
    rows = []
    for case in maker.overview.cases:
        found = {key: _own(case, places) for key, (_, places) in groups.items()}
        counts = (len(terms) for terms, _ in found.values())
        evidence = {key: Evidence(statements) for key, (_, statements) in found.items()}
        rows.append(Row(case.slug, (case.slug, maker.label(case.term), *counts), evidence))
    return maker.table("case_places", columns, rows)


def _own(case: Case, places: list[PlaceTally]) -> tuple[set[str], tuple[Statement, ...]]:
    """The concepts among those places that the case documents, and the statements that do."""
    found = [
        (tally.place.concept.iri, one)
        for tally in places
        for one in tally.documented
        if one.case == case.slug
    ]
    statements = {one.node.iri: one for _, one in found}
    return {iri for iri, _ in found}, tuple(statements.values())


def _statements(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("case_id"),
        maker.column("case"),
        maker.column("part"),
        maker.column("statement"),
        maker.column("said"),
        maker.column("concepts"),
        maker.column("statement_sources"),
        maker.column("locator"),
        maker.column("misaligned"),
    )
    rows = [
        Row(part_key(one), _statement_values(maker, one))
        for case in maker.overview.cases
        for one in case.statements
    ]
    return maker.table("statements", columns, rows)


def _statement_values(maker: Maker, one: Statement) -> tuple[Value, ...]:
    return (
        part_key(one),
        one.case,
        maker.case(one.case),
        part_label(maker, one.part),
        maker.label(one.node),
        in_language(one.said, maker.language),
        "; ".join(map(maker.label, one.fills)),
        " ".join(source.removeprefix(REFERENCE) for source in one.sources),
        in_language(one.locator, maker.language),
        " ".join(one.misaligned),
    )


def part_label(maker: Maker, part: str) -> str:
    """What a kind of part is called."""
    return maker.label(maker.vocabulary.term(f"{LHS}{part}")) if part else ""


def _sources(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("authors"),
        maker.column("title"),
        maker.column("year"),
        maker.column("doi"),
        maker.column("url"),
        maker.column("type"),
        maker.column("depth"),
        maker.column("cases", "integer"),
    )
    used = Counter(iri for case in maker.overview.cases for iri in case.references)

    def named(term: NamedTerm | None) -> str:
        return maker.label(term) if term else ""

    rows = []
    for iri, one in maker.overview.references.items():
        key = iri.removeprefix(REFERENCE)
        texts = (key, one.authors, one.title, one.year, one.doi, one.url)
        rows.append(Row(key, (*texts, named(one.kind), named(one.depth), used[iri])))
    return maker.table("sources", columns, rows)

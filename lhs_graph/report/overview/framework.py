"""The tables of who is described, and of how often each place of the framework is documented."""

from collections.abc import Iterator, Sequence

from lhs_graph.overview import GROUPINGS, PlaceTally
from lhs_graph.report.overview.tables import Evidence, Maker, Row, Table, Value, concept_key

__all__ = ["framework_tables"]


def framework_tables(maker: Maker) -> Iterator[Table]:
    """The groups of peers, and a table for each code list of places."""
    yield _groups(maker)
    for scheme in dict.fromkeys(one.place.scheme for one in maker.overview.places):
        yield _documented(maker, scheme)


def _groups(maker: Maker) -> Table:
    columns = (
        maker.column("id", "id"),
        maker.column("grouping"),
        maker.column("concept", "iri"),
        maker.column("group_label"),
        maker.column("cases", "integer", "cases"),
        maker.column("share", "share"),
    )
    return maker.table("groups", columns, _group_rows(maker), "grouping")


def _group_rows(maker: Maker) -> Iterator[Row]:
    total = len(maker.overview.cases)
    for name in GROUPINGS:
        heading = maker.say(f"grouping.{name}")
        members: dict[str, list[str]] = {}
        for case in maker.overview.cases:
            for term in case.groups[name]:
                members.setdefault(term.iri, []).append(case.slug)
        for iri in sorted(members, key=lambda iri: (-len(members[iri]), iri)):
            slugs = tuple(members[iri])
            values = (concept_key(iri), heading, iri, maker.label(maker.vocabulary.term(iri)))
            counts = (len(slugs), len(slugs) / total)
            yield Row(concept_key(iri), (*values, *counts), {"cases": Evidence(silent=slugs)})


def _documented(maker: Maker, scheme: str) -> Table:
    tallies = [one for one in maker.overview.places if one.place.scheme == scheme]
    columns = (
        maker.column("id", "id"),
        maker.column("group"),
        maker.column("concept", "iri"),
        maker.column("label"),
        maker.column("documented", "integer", "documented"),
        maker.column("share", "share"),
        maker.column("statements", "integer", "documented"),
        maker.column("reported", "integer", "reported"),
        maker.column("absent", "integer", "absent"),
        maker.column("undocumented", "integer", "undocumented"),
    )
    rows = [_place_row(maker, one) for one in _ordered(maker, tallies)]
    grouped = "group" if any(one.place.group for one in tallies) else ""
    return maker.table(f"documented_{scheme}", columns, rows, grouped)


def _ordered(maker: Maker, tallies: Sequence[PlaceTally]) -> list[PlaceTally]:
    """By group in the framework's order, in each the most often documented first."""
    groups = list(dict.fromkeys(_group(one) for one in tallies))

    def rank(one: PlaceTally) -> tuple[int, int, str]:
        often = len(Evidence(one.documented).cases)
        return groups.index(_group(one)), -often, maker.label(one.place.concept)

    return sorted(tallies, key=rank)


def _group(one: PlaceTally) -> str:
    return one.place.group.iri if one.place.group else ""


def _place_row(maker: Maker, one: PlaceTally) -> Row:
    place = one.place
    evidence = {
        "documented": Evidence(one.documented),
        "reported": Evidence(one.reported),
        "absent": Evidence(silent=one.absent),
        "undocumented": Evidence(silent=one.undocumented),
    }
    cases = {name: len(found.cases) for name, found in evidence.items()}
    key = concept_key(place.concept.iri)
    values: tuple[Value, ...] = (
        key,
        maker.label(place.group) if place.group else maker.scheme(place.scheme),
        place.concept.iri,
        maker.label(place.concept),
        cases["documented"],
        cases["documented"] / len(maker.overview.cases),
        len(one.documented),
        cases["reported"],
        cases["absent"],
        cases["undocumented"],
    )
    return Row(key, values, evidence)

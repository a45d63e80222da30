"""A comparison as text, and as plain data for JSON and CSV."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from lhs_graph.comparison import Area, Comparison, ComparisonRow, PeerGroup, Share, Tally
from lhs_graph.json_text import json_text
from lhs_graph.messages import sentence
from lhs_graph.places import STATES, Filling
from lhs_graph.report.place_words import (
    DIFFERENCES,
    MARKS,
    filling_data,
    group_name,
    headed,
    profile_data,
    record_words,
    setting_words,
    share_marks,
    tally_words,
    term_data,
    title_of,
)
from lhs_graph.vocabulary import Vocabulary

__all__ = ["comparison_csv", "comparison_data", "comparison_json", "print_comparison"]

_WIDEST: Final = 24
"""Characters of a system's column."""

_HEADINGS: Final = 4
"""Up to so many systems stand in the columns' headings by name, more by their number."""


def comparison_data(comparison: Comparison, language: str, data_version: str) -> dict[str, Any]:
    """The comparison as nested data with stable keys; labels in that language."""
    return {
        "language": language,
        "data_version": data_version,
        "systems": [profile_data(one, language) for one in comparison.profiles],
        "group": _group_data(comparison.group, language) if comparison.group else None,
        "areas": [_area(area, language) for area in comparison.areas],
        "rows": [_row_data(row, language) for row in comparison.rows],
    }


def comparison_csv(comparison: Comparison, language: str) -> str:
    """One row a place with the state in each system, a column for each, named by its IRI."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    head = ["scheme", "group", "concept", "label", "difference"]
    counts = [f"group_{state}" for state in STATES] if comparison.group else []
    size = ["group_size"] if comparison.group else []
    writer.writerow([*head, *(one.iri for one in comparison.systems), *counts, *size])
    for row in comparison.rows:
        place = row.place
        named = [place.scheme, place.group.iri if place.group else "", place.concept.iri]
        states = [cell.state for cell in row.cells]
        tally = [row.tally.counts[state] for state in STATES] if row.tally else []
        whole = [comparison.group.size] if comparison.group else []
        label = place.concept.label(language)
        writer.writerow([*named, label, row.difference, *states, *tally, *whole])
    return buffer.getvalue()


def comparison_json(comparison: Comparison, language: str, data_version: str) -> str:
    """The comparison as JSON text."""
    data = comparison_data(comparison, language, data_version)
    return json_text(data)


def print_comparison(
    console: Console,
    comparison: Comparison,
    vocabulary: Vocabulary,
    language: str,
    data_version: str,
) -> None:
    """Print the systems, their shares by part of the framework, and a table of all places."""

    def say(key: str, **facts: object) -> str:
        return sentence(f"compare.{key}", language, **facts)

    console.print(Line(title_of(comparison, language), style="bold"))
    console.print(say("about", version=data_version), style="dim")
    console.print()
    console.print(_systems(comparison, vocabulary, language))
    console.print()
    console.print(_shares(comparison, language))
    console.print()
    if not comparison.rows:
        console.print(say("no_difference"))
        return
    console.print(_places(comparison, language))
    console.print()
    console.print(say("legend"))
    console.print(say("difference_legend"))
    if comparison.group:
        console.print(say("group_note"))


def _row_data(row: ComparisonRow, language: str) -> dict[str, Any]:
    return {
        "scheme": row.place.scheme,
        "group": term_data(row.place.group, language) if row.place.group else None,
        "concept": term_data(row.place.concept, language),
        "difference": row.difference,
        "cells": [filling_data(cell, language) for cell in row.cells],
        "aggregate": _tally(row.tally) if row.tally else None,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    size = sum(tally.counts.values())
    return {
        **tally.counts,
        "share": tally.counts["present"] / size,
        "filled_by": [one.iri for one in tally.filled_by],
    }


def _group_data(group: PeerGroup, language: str) -> dict[str, Any]:
    return {
        "levels": list(group.criteria.levels),
        "scales": list(group.criteria.scales),
        "countries": list(group.criteria.countries),
        "kinds": list(group.criteria.kinds),
        "size": group.size,
        "systems": [term_data(one, language) for one in group.systems],
    }


def _area(area: Area, language: str) -> dict[str, Any]:
    def data(share: Share) -> Mapping[str, float]:
        return {
            "present": share.present,
            "undocumented": share.undocumented,
            "total": share.total,
        }

    return {
        **term_data(area.name, language),
        "shares": [data(share) for share in area.shares],
        "group": data(area.group) if area.group else None,
    }


def _systems(comparison: Comparison, vocabulary: Vocabulary, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for key in ("number", "system", "record", "setting"):
        table.add_column(sentence(f"compare.{key}", language), overflow="fold")
    for number, profile in enumerate(comparison.profiles, 1):
        table.add_row(
            str(number),
            Line(profile.system.label(language), style="bold"),
            record_words(profile, vocabulary, language),
            setting_words(profile, language),
        )
    if comparison.group:
        name = group_name(comparison.group, vocabulary, language)
        table.add_row("n", Line(name, style="bold"), "", "")
    return table


def _columns(table: Table, comparison: Comparison, language: str) -> None:
    """A column for each system: its name where there are few, else its number."""
    few = len(comparison.systems) <= _HEADINGS
    for number, system in enumerate(comparison.systems, 1):
        name = f"{number} {system.label(language)}" if few else str(number)
        table.add_column(name, justify="center", overflow="fold", max_width=_WIDEST)
    if comparison.group:
        table.add_column(f"n = {comparison.group.size}", no_wrap=True)


def _shares(comparison: Comparison, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(sentence("compare.area", language))
    _columns(table, comparison, language)
    for area in comparison.areas:
        shares = [*area.shares, *([area.group] if area.group else [])]
        name = f"{area.name.label(language)} ({area.shares[0].total})"
        table.add_row(name, *(share_marks(one, language) for one in shares))
    return table


def _places(comparison: Comparison, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(sentence("compare.place", language))
    _columns(table, comparison, language)
    for heading, rows in headed(comparison.rows, language):
        table.add_row("", Line(heading, style="bold underline"))
        for row in rows:
            marks = [Line(_mark(cell)) for cell in row.cells]
            tally = [tally_words(row.tally)] if row.tally else []
            label = f"  {row.place.concept.label(language)}"
            table.add_row(DIFFERENCES[row.difference], label, *marks, *tally)
    return table


def _mark(cell: Filling) -> str:
    count = str(len(cell.nodes)) if cell.state == "present" else ""
    gap = " R" if cell.state == "present" and cell.gaps else ""
    return f"{MARKS[cell.state]}{count}{gap}"

"""The promise: the report is one whole page or one whole folder, and its numbers lead down.

A reader comes from each number to the cases and statements that were counted, and from there to the
sources, with nothing else at hand.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lhs_graph.messages import languages

Command: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

_LHS = str(Path(sys.executable).with_name("lhs"))


class _Page(HTMLParser):
    """What of a page can be checked without a browser."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self.items: dict[str, int] = {}
        self.tags: set[str] = set()
        self._link = ""
        self._place = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.add(tag)
        if found := named.get("id"):
            self.ids.append(found)
            self._place = found if found.startswith("e.") else self._place
        if tag == "a":
            self._link = named.get("href") or ""
            self.links.append(self._link)
            if self._link.startswith("#s.") and self._place:
                self.items[self._place] = self.items.get(self._place, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""
        if tag == "section":
            self._place = ""

    def handle_data(self, data: str) -> None:
        if self._link.startswith("#e."):
            self.numbers.append((self._link.removeprefix("#"), data))


@pytest.fixture(scope="module", params=languages())
def page_text(
    lhs: Command, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    target = tmp_path_factory.mktemp("page") / "report.html"
    run = lhs("report", "--output", str(target), "--lang", request.param)
    assert 0 == run.returncode, run.stderr
    return target.read_text(encoding="utf-8")


def test_every_link_on_the_page_has_its_target(page_text: str) -> None:
    page = _Page(page_text)
    inside = {link.removeprefix("#") for link in page.links if link.startswith("#")}

    assert len(page.ids) == len(set(page.ids))
    assert len(inside) > 2000
    assert set() == inside - set(page.ids)


def test_a_number_of_statements_is_the_number_of_statements_listed(page_text: str) -> None:
    page = _Page(page_text)
    counted = {
        (anchor, number)
        for anchor, number in page.numbers
        if anchor.startswith(("e.cycles.", "e.goals.", "e.reported_gaps.")) and number.isdigit()
    }
    checked = {anchor for anchor, number in counted if page.items[anchor] == int(number)}

    assert len(checked) > 100
    assert {anchor for anchor, _ in counted} == checked


def test_the_page_needs_nothing_from_elsewhere_and_stays_small(page_text: str) -> None:
    page = _Page(page_text)
    outside = [link for link in page.links if not link.startswith("#")]

    assert len(page_text.encode()) < 3_000_000
    assert not {"script", "link", "img", "iframe"} & page.tags
    assert "@import" not in page_text
    assert "url(" not in page_text
    assert "default-src 'none'" in page_text
    assert len(outside) > 300
    assert all(link.startswith(("https://", "http://")) for link in outside)


def test_the_page_reads_like_a_paper(page_text: str) -> None:
    order = [
        page_text.index(f'id="{key}"')
        for key in ("methods", "results", "limits", "evidence", "sources")
    ]

    assert sorted(order) == order
    assert "<caption>" in page_text
    assert "<svg" in page_text


def test_the_page_is_in_the_language_that_was_asked_for(lhs: Command) -> None:
    french = lhs("report", "--format", "html", "--lang", "fr").stdout

    assert '<html lang="fr">' in french
    assert "Documenté ne veut pas dire présent" in french
    assert "Documented is not" not in french


@pytest.fixture(scope="module")
def tables(lhs: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tables") / "new"
    run = lhs("report", "--format", "csv", "--output", str(target))
    assert 0 == run.returncode, run.stderr
    return target


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_is_described_file_by_file_and_column_by_column(tables: Path) -> None:
    package = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    described = {one["path"]: one for one in package["resources"]}
    takes: Mapping[str, Callable[[str], object]] = {"integer": int, "number": float}

    assert {path.name for path in tables.glob("*.csv")} == set(described)
    for name, resource in described.items():
        rows = _read(tables / name)
        fields = resource["schema"]["fields"]
        assert rows, name
        assert [field["name"] for field in fields] == list(rows[0])
        assert all(field["title"] and field["description"] for field in fields)
        for field in fields:
            for row in rows:
                if field["type"] == "boolean":
                    assert row[field["name"]] in ("true", "false")
                elif row[field["name"]]:
                    takes.get(field["type"], str)(row[field["name"]])
        if key := resource["schema"].get("primaryKey"):
            assert len(rows) == len({row[key] for row in rows}), name


def test_keys_in_the_files_lead_to_each_other(tables: Path) -> None:
    evidence = _read(tables / "evidence.csv")
    package = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    (schema,) = (one["schema"] for one in package["resources"] if one["name"] == "evidence")

    for key in schema["foreignKeys"]:
        target = _read(tables / f"{key['reference']['resource']}.csv")
        known = {row[key["reference"]["fields"]] for row in target}
        assert {row[key["fields"]] for row in evidence if row[key["fields"]]} <= known


def test_each_number_in_the_files_is_what_the_evidence_holds(tables: Path) -> None:
    evidence: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    for row in _read(tables / "evidence.csv"):
        cases, parts = evidence.setdefault(
            (row["table"], row["row"], row["column"]), (set(), set())
        )
        cases.add(row["case"])
        parts.update([row["statement"]] if row["statement"] else [])
    checked = 0
    for table, by_case in (
        ("documented_value", "documented"),
        ("documented_element", "documented"),
        ("documented_element", "undocumented"),
        ("groups", "cases"),
        ("goal_support", "cases"),
        ("cycle_stages", "cases"),
    ):
        for row in _read(tables / f"{table}.csv"):
            cases, _ = evidence.get((table, row["id"], by_case), (set(), set()))
            assert int(row[by_case]) == len(cases), (table, row["id"])
            checked += 1
    for table, by_part in (
        ("documented_element", "statements"),
        ("goals", "supports"),
        ("cycle_stages", "cycles"),
        ("reported_gaps", "gaps"),
        ("completeness", "statements"),
    ):
        for row in _read(tables / f"{table}.csv"):
            _, parts = evidence.get((table, row["id"], by_part), (set(), set()))
            assert int(row[by_part]) == len(parts), (table, row["id"])
            checked += 1
    assert checked > 250


def test_json_has_every_table_of_the_folder(lhs: Command, tables: Path) -> None:
    found = json.loads(lhs("report", "--format", "json").stdout)

    assert {path.stem for path in tables.glob("*.csv")} == set(found["tables"])
    for name, table in found["tables"].items():
        assert len(_read(tables / f"{name}.csv")) == len(table["rows"]), name
    assert all(section["heading"] for section in found["sections"])


def test_turtle_has_a_cube_for_each_table_with_numbers_and_leads_to_what_they_count(
    lhs: Command, tables: Path
) -> None:
    store = ox.Store()
    store.load(lhs("report", "--format", "turtle").stdout, format=ox.RdfFormat.TURTLE)
    rows = store.query(
        """PREFIX qb: <http://purl.org/linked-data/cube#>
        SELECT ?cube (COUNT(?row) AS ?rows) WHERE { ?row qb:dataSet ?cube } GROUP BY ?cube"""
    )

    sizes = {row["cube"].value.split("#")[1]: int(row["rows"].value) for row in rows}  # type: ignore[union-attr]
    assert "documented_value" in sizes
    for name, size in sizes.items():
        assert len(_read(tables / f"{name}.csv")) == size, name
    (counted,) = store.query(  # type: ignore[misc]
        """PREFIX report: <https://w3id.org/lhs-kg/report#>
        SELECT (COUNT(?part) AS ?parts) WHERE {
          ?row report:documented_value-id "value/equity" ;
            report:documented_value-documented-counted ?part .
        }"""
    )
    (told,) = (row for row in _read(tables / "documented_value.csv") if row["id"] == "value/equity")
    assert int(counted["parts"].value) == int(told["statements"]) > 0


def test_text_is_the_default_on_the_screen(lhs: Command) -> None:
    run = lhs("report", "--lang", "fr")

    assert (0, "") == (run.returncode, run.stderr)
    assert "Ce que dit la collection" in run.stdout
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "csv"), "--output FOLDER"),
        (("--format", "csv", "--output", os.devnull), os.devnull),
        (("--output", "no-such-tables/report.html"), "no-such-tables"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(
    lhs: Command, arguments: tuple[str, ...], words: str
) -> None:
    run = lhs("report", *arguments)

    assert 2 == run.returncode, run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr

"""The promise: every fact of a case has a listed source, and every reference finds its node."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from lhs_graph.catalogue import Catalogue

_CASES: Mapping[str, Mapping[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in Catalogue.shipped().cases()
}
_SECTIONS = (
    "goals",
    "communities",
    "values",
    "supports",
    "cycles",
    "indicators",
    "reportedGaps",
    "contextNotes",
)
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_SETTING = "id name language kind countries region started levels scale conditionFocus"
_ROOT_KEYS = (*_SETTING.split(), "partOf", "partners", "record", *_SECTIONS, "sources")
_each_case = pytest.mark.parametrize("slug", sorted(_CASES))


def _nodes(case: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every part that states a fact: sections' items, problems, phases and results."""
    for section in _SECTIONS:
        for node in case.get(section, []):
            yield node
            if section == "cycles":
                yield from ([node["problem"]] if "problem" in node else [])
                yield from node["phases"]
            if section == "indicators":
                yield from node.get("results", [])


def _sources(node: Mapping[str, Any]) -> list[str]:
    named = node.get("source", [])
    return [named] if isinstance(named, str) else list(named)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def test_the_collection_has_thirty_nine_cases() -> None:
    assert len(_CASES) == 39


@_each_case
def test_a_case_is_named_like_its_file(slug: str) -> None:
    assert slug == _CASES[slug]["id"]


@_each_case
def test_every_fact_has_a_source_that_is_listed(slug: str) -> None:
    listed = {source["id"] for source in _CASES[slug]["sources"]}

    without = [
        node["id"]
        for node in _nodes(_CASES[slug])
        if not _sources(node) or not listed.issuperset(_sources(node))
    ]
    assert without == []


@_each_case
def test_local_names_are_readable_and_unique(slug: str) -> None:
    names = [str(node["id"]) for node in _nodes(_CASES[slug])]

    assert names
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not _SLUG.match(name)] == []


@_each_case
def test_a_support_serves_goals_that_are_there(slug: str) -> None:
    goals = {goal["id"] for goal in _CASES[slug]["goals"]}

    served = {goal for support in _CASES[slug]["supports"] for goal in support.get("goals", [])}
    assert set() == served - goals


@_each_case
def test_partners_and_wholes_are_cases_of_the_collection(slug: str) -> None:
    case = _CASES[slug]
    others = {*case.get("partners", []), *case.get("partOf", [])}

    assert set() == others - set(_CASES)
    assert slug not in others


@_each_case
def test_keys_stand_in_the_order_of_the_form(slug: str) -> None:
    keys = list(_CASES[slug])

    assert [key for key in _ROOT_KEYS if key in keys] == keys


@_each_case
def test_nothing_is_empty_or_null(slug: str) -> None:
    assert [leaf for leaf in _leaves(_CASES[slug]) if leaf is None or not str(leaf).strip()] == []


@_each_case
def test_a_published_case_says_so_and_never_claims_to_be_exhaustive(slug: str) -> None:
    record = _CASES[slug]["record"]

    said = (record["status"], record["coverage"], record["constructed"])
    assert said == ("published-case", "as-reported", False)


@_each_case
def test_a_case_that_the_paper_names_carries_its_reference_numbers(slug: str) -> None:
    record = _CASES[slug]["record"]

    assert (record["basis"] != "literature") == ("frameworkReferences" in record)


@pytest.mark.parametrize("key", ["title", "authors", "year", "doi", "url", "type", "read"])
def test_a_source_is_the_same_wherever_it_is_listed(key: str) -> None:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for case in _CASES.values():
        for source in case["sources"]:
            values[source["id"]].add(repr(source.get(key)))

    assert values
    assert {slug: found for slug, found in values.items() if len(found) > 1} == {}


@_each_case
def test_a_source_is_listed_once_in_a_case(slug: str) -> None:
    names = [source["id"] for source in _CASES[slug]["sources"]]

    assert sorted(set(names)) == sorted(names)
    assert [name for name in names if not _SLUG.match(name)] == []


def test_the_readme_counts_the_cases_by_their_basis() -> None:
    readme = Catalogue.shipped().cases()[0].parent / "README.md"
    counts = Counter(case["record"]["basis"] for case in _CASES.values())

    said = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", readme.read_text("utf-8"), re.MULTILINE))
    assert {basis: str(count) for basis, count in counts.items()} == said


@pytest.mark.parametrize("path", Catalogue.shipped().cases(), ids=lambda path: path.stem)
def test_addresses_name_hosts_that_last(path: Path) -> None:
    """A bare number is nobody's published address: what is cited must be found again."""
    addresses = re.findall(r"https?://([^/\s]+)", path.read_text(encoding="utf-8"))

    assert [] == [one for one in addresses if re.fullmatch(r"[\d.]+(:\d+)?", one)]

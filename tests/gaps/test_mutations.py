"""Each gap kind appears when what it is about is taken away, and nothing else does.

The mutations are data (`mutations.yaml`); they start from the strong design, which shows nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import Checker
from lhs_graph.description import DescriptionReader
from lhs_graph.detection import Detectors
from lhs_graph.findings import Finding
from lhs_graph.terms import CASE, CONCEPT, LHS
from lhs_graph.vocabulary import Vocabulary

Document: TypeAlias = dict[str, Any]
Row: TypeAlias = tuple[str, str, str, str, str]

STRONG = "reseau-apprenant-maladies-chroniques-exemplaire"
HERE = Path(__file__).parent
STEP = re.compile(r"(\w+)((?:\[[^\]]*\])?)")


def load(path: Path) -> Document:
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


PLAN = load(HERE / "mutations.yaml")
MUTATIONS: Sequence[Mapping[str, Any]] = PLAN["mutations"]
NAMES = [f"{one['kind']}-{number}" for number, one in enumerate(MUTATIONS)]


@cache
def strong() -> Document:
    return load(Catalogue.shipped().root / "cases" / "designs" / f"{STRONG}.yaml")


@cache
def checker() -> Checker:
    catalogue = Catalogue.shipped()
    return Checker(Detectors.load(catalogue, Vocabulary.load(catalogue)), "test")


@cache
def reader() -> DescriptionReader:
    return DescriptionReader(Catalogue.shipped())


def start_of(mutation: Mapping[str, Any]) -> Document:
    """The document that the mutation starts from."""
    document = deepcopy(strong())
    for operation in PLAN["starts"][mutation["start"]] if "start" in mutation else ():
        apply(document, operation)
    return document


def apply(document: Document, operation: Mapping[str, Any]) -> None:
    """Carry out one operation in place; one that touches nothing is an error."""
    if "delete" in operation:
        touched = delete(document, operation["delete"])
    else:
        (name,) = set(operation) & {"remove", "set"}
        steps = STEP.findall(operation[name])
        key, selector = steps[-1]
        value = operation.get("value")
        touched = 0
        for owner in owners(document, steps[:-1]):
            if name == "set":
                owner[key] = deepcopy(value)
            touched += 1 if name == "set" else remove(owner, key, selector)
    assert touched, operation


def owners(node: Document, steps: Sequence[tuple[str, str]]) -> Iterator[Document]:
    """The mappings that the steps lead to."""
    if not steps:
        yield node
        return
    (key, selector), *rest = steps
    found = node.get(key, [])
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, dict) and selected(item, selector):
            yield from owners(item, rest)


def selected(item: object, selector: str) -> bool:
    """Whether `[key=value]`, `[=value]` or `[*]` selects the item; no selector selects all."""
    key, _, value = selector.strip("[]").partition("=")
    if key in ("", "*") and not value:
        return True
    own = item.get(key) if isinstance(item, dict) else item
    return str(own).lower() == value.lower()


def remove(owner: Document, key: str, selector: str) -> int:
    """Remove the selected values that the owner has under the key; how many there were."""
    values = owner.get(key, [])
    found = values if isinstance(values, list) else [values]
    kept = [item for item in found if not selected(item, selector)]
    if kept:
        owner[key] = kept
    else:
        owner.pop(key, None)
    return len(found) - len(kept)


def delete(document: Document, name: str) -> int:
    """Remove the part of that id, then every reference to it or to what was inside it."""
    gone = {one for part in nodes(document) if part.get("id") == name for one in ids(part)}
    changed = without(document, gone)
    document.clear()
    document.update(changed)
    return len(gone)


def nodes(value: object) -> Iterator[Document]:
    """All mappings in the value, the outer before the inner."""
    if isinstance(value, dict):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(inner)


def ids(part: Document) -> set[str]:
    """The ids in the part, its own included."""
    return {one["id"] for one in nodes(part) if "id" in one}


def without(value: object, gone: set[str]) -> Any:  # noqa: ANN401  YAML
    """What is left of the value without those parts and references to them; None if nothing is."""
    if isinstance(value, dict):
        kept = {key: without(inner, gone) for key, inner in value.items()}
        return (
            None
            if value.get("id") in gone
            else {k: v for k, v in kept.items() if v not in (None, [])}
        )
    if isinstance(value, list):
        return [inner for inner in (without(one, gone) for one in value) if inner is not None]
    return None if isinstance(value, str) and value in gone else value


def found_in(document: Document, folder: Path) -> list[Finding]:
    """What the check finds in the document, the constructed parent being known to it."""
    path = folder / f"{STRONG}.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    description = reader().read_file(path)
    parent = reader().read_file(HERE / "parent.yaml")
    known = replace(description, triples=(*description.triples, *parent.triples))
    report = checker().check(known)
    assert not report.problems
    return list(report.findings)


def row_of(finding: Finding) -> Row:
    """The finding in the words of `mutations.yaml`."""
    about, related = (term.iri if term else "" for term in (finding.about, finding.related))
    return (
        finding.kind.notation,
        finding.focus.iri.removeprefix(f"{CASE}{STRONG}").removeprefix("#"),
        about.removeprefix(CONCEPT).removeprefix(LHS),
        related.removeprefix(CONCEPT).removeprefix(CASE),
        finding.severity,
    )


def expected_rows(mutation: Mapping[str, Any]) -> list[Row]:
    kinds = checker().detectors.vocabulary
    return sorted(
        (
            one["kind"],
            one.get("focus", ""),
            one.get("about", ""),
            one.get("related", ""),
            one.get("severity", kinds.kind(one["kind"]).severity),
        )
        for one in mutation["expect"]
    )


def test_the_strong_design_shows_nothing(tmp_path: Path) -> None:
    findings = found_in(deepcopy(strong()), tmp_path)

    assert findings == []


@pytest.mark.parametrize("start", PLAN["starts"])
def test_each_other_start_shows_nothing(start: str, tmp_path: Path) -> None:
    findings = found_in(start_of({"start": start}), tmp_path)

    assert findings == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=NAMES)
def test_what_is_taken_away_is_found_and_nothing_else(
    mutation: Mapping[str, Any], tmp_path: Path
) -> None:
    document = start_of(mutation)
    for operation in mutation["operations"]:
        apply(document, operation)

    findings = found_in(document, tmp_path)

    assert expected_rows(mutation) == sorted(row_of(one) for one in findings)


def test_findings_of_an_exhaustive_design_are_confirmed(tmp_path: Path) -> None:
    document = deepcopy(strong())
    apply(document, {"remove": "scale"})

    findings = found_in(document, tmp_path)

    assert [one.certainty for one in findings] == ["confirmed"]


def test_findings_in_a_section_that_is_not_complete_are_undocumented(tmp_path: Path) -> None:
    document = deepcopy(strong())
    apply(document, {"remove": "scale"})
    document["record"]["sectionCoverage"] = [{"section": "setting", "coverage": "as-reported"}]

    findings = found_in(document, tmp_path)

    assert [one.certainty for one in findings] == ["undocumented"]


def test_every_kind_has_a_mutation() -> None:
    kinds = {kind.notation for kind in checker().detectors.vocabulary.kinds.values()}

    assert kinds == {one["kind"] for one in MUTATIONS}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=NAMES)
def test_a_finding_of_another_kind_says_why_it_follows(mutation: Mapping[str, Any]) -> None:
    others = [one for one in mutation["expect"] if one["kind"] != mutation["kind"]]

    assert any(one["kind"] == mutation["kind"] for one in mutation["expect"])
    assert all(one.get("because") for one in others)

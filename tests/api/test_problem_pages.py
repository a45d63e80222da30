"""The promise: the page of a type of problem says its cause, what helps, and its HTTP status."""

import ast
from collections import defaultdict
from pathlib import Path

import httpx
import pytest

import lhs_api
from lhs_api.problems import _KINDS
from lhs_graph.messages import keys, languages, sentence
from lhs_graph.publication.shelves.problems import STATUSES, Problems

_TYPES = [one.removeprefix("problem/") for one in Problems().addresses() if "/" in one]


def _raised() -> dict[str, set[int]]:
    """The statuses with which each type of problem is answered, as the code has it."""
    found: dict[str, set[int]] = defaultdict(set)
    for status, name in _KINDS.values():
        found[name].add(status)
    for path in Path(lhs_api.__file__).parent.rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(one, ast.Call) or getattr(one.func, "id", "") != "ProblemError":
                continue
            first, second = one.args[:2]
            if isinstance(first, ast.Constant) and isinstance(second, ast.Constant):
                found[str(second.value)].add(int(str(first.value)))
    return found


def test_the_status_of_a_type_is_the_one_it_is_answered_with() -> None:
    raised = _raised()

    assert len(raised) > 30
    for name, statuses in raised.items():
        assert name in _TYPES
        assert {STATUSES.get(name)} == (statuses if len(statuses) == 1 else {None}), name
    assert set(STATUSES) <= set(_TYPES)


@pytest.mark.parametrize("name", _TYPES)
def test_every_type_says_cause_and_cure_in_every_language(name: str) -> None:
    document = Problems().find(f"problem/{name}")

    assert document is not None
    assert set(document.lead) == set(languages())
    for language, text in document.lead.items():
        assert text != sentence(f"problem.{name}", language)
        assert "{" not in text
        assert len(text.split()) > 4


def test_the_page_shows_it_with_the_status(client: httpx.Client) -> None:
    page = client.get("/problem/timeout.fr.html").text

    assert sentence("problem.timeout.about", "fr") in page
    assert "Statut HTTP 503" in page


def test_an_explanation_belongs_to_a_type() -> None:
    told = [one for one in keys() if one.startswith("problem.") and one.endswith(".about")]

    assert {one.split(".")[1] for one in told} <= set(_TYPES)

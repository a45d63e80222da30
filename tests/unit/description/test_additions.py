"""The promise: what is added to a YAML text leaves all that its author wrote as it was."""

from difflib import ndiff
from typing import Any

import pytest
import yaml

from lhs_graph.description.additions import with_additions
from lhs_graph.service import KnowledgeGraph

_TEXT = """\
# The draft of our team – équipe 🚑
id: my-network
name: "My network"   # working title

# what we want
goals:
  # first of all
  - id: fewer-complications
    name: Fewer complications   # in diabetes
    # more to come

# what we have
supports:
- {id: registry, name: Registry}
- id: portal
  name: >
    A portal
    of patients
  goals: [fewer-complications]   # the first
  elements: data-infrastructure
levels: [mesosystem]  # only one
region:   # to be found
"""


def _added(**more: Any) -> dict[str, Any]:  # noqa: ANN401  any data
    return {**yaml.safe_load(_TEXT), **more}


def _old() -> dict[str, Any]:
    """The data as it is written anew: without what is empty."""
    return {key: value for key, value in _added().items() if value is not None}


def _goals() -> list[dict[str, Any]]:
    return [*_added()["goals"], {"id": "equity", "name": "Équité: for all"}]


def _supports(**more: Any) -> list[dict[str, Any]]:  # noqa: ANN401  any data
    first, second = _added()["supports"]
    return [first, {**second, **more}]


@pytest.mark.parametrize(
    "new",
    [
        {"goals": _goals()},
        {"goals": [{**_added()["goals"][0], "status": "planned"}]},
        {"supports": _supports(goals=["fewer-complications", "equity"])},
        {"supports": _supports(elements=["data-infrastructure", "web-or-mobile-application"])},
        {"supports": _supports(status="planned")},
        {"supports": [{**_added()["supports"][0], "status": "planned"}, _supports()[1]]},
        {"supports": [*_supports(), {"id": "team", "name": "# no comment"}]},
        {"levels": ["mesosystem", "microsystem"]},
        {"region": "Somewhere"},
        {"region": {"en": "Somewhere", "fr": "Quelque part"}},
        {"region": ["yes", "NO", "2026-01-01"]},
        {"values": [{"kind": "equity"}]},
        {"goals": _goals(), "supports": _supports(status="planned"), "started": 2027},
    ],
)
def test_what_is_added_is_read_and_all_lines_stay(new: dict[str, Any]) -> None:
    whole = {**_old(), **new}

    made = with_additions(_TEXT, _old(), whole)

    assert made is not None
    read = yaml.safe_load(made)
    assert whole == {key: value for key, value in read.items() if value is not None}
    comments = [line.partition("#")[2] for line in _TEXT.splitlines() if "#" in line]
    assert all(f"#{comment}" in made for comment in comments)
    gone = [one for one in ndiff(_TEXT.splitlines(), made.splitlines()) if one.startswith("- ")]
    assert len(gone) <= 1, "only a line that takes more may differ"


def test_a_comment_stays_with_what_it_is_about() -> None:
    made = with_additions(_TEXT, _old(), {**_old(), "goals": _goals()})

    assert made is not None
    assert "    # more to come\n  - id: equity\n" in made
    assert made.index("id: equity") < made.index("# what we have") < made.index("supports:")


@pytest.mark.parametrize(
    "new",
    [
        {"name": "Another"},
        {"goals": []},
        {"supports": [_added()["supports"][1]]},
        {"levels": "mesosystem"},
        {"name": ["My network", {"fr": "Mon réseau"}], "goals": [{"id": "other"}]},
    ],
)
def test_where_anything_is_taken_away_there_is_no_such_text(new: dict[str, Any]) -> None:
    assert with_additions(_TEXT, _old(), {**_old(), **new}) is None


def test_a_text_without_a_last_line_end_takes_more() -> None:
    made = with_additions(
        "id: a\nname: A", {"id": "a", "name": "A"}, {"id": "a", "name": "A", "z": 1}
    )

    assert made == "id: a\nname: A\nz: 1\n"


def test_no_place_is_replaced_by_a_new_text(knowledge_graph: KnowledgeGraph) -> None:
    reader = knowledge_graph.reader
    before = reader.read(b"id: a\nname: A\n# old\n", name="a.yaml")
    after = reader.read(b"id: a\nname: B\n", name="b.yaml")

    assert b"id: a\nname: B\n" == reader.write_into("id: a\nname: A\n# old\n", before, after)


def test_the_same_is_said_in_the_author_s_text(knowledge_graph: KnowledgeGraph) -> None:
    reader = knowledge_graph.reader
    text = "# ours\nid: a\nname: A   # the name\n"
    more = "goals:\n- id: fewer\n  name: Fewer\n"
    before = reader.read(text.encode(), name="a.yaml")
    after = reader.read(f"{text}{more}".encode(), name="b.yaml")

    made = reader.write_into(text, before, after)

    assert f"{text}{more}" == made.decode()

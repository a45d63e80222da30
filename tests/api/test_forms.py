"""The promise: a design can be sent as a file of a form, and with it what additions cost."""

from pathlib import Path
from typing import Any

import httpx
import pytest

_ROOT = Path(__file__).parents[2]
_WEAK = _ROOT / "cases/designs/reseau-regional-maladies-chroniques-esquisse.yaml"
_YAML = {"Content-Type": "application/yaml"}
_NAMED = ("a design.yaml", _WEAK.read_bytes())
_CRITICAL = {"severity": "critical"}


def test_a_file_of_a_form_is_checked_as_the_body_is(client: httpx.Client) -> None:
    sent = client.post("/api/v1/check", files={"description": _NAMED}).json()
    plain = client.post("/api/v1/check", content=_WEAK.read_bytes(), headers=_YAML).json()

    places = {one["place"]["file"] for one in sent["findings"] if one["place"]}
    assert {"a design.yaml"} == places
    for report in (sent, plain):
        for one in report["findings"]:
            one["place"] = one["place"] and {**one["place"], "file": ""}
    assert plain == sent
    assert sent["findings"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x.ttl", ""), ("x", "text/turtle"), ("x.bin", "text/turtle; charset=utf-8"), ("x", "")],
)
def test_the_form_of_a_file_is_told_by_its_type_or_its_name(
    client: httpx.Client, name: str, kind: str
) -> None:
    turtle = client.post(
        "/api/v1/convert", params={"format": "turtle"}, content=_WEAK.read_bytes(), headers=_YAML
    ).content
    file = (name, turtle, kind or "application/octet-stream")
    answer = client.post("/api/v1/check", files={"description": file})

    assert 200 == answer.status_code, answer.text
    assert answer.json()["findings"]


@pytest.mark.parametrize("path", ["check", "convert", "nearest", "synergy", "repair"])
def test_every_operation_on_a_description_takes_a_form(client: httpx.Client, path: str) -> None:
    params = _CRITICAL if path == "repair" else {}
    answer = client.post(f"/api/v1/{path}", params=params, files={"description": _NAMED})

    assert 200 == answer.status_code, answer.text


@pytest.mark.parametrize("as_form", [False, True])
def test_a_repaired_description_keeps_the_comments_that_were_sent(
    client: httpx.Client, *, as_form: bool
) -> None:
    text = "# our draft\nid: my-network   # for now\nname: My network\n# to be gone on with\n"
    sent: dict[str, Any] = {"content": text, "headers": {"Content-Type": "application/yaml"}}
    if as_form:
        sent = {"files": {"description": ("design.yaml", text.encode())}}

    answer = client.post(
        "/api/v1/repair", params={"severity": "critical", "format": "yaml"}, timeout=60, **sent
    )

    assert answer.status_code == 200, answer.text
    assert answer.text.startswith("# our draft\nid: my-network   # for now\nname: My network\n")
    assert answer.text.endswith("# to be gone on with\n")
    assert "\nsupports:\n" in answer.text


def test_a_repair_reckons_with_the_costs_that_are_sent(client: httpx.Client) -> None:
    plain = client.post("/api/v1/repair", params=_CRITICAL, files={"description": _NAMED}).json()
    dear = {"description": _NAMED, "costs": ("costs.yaml", b"default: 7\n")}
    costly = client.post("/api/v1/repair", params=_CRITICAL, files=dear).json()

    assert plain["steps"]
    assert plain["cost"] == len(plain["steps"])
    assert costly["cost"] == 7 * len(costly["steps"])
    assert len(plain["steps"]) == len(costly["steps"])


def test_the_cost_of_a_word_counts_for_what_is_about_it(client: httpx.Client) -> None:
    costs = ("costs.yaml", b"default: 2\nSupport: 5\nconnectsTo: 3\n")
    files = {"description": _NAMED, "costs": costs}
    plan = client.post("/api/v1/repair", params={"severity": "major"}, files=files).json()

    links = [
        step["cost"] for step in plan["steps"] if step["property"]["iri"].endswith("connectsTo")
    ]
    others = [step["cost"] for step in plan["steps"] if step["new_part"] is None]
    assert links
    assert {3} == set(links)
    assert {2, 3, 5} >= set(others) >= {2, 3}
    assert plan["cost"] == sum(step["cost"] for step in plan["steps"])


@pytest.mark.parametrize(
    "costs",
    [
        b"nonsense: 3",
        b"default: -1",
        b"default: .nan",
        b"default: many",
        b"- a list",
        b"a: [",
        b"\xff\xfe\x00",
        b"[" * 20_000,
        b"a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
    ],
)
def test_costs_that_cannot_be_read_are_a_problem_in_either_language(
    client: httpx.Client, costs: bytes
) -> None:
    said = set()
    for language in ("en", "fr"):
        answer = client.post(
            "/api/v1/repair",
            files={"description": _NAMED, "costs": ("costs.yaml", costs)},
            headers={"Accept-Language": language},
        )
        assert 422 == answer.status_code, answer.text
        assert answer.json()["type"].endswith("/problem/unreadable-costs")
        assert "costs.yaml" in answer.json()["detail"]
        said.add(answer.json()["detail"])
    assert 2 == len(said)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"--x--\r\n", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\na\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            2 * b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\na\r\n'
            + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        (
            b"".join(
                b"--x%d\r\nContent-Type: multipart/mixed; boundary=x%d\r\n\r\n" % (n, n + 1)
                for n in range(3000)
            ),
            "multipart/form-data; boundary=x0",
        ),
        (b"--x\r\n" + b"\r\n" * 1_000_000, "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_of_other_parts_is_a_problem(
    client: httpx.Client, content: bytes, kind: str
) -> None:
    answer = client.post("/api/v1/check", content=content, headers={"Content-Type": kind})

    assert 422 == answer.status_code, answer.text
    assert answer.json()["type"].endswith("/problem/unclear-parts")
    assert 200 == client.get("/sparql", params={"query": "ASK {}"}).status_code

"""The promise: what nobody foresaw is answered, logged once, and does no harm to anyone else."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

_ASKED = "what-was-asked"
_BROKEN = """
import sys

if "lhs_api.nursery" in sys.orig_argv:
    from lhs_api import tasks

    def broken(graph, task, answer):
        words = task["q"]
        answer.head["type"] = task["type"]
        if words == "late":
            for _ in range(100):
                answer.write(b" " * 10_000)
        if words == "panic":
            class Panic(BaseException):
                pass
            raise Panic(words)
        raise RuntimeError(words)

    tasks.TASKS["search"] = broken
"""
"""Read by Python at its start; it gives the workers a task that fails."""


@pytest.fixture
def broken(
    serving: Callable[..., AbstractContextManager[Any]], tmp_path: Path
) -> AbstractContextManager[Any]:
    (tmp_path / "sitecustomize.py").write_text(_BROKEN)
    return serving(PYTHONPATH=str(tmp_path), LHS_WORKERS="1", LHS_LOG_LEVEL="warning")


def _lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.mark.parametrize("words", [_ASKED, "panic"])
def test_a_task_that_raises_is_a_problem_and_its_worker_goes_on_or_is_replaced(
    broken: AbstractContextManager[Any], words: str
) -> None:
    with (
        broken as running,
        httpx.Client(base_url=running.address, timeout=10, verify=False) as client,
    ):
        answers = [
            client.get(
                "/api/v1/search", params={"q": words}, headers={"X-Request-ID": f"failed-{number}"}
            )
            for number in range(3)
        ]
        after = client.get("/sparql", params={"query": "ASK {}"})

    assert [500] * 3 == [answer.status_code for answer in answers]
    assert 200 == after.status_code
    for number, answer in enumerate(answers):
        members = answer.json()
        assert "application/problem+json" == answer.headers["content-type"]
        assert f"failed-{number}" == members["request_id"] == answer.headers["x-request-id"]
        assert words not in members["detail"]
    logged = _lines(running.log)
    assert ["failed-0", "failed-1", "failed-2"] == [one["request_id"] for one in logged]
    assert all("in broken" in one["error"] for one in logged)
    assert _ASKED not in running.log.read_text()


def test_a_task_that_raises_late_breaks_its_answer_off(
    broken: AbstractContextManager[Any],
) -> None:
    with (
        broken as running,
        httpx.Client(base_url=running.address, timeout=10, verify=False) as client,
    ):
        with (
            pytest.raises(httpx.RemoteProtocolError),
            client.stream("GET", "/api/v1/search", params={"q": "late"}) as answer,
        ):
            answer.read()
        after = client.get("/sparql", params={"query": "ASK {}"})

    assert 200 == after.status_code
    assert 1 == sum("in broken" in line.get("error", "") for line in _lines(running.log))


def test_a_failure_is_a_page_for_people(broken: AbstractContextManager[Any]) -> None:
    with (
        broken as running,
        httpx.Client(base_url=running.address, timeout=10, verify=False) as client,
    ):
        answer = client.get(
            "/api/v1/search?q=x&format=json&lang=fr", headers={"Accept": "text/html"}
        )

    assert 500 == answer.status_code
    assert "text/html" in answer.headers["content-type"]
    assert '<html lang="fr">' in answer.text

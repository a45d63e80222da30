"""The promise: people whose work takes long are all served, even when they come together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import httpx

_FOUR = 4


def test_four_people_who_ask_for_long_work_at_once_are_all_answered(
    serving: Callable[..., AbstractContextManager[Any]],
) -> None:
    """Each takes longer than the tenth of a second after which a task gives way to others."""
    with serving(LHS_WORKERS="4", LHS_QUERY_SECONDS="60") as running:

        def ask(number: int) -> tuple[int, str]:
            transport = httpx.HTTPTransport(local_address=f"127.0.3.{number + 1}", verify=False)
            with httpx.Client(base_url=running.address, transport=transport) as client:
                answer = client.get("/api/v1/report", params={"format": "json"}, timeout=90)
            return answer.status_code, answer.text[:200]

        with ThreadPoolExecutor(_FOUR) as people:
            answers = list(people.map(ask, range(_FOUR)))

    assert {200} == {status for status, _ in answers}, answers

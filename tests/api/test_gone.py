"""The promise: who goes away is counted as gone, not as a failure of the service."""

import re
import time

import httpx
import pytest

_SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _requests(client: httpx.Client, status: str) -> float:
    text = client.get("/metrics").text
    found = re.findall(rf'lhs_requests_total{{part="sparql",status="{status}"}} ([0-9.]+)', text)
    return float(found[0]) if found else 0.0


def test_a_client_that_gives_up_is_no_failure(client: httpx.Client) -> None:
    failed, gone = _requests(client, "500"), _requests(client, "499")

    with pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": _SLOW}, timeout=1.0)

    end = time.monotonic() + 10
    while _requests(client, "499") == gone and time.monotonic() < end:
        time.sleep(0.1)
    assert gone + 1 == _requests(client, "499")
    assert failed == _requests(client, "500")

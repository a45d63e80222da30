"""The promise: the description of the interface is true of every operation, and nothing breaks it.

What strangers may send is tried by schemathesis from the description alone.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import APIOperation

_GOLDEN = Path(__file__).with_name("openapi.json")
_TRIES = 4
"""Requests an operation and way of making them up; there are over a hundred operations."""
_SENT = 15


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


@pytest.fixture(scope="session")
def documents(server: str) -> dict[str, dict[str, Any]]:
    """The description in each language."""
    address = f"{server}/openapi.json"
    return {one: httpx.get(address, params={"lang": one}).json() for one in ("en", "fr")}

"""The promise: behind a proxy and in a container the service works as the manual says."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

_ROOT = Path(__file__).parents[2]
_DEPLOY = _ROOT / "deploy"
_HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


def test_the_container_is_healthy_whatever_its_hosts_and_path(
    serving_on: Callable[..., AbstractContextManager[Any]],
) -> None:
    text = (_DEPLOY / "Containerfile").read_text(encoding="utf-8")
    check = json.loads(text.split("HEALTHCHECK", 1)[1].split("CMD", 1)[1].splitlines()[0])
    settings = {"LHS_TRUSTED_HOSTS": "lhs.example.org", "LHS_ROOT_PATH": "/lhs"}

    with serving_on("0.0.0.0", LHS_WORKERS="1", **settings) as running:  # noqa: S104
        port = running.address.rpartition(":")[2]
        program = check[-1].replace(":8000", f":{port}")
        asked = subprocess.run([sys.executable, "-c", program], check=False)
        stranger = httpx.get(f"http://localhost:{port}/api/v1/health/live", verify=False)

    assert ["python", "-c"] == check[:-1]
    assert "/api/v1/health/live" in program
    assert 0 == asked.returncode
    assert 421 == stranger.status_code


@pytest.mark.parametrize(("proxies", "scheme"), [("127.0.0.0/8", "https"), ("192.0.2.1", "http")])
def test_what_a_proxy_says_is_believed_of_the_one_that_is_named(
    serving: Callable[..., AbstractContextManager[Any]], proxies: str, scheme: str
) -> None:
    with serving(FORWARDED_ALLOW_IPS=proxies) as running:
        text = httpx.get(f"{running.address}/robots.txt", headers=_HTTPS, verify=False).text

    assert f"Sitemap: {scheme}://" in text


def test_what_a_proxy_on_the_same_machine_says_is_believed(client: httpx.Client) -> None:
    assert "Sitemap: https://" in client.get("/robots.txt", headers=_HTTPS).text


def test_the_container_is_built_from_what_the_package_is_made_of_and_nothing_else() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        "constraints.txt",
        project["project"]["readme"],
        *project["project"]["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }
    lines = (_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert "*" == rules[0]
    assert {f"!{name}" for name in needed} == {one for one in rules if one.startswith("!")}
    assert all((_ROOT / name).exists() for name in needed)
    assert "**/__pycache__" == rules[-1]


def test_the_manual_of_operation_names_what_is_not_ours_to_set() -> None:
    text = (_DEPLOY / "README.md").read_text(encoding="utf-8")

    for name in ("FORWARDED_ALLOW_IPS", "/metrics", "/api/v1/health/live"):
        assert f"`{name}`" in text

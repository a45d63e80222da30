"""The promise: what w3id.org is to take in lies ready, and is nowhere in force before."""

import re
from pathlib import Path

import pytest
import yaml

from lhs_graph.publication.redirect import IN_FORCE, PLACEHOLDER, redirect_files
from lhs_graph.terms import BASE

_ROOT = Path(__file__).parents[2]
_READY = _ROOT / "ontology" / "w3id"


@pytest.mark.parametrize("name", [IN_FORCE, "README.md"])
def test_what_lies_ready_is_what_an_export_writes(name: str, *, update_golden: bool) -> None:
    written = redirect_files(None)
    if update_golden:
        (_READY / name).write_text(written[name], encoding="utf-8")

    assert {IN_FORCE, "README.md"} == set(written) == {path.name for path in _READY.iterdir()}
    assert written[name] == (_READY / name).read_text(encoding="utf-8")


def test_every_path_is_led_to_the_host() -> None:
    rule = re.compile(r"^RewriteRule \^\(\.\*\)\$ (\S+)\$1 \[R=302,L,NE\]$", re.MULTILINE)

    assert ["https://x.example/y/"] == rule.findall(
        redirect_files("https://x.example/y/")[IN_FORCE]
    )
    assert [PLACEHOLDER] == rule.findall(redirect_files(None)[IN_FORCE])


def test_rules_of_another_name_say_that_they_are_to_be_renamed() -> None:
    aside, ready = (redirect_files(None, name)["README.md"] for name in ("rules.txt", IN_FORCE))

    assert "Rename `rules.txt` to `.htaccess`" in aside
    assert "Rename" not in ready
    for text in (aside, ready):
        assert f"a\nfolder `{BASE.rstrip('/').rsplit('/', maxsplit=1)[-1]}` with" in text
        assert f"`{PLACEHOLDER}` stands for it" in text


def test_the_metric_of_the_redirect_says_where_it_lies_and_what_it_lacks() -> None:
    text = (_ROOT / "queries/quality/not-checked.yaml").read_text(encoding="utf-8")
    (metric,) = [one for one in yaml.safe_load(text) if one["number"] == "PURL2"]

    for reason in metric["reason"].values():
        assert f"{_READY.relative_to(_ROOT)}/" in reason
    assert "host" in metric["reason"]["en"]
    assert "hôte" in metric["reason"]["fr"]

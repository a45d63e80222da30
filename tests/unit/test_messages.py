"""The promise: every sentence exists in every language with the same facts."""

import json
import re
from importlib.resources import files

import pytest

from lhs_graph import errors
from lhs_graph.messages import colon, languages, sentence
from lhs_graph.vocabulary import nearest

_FACT = re.compile(r"\{(\w+)")
_COMMAND = re.compile(r"\blhs [a-z]")


def _sentences(language: str) -> dict[str, str]:
    text = files("lhs_graph").joinpath("locale", f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded


def test_there_are_two_languages_at_least() -> None:
    assert {"en", "fr"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_sentence_with_the_same_facts(language: str) -> None:
    reference, own = _sentences("en"), _sentences(language)

    assert reference.keys() == own.keys()
    for key, text in own.items():
        assert set(_FACT.findall(reference[key])) == set(_FACT.findall(text)), key


@pytest.mark.parametrize("language", languages())
def test_what_is_wrong_with_what_was_sent_is_said_without_a_command(language: str) -> None:
    """Whoever sends it to the service is told the same, and has no command."""
    said = {
        key: text
        for key, text in _sentences(language).items()
        if key.startswith(("description.", "edit.", "invalid.", "error.unknown_"))
    }

    assert said
    assert not [key for key, text in said.items() if _COMMAND.search(text)]


def test_every_error_has_its_sentence() -> None:
    todo, seen = [errors.LhsGraphError], 0
    while todo:
        one = todo.pop()
        todo.extend(one.__subclasses__())
        assert one.key in _sentences("en"), one
        seen += 1
    assert seen > 20


def test_words_in_a_fact_are_said_in_the_language_of_the_sentence() -> None:
    error = errors.UnknownCaseError(name="geisingr", nearest=nearest("geisingr", ["geisinger"]))

    assert "Did you mean “geisinger”?" in error.explain("en")
    assert "Vouliez-vous dire « geisinger » ?" in error.explain("fr")
    assert "Did you mean" not in error.explain("fr")


def test_an_unknown_language_falls_back_to_english() -> None:
    facts = {"detail": "why"}

    assert sentence("error.general", "en", **facts) == sentence("error.general", "xx", **facts)


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", "0", "0 bits"),
        ("en", "0.8", "0.8 bits"),
        ("en", "1", "1 bit"),
        ("en", "2", "2 bits"),
        ("fr", "0", "0 bit"),
        ("fr", "0,8", "0,8 bit"),
        ("fr", "1", "1 bit"),
        ("fr", "1,6", "1,6 bit"),
        ("fr", "2", "2 bits"),
        ("fr", "1 234", "1 234 bits"),
    ],
)
def test_a_word_goes_with_its_number(language: str, number: str, words: str) -> None:
    assert sentence("nearest.bits", language, bits=number) == words


@pytest.mark.parametrize(
    ("language", "unknown", "words"),
    [
        ("fr", 1, "23 sur 38, 1 inconnu"),
        ("fr", 2, "23 sur 38, 2 inconnus"),
        ("en", 1, "23 of 38, 1 unknown"),
    ],
)
def test_an_adjective_goes_with_its_number(language: str, unknown: int, words: str) -> None:
    assert words == sentence("report.meter_unknown", language, met=23, total=38, unknown=unknown)


def test_french_puts_a_space_before_its_colon() -> None:
    assert (colon("en"), colon("fr")) == (":", " :")

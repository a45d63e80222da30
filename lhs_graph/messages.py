"""The sentences the program says, in every language it speaks, read from one data file a language.

A new language is a new file under `locale/`; no Python code names a language other than the
default.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

__all__ = ["DEFAULT_LANGUAGE", "Words", "colon", "keys", "languages", "sentence"]

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """A fact that is words of ours: said in the language of the sentence that it stands in."""

    key: str
    facts: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.said(DEFAULT_LANGUAGE)

    def said(self, language: str) -> str:
        """The words in that language."""
        return sentence(self.key, language, **dict(self.facts))


@cache
def languages() -> tuple[str, ...]:
    """The languages there are sentences for, the default one first."""
    found = sorted(
        entry.name.removesuffix(".json")
        for entry in files(__package__).joinpath("locale").iterdir()
        if entry.name.endswith(".json")
    )
    return tuple(sorted(found, key=lambda language: language != DEFAULT_LANGUAGE))


def keys() -> tuple[str, ...]:
    """The keys of all sentences, sorted."""
    return tuple(sorted(_sentences(DEFAULT_LANGUAGE)))


def sentence(key: str, language: str = DEFAULT_LANGUAGE, /, **facts: object) -> str:
    """The sentence of that key with the facts filled in; several words in one fact make a list.

    A fact that is a text by language is said in that language. `{count:row|rows}` in a sentence is
    the word that goes with the number, by the language's rule.
    A language that is not there falls back to English.

    Raises:
        KeyError: the key has no sentence (a test walks every key used).
    """
    known = _sentences(language if language in languages() else DEFAULT_LANGUAGE)
    template = known.get(key) or _sentences(DEFAULT_LANGUAGE)[key]
    said = {name: _said(fact, language) for name, fact in facts.items()}
    return (
        _Numbered(language).vformat(template, (), said)
        if "|" in template
        else template.format(**said)
    )


def colon(language: str) -> str:
    """The colon after a name, with the space that the language puts before it."""
    return sentence("mark.colon", language)


class _Numbered(Formatter):
    """Fills in facts; of two words with a bar between them, the one that goes with the number."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401  any fact
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        singular, _, plural = format_spec.partition("|")
        return singular if _is_singular(str(value), self.language) else plural


def _is_singular(value: str, language: str) -> bool:
    """Whether the number, as it is said in that language, goes with a singular noun."""
    text = value.replace(sentence("compare.decimal_mark", language), ".")
    try:
        number = float("".join(text.split()))
    except ValueError:
        return False
    least, most = (float(sentence(f"mark.singular_{end}", language)) for end in ("from", "to"))
    return least <= abs(number) <= most


def _said(fact: object, language: str) -> object:
    if isinstance(fact, Words):
        return fact.said(language)
    if isinstance(fact, Mapping):
        return fact.get(language) or fact.get(DEFAULT_LANGUAGE) or next(iter(fact.values()), "")
    if isinstance(fact, tuple):
        return ", ".join(str(_said(one, language)) for one in fact)
    return fact


@cache
def _sentences(language: str) -> Mapping[str, str]:
    text = files(__package__).joinpath("locale", f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded

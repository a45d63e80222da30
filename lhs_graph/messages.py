"""The sentences the program says, in every language it speaks, read from one data file a language.

A new language is a new file under `locale/`; no Python code names a language other than the
default.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["DEFAULT_LANGUAGE", "languages", "sentence"]

DEFAULT_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are sentences for, the default one first."""
    found = sorted(
        entry.name.removesuffix(".json")
        for entry in files(__package__).joinpath("locale").iterdir()
        if entry.name.endswith(".json")
    )
    return tuple(sorted(found, key=lambda language: language != DEFAULT_LANGUAGE))


def sentence(key: str, language: str = DEFAULT_LANGUAGE, /, **facts: object) -> str:
    """The sentence of that key with the facts filled in.

    A language that is not there falls back to English.

    Raises:
        KeyError: the key has no sentence (a test walks every key used).
    """
    known = _sentences(language if language in languages() else DEFAULT_LANGUAGE)
    template = known.get(key) or _sentences(DEFAULT_LANGUAGE)[key]
    return template.format(**facts)


@cache
def _sentences(language: str) -> Mapping[str, str]:
    text = files(__package__).joinpath("locale", f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded

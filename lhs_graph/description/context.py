"""The project's JSON-LD context read as data.

Which keys there are, where, and what their values are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from lhs_graph.terms import BASE, CONCEPT

__all__ = ["CONTEXT_IRI", "Context", "Key"]

CONTEXT_IRI: Final = f"{BASE}context.jsonld"

_PART: Final = ("id", "name", "description", "source", "locator")
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "record": ("id",),
    "sectionCoverage": ("id", "coverage"),
    "organisations": ("id", "name", "source"),
    "communities": ("actors", "linksWith"),
    "supports": ("actors", "linksWith", "started"),
    "cycles": ("processes", "started"),
    "phases": ("processes",),
    "processes": ("actors",),
    "sources": ("id",),
}
"""Keys of the whole context that a section takes besides its own and those of every part."""

_WEB: Final = frozenset({"homepage", "licence", "url"})
"""Keys whose values are addresses that people open."""


@dataclass(frozen=True)
class Key:
    """One key: its property, and of what kind its values are.

    `kind` is id, word, text, plain, typed, part or reference; `scheme` is the prefix of words;
    `base` is set where references have a space of their own, `web` where they are web addresses.
    """

    name: str
    property: str
    kind: str
    datatype: str = ""
    scheme: str = ""
    base: str = ""
    reverse: bool = False
    web: bool = False
    own: Mapping[str, Any] | None = None

    @cached_property
    def predicate(self) -> ox.NamedNode:
        """The property as a term."""
        return ox.NamedNode(self.property)


@dataclass(frozen=True)
class Context:
    """The context as loaded; sections are named by the path of keys that leads to them."""

    content: Mapping[str, Any]
    _sections: dict[int, Mapping[str, Key]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "Context":
        """The context of that file."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["@context"])

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the context declares."""
        return {
            name: value
            for name, value in self.content.items()
            if isinstance(value, str) and value.endswith(("/", "#"))
        }

    @cached_property
    def web_properties(self) -> frozenset[str]:
        """The properties whose values are addresses that people open, wherever they stand."""
        todo, found = list(self._shared.values()), set[str]()
        while todo:
            key = todo.pop()
            if key.web:
                found.add(key.property)
            todo.extend(self._keys(key.own or {}).values())
        return frozenset(found)

    @cached_property
    def root(self) -> Mapping[str, Key]:
        """The keys of the whole document, in the order of the file."""
        skipped = {"description", "source", "locator", "actors", "linksWith"}
        return {name: key for name, key in self._shared.items() if name not in skipped}

    @cached_property
    def _shared(self) -> Mapping[str, Key]:
        return self._keys(self.content)

    @cached_property
    def _inherited(self) -> Mapping[str, Key]:
        """The keys that a section may take over from what it stands in."""
        return {**self._keys(self._shared["record"].own or {}), **self._shared}

    def section(self, key: Key) -> Mapping[str, Key]:
        """The keys of the objects that stand under that key.

        In the order that people write them.
        """
        known = self._sections.get(id(key.own))
        if known is None:
            known = self._sections[id(key.own)] = self._section(key)
        return known

    def _section(self, key: Key) -> Mapping[str, Key]:
        own = self._keys(key.own or {})
        named = _ALSO.get(key.name, ())
        part = () if {"id"} <= set(named) else _PART
        head = [name for name in ("id", "name", "description") if name in (*part, *named)]
        tail = [name for name in (*named, *part) if name not in (*head, "source", "locator")]
        last = [name for name in ("source", "locator") if name in (*part, *named)]
        keys = {name: self._shared[name] for name in head}
        keys.update(own)
        keys.update({name: self._inherited[name] for name in (*tail, *last)})
        return keys

    def _keys(self, content: Mapping[str, Any]) -> dict[str, Key]:
        found: dict[str, Key] = {}
        for name, value in content.items():
            if name == "id":
                found[name] = Key(name, "@id", "id")
            elif isinstance(value, dict) and not name.startswith("@"):
                found[name] = self._key(name, value)
        return found

    def _key(self, name: str, value: Mapping[str, Any]) -> Key:
        scoped = value.get("@context") or {}
        iri = self._expanded(str(value.get("@id") or value.get("@reverse")))
        kind, datatype = "plain", ""
        if value.get("@type") == "@vocab":
            kind = "word"
        elif value.get("@type") == "@id":
            own = [one for one in scoped if not one.startswith("@")]
            kind = "part" if own or name == "contextNotes" else "reference"
        elif value.get("@type"):
            kind, datatype = "typed", self._expanded(value["@type"])
        elif value.get("@container") == "@language":
            kind = "text"
        return Key(
            name=name,
            property=iri,
            kind=kind,
            datatype=datatype,
            scheme=scoped.get("@vocab", "") if kind == "word" else "",
            base=scoped.get("@base", ""),
            reverse="@reverse" in value,
            web=name in _WEB,
            own=scoped if kind == "part" else None,
        )

    def _expanded(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return f"{self.prefixes[prefix]}{rest}" if colon and prefix in self.prefixes else name


def words_of(scheme: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a key of that prefix takes, from the concepts by scheme."""
    inner = scheme.removeprefix(CONCEPT)
    if inner:
        name = inner.rstrip("/")
        return tuple(iri.removeprefix(scheme) for iri in known.get(name, ()))
    return tuple(iri.removeprefix(CONCEPT) for iris in known.values() for iri in iris)

"""Bare local names to fragments, and names for parts that have none: what JSON-LD cannot do itself.

`id: g1` and `goals: [g1]` mean `#g1` of the document; JSON-LD would read `g1` as a sibling of the
document, and `#g1` begins a comment in YAML. Keys with a space of their own (systems, sources) are
left alone. A reference to a part that is not there, and an id given twice, are problems.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lhs_graph.description.context import Context, Key
from lhs_graph.description.limits import NAME
from lhs_graph.description.plain import Path, Plain
from lhs_graph.errors import Problem
from lhs_graph.vocabulary import nearest

__all__ = ["LocalNames", "slug_from"]

_LOCAL = re.compile(NAME)


def slug_from(text: str, most: int = 60) -> str:
    """A short word in lower-case ASCII made from a text."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:most].strip("-") or "part"


@dataclass(slots=True)
class LocalNames:
    """Names the parts of one document; gives the document for JSON-LD and the problems found."""

    context: Context
    plain: Plain
    paths: dict[str, Path] = field(default_factory=dict)
    references: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def resolve(self) -> dict[str, Any]:
        """The document with every local name as a fragment and every part named."""
        self._register(self.plain.value, self.context.root, (), "")
        resolved = self._object(self.plain.value, self.context.root, ())
        for name, path in self.references:
            if name not in self.paths:
                self._problem("dangling", path, name=name, nearest=nearest(name, self.paths))
        return resolved

    def _register(
        self, value: Mapping[str, Any], keys: Mapping[str, Key], path: Path, section: str
    ) -> None:
        """Collect the ids that people gave, before any is made."""
        name = value.get("id")
        if path and section != "sources" and isinstance(name, str):
            bare = name.removeprefix("#")
            if bare in self.paths:
                first = self.plain.place(self.paths[bare])
                self._problem("repeated_id", (*path, "id"), name=bare, line=first.line or "?")
            self.paths[bare] = path
        for key, part, where in _parts(value, keys, path):
            self._register(part, self.context.section(key), where, key.name)

    def _object(
        self, value: Mapping[str, Any], keys: Mapping[str, Key], path: Path
    ) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, content in value.items():
            key = keys.get(name)
            if key is None or name == "language":
                continue
            if name == "id":
                made[name] = content
            elif key.kind == "part":
                made[name] = self._nested(content, key, (*path, name))
            elif key.kind == "reference" and not key.base and not key.web:
                made[name] = self._linked(content, (*path, name))
            else:
                made[name] = content
        return made

    def _nested(self, content: Any, key: Key, path: Path) -> Any:  # noqa: ANN401  plain data
        if isinstance(content, str):
            return self._linked(content, path)
        if isinstance(content, list):
            return [self._nested(one, key, (*path, number)) for number, one in enumerate(content)]
        part = self._object(content, self.context.section(key), path)
        if key.name != "sources":
            part["id"] = f"#{self._name(content, key, path)}"
        return part

    def _name(self, content: Mapping[str, Any], key: Key, path: Path) -> str:
        given = content.get("id")
        if isinstance(given, str):
            return given.removeprefix("#")
        if key.name == "record":
            wish = "description"
        else:
            label = content.get("name") or content.get(key.name.rstrip("s")) or path[-1]
            if isinstance(label, Mapping):
                label = next(iter(label.values()), "")
            wish = f"{slug_from(key.name)}-{slug_from(str(label), 40)}"
        name, number = wish, 2
        while name in self.paths:
            name, number = f"{wish}-{number}", number + 1
        self.paths[name] = path
        return name

    def _linked(self, content: Any, path: Path) -> Any:  # noqa: ANN401  plain data
        if isinstance(content, list):
            return [self._linked(one, (*path, number)) for number, one in enumerate(content)]
        if isinstance(content, str) and _LOCAL.fullmatch(content):
            name = content.removeprefix("#")
            self.references.append((name, path))
            return f"#{name}"
        return content

    def _problem(self, key: str, path: Path, **facts: object) -> None:
        self.problems.append(
            Problem(self.plain.place(path), f"description.{key}", tuple(facts.items()))
        )


def _parts(
    value: Mapping[str, Any], keys: Mapping[str, Key], path: Path
) -> Iterator[tuple[Key, Mapping[str, Any], Path]]:
    """The objects nested in an object, with their key and path."""
    for name, content in value.items():
        key = keys.get(name)
        if key is None or key.kind != "part":
            continue
        if isinstance(content, Mapping):
            yield key, content, (*path, name)
        elif isinstance(content, list):
            for number, one in enumerate(content):
                if isinstance(one, Mapping):
                    yield key, one, (*path, name, number)

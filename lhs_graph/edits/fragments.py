"""A fragment of a description, merged into one that is there: the statements that it adds.

A fragment has the keys of a whole description. Parts whose id is known are the parts that are meant
and may leave out what is known of them; all others are new and need what the form needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from lhs_graph.description import DescriptionReader
from lhs_graph.description.context import Key
from lhs_graph.description.local_names import LocalNames
from lhs_graph.description.plain import Path, Plain
from lhs_graph.description.statements import statements
from lhs_graph.description.validator import Schema
from lhs_graph.edits.layout import Layout
from lhs_graph.errors import DescriptionError, Place, Problem
from lhs_graph.messages import DEFAULT_LANGUAGE

__all__ = ["Fragments", "problem"]


def problem(place: Place, name: str, /, **facts: object) -> DescriptionError:
    """The error with one problem of a change."""
    return DescriptionError([Problem(place, f"edit.{name}", tuple(facts.items()))])


@dataclass(frozen=True)
class Fragments:
    """Reads fragments; holds nothing about any description."""

    reader: DescriptionReader

    @cached_property
    def schema(self) -> Schema:
        """The schema of descriptions with nothing required."""
        return Schema(_optional(self.reader.schema.content))

    def statements(self, plain: Plain, layout: Layout) -> tuple[ox.Triple, ...]:
        """What the fragment says, links from the parts above included, none twice.

        Raises:
            DescriptionError: it has keys or words that there are not, names what is not there, or
                lacks what a new part needs.
        """
        slug = layout.description.slug
        value, wrapped = self._lists(plain.value, "", self.reader.context.root, ())
        whole = Plain(
            plain.file,
            {"id": slug, "language": DEFAULT_LANGUAGE, **value},
            {_shifted(path, wrapped): mark for path, mark in plain.marks.items()},
            {_shifted(path, wrapped): mark for path, mark in plain.keys.items()},
            {_shifted(path, wrapped): word for path, word in plain.hidden.items()},
        )
        if whole.value["id"] != slug:
            raise problem(whole.place(("id",)), "other_system", slug=slug)
        self._name_record(whole.value, layout)
        problems = self.schema.problems(whole) or list(self._misplaced(whole, layout))
        if problems:
            raise DescriptionError(problems)
        said = set(_ids(whole.value))
        known: dict[str, Path] = {name: () for name in layout.names if name not in said}
        names = LocalNames(self.reader.context, whole, known)
        document = names.resolve()
        if names.problems:
            raise DescriptionError(names.problems)
        system, language = layout.description.system, whole.value["language"]
        return statements(document, self.reader.context, whole, system, language)

    def stated(self, layout: Layout, node: str, key: Key, told: Plain, place: Place) -> Plain:
        """The fragment that says one value of one key of a part; all of it stands at the place."""
        content: dict[str, Any] = {key.name: told.value}
        for part, home in layout.way(node):
            content = {home.name: {"id": layout.short(part), **content}}
        return Plain(place.file, content, {(): (place.line or 1, place.column or 1)})

    def _name_record(self, value: dict[str, Any], layout: Layout) -> None:
        """A system has one record, so that one is meant."""
        for node, (_, key) in layout.homes.items():
            if key.reverse and isinstance(value.get(key.name), dict):
                value[key.name].setdefault("id", layout.short(node))

    def _misplaced(self, plain: Plain, layout: Layout) -> Iterator[Problem]:
        """New parts that lack a key, and known ones that are said to stand elsewhere."""
        for path, value, above, key in _parts(plain.value, self.reader.context.root, self, ()):
            name = str(value.get("id", "")).removeprefix("#")
            node = layout.names.get(name)
            if node is None:
                for needed in self._defined(key.name).get("required", ()):
                    if needed not in value:
                        yield Problem(
                            plain.place(path), "description.missing_key", (("key", needed),)
                        )
                continue
            where, home = layout.homes[node]
            stands = layout.description.slug if above is None else above
            if (home.name, self._named(layout, where)) != (key.name, stands):
                facts = (("name", name), ("key", home.name), ("above", self._named(layout, where)))
                yield Problem(plain.place(path), "edit.elsewhere", facts)

    def _named(self, layout: Layout, node: str) -> str:
        system = layout.description.system
        return layout.description.slug if node == system else layout.short(node)

    def section(self, key: Key) -> Mapping[str, Key]:
        """The keys of the parts that stand under that key."""
        return self.reader.context.section(key)

    def _defined(self, section: str) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self.reader.schema.content
        return content["$defs"].get(section, {}) if section else content

    def _lists(
        self, value: Mapping[str, Any], section: str, keys: Mapping[str, Key], path: Path
    ) -> tuple[dict[str, Any], frozenset[Path]]:
        """The value with single parts in the lists that the form wants, and the paths of those."""
        made: dict[str, Any] = {}
        wrapped = frozenset[Path]()
        for name, inner in value.items():
            key, where = keys.get(name), (*path, name)
            if key is None or key.kind != "part":
                made[name] = inner
                continue
            listed = self._defined(section)["properties"][name]["type"] == "array"
            single = listed and isinstance(inner, dict)
            told = []
            for number, one in enumerate(inner if isinstance(inner, list) else [inner]):
                at = (*where, number) if isinstance(inner, list) else where
                if isinstance(one, dict):
                    part, found = self._lists(one, name, self.section(key), at)
                    wrapped |= found
                    told.append(part)
                else:
                    told.append(one)
            made[name] = told if single or isinstance(inner, list) else told[0]
            wrapped |= {where} if single else frozenset()
        return made, wrapped


def _parts(
    value: Mapping[str, Any], keys: Mapping[str, Key], owner: Fragments, path: Path
) -> Iterator[tuple[Path, Mapping[str, Any], str | None, Key]]:
    """Every part in an object with its path, the name of what it stands in, and its key."""
    above = str(value.get("id", "")).removeprefix("#") if path else None
    for name, content in value.items():
        key = keys.get(name)
        if key is None or key.kind != "part":
            continue
        listed = enumerate(content) if isinstance(content, list) else [(None, content)]
        for number, one in listed:
            if isinstance(one, dict):
                where = (*path, name) if number is None else (*path, name, number)
                yield where, one, above, key
                yield from _parts(one, owner.section(key), owner, where)


def _ids(value: object) -> Iterator[str]:
    """All ids in a fragment."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"].removeprefix("#")
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _shifted(path: Path, wrapped: frozenset[Path]) -> Path:
    """The path with a first place in each list that was put around a single part."""
    made: Path = ()
    for size, step in enumerate(path, 1):
        made = (*made, step, 0) if path[:size] in wrapped else (*made, step)
    return made


def _optional(content: Any) -> Any:  # noqa: ANN401  any JSON
    """A JSON Schema without its lists of what is required."""
    if isinstance(content, dict):
        return {
            key: _optional(inner)
            for key, inner in content.items()
            if not (key == "required" and isinstance(inner, list))
        }
    return [_optional(one) for one in content] if isinstance(content, list) else content

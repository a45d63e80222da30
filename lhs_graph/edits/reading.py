"""The reader of changes: texts, YAML and RDF to patches, one change carried out after the other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Final

import pyoxigraph as ox

from lhs_graph.description import Description, DescriptionReader
from lhs_graph.description.context import Key
from lhs_graph.description.document import refused
from lhs_graph.description.limits import MOST_BYTES, NAME
from lhs_graph.description.plain import Path, Plain
from lhs_graph.description.yaml_form import read_yaml
from lhs_graph.edits.fragments import Fragments, problem
from lhs_graph.edits.layout import Layout
from lhs_graph.edits.marks import end_of, moved, under
from lhs_graph.edits.rdf import is_rdf, read_rdf
from lhs_graph.edits.values import OneValued
from lhs_graph.errors import FileUnreadableError, Place
from lhs_graph.patch import Patch
from lhs_graph.vocabulary import nearest

__all__ = ["EditReader"]

_NAME = re.compile(NAME)
_ORDER: Final = ("remove", "add")


@dataclass(frozen=True)
class EditReader:
    """Reads changes to descriptions; holds nothing about any one of them."""

    reader: DescriptionReader
    one_valued: OneValued

    @cached_property
    def fragments(self) -> Fragments:
        """What reads fragments of descriptions."""
        return Fragments(self.reader)

    def read(
        self, description: Description, *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> Patch:
        """The change that first takes away and then adds, each in the order given.

        What is added to a key that takes one value takes the place of the one that is there.

        Args:
            description: what is changed; it stays as it is.
            add: each a YAML fragment such as `supports: {id: s9, name: Registry}`, or a statement
                `part key value`; keys of the whole system need no part.
            remove: each the id of a part, `part key` for all values of a key, or `part key value`.

        Raises:
            DescriptionError: a change cannot be read or has nothing to take away; the problem has
                its place (the option, or `--add (2)` for its second), cause and cure.
        """
        edits = _Edits(self, description)
        for name, texts, take in (("remove", remove, edits.remove), ("add", add, edits.add)):
            for number, text in enumerate(texts, 1):
                file = f"--{name}" if len(texts) == 1 else f"--{name} ({number})"
                take(text, Place(file, 1, 1))
        return Patch.between(description, edits.description)

    def read_files(self, description: Description, paths: Sequence[FilePath]) -> Patch:
        """The changes in those files, one carried out after the other; errors as `read_file`."""
        changed = description
        for path in paths:
            changed = self.read_file(changed, path).apply(changed)
        return Patch.between(description, changed)

    def read_file(self, description: Description, path: FilePath) -> Patch:
        """The change in a file.

        Raises:
            FileUnreadableError: the file is not there or may not be read.
            DescriptionError: see `read_content`.
        """
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise FileUnreadableError.of(path, error) from error
        return self.read_content(description, content, name=str(path))

    def read_content(self, description: Description, content: bytes, *, name: str) -> Patch:
        """The change in those bytes.

        YAML with the keys `remove` and `add` in the words of `read`, where `add` may also be one
        fragment; or an RDF Patch; or Turtle with a `dash:GraphUpdate`, as `lhs diff` writes it.

        Raises:
            DescriptionError: it cannot be read or has nothing to take away.
        """
        if len(content) > MOST_BYTES:
            raise refused(Place(name), "too_large", most=MOST_BYTES // 1_000_000)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise refused(Place(name), "no_utf8") from error
        if is_rdf(text, name):
            return Patch.between(description, read_rdf(text, name).apply(description))
        plain = read_yaml(text, name)
        told = plain.value
        if not isinstance(told, dict) or not told or not set(told) <= set(_ORDER):
            raise problem(plain.place(()), "no_patch")
        edits = _Edits(self, description)
        for key in _ORDER:
            if key in told:
                edits.take(key, under(plain, (key,)))
        return Patch.between(description, edits.description)


@dataclass
class _Edits:
    """Carries out one change after the other; `description` is what has become of it."""

    owner: EditReader
    description: Description
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self._lay_out()

    def take(self, key: str, plain: Plain) -> None:
        """All changes under one key of a patch file."""
        if isinstance(plain.value, dict) and key == "add":
            self._merge(plain)
            return
        many = isinstance(plain.value, list)
        for number, one in enumerate(plain.value if many else [plain.value]):
            path: Path = (number,) if many else ()
            if isinstance(one, str):
                (self.add if key == "add" else self.remove)(one, plain.place(path))
            elif isinstance(one, dict) and key == "add":
                self._merge(under(plain, path))
            else:
                raise problem(plain.place(path), f"no_{key}")

    def add(self, text: str, place: Place) -> None:
        """Merge a YAML fragment, or state `part key value`."""
        words = self._words(text)
        if words is None:
            plain = moved(read_yaml(text, place.file), place)
            if not isinstance(plain.value, dict):
                raise problem(place, "no_add")
            self._merge(plain)
            return
        node = self._node(words[0], place)
        key = self._key(node, words[1], place)
        if words[2] is None:
            raise problem(place, "no_value", part=words[0], key=key.name)
        self._merge(self._stated(node, key, words[2], end_of(text, words[2], place)))

    def remove(self, text: str, place: Place) -> None:
        """Take away a part, the values of a key, or one value."""
        words = self._words(text)
        if words is None:
            raise problem(place, "no_remove")
        part, name, value = words
        node = self._node(part, place)
        if name is None:
            if node == self.description.system:
                raise problem(place, "whole", part=part)
            self._drop([node])
            return
        key = self._key(node, name, place)
        there = self.layout.triples(node, key)
        found = (
            there
            if value is None
            else self._those(there, node, key, value, end_of(text, value, place))
        )
        if not found:
            said = ", ".join(self._said(one, key) for one in there) or "–"
            raise problem(place, "nothing_there", part=part, key=key.name, values=said)
        if key.kind == "part":
            self._drop([_end(one, key).value for one in found])
        else:
            self._apply(Patch(removed=tuple(found)))

    def _words(self, text: str) -> tuple[str, str | None, str | None] | None:
        """Part, key and value; None where the text is no statement.

        A key of the whole system, unless a part is called so, stands for the system and the key.
        """
        part, *rest = text.split(maxsplit=1) or [""]
        if not _NAME.fullmatch(part):
            return None
        if part in self.owner.reader.context.root and part not in self.layout.names:
            return self.description.slug, part, rest[0].strip() if rest else None
        if not rest:
            return part.removeprefix("#"), None, None
        name, *value = rest[0].split(maxsplit=1)
        return part.removeprefix("#"), name, value[0].strip() if value else None

    def _node(self, part: str, place: Place) -> str:
        if part == self.description.slug:
            return self.description.system
        node = self.layout.names.get(part)
        if node is None:
            close = nearest(part, [*self.layout.names, *self.owner.reader.context.root])
            raise problem(place, "unknown_part", name=part, nearest=close)
        return node

    def _key(self, node: str, name: str | None, place: Place) -> Key:
        keys = {one: key for one, key in self.layout.keys(node).items() if key.kind != "id"}
        if name is None:
            raise problem(place, "no_key", part=self.layout.short(node), keys=", ".join(keys))
        if name not in keys:
            raise problem(place, "unknown_key", key=name, nearest=nearest(name, keys))
        return keys[name]

    def _those(
        self, there: Iterable[ox.Triple], node: str, key: Key, value: str, place: Place
    ) -> list[ox.Triple]:
        """Those of the triples that have that value."""
        if key.kind == "part":
            ends = {self._node(value.removeprefix("#"), place)}
            return [one for one in there if _end(one, key).value in ends]
        fragment = self._stated(node, key, value, place)
        meant = set(self.owner.fragments.statements(fragment, self.layout))
        return [one for one in there if one in meant]

    def _stated(self, node: str, key: Key, value: str, place: Place) -> Plain:
        told = read_yaml(value, place.file)
        return self.owner.fragments.stated(self.layout, node, key, told, place)

    def _said(self, triple: ox.Triple, key: Key) -> str:
        return self.layout.short(_end(triple, key).value.removeprefix(key.scheme))

    def _merge(self, plain: Plain) -> None:
        """Add what a fragment says; where a key takes one value, the new one replaces it."""
        new = self.owner.fragments.statements(plain, self.layout)
        gone = self.owner.one_valued.replaced(self.description.triples, new)
        self._apply(Patch(added=new, removed=gone))

    def _drop(self, nodes: Iterable[str]) -> None:
        """Take away parts, what stands under them, and every link to any of these."""
        gone = {ox.NamedNode(one) for one in self.layout.with_parts(nodes)}
        self._apply(
            Patch(
                removed=tuple(
                    one
                    for one in self.description.triples
                    if one.subject in gone or one.object in gone
                )
            )
        )

    def _apply(self, patch: Patch) -> None:
        self.description = patch.apply(self.description)
        self._lay_out()

    def _lay_out(self) -> None:
        self.layout = Layout.of(self.description, self.owner.reader.context)


def _end(triple: ox.Triple, key: Key) -> ox.NamedNode:
    """The end of a link that is not the part whose key it is."""
    return triple.subject if key.reverse else triple.object  # type: ignore[return-value]

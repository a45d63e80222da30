"""YAML to plain data with places, and nothing that YAML can do beyond data.

Words are read by the YAML 1.2 core schema: only `true` and `false` are booleans, so that `NO` stays
Norway. Anchors, aliases, merges, tags, several documents and repeated keys are refused with their
place; nesting and size are bounded before anything is built.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from lhs_graph.description.document import refused
from lhs_graph.description.limits import CONTROL, DEPTH, LONG_TEXT, VALUES
from lhs_graph.description.plain import Path, Plain, place_at, shown
from lhs_graph.errors import DescriptionError, Place, Problem

__all__ = ["meaning", "read_yaml"]

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_FIRST_OF_NUMBER: Final = frozenset("-+.0123456789")
_HIDDEN = re.compile(r"[ \t]*#([A-Za-z0-9][A-Za-z0-9._-]*)")
_HIDDEN_IN_LIST = re.compile(r"[\[,]\s*#([A-Za-z0-9][A-Za-z0-9._-]*)")
_CONSTANTS: Final = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, file: str) -> Plain:
    """The data of one document.

    Raises:
        DescriptionError: the text is no YAML, or uses more of YAML than data.
    """
    builder = _Builder(text, Plain(file))
    try:
        builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(text, file, error) from error
    except yaml.YAMLError as error:
        raise refused(Place(file), "no_yaml", detail=str(error).split("\n", 1)[0]) from error
    if builder.repeated:
        raise DescriptionError(builder.repeated)
    return builder.plain


def _no_yaml(text: str, file: str, error: yaml.MarkedYAMLError) -> DescriptionError:
    """The error in our words; a `#` in a list, which ends it unseen, is said to be the cause."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return refused(Place(file), "no_yaml", detail=error.problem or "")
    opened = text.rfind("[", 0, mark.index)
    if error.context_mark and text.startswith("[", error.context_mark.index):
        opened = error.context_mark.index
    hidden = _HIDDEN_IN_LIST.search(text, opened, mark.index) if opened >= 0 else None
    if hidden:
        place = place_at(text, hidden.start(1) - 1, file)
        return refused(place, "comment_value", word=hidden.group(1))
    return refused(Place(file, mark.line + 1, mark.column + 1), "no_yaml", detail=error.problem)


@dataclass(slots=True)
class _Open:
    """A collection under construction."""

    value: Any
    path: Path
    keyed: bool
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the data from the parser's events, one method a kind of event."""

    text: str
    plain: Plain
    stack: list[_Open] = field(default_factory=list)
    repeated: list[Problem] = field(default_factory=list)
    documents: int = 0

    def build(self, events: Iterable[Any]) -> None:
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)

    def _refused(self, event: Any, key: str, **facts: object) -> DescriptionError:  # noqa: ANN401
        return refused(Place(self.plain.file, *_place(event)), key, **facts)

    def _document(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        self.documents += 1
        if self.documents > 1:
            raise self._refused(event, "several_documents")

    def _alias(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        raise self._refused(event, "alias")

    def _close(self, _: Any) -> None:  # noqa: ANN401  an event of the parser
        self.stack.pop()

    def _open(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        self._check(event)
        if len(self.stack) > DEPTH:
            raise self._refused(event, "too_deep", most=DEPTH)
        if self.stack and self.stack[-1].keyed and self.stack[-1].key is None:
            raise self._refused(event, "key_no_word")
        keyed = isinstance(event, yaml.MappingStartEvent)
        if event.flow_style and not keyed:
            hidden = _HIDDEN_IN_LIST.match(self.text, event.start_mark.index)
            if hidden and self.text[event.start_mark.index + 1] == "#":
                place = place_at(self.text, hidden.start(1) - 1, self.plain.file)
                raise refused(place, "comment_value", word=hidden.group(1))
        value: Any = {} if keyed else []
        self.stack.append(_Open(value, self._put(event, value), keyed))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        if event.anchor or event.tag is not None:
            self._check(event)
        text = event.value
        if event.style == '"' and CONTROL.search(text):
            raise self._refused(event, "control_character")
        if len(text) > LONG_TEXT:
            raise self._refused(event, "long_text", most=LONG_TEXT)
        if self.stack and self.stack[-1].keyed and self.stack[-1].key is None:
            self._key(event, self.stack[-1])
            return
        value = meaning(text) if event.implicit[0] else text
        path = self._put(event, value)
        if value is None and not text:
            hidden = _HIDDEN.match(self.text, event.start_mark.index)
            if hidden:
                self.plain.hidden[path] = hidden.group(1)

    def _check(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        """Refuse what is more than data."""
        if event.anchor:
            raise self._refused(event, "alias")
        if event.tag not in (None, "!"):
            raise self._refused(event, "tag", tag=event.tag)

    def _key(self, event: Any, parent: _Open) -> None:  # noqa: ANN401  an event of the parser
        name = event.value
        if name == "<<":
            raise self._refused(event, "alias")
        path = (*parent.path, name)
        if name in parent.value:
            place = Place(self.plain.file, *_place(event), shown(path))
            self.repeated.append(Problem(place, "description.repeated_key", (("key", name),)))
        self.plain.keys[path] = _place(event)
        parent.key = name

    def _put(self, event: Any, value: object) -> Path:  # noqa: ANN401  an event of the parser
        """Put a value into the collection that is open; its path."""
        path: Path = ()
        if not self.stack:
            self.plain.value = value
        elif (parent := self.stack[-1]).keyed:
            path = (*parent.path, str(parent.key))
            parent.value[parent.key] = value
            parent.key = None
        else:
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
        self.plain.marks[path] = _place(event)
        if len(self.plain.marks) > VALUES:
            raise self._refused(event, "too_many_values", most=VALUES)
        return path


def _place(event: Any) -> tuple[int, int]:  # noqa: ANN401  an event of the parser
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def meaning(text: str) -> object:
    """What a word without quotes means; a number that no computer holds stays a word."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text

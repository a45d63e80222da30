"""YAML (and JSON) to plain data.

With the place of every value and nothing that YAML can do beyond data.

Words are read by the YAML 1.2 core schema: only `true` and `false` are booleans, so that `NO` stays
Norway. Anchors, aliases, merges, tags, several documents and repeated keys are refused with their
place; nesting and size are bounded before anything is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from lhs_graph.description.document import refused
from lhs_graph.errors import DescriptionError, Place, Problem

__all__ = ["Path", "Plain", "read_plain"]

Path: TypeAlias = tuple[str | int, ...]

_DEPTH: Final = 128
_VALUES: Final = 200_000
_INTEGER = re.compile(r"^[-+]?[0-9]{1,18}$")
_NUMBER = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?$")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Plain:
    """Data with the line and column, from 1, of each value and of each key, by path."""

    file: str
    value: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Where the value at that path was written, or the nearest value around it."""
        shown = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        line, column = self.marks.get(known, (1, 1))
        return Place(self.file, line, column, shown.removeprefix(".") or None)


def read_plain(text: str, file: str) -> Plain:
    """The data of one document.

    Raises:
        DescriptionError: the text is no YAML, or uses more of YAML than data.
    """
    plain = Plain(file)
    try:
        _build(plain, yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise refused(place, "no_yaml", detail=error.problem or "") from error
    except yaml.YAMLError as error:
        raise refused(Place(file), "no_yaml", detail=str(error).split("\n", 1)[0]) from error
    return plain


@dataclass(slots=True)
class _Open:
    """A collection under construction."""

    value: Any
    path: Path
    key: str | None = None


def _build(plain: Plain, events: Iterator[Any]) -> None:
    stack: list[_Open] = []
    repeated: list[Problem] = []
    documents = 0
    for event in events:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refused(Place(plain.file, *mark), "several_documents")
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            _check(plain.file, event, mark, len(stack))
            _take(plain, stack, event, mark, repeated)
            if len(plain.marks) > _VALUES:
                raise refused(Place(plain.file, *mark), "too_many", most=_VALUES)
    if repeated:
        raise DescriptionError(repeated)


def _check(file: str, event: Any, mark: tuple[int, int], depth: int) -> None:  # noqa: ANN401
    """Refuse what is more than data, or too deep."""
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise refused(Place(file, *mark), "alias")
    if event.tag not in (None, "!"):
        raise refused(Place(file, *mark), "tag", tag=event.tag)
    if depth > _DEPTH:
        raise refused(Place(file, *mark), "too_deep", most=_DEPTH)


def _take(
    plain: Plain,
    stack: list[_Open],
    event: Any,  # noqa: ANN401  an event of the parser
    mark: tuple[int, int],
    repeated: list[Problem],
) -> None:
    """Put one value into the collection that is open; open it where it is a collection itself."""
    parent = stack[-1] if stack else None
    if parent is not None and isinstance(parent.value, dict) and parent.key is None:
        _take_key(plain, parent, event, mark, repeated)
        return
    value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
    if isinstance(event, yaml.ScalarEvent):
        value = _scalar(event)
    path: Path = ()
    if parent is None:
        plain.value = value
    elif isinstance(parent.value, dict):
        path = (*parent.path, str(parent.key))
        parent.value[parent.key] = value
        parent.key = None
    else:
        path = (*parent.path, len(parent.value))
        parent.value.append(value)
    plain.marks[path] = mark
    if not isinstance(event, yaml.ScalarEvent):
        stack.append(_Open(value, path))


def _take_key(
    plain: Plain,
    parent: _Open,
    event: Any,  # noqa: ANN401  an event of the parser
    mark: tuple[int, int],
    repeated: list[Problem],
) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise refused(Place(plain.file, *mark), "key_no_word")
    if event.value == "<<":
        raise refused(Place(plain.file, *mark), "alias")
    if event.value in parent.value:
        place = Place(plain.file, *mark, path=".".join(map(str, (*parent.path, event.value))))
        repeated.append(Problem(place, "description.repeated_key", (("key", event.value),)))
    parent.key = event.value


def _scalar(event: Any) -> Any:  # noqa: ANN401  a scalar is one of six things
    text = event.value
    if not event.implicit[0]:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INTEGER.match(text):
        return int(text)
    if _NUMBER.match(text):
        return float(text)
    return text

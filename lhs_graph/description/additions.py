"""Additions to a description's YAML text that leave all else as its author wrote it.

Comments, order, quotes and indentation stay, since nothing is written anew: what is more in the new
data is put into the text at the place where it belongs. Only additions can be made so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from lhs_graph.description.yaml_text import yaml_text

__all__ = ["with_additions"]

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK: Final = frozenset({"|", ">"})


def with_additions(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """The text with what `new` has more than `old`, which is the text's data in another spelling.

    None where the text has no place for it, or `new` has anything less.
    """
    root = yaml.compose(text, Loader=_LOADER)
    insertions = _Insertions(text)
    try:
        insertions.of_mapping(root, old, new)
    except _NoPlaceError:
        return None
    return insertions.made()


class _NoPlaceError(Exception):
    """Raised where something is not only added, or where the author's form has no place for it."""


@dataclass
class _Insertions:
    """What is put into the text, each at its offset."""

    text: str
    _found: list[tuple[int, str]] = field(default_factory=list)

    def made(self) -> str:
        """The text with all of it; what was found later for the same place stands later."""
        parts, last = [], 0
        for offset, more in sorted(self._found, key=lambda one: one[0]):
            parts += [self.text[last:offset], more]
            last = offset
        return "".join((*parts, self.text[last:]))

    def of_mapping(self, node: Any, old: Any, new: Mapping[str, Any]) -> None:  # noqa: ANN401  a node and any data
        if not isinstance(node, yaml.MappingNode) or not isinstance(old, Mapping):
            raise _NoPlaceError
        if old.keys() - new.keys():
            raise _NoPlaceError
        entries = {key.value: (key, value) for key, value in node.value}
        before = None
        for key, value in new.items():
            if key not in old:
                self._entry(node, entries, before, {key: value})
            elif old[key] != value:
                if key not in entries:
                    raise _NoPlaceError
                self._of_value(entries[key][1], old[key], value)
            before = key if key in entries else before

    def _of_value(self, node: Any, old: Any, new: Any) -> None:  # noqa: ANN401  a node and any data
        if isinstance(new, Mapping):
            self.of_mapping(node, old, new)
        elif isinstance(new, list):
            self._of_list(node, old if isinstance(old, list) else [old], new)
        else:
            raise _NoPlaceError

    def _of_list(self, node: Any, old: Sequence[Any], new: Sequence[Any]) -> None:  # noqa: ANN401  a node
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if len(nodes) != len(old) or len(new) < len(old):
            raise _NoPlaceError
        for own, before, after in zip(nodes, old, new, strict=False):
            if before != after:
                self._of_value(own, before, after)
        more = list(new[len(old) :])
        if more and not isinstance(node, yaml.SequenceNode):
            self._beside(node, more)
        elif more and node.flow_style:
            self._inside(node, _flow(more)[1:-1])
        elif more:
            self._after(nodes[-1], more, node.start_mark.column)

    def _entry(
        self,
        node: yaml.MappingNode,
        entries: Mapping[str, tuple[Any, Any]],
        before: str | None,
        more: Mapping[str, Any],
    ) -> None:
        """A key with its value behind the one that comes before it in the house's order."""
        (key,) = more
        if key in entries:
            self._instead_of_nothing(*entries[key], more[key])
        elif node.flow_style:
            self._inside(node, _flow(more)[1:-1])
        else:
            last = entries[before] if before else node.value[-1]
            self._after(last[1], more, node.start_mark.column, last[0])

    def _instead_of_nothing(self, key: Any, node: Any, value: Any) -> None:  # noqa: ANN401  nodes and any data
        """A value where the author left the place behind a key empty."""
        if not isinstance(node, yaml.ScalarNode) or node.value:
            raise _NoPlaceError
        if isinstance(value, (Mapping, list)):
            column = key.start_mark.column + (2 if isinstance(value, Mapping) else 0)
            self._after(node, value, column, key)
        else:
            self._found.append((node.start_mark.index, f" {_flow([value])[1:-1]}"))

    def _beside(self, node: Any, more: Sequence[Any]) -> None:  # noqa: ANN401  a node
        """Further values beside a single one, which becomes a list."""
        if not isinstance(node, yaml.ScalarNode) or node.style in _BLOCK or not node.value:
            raise _NoPlaceError
        self._found += [
            (node.start_mark.index, "["),
            (node.end_mark.index, f", {_flow(more)[1:-1]}]"),
        ]

    def _inside(self, node: Any, more: str) -> None:  # noqa: ANN401  a node
        """More before the bracket that closes a collection."""
        comma = ", " if node.value else ""
        self._found.append((node.end_mark.index - 1, f"{comma}{more}"))

    def _after(self, node: Any, value: Any, column: int, key: Any = None) -> None:  # noqa: ANN401  nodes and any data
        """Lines behind the last one of a node and its comments, before those on what follows."""
        start = key.end_mark.index if key else node.start_mark.index
        end = start + len(self.text[start : _end(node)].rstrip())
        line = self.text.find("\n", end)
        if line < 0:
            self._found.append((len(self.text), f"\n{_block(value, column)}"))
            return
        deeper = re.compile(rf"(?:[ \t]*\r?\n)*[ ]{{{column + 1},}}#.*\r?\n")
        while found := deeper.match(self.text, line + 1):
            line = found.end() - 1
        self._found.append((line + 1, _block(value, column)))


def _end(node: Any) -> int:  # noqa: ANN401  a node
    """Where a node ends; a block says of itself that it ends where the next thing begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _flow(value: Any) -> str:  # noqa: ANN401  any data
    """A list or mapping on one line."""
    return yaml_text(value, flow=True).strip()


def _block(value: Any, column: int) -> str:  # noqa: ANN401  any data
    """A list or mapping in lines that begin at that column."""
    text = yaml_text(value)
    return "".join(f"{' ' * column}{line}\n" for line in text.splitlines())

"""Plain data with the place of every value and of every key, whatever text it was read from."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lhs_graph.errors import Place

__all__ = ["Path", "Plain", "place_at", "shown"]

Path: TypeAlias = tuple[str | int, ...]


@dataclass(slots=True)
class Plain:
    """Data with the line and column, from 1, of each value and of each key, by path.

    `hidden` has the words that stand behind a `#` where a value was expected.
    """

    file: str
    value: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    hidden: dict[Path, str] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Where the value at that path was written, or the nearest value around it."""
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        return Place(self.file, *self.marks.get(known, (1, 1)), shown(path))

    def key_place(self, path: Path) -> Place:
        """Where the key that ends that path was written."""
        if path not in self.keys:
            return self.place(path)
        return Place(self.file, *self.keys[path], shown(path))


def shown(path: Path) -> str | None:
    """A path as people read it, such as `supports[2].goals[0]`."""
    parts = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return "".join(parts).removeprefix(".") or None


def place_at(text: str, index: int, file: str) -> Place:
    """The place of the character with that index."""
    return Place(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))

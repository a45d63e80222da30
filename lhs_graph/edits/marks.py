"""Places in parts of a text: of what ends it, of what stands under a path, of a text in a text."""

from lhs_graph.description.plain import Path, Plain
from lhs_graph.errors import Place

__all__ = ["end_of", "moved", "under"]


def end_of(text: str, value: str, place: Place) -> Place:
    """The place of the value that ends the text."""
    column = (place.column or 1) + len(text.rstrip()) - len(value)
    return Place(place.file, place.line, column, place.path)


def under(plain: Plain, path: Path) -> Plain:
    """What stands under that path, with the places of it."""
    size = len(path)
    value = plain.value
    for step in path:
        value = value[step]
    return Plain(
        plain.file,
        value,
        {one[size:]: mark for one, mark in plain.marks.items() if one[:size] == path},
        {one[size:]: mark for one, mark in plain.keys.items() if one[:size] == path},
        {one[size:]: word for one, word in plain.hidden.items() if one[:size] == path},
    )


def moved(plain: Plain, place: Place) -> Plain:
    """The data of a text that begins at that place of its file."""
    line, column = place.line or 1, place.column or 1

    def at(mark: tuple[int, int]) -> tuple[int, int]:
        return mark[0] + line - 1, mark[1] + (column - 1 if mark[0] == 1 else 0)

    return Plain(
        plain.file,
        plain.value,
        {path: at(mark) for path, mark in plain.marks.items()},
        {path: at(mark) for path, mark in plain.keys.items()},
        plain.hidden,
    )

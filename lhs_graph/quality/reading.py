"""The metrics, read from their files."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, TypeVar, cast

import pyoxigraph as ox
import yaml

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import HeaderInvalidError
from lhs_graph.headers import read_header, read_query_file
from lhs_graph.quality.model import Acceptance, Expectation, Metric

__all__ = ["Metrics", "read_metric"]

_COLUMNS: Final = (["subject", "detail", "fails"], ["subject", "detail", "fails", "excuse"])
_ADDRESSES: Final = ["iri"]
_EXPECTED: Final = {
    "absent", "accept", "contains", "headers", "holds", "method", "revalidates", "sends", "status",
    "then", "type",
}  # fmt: skip

_Entry: TypeAlias = Mapping[str, object]
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Metrics:
    """All metrics by number, and what is accepted."""

    metrics: tuple[Metric, ...]
    acceptances: tuple[Acceptance, ...]

    @classmethod
    def load(cls, catalogue: Catalogue) -> "Metrics":
        """Those of the project's files.

        Raises:
            FileUnreadableError: a file is not there.
            HeaderInvalidError: a header or list breaks the format, two metrics have one number, or
                something is accepted for a metric that is not there.
        """
        lists = catalogue.quality_lists()
        unchecked = _list(lists["not-checked"], _unchecked)
        found = [*map(read_metric, catalogue.quality_queries()), *unchecked]
        accepted = tuple(_list(lists["accepted"], _acceptance))
        twice = [name for name, count in Counter(one.number for one in found).items() if count > 1]
        stray = sorted({one.metric for one in accepted} - {one.number for one in found})
        if twice or stray:
            detail = f"numbers used twice {twice}, numbers of no metric {stray}"
            raise HeaderInvalidError(file=lists["accepted"].name, detail=detail)
        return cls(tuple(sorted(found, key=lambda one: _order(one.number))), accepted)


def read_metric(path: Path) -> Metric:
    """The metric of a query file.

    Raises:
        HeaderInvalidError: the header breaks the format, or the columns are not those of a metric.
    """
    query = read_query_file(path)
    header = read_header(path, query.text)
    requests = tuple(
        _expectation(path, one) for one in cast("list[_Entry]", header.get("requests", []))
    )
    columns = [column.name for column in query.columns]
    if columns != _ADDRESSES if requests else columns not in _COLUMNS:
        raise HeaderInvalidError(file=path.name, detail=f"columns {columns}")
    if not {"dimension", "name"} <= set(header) or not query.number:
        raise HeaderInvalidError(file=path.name, detail="number, name or dimension is missing")
    return Metric(
        number=query.number,
        id=query.id,
        dimension=str(header["dimension"]),
        name=_texts(header["name"]),
        question=query.question,
        query=query.text,
        expectations=requests,
    )


def _expectation(path: Path, entry: _Entry) -> Expectation:
    unknown = sorted(set(entry) - _EXPECTED)
    if unknown:
        raise HeaderInvalidError(file=path.name, detail=f"unknown keys {unknown} of a request")
    status = entry.get("status", 200)
    if not isinstance(status, int):
        raise HeaderInvalidError(file=path.name, detail=f"status {status}")
    holds = str(entry.get("holds", ""))
    if holds:
        _check_question(path, holds)
    then = cast("_Entry | None", entry.get("then"))
    return Expectation(
        method=str(entry.get("method", "GET")),
        accept=str(entry.get("accept", "")),
        sends=_texts(entry.get("sends", {})),
        status=status,
        media_type=str(entry.get("type", "")),
        headers=_texts(entry.get("headers", {})),
        absent=tuple(cast("list[str]", entry.get("absent", []))),
        holds=holds,
        contains=str(entry.get("contains", "")),
        revalidates=bool(entry.get("revalidates", False)),
        then=None if then is None else _expectation(path, then),
    )


def _check_question(path: Path, text: str) -> None:
    try:
        answer = ox.Store().query(text)
    except SyntaxError as error:
        raise HeaderInvalidError(file=path.name, detail=f"{text}: {error}") from error
    if not isinstance(answer, ox.QueryBoolean):
        raise HeaderInvalidError(file=path.name, detail=f"no ASK: {text}")


def _unchecked(entry: _Entry) -> Metric:
    number = str(entry["number"])
    return Metric(
        number=number,
        id=number.lower(),
        dimension=str(entry["dimension"]),
        name=_texts(entry["name"]),
        question=_texts(entry["question"]),
        reason=_texts(entry["reason"]),
    )


def _acceptance(entry: _Entry) -> Acceptance:
    return Acceptance(
        metric=str(entry["metric"]),
        reason=_texts(entry["reason"]),
        subjects=tuple(cast("list[str]", entry.get("subjects", []))),
        excuse=str(entry.get("excuse", "")),
    )


def _list(path: Path, read: Callable[[_Entry], _Read]) -> list[_Read]:
    """What the mappings of a list in YAML stand for."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [read(entry) for entry in loaded]
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise HeaderInvalidError(file=path.name, detail=detail) from error


def _texts(value: object) -> Mapping[str, str]:
    return {str(key): str(text) for key, text in cast("Mapping[object, object]", value).items()}


def _order(number: str) -> tuple[str, int, str]:
    """Letters by the alphabet, the numbers after them as numbers."""
    letters = number.rstrip("0123456789.")
    rest = number.removeprefix(letters)
    return letters, int(rest.split(".")[0] or 0), rest

"""The header of a query file: `#+` lines that are one YAML mapping, and the query below them.

The header is the only place where a query's title, question, parameters and columns are written;
the command line, the service, the pages and the tests derive from it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import yaml

from lhs_graph.errors import HeaderInvalidError
from lhs_graph.messages import DEFAULT_LANGUAGE

__all__ = ["Column", "Parameter", "QueryFile", "read_header", "read_query_file"]

_REQUIRED = {"id", "summary", "summary_in", "question", "returns", "since"}
_HYGIENE = {"problem", "why", "repair"}
_QUALITY = {"dimension", "name", "requests"}
_OPTIONAL = {
    "answers_from",
    "basis",
    "detects",
    "endpoint_in_url",
    "method",
    "number",
    "parameters",
    "tags",
    "user",
}
_PARAMETER = re.compile(r"[?$]_([a-z][a-zA-Z0-9]*)_(iri|string|integer|date)\b")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = ("iri", "string", "integer", "date")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One typed parameter.

    `base` is put before short words of an IRI parameter; `choices` are all values that it takes,
    if it does not take any.
    """

    name: str
    kind: str
    required: bool
    example: str
    description: Mapping[str, str]
    base: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The SPARQL variable it binds, without the question mark, in grlc's spelling."""
        return f"_{self.name}_{self.kind}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer, in the order of the projection."""

    name: str
    kind: str
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query with its description; `text` is the whole file, which stays valid SPARQL.

    `summary` is by language: English from the key of that name, which other tools read as a text,
    the rest from `summary_in`. `fixed` has the values of the variables that are bound for everyone
    who asks.
    """

    id: str
    path: Path
    text: str
    summary: Mapping[str, str]
    question: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    since: str
    number: str | None = None
    user: str | None = None
    basis: str = ""
    detects: str | None = None
    answers_from: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


def read_query_file(path: Path) -> QueryFile:
    """The query file with its header checked against its text.

    Raises:
        HeaderInvalidError: a key is unknown or missing, the columns are not the projection,
            or a parameter is declared and not used, or used and not declared.
    """
    text = path.read_text(encoding="utf-8")
    header = read_header(path, text)
    unknown = set(header) - _REQUIRED - _OPTIONAL - _HYGIENE - _QUALITY
    missing = _REQUIRED - set(header) - _unneeded(header)
    if unknown or missing:
        detail = f"unknown keys {sorted(unknown)}, missing keys {sorted(missing)}"
        raise HeaderInvalidError(file=path.name, detail=detail)
    if header["id"] != path.stem:
        raise HeaderInvalidError(file=path.name, detail=f"id {header['id']} is not the file's stem")
    query = QueryFile(
        id=path.stem,
        path=path,
        text=text,
        summary=_summary(path, header),
        question=cast("Mapping[str, str]", header.get("question", {})),
        parameters=tuple(_parameter(path, entry) for entry in _entries(header, "parameters")),
        columns=tuple(_column(entry) for entry in _entries(header, "returns")),
        since=str(header["since"]) if "since" in header else "",
        number=_text(header, "number"),
        user=_text(header, "user"),
        basis=str(header.get("basis", "")),
        detects=_text(header, "detects"),
        answers_from=tuple(cast("list[str]", header.get("answers_from", []))),
        tags=tuple(cast("list[str]", header.get("tags", []))),
    )
    _compare_with_text(query)
    return query


def _unneeded(header: Mapping[str, object]) -> set[str]:
    """What other keys say already."""
    if "problem" in header:
        return {"question", "summary", "summary_in"}
    return {"summary", "summary_in"} if "name" in header else set()


def _summary(path: Path, header: Mapping[str, object]) -> Mapping[str, str]:
    if "name" in header:
        return cast("Mapping[str, str]", header["name"])
    others = header.get("summary_in", {})
    if not isinstance(others, dict) or DEFAULT_LANGUAGE in others:
        detail = f"summary_in is no mapping of other languages than {DEFAULT_LANGUAGE}"
        raise HeaderInvalidError(file=path.name, detail=detail)
    said = header.get("summary") or header.get("problem")
    return {DEFAULT_LANGUAGE: str(said), **others}


def read_header(path: Path, text: str) -> Mapping[str, object]:
    """The `#+` lines of a query's text as they stand, unchecked.

    Raises:
        HeaderInvalidError: they are no YAML mapping.
    """
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.load("\n".join(lines), Loader=_LOADER)  # noqa: S506  the safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise HeaderInvalidError(file=path.name, detail=str(error)) from error
    if not isinstance(header, dict):
        raise HeaderInvalidError(file=path.name, detail="the #+ lines are no YAML mapping")
    return cast("Mapping[str, object]", header)


def _entries(header: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", header.get(key) or [])


def _text(header: Mapping[str, object], key: str) -> str | None:
    value = header.get(key)
    return None if value is None else str(value)


def _parameter(path: Path, entry: Mapping[str, object]) -> Parameter:
    if entry.get("kind") not in _KINDS:
        raise HeaderInvalidError(file=path.name, detail=f"parameter of kind {entry.get('kind')}")
    return Parameter(
        name=str(entry["name"]),
        kind=str(entry["kind"]),
        required=bool(entry.get("required", False)),
        example=str(entry.get("example", "")),
        description=cast("Mapping[str, str]", entry.get("description", {})),
        base=str(entry.get("base", "")),
        default=_text(entry, "default"),
        choices=tuple(str(choice) for choice in _entries(entry, "choices")),
    )


def _column(entry: Mapping[str, object]) -> Column:
    meaning = entry.get("meaning", {})
    if isinstance(meaning, str):
        meaning = {"en": meaning}
    return Column(str(entry["column"]), str(entry["kind"]), cast("Mapping[str, str]", meaning))


def _compare_with_text(query: QueryFile) -> None:
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    projected = _projection(body)
    declared = [column.name for column in query.columns]
    if projected is not None and projected != declared:
        detail = f"returns {declared}, but the query projects {projected}"
        raise HeaderInvalidError(file=query.path.name, detail=detail)
    used = {match.group(1, 2) for match in _PARAMETER.finditer(body)}
    named = {(parameter.name, parameter.kind) for parameter in query.parameters}
    if used != named:
        detail = f"parameters declared and used differ: {sorted(used ^ named)}"
        raise HeaderInvalidError(file=query.path.name, detail=detail)


def _projection(body: str) -> list[str] | None:
    """The variables of the outermost SELECT, in order; None for CONSTRUCT and ASK."""
    found = re.search(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?", body)
    if found is None or re.search(r"\b(CONSTRUCT|ASK)\b", body[: found.start()]):
        return None
    names: list[str] = []
    depth = 0
    for token in re.finditer(r"\(|\)|\bAS\s+\?(\w+)|\?(\w+)|\bWHERE\b|\{", body[found.end() :]):
        piece = token.group()
        if piece in ("WHERE", "{"):
            break
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if token.group(1) and depth == 1:
            names.append(token.group(1))
        elif token.group(2) and depth == 0:
            names.append(token.group(2))
    return names

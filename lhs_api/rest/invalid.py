"""What is wrong with parameters or JSON that was sent, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lhs_api.problems import ProblemError, position_of
from lhs_graph.messages import Words

__all__ = ["of_validation", "words_of"]

_NO_JSON: Final = "json_invalid"
_MISSING: Final = "missing"
_WHERE: Final = re.compile(r"\s+at line (\d+) column (\d+)$")
_SENTENCES: Final[Mapping[str, str]] = {
    _MISSING: "missing",
    "extra_forbidden": "unknown",
    "enum": "enum",
    "one_of": "one_of",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "greater_than": "above",
    "literal_error": "enum",
    "float_parsing": "number",
    "finite_number": "number",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "string_pattern_mismatch": "pattern",
    "int_parsing": "whole_number",
    "int_type": "whole_number",
    "int_parsing_size": "whole_number",
    "bool_parsing": "truth",
    "bool_type": "truth",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "string_type": "text",
    "list_type": "list",
    "model_type": "object",
    _NO_JSON: "no_json",
}
"""The sentence `invalid.…` of each type of error that our models can meet; `other` for the rest."""


def of_validation(errors: Sequence[Mapping[str, Any]], language: str) -> ProblemError:
    """The problem that pydantic's errors are: each with what it is about and what would be right.

    Parameters give 400, a body that is no JSON 400, a body of another form 422. Where the parser
    says at which place it stopped, the problem has a `position`.
    """
    told = [_told(error, language) for error in errors]
    parameters = any(error["loc"][:1] in (("query",), ("path",)) for error in errors)
    broken = any(error["type"] == _NO_JSON for error in errors)
    name = "malformed-request" if broken else "invalid-body"
    if parameters:
        missing = errors[0]["type"] == _MISSING
        name = "missing-parameter" if missing else "ill-typed-parameter"
    status = 400 if parameters or broken else 422
    detail = " ".join(f"{one['path']}: {one['detail']}".removeprefix(": ") for one in told[:5])
    more = {"errors": told, **position_of(told)}
    return ProblemError(status, name, more=more, detail=detail)


def words_of(error: Mapping[str, Any]) -> Words:
    """What is wrong by one of pydantic's errors, to be said in any language."""
    key = _SENTENCES.get(error["type"], "other")
    context = error.get("ctx") or {}
    facts = {
        "least": context.get("ge", context.get("gt", context.get("min_length", ""))),
        "most": context.get("le", context.get("max_length", "")),
        "words": context.get("expected", ""),
        "pattern": context.get("pattern", ""),
        "detail": _WHERE.sub("", str(context.get("error", ""))),
    }
    return Words(f"invalid.{key}", tuple(facts.items()))


def _told(error: Mapping[str, Any], language: str) -> dict[str, Any]:
    told = {"detail": words_of(error).said(language), "path": _path(error["loc"])}
    found = _WHERE.search(str((error.get("ctx") or {}).get("error", "")))
    return {**told, "line": int(found[1]), "column": int(found[2])} if found else told


def _path(location: Sequence[str | int]) -> str:
    """Where, as people read it: `limit`, `systems[2].case`."""
    rest = location[1:] if location[:1] in (("query",), ("path",), ("body",)) else location
    parts = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in rest)
    return "".join(parts).removeprefix(".")

"""What a client wants of a document: the media type, the profile and the language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lhs_api.negotiation import language_of, preferred
from lhs_api.problems import ProblemError
from lhs_graph.messages import languages
from lhs_graph.publication.document import Document, offered
from lhs_graph.publication.forms import CSV, HTML, SUFFIXES
from lhs_graph.publication.profiles import ALTERNATES, DEFAULT_PROFILE, profile_iri

__all__ = ["Wish", "wish_of"]

_BROWSERS: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Wish:
    """One representation of a document."""

    type: str
    profile: str
    language: str


def wish_of(
    document: Document,
    headers: Mapping[str, str],
    asked: Mapping[str, str],
    suffix: tuple[str | None, str | None] = (None, None),
) -> Wish:
    """What is wanted: a suffix beats a parameter, and a parameter beats a header.

    A form that is the same in all profiles is in the default one, whichever was asked for.

    Args:
        document: what is there.
        headers: of the request, in lower case.
        asked: its parameters: `_mediatype`, `_profile`, `lang`.
        suffix: the suffix of the address and the language before it.

    Raises:
        ProblemError: 406, what is wanted is not offered.
    """
    types = offered(document)
    language = language_of(
        suffix[1] or asked.get("lang"), headers.get("accept-language", ""), languages()
    )
    if suffix[0]:
        kind = SUFFIXES.get(suffix[0])
        chosen = kind if kind in types else None
    else:
        accept = asked.get("_mediatype", "").replace(" ", "+") or headers.get("accept", "*/*")
        chosen = preferred(accept, _in_turn(types, accept))
    if chosen is None:
        raise ProblemError(
            406, "not-acceptable", {"types": ", ".join(types)}, {"offered": list(types)}
        )
    profile = _profile(document, headers, asked)
    return Wish(chosen, profile if _has(document, chosen, profile) else DEFAULT_PROFILE, language)


def _has(document: Document, kind: str, profile: str) -> bool:
    """Whether that form of a document differs by the profile, so that it may claim to be in it.

    A page is that of the document or of its representations; a query and its answer have no other.
    """
    return kind in document.forms or (kind == HTML and profile == ALTERNATES)


def _in_turn(types: Sequence[str], accept: str) -> list[str]:
    """Pages come first only for those who name them, as browsers do; a query's answer is last."""
    named = any(part.split(";")[0].strip().lower() in _BROWSERS for part in accept.split(","))
    return sorted(types, key=lambda kind: (kind == CSV, (kind == HTML) != named))


def _profile(document: Document, headers: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """The profile; a header that names none of ours gets the default, a parameter is refused."""
    tokens = {profile_iri(one): one for one in (*document.profiles, ALTERNATES)}
    wanted = asked.get("_profile")
    if wanted:
        token = tokens.get(wanted, wanted)
        if token not in tokens.values():
            known = list(tokens.values())
            raise ProblemError(
                406, "not-acceptable", {"types": ", ".join(known)}, {"offered": known}
            )
        return token
    header = headers.get("accept-profile", "").replace("<", "").replace(">", "")
    chosen = preferred(header or "none", list(tokens))
    return tokens[chosen] if chosen else DEFAULT_PROFILE

"""Requests to a running service that stands for the addresses on the web."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, Final
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from lhs_graph.errors import ServiceUnreachableError
from lhs_graph.messages import Words
from lhs_graph.quality.answers import Answer, complaint
from lhs_graph.quality.model import Expectation, Observation
from lhs_graph.terms import BASE

__all__ = ["Service"]

_SECONDS: Final = 30
_MOST: Final = 64 << 20
"""More bytes than any document has."""
_SCHEMES: Final = ("http://", "https://")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """No redirect is followed: where it leads is part of what is checked."""


@dataclass(frozen=True)
class Service:
    """A service at an address, which answers for our base; each request is made once.

    Raises:
        ServiceUnreachableError: the address is not one of the web.
    """

    address: str
    _known: dict[tuple[str, str, tuple[tuple[str, str], ...]], Answer] = field(
        default_factory=dict, repr=False, compare=False
    )
    _opener: OpenerDirector = field(
        default_factory=lambda: build_opener(_NoRedirect), repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not self.address.startswith(_SCHEMES):
            raise ServiceUnreachableError(address=self.address, detail=Words("quality.no_address"))

    def visit(self, iri: str, expected: Expectation) -> Observation:
        """Whether the service answers for that IRI as expected.

        Raises:
            ServiceUnreachableError: nothing answers at the service's address.
        """
        place = self._place(iri)
        said = self._complaint(iri, place, expected)
        asked = (
            ("method", expected.method),
            ("place", place),
            ("accept", expected.accept or "*/*"),
        )
        facts = (*asked, ("answer", said or Words("quality.as_expected")))
        return Observation(iri, Words("quality.request", facts), fails=said is not None)

    def _complaint(self, iri: str, place: str, expected: Expectation) -> Words | None:
        headers = {"Accept": expected.accept or "*/*", **expected.sends}
        answer = self._ask(expected.method, place, headers)
        said = complaint(iri, answer, expected)
        if said is None and expected.revalidates:
            again = {**headers, "If-None-Match": answer.headers.get("etag", "")}
            status = self._ask(expected.method, place, again).status
            said = None if status == 304 else _not_304(status)  # noqa: PLR2004  Not Modified
        if said is None and expected.then is not None:
            target = _target(place, answer.headers.get("location", ""))
            if target == place:
                return Words("quality.no_location")
            return self._complaint(iri, self._place(target), expected.then)
        return said

    def _place(self, iri: str) -> str:
        """Where the service answers for an IRI; an address elsewhere is left as it is."""
        if not iri.startswith(BASE):
            return iri
        return f"{self.address.rstrip('/')}/{iri.removeprefix(BASE).partition('#')[0]}"

    def _ask(self, method: str, place: str, headers: Mapping[str, str]) -> Answer:
        key = (method, place, tuple(sorted(headers.items())))
        if key not in self._known:
            self._known[key] = self._fetch(method, place, headers)
        return self._known[key]

    def _fetch(self, method: str, place: str, headers: Mapping[str, str]) -> Answer:
        if not place.startswith(f"{self.address.rstrip('/')}/"):
            return Answer(0, {}, b"")
        try:
            request = Request(place, method=method, headers=dict(headers))  # noqa: S310  of the web
            with self._opener.open(request, timeout=_SECONDS) as found:
                return _answer(found.status, found.headers.items(), found)
        except HTTPError as refused:
            with refused:
                return _answer(refused.code, refused.headers.items(), refused)
        except (OSError, HTTPException, ValueError) as error:
            raise ServiceUnreachableError(address=self.address, detail=_cause(error)) from error


def _answer(status: int, headers: list[tuple[str, str]], body: IO[bytes]) -> Answer:
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return Answer(status, joined, body.read(_MOST))


def _target(place: str, location: str) -> str:
    """Where an answer sends its reader; the place itself where it does not say so."""
    try:
        return urljoin(place, location)
    except ValueError:
        return place


def _cause(error: Exception) -> str:
    """What the network said, as the end of a sentence."""
    reason = getattr(error, "reason", error)
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return f"{str(said).rstrip('.')}."


def _not_304(status: int) -> Words:
    return Words("quality.status", (("status", status), ("expected", 304)))

"""The headers of a document: what it is, where else it is found, and how long it may be kept."""

from hashlib import sha256
from typing import Final
from urllib.parse import quote

from lhs_api.linked.wish import Wish
from lhs_graph.publication.document import Document, offered
from lhs_graph.publication.forms import HTML, IN_A_LANGUAGE, suffix_of, with_charset
from lhs_graph.publication.profiles import ALTERNATES, concrete, profile_iri
from lhs_graph.terms import BASE

__all__ = ["FOR_EVER", "FRESH", "NOSNIFF", "VARY", "Headers", "as_download", "document_headers"]

Headers = list[tuple[str, str]]

FRESH: Final = "public, max-age=300"
FOR_EVER: Final = "public, max-age=31536000, immutable"
VARY: Final = ("Vary", "Accept, Accept-Language, Accept-Profile")
NOSNIFF: Final = ("X-Content-Type-Options", "nosniff")

_POLICY: Final = ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_SAFE: Final = "/+~@?="


def document_headers(
    document: Document, wish: Wish, *, root: str, state: str, modified: str
) -> Headers:
    """All headers of one representation.

    Args:
        document: what is answered.
        wish: the representation.
        root: the path below which a proxy serves the service, without the slash at its end.
        state: what the content changes with.
        modified: when that was, as HTTP says it.
    """
    page = wish.type == HTML
    language = wish.language if wish.type in IN_A_LANGUAGE else ""
    facts = (state, document.address, wish.type, wish.profile, language)
    own = concrete(document, wish.type, wish.profile, language)
    headers = [
        ("Content-Type", with_charset(wish.type)),
        ("Content-Location", f"{root}/{quote(own, safe=_SAFE)}"),
        ("Link", ", ".join(_links(document, wish, root))),
        ("ETag", f'"{sha256(repr(facts).encode()).hexdigest()[:32]}"'),
        ("Last-Modified", modified),
        ("Cache-Control", FOR_EVER if document.immutable and not page else FRESH),
        VARY,
        NOSNIFF,
    ]
    if page:
        headers.append(_POLICY)
    if language:
        headers.append(("Content-Language", language))
    return headers


def as_download(document: Document, wish: Wish) -> tuple[str, str]:
    """The header that has browsers save the document."""
    name = document.address.rsplit("/", 1)[-1] or "lhs"
    return "Content-Disposition", f'attachment; filename="{name}.{suffix_of(wish.type)}"'


def _links(document: Document, wish: Wish, root: str) -> list[str]:
    own = f"{root}/{quote(document.address or 'index', safe=_SAFE)}"
    described = "shapes" if document.kind == "case" else "doc/void"
    return [
        *(
            f'<{own}.{suffix_of(kind)}>; rel="alternate"; type="{kind}"'
            for kind in offered(document)
            if kind != wish.type
        ),
        *_other_profiles(document, wish, root),
        f'<{BASE}{document.address}>; rel="canonical"',
        f'<{root}/{described}>; rel="describedby"',
        f'<{profile_iri(wish.profile)}>; rel="profile"',
        f'<{_LICENCE}>; rel="license"',
        '<http://xmlns.com/foaf/0.1/Document>; rel="type"',
    ]


def _other_profiles(document: Document, wish: Wish, root: str) -> list[str]:
    kind = wish.type if wish.type in document.forms else document.forms[0]
    return [
        f'<{root}/{quote(concrete(document, kind, profile), safe=_SAFE)}>; rel="alternate";'
        f' type="{kind}"; profile="{profile_iri(profile)}"'
        for profile in (*document.profiles, ALTERNATES)
        if profile != wish.profile
    ]

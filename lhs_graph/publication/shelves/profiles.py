"""The profiles in which documents are offered, described with the Profiles Vocabulary."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.profiles import ALTERNATES, PROFILES, profile_iri, profiled
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import in_all_languages
from lhs_graph.publication.statements import Statements, node, say
from lhs_graph.terms import DCTERMS, RDF, RDFS

__all__ = ["Profiles", "representations"]

_PROF = "http://www.w3.org/ns/dx/prof/"
_OWN = tuple(f"profile/{token}" for token in PROFILES if token != ALTERNATES)
_FORMAT = f"{DCTERMS}format"
_CONFORMS = f"{DCTERMS}conformsTo"


@dataclass(frozen=True)
class Profiles:
    """`profile/{token}` for each profile of ours, and the list of them at `profile`."""

    def addresses(self) -> Iterator[str]:
        """The list first."""
        yield "profile"
        yield from _OWN

    def find(self, address: str) -> Document | None:
        """What the profile is called, what it holds, and its token."""
        if address == "profile":
            items = [
                Listed(profile_iri(token), in_all_languages(f"profile.{token}"))
                for token in PROFILES
            ]
            return listing(address, "profiles", items)
        if address not in _OWN:
            return None
        token = address.removeprefix("profile/")
        iri = profile_iri(token)
        title = in_all_languages(f"profile.{token}")
        about = in_all_languages(f"profile.{token}.about")
        triples = (
            say(iri, f"{RDF}type", node(f"{_PROF}Profile")),
            say(iri, f"{_PROF}hasToken", token),
            *(
                say(iri, name, ox.Literal(text, language=language))
                for name, texts in ((f"{RDFS}label", title), (f"{DCTERMS}description", about))
                for language, text in texts.items()
            ),
        )
        return Document(address, "profile", iri, triples, title=title, lead=about)


def representations(document: Document, statements: Statements) -> Document:
    """The list of a document's representations, as a document that people can read."""
    triples = profiled(document, ALTERNATES, statements)
    facts: dict[str, dict[str, str]] = {}
    for one in triples:
        if isinstance(one.subject, ox.NamedNode) and one.predicate.value in (_FORMAT, _CONFORMS):
            facts.setdefault(one.subject.value, {})[one.predicate.value] = getattr(
                one.object, "value", ""
            )
    listed = []
    for iri, said in facts.items():
        name = in_all_languages(f"profile.{said[_CONFORMS].rpartition('/')[2]}")
        listed.append(Listed(iri, {one: f"{said[_FORMAT]} – {text}" for one, text in name.items()}))
    title = in_all_languages("site.alternates", name=document.address or "/")
    return replace(
        document,
        kind="alternates",
        triples=triples,
        title=title,
        lead=in_all_languages(f"profile.{ALTERNATES}.about"),
        listed=tuple(listed),
        downloads=(),
        text=None,
        graph=None,
        profiles=(),
    )

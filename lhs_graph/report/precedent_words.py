"""How every form of the report puts a precedent, its nearness and the rule of its rank in words."""

import re
from typing import Final
from urllib.parse import quote

from lhs_graph.findings import Citation, Finding, Precedent
from lhs_graph.messages import sentence
from lhs_graph.terms import REFERENCE

__all__ = [
    "MOST_CITED",
    "address_of",
    "citation_words",
    "filled",
    "precedent_words",
    "precedents_note",
    "ranking_rule",
    "source_words",
]

MOST_CITED: Final = 3
"""How many sources of one precedent are named where people read."""

_OTHERS: Final = ", et al."
_PERSON: Final = re.compile(r"[^\W\d_][\w'’ -]* [A-Z]{1,4}")


def precedent_words(precedent: Precedent, language: str) -> str:
    """The case, what fills the place in it, and the features on which it agrees with the design."""
    key = "precedent" if precedent.agreeing else "precedent_far"
    return sentence(
        f"report.{key}" if precedent.compared else "report.precedent_unknown",
        language,
        case=precedent.case.label(language),
        node=filled(precedent, language),
        agreeing=", ".join(feature.label(language) for feature in precedent.agreeing),
        count=len(precedent.agreeing),
        compared=len(precedent.compared),
    )


def filled(precedent: Precedent, language: str) -> str:
    """What fills the place: the part, what it is linked with, or both."""
    ends = ", ".join(end.label(language) for end in precedent.ends)
    if precedent.node == precedent.case and ends:
        return ends
    node = precedent.node.label(language)
    return f"{node} → {ends}" if ends else node


def address_of(citation: Citation) -> str:
    """Where the source is to be read: by its DOI, else its web page; nothing where neither is."""
    if citation.doi:
        return f"https://doi.org/{quote(citation.doi, safe='/()')}"
    return citation.url if citation.url.startswith(("https://", "http://")) else ""


def citation_words(citation: Citation) -> str:
    """Authors and year, the first author standing for more than two; else the title; else the key.

    An author text that is no list of persons stands as it is.
    """
    names = citation.authors.removesuffix(_OTHERS).split(", ")
    several = len(names) > 2 or citation.authors.endswith(_OTHERS)  # noqa: PLR2004  one and another
    many = several and all(map(_PERSON.fullmatch, names))
    authors = f"{names[0]}{_OTHERS}" if many else citation.authors
    words = authors or citation.title or citation.iri.removeprefix(REFERENCE)
    return f"{words} {citation.year}" if citation.year else words


def source_words(precedent: Precedent, most: int | None = None) -> str:
    """The sources of the precedent, each with where it is to be read; nothing where it has none."""
    said = [
        f"{citation_words(one)}, {address}" if (address := address_of(one)) else citation_words(one)
        for one in precedent.citations[:most]
    ]
    more = ["…"] if len(said) < len(precedent.citations) else []
    return "; ".join((*said, *more))


def precedents_note(finding: Finding, language: str) -> str:
    """What is said where no case fills the place; nothing where one does."""
    return "" if finding.precedents else sentence("report.no_precedent", language)


def ranking_rule(language: str) -> str:
    """The rule by which precedents are ranked, in one sentence."""
    return sentence("report.precedent_rule", language)

"""Code lists, search and look-up."""

from lhs_api.rest.schemas.parts import Cell, Open, Page, Term

__all__ = [
    "Concept",
    "Concepts",
    "Entry",
    "Hit",
    "Hits",
    "Resolved",
    "Scheme",
    "Schemes",
    "Statement",
]


class Scheme(Open):
    """A code list."""

    scheme: str
    concepts: int


class Schemes(Open):
    """All code lists."""

    items: list[Scheme]


class Concept(Open):
    """A concept of a code list; `word` is what descriptions call it."""

    iri: str
    word: str
    label: str
    labels: dict[str, str]
    notation: str | None
    definition: str
    broader: list[str]
    elements: list[Term]


class Concepts(Page):
    """The concepts of a code list."""

    scheme: str
    language: str
    items: list[Concept]


class Hit(Open):
    """Something whose label holds the words; `system` is the described system it is part of."""

    iri: str
    curie: str
    label: str
    matched: str
    types: list[Term]
    system: Term | None


class Hits(Page):
    """What a search found, the closest first."""

    data_version: str
    language: str
    items: list[Hit]


class Resolved(Open):
    """Both spellings of a name; `document` is its address below the base, where it is ours."""

    iri: str
    curie: str
    prefix: str
    namespace: str
    document: str | None


class Statement(Open):
    """A property with its values."""

    property: str
    label: str
    values: list[Cell]


class Entry(Open):
    """Everything that the release says of one term."""

    data_version: str
    iri: str
    curie: str
    label: str
    labels: dict[str, str]
    definition: dict[str, str]
    types: list[Term]
    case: str | None
    deprecated: bool
    replaced_by: list[Term]
    graphs: list[str]
    statements: list[Statement]

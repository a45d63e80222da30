"""What a check says: findings with their kind, place, certainty, reason, remedy and precedents.

Labels and sentences are kept in every language, so that one report can be printed in any of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from lhs_graph.errors import Place

__all__ = [
    "CheckReport",
    "Citation",
    "Finding",
    "GapKind",
    "MapLink",
    "MapNode",
    "Meter",
    "NamedTerm",
    "Precedent",
    "Text",
    "WellFormednessProblem",
    "in_language",
]

Text = Mapping[str, str]


def in_language(text: Text, language: str) -> str:
    """The text in that language, else in English, else in any other; empty where there is none."""
    for key in (language, "en", "", *text):
        if key in text:
            return text[key]
    return ""


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A node or concept with its labels by language; a label without language is under `""`."""

    iri: str
    labels: Text
    notation: str | None = None

    def label(self, language: str) -> str:
        """The label in that language, else in any other, else the last part of the IRI."""
        for key in (language, "en", ""):
            if key in self.labels:
                return self.labels[key]
        for text in self.labels.values():
            return text
        return self.iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class GapKind:
    """One kind of gap as the ontology describes it; nothing about kinds lives anywhere else."""

    iri: str
    notation: str
    label: Text
    definition: Text
    rationale: Text
    message: Text
    remedy: Text
    passage: Text
    nature: str
    severity: str
    concerns: tuple[str, ...]
    closed_by: tuple[str, ...]
    sections: tuple[str, ...]
    precedent_place: str
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as one cites it; texts are empty where no description gives them."""

    iri: str
    title: str = ""
    authors: str = ""
    year: str = ""
    doi: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Precedent:
    """How one real case fills the place that a finding says is empty.

    `nearness` is the share, between 0 and 1, of the features `compared` on which the case and the
    design are `agreeing`. `ends` is what the node is linked with in that place. `shared` are the
    concepts that the node and the finding's focus both name, `concepts` all that the node names.
    `distance` is 0 where the very place
    is filled, 1 where it is the same but for what is related, 2 where only the kind of gap is the
    same. `citations` are the `sources` as one cites them.
    """

    case: NamedTerm
    node: NamedTerm
    sources: tuple[str, ...]
    nearness: float = 0.0
    compared: tuple[NamedTerm, ...] = ()
    agreeing: tuple[NamedTerm, ...] = ()
    ends: tuple[NamedTerm, ...] = ()
    shared: tuple[NamedTerm, ...] = ()
    distance: int = 0
    citations: tuple[Citation, ...] = ()
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap in one description.

    `severity`, `certainty` and `nature` are the concepts' short names; `report` is the IRI of the
    reported gap by which the description says this itself, else nothing. `component` is the SHACL
    constraint component and `path` the property path of a finding of a `shape`; queries have none,
    but a `constraint` that finds the same.
    """

    kind: GapKind
    system: NamedTerm
    focus: NamedTerm
    about: NamedTerm | None
    related: NamedTerm | None
    severity: str
    certainty: str
    facts: Mapping[str, tuple[NamedTerm, ...]] = field(default_factory=dict)
    precedents: tuple[Precedent, ...] = ()
    sources: tuple[str, ...] = ()
    place: Place | None = None
    shape: str | None = None
    component: str = ""
    path: str | None = None
    constraint: str = ""
    wording: NamedTerm | None = None
    report: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same finding in another version: kind, focus, about, related."""
        return (
            self.kind.notation,
            self.focus.iri,
            self.about.iri if self.about else "",
            self.related.iri if self.related else "",
        )

    @property
    def id(self) -> str:
        """The identity as a short word, the same in every version and form."""
        return sha256("\n".join(self.identity).encode()).hexdigest()[:16]

    def sentence(self, language: str) -> str:
        """What is wrong, with the names filled in; a gap that is only reported in its own words."""
        if self.wording:
            return self.wording.label(language)
        named = {"focus": self.focus.label(language), "system": self.system.label(language)}
        for key, term in (("about", self.about), ("related", self.related)):
            named[key] = term.label(language) if term else ""
        for key, terms in self.facts.items():
            named[key] = ", ".join(term.label(language) for term in terms)
        template = self.kind.message.get(language) or self.kind.message["en"]
        return template.format_map(named)


@dataclass(frozen=True, slots=True)
class Meter:
    """A share with its unknown part: `met` of `total`, of which `unknown` cannot be told."""

    name: str
    met: int
    unknown: int
    total: int

    @property
    def share(self) -> float | None:
        """Met over all that is known, between 0 and 1; None where nothing is known."""
        known = self.total - self.unknown
        return self.met / known if known else None


@dataclass(frozen=True, slots=True)
class WellFormednessProblem:
    """A document that can be read but breaks the format: from a shape, with its repair message.

    `path` is in SPARQL's syntax, `value` in that of N-Triples, `component` the IRI of the SHACL
    constraint component that failed.
    """

    shape: str
    focus: NamedTerm
    path: str | None
    value: str | None
    name: Text
    message: Text
    severity: str
    component: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that one check found, findings sorted by severity, kind and focus."""

    system: NamedTerm
    record_status: str
    coverage: str
    data_version: str
    level: str
    problems: tuple[WellFormednessProblem, ...]
    findings: tuple[Finding, ...]
    reported: tuple[NamedTerm, ...]
    meters: Sequence[Meter]
    map_nodes: tuple["MapNode", ...] = ()
    map_links: tuple["MapLink", ...] = ()
    seconds: float = 0.0

    @property
    def well_formed(self) -> bool:
        """Whether the description keeps the format, whatever the framework asks for."""
        return not self.problems

    @property
    def conforms(self) -> bool:
        """Whether nothing was found at all: neither a problem of form nor a gap."""
        return self.well_formed and not self.findings


@dataclass(frozen=True, slots=True)
class MapNode:
    """A node of the alignment map.

    `layer` is support, goal, cycle, phase, indicator or dimension.
    """

    term: NamedTerm
    layer: str
    pillars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapLink:
    """A link of the alignment map, from one node's IRI to another's.

    By the property that states it.
    """

    start: str
    end: str
    property: str

"""What search engines read in a page: JSON-LD in the words of schema.org, as they document it.

The language of a text is said, since a page in one language holds the names in both. A described
system is a `Thing` with the class of our ontology beside it: schema.org has organisations, projects
and events, and a learning health system is none of them. What is ours is the description, a
`CreativeWork` about that thing; it is no `Dataset` of its own, since the collection is one.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox
from markupsafe import Markup

from lhs_graph.messages import languages, sentence
from lhs_graph.publication.document import Document
from lhs_graph.terms import BASE, DCTERMS, FOAF, LHS, OWL, RDFS, SKOS, concept

__all__ = ["structured", "structured_markup"]

Node = dict[str, Any]

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_SCHEMA: Final = "https://schema.org/"
_DOI: Final = "http://purl.org/ontology/bibo/doi"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_DATASET: Final = f"{BASE}dataset"
_CATALOGUE: Final = f"{BASE}catalog"

_TYPES: Final[Mapping[str, str]] = {
    "concept": "DefinedTerm",
    "scheme": "DefinedTermSet",
    "ontology": "DefinedTermSet",
    "module": "DefinedTermSet",
    "query": "SoftwareSourceCode",
    "competency-question": "Question",
}
_SOURCES: Final[Mapping[str, str]] = {
    concept("source-type", "paper"): "ScholarlyArticle",
    concept("source-type", "report"): "Report",
    concept("source-type", "webpage"): "WebPage",
}
_NAMES: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{FOAF}name", f"{DCTERMS}title")
_TEXTS: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")


def structured(document: Document) -> Node | None:
    """The page's main thing as one JSON-LD object; None where engines have no word for it."""
    said = _Said(document)
    if document.kind == "home":
        return _at_schema(said.site())
    if document.kind in ("dataset", "version"):
        return _at_schema(said.catalogued(document.subject))
    if document.kind == "catalogue":
        return _at_schema({**said.catalogue(), "dataset": said.dataset(_DATASET)})
    if document.kind == "case":
        return _at_schema(said.description())
    if document.kind == "reference":
        return _at_schema(said.source())
    if document.kind in _TYPES:
        return _at_schema(said.plain(_TYPES[document.kind]))
    return None


def structured_markup(document: Document) -> Markup:
    """The object as text that cannot end its element; empty where there is none."""
    found = structured(document)
    if found is None:
        return Markup()
    text = json.dumps(found, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  no tag can be in it


class _Said:
    """What a document says, and the objects of schema.org that it makes of that."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for triple in document.triples:
            if isinstance(triple.subject, ox.NamedNode):
                self._said[triple.subject.value][triple.predicate.value].append(triple.object)

    def site(self) -> Node:
        """The site, and the dataset that it is for; it has no page to search on."""
        return {
            "@type": "WebSite",
            "@id": self._document.subject,
            "url": self._document.subject,
            "name": _by_language({one: sentence("site.name", one) for one in languages()}),
            "description": _by_language({one: sentence("site.lead", one) for one in languages()}),
            "inLanguage": list(languages()),
            "mainEntity": self.catalogued(_DATASET),
        }

    def catalogued(self, iri: str) -> Node:
        """A dataset with its files and the catalogue that lists it."""
        return {**self.dataset(iri), "includedInDataCatalog": self.catalogue()}

    def dataset(self, iri: str) -> Node:
        """A dataset with its files."""
        parts = self._iris(iri, f"{_DCAT}distribution")
        return {
            "@type": "Dataset",
            "@id": iri,
            "url": iri,
            **self._named(iri),
            **_some("version", self._one(iri, f"{_DCAT}version")),
            **_some("dateModified", self._one(iri, f"{DCTERMS}modified")),
            **_some("datePublished", self._one(iri, f"{DCTERMS}issued")),
            **_some("license", self._one(iri, f"{DCTERMS}license")),
            **self._agents(iri),
            **_some("isPartOf", self._one(iri, f"{_DCAT}isVersionOf")),
            "isAccessibleForFree": True,
            "distribution": [self._file(part) for part in parts],
        }

    def catalogue(self) -> Node:
        """The catalogue; of another document's only where it is."""
        return {
            "@type": "DataCatalog",
            "@id": _CATALOGUE,
            "url": _CATALOGUE,
            **self._named(_CATALOGUE),
            **_some("license", self._one(_CATALOGUE, f"{DCTERMS}license")),
        }

    def description(self) -> Node:
        """The description of a system, and the system that it is about."""
        iri = self._document.subject
        system = {"@type": "Thing", "@id": iri, "url": iri, **self._named(iri)}
        record = next(self._with(f"{FOAF}primaryTopic", iri), "")
        return {
            "@type": "CreativeWork",
            "@id": f"{BASE}{self._document.address}",
            "url": f"{BASE}{self._document.address}",
            **_some("name", system.get("name")),
            "about": {**system, "additionalType": f"{LHS}LearningHealthSystem"},
            **_some("dateCreated", self._one(record, f"{DCTERMS}created")),
            **_some("dateModified", self._one(record, f"{DCTERMS}modified")),
            **_some("license", self._one(record, f"{DCTERMS}license")),
            **_some("creditText", self._one(record, f"{DCTERMS}creator")),
            "isPartOf": {"@type": "Dataset", "@id": _DATASET, "url": _DATASET},
        }

    def source(self) -> Node:
        """A reference: of the kind that it is said to be, at the address where it is read."""
        iri = self._document.subject
        kinds = self._iris(iri, f"{LHS}sourceType")
        doi = self._one(iri, _DOI)
        title = _texts(self._said[iri][f"{DCTERMS}title"])
        return {
            "@type": next((_SOURCES[one] for one in kinds if one in _SOURCES), "CreativeWork"),
            "@id": iri,
            "url": self._one(iri, f"{_SCHEMA}url") or iri,
            **self._named(iri),
            **_some("name", title),
            **_some("creditText", self._one(iri, f"{LHS}authorText")),
            **_some("datePublished", self._one(iri, f"{DCTERMS}issued")),
            **_some("sameAs", f"https://doi.org/{doi}" if doi else None),
        }

    def plain(self, kind: str) -> Node:
        """Anything else that has a type of its own."""
        iri = self._document.subject
        found = {
            "@type": kind,
            "@id": iri,
            "url": iri,
            **self._named(iri),
            **_some("identifier", self._one(iri, f"{DCTERMS}identifier")),
            **_some("termCode", self._one(iri, f"{SKOS}notation")),
            **_some("inDefinedTermSet", self._iris(iri, f"{SKOS}inScheme")),
            **_some("version", self._one(iri, f"{OWL}versionInfo")),
            **_some("license", self._one(iri, f"{DCTERMS}license")),
            **_some("keywords", [one.value for one in self._said[iri][f"{_SCHEMA}keywords"]]),
        }
        if kind == "SoftwareSourceCode":
            found |= {"programmingLanguage": "SPARQL", "name": _by_language(self._document.title)}
        if kind == "Question":
            found["text"] = found.pop("description")
        return found

    def _file(self, iri: str) -> Node:
        digest = next(iter(self._iris(iri, f"{_SPDX}checksum")), "")
        size = self._one(iri, f"{_DCAT}byteSize")
        return {
            "@type": "DataDownload",
            "contentUrl": self._one(iri, f"{_DCAT}downloadURL"),
            "encodingFormat": str(self._one(iri, f"{_DCAT}mediaType")).removeprefix(_IANA),
            **_some("name", _texts(self._said[iri][f"{DCTERMS}title"])),
            **_some("contentSize", f"{size} B" if size else None),
            **_some("sha256", self._one(digest, f"{_SPDX}checksumValue")),
            **_some("license", self._one(iri, f"{DCTERMS}license")),
        }

    def _agents(self, iri: str) -> Node:
        return {
            role: {"@type": "Organization", "@id": agent, **self._named(agent)}
            for role in ("creator", "publisher")
            for agent in self._iris(iri, f"{DCTERMS}{role}")
        }

    def _named(self, iri: str) -> Node:
        """Name and description, each from the first property that gives one."""
        found: Node = {}
        for key, properties in (("name", _NAMES), ("description", _TEXTS)):
            told = (_texts(self._said[iri][one]) for one in properties)
            found |= _some(key, next((one for one in told if one), None))
        return found

    def _one(self, iri: str, name: str) -> str | None:
        return next((str(one.value) for one in self._said[iri][name]), None)

    def _iris(self, iri: str, name: str) -> list[str]:
        return [one.value for one in self._said[iri][name] if isinstance(one, ox.NamedNode)]

    def _with(self, name: str, iri: str) -> Iterator[str]:
        wanted = ox.NamedNode(iri)
        return (one for one, own in list(self._said.items()) if wanted in own[name])


def _at_schema(found: Node) -> Node:
    return {"@context": "https://schema.org", **found}


def _some(key: str, value: object) -> Node:
    """The property, if it has a value; a list of one is that one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return {key: value} if value else {}


def _texts(terms: Iterable[object]) -> object:
    """Literals as JSON-LD has them: with their language, a list only of several."""
    found: Sequence[object] = [
        {"@value": one.value, "@language": one.language} if one.language else one.value
        for one in terms
        if isinstance(one, ox.Literal)
    ]
    return found[0] if len(found) == 1 else found


def _by_language(texts: Mapping[str, str]) -> object:
    return _texts(ox.Literal(text, language=one) for one, text in texts.items())

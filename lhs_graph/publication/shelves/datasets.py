"""The release as a dataset: VoID with partitions, the DCAT catalogue, each version with its files.

VoID: W3C Interest Group Note, 3 March 2011. DCAT: version 3, W3C Recommendation, 22 August 2024.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lhs_graph.publication.document import Document, Download, Listed
from lhs_graph.publication.shelves.listing import listing
from lhs_graph.publication.shelves.shelf import Stock, in_all_languages
from lhs_graph.publication.shelves.statistics import partitions
from lhs_graph.publication.statements import in_order, node, say
from lhs_graph.release import CHECKSUMS, Release, sha256_of
from lhs_graph.terms import BASE, CASE, DCTERMS, FOAF, OWL, RDF

__all__ = ["Datasets"]

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_IANA = "https://www.iana.org/assignments/media-types/"
_DATASET = f"{BASE}dataset"
_CATALOGUE = f"{BASE}catalog"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {".nq": "application/n-quads", ".json": "application/json"}
_HOLDER = f"{_CATALOGUE}#publisher"
_PROFILES = ("lhs-full", "lhs-labelled", "dcat", "schema")
_OF_ONTOLOGY = tuple(f"{DCTERMS}{one}" for one in ("title", "description", "license"))
"""What the catalogue repeats of what the ontology says of itself."""


@dataclass(frozen=True)
class Datasets:
    """The home at the base, `dataset`, `catalog`, `doc/void`, and `data/{version}`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """The whole, then the versions that are kept."""
        yield from ("", "catalog", "dataset", "doc/void", "data")
        for one in self._release.kept():
            yield f"data/{one.manifest.data_version}"

    def find(self, address: str) -> Document | None:
        """The description of the dataset, of its catalogue or of a version."""
        if address == "":
            home = ("lhs-full", "lhs-labelled", "dcat")
            return Document("", "home", BASE, self._catalogue(), profiles=home)
        if address == "catalog":
            return Document(address, "catalogue", _CATALOGUE, self._catalogue(), profiles=_PROFILES)
        if address in ("dataset", "doc/void"):
            return Document(address, "dataset", _DATASET, self._void(), profiles=_PROFILES)
        if address == "data":
            items = [
                Listed(
                    f"{BASE}data/{one.manifest.data_version}",
                    {"": one.manifest.created[:10]},
                    _called(one),
                )
                for one in self._release.kept()
            ]
            return listing("data", "versions", items)
        for one in self._release.kept():
            if address == f"data/{one.manifest.data_version}":
                return _version(address, one)
        return None

    @property
    def _release(self) -> Release:
        return self.stock.knowledge.release

    def _catalogue(self) -> tuple[ox.Triple, ...]:
        titles = in_all_languages("site.catalogue_title")
        service = f"{BASE}sparql"
        api = f"{BASE}api/v1"
        ontology = f"{BASE}ontology"
        found = [
            say(_CATALOGUE, f"{RDF}type", node(f"{_DCAT}Catalog")),
            *_texts(_CATALOGUE, titles),
            *_described(_CATALOGUE, "site.catalogue_description"),
            say(_CATALOGUE, f"{DCTERMS}license", node(_LICENCE)),
            say(_CATALOGUE, f"{DCTERMS}publisher", node(_HOLDER)),
            say(_CATALOGUE, f"{FOAF}homepage", node(BASE)),
            *(say(_CATALOGUE, f"{_DCAT}dataset", node(one)) for one in (_DATASET, ontology)),
            *(say(_CATALOGUE, f"{_DCAT}service", node(one)) for one in (service, api)),
            *self._dataset(),
            *_service(service, "site.service_sparql", "https://www.w3.org/TR/sparql11-protocol/"),
            *_service(api, "site.service_api", "https://spec.openapis.org/oas/v3.1.0"),
            say(api, f"{_DCAT}endpointDescription", node(f"{BASE}openapi.json")),
            say(ontology, f"{RDF}type", node(f"{_DCAT}Dataset")),
            *(
                one
                for one in self.stock.statements.about(ontology)
                if one.predicate.value in _OF_ONTOLOGY
            ),
        ]
        for suffix, kind in (("ttl", "text/turtle"), ("rdf", "application/rdf+xml")):
            part = f"{ontology}.{suffix}"
            found += [
                say(ontology, f"{_DCAT}distribution", node(part)),
                *_at(part, kind),
            ]
        return in_order(found)

    def _dataset(self) -> Iterator[ox.Triple]:
        manifest = self._release.manifest
        current = f"{BASE}data/{manifest.data_version}"
        yield say(_DATASET, f"{RDF}type", node(f"{_DCAT}Dataset"))
        yield from _texts(_DATASET, in_all_languages("site.dataset_title"))
        yield from _described(_DATASET)
        yield say(_DATASET, f"{DCTERMS}license", node(_LICENCE))
        yield from _held(_DATASET)
        yield say(_DATASET, f"{DCTERMS}modified", _moment(manifest.created))
        yield say(_DATASET, f"{_DCAT}version", manifest.data_version)
        yield say(_DATASET, f"{_DCAT}hasCurrentVersion", node(current))
        for one in self._release.kept():
            version = f"{BASE}data/{one.manifest.data_version}"
            yield say(_DATASET, f"{_DCAT}hasVersion", node(version))
        yield from _files(_DATASET, self._release)

    def _void(self) -> tuple[ox.Triple, ...]:
        """The dataset with its statistics, by class, property and graph, and its links."""
        found = [
            *self._dataset(),
            say(_DATASET, f"{RDF}type", node(f"{_VOID}Dataset")),
            say(_DATASET, f"{_VOID}sparqlEndpoint", node(f"{BASE}sparql")),
            say(_DATASET, f"{_VOID}uriSpace", BASE),
            say(
                _DATASET,
                f"{_VOID}dataDump",
                node(f"{BASE}data/{self._release.manifest.data_version}/lhs.nq"),
            ),
            say(f"{BASE}doc/void", f"{RDF}type", node(f"{_VOID}DatasetDescription")),
            say(f"{BASE}doc/void", f"{FOAF}primaryTopic", node(_DATASET)),
        ]
        examples = [f"{CASE}{slug}" for slug in self._release.blocks][:1]
        return in_order(
            (
                *found,
                *(say(_DATASET, f"{_VOID}exampleResource", node(one)) for one in examples),
                *partitions(self.stock, _DATASET),
            )
        )


def _version(address: str, release: Release) -> Document:
    iri = f"{BASE}{address}"
    manifest = release.manifest
    triples = [
        say(iri, f"{RDF}type", node(f"{_DCAT}Dataset")),
        say(iri, f"{_DCAT}isVersionOf", node(_DATASET)),
        say(iri, f"{_DCAT}version", manifest.data_version),
        say(iri, f"{OWL}versionInfo", manifest.data_version),
        say(iri, f"{DCTERMS}issued", _moment(manifest.created)),
        say(iri, f"{DCTERMS}license", node(_LICENCE)),
        *_texts(iri, _called(release)),
        *_described(iri),
        *_held(iri),
        *_files(iri, release),
    ]
    return Document(
        address,
        "version",
        iri,
        in_order(triples),
        profiles=_PROFILES,
        downloads=(*_downloads(release), *_checksums(release)),
        immutable=True,
    )


def _called(release: Release) -> Mapping[str, str]:
    return in_all_languages("site.version_title", version=release.manifest.data_version)


def _downloads(release: Release) -> Iterator[Download]:
    for name, digest in sorted(release.manifest.files.items()):
        path = release.folder / name
        if path.suffix in _TYPES and path.is_file():
            yield Download(name, path.stat().st_size, digest, _TYPES[path.suffix])


def _checksums(release: Release) -> Iterator[Download]:
    """The file with the checksums, which people check the others by and which is no data."""
    path = release.folder / CHECKSUMS
    if path.is_file():
        yield Download(CHECKSUMS, path.stat().st_size, sha256_of(path), "text/plain")


def _files(dataset: str, release: Release) -> Iterator[ox.Triple]:
    """The files of a release as distributions with their checksums."""
    for one in _downloads(release):
        part = f"{BASE}data/{release.manifest.data_version}/{one.name}"
        total = f"{part}#checksum"
        yield say(dataset, f"{_DCAT}distribution", node(part))
        yield from _at(part, one.media_type)
        yield say(part, f"{DCTERMS}title", one.name)
        size = ox.Literal(str(one.size), datatype=node(f"{_XSD}nonNegativeInteger"))
        yield say(part, f"{_DCAT}byteSize", size)
        yield say(part, f"{_SPDX}checksum", node(total))
        yield say(total, f"{RDF}type", node(f"{_SPDX}Checksum"))
        yield say(total, f"{_SPDX}algorithm", node(f"{_SPDX}checksumAlgorithm_sha256"))
        digest = ox.Literal(one.digest, datatype=node(f"{_XSD}hexBinary"))
        yield say(total, f"{_SPDX}checksumValue", digest)


def _at(part: str, kind: str) -> Iterator[ox.Triple]:
    """What is the same for all distributions: where they are, of what type, on what terms."""
    yield say(part, f"{RDF}type", node(f"{_DCAT}Distribution"))
    yield say(part, f"{_DCAT}accessURL", node(part))
    yield say(part, f"{_DCAT}downloadURL", node(part))
    yield say(part, f"{_DCAT}mediaType", node(f"{_IANA}{kind}"))
    yield say(part, f"{DCTERMS}license", node(_LICENCE))


def _held(dataset: str) -> Iterator[ox.Triple]:
    """Who made and publishes it, as an agent that the catalogue describes."""
    yield say(dataset, f"{DCTERMS}publisher", node(_HOLDER))
    yield say(dataset, f"{DCTERMS}creator", node(_HOLDER))
    yield say(_HOLDER, f"{RDF}type", node(f"{FOAF}Agent"))
    for language, text in in_all_languages("site.holder").items():
        yield say(_HOLDER, f"{FOAF}name", ox.Literal(text, language=language))


def _described(dataset: str, key: str = "site.dataset_description") -> Iterator[ox.Triple]:
    for language, text in in_all_languages(key).items():
        yield say(dataset, f"{DCTERMS}description", ox.Literal(text, language=language))


def _service(iri: str, title: str, standard: str) -> Iterator[ox.Triple]:
    yield say(iri, f"{RDF}type", node(f"{_DCAT}DataService"))
    yield from _texts(iri, in_all_languages(title))
    yield say(iri, f"{_DCAT}endpointURL", node(iri))
    yield say(iri, f"{_DCAT}servesDataset", node(_DATASET))
    yield say(iri, f"{DCTERMS}conformsTo", node(standard))


def _texts(subject: str, titles: Mapping[str, str]) -> Iterator[ox.Triple]:
    for language, text in titles.items():
        yield say(subject, f"{DCTERMS}title", ox.Literal(text, language=language))


def _moment(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=node(f"{_XSD}dateTime"))

"""The ontology with its modules and versions, the shapes, and the prefixes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.shelf import Stock, in_all_languages
from lhs_graph.publication.shelves.versions import (
    account_of_changes,
    kept_versions,
    version_of,
    versions_before,
)
from lhs_graph.publication.statements import Statements, in_order, node, say
from lhs_graph.terms import BASE, DCTERMS, OWL, RDF, SHAPES

__all__ = ["Vocabularies", "modules_of"]

_ONTOLOGY = f"{BASE}ontology"
_IMPORTS = f"{OWL}imports"
_TYPE = f"{RDF}type"
_CHANGES = "http://purl.org/vocab/vann/changes"


@dataclass(frozen=True)
class Vocabularies:
    """`ontology`, its versions and modules, `shapes` with its modules, and `prefixes`."""

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """The whole first, then its parts."""
        yield from ("ontology", *self._versions, "shapes", "prefixes")
        for iri in self._modules:
            yield iri.removeprefix(BASE)

    def find(self, address: str) -> Document | None:
        """The document of terms or shapes at that address."""
        if address == "ontology":
            return self._whole(address, self.stock.statements)
        if address in self._versions:
            return self._whole(address, self._versions[address])
        if address == "shapes":
            return self._shapes()
        if address == "prefixes":
            return self._prefixes()
        module = f"{BASE}{address}"
        if module not in self._modules:
            return None
        return Document(address, "module", module, in_order(self._modules[module]))

    @property
    def _modules(self) -> Mapping[str, list[ox.Triple]]:
        return modules_of(self.stock.knowledge.catalogue)

    @cached_property
    def _versions(self) -> Mapping[str, Statements]:
        """The versions that the kept releases hold, by address; the newest release counts."""
        return {f"ontology/{version}": one for version, one in kept_versions(self.stock).items()}

    def _whole(self, address: str, statements: Statements) -> Document:
        """The ontology as one document: one header, and all that its modules state."""
        stated = list(statements.graph("ontology"))
        modules = {one for one in _headers(stated) if one.startswith(f"{_ONTOLOGY}/")}
        kept = [
            one
            for one in stated
            if getattr(one.subject, "value", "") not in modules and one.predicate.value != _IMPORTS
        ]
        parts = [say(_ONTOLOGY, f"{DCTERMS}hasPart", node(one)) for one in sorted(modules)]
        version = version_of(statements)
        told = versions_before(self.stock).get(version)
        account = node(f"{BASE}{account_of_changes(version)}")
        changes = [say(_ONTOLOGY, _CHANGES, account)] if told else []
        listed = tuple(self._listed()) if address == "ontology" else ()
        versions = [
            say(_ONTOLOGY, f"{DCTERMS}hasVersion", node(one.iri))
            for one in listed
            if one.iri.removeprefix(BASE) in self._versions
        ]
        triples = in_order((*kept, *parts, *changes, *versions))
        return Document(
            address,
            "ontology",
            _ONTOLOGY,
            triples,
            profiles=("lhs-full", "lhs-labelled", "skos", "schema"),
            listed=listed,
            immutable=version != version_of(self.stock.statements),
        )

    def _listed(self) -> Iterator[Listed]:
        """The kept versions, the newest first, each before the account of what changed in it."""
        before = versions_before(self.stock)
        for version in kept_versions(self.stock):
            called = in_all_languages("site.ontology_version", version=version)
            yield Listed(f"{_ONTOLOGY}/{version}", name=called)
            if version in before:
                told = in_all_languages("changelog.title", old=before[version], new=version)
                yield Listed(f"{BASE}{account_of_changes(version)}", name=told)

    def _shapes(self) -> Document:
        whole = SHAPES.rstrip("#")
        modules = {one for one in self._modules if one.startswith(f"{whole}/")}
        shapes = self.stock.knowledge.detectors.shapes.triples
        kept = [
            one
            for one in shapes
            if getattr(one.subject, "value", "") not in modules
            or one.predicate.value == f"{DCTERMS}title"
        ]
        header = [
            say(whole, _TYPE, node(f"{OWL}Ontology")),
            say(whole, f"{OWL}versionInfo", version_of(self.stock.statements)),
            say(whole, f"{DCTERMS}license", node("https://creativecommons.org/licenses/by/4.0/")),
            *(say(whole, f"{DCTERMS}hasPart", node(one)) for one in sorted(modules)),
            *(
                say(whole, f"{DCTERMS}title", ox.Literal(text, language=language))
                for language, text in in_all_languages("site.shapes").items()
            ),
        ]
        return Document("shapes", "shapes", whole, in_order((*kept, *header)))

    def _prefixes(self) -> Document:
        path = self.stock.knowledge.catalogue.prefixes()
        quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        triples = in_order(quad.triple for quad in quads)
        title = in_all_languages("site.prefixes")
        return Document("prefixes", "prefixes", f"{BASE}prefixes", triples, title=title)


@lru_cache(maxsize=1)
def modules_of(catalogue: Catalogue) -> Mapping[str, list[ox.Triple]]:
    """What each module states: itself, and the terms that it defines or maps.

    It is read once: a worker has shelves of its own for each document that it writes.
    """
    found: dict[str, list[ox.Triple]] = {}
    for path in (*catalogue.ontology_modules(), *catalogue.alignments(), *catalogue.shapes()):
        triples = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
        for header in _headers(triples):
            if header != _ONTOLOGY:
                found[header] = triples
    return dict(sorted(found.items()))


def _headers(triples: Iterable[ox.Triple]) -> list[str]:
    kind = ox.NamedNode(f"{OWL}Ontology")
    return [
        one.subject.value
        for one in triples
        if one.object == kind and isinstance(one.subject, ox.NamedNode)
    ]

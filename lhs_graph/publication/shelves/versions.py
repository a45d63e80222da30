"""The versions of the ontology that the kept releases hold."""

from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise

import pyoxigraph as ox

from lhs_graph.errors import ReleaseDamagedError
from lhs_graph.publication.shelves.shelf import Stock
from lhs_graph.publication.statements import Statements
from lhs_graph.terms import BASE, OWL

__all__ = ["account_of_changes", "kept_versions", "version_of", "versions_before"]

_VERSION = f"{OWL}versionIRI"


def kept_versions(stock: Stock) -> Mapping[str, Statements]:
    """The statements of the newest release of each version, the newest version first."""
    found: dict[str, Statements] = {}
    for release in stock.knowledge.release.kept():
        statements = Statements(release, stock.knowledge.vocabulary)
        with suppress(ReleaseDamagedError):
            found.setdefault(version_of(statements), statements)
    return found


def versions_before(stock: Stock) -> Mapping[str, str]:
    """For each kept version with one before it, that one; the newest first."""
    return dict(pairwise(kept_versions(stock)))


def account_of_changes(version: str) -> str:
    """The address of the document that says what changed from the version before to that one."""
    return f"ontology/{version}/changes"


def version_of(statements: Statements) -> str:
    """The version that the ontology of a release says it is."""
    found = (
        one.object.value
        for one in statements.about(f"{BASE}ontology")
        if one.predicate.value == _VERSION and isinstance(one.object, ox.NamedNode)
    )
    return str(next(found)).rsplit("/", 1)[-1]

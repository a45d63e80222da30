"""What earlier releases described and a new one does not: said for good, never silently gone.

An identifier that people have cited must not answer as if it had never been. So each build compares
the things that have a page of their own with those of the release before it, and keeps the list.
"""

from collections.abc import Iterator, Mapping
from typing import Final, cast

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.headers import read_query_file
from lhs_graph.release import Release, Withdrawal

__all__ = ["versions_before", "withdrawals"]

_VIEW: Final = "things-with-a-page"


def withdrawals(
    catalogue: Catalogue, store: ox.Store, before: Release | None
) -> Iterator[Withdrawal]:
    """What is not in the new store any more, of all that was ever described, by IRI.

    A thing that comes back leaves the list. Nothing is withdrawn where no release came before.
    """
    if before is None:
        return
    query = read_query_file(catalogue.view(_VIEW)).text
    here = _labels(store, query)
    gone = {one.iri: one for one in before.withdrawn.values()}
    version = before.manifest.data_version
    for iri, labels in _labels(before.store, query).items():
        gone[iri] = Withdrawal(iri, labels, version)
    yield from (gone[iri] for iri in sorted(gone) if iri not in here)


def versions_before(before: Release | None) -> list[str]:
    """The data versions that were ever published up to that release, in order."""
    if before is None:
        return []
    kept = {one.manifest.data_version for one in before.kept()}
    return sorted(kept.union(before.earlier))


def _labels(store: ox.Store, query: str) -> Mapping[str, Mapping[str, str]]:
    """The things with their labels by language."""
    found: dict[str, dict[str, str]] = {}
    for row in cast("ox.QuerySolutions", store.query(query)):
        thing, label = cast("ox.NamedNode", row["thing"]), row["label"]
        labels = found.setdefault(thing.value, {})
        if isinstance(label, ox.Literal):
            labels[label.language or ""] = label.value
    return found

"""The changes between two versions of an ontology as RDF.

In the words of the Changeset vocabulary (http://purl.org/vocab/changeset/schema): a change set has
one subject, the term, and the statements that were added to and removed from what is said of it,
which is just how a change is told here. That one version revises the other is said with PROV, and
VANN has the very property by which a version points to the account of its changes.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from lhs_graph.messages import languages
from lhs_graph.publication.changelog import Changelog
from lhs_graph.publication.ontology_changes import Term, TermChange
from lhs_graph.publication.statements import node, say
from lhs_graph.terms import DCTERMS, RDF, RDFS, short_name

__all__ = ["change_triples"]

_CS: Final = "http://purl.org/vocab/changeset/schema#"
_PROV: Final = "http://www.w3.org/ns/prov#"
_VANN: Final = "http://purl.org/vocab/vann/"


def change_triples(log: Changelog, account: str, old: str, new: str) -> Iterator[ox.Triple]:
    """The change sets, with what they are of.

    Args:
        log: the changes.
        account: the IRI of the account of them; the change sets are its fragments.
        old: the IRI of the old version.
        new: the IRI of the new one.
    """
    yield say(new, f"{_PROV}wasRevisionOf", node(old))
    yield say(new, f"{_VANN}changes", node(account))
    for language in languages():
        title = ox.Literal(log.title(language), language=language)
        yield say(account, f"{DCTERMS}title", title)
    structures: set[ox.BlankNode] = set()
    for change in log.changes.terms:
        one = f"{account}#{_fragment(change)}"
        yield say(account, f"{DCTERMS}hasPart", node(one))
        yield say(one, f"{RDF}type", node(f"{_CS}ChangeSet"))
        yield ox.Triple(node(one), node(f"{_CS}subjectOfChange"), change.subject)
        for language in languages():
            said = ox.Literal(_said(log, change, language), language=language)
            yield say(one, f"{RDFS}label", said)
        for name, statement in _statements(change):
            about = _reified(statement)
            yield ox.Triple(node(one), node(f"{_CS}{name}"), about)
            yield from _parts(about, statement)
            ends = (statement.subject, statement.object)
            structures.update(end for end in ends if isinstance(end, ox.BlankNode))
    told = {triple for one in structures for triple in log.changes.structure(one)}
    yield from sorted(told, key=str)


def _said(log: Changelog, change: TermChange, language: str) -> str:
    """What became of the term, by its name."""
    return f"{log.name(change, language)} – {log.state(change, language)}"


def _statements(change: TermChange) -> Iterator[tuple[str, ox.Triple]]:
    for one in change.values:
        name = node(one.property)
        for role, values in (("removal", one.old), ("addition", one.new)):
            for value in values:
                yield role, ox.Triple(change.subject, name, value)


def _parts(about: ox.BlankNode, statement: ox.Triple) -> Iterator[ox.Triple]:
    yield ox.Triple(about, node(f"{RDF}type"), node(f"{RDF}Statement"))
    yield ox.Triple(about, node(f"{RDF}subject"), statement.subject)
    yield ox.Triple(about, node(f"{RDF}predicate"), statement.predicate)
    yield ox.Triple(about, node(f"{RDF}object"), statement.object)


def _reified(statement: ox.Triple) -> ox.BlankNode:
    return ox.BlankNode(f"s{_digest(statement)}")


def _fragment(change: TermChange) -> str:
    """A name that tells the term, and is that of no other."""
    if isinstance(change.subject, ox.BlankNode):
        return change.subject.value
    name = re.sub(r"[^A-Za-z0-9]+", "-", short_name(change.subject.value)).strip("-")
    return f"{name}-{_digest(change.subject)[:8]}"


def _digest(term: Term) -> str:
    return sha256(str(term).encode()).hexdigest()[:16]

"""A repair plan as RDF: a `prov:Plan` whose steps are each a `dash:GraphUpdate`.

`lhs whatif --patch` takes it as it is.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from lhs_graph.findings import Finding
from lhs_graph.patch import ADDED, DASH, REMOVED
from lhs_graph.repair import RepairPlan, Step
from lhs_graph.report.repair.words import Words
from lhs_graph.serialization import serialized
from lhs_graph.terms import DCTERMS, LHS, RDF, RDFS, concept
from lhs_graph.vocabulary import Vocabulary

__all__ = ["repair_turtle"]

_PROV = "http://www.w3.org/ns/prov#"
_SH = "http://www.w3.org/ns/shacl#"
_SCHEMA = "https://schema.org/"
_PREFIXES = {
    "dash": DASH,
    "dcterms": DCTERMS,
    "lhs": LHS,
    "prov": _PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": _SCHEMA,
    "sh": _SH,
}
_PLAN = ox.BlankNode("plan")
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def repair_turtle(plan: RepairPlan, vocabulary: Vocabulary, languages: tuple[str, ...]) -> str:
    """The plan as Turtle, sentences in all those languages."""
    voices = [Words(plan, vocabulary, language) for language in languages]
    triples = dict.fromkeys(_triples(plan, voices))
    return serialized(triples, ox.RdfFormat.TURTLE, _PREFIXES).decode()


def _triples(plan: RepairPlan, voices: list[Words]) -> Iterator[ox.Triple]:
    yield _say(_PLAN, f"{RDF}type", ox.NamedNode(f"{_PROV}Plan"))
    yield _say(_PLAN, f"{DCTERMS}subject", ox.NamedNode(plan.before.system.iri))
    for words in voices:
        title = ox.Literal(words.title(), language=words.language)
        yield _say(_PLAN, f"{DCTERMS}title", title)
        told = ox.Literal(" ".join(words.summary()), language=words.language)
        yield _say(_PLAN, f"{DCTERMS}description", told)
    for count, step in enumerate(plan.steps, 1):
        node = ox.BlankNode(f"step{count}")
        yield _say(_PLAN, f"{DCTERMS}hasPart", node)
        yield _say(node, f"{_SCHEMA}position", ox.Literal(str(count), datatype=_INTEGER))
        yield from _step(node, step, voices)
        for place, finding in enumerate(step.closes):
            yield from _closed(node, ox.BlankNode(f"closed{count}-{place}"), finding, voices)
    taken_out = set(plan.patch.removed).difference(*(step.patch.removed for step in plan.steps))
    if taken_out:
        node = ox.BlankNode("withdrawal")
        yield _say(_PLAN, f"{DCTERMS}hasPart", node)
        yield _say(node, f"{RDF}type", ox.NamedNode(f"{DASH}GraphUpdate"))
        for words in voices:
            for text in words.withdrawn():
                yield _say(node, f"{RDFS}comment", ox.Literal(text, language=words.language))
        yield from _statements(node, "withdrawn", REMOVED, tuple(taken_out))


def _step(node: ox.BlankNode, step: Step, voices: list[Words]) -> Iterator[ox.Triple]:
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{DASH}GraphUpdate"))
    for words in voices:
        text = ox.Literal(words.step(step), language=words.language)
        yield _say(node, f"{RDFS}comment", text)
    yield from _statements(node, f"{node.value}added", ADDED, step.patch.added)
    yield from _statements(node, f"{node.value}removed", REMOVED, step.patch.removed)
    for precedent in step.precedents:
        yield _say(node, f"{LHS}hasPrecedent", ox.NamedNode(precedent.node.iri))


def _statements(
    node: ox.BlankNode, name: str, link: str, triples: tuple[ox.Triple, ...]
) -> Iterator[ox.Triple]:
    for count, triple in enumerate(sorted(triples, key=str)):
        said = ox.BlankNode(f"{name}{count}")
        yield _say(node, link, said)
        yield _say(said, f"{RDF}type", ox.NamedNode(f"{RDF}Statement"))
        for place, term in zip(("subject", "predicate", "object"), triple, strict=True):
            yield _say(said, f"{RDF}{place}", term)


def _closed(
    step: ox.BlankNode, node: ox.BlankNode, finding: Finding, voices: list[Words]
) -> Iterator[ox.Triple]:
    yield _say(node, f"{RDF}type", ox.NamedNode(f"{LHS}Finding"))
    yield _say(node, f"{LHS}ofKind", ox.NamedNode(finding.kind.iri))
    yield _say(node, f"{LHS}severity", ox.NamedNode(concept("severity", finding.severity)))
    yield _say(node, f"{LHS}certainty", ox.NamedNode(concept("certainty", finding.certainty)))
    yield _say(node, f"{_SH}focusNode", ox.NamedNode(finding.focus.iri))
    yield _say(node, f"{_PROV}wasInvalidatedBy", step)
    for term in (finding.about, finding.related):
        if term:
            yield _say(node, f"{LHS}concerns", ox.NamedNode(term.iri))
    for words in voices:
        said = ox.Literal(finding.sentence(words.language), language=words.language)
        yield _say(node, f"{_SH}resultMessage", said)


def _say(
    subject: ox.BlankNode,
    name: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(name), value)

"""HermiT finds ontology and cases consistent, and entails exactly what the program materialises."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.entailment import entail, read_axioms
from lhs_graph.errors import JavaMissingError, ReasonerError, ReasonerTimeoutError
from lhs_graph.reasoning import Classification, classify, find_java
from lhs_graph.terms import BASE, CASE, LHS, OWL, RDF, RDFS
from lhs_graph.vocabulary import Vocabulary, parse_turtle

TYPE = f"{RDF}type"
EXAMPLE = f"""
PREFIX lhs: <{LHS}>
BASE <{CASE}example>

<{CASE}example>
    lhs:hasCommunity <#community> ;
    lhs:hasCycle <#cycle>, <#short-cycle> ;
    lhs:hasGoal <#goal> ;
    lhs:hasIndicator <#cost>, <#health>, <#patients>, <#providers> ;
    lhs:hasSupport <#board>, <#network>, <#registry> ;
    lhs:isPartOfSystem <{CASE}middle> ;
    lhs:collaboratesWith <{CASE}friend> .
<{CASE}middle> lhs:isPartOfSystem <{CASE}outer> .
<#community> lhs:hasActorKind <{BASE}concept/actor/patient> .
<#goal> lhs:servesDimension <{BASE}concept/dimension/population-health> .
<#cycle> lhs:hasPhase <#p2d>, <#d2k>, <#k2p> .
<#short-cycle> lhs:hasPhase <#alone> .
<#p2d> lhs:phaseKind <{BASE}concept/phase/P2D> .
<#d2k> lhs:phaseKind <{BASE}concept/phase/D2K> .
<#k2p> lhs:phaseKind <{BASE}concept/phase/K2P> .
<#alone> lhs:phaseKind <{BASE}concept/phase/P2D> .
<#registry>
    lhs:realises <{BASE}concept/element/data-infrastructure> ;
    lhs:isAccelerator true ;
    lhs:servesGoal <#goal> ;
    lhs:supportsPhase <#p2d> ;
    lhs:connectsTo <#board> .
<#board>
    lhs:realises
        <{BASE}concept/element/ethics-review-board> ,
        <{BASE}concept/element/privacy-legislation> ;
    lhs:isAccelerator false .
<#network> lhs:realises
    <{BASE}concept/element/lhs-policy> ,
    <{BASE}concept/element/network-or-learning-community> ,
    <{BASE}concept/element/scientific-expertise> .
<#patients> lhs:measures <{BASE}concept/dimension/patient-experience> .
<#providers> lhs:measures <{BASE}concept/dimension/provider-experience> .
<#health> lhs:measures <{BASE}concept/dimension/population-health> .
<#cost> lhs:measures <{BASE}concept/dimension/health-system-cost> .
"""
MEMBERS = {
    "Accelerator": {"#registry"},
    "CompleteLearningCycle": {"#cycle"},
    "DataSource": {"#registry"},
    "DataToKnowledgePhase": {"#d2k"},
    "EthicalSupport": {"#board"},
    "KnowledgeToPerformancePhase": {"#k2p"},
    "LegalSupport": {"#board"},
    "PatientPartneredCommunity": {"#community"},
    "PerformanceToDataPhase": {"#alone", "#p2d"},
    "PolicySupport": {"#network"},
    "QuadrupleAimSystem": {""},
    "RapidLearningHealthSystem": {""},
    "ScientificSupport": {"#network"},
    "SocialSupport": {"#network"},
    "TechnologicalSupport": {"#registry"},
}
LINKS = {
    "collaboratesWith": {("", "friend"), ("friend", "")},
    "connectsTo": {("#board", "#registry"), ("#registry", "#board")},
    "contributesToDimension": {("#registry", "dimension/population-health")},
    "inPillar": {
        ("#board", "pillar/ethical"),
        ("#board", "pillar/legal"),
        ("#network", "pillar/policy"),
        ("#network", "pillar/scientific"),
        ("#network", "pillar/social"),
        ("#registry", "pillar/technological"),
    },
    "isPartOfSystem": {("", "middle"), ("", "outer"), ("middle", "outer")},
    "isPhaseOf": {
        ("#alone", "#short-cycle"),
        ("#d2k", "#cycle"),
        ("#k2p", "#cycle"),
        ("#p2d", "#cycle"),
    },
    "supportsCycle": {("#registry", "#cycle")},
    "supportsPhaseKind": {("#registry", "phase/P2D")},
}


@pytest.fixture(scope="module")
def java() -> Iterator[Path]:
    try:
        found = find_java()
    except JavaMissingError:
        pytest.skip("no Java on this machine")
    with pytest.MonkeyPatch.context() as patch:
        # to optimise what runs for seconds takes Java longer than it gains
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield found


@pytest.fixture(scope="module")
def vocabulary(catalogue: Catalogue) -> Vocabulary:
    return Vocabulary.load(catalogue)


@pytest.fixture(scope="module")
def described(catalogue: Catalogue) -> list[ox.Triple]:
    """The triples of all cases and designs."""
    reader = DescriptionReader(catalogue)
    paths = (*catalogue.cases(), *catalogue.designs())
    assert len(paths) >= 30
    return [triple for path in paths for triple in reader.read_file(path).triples]


@pytest.fixture(scope="module")
def example(vocabulary: Vocabulary, java: Path) -> Classification:
    """What HermiT says of a small system that shows every axiom at work."""
    return classify([*vocabulary.triples, *_turtle(EXAMPLE)], java=java)


@pytest.fixture(scope="module")
def collection(vocabulary: Vocabulary, described: list[ox.Triple], java: Path) -> Classification:
    """What HermiT says of all cases and designs together."""
    return classify([*vocabulary.triples, *described], java=java, timeout=280)


def test_ontology_and_all_descriptions_are_consistent(collection: Classification) -> None:
    assert collection.consistent
    assert collection.unsatisfiable == frozenset()


def test_ontology_and_mappings_are_consistent(
    catalogue: Catalogue, vocabulary: Vocabulary, java: Path
) -> None:
    result = classify([*vocabulary.triples, *parse_turtle(catalogue.alignments())], java=java)

    assert result.consistent
    assert result.unsatisfiable == frozenset()


@pytest.mark.parametrize(("name", "expected"), sorted(MEMBERS.items()))
def test_a_defined_class_recognises_its_members(
    example: Classification, name: str, expected: set[str]
) -> None:
    found = {_short(node) for node in example.members[f"{LHS}{name}"] if node.startswith(CASE)}

    assert found == expected


@pytest.mark.parametrize(("name", "expected"), sorted(LINKS.items()))
def test_a_chain_or_characteristic_gives_its_links(
    example: Classification, name: str, expected: set[tuple[str, str]]
) -> None:
    found = {
        (_short(start), _short(end))
        for start, end in example.links[f"{LHS}{name}"]
        if start.startswith(CASE)
    }

    assert found == expected


def test_the_example_shows_every_axiom_at_work(vocabulary: Vocabulary) -> None:
    axioms = vocabulary.axioms
    defined = {_local(name.value) for name, _ in axioms.definitions}
    special = {
        *(name.value for _, _, name in axioms.chains),
        *(name.value for name in axioms.symmetric | axioms.transitive),
    }

    assert defined == set(MEMBERS)
    assert {_local(name) for name in special} | {"isPhaseOf"} == set(LINKS)


def test_the_example_is_materialised_as_hermit_entails(
    vocabulary: Vocabulary, example: Classification
) -> None:
    assert _differences(vocabulary, _turtle(EXAMPLE), example) == {}


def test_all_descriptions_are_materialised_as_hermit_entails(
    vocabulary: Vocabulary, described: list[ox.Triple], collection: Classification
) -> None:
    assert _differences(vocabulary, described, collection) == {}


def test_a_contradiction_is_found(vocabulary: Vocabulary, java: Path) -> None:
    contradiction = f"<{CASE}a#x> a <{LHS}Support>, <{LHS}Problem> ."

    result = classify([*vocabulary.triples, *_turtle(contradiction)], java=java)

    assert result == Classification(consistent=False)


def test_a_class_that_can_have_no_member_is_named(vocabulary: Vocabulary, java: Path) -> None:
    name = f"{LHS}SupportAndProblem"
    empty = f"""
    <{name}> a <{OWL}Class> ; <{RDFS}subClassOf> <{LHS}Support>, <{LHS}Problem> .
    """

    result = classify([*vocabulary.triples, *_turtle(empty)], java=java)

    assert result.consistent
    assert result.unsatisfiable == frozenset({name})


def test_nothing_is_fetched_or_executed(vocabulary: Vocabulary, java: Path) -> None:
    hooks = f"""
    PREFIX hook: <http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#>
    <https://a.example/o> a <{OWL}Ontology> ;
        <{OWL}imports> <https://a.example/elsewhere> ;
        hook:python_module "no_such_module_anywhere" .
    """

    result = classify([*vocabulary.triples, *_turtle(hooks)], java=java)

    assert result.consistent


def test_the_reasoner_is_stopped_at_its_time_limit(vocabulary: Vocabulary, java: Path) -> None:
    with pytest.raises(ReasonerTimeoutError) as caught:
        classify(vocabulary.triples, java=java, timeout=0.05)

    assert caught.value.facts == {"seconds": 0.05}


def test_a_reasoner_without_enough_memory_says_so(vocabulary: Vocabulary, java: Path) -> None:
    with pytest.raises(ReasonerError, match="OutOfMemoryError"):
        classify(vocabulary.triples, java=java, memory=3)


def test_a_java_that_is_not_there_is_named_as_the_cause(
    vocabulary: Vocabulary, tmp_path: Path
) -> None:
    with pytest.raises(JavaMissingError):
        classify(vocabulary.triples, java=tmp_path / "java")


def _turtle(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def _differences(
    vocabulary: Vocabulary, triples: list[ox.Triple], result: Classification
) -> dict[str, list[str]]:
    """What only one of the two says of the descriptions' nodes, by class and property."""
    axioms = read_axioms(vocabulary.triples)
    facts = {*triples, *entail(triples, axioms)}
    members = _pairs(facts, TYPE)
    differences: dict[str, list[str]] = {}
    for name in {f"{LHS}{_local(end)}" for _, end in members} | set(result.members):
        ours: set[object] = {start for start, end in members if end == name}
        theirs: set[object] = {node for node in result.members.get(name, ()) if _is_node(node)}
        if name.startswith(LHS) and ours != theirs:
            differences[name] = sorted(map(str, ours ^ theirs))
    for name in result.links:
        linked: set[object] = set(_pairs(facts, name))
        entailed: set[object] = {pair for pair in result.links[name] if _is_node(pair[0])}
        if linked != entailed:
            differences[name] = sorted(map(str, linked ^ entailed))
    return differences


def _pairs(facts: Iterable[ox.Triple], name: str) -> set[tuple[str, str]]:
    return {
        (triple.subject.value, triple.object.value)
        for triple in facts
        if triple.predicate.value == name
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
        and _is_node(triple.subject.value)
    }


def _is_node(iri: str) -> bool:
    return iri.startswith(CASE)


def _local(iri: str) -> str:
    return iri.removeprefix(LHS)


def _short(iri: str) -> str:
    return iri.removeprefix(f"{CASE}example").removeprefix(CASE).removeprefix(f"{BASE}concept/")

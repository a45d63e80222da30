"""The JSON-LD context gives every key of a description its meaning, and no key hides a word."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.terms import BASE, BIBO, CASE, CONCEPT, DCTERMS, FOAF, LHS, RDFS, REFERENCE, SKOS

if TYPE_CHECKING:
    from tests.ontology.conftest import Graph

XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
SYSTEM = f"{CASE}a-system"
FOREIGN = (
    f"{BIBO}doi",
    f"{BIBO}locator",
    f"{DCTERMS}created",
    f"{DCTERMS}creator",
    f"{DCTERMS}description",
    f"{DCTERMS}issued",
    f"{DCTERMS}license",
    f"{DCTERMS}modified",
    f"{DCTERMS}source",
    f"{DCTERMS}title",
    f"{FOAF}homepage",
    f"{FOAF}primaryTopic",
    f"{RDFS}label",
    f"{SCHEMA}url",
    f"{SCHEMA}version",
    f"{SKOS}altLabel",
    f"{SKOS}editorialNote",
)

# Where a key stands, an example value, and what it must say: property and object in short form.
CASES: tuple[tuple[str, object, str, str], ...] = (
    ("name", "A system", "rdfs:label", '"A system"@en'),
    ("name", {"fr": "Un système"}, "rdfs:label", '"Un système"@fr'),
    ("alternativeName", ["AS"], "skos:altLabel", '"AS"@en'),
    ("summary", "Short", "dcterms:description", '"Short"@en'),
    ("kind", "health-system", "lhs:systemKind", "system-kind/health-system"),
    ("countries", ["CA-QC"], "lhs:inJurisdiction", "jurisdiction/CA-QC"),
    ("region", "Quebec", "lhs:region", '"Quebec"@en'),
    ("started", 2007, "lhs:startYear", '"2007"^^xsd:gYear'),
    ("levels", ["mesosystem"], "lhs:atLevel", "level/mesosystem"),
    ("scale", "regional", "lhs:atScale", "scale/regional"),
    ("conditionFocus", {"fr": ["asthme"]}, "lhs:conditionFocus", '"asthme"@fr'),
    ("partOf", ["another"], "lhs:isPartOfSystem", f"<{CASE}another>"),
    ("partners", ["another"], "lhs:collaboratesWith", f"<{CASE}another>"),
    ("record/author", "A team", "dcterms:creator", '"A team"'),
    ("record/created", "2026-01-31", "dcterms:created", '"2026-01-31"^^xsd:date'),
    ("record/modified", "2026-01-31", "dcterms:modified", '"2026-01-31"^^xsd:date'),
    ("record/licence", "https://a.example/l", "dcterms:license", "<https://a.example/l>"),
    ("record/coverage", "as-reported", "lhs:coverage", "coverage/as-reported"),
    ("record/sectionCoverage", {"id": "#x"}, "lhs:hasSectionCoverage", "#x"),
    ("record/sectionCoverage/section", "pillars", "lhs:coversSection", "section/pillars"),
    ("record/sectionCoverage/coverage", "exhaustive", "lhs:coverage", "coverage/exhaustive"),
    ("record/status", "design", "lhs:recordStatus", "record-status/design"),
    ("record/basis", "constructed", "lhs:basis", "basis/constructed"),
    ("record/basis", "literature", "lhs:basis", "basis/literature"),
    ("record/frameworkReferences", [30], "lhs:frameworkReference", '"30"^^xsd:integer'),
    ("record/version", "2", "schema:version", '"2"'),
    ("record/constructed", True, "lhs:isConstructed", '"true"^^xsd:boolean'),
    ("record/note", "Mind", "skos:editorialNote", '"Mind"@en'),
    ("organisations", {"id": "#x"}, "lhs:involves", "#x"),
    ("organisations/homepage", "https://a.example", "foaf:homepage", "<https://a.example>"),
    ("organisations/source", "one", "dcterms:source", f"<{REFERENCE}one>"),
    ("goals", {"id": "#x"}, "lhs:hasGoal", "#x"),
    (
        "goals/dimensions",
        ["population-health"],
        "lhs:servesDimension",
        "dimension/population-health",
    ),
    ("goals/alignsWith", [f"{CASE}b#g"], "lhs:alignsWithGoal", f"<{CASE}b#g>"),
    ("goals/locator", "page 3", "bibo:locator", '"page 3"@en'),
    ("communities", {"id": "#x"}, "lhs:hasCommunity", "#x"),
    ("communities/actors", ["patient"], "lhs:hasActorKind", "actor/patient"),
    ("communities/pursues", ["#g"], "lhs:pursues", "#g"),
    ("communities/linksWith", ["another"], "lhs:linksWithSystem", f"<{CASE}another>"),
    ("values", {"id": "#x"}, "lhs:hasValueCommitment", "#x"),
    ("values/value", "equity", "lhs:embraces", "value/equity"),
    ("values/shownBy", "Doing", "lhs:isShownBy", '"Doing"@en'),
    ("values/enactedBy", ["#s"], "lhs:isEnactedBy", "#s"),
    ("supports", {"id": "#x"}, "lhs:hasSupport", "#x"),
    ("supports/description", "Long", "dcterms:description", '"Long"@en'),
    ("supports/elements", ["lhs-policy"], "lhs:realises", "element/lhs-policy"),
    ("supports/accelerator", True, "lhs:isAccelerator", '"true"^^xsd:boolean'),
    (
        "supports/acceleratorKinds",
        ["knowledge-broker"],
        "lhs:acceleratorKind",
        "accelerator/knowledge-broker",
    ),
    ("supports/goals", ["#g"], "lhs:servesGoal", "#g"),
    ("supports/phases", ["P2D"], "lhs:supportsPhaseKind", "phase/P2D"),
    ("supports/cyclePhases", ["#p"], "lhs:supportsPhase", "#p"),
    ("supports/accelerates", ["#c"], "lhs:accelerates", "#c"),
    ("supports/connectsTo", ["#s"], "lhs:connectsTo", "#s"),
    ("supports/status", "in-place", "lhs:supportStatus", "status/in-place"),
    ("supports/actors", ["provider"], "lhs:hasActorKind", "actor/provider"),
    ("supports/policyKinds", ["membership"], "lhs:policyKind", "policy/membership"),
    (
        "supports/dataSourceKinds",
        ["clinical-registry"],
        "lhs:dataSourceKind",
        "data-source/clinical-registry",
    ),
    ("supports/architecture", "federated", "lhs:dataArchitecture", "architecture/federated"),
    ("supports/arrangements", ["quality"], "lhs:hasArrangement", "arrangement/quality"),
    ("supports/competencies", ["data-science"], "lhs:buildsCompetency", "competency/data-science"),
    ("supports/linksWith", ["another"], "lhs:linksWithSystem", f"<{CASE}another>"),
    ("supports/started", 2010, "lhs:startYear", '"2010"^^xsd:gYear'),
    ("cycles", {"id": "#x"}, "lhs:hasCycle", "#x"),
    ("cycles/problem", "#p", "lhs:tackles", "#p"),
    ("cycles/problem/name", "Delay", "rdfs:label", '"Delay"@en'),
    ("cycles/problem/affects", ["patient"], "lhs:affects", "actor/patient"),
    ("cycles/phases", {"id": "#x"}, "lhs:hasPhase", "#x"),
    ("cycles/phases/phase", "K2P", "lhs:phaseKind", "phase/K2P"),
    ("cycles/phases/followedBy", ["#p"], "lhs:isFollowedBy", "#p"),
    ("cycles/phases/processes", {"id": "#x"}, "lhs:carriesOut", "#x"),
    (
        "cycles/phases/processes/process",
        "data-governance",
        "lhs:realises",
        "process/data-governance",
    ),
    ("cycles/processes", {"id": "#x"}, "lhs:carriesOut", "#x"),
    ("cycles/drivenBy", ["#k"], "lhs:isDrivenBy", "#k"),
    ("cycles/contributesTo", ["#g"], "lhs:contributesTo", "#g"),
    ("cycles/routinised", False, "lhs:isRoutinised", '"false"^^xsd:boolean'),
    ("cycles/precededBy", ["#c"], "lhs:isPrecededBy", "#c"),
    ("processes", {"id": "#x"}, "lhs:carriesOut", "#x"),
    ("processes/process", "systems-thinking", "lhs:realises", "process/systems-thinking"),
    ("processes/timeProtected", True, "lhs:isTimeProtected", '"true"^^xsd:boolean'),
    ("indicators", {"id": "#x"}, "lhs:hasIndicator", "#x"),
    (
        "indicators/dimensions",
        ["health-system-cost"],
        "lhs:measures",
        "dimension/health-system-cost",
    ),
    ("indicators/goals", ["#g"], "lhs:operationalises", "#g"),
    ("indicators/fedBy", ["#s"], "lhs:isFedBy", "#s"),
    ("indicators/monitors", ["#c"], "lhs:monitors", "#c"),
    ("indicators/definedBy", ["patient"], "lhs:isDefinedBy", "actor/patient"),
    ("indicators/repeated", True, "lhs:isRepeated", '"true"^^xsd:boolean'),
    ("indicators/brokenDownBy", ["income"], "lhs:isBrokenDownBy", '"income"@en'),
    ("indicators/measuresDisparity", True, "lhs:measuresDisparity", '"true"^^xsd:boolean'),
    ("indicators/patientReported", True, "lhs:isPatientReported", '"true"^^xsd:boolean'),
    ("indicators/results", {"id": "#x"}, "lhs:hasResult", "#x"),
    ("indicators/results/statement", "It rose", "lhs:statement", '"It rose"@en'),
    ("indicators/results/value", 30, "lhs:value", '"30"^^xsd:integer'),
    ("indicators/results/value", 30.5, "lhs:value", '"3.05E1"^^xsd:double'),
    ("indicators/results/value", "about 30", "lhs:value", '"about 30"'),
    ("indicators/results/unit", "days", "lhs:unit", '"days"@en'),
    ("indicators/results/period", "two years", "lhs:period", '"two years"@en'),
    ("indicators/results/direction", "mixed", "lhs:direction", "direction/mixed"),
    ("careTrajectories", {"id": "#x"}, "lhs:hasCareTrajectory", "#x"),
    ("careTrajectories/population", "Adults", "lhs:forPopulation", '"Adults"@en'),
    ("careTrajectories/stages", ["Visit"], "lhs:hasStage", '"Visit"@en'),
    ("reportedGaps", {"id": "#x"}, "lhs:hasReportedGap", "#x"),
    ("reportedGaps/concerns", ["element/it-system"], "lhs:concerns", "element/it-system"),
    ("reportedGaps/concernsParts", ["#s"], "lhs:concerns", "#s"),
    ("reportedGaps/gapKinds", ["P3"], "lhs:ofKind", "gap/P3"),
    ("reportedGaps/about", "outcomes", "lhs:aboutText", '"outcomes"@en'),
    ("contextNotes", {"id": "#x"}, "lhs:hasContextNote", "#x"),
    ("contextNotes/about", "laws", "lhs:aboutText", '"laws"@en'),
    ("sources", {"id": "one"}, "lhs:isDocumentedBy", f"<{REFERENCE}one>"),
    ("sources/title", "A title", "dcterms:title", '"A title"@en'),
    ("sources/authors", "First A", "lhs:authorText", '"First A"'),
    ("sources/year", 2015, "dcterms:issued", '"2015"^^xsd:gYear'),
    ("sources/doi", "10.1/a", "bibo:doi", '"10.1/a"'),
    ("sources/url", "https://a.example", "schema:url", '"https://a.example"^^xsd:anyURI'),
    ("sources/type", "report", "lhs:sourceType", "source-type/report"),
    ("sources/read", "seed", "lhs:readingDepth", "reading/seed"),
)


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(catalogue.context().read_text(encoding="utf-8"))
    assert list(content) == ["@context"]
    own: dict[str, Any] = content["@context"]
    return own


@pytest.mark.parametrize(("place", "value", "name", "expected"), CASES)
def test_a_key_says_what_it_should(
    context: dict[str, Any], place: str, value: object, name: str, expected: str
) -> None:
    triples = _expand(context, _document(place, value))

    assert (_full(context, name), _object(expected)) in {
        (str(triple.predicate.value), str(triple.object)) for triple in triples
    }


def test_the_record_is_about_the_system(context: dict[str, Any]) -> None:
    (triple,) = _expand(context, {"id": SYSTEM, "record": {"id": f"{SYSTEM}#description"}})

    assert str(triple.subject) == f"<{SYSTEM}#description>"
    assert (triple.predicate.value, str(triple.object)) == (f"{FOAF}primaryTopic", f"<{SYSTEM}>")


def test_every_key_of_the_context_has_an_example(context: dict[str, Any]) -> None:
    tried = {place for place, *_ in CASES} | {"id", "language", "record"}
    known = {key.rsplit("/", 1)[-1] for key in tried}

    untried = {key for key, definition in _terms(context) if not _is_prefix(definition)} - known

    assert untried == set()


def test_the_default_language_can_be_changed(context: dict[str, Any]) -> None:
    document = {
        "@context": [context, {"@language": "fr"}],
        "id": SYSTEM,
        "goals": {"id": "#g", "name": "Un but"},
    }

    triples = list(_parse(document))

    assert '"Un but"@fr' in {str(triple.object) for triple in triples}


def test_every_property_is_declared(
    context: dict[str, Any], ontology: "Graph", own_terms: frozenset[str]
) -> None:
    used = {_full(context, name) for name in _properties(context)}
    declared = ontology.subjects(
        "http://www.w3.org/2002/07/owl#AnnotationProperty",
        "http://www.w3.org/2002/07/owl#ObjectProperty",
        "http://www.w3.org/2002/07/owl#DatatypeProperty",
    )

    assert {name for name in used if name.startswith(LHS)} - own_terms == set()
    assert {name for name in used if not name.startswith(LHS)} == set(FOREIGN)
    assert used - declared == {f"{RDFS}label"}


def _with_scheme(words: dict[str, set[str]]) -> set[str]:
    return {f"{scheme}/{slug}" for scheme, slugs in words.items() for slug in slugs}


def test_no_key_hides_a_word_of_the_code_list_that_it_is_used_for(
    context: dict[str, Any], ontology: "Graph"
) -> None:
    words: dict[str, set[str]] = {}
    for quad in ontology.store:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(CONCEPT):
            scheme, slug = quad.subject.value.removeprefix(CONCEPT).split("/")
            words.setdefault(scheme, set()).add(slug)
    hidden = []
    for active, key, definition in _in_scope(context, {}):
        space = _vocabulary(definition)
        if space:
            own = {**active, **definition["@context"]}
            scheme = space.removeprefix(CONCEPT).rstrip("/")
            taken = words[scheme] if scheme else _with_scheme(words)
            hidden += [(key, word) for word in taken & set(own) if own[word] != f"{space}{word}"]

    assert len(words) >= 20
    assert hidden == []


def test_no_scoped_context_is_reset(context: dict[str, Any]) -> None:
    resets = [
        key
        for key, definition in _terms(context)
        if isinstance(definition, dict) and definition.get("@context", {}) is None
    ]

    assert resets == []


def _document(place: str, value: object) -> dict[str, object]:
    inner: object = value
    for key in reversed(place.split("/")):
        inner = {"id": "#inner", key: inner}
    return {**inner, "id": SYSTEM}  # type: ignore[dict-item]


def _expand(context: dict[str, Any], document: dict[str, object]) -> list[ox.Triple]:
    return list(_parse({"@context": context, **document}))


def _parse(document: Mapping[str, object]) -> Iterator[ox.Triple]:
    content = json.dumps(document).encode()
    for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD, base_iri=SYSTEM):
        yield quad.triple


def _full(context: dict[str, Any], name: str) -> str:
    prefix, local = name.split(":", 1)
    return f"{context[prefix]}{local}"


def _object(expected: str) -> str:
    if expected.startswith('"'):
        return expected.replace("^^xsd:", f"^^<{XSD}") + (">" if "^^xsd:" in expected else "")
    if expected.startswith("<"):
        return expected
    return f"<{SYSTEM}{expected}>" if expected.startswith("#") else f"<{CONCEPT}{expected}>"


def _is_prefix(definition: object) -> bool:
    return isinstance(definition, str) and definition.endswith(("/", "#"))


def _terms(context: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for _, key, definition in _in_scope(context, {}):
        yield key, definition


def _in_scope(
    context: Mapping[str, Any], outer: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, Any], str, Any]]:
    """Every term with the context that is active where it stands; words of code lists left out."""
    own = {key: value for key, value in context.items() if not key.startswith("@")}
    active = {**outer, **own}
    for key, definition in own.items():
        if isinstance(definition, str) and definition.startswith(CONCEPT) and key != "lhsc":
            continue
        yield active, key, definition
        if isinstance(definition, dict):
            yield from _in_scope(definition.get("@context") or {}, active)


def _vocabulary(definition: object) -> str:
    scoped = definition.get("@context") if isinstance(definition, dict) else None
    return str(scoped.get("@vocab", "")) if scoped else ""


def _properties(context: Mapping[str, Any]) -> set[str]:
    return {
        str(definition.get("@id") or definition["@reverse"])
        for _, definition in _terms(context)
        if isinstance(definition, dict)
    }


def test_every_code_list_that_a_key_points_to_exists(
    context: dict[str, Any], ontology: "Graph"
) -> None:
    schemes = {
        iri.removeprefix(f"{BASE}scheme/") for iri in ontology.subjects(f"{SKOS}ConceptScheme")
    }

    named = {
        _vocabulary(definition).removeprefix(CONCEPT).rstrip("/")
        for _, definition in _terms(context)
    }

    assert named - {""} - schemes == set()

"""Every metric is seen to find a defect and to pass what is right; our own ontology is clean."""

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import HeaderInvalidError, ValidationSetupError
from lhs_graph.messages import keys, languages
from lhs_graph.quality import Acceptance, Metric, Metrics, State, assess
from lhs_graph.quality.assessment import observe
from lhs_graph.quality.reading import read_metric
from lhs_graph.terms import BASE
from lhs_graph.vocabulary import parse_turtle

_METRICS = Metrics.load(Catalogue.shipped())
_OFFLINE = [one for one in _METRICS.metrics if one.query and not one.expectations]
_BAD = Path(__file__).parent / "bad"
_GOOD = Path(__file__).parent / "good.ttl"
_OURS = tuple(parse_turtle(Catalogue.shipped().ontology_modules()))

_QUERY = """#+ id: {stem}
#+ number: {number}
#+ dimension: modelling
#+ name: {{en: name, fr: nom}}
#+ question: {{en: Is it?, fr: Est-ce?}}
#+ returns: [{columns}]
#+ since: 0.1.0
SELECT {projection} WHERE {{ ?subject a ?kind . BIND("" AS ?detail) BIND(false AS ?fails) }}
"""


def _store(path: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def _named(iris: str) -> set[str]:
    return {iri if ":" in iri else f"{BASE}{iri}" for iri in iris.split()}


def _ids(metric: Metric) -> str:
    return metric.id


def test_there_is_a_bad_ontology_for_every_metric() -> None:
    assert len(_OFFLINE) >= 40
    assert {one.id for one in _OFFLINE} == {path.stem for path in _BAD.glob("*.ttl")}


@pytest.mark.parametrize("metric", _OFFLINE, ids=_ids)
def test_the_defect_is_found_and_nothing_else(metric: Metric) -> None:
    path = _BAD / f"{metric.id}.ttl"
    expected = re.match(r"# finds: (.+)", path.read_text(encoding="utf-8"))
    assert expected

    found = {one.subject for one in observe(metric, _store(path)) if one.fails}

    assert found == _named(expected[1])


@pytest.mark.parametrize("metric", _OFFLINE, ids=_ids)
def test_a_good_ontology_passes(metric: Metric) -> None:
    seen = observe(metric, _store(_GOOD))

    assert seen
    assert [one for one in seen if one.fails] == []


@pytest.mark.parametrize("metric", _OFFLINE, ids=_ids)
def test_a_metric_that_looks_at_nothing_has_failed(metric: Metric) -> None:
    nothing = [ox.Triple(*[ox.NamedNode("https://elsewhere.example/x")] * 3)]
    assessment = assess(Metrics((metric,), ()), nothing)

    assert assessment.measurements[0].state is State.FAILED
    assert not assessment.clean


def test_our_ontology_is_clean() -> None:
    assessment = assess(_METRICS, _OURS)

    wrong = [
        (one.metric.number, one.findings, one.unneeded)
        for one in assessment.measurements
        if one.state is State.FAILED
    ]
    assert wrong == []
    assert assessment.clean
    assert assessment.version.startswith(f"{BASE}ontology/")
    assert assessment.counts[State.PASSED] >= 40


def test_what_cannot_be_checked_is_never_passed() -> None:
    assessment = assess(_METRICS, _OURS)

    for one in assessment.measurements:
        asked = one.metric.expectations or one.metric.reason
        assert (one.state is State.UNCHECKED) == bool(asked), one.metric.number
        assert not asked or set(one.unchecked) == set(languages())


def test_every_text_is_in_every_language() -> None:
    for one in _METRICS.metrics:
        for texts in (one.name, one.question, one.reason or one.name):
            assert set(texts) == set(languages()), one.number
            assert all(texts.values()), one.number
        assert f"quality.dimension.{one.dimension}" in keys(), one.number
    for accepted in _METRICS.acceptances:
        assert set(accepted.reason) == set(languages()), accepted.metric


def test_an_acceptance_that_covers_nothing_is_a_finding() -> None:
    idle = [
        Acceptance("P06", {"en": "why", "fr": "pourquoi"}, subjects=(f"{BASE}ontology#Support",)),
        Acceptance("P13", {"en": "why", "fr": "pourquoi"}, excuse="no-such-rule"),
    ]
    metrics = replace(_METRICS, acceptances=(*_METRICS.acceptances, *idle))

    failed = [one for one in assess(metrics, _OURS).measurements if one.state is State.FAILED]

    assert [one.metric.number for one in failed] == ["P06", "P13"]
    assert [one.unneeded for one in failed] == [(idle[0],), (idle[1],)]


def test_a_subject_that_needs_no_acceptance_any_more_is_named() -> None:
    changed = [
        replace(one, subjects=(*one.subjects, f"{BASE}ontology#Support")) if one.subjects else one
        for one in _METRICS.acceptances
    ]

    found = assess(replace(_METRICS, acceptances=tuple(changed)), _OURS)

    unneeded = [one for each in found.measurements for one in each.unneeded]
    assert {one.subjects for one in unneeded} == {(f"{BASE}ontology#Support",)}
    assert not found.clean


@pytest.mark.parametrize("number", sorted({one.metric for one in _METRICS.acceptances}))
def test_without_its_acceptances_a_metric_fails(number: str) -> None:
    left = tuple(one for one in _METRICS.acceptances if one.metric != number)

    found = assess(replace(_METRICS, acceptances=left), _OURS)

    failed = [one.metric.number for one in found.measurements if one.state is State.FAILED]
    assert failed == [number]


def test_nothing_to_measure_is_an_error() -> None:
    with pytest.raises(ValidationSetupError):
        assess(_METRICS, [])
    with pytest.raises(ValidationSetupError):
        assess(Metrics((), ()), _OURS)


@pytest.mark.parametrize(
    "columns", [["subject", "fails"], ["subject", "fails", "detail"], ["iri"], ["subject"]]
)
def test_a_query_with_other_columns_is_refused(columns: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    declared = ", ".join(f"{{column: {one}, kind: iri}}" for one in columns)
    projection = " ".join(f"?{one}" for one in columns)
    text = _QUERY.format(stem="bad", number="X1", columns=declared, projection=projection)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(HeaderInvalidError):
        read_metric(path)


def test_a_row_that_does_not_say_whether_it_fails_is_an_error() -> None:
    query = 'SELECT ?subject ?detail ?fails WHERE { ?subject a ?kind . BIND("" AS ?detail) }'
    metric = replace(_OFFLINE[0], query=query)

    with pytest.raises(HeaderInvalidError):
        observe(metric, _store(_GOOD))


@pytest.mark.parametrize(
    "accepted",
    [
        "- {metric: P13}",
        "- P13",
        "[",
        "- {metric: P999, excuse: rule, reason: {en: why, fr: pourquoi}}",
    ],
)
def test_a_list_that_breaks_the_format_is_named(accepted: str, tmp_path: Path) -> None:
    folder = tmp_path / "queries" / "quality"
    folder.mkdir(parents=True)
    for path in Catalogue.shipped().quality_queries():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "not-checked.yaml").write_text("[]", encoding="utf-8")
    (folder / "accepted.yaml").write_text(accepted, encoding="utf-8")

    with pytest.raises(HeaderInvalidError, match=r"accepted[.]yaml"):
        Metrics.load(Catalogue(tmp_path))

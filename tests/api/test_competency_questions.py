"""The promise: a competency question is called by its words wherever it is named."""

import json
from collections import defaultdict

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.terms import BASE, DCTERMS, RDFS, SKOS


@pytest.mark.parametrize("number", ["P01", "L09", "R01"])
def test_a_question_is_told_by_its_words_and_what_answers_it_is_a_note(
    client: httpx.Client, number: str
) -> None:
    iri = f"{BASE}cq/{number}"
    entry = client.get("/api/v1/lookup", params={"iri": iri, "lang": "fr"}).json()
    turtle = client.get(f"/cq/{number}", headers={"Accept": "text/turtle"}).content
    said: dict[str, set[object]] = defaultdict(set)
    for one in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if one.subject == ox.NamedNode(iri):
            said[one.predicate.value].add(one.object)
    page = client.get(f"/cq/{number}", headers={"Accept": "text/html"}).text
    embedded = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    found = json.loads(embedded)
    question = {ox.Literal(text, language=one) for one, text in entry["labels"].items()}

    assert {"en", "fr"} == entry["labels"].keys()
    assert entry["label"] == entry["labels"]["fr"]
    assert all(text.endswith("?") for text in entry["labels"].values())
    assert question == said[f"{RDFS}label"]
    assert {ox.Literal(number)} == said[f"{DCTERMS}identifier"]
    assert not said[f"{DCTERMS}description"]
    notes = said[f"{SKOS}note"] | said[f"{SKOS}editorialNote"]
    assert len(notes) == (2 if number != "R01" else 0)
    for key in ("name", "text"):
        assert set(entry["labels"].values()) == {one["@value"] for one in found[key]}
    assert number == found["identifier"]
    assert "description" not in found

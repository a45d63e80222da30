"""Pages of the site: what they are called, in which language, and that they can be reached."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from lhs_graph.messages import sentence
from lhs_graph.terms import BASE

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_PLACES = (
    *("", "ontology", "shapes", "doc/void", "dataset", "catalog", "data", "query", "cq", "graph"),
    *("problem", "constraints", "prefixes", "quality", "doc/case"),
)
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCTERMS = "http://purl.org/dc/terms/"


class _Reader(HTMLParser):
    """What matters of a page: its links, anchors, headings and elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.texts.setdefault(self.elements[-1][0], data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [own for tag, own in self.elements if tag == name]

    @property
    def anchors(self) -> set[str | None]:
        return {own["id"] for _, own in self.elements if "id" in own}

    @property
    def links(self) -> list[str]:
        return [str(own["href"]) for own in self.all("a") if "href" in own]


def _page(client: httpx.Client, address: str, language: str = "en") -> _Reader:
    answer = client.get(f"/{address}", headers={"Accept": _BROWSER, "Accept-Language": language})
    assert answer.status_code == 200, address
    return _Reader(answer.text)


def _embedded(client: httpx.Client, address: str) -> dict[str, Any]:
    text = client.get(f"/{address}", headers={"Accept": _BROWSER}).text
    found: dict[str, Any] = json.loads(
        text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    )
    return found


def _triples(client: httpx.Client, address: str) -> set[ox.Triple]:
    text = client.get(f"/{address}", headers={"Accept": "text/turtle"}).content
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def _objects(triples: set[ox.Triple], subject: str, name: str) -> list[Any]:
    return [
        one.object
        for one in triples
        if one.subject == ox.NamedNode(subject) and one.predicate.value == name
    ]


def test_the_home_page_leads_to_every_kind_of_document(client: httpx.Client) -> None:
    found = {urlsplit(urljoin("http://x/", one)).path for one in _page(client, "").links}

    for address in ("quality", "constraints", "problem", "prefixes", "ontology", "doc/void"):
        assert f"/{address}" in found, address


def test_the_ontology_lists_the_kept_versions(client: httpx.Client) -> None:
    version = _objects(_triples(client, "ontology"), f"{BASE}ontology", f"{_DCTERMS}hasVersion")

    assert version
    links = _page(client, "ontology").links
    for one in version:
        assert f"./{one.value.removeprefix(BASE)}" in links


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", _PLACES)
def test_no_page_and_no_line_of_a_list_is_called_by_its_address(
    client: httpx.Client, address: str, language: str
) -> None:
    page = _page(client, address, language)

    assert page.texts["h1"].strip()
    assert not page.texts["h1"].startswith("http")
    text = client.get(f"/{address}", headers={"Accept": _BROWSER, "Accept-Language": language}).text
    for line in re.findall(r'<ul class="listed">(.*?)</ul>', text, re.DOTALL):
        assert f">{BASE}" not in line


def test_a_query_is_headed_by_its_question_in_the_language_of_the_page(
    client: httpx.Client,
) -> None:
    address = "query/r01-which-cases-are-described"
    french, english = (_page(client, address, one) for one in ("fr", "en"))

    assert french.texts["h1"].startswith("Quels cas")
    assert english.texts["h1"].startswith("Which cases")


@pytest.mark.parametrize(
    ("language", "marked"), [("en", "is defined by"), ("fr", "est défini par")]
)
def test_the_service_calls_standard_properties_by_words(
    client: httpx.Client, language: str, marked: str
) -> None:
    found: set[str] = set()
    for address in (*_PLACES, "doc/case/geisinger", "doc/concept/gap/P1", "ontology/module/core"):
        headers = {"Accept": _BROWSER, "Accept-Language": language}
        text = client.get(f"/{address}", headers=headers).text
        found.update(re.findall(r"<dt><(?:a|span)[^>]*>([^<]*)<", text))

    assert len(found) > 100
    assert marked in found
    assert {one for one in found if re.fullmatch(r"[a-z][\w.-]*:\S+", one)} == set()


def test_what_a_query_gives_is_said_in_the_language_of_the_page(client: httpx.Client) -> None:
    listed = _page(client, "query", "fr").links
    queries = [one.split("/", 1)[1] for one in listed if re.search(r"query/[a-z]+\d+-", one)]

    assert len(queries) > 70
    for one in queries:
        french, english = (_page(client, one, language) for language in ("fr", "en"))
        leads = [
            own for page in (french, english) for own in page.all("p") if own.get("class") == "lead"
        ]
        assert len(leads) == 2, one
        assert not any("lang" in own for own in leads), one


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("ontology", {"owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty"}),
        ("shapes", {"sh:NodeShape", "sh:PropertyShape"}),
        ("quality", {"dqv:Metric", "dqv:QualityMeasurement"}),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_standard_kinds_have_words_in_headings(
    client: httpx.Client, address: str, language: str, kinds: set[str]
) -> None:
    headings = {sentence(f"site.section.{one}", language) for one in kinds}
    answer = client.get(f"/{address}", headers={"Accept": _BROWSER, "Accept-Language": language})
    found = set(re.findall(r"<h2[^>]*>([^<]*)</h2>", answer.text))

    assert headings <= found
    assert not [one for one in found if re.match(r"[a-z]+:[A-Z]", one)]


def test_the_modules_of_the_shapes_are_called_by_their_titles(client: httpx.Client) -> None:
    text = client.get("/shapes", headers={"Accept": _BROWSER}).text
    modules = re.findall(r'<a href="\./shapes/[^"#]+"[^>]*>([^<]*)</a>', text)

    assert len(modules) > 5
    assert not [one for one in modules if "/" in one]


def test_the_statistics_call_the_terms_of_void_by_words(client: httpx.Client) -> None:
    text = client.get("/doc/void", headers={"Accept": _BROWSER}).text

    assert ">number of triples</a></dt>" in text
    assert ">http://rdfs.org/ns/void#" not in text


def test_what_is_in_another_language_says_so(client: httpx.Client) -> None:
    page = _page(client, "doc/case/improvecarenow", "fr")

    assert page.all("h1") == [{"lang": "en"}]
    assert any(own.get("lang") == "en" for own in page.all("h3"))
    assert any(own.get("lang") == "en" for own in page.all("a") if "hreflang" not in own)
    assert not any(own.get("lang") == "fr" for own in page.all("h2"))


def test_the_switch_of_languages_is_a_navigation_on_every_page(client: httpx.Client) -> None:
    for page in (
        _page(client, "ontology"),
        _Reader(client.get("/nowhere?a=1", headers={"Accept": _BROWSER}).text),
    ):
        switch = [own for own in page.all("nav") if own.get("class") == "languages"]
        assert switch[0]["aria-label"]
        assert {own["hreflang"] for own in page.all("a") if "hreflang" in own} == {"en", "fr"}
        assert not any("aria-label" in own for own in page.all("p"))


def test_the_switch_of_an_error_page_asks_the_same_in_the_other_language(
    client: httpx.Client,
) -> None:
    page = _Reader(client.get("/nowhere?a=1&lang=en", headers={"Accept": _BROWSER}).text)
    french = next(own["href"] for own in page.all("a") if own.get("hreflang") == "fr")
    answer = client.get(urljoin("/nowhere", french), headers={"Accept": _BROWSER})

    assert french == "?a=1&lang=fr"
    assert (answer.status_code, answer.headers["content-language"]) == (404, "fr")


def test_the_text_of_a_query_can_be_scrolled_with_the_keyboard(client: httpx.Client) -> None:
    page = _page(client, "query/r01-which-cases-are-described")

    (text,) = page.all("pre")
    assert (text["tabindex"], text["role"]) == ("0", "region")
    assert text["aria-labelledby"] in page.anchors


def test_a_query_leads_to_its_operation_and_its_answer(client: httpx.Client) -> None:
    needing = _needing_a_parameter(client)
    for name in ("r01-which-cases-are-described", needing):
        links = [urljoin("/query/x", one) for one in _page(client, f"query/{name}").links]
        assert f"/api/docs#/queries/query-{name}" in links
        answer = next(one for one in links if one.startswith(f"/api/v1/queries/{name}"))
        assert client.get(answer).status_code == 200
    target = "https://schema.org/target"
    triples = _triples(client, "query/r01-which-cases-are-described")
    assert [one.object.value for one in triples if one.predicate.value == target] == [  # type: ignore[union-attr]
        f"{BASE}sparql"
    ]


def _needing_a_parameter(client: httpx.Client) -> str:
    queries = client.get("/api/v1/queries").json()["items"]
    return next(
        str(one["name"]) for one in queries if any(own["required"] for own in one["parameters"])
    )


@pytest.mark.parametrize("address", ["dataset", "doc/void"])
def test_every_part_of_the_dataset_has_its_row_on_the_page(
    client: httpx.Client, address: str
) -> None:
    triples, page = _triples(client, "doc/void"), _page(client, address, "fr")
    parts = {
        one.object.value  # type: ignore[union-attr]
        for one in triples
        if one.predicate.value in (f"{_VOID}classPartition", f"{_VOID}propertyPartition")
    }

    assert len(parts) > 150
    assert {one.removeprefix(f"{BASE}doc/void#") for one in parts} <= page.anchors
    assert not any("doc/void#class-" in one for one in page.links)


def test_every_linkset_has_two_ends_and_belongs_to_the_dataset(client: httpx.Client) -> None:
    triples = _triples(client, "doc/void")
    linksets = [one.subject.value for one in triples if str(one.object) == f"<{_VOID}Linkset>"]  # type: ignore[union-attr]
    subsets = {one.value for one in _objects(triples, f"{BASE}dataset", f"{_VOID}subset")}

    assert linksets
    for one in linksets:
        assert one in subsets
        assert len(_objects(triples, one, f"{_VOID}subjectsTarget")) == 1
        (target,) = _objects(triples, one, f"{_VOID}objectsTarget")
        assert _objects(triples, target.value, f"{_VOID}uriSpace")


def test_void_counts_a_statement_of_two_graphs_once(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    answer = client.get("/sparql", params={"query": query})
    (counted,) = _objects(_triples(client, "doc/void"), f"{BASE}dataset", f"{_VOID}triples")
    bindings = answer.json()["results"]["bindings"]

    assert counted.value == bindings[0]["n"]["value"]


def test_void_names_the_vocabularies_that_are_used_and_no_others(client: httpx.Client) -> None:
    triples = _triples(client, "doc/void")
    used = {
        one.object.value  # type: ignore[union-attr]
        for one in triples
        if one.predicate.value in (f"{_VOID}property", f"{_VOID}class")
    }
    named = {one.value for one in _objects(triples, f"{BASE}dataset", f"{_VOID}vocabulary")}

    assert len(named) > 10
    assert not [one for one in used if not one.startswith(tuple(named))]
    assert not [space for space in named if not any(one.startswith(space) for one in used)]


def test_publishers_are_agents_and_files_say_where_and_on_what_terms(client: httpx.Client) -> None:
    triples = _triples(client, "catalog")
    agents = {one.object for one in triples if one.predicate.value == f"{_DCTERMS}publisher"}
    files = [one.subject.value for one in triples if str(one.object) == f"<{_DCAT}Distribution>"]  # type: ignore[union-attr]

    (agent,) = agents
    assert isinstance(agent, ox.NamedNode)
    assert _objects(triples, agent.value, "http://xmlns.com/foaf/0.1/name")
    assert agent.value.split("#")[1] in _page(client, "catalog").anchors
    assert len(files) > 3
    for one in files:
        assert _objects(triples, one, f"{_DCAT}accessURL")
        assert _objects(triples, one, f"{_DCTERMS}license")


@pytest.mark.parametrize("address", ["", "catalog", "dataset", "version"])
def test_search_engines_read_a_dataset_with_its_files(client: httpx.Client, address: str) -> None:
    version = client.get("/api/v1/version").json()["data_version"]
    found = _embedded(client, f"data/{version}" if address == "version" else address)
    assert found["@context"] == "https://schema.org"
    dataset = found.get("dataset") or found.get("mainEntity", found)

    assert dataset["@type"] == "Dataset"
    for key in ("@id", "name", "description", "license", "creator", "version", "url"):
        assert dataset[key], key
    assert dataset.get("dateModified") or dataset.get("datePublished")
    for one in dataset["distribution"]:
        assert one["contentUrl"].startswith(BASE)
        assert "/" in one["encodingFormat"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("doc/case/improvecarenow", "CreativeWork"),
        ("doc/reference/menear-2019-framework", "ScholarlyArticle"),
        ("doc/reference/pcori-2013-improvecarenow-phase-1", "WebPage"),
        ("doc/concept/pillar/social", "DefinedTerm"),
        ("query/r01-which-cases-are-described", "SoftwareSourceCode"),
        ("cq/R01", "Question"),
        ("", "WebSite"),
    ],
)
def test_search_engines_read_types_and_names_in_their_language(
    client: httpx.Client, address: str, kind: str
) -> None:
    found = _embedded(client, address)

    assert (found["@context"], found["@type"]) == ("https://schema.org", kind)
    assert "@language" in json.dumps(found["name"])
    assert not [one for one in found if one.startswith("http")]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", ["ontology", "shapes", "quality"])
def test_no_value_of_a_page_is_a_bare_ellipsis(
    client: httpx.Client, address: str, language: str
) -> None:
    text = client.get(f"/{address}.{language}.html").text

    assert "…</" not in text
    assert "<dd><dl>" in text.replace("\n", "")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ontology_page_leads_to_its_sections_and_terms_from_its_top(
    client: httpx.Client, language: str
) -> None:
    text = client.get(f"/ontology.{language}.html").text
    top = _Reader(text.split('<nav class="sections"')[1].split("</nav>")[0])
    whole = _Reader(text)

    sections = [one.removeprefix("#") for one in top.links if one.startswith("#section-")]
    assert len(sections) >= 4
    assert set(sections) <= whole.anchors
    assert {"#Support", "#Accelerator", "#hasPart"} <= set(top.links)
    assert {one.removeprefix("#") for one in top.links} <= whole.anchors
    parts = re.search(
        r"(has part|comprend)</a></dt><dd><details><summary>\d+ (values|valeurs)<", text
    )
    assert parts
    assert text.index('<nav class="sections"') < parts.start()

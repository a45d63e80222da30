"""The promise: a query file whose header and text disagree is refused with the reason."""

from pathlib import Path

import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.errors import HeaderInvalidError
from lhs_graph.headers import read_header, read_query_file
from lhs_graph.messages import languages

_GOOD = """#+ id: good
#+ summary: Things
#+ summary_in: {fr: Choses}
#+ question: {en: "Which things?", fr: "Quelles choses ?"}
#+ parameters:
#+   - {name: case, kind: iri, required: false, base: "http://e/", example: x}
#+ returns:
#+   - {column: thing, kind: iri, meaning: {en: thing, fr: chose}}
#+   - {column: count, kind: integer, meaning: {en: how many, fr: combien}}
#+ since: 0.1.0

SELECT ?thing (COUNT(?part) AS ?count)
WHERE {
  ?_case_iri <http://e/has> ?thing .
  ?thing <http://e/part> ?part .
}
GROUP BY ?thing
ORDER BY ?thing
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "good.rq"
    path.write_text(text)
    return path


def test_a_good_header_is_read(tmp_path: Path) -> None:
    query = read_query_file(_write(tmp_path, _GOOD))

    assert ("thing", "count") == tuple(column.name for column in query.columns)
    assert "_case_iri" == query.parameters[0].variable
    assert {"en": "Things", "fr": "Choses"} == query.summary


def test_every_query_with_a_summary_has_it_in_every_language() -> None:
    found = {
        path.stem: read_query_file(path).summary
        for path in sorted((Catalogue.shipped().root / "queries").glob("*/*.rq"))
        if "summary" in read_header(path, path.read_text("utf-8"))
    }

    assert len(found) > 140
    for name, texts in found.items():
        assert set(languages()) == set(texts), name
        assert len(set(texts.values())) == len(texts), name
        assert all(0 < len(text) <= 80 for text in texts.values()), name
        assert not any(text.endswith(".") for text in texts.values()), name


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("column: count", "column: number", "projects"),
        ("?_case_iri <", "?_town_iri <", "parameters declared and used differ"),
        ("#+ since: 0.1.0", "#+ since: 0.1.0\n#+ colour: red", "unknown keys"),
        ("#+ summary: Things\n", "", "missing keys"),
        ("#+ summary_in: {fr: Choses}\n", "", "missing keys"),
        ("{fr: Choses}", "Choses", "no mapping of other languages"),
        ("{fr: Choses}", "{en: Objects, fr: Choses}", "no mapping of other languages"),
        ("id: good", "id: other", "not the file's stem"),
        ("kind: iri, required", "kind: colour, required", "parameter of kind"),
        ("#+ since: 0.1.0", "#+ since: [", "good.rq"),
    ],
)
def test_a_broken_header_is_refused_with_its_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in _GOOD

    with pytest.raises(HeaderInvalidError, match=reason):
        read_query_file(_write(tmp_path, _GOOD.replace(old, new)))

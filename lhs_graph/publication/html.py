"""Pages of the site, from Jinja2 templates that escape everything."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from lhs_graph.findings import in_language
from lhs_graph.headers import QueryFile
from lhs_graph.messages import languages, sentence
from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import suffix_of
from lhs_graph.publication.library import Library
from lhs_graph.publication.page import PageMaker
from lhs_graph.publication.profiles import profiled
from lhs_graph.serialization import serialized

__all__ = ["ASSETS", "LOGO", "asset", "document_html", "problem_html", "root_of", "sparql_html"]

ASSETS = {"site.css": "text/css", "logo.svg": "image/svg+xml"}
"""What pages need besides themselves, with the media types."""

LOGO = "logo.svg"
"""Where the ontology says that its logo is."""

_MENU = ("doc/case", "ontology", "doc/scheme", "shapes", "cq", "query", "doc/reference", "data")
_KINDS = ("cases", "ontology", "schemes", "shapes", "competency-questions", "queries",
          "references", "versions")  # fmt: skip


def root_of(address: str) -> str:
    """The way from a page up to the base.

    >>> root_of(""), root_of("ontology"), root_of("doc/case/geisinger")
    ('./', './', '../../')
    """
    return "../" * address.count("/") or "./"


def asset(name: str) -> bytes:
    """A file that pages need.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in ASSETS:
        raise KeyError(name)
    return files(__package__).joinpath("static", name).read_bytes()


def document_html(
    document: Document,
    library: Library,
    language: str,
    *,
    live: bool = True,
    answered: bool = False,
) -> str:
    """The page of a document.

    Args:
        document: what the page is of.
        library: where the names of all that it mentions are.
        language: of the page.
        live: whether a service runs beside the page; if not, no link leads to one.
        answered: whether the answer of the query lies beside it, as CSV.
    """
    root = root_of(document.address)
    page = PageMaker(library, language, root, live=live).page(document)
    frame = _Frame(root, language, document.address)
    return (
        _environment()
        .get_template("document.html.j2")
        .render(
            **frame.facts(),
            page=page,
            document=document,
            own=f"{root}{quote(document.address or 'index', safe='/+~@')}",
            version=library.knowledge.data_version,
            alternates=[(suffix_of(kind), kind) for kind in document.forms],
            embedded=_embedded(document, library),
            live=live,
            answered=answered,
        )
    )


def problem_html(title: str, detail: str, status: int, language: str, root: str) -> str:
    """The page that says what went wrong."""
    frame = _Frame(root, language, "")
    return (
        _environment()
        .get_template("problem.html.j2")
        .render(**frame.facts(), title=title, detail=detail, status=status)
    )


def sparql_html(
    questions: Sequence[QueryFile], forms: Mapping[str, str], language: str, root: str
) -> str:
    """The page on which people ask in SPARQL.

    Args:
        questions: those to begin with; the first one stands in the form.
        forms: the media types of answers by their short names.
        language: of the page.
        root: the way from the page up to the base.
    """
    frame = _Frame(root, language, "sparql")
    listed = [(one.id, in_language(one.question, language)) for one in questions]
    example = "\n".join(
        line for line in questions[0].text.splitlines() if not line.startswith("#+")
    )
    return (
        _environment()
        .get_template("sparql.html.j2")
        .render(**frame.facts(), questions=listed, forms=forms, example=example.strip())
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every page has around its content."""

    root: str
    language: str
    address: str

    def facts(self) -> dict[str, object]:
        """The variables of the base template."""
        return {
            "root": self.root,
            "language": self.language,
            "languages": languages(),
            "menu": self._menu(),
            "say": lambda key, **facts: sentence(f"site.{key}", self.language, **facts),
        }

    def _menu(self) -> Sequence[tuple[str, str, bool]]:
        return [
            (
                f"{self.root}{address}",
                sentence(f"site.kind.{kind}", self.language),
                self.address == address or self.address.startswith(f"{address}/"),
            )
            for address, kind in zip(_MENU, _KINDS, strict=True)
        ]


def _embedded(document: Document, library: Library) -> Markup:
    """What search engines read, as JSON-LD that cannot end its element."""
    if "schema" not in document.profiles:
        return Markup()
    triples = profiled(document, "schema", library.statements)
    text = serialized(triples, ox.RdfFormat.JSON_LD).decode()
    compact = json.dumps(json.loads(text), ensure_ascii=False)
    return Markup(compact.replace("<", "\\u003c"))  # noqa: S704  no tag can be in it


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.publication", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""Pages of the site, from Jinja2 templates that escape everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lhs_graph.findings import in_language
from lhs_graph.headers import QueryFile
from lhs_graph.messages import colon, languages, sentence
from lhs_graph.publication.addresses import is_of_service
from lhs_graph.publication.changelog import Changelog
from lhs_graph.publication.document import Document
from lhs_graph.publication.forms import suffix_of
from lhs_graph.publication.library import Library
from lhs_graph.publication.names import WEB
from lhs_graph.publication.page import PageMaker
from lhs_graph.publication.profiles import DEFAULT_PROFILE
from lhs_graph.publication.structured import structured_markup

__all__ = [
    "ASSETS",
    "LOGO",
    "asset",
    "changelog_html",
    "document_html",
    "problem_html",
    "root_of",
    "sparql_html",
]

ASSETS = {"site.css": "text/css", "logo.svg": "image/svg+xml"}
"""What pages need besides themselves, with the media types."""

LOGO = "logo.svg"
"""Where the ontology says that its logo is."""

_MENU = ("doc/case", "ontology", "doc/scheme", "shapes", "cq", "query", "doc/reference", "data")
_KINDS = ("cases", "ontology", "schemes", "shapes", "competency-questions", "queries",
          "references", "versions")  # fmt: skip
_MORE = (
    ("sparql", "sparql"),
    ("api/docs", "api"),
    ("catalog", "kind.catalogue"),
    ("doc/void", "statistics"),
    ("graph", "kind.graphs"),
    ("constraints", "kind.constraints"),
    ("prefixes", "kind.prefixes"),
    ("quality", "ontology_quality"),
    ("problem", "kind.problems"),
)
"""What the home page leads to beside the menu."""


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
) -> str:
    """The page of a document.

    Args:
        document: what the page is of.
        library: where the names of all that it mentions are.
        language: of the page.
        live: whether a service runs beside the page; if not, no link leads to one.
    """
    root = root_of(document.address)
    page = PageMaker(library, language, root, live=live).page(document)
    own = f"{root}{quote(document.address or 'index', safe='/+~@')}"
    translations = {one: f"{own}.{one}.html" for one in languages()}
    frame = _Frame(root, language, document.address, translations)
    return (
        _environment()
        .get_template("document.html.j2")
        .render(
            **frame.facts(),
            page=page,
            more=[one for one in _MORE if live or not is_of_service(one[0])],
            document=document,
            own=own,
            version=library.knowledge.data_version,
            alternates=[(suffix_of(kind), kind) for kind in document.forms],
            embedded=structured_markup(document),
            live=live,
            default_profile=DEFAULT_PROFILE,
        )
    )


def changelog_html(log: Changelog, language: str) -> str:
    """What changed in the ontology, as one page that needs nothing else."""
    return (
        _environment()
        .get_template("changelog.html.j2")
        .render(
            log=log,
            language=language,
            colon=colon(language),
            web=WEB,
            printed=sentence("report.printed", language),
        )
    )


def problem_html(
    members: Mapping[str, Any], language: str, root: str, translations: Mapping[str, str]
) -> str:
    """The page that says what went wrong.

    Args:
        members: those of the problem.
        language: what the page speaks.
        root: the way up to the base.
        translations: the address of the same in each language; none where there is no such.
    """
    frame = _Frame(root, language, "", translations)
    return (
        _environment()
        .get_template("problem.html.j2")
        .render(
            **frame.facts(),
            title=members["title"],
            detail=members.get("detail", ""),
            status=members["status"],
            request_id=members.get("request_id"),
        )
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
    frame = _Frame(root, language, "sparql", {one: f"?lang={one}" for one in languages()})
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
    translations: Mapping[str, str]

    def facts(self) -> dict[str, object]:
        """The variables of the base template."""
        return {
            "root": self.root,
            "language": self.language,
            "translations": self.translations.items(),
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


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("lhs_graph.publication", "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

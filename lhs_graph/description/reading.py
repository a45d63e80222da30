"""The reader of descriptions.

Any of the forms in, triples with places out, or every problem at once.
"""

import json
import re
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Final

import pyoxigraph as ox

from lhs_graph.catalogue import Catalogue
from lhs_graph.description.context import CONTEXT_IRI, Context
from lhs_graph.description.document import FORMS, Description, refused
from lhs_graph.description.local_names import LocalNames
from lhs_graph.description.rdf_form import describe, parse_rdf
from lhs_graph.description.schema import Schema
from lhs_graph.description.writing import write_description
from lhs_graph.description.yaml_form import Plain, read_plain
from lhs_graph.errors import DescriptionError, FileUnreadableError, Place
from lhs_graph.terms import CASE

__all__ = ["DescriptionReader"]

_MOST_BYTES: Final = 5_000_000
_DEPTH: Final = 128
_LONG_TEXT: Final = 64_000
_SUFFIXES: Final[Mapping[str, str]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "jsonld",
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
    ".nt": "ntriples",
}
_TURTLE = re.compile(r"^\s*(@prefix|@base|PREFIX|BASE|<[a-z][a-z0-9+.-]*:|_:)", re.IGNORECASE)
_LINE = re.compile(r"^\s*(<[^>]*>|_:\S+)\s+<[^>]*>\s+.*\.\s*$")


class DescriptionReader:
    """Reads descriptions.

    Made once and then shared, since it holds nothing about any one of them.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def context(self) -> Context:
        """The JSON-LD context."""
        return Context.load(self._catalogue.context())

    @cached_property
    def schema(self) -> Schema:
        """The JSON Schema."""
        return Schema.load(self._catalogue)

    def read_file(self, path: FilePath, form: str | None = None) -> Description:
        """The description in a file, or in standard input for `-`.

        Raises:
            FileUnreadableError: the file is not there or may not be read.
            DescriptionError: see `read`.
        """
        if str(path) == "-":
            return self.read(sys.stdin.buffer.read(_MOST_BYTES + 1), name="stdin", form=form)
        try:
            with path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileUnreadableError(file=str(path), detail=reason) from error
        return self.read(content, name=str(path), form=form)

    def read(self, content: bytes, *, name: str, form: str | None = None) -> Description:
        """The description in those bytes; the form is told from the name, else from the content.

        Raises:
            DescriptionError: it cannot be read; each problem has its place, cause and cure.
        """
        text = _text(content, name)
        chosen = form or _SUFFIXES.get(FilePath(name).suffix.lower()) or _guess(text)
        if chosen not in FORMS:
            raise refused(Place(name), "unknown_form", form=chosen, forms=", ".join(FORMS))
        if chosen == "yaml":
            return self._from_plain(read_plain(text, name), chosen)
        if chosen == "jsonld":
            return self._from_json(text, name)
        return describe(parse_rdf(text, chosen, name), chosen, name)

    def write(self, description: Description, form: str) -> bytes:
        """The description in that form; errors as `write_description`."""
        return write_description(description, form, self.context)

    def _from_json(self, text: str, name: str) -> Description:
        plain = _places_of(text, name)
        try:
            plain.value = json.loads(text)
        except (ValueError, RecursionError) as error:
            line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
            detail = getattr(error, "msg", str(error))
            raise refused(Place(name, line, column), "no_json", detail=detail) from error
        _check_size(plain, plain.value)
        _check_contexts(plain, plain.value, ())
        if isinstance(plain.value, dict) and "id" in plain.value:
            return self._from_plain(plain, "jsonld")
        own = json.dumps(self._with_context(plain.value))
        return describe(parse_rdf(own, "jsonld", name), "jsonld", name)

    def _with_context(self, value: Any) -> Any:  # noqa: ANN401  any JSON
        """The document with our context's IRI replaced by the context itself."""
        if isinstance(value, dict):
            return {
                key: self._contexts(content) if key == "@context" else self._with_context(content)
                for key, content in value.items()
            }
        return [self._with_context(one) for one in value] if isinstance(value, list) else value

    def _contexts(self, content: Any) -> Any:  # noqa: ANN401  any JSON
        if content == CONTEXT_IRI:
            return self.context.content
        return [self._contexts(one) for one in content] if isinstance(content, list) else content

    def _from_plain(self, plain: Plain, form: str) -> Description:
        value = plain.value
        if value is None:
            raise refused(Place(plain.file), "empty")
        if not isinstance(value, dict):
            raise refused(plain.place(()), "no_mapping")
        language = value.get("language") or _stated_language(value.get("@context"))
        problems = self.schema.problems(plain)
        if problems:
            raise DescriptionError(problems)
        names = LocalNames(self.context, plain)
        document = names.resolve()
        if names.problems:
            raise DescriptionError(names.problems)
        slug = str(value["id"])
        local = {"@base": f"{CASE}{slug}", "@language": language or "en"}
        whole = {"@context": [self.context.for_document(document), local], **document}
        triples = _expanded(whole, plain)
        places = {f"{CASE}{slug}#{one}": plain.place(path) for one, path in names.paths.items()}
        places[f"{CASE}{slug}"] = plain.place(())
        return Description(slug, f"{CASE}{slug}", triples, places, form)


def _places_of(text: str, name: str) -> Plain:
    """The places in a JSON text; none where YAML, which JSON mostly is, stumbles over escapes."""
    try:
        return read_plain(text, name)
    except DescriptionError as error:
        if error.problems[0].key != "description.no_yaml":
            raise
        return Plain(name)


def _expanded(document: Mapping[str, Any], plain: Plain) -> tuple[ox.Triple, ...]:
    try:
        content = json.dumps(document, ensure_ascii=False).encode()
        quads = ox.parse(content, format=ox.RdfFormat.JSON_LD)
        return tuple(dict.fromkeys(quad.triple for quad in quads))
    except (SyntaxError, ValueError) as error:
        raise refused(plain.place(()), "no_rdf", form="jsonld", detail=error) from error


def _text(content: bytes, name: str) -> str:
    if len(content) > _MOST_BYTES:
        raise refused(Place(name), "too_large", most=_MOST_BYTES // 1_000_000)
    if b"\0" in content[:4096]:
        raise refused(Place(name), "binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(Place(name, line), "no_utf8") from error
    if not text.strip():
        raise refused(Place(name), "empty")
    return text


def _guess(text: str) -> str:
    head = text.lstrip()
    if head.startswith(("{", "[")):
        return "jsonld"
    if head.startswith(("<?xml", "<rdf:")):
        return "rdfxml"
    if _LINE.match(head.splitlines()[0]):
        return "ntriples"
    return "turtle" if _TURTLE.match(head) else "yaml"


def _stated_language(context: object) -> str | None:
    for one in context if isinstance(context, list) else [context]:
        if isinstance(one, dict) and isinstance(one.get("@language"), str):
            return str(one["@language"])
    return None


def _check_size(plain: Plain, value: object) -> None:
    """Refuse what is too deep or too long, without recursion."""
    todo: list[tuple[object, int]] = [(value, 0)]
    while todo:
        one, depth = todo.pop()
        if depth > _DEPTH:
            raise refused(plain.place(()), "too_deep", most=_DEPTH)
        if isinstance(one, str) and len(one) > _LONG_TEXT:
            raise refused(plain.place(()), "long_text", most=_LONG_TEXT)
        if isinstance(one, dict):
            todo.extend((part, depth + 1) for pair in one.items() for part in pair)
        elif isinstance(one, list):
            todo.extend((part, depth + 1) for part in one)


def _outside(key: str, content: object) -> list[object]:
    """The contexts under that key that are not at hand."""
    if key == "@import":
        return [content]
    if key != "@context":
        return []
    named = content if isinstance(content, list) else [content]
    return [one for one in named if isinstance(one, str) and one != CONTEXT_IRI]


def _check_contexts(plain: Plain, value: Any, path: tuple[str | int, ...]) -> None:  # noqa: ANN401
    """Refuse every context that would have to be fetched."""
    if isinstance(value, dict):
        for key, content in value.items():
            for outside in _outside(key, content):
                raise refused(plain.place((*path, key)), "remote_context", context=outside)
            _check_contexts(plain, content, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _check_contexts(plain, one, (*path, number))

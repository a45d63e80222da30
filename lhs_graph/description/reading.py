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
from lhs_graph.description.additions import with_additions
from lhs_graph.description.context import CONTEXT_IRI, Context
from lhs_graph.description.document import FORMS, Description, refused
from lhs_graph.description.json_form import check_contexts, is_foreign, read_json, stated_language
from lhs_graph.description.limits import CONTROL, MOST_BYTES
from lhs_graph.description.local_names import LocalNames
from lhs_graph.description.plain import Plain, place_at
from lhs_graph.description.rdf_form import RdfText
from lhs_graph.description.statements import statements
from lhs_graph.description.validator import Schema
from lhs_graph.description.writing import confirm_written, write_description
from lhs_graph.description.yaml_form import read_yaml
from lhs_graph.entailment import entail
from lhs_graph.errors import DescriptionError, FileUnreadableError, Place
from lhs_graph.messages import DEFAULT_LANGUAGE
from lhs_graph.terms import CASE, LHS, RDF
from lhs_graph.vocabulary import Vocabulary

__all__ = ["DescriptionReader"]

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
_TYPE = ox.NamedNode(f"{RDF}type")
_SYSTEM = ox.NamedNode(f"{LHS}LearningHealthSystem")
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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology, which only RDF with types needs."""
        return Vocabulary.load(self._catalogue)

    def read_file(self, path: FilePath, form: str | None = None) -> Description:
        """The description in a file, or in standard input for `-`.

        Raises:
            FileUnreadableError: the file is not there or may not be read.
            DescriptionError: see `read`.
        """
        if str(path) == "-":
            return self.read(sys.stdin.buffer.read(MOST_BYTES + 1), name="stdin", form=form)
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise FileUnreadableError.of(path, error) from error
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
            return self._from_plain(read_yaml(text, name), chosen)
        if chosen == "jsonld":
            return self._from_json(text, name)
        return self._from_rdf(text, chosen, name)

    def write(self, description: Description, form: str) -> bytes:
        """The description in that form; what is read from it again are the same statements.

        YAML and JSON-LD leave out types that follow from the rest by the ontology's axioms.

        Raises:
            DescriptionError: it holds statements that the form cannot say.
        """
        if form not in ("yaml", "jsonld"):
            return write_description(description, form, self.context)
        implied = self._implied_types(description)
        written = write_description(description, form, self.context, implied)
        confirm_written(description, implied, lambda: self.read(written, name=form, form=form))
        return written

    def write_into(self, text: str, before: Description, after: Description) -> bytes:
        """The YAML text of `before` with what `after` says more, comments and order kept.

        Where the text has no place for it, or anything is taken away, all is written anew.
        """
        written = self.write(after, "yaml")
        old, new = (
            read_yaml(one.decode(), "yaml").value for one in (self.write(before, "yaml"), written)
        )
        made = with_additions(text, old, new)
        if made is None:
            return written
        expected = self.read(written, name="yaml", form="yaml")
        try:
            found = self.read(made.encode(), name="yaml", form="yaml")
        except DescriptionError:
            return written
        return made.encode() if set(found.triples) == set(expected.triples) else written

    def _implied_types(self, description: Description) -> frozenset[ox.Triple]:
        types = {one for one in description.triples if one.predicate == _TYPE}
        if not types:
            return frozenset()
        rest = [one for one in description.triples if one.predicate != _TYPE]
        return frozenset(types.intersection(entail(rest, self.vocabulary.axioms)))

    def _from_rdf(self, text: str, form: str, name: str, content: str | None = None) -> Description:
        web = self.context.web_properties
        return RdfText(text, form, name, web, self._is_narrower, content).description()

    def _is_narrower(self, name: str) -> bool:
        broader = self.vocabulary.axioms.superclasses.get(ox.NamedNode(name), frozenset())
        return _SYSTEM in broader

    def _from_json(self, text: str, name: str) -> Description:
        plain = read_json(text, name)
        check_contexts(plain)
        value = plain.value
        if isinstance(value, dict) and "id" in value and not is_foreign(value.get("@context")):
            return self._from_plain(plain, "jsonld")
        return self._from_rdf(text, "jsonld", name, json.dumps(self._with_context(value)))

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
        problems = self.schema.problems(plain)
        if problems:
            raise DescriptionError(problems)
        slug = str(value["id"])
        stated = stated_language(plain, slug, self.schema.languages)
        language = value.get("language") or stated or DEFAULT_LANGUAGE
        names = LocalNames(self.context, plain)
        document = names.resolve()
        if names.problems:
            raise DescriptionError(names.problems)
        system = f"{CASE}{slug}"
        triples = statements(document, self.context, plain, system, language)
        places = {f"{system}#{one}": plain.place(path) for one, path in names.paths.items()}
        places[system] = plain.place(())
        return Description(slug, system, triples, places, form)


def _text(content: bytes, name: str) -> str:
    if len(content) > MOST_BYTES:
        raise refused(Place(name), "too_large", most=MOST_BYTES // 1_000_000)
    if b"\0" in content[:4096]:
        raise refused(Place(name), "binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(Place(name, line), "no_utf8") from error
    if not text.strip():
        raise refused(Place(name), "empty")
    control = CONTROL.search(text)
    if control:
        raise refused(place_at(text, control.start(), name), "control_character")
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

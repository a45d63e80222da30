"""Descriptions to text: YAML and JSON-LD by the context, the RDF syntaxes as they are.

What the context has no key for cannot be written as YAML or JSON-LD; it is named, never dropped.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from lhs_graph.description.context import CONTEXT_IRI, Context, Key
from lhs_graph.description.document import Description, refused
from lhs_graph.description.limits import NAME
from lhs_graph.description.yaml_text import yaml_text
from lhs_graph.errors import DescriptionError, Place
from lhs_graph.messages import DEFAULT_LANGUAGE, Words
from lhs_graph.serialization import serialized
from lhs_graph.terms import CASE, CONCEPT, REFERENCE

__all__ = ["confirm_written", "write_description"]

_NAME = re.compile(NAME)
_SYNTAX: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ntriples": ox.RdfFormat.N_TRIPLES,
}


def write_description(
    description: Description,
    form: str,
    context: Context,
    implied: AbstractSet[ox.Triple] = frozenset(),
) -> bytes:
    """The description in that form; `yaml` and `jsonld` in the house's order of keys.

    `implied` are the statements that need no writing, since they follow from the rest.

    Raises:
        DescriptionError: it holds statements that the form has no key for.
    """
    if form in _SYNTAX:
        prefixes = context.prefixes if form != "ntriples" else None
        return serialized(description.triples, _SYNTAX[form], prefixes)
    document = _Writer(description, context, implied).document(fragments=form == "jsonld")
    if form == "jsonld":
        local = {"@base": description.system, "@language": DEFAULT_LANGUAGE}
        content = {"@context": [CONTEXT_IRI, local], **document}
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return yaml_text(document).encode()


def confirm_written(
    description: Description, implied: AbstractSet[ox.Triple], read: Callable[[], Description]
) -> None:
    """Make sure that what was written reads as what was to be written.

    Values of other spellings of theirs (`1` for true, `1.0` for 1) would come back changed.

    Raises:
        DescriptionError: it does not; a statement that is lost, or the cause, is named.
    """
    try:
        again = set(read().triples)
    except DescriptionError as error:
        first = error.problems[0]
        told = Words(first.key, first.facts)
        place = Place(description.slug, path=first.place.path)
        raise refused(place, "not_readable_again", detail=told) from error
    changed = (set(description.triples) - implied) ^ again
    if changed:
        raise _not_expressible(description, changed)


def _not_expressible(description: Description, triples: AbstractSet[ox.Triple]) -> DescriptionError:
    stated = triples & set(description.triples) or triples
    example = str(min(stated, key=str))
    place = Place(description.slug)
    return refused(place, "not_expressible", count=len(stated), example=example)


@dataclass
class _Writer:
    """Builds the document from the system outwards and counts what it has written."""

    description: Description
    context: Context
    implied: AbstractSet[ox.Triple]
    by_subject: dict[str, dict[str, list[Any]]] = field(init=False)
    left: set[ox.Triple] = field(init=False)

    def __post_init__(self) -> None:
        self.by_subject = defaultdict(lambda: defaultdict(list))
        for one in self.description.triples:
            self.by_subject[getattr(one.subject, "value", "")][one.predicate.value].append(
                one.object
            )
        self.left = set(self.description.triples) - self.implied

    def document(self, *, fragments: bool) -> dict[str, Any]:
        made = self._object(self.description.system, self.context.root, fragments=fragments)
        if self.left:
            raise _not_expressible(self.description, self.left)
        return made

    def _object(self, node: str, keys: Mapping[str, Key], *, fragments: bool) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key in keys.values():
            if key.kind == "id":
                made["id"] = self._short(node, key, fragments=fragments)
            elif key.reverse:
                self._reverse(made, node, key, fragments=fragments)
            else:
                values = [one for one in self._values(node, key) if self._fits(one, key, node)]
                if values:
                    told = self._told(node, key, values, fragments=fragments)
                    made[key.name] = told
        return made

    def _values(self, node: str, key: Key) -> list[Any]:
        return self.by_subject.get(node, {}).get(key.property, [])

    def _fits(self, value: Any, key: Key, node: str) -> bool:  # noqa: ANN401  a term of any kind
        if not self._is_left(node, key.property, value):
            return False
        if isinstance(value, ox.NamedNode):
            if key.kind == "word":
                return value.value.startswith(key.scheme)
            inside = not value.value.startswith(CONCEPT)
            return key.kind in ("part", "reference") and inside
        if key.kind == "text":
            return bool(value.language)
        if key.kind == "typed":
            return bool(value.datatype.value == key.datatype)
        return key.kind == "plain" and not value.language

    def _is_left(self, node: str, name: str, value: Any) -> bool:  # noqa: ANN401  a term of any kind
        return ox.Triple(ox.NamedNode(node), ox.NamedNode(name), value) in self.left

    def _told(self, node: str, key: Key, values: list[Any], *, fragments: bool) -> Any:  # noqa: ANN401
        for value in values:
            self.left.discard(ox.Triple(ox.NamedNode(node), ox.NamedNode(key.property), value))
        if key.kind == "text":
            return _texts(values, many=key.name in _LISTS)
        if key.kind == "part":
            section = self.context.section(key)
            parts = [self._object(value.value, section, fragments=fragments) for value in values]
            return parts[0] if key.name == "problem" and len(parts) == 1 else parts
        told = [self._one(key, value, fragments=fragments) for value in values]
        return told if len(told) > 1 or key.name in _LISTS else told[0]

    def _one(self, key: Key, value: Any, *, fragments: bool) -> Any:  # noqa: ANN401  a term of any kind
        if key.kind == "word":
            return value.value.removeprefix(key.scheme)
        if key.kind == "reference":
            return self._short(value.value, key, fragments=fragments)
        short = value.datatype.value.rsplit("#", 1)[-1]
        if short == "boolean":
            return value.value == "true"
        if short in ("integer", "gYear") and value.value.lstrip("-").isdigit():
            return int(value.value)
        return float(value.value) if short == "double" else value.value

    def _reverse(self, made: dict[str, Any], node: str, key: Key, *, fragments: bool) -> None:
        topic = ox.NamedNode(node)
        for record, own in list(self.by_subject.items()):
            if topic in own.get(key.property, []):
                triple = ox.Triple(ox.NamedNode(record), ox.NamedNode(key.property), topic)
                self.left.discard(triple)
                section = self.context.section(key)
                made[key.name] = self._object(record, section, fragments=fragments)

    def _short(self, iri: str, key: Key, *, fragments: bool) -> str:
        if key.web:
            return iri
        if iri.startswith(f"{self.description.system}#"):
            name = iri.split("#", 1)[1]
            return (f"#{name}" if fragments else name) if _NAME.fullmatch(name) else iri
        for base in (key.base, REFERENCE if key.kind == "id" else "", CASE):
            if base and iri.startswith(base) and _NAME.fullmatch(iri.removeprefix(base)):
                return iri.removeprefix(base)
        return iri


_LISTS: Final = {
    "accelerates", "acceleratorKinds", "actors", "alignsWith", "arrangements", "competencies",
    "concerns", "concernsParts", "conditionFocus", "connectsTo", "contributesTo", "countries",
    "cyclePhases", "dataSourceKinds", "definedBy", "dimensions", "drivenBy", "elements",
    "enactedBy", "fedBy", "frameworkReferences", "gapKinds", "goals", "levels", "linksWith",
    "monitors", "partners", "phases", "policyKinds", "pursues", "stages",
}  # fmt: skip
"""Keys that people write as a list also where there is one value."""


def _texts(values: list[Any], *, many: bool) -> Any:  # noqa: ANN401  a string, a list or a map
    by_language: dict[str, list[str]] = {}
    for value in values:
        by_language.setdefault(value.language, []).append(value.value)
    if set(by_language) == {DEFAULT_LANGUAGE}:
        texts = by_language[DEFAULT_LANGUAGE]
        return texts if many or len(texts) > 1 else texts[0]
    return {
        language: texts if many or len(texts) > 1 else texts[0]
        for language, texts in sorted(by_language.items())
    }

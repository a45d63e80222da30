"""The promise: the reader's triples are those of JSON-LD with the whole shipped context.

Documents are generated from the context's own keys, every key in every section, in the form that
any JSON-LD processor reads; the reader's short cut is compared with such a processor.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest

from lhs_graph.catalogue import Catalogue
from lhs_graph.description import DescriptionReader
from lhs_graph.description.context import CONTEXT_IRI, Key, words_of
from lhs_graph.terms import CASE
from lhs_graph.vocabulary import Vocabulary

_CATALOGUE = Catalogue.shipped()
_READER = DescriptionReader(_CATALOGUE)
_CONTEXT = _READER.context
_SCHEMES = Vocabulary.load(_CATALOGUE).schemes
_TEXTS = ("", "a", "é “ñ” 漢\n\t", "#g", "https://x.example/", "_:b", "@id", "1.0", "😀", "x" * 500)
_NUMBERS = (0, -7, 10**17, 10**20, 12.5, -0.0, 10.1186, 1e-7, 4.616355716530931e16, 1.5e300)
_TYPED: Mapping[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "integer": (7, -7, 7.0, [1, 2]),
    "gYear": (2026, "2026", 2026.0),
    "date": ("2026-01-31", "2024-02-29"),
    "anyURI": ("https://x.example/?a=b",),
}
_ADDRESSES = ("https://x.example/a", "HTTP://x.example/é?b=c#d")
_SLUGS = ("a-b", "c")
_NAMES = ("other#g", "https://x.example/a#b", "urn:x:y", "lhs:Goal", "dcterms:a/b")
_ONE = frozenset({"record", "problem"})
_DOCUMENTS = 60


@dataclass
class _Making:
    """One document under construction: the parts so far, and what is still to refer to them."""

    random: Random
    parts: list[str] = field(default_factory=list)
    referring: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    def document(self) -> dict[str, Any]:
        root = self._object("", _CONTEXT.root, 0)
        local = {"@base": f"{CASE}x", "@language": self.random.choice(("en", "fr"))}
        some = (*_NAMES, *self.parts)
        for made, name in self.referring:
            made[name] = self._listed(lambda: self.random.choice(some))
        return {"@context": [CONTEXT_IRI, local], **root}

    def _object(self, section: str, keys: Mapping[str, Key], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        required = _READER.schema.content["$defs"].get(section, _READER.schema.content)
        for key in keys.values():
            if key.name in required.get("required", ()) or self.random.random() < 0.6:
                self.used.add((section, key.name))
                self._put(made, section, key, depth)
        return made

    def _put(self, made: dict[str, Any], section: str, key: Key, depth: int) -> None:
        if key.kind == "id":
            made["id"] = self._id(section)
        elif key.kind == "part":
            below = _CONTEXT.section(key)
            many = 1 if key.name in _ONE else self.random.randint(0, 2)
            parts = [self._object(key.name, below, depth + 1) for _ in range(many)]
            for part in parts:
                part["id"] = part.get("id") or self._id(key.name)
            made[key.name] = parts[0] if key.name in _ONE else parts
        elif key.kind == "reference" and not key.web and not key.base:
            self.referring.append((made, key.name))
        else:
            made[key.name] = self._value(key)

    def _id(self, section: str) -> str:
        if section in {"", "sources"}:
            return f"s-{self.random.randint(1, 3)}" if section else "x"
        self.parts.append(f"#P.{len(self.parts)}_")
        return self.parts[-1]

    def _value(self, key: Key) -> Any:  # noqa: ANN401  any JSON
        choose = self.random.choice
        if key.kind == "text":
            languages = self.random.sample(("en", "fr"), self.random.randint(0, 2))
            told = {one: self._listed(lambda: choose(_TEXTS)) for one in languages}
            return told or self._listed(lambda: choose(_TEXTS))
        if key.kind == "plain":
            return choose((*_TEXTS, *_NUMBERS))
        if key.kind == "typed":
            return choose(_TYPED[key.datatype.rsplit("#", 1)[-1]])
        if key.kind == "reference":
            return self._listed(lambda: choose(_ADDRESSES if key.web else (*_SLUGS, *_NAMES)))
        jurisdiction = "jurisdiction" in key.scheme
        words = ("CA", "CA-QC") if jurisdiction else words_of(key.scheme, _SCHEMES)
        return self._listed(lambda: choose(words))

    def _listed(self, one: Callable[[], Any]) -> Any:  # noqa: ANN401  any JSON
        return [one() for _ in range(self.random.randint(0, 2))] or one()


def _by_the_standard(document: dict[str, Any]) -> set[ox.Triple]:
    whole = {**document, "@context": [_CONTEXT.content, document["@context"][1]]}
    quads = ox.parse(json.dumps(whole).encode(), format=ox.RdfFormat.JSON_LD)
    return {quad.triple for quad in quads}


def _sections() -> set[tuple[str, str]]:
    """Every key of every section, as the schema has them."""
    content = _READER.schema.content
    sections = {"": content, **content["$defs"]}
    named = {(name, key) for name, one in sections.items() for key in one["properties"]}
    return named - {("", "@context"), ("", "language")}


def test_any_document_reads_as_jsonld_says() -> None:
    used: set[tuple[str, str]] = set()
    for seed in range(_DOCUMENTS):
        making = _Making(Random(seed))  # noqa: S311  the same documents in every run
        document = making.document()

        read = _READER.read(json.dumps(document).encode(), name="a.json")

        assert _by_the_standard(document) == set(read.triples), seed
        used |= making.used
    assert _sections() == used


@pytest.mark.parametrize(
    "path", [*_CATALOGUE.cases(), *_CATALOGUE.designs()], ids=lambda path: path.stem
)
def test_every_shipped_description_reads_as_jsonld_says(path: Path) -> None:
    description = _READER.read_file(path)
    document = json.loads(_READER.write(description, "jsonld"))

    assert _by_the_standard(document) == set(description.triples)


def test_names_are_made_for_parts_without_one_before_either_reads_them() -> None:
    from lhs_graph.description.local_names import LocalNames
    from lhs_graph.description.yaml_form import read_yaml

    path = _CATALOGUE.template("en")
    plain = read_yaml(path.read_text(encoding="utf-8"), path.name)
    document = LocalNames(_CONTEXT, plain).resolve()
    local = {"@base": f"{CASE}{document['id']}", "@language": "en"}

    standard = _by_the_standard({"@context": [CONTEXT_IRI, local], **document})

    assert standard == set(_READER.read_file(path).triples)

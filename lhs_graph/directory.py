"""What a release knows by name: terms found by words, and everything said of one of them.

Search reads the labels of all that has one: classes, properties, concepts, gap kinds, questions,
systems and their parts, references. Look-up takes an IRI, a compact IRI or a system's slug.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import pyoxigraph as ox

from lhs_graph.errors import NotFoundError
from lhs_graph.findings import NamedTerm, Text
from lhs_graph.prefixes import expanded, shortened
from lhs_graph.release import Release
from lhs_graph.suggestions import meant
from lhs_graph.terms import BASE, CASE, DCTERMS, OWL, RDF, RDFS, SKOS
from lhs_graph.vocabulary import Vocabulary, did_you_mean

__all__ = ["Directory", "Entry", "Hit", "Statement"]

_ALL: Final = ox.DefaultGraph()
_TYPE: Final = ox.NamedNode(f"{RDF}type")
_LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{SKOS}altLabel", f"{SKOS}notation")
_DEFINITIONS: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")
_UNTOLD: Final = frozenset({f"{OWL}NamedIndividual", f"{OWL}Thing"})
_SHAPES: Final = ox.NamedNode(f"{BASE}shapes")
_MOST_TYPED: Final = 20_000
_WHOLE, _START, _WORD, _INSIDE = range(4)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Hit:
    """Something whose label holds all the words; `matched` is that label."""

    term: NamedTerm
    types: tuple[NamedTerm, ...]
    matched: str
    system: NamedTerm | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A property with its values; those that are IRIs carry their labels."""

    property: NamedTerm
    values: tuple[NamedTerm | ox.Literal, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is said of one term; `graphs` are the named graphs that say it."""

    term: NamedTerm
    curie: str
    types: tuple[NamedTerm, ...]
    definition: Text
    deprecated: bool
    replaced_by: tuple[NamedTerm, ...]
    graphs: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Directory:
    """The names of one release, and of the shapes whose statements are given.

    `published` gives what is said elsewhere of an IRI that neither of them says anything of.
    """

    release: Release
    vocabulary: Vocabulary
    prefixes: Mapping[str, str]
    shapes: Sequence[ox.Triple] = ()
    published: Callable[[str], Iterable[ox.Quad]] | None = None

    def search(self, words: str) -> tuple[Hit, ...]:
        """Everything with a label that holds all the words, the closest first.

        Case and accents do not matter. A whole label comes first, then labels that begin with the
        words, then those with a word that does.
        """
        wanted = _folded(words).split()
        if not wanted:
            return ()
        best: dict[str, tuple[int, int, str]] = {}
        for iri, label in self._all_labels():
            rank = _rank(_folded(label), wanted)
            if rank is not None:
                found = (rank, len(label), label)
                best[iri] = min(best.get(iri, found), found)
        order = sorted(best, key=lambda iri: (best[iri], iri))
        return tuple(self._hit(iri, best[iri][2]) for iri in order)

    def look_up(self, name: str) -> Entry:
        """What is said of the term of that name.

        Args:
            name: an IRI, a compact IRI with one of the project's prefixes, or a system's slug.

        Raises:
            NotFoundError: the release says nothing of it; the error names the nearest.
        """
        iri = self._expanded(name)
        said: dict[str, dict[Term, None]] = defaultdict(dict)
        graphs: dict[str, None] = {}
        quads = list(self._about(iri))
        if not quads and self.published:
            quads.extend(self.published(iri))
        for quad in quads:
            said[quad.predicate.value].setdefault(quad.object)
            if quad.graph_name != _ALL:
                graphs.setdefault(str(quad.graph_name).strip("<>"))
        if not said:
            asked = name.strip().strip("<>")
            close = meant(asked, self._names(), self.prefixes)
            raise NotFoundError(name=name, nearest=did_you_mean(close))
        replaced = said.get(f"{DCTERMS}isReplacedBy", {})
        deprecated = said.get(f"{OWL}deprecated", {})
        return Entry(
            term=self._named(iri, said),
            curie=shortened(iri, self.prefixes),
            types=self._types_in(said),
            definition=next((_texts(said[key]) for key in _DEFINITIONS if key in said), {}),
            deprecated=any(getattr(one, "value", "") == "true" for one in deprecated),
            replaced_by=tuple(
                self._term(one.value) for one in replaced if isinstance(one, ox.NamedNode)
            ),
            graphs=tuple(sorted(graphs)),
            statements=tuple(
                Statement(self._term(key), tuple(self._value(one) for one in values))
                for key, values in sorted(said.items())
            ),
        )

    def _names(self) -> Iterator[str]:
        """The IRIs that can be looked up, the systems first, and of very many the first."""
        yield from (block.iri for block in self.release.blocks.values())
        yield from self.vocabulary.links
        typed = self.release.store.quads_for_pattern(None, _TYPE, None, _ALL)
        some = (quad.triple for quad in islice(typed, _MOST_TYPED))
        for one in chain(self.shapes, some):
            if isinstance(one.subject, ox.NamedNode):
                yield one.subject.value

    def _expanded(self, name: str) -> str:
        plain = name.strip().strip("<>")
        return expanded(plain, self.prefixes) if ":" in plain else f"{CASE}{plain}"

    def _about(self, iri: str) -> Iterator[ox.Quad]:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return
        quads = self.release.store.quads_for_pattern(node, None, None, None)
        yield from sorted(quads, key=lambda quad: quad.graph_name == _ALL)
        for triple in self.shapes:
            if triple.subject == node:
                yield ox.Quad(triple.subject, triple.predicate, triple.object, _SHAPES)

    def _all_labels(self) -> Iterator[tuple[str, str]]:
        store = self.release.store
        for key in _LABELS:
            for quad in store.quads_for_pattern(None, ox.NamedNode(key), None, _ALL):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    yield quad.subject.value, quad.object.value

    def _hit(self, iri: str, matched: str) -> Hit:
        owner = iri.split("#", 1)[0]
        inside = iri.startswith(CASE) and owner != iri
        return Hit(
            self._term(iri), self._types(iri), matched, self._term(owner) if inside else None
        )

    def _term(self, iri: str) -> NamedTerm:
        known = self.vocabulary.term(iri)
        if known.labels:
            return known
        labels: dict[str, str] = {}
        for key in _LABELS[:2]:
            for quad in self._pattern(iri, key):
                if isinstance(quad.object, ox.Literal):
                    labels.setdefault(quad.object.language or "", quad.object.value)
        return NamedTerm(iri, labels)

    def _named(self, iri: str, said: Mapping[str, Mapping[Term, None]]) -> NamedTerm:
        """The term with its labels, those in the statements about it where the release has none."""
        known = self._term(iri)
        titles = (said[key] for key in (*_LABELS[:2], f"{DCTERMS}title") if key in said)
        return known if known.labels else NamedTerm(iri, next(map(_texts, titles), {}))

    def _types_in(self, said: Mapping[str, Mapping[Term, None]]) -> tuple[NamedTerm, ...]:
        found = {one.value for one in said.get(_TYPE.value, {}) if isinstance(one, ox.NamedNode)}
        return tuple(self._term(one) for one in sorted(found - _UNTOLD))

    def _types(self, iri: str) -> tuple[NamedTerm, ...]:
        found = {quad.object.value for quad in self._pattern(iri, _TYPE.value)}  # type: ignore[union-attr]
        return tuple(self._term(one) for one in sorted(found - _UNTOLD))

    def _pattern(self, iri: str, predicate: str) -> Iterator[ox.Quad]:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return iter(())
        store = self.release.store
        return iter(store.quads_for_pattern(node, ox.NamedNode(predicate), None, _ALL))

    def _value(self, value: Term) -> NamedTerm | ox.Literal:
        if isinstance(value, ox.Literal):
            return value
        if isinstance(value, ox.NamedNode):
            return self._term(value.value)
        return NamedTerm(str(value), {})


def _texts(values: Mapping[Term, None]) -> Text:
    return {one.language or "": one.value for one in values if isinstance(one, ox.Literal)}


def _folded(text: str) -> str:
    """The text without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _rank(label: str, wanted: Sequence[str]) -> int | None:
    """How close a folded label is to the words; None where one of them is not in it."""
    if any(word not in label for word in wanted):
        return None
    whole = " ".join(wanted)
    if label == whole:
        return _WHOLE
    if label.startswith(whole):
        return _START
    words = label.replace("-", " ").replace("'", " ").split()
    if all(any(one.startswith(word) for one in words) for word in wanted):
        return _WORD
    return _INSIDE

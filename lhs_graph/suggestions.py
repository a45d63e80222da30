"""What somebody may have meant who named something that is not there.

Names are compared by what follows their namespace: most of an IRI is the same for all of ours, and
would make everything resemble everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Final

from lhs_graph.prefixes import expanded, shortened
from lhs_graph.terms import CASE, LHS

__all__ = ["meant"]

_MOST: Final = 3
_LIKE: Final = 0.6
"""How alike words have to be, from 0 to 1, as difflib counts it."""
_LEAST: Final = 3
"""Letters of a beginning that tells something."""
_COMPARED: Final = 50
"""So many are compared in the order of their letters: those that have most letters in common."""


def meant(asked: str, iris: Iterable[str], prefixes: Mapping[str, str]) -> Sequence[str]:
    """The names that resemble the one asked for most, the closest first, each once.

    They are looked for where that one would stand: among the cases, in one code list, among the
    parts of one system. Only if nothing resembles it there are they looked for in the spaces whose
    names resemble that space, and among the terms of the ontology.

    Args:
        asked: an IRI, a compact IRI, or the slug of a system.
        iris: those of all that can be named.
        prefixes: the namespaces by prefix.

    Returns:
        IRIs where one was asked for, slugs where one was that resembles one, else compact IRIs.
    """
    spaces: dict[str, dict[str, None]] = defaultdict(dict)
    for iri in iris:
        space, local = _parts(iri)
        spaces[space].setdefault(local)
    is_slug = ":" not in asked
    space, local = _parts(f"{CASE}{asked}" if is_slug else expanded(asked, prefixes))
    for one in _tried(space, spaces, prefixes):
        close = _closest(local, spaces.get(one, ()))
        if close and is_slug and one == CASE:
            return close
        if close:
            found = [f"{one}{name}" for name in close]
            return found if "://" in asked else [shortened(iri, prefixes) for iri in found]
    return ()


def _parts(iri: str) -> tuple[str, str]:
    """The space of an IRI, with the sign at its end, and what follows."""
    end = max(iri.rfind("#"), iri.rfind("/")) + 1 or iri.rfind(":") + 1
    return iri[:end], iri[end:]


def _tried(space: str, spaces: Iterable[str], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Where to look, one after the other."""
    yield space
    called = {shortened(one, prefixes): one for one in spaces if one != space}
    yield from (called[one] for one in _closest(shortened(space, prefixes), called))
    yield LHS


def _closest(word: str, words: Iterable[str]) -> Sequence[str]:
    """The most similar words: those that begin as it does, then the others, without case."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only when something is misspelt

    wanted = word.casefold()
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    rough: list[tuple[bool, float, str]] = []
    for one in words:
        told = one.casefold()
        matcher.set_seq1(told)
        begins = told.startswith(wanted) or wanted.startswith(told)
        begins = begins and min(len(told), len(wanted)) >= _LEAST
        if begins or (matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE):
            rough.append((begins, matcher.quick_ratio(), one))
    ranked: list[tuple[bool, float, str]] = []
    for begins, _, one in nlargest(_COMPARED, rough):
        matcher.set_seq1(one.casefold())
        if begins or matcher.ratio() >= _LIKE:
            ranked.append((not begins, -matcher.ratio(), one))
    return [one for _, _, one in sorted(ranked)[:_MOST]]

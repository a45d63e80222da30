"""What is said of new parts in words: that they are proposed, and what their author has to tell."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from lhs_graph.facts import Facts
from lhs_graph.messages import DEFAULT_LANGUAGE, sentence
from lhs_graph.repair.additions import Additions
from lhs_graph.terms import RDFS

__all__ = ["texts_of_new_parts"]

_LABEL: Final = ox.NamedNode(f"{RDFS}label")


def texts_of_new_parts(
    additions: Additions, made: Iterable[int], facts: Facts, system: str
) -> Mapping[str, Sequence[ox.Triple]]:
    """The label of each new part, and texts left to its author, in the system's languages."""
    languages = [one for one in facts.term(system).labels if one] or [DEFAULT_LANGUAGE]
    found: dict[str, list[ox.Triple]] = {}
    for number in sorted(made):
        part = additions.all[number].part
        if part is None:
            continue
        meant = facts.term(part.concept or part.type)
        node = ox.NamedNode(part.iri)
        own = found.setdefault(part.iri, [])
        for language in languages:
            label = sentence("repair.proposed", language, name=meant.label(language))
            own.append(ox.Triple(node, _LABEL, ox.Literal(label, language=language)))
            for text in part.to_be_told:
                told = ox.Literal(sentence("repair.to_be_told", language), language=language)
                own.append(ox.Triple(node, ox.NamedNode(text), told))
    return found

"""The nearest systems as text, and as plain data for JSON and CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from lhs_graph.findings import NamedTerm
from lhs_graph.json_text import json_text
from lhs_graph.messages import colon, sentence
from lhs_graph.places import SETTING, Profile
from lhs_graph.report.place_words import decimal, filling_data, profile_data, term_data
from lhs_graph.similarity import Likeness, Nearest, Pairing
from lhs_graph.terms import REFERENCE

__all__ = [
    "KINDS",
    "common_setting",
    "holder",
    "in_order",
    "nearest_csv",
    "nearest_data",
    "nearest_json",
    "print_nearest",
    "score_words",
]

KINDS: Final = ("shared", "only-other", "open-other", "only-own", "open-own")
"""What a place says of two systems, in the order in which it is told."""

_COLUMNS: Final = (
    "rank",
    "system",
    "system_label",
    "similarity",
    "assured",
    "possible",
    "comparable",
    "kind",
    "weight",
    "scheme",
    "concept",
    "concept_label",
    "parts",
    "sources",
)
_SHOWN: Final = 5
"""So many places of a kind stand in the text; the other forms have all."""


def nearest_data(nearest: Nearest, language: str, data_version: str) -> dict[str, Any]:
    """The nearest systems as nested data with stable keys; labels in that language."""
    return {
        "language": language,
        "data_version": data_version,
        "measure": "simGIC over comparable places",
        "system": profile_data(nearest.own, language),
        "considered": nearest.considered,
        "described": nearest.described,
        "nearest": [_likeness(one, language) for one in nearest.cases],
    }


def nearest_json(nearest: Nearest, language: str, data_version: str) -> str:
    """The nearest systems as JSON text."""
    data = nearest_data(nearest, language, data_version)
    return json_text(data)


def nearest_csv(nearest: Nearest, language: str) -> str:
    """One row a system and place, the nearest system first, the most telling place first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for rank, likeness in enumerate(nearest.cases, 1):
        overlap, other = likeness.overlap, likeness.other
        known = "" if overlap.similarity is None else f"{overlap.similarity:.4f}"
        bounds = [f"{overlap.assured:.4f}", f"{overlap.possible:.4f}", f"{overlap.comparable:.4f}"]
        for pairing in in_order(likeness):
            place = pairing.place
            filling = holder(likeness, pairing).fillings[place.concept.iri]
            parts = "|".join(one.iri for one in filling.nodes)
            named = [place.scheme, place.concept.iri, place.concept.label(language)]
            said = [*named, parts, "|".join(filling.sources)]
            score = [other.system.iri, other.system.label(language), known, *bounds]
            writer.writerow([rank, *score, pairing.kind, f"{pairing.weight:.4f}", *said])
    return buffer.getvalue()


def print_nearest(console: Console, nearest: Nearest, language: str, data_version: str) -> None:
    """Print each system with its similarity and what speaks for and against it."""

    def say(key: str, **facts: object) -> str:
        return sentence(f"nearest.{key}", language, **facts)

    console.print(Line(say("title", name=nearest.own.system.label(language)), style="bold"))
    shown, considered = len(nearest.cases), nearest.considered
    console.print(
        Line(say("about", shown=shown, considered=considered, version=data_version), style="dim")
    )
    if not nearest.cases:
        console.print(say("none"))
    for rank, likeness in enumerate(nearest.cases, 1):
        console.print()
        name = likeness.other.system.label(language)
        console.print(Line(f"{rank}. {name}", style="bold underline"))
        _indented(console, Line(score_words(likeness, language)), 3)
        common = common_setting(likeness, language)
        named = sentence("compare.named", language, name=say("setting"), value=common)
        _indented(console, Line(named), 3)
        for kind in KINDS:
            _print_kind(console, likeness, kind, language)
    console.print()
    console.print(say("order_note"))


def score_words(likeness: Likeness, language: str) -> str:
    """The similarity with its bounds and how much could be compared."""
    overlap = likeness.overlap
    known = overlap.similarity
    return sentence(
        "nearest.score",
        language,
        similarity=sentence("nearest.unknown", language)
        if known is None
        else decimal(known, language, 2),
        assured=decimal(overlap.assured, language, 2),
        possible=decimal(overlap.possible, language, 2),
        comparable=round(100 * overlap.comparable),
    )


def common_setting(likeness: Likeness, language: str) -> str:
    """What the settings of both have in common: level, scale, kind, jurisdiction, condition."""
    common = [term.label(language) for term in _shared_setting(likeness)]
    common += _shared_conditions(likeness, language)
    if not common:
        return sentence("nearest.setting_none", language)
    return sentence("nearest.setting_same", language, words=", ".join(common))


def in_order(likeness: Likeness) -> list[Pairing]:
    """The pairings kind by kind, in each the most telling first."""
    return [pairing for kind in KINDS for pairing in likeness.of_kind(kind)]


def holder(likeness: Likeness, pairing: Pairing) -> Profile:
    """The side whose parts fill the place: the other system's, where both do."""
    return likeness.own if pairing.kind.endswith("-own") else likeness.other


def _print_kind(console: Console, likeness: Likeness, kind: str, language: str) -> None:
    pairings = likeness.of_kind(kind)
    if not pairings:
        return
    _indented(console, Line(sentence(f"nearest.{kind}", language, count=len(pairings))), 3)
    for pairing in pairings[:_SHOWN]:
        line = Line(f"{pairing.place.concept.label(language)} ")
        line.append(f"({_bits(pairing, language)})", style="dim")
        filling = holder(likeness, pairing).fillings[pairing.place.concept.iri]
        parts = "; ".join(dict.fromkeys(one.label(language) for one in filling.nodes))
        line.append(f"{colon(language)} {parts}")
        named = ", ".join(one.removeprefix(REFERENCE) for one in filling.sources)
        line.append(f" [{named}]" if named else "", style="cyan")
        _indented(console, line, 6)
    if len(pairings) > _SHOWN:
        more = sentence("nearest.more", language, count=len(pairings) - _SHOWN)
        _indented(console, Line(more, style="dim"), 6)


def _bits(pairing: Pairing, language: str) -> str:
    return sentence("nearest.bits", language, bits=decimal(pairing.weight, language))


def _indented(console: Console, line: Line, columns: int) -> None:
    console.print(Padding(line, (0, 0, 0, columns), expand=False))


def _shared_setting(likeness: Likeness) -> list[NamedTerm]:
    """What both state of level, scale, kind and jurisdiction."""
    own = {term.iri for terms in likeness.own.setting.values() for term in terms}
    return [
        term for name in SETTING for term in likeness.other.setting.get(name, ()) if term.iri in own
    ]


def _shared_conditions(likeness: Likeness, language: str) -> list[str]:
    """The conditions of the other system that both are devoted to, in that language if stated."""
    own, other = likeness.own.conditions, likeness.other.conditions
    for key in (language, "en", ""):
        both = {text.casefold() for text in own.get(key, ())}
        found = [text for text in other.get(key, ()) if text.casefold() in both]
        if found:
            return [_translated(text, key, language, (other, own)) for text in found]
    return []


def _translated(
    text: str, key: str, language: str, stated: Sequence[Mapping[str, Sequence[str]]]
) -> str:
    """The condition in the other language, where one of the systems states it in both.

    Lists of equal length say the same in the same order.
    """
    for conditions in stated:
        known = [one.casefold() for one in conditions.get(key, ())]
        words = conditions.get(language, ())
        if len(words) == len(known) and text.casefold() in known:
            return words[known.index(text.casefold())]
    return text


def _likeness(likeness: Likeness, language: str) -> dict[str, Any]:
    overlap = likeness.overlap
    return {
        "system": profile_data(likeness.other, language),
        "similarity": overlap.similarity,
        "assured": overlap.assured,
        "possible": overlap.possible,
        "comparable": overlap.comparable,
        "bits": {"shared": overlap.shared, "differing": overlap.differing, "open": overlap.open},
        "common_setting": [term_data(term, language) for term in _shared_setting(likeness)],
        "common_conditions": _shared_conditions(likeness, language),
        "places": [
            {
                "kind": pairing.kind,
                "weight": pairing.weight,
                "scheme": pairing.place.scheme,
                "concept": term_data(pairing.place.concept, language),
                "own": filling_data(likeness.own.fillings[pairing.place.concept.iri], language),
                "other": filling_data(likeness.other.fillings[pairing.place.concept.iri], language),
            }
            for pairing in in_order(likeness)
        ],
    }

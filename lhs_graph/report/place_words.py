"""Words and plain data for systems, their places, and groups of them, in one language at a time."""

from collections.abc import Iterable
from typing import Any, Final

from lhs_graph.comparison import Comparison, ComparisonRow, PeerGroup, Share, Tally
from lhs_graph.findings import NamedTerm
from lhs_graph.messages import sentence
from lhs_graph.places import SETTING, STATES, Filling, Profile
from lhs_graph.vocabulary import Vocabulary

__all__ = [
    "DIFFERENCES",
    "MARKS",
    "decimal",
    "filling_data",
    "group_name",
    "headed",
    "profile_data",
    "record_words",
    "setting_words",
    "share_marks",
    "share_words",
    "tally_words",
    "term_data",
    "title_of",
]

MARKS: Final = {"present": "●", "reported-gap": "R", "absent": "○", "undocumented": "·"}
DIFFERENCES: Final = {"certain": "≠", "open": "?", "none": ""}


def title_of(comparison: Comparison, language: str) -> str:
    """What is compared, in a few words."""
    names = [system.label(language) for system in comparison.systems]
    if len(names) == 1:
        return sentence("compare.title_one", language, name=names[0])
    if len(names) == 2:  # noqa: PLR2004  two are named, more are counted
        return sentence("compare.title_two", language, first=names[0], second=names[1])
    return sentence("compare.title", language, count=len(names))


def group_name(group: PeerGroup, vocabulary: Vocabulary, language: str) -> str:
    """The group's name: by which criteria it was chosen, and how many there are in it."""
    criteria = group.criteria
    labels = [
        *(vocabulary.label_of("level", word, language) for word in criteria.levels),
        *(vocabulary.label_of("scale", word, language) for word in criteria.scales),
        *(vocabulary.label_of("jurisdiction", word, language) for word in criteria.countries),
        *(vocabulary.label_of("system-kind", word, language) for word in criteria.kinds),
    ]
    if not labels:
        return sentence("compare.group_all", language, size=group.size)
    return sentence("compare.group_chosen", language, criteria=", ".join(labels), size=group.size)


def record_words(profile: Profile, vocabulary: Vocabulary, language: str) -> str:
    """The record's status and coverage in words."""
    status = vocabulary.label_of("record-status", profile.coverage.status, language)
    return f"{status} · {vocabulary.label_of('coverage', profile.coverage.whole, language)}"


def setting_words(profile: Profile, language: str) -> str:
    """Levels, scale, kind, jurisdictions and conditions in words, those that are stated."""
    terms = [term.label(language) for name in SETTING for term in profile.setting.get(name, ())]
    stated = profile.conditions
    return " · ".join([*terms, *stated.get(language, stated.get("en", stated.get("", ())))])


def share_words(share: Share, language: str) -> str:
    """A share in words, with its undocumented part where there is one."""
    key = "share_unknown" if share.undocumented else "share"
    facts = {
        "met": decimal(share.present, language),
        "unknown": decimal(share.undocumented, language),
        "total": share.total,
    }
    return sentence(f"compare.{key}", language, **facts)


def share_marks(share: Share, language: str) -> str:
    """The same in figures: how many are filled and, after their mark, how many are unsaid."""
    present = decimal(share.present, language)
    mark = MARKS["undocumented"]
    unsaid = f" {mark}{decimal(share.undocumented, language)}" if share.undocumented else ""
    return f"{present}{unsaid}"


def decimal(number: float, language: str, digits: int = 1) -> str:
    """The number with that many digits at most, and the language's decimal mark."""
    text = f"{number:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits == 1 else text
    return text.replace(".", sentence("compare.decimal_mark", language))


def profile_data(profile: Profile, language: str) -> dict[str, Any]:
    """A system with its setting, coverage, and how many places are in each state."""
    counts = profile.count()
    return {
        **term_data(profile.system, language),
        "status": profile.coverage.status,
        "coverage": profile.coverage.whole,
        "sections": dict(profile.coverage.sections),
        "setting": {
            name: [term_data(term, language) for term in terms]
            for name, terms in profile.setting.items()
        },
        "conditions": list(profile.conditions.get(language, profile.conditions.get("en", ()))),
        "counts": {state: counts.get(state, 0) for state in STATES},
    }


def term_data(term: NamedTerm, language: str) -> dict[str, str]:
    """A node or concept as data."""
    return {"iri": term.iri, "label": term.label(language)}


def filling_data(filling: Filling, language: str) -> dict[str, Any]:
    """What one system has in one place, with its sources."""
    return {
        "state": filling.state,
        "nodes": [term_data(one, language) for one in filling.nodes],
        "gaps": [term_data(one, language) for one in filling.gaps],
        "sources": list(filling.sources),
    }


def headed(rows: Iterable[ComparisonRow], language: str) -> list[tuple[str, list[ComparisonRow]]]:
    """The rows under the name of their code list, with that of their group where there is one."""
    found: dict[str, list[ComparisonRow]] = {}
    for row in rows:
        heading = sentence(f"compare.scheme_{row.place.scheme}", language)
        if row.place.group:
            group = row.place.group.label(language)
            heading = sentence("compare.named", language, name=heading, value=group)
        found.setdefault(heading, []).append(row)
    return list(found.items())


def tally_words(tally: Tally) -> str:
    """The four counts of a group at one place, those that are not nought."""
    return "  ".join(
        f"{MARKS[state]}{tally.counts[state]}" for state in STATES if tally.counts[state]
    )

"""How every form of the report puts a precedent, its nearness and the rule of its rank in words."""

from lhs_graph.findings import Finding, Precedent
from lhs_graph.messages import sentence

__all__ = ["filled", "precedent_words", "precedents_note", "ranking_rule"]


def precedent_words(precedent: Precedent, language: str) -> str:
    """The case, what fills the place in it, and the features on which it agrees with the design."""
    key = "precedent" if precedent.agreeing else "precedent_far"
    return sentence(
        f"report.{key}" if precedent.compared else "report.precedent_unknown",
        language,
        case=precedent.case.label(language),
        node=filled(precedent, language),
        agreeing=", ".join(feature.label(language) for feature in precedent.agreeing),
        count=len(precedent.agreeing),
        compared=len(precedent.compared),
    )


def filled(precedent: Precedent, language: str) -> str:
    """What fills the place: the part, what it is linked with, or both."""
    ends = ", ".join(end.label(language) for end in precedent.ends)
    if precedent.node == precedent.case and ends:
        return ends
    node = precedent.node.label(language)
    return f"{node} → {ends}" if ends else node


def precedents_note(finding: Finding, language: str) -> str:
    """What is said where no case fills the place; nothing where one does."""
    return "" if finding.precedents else sentence("report.no_precedent", language)


def ranking_rule(language: str) -> str:
    """The rule by which precedents are ranked, in one sentence."""
    return sentence("report.precedent_rule", language)

"""`lhs show`."""

from pathlib import Path
from typing import Final

from rich.text import Text

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Form, Session
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.facts import Facts
from lhs_graph.messages import colon
from lhs_graph.terms import DCTERMS, LHS, REFERENCE

__all__ = ["run_show"]

_SECTIONS: Final = (
    "hasGoal",
    "hasCommunity",
    "hasValueCommitment",
    "hasSupport",
    "hasCycle",
    "carriesOut",
    "hasIndicator",
    "hasCareTrajectory",
    "hasReportedGap",
    "hasContextNote",
)


def run_show(session: Session, slug: str, form: Form, output: Path | None) -> None:
    """Show one system: a page of text with sources, or its statements as data."""
    graph = session.knowledge_graph
    description = graph.stored(slug)
    if form in (Form.JSON, Form.TURTLE):
        kind = "jsonld" if form is Form.JSON else "turtle"
        deliver(graph.reader.write(description, kind), output)
        return
    if form is not Form.TEXT:
        raise IllTypedParameterError(name="--format", value=form.value, detail="text, json, turtle")
    facts = graph.facts(description)
    console, language = session.console, session.language
    name = facts.term(description.system)
    console.print(Text(name.label(language), style="bold"))
    console.print(Text(description.system, style="dim"))
    console.print(_setting(facts, description.system, language))
    for section in _SECTIONS:
        nodes = facts.ends(description.system, section)
        if nodes:
            heading = graph.vocabulary.term(f"{LHS}{section}").label(language)
            console.print()
            console.print(Text(f"{heading} ({len(nodes)})", style="bold underline"))
            for node in nodes:
                _print_node(session, facts, node, 1)
    console.print()
    _print_references(session, facts, description.system)


def _setting(facts: Facts, system: str, language: str) -> str:
    named = ("systemKind", "inJurisdiction", "atLevel", "atScale")
    parts = [
        ", ".join(facts.term(end).label(language) for end in facts.ends(system, name))
        for name in named
    ]
    return " · ".join(part for part in parts if part)


def _print_node(session: Session, facts: Facts, node: str, depth: int) -> None:
    language = session.language
    line = Text("  " * depth + "– ")
    line.append(facts.term(node).label(language))
    said = [*_said_by_links(facts, node, language), *_said_by_texts(facts, node)]
    if said:
        line.append("  " + " · ".join(said), style="dim")
    sources = facts.sources(node)
    if sources:
        line.append(
            "  [" + ", ".join(one.removeprefix(REFERENCE) for one in sources) + "]", style="cyan"
        )
    session.console.print(line)
    parts = facts.vocabulary.part_properties - {f"{LHS}hasPart"}
    for name, ends in facts.links.get(node, {}).items():
        for end in ends if name in parts else ():
            _print_node(session, facts, end, depth + 1)


def _said_by_links(facts: Facts, node: str, language: str) -> list[str]:
    """What the node is linked with, in words; parts and what only follows from others left out."""
    skipped = facts.vocabulary.part_properties | {f"{LHS}inPillar", f"{LHS}hasPart"}
    return [
        f"{facts.vocabulary.term(name).label(language)}{colon(language)} "
        + ", ".join(facts.term(end).label(language) for end in ends)
        for name, ends in facts.links.get(node, {}).items()
        if name.startswith(LHS) and name not in skipped
    ]


def _said_by_texts(facts: Facts, node: str) -> list[str]:
    return [
        "; ".join(texts.values())
        for name, texts in facts.texts.get(node, {}).items()
        if name.startswith(LHS) or name == f"{DCTERMS}description"
    ]


def _print_references(session: Session, facts: Facts, system: str) -> None:
    references = facts.ends(system, "isDocumentedBy")
    heading = session.knowledge_graph.vocabulary.term(f"{LHS}isDocumentedBy").label(
        session.language
    )
    session.console.print(Text(f"{heading} ({len(references)})", style="bold underline"))
    for reference in references:
        texts = facts.texts.get(reference, {})

        def one(name: str, texts: object = texts) -> str:
            found = texts.get(name, {}) if isinstance(texts, dict) else {}
            return next(iter(found.values()), "")

        line = Text(f"  {reference.removeprefix(REFERENCE)}  ", style="cyan")
        parts = [
            one(f"{LHS}authorText"),
            one(f"{DCTERMS}title"),
            one(f"{DCTERMS}issued"),
            one("http://purl.org/ontology/bibo/doi") or one("https://schema.org/url"),
        ]
        line.append(". ".join(part for part in parts if part), style="")
        session.console.print(line)

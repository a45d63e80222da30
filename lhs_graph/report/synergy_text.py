"""Synergy on a terminal: tables there, plain lines when it is piped."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lhs_graph.report.synergy_words import Section, SynergyWords
from lhs_graph.synergy import Synergy, Why
from lhs_graph.vocabulary import Vocabulary

__all__ = ["print_synergy", "print_why"]


def print_synergy(
    console: Console, synergy: Synergy, vocabulary: Vocabulary, language: str
) -> None:
    """Print the whole analysis: for each part a heading, how to read it, a table and lines."""
    words = SynergyWords(vocabulary, language)
    title = words.say("title", name=words.name(synergy.system))
    _print_head(console, title, words.about(synergy), words.caution(synergy.certainty))
    for section in words.sections(synergy):
        console.print()
        console.print(Text(section.heading, style="bold underline"))
        _print_lines(console, [section.note], style="dim")
        if section.rows:
            console.print(Padding(_table(section), (0, 0, 0, 2), expand=False))
        _print_lines(console, section.lines)


def print_why(console: Console, why: Why, vocabulary: Vocabulary, language: str) -> None:
    """Print the ways from the support to each kind of end, or where they stop."""
    words = SynergyWords(vocabulary, language)
    title = words.say("why_title", name=words.name(why.support))
    _print_head(console, title, words.about_why(why), words.caution_why(why))
    for reason in why.reasons:
        heading, lines = words.reason(reason)
        console.print()
        console.print(Text(heading, style="bold underline"))
        _print_lines(console, lines)


def _print_head(console: Console, title: str, about: str, caution: str) -> None:
    console.print(Text(title, style="bold"))
    console.print(Text(about, style="dim"))
    if caution:
        console.print(Text(caution, style="yellow"))


def _print_lines(console: Console, lines: list[str] | tuple[str, ...], style: str = "") -> None:
    for line in lines:
        indent = len(line) - len(line.lstrip())
        shown = Text(line.lstrip(), style=style)
        console.print(Padding(shown, (0, 0, 0, 2 + indent), expand=False))


def _table(section: Section) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, title in enumerate(section.header):
        table.add_column(title, justify="left" if number in section.words else "right")
    for row in section.rows:
        table.add_row(*map(Text, row))
    return table

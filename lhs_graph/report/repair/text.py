"""A repair plan on a terminal: colours there, plain lines when it is piped."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from lhs_graph.repair import RepairPlan, Step
from lhs_graph.report.repair.words import Words
from lhs_graph.vocabulary import Vocabulary

__all__ = ["print_repair"]

_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}


def print_repair(console: Console, plan: RepairPlan, vocabulary: Vocabulary, language: str) -> None:
    """Print the plan, step by step, with what is proven of it and what it leaves."""
    words = Words(plan, vocabulary, language)
    console.print(Line(words.title(), style="bold"))
    console.print(Line(words.about()))
    console.print()
    for sentence in words.summary():
        console.print(Line(sentence))
    if plan.steps:
        console.print(Line(words.say("proposals"), style="dim"))
    console.print()
    for count, step in enumerate(plan.steps, 1):
        _print_step(console, words, count, step)
    for sentence in words.withdrawn():
        console.print(Line(sentence))
    _print_rest(console, words)


def _print_step(console: Console, words: Words, count: int, step: Step) -> None:
    line = Line(f"{count:>3}. ", style="bold")
    line.append(words.step(step), style="not bold")
    if words.plan.cost != len(words.plan.steps):
        line.append(f"  {words.cost(step)}", style="not bold dim")
    console.print(line, soft_wrap=not console.is_terminal)
    for finding in step.closes:
        _detail(console, words.closes(finding), _STYLES.get(finding.severity, ""))
    for averted in step.averts:
        _detail(console, words.averts(averted), "dim")
    if step.to_be_told:
        _detail(console, words.to_be_told(step))
    if step.instead:
        _detail(console, words.instead(step), "dim")
    _detail(console, words.precedents(step.precedents), "dim")
    _detail(console, words.where(step), "dim")
    console.print()


def _print_rest(console: Console, words: Words) -> None:
    if words.plan.left:
        console.print(Line(words.say("left_heading"), style="bold underline"))
        for finding in words.plan.left:
            _detail(console, words.left(finding), _STYLES.get(finding.severity, ""))
        console.print()
    opened = words.opened()
    if opened:
        console.print(Line(words.say("opened_heading"), style="bold underline"))
        for finding in opened:
            _detail(console, words.closes(finding), _STYLES.get(finding.severity, ""))
        console.print()


def _detail(console: Console, text: str, style: str = "") -> None:
    shown = Padding(Line(text, style=style), (0, 0, 0, 5), expand=False)
    console.print(shown if console.is_terminal else Line(f"     {text}", style=style))

"""`lhs compare` and `lhs nearest`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Form, Session
from lhs_graph.comparison import MOST, Criteria
from lhs_graph.description import Description
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.messages import Words
from lhs_graph.report.comparison import comparison_csv, comparison_json, print_comparison
from lhs_graph.report.nearest import nearest_csv, nearest_json, print_nearest

__all__ = ["GroupOptions", "Shown", "run_compare", "run_nearest"]

_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class GroupOptions:
    """Which described systems make up the group, as a person typed it."""

    against: str | None = None
    levels: Sequence[str] = ()
    scales: Sequence[str] = ()
    countries: Sequence[str] = ()
    kinds: Sequence[str] = ()

    def criteria(self) -> Criteria | None:
        """The criteria; None where no group was asked for.

        Raises:
            IllTypedParameterError: what to compare with is not a word that there is.
        """
        if self.against not in (None, _ALL):
            detail = Words("compare.with_what")
            raise IllTypedParameterError(name="--with", value=self.against, detail=detail)
        criteria = Criteria(
            levels=tuple(self.levels),
            scales=tuple(self.scales),
            countries=tuple(country.upper() for country in self.countries),
            kinds=tuple(self.kinds),
        )
        return criteria if self.against or criteria.words() else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show of it and how: `differences` only the places that differ."""

    form: Form
    output: Path | None
    differences: bool = False


def run_compare(
    session: Session,
    systems: Sequence[str],
    group: GroupOptions,
    shown: Shown,
) -> None:
    """Compare described systems and files side by side, and with a group of described systems."""
    graph, language = session.knowledge_graph, session.language
    if len(systems) > MOST:
        detail = Words("compare.how_many", (("most", MOST),))
        raise IllTypedParameterError(name="SYSTEMS", value=len(systems), detail=detail)
    criteria = group.criteria()
    comparison = graph.compare([_description(session, one) for one in systems], criteria)
    if shown.differences:
        comparison = comparison.differing()
    version, form, output = graph.data_version, shown.form, shown.output
    if form is Form.TEXT:
        print_comparison(session.console, comparison, graph.vocabulary, language, version)
    elif form is Form.JSON:
        deliver(comparison_json(comparison, language, version), output)
    elif form is Form.CSV:
        deliver(comparison_csv(comparison, language), output)
    elif form is Form.TURTLE:
        from lhs_graph.report.cube import comparison_turtle  # noqa: PLC0415

        deliver(comparison_turtle(comparison, version), output)
    else:
        from lhs_graph.report.comparison_html import comparison_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(comparison_html(comparison, graph.vocabulary, language, version), output)


def run_nearest(
    session: Session,
    system: str,
    group: GroupOptions,
    shown: Shown,
    top: int,
) -> None:
    """Print the described systems that resemble one, or a design, most."""
    graph, language = session.knowledge_graph, session.language
    if top < 1:
        raise IllTypedParameterError(name="--top", value=top, detail=Words("nearest.top"))
    nearest = graph.nearest(_description(session, system), group.criteria(), top)
    version, form, output = graph.data_version, shown.form, shown.output
    if form is Form.TEXT:
        print_nearest(session.console, nearest, language, version)
    elif form is Form.JSON:
        deliver(nearest_json(nearest, language, version), output)
    elif form is Form.CSV:
        deliver(nearest_csv(nearest, language), output)
    elif form is Form.TURTLE:
        from lhs_graph.report.cube import nearest_turtle  # noqa: PLC0415

        deliver(nearest_turtle(nearest, version), output)
    else:
        from lhs_graph.report.comparison_html import nearest_html  # noqa: PLC0415  Jinja2 only for pages

        deliver(nearest_html(nearest, graph.vocabulary, language, version), output)


def _description(session: Session, name: str) -> Description:
    """The description in a file or standard input (-), where it is named so, else of that slug."""
    path = Path(name)
    if name == "-" or path.suffix or len(path.parts) > 1:
        return session.knowledge_graph.reader.read_file(path)
    return session.knowledge_graph.stored(name)

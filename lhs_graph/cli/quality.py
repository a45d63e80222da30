"""`lhs quality`."""

from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.errors import IllTypedParameterError
from lhs_graph.quality import Assessment, Metrics, assess
from lhs_graph.quality.rdf import quality_turtle
from lhs_graph.quality.text import print_quality, quality_html, quality_json
from lhs_graph.quality.visits import Service

__all__ = ["run_quality"]


def run_quality(session: Session, service: str | None, form: Form, output: Path | None) -> Exit:
    """Measure the shipped ontology and, if there is one, the service; failures end with 1."""
    if form is Form.CSV:
        detail = "text, json, turtle, html"
        raise IllTypedParameterError(name="--format", value=form.value, detail=detail)
    assessment = _assess(session, service)
    if form is Form.TEXT:
        print_quality(session.console, assessment, session.language)
    elif form is Form.JSON:
        deliver(quality_json(assessment, session.language), output)
    elif form is Form.TURTLE:
        deliver(quality_turtle(assessment, session.knowledge_graph.prefixes), output)
    else:
        deliver(quality_html(assessment, session.language), output)
    return Exit.CLEAN if assessment.clean else Exit.FINDINGS


def _assess(session: Session, service: str | None) -> Assessment:
    graph = session.knowledge_graph
    visitor = None if service is None else Service(service)
    with session.errors.status(session.say("measuring")):
        return assess(Metrics.load(graph.catalogue), graph.vocabulary.triples, visitor)

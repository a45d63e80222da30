"""`lhs quality`."""

from pathlib import Path

from lhs_graph.cli.output import deliver
from lhs_graph.cli.session import Exit, Form, Session
from lhs_graph.errors import FileUnwritableError, IllTypedParameterError
from lhs_graph.messages import Words
from lhs_graph.quality import Assessment, Metrics, assess
from lhs_graph.quality.rdf import quality_turtle
from lhs_graph.quality.recorded import Recording
from lhs_graph.quality.text import print_quality, quality_html, quality_json
from lhs_graph.quality.visits import Service
from lhs_graph.release import Release

__all__ = ["run_quality"]


def run_quality(
    session: Session, service: str | None, form: Form, output: Path | None, publish: Path | None
) -> Exit:
    """Measure the shipped ontology and, if there is one, the service; failures end with 1.

    What the service answered is kept in the folder `publish`, for the service to show.
    """
    if form is Form.CSV:
        detail = "text, json, turtle, html"
        raise IllTypedParameterError(name="--format", value=form.value, detail=detail)
    if publish is not None and service is None:
        why = Words("quality.publish_needs_service")
        raise IllTypedParameterError(name="--publish", value=str(publish), detail=why)
    assessment = _assess(session, service, publish)
    if form is Form.TEXT:
        print_quality(session.console, assessment, session.language)
    elif form is Form.JSON:
        deliver(quality_json(assessment, session.language), output)
    elif form is Form.TURTLE:
        deliver(quality_turtle(assessment, session.knowledge_graph.prefixes), output)
    else:
        deliver(quality_html(assessment, session.language), output)
    return Exit.CLEAN if assessment.clean else Exit.FINDINGS


def _assess(session: Session, service: str | None, publish: Path | None) -> Assessment:
    graph = session.knowledge_graph
    release = None if publish is None else Release.current(publish)
    visitor = None if service is None else Recording(Service(service))
    with session.errors.status(session.say("measuring")):
        assessment = assess(Metrics.load(graph.catalogue), graph.vocabulary.triples, visitor)
    if publish is not None and release is not None and visitor is not None:
        try:
            visitor.write(publish, release.manifest.data_version)
        except OSError as error:
            raise FileUnwritableError.of(publish, error) from error
    return assessment

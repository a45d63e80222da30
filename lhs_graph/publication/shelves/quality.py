"""How the ontology does by what FAIR checkers and ontology scanners ask, as quality metadata."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lhs_graph.messages import languages
from lhs_graph.publication.document import Document, Listed
from lhs_graph.publication.shelves.shelf import Stock, in_all_languages
from lhs_graph.publication.statements import in_order
from lhs_graph.quality import Measurement, Metrics, assess
from lhs_graph.quality.rdf import QUALITY, metric_iri, quality_triples
from lhs_graph.quality.recorded import Recorded
from lhs_graph.quality.words import QualityWords

__all__ = ["Quality"]

_ADDRESS: Final = "quality"


@dataclass(frozen=True)
class Quality:
    """`quality`: what was measured over the release's ontology, computed once.

    What the service itself answered is among it where `lhs quality --publish` kept it.
    """

    stock: Stock

    def addresses(self) -> Iterator[str]:
        """The one address."""
        yield _ADDRESS

    def find(self, address: str) -> Document | None:
        """The measurements; the page lists what came of each metric."""
        return self._document if address == _ADDRESS else None

    @cached_property
    def _document(self) -> Document:
        metrics = Metrics.load(self.stock.knowledge.catalogue)
        release = self.stock.knowledge.release
        seen = Recorded.read(release.folder.parent.parent, release.manifest.data_version)
        assessment = assess(metrics, self.stock.statements.graph("ontology"), seen)
        counts = {state.value: count for state, count in assessment.counts.items()}
        return Document(
            _ADDRESS,
            "quality",
            QUALITY,
            in_order(quality_triples(assessment)),
            title=in_all_languages("quality.title"),
            lead=in_all_languages("quality.summary", **counts),
            listed=tuple(_listed(one) for one in assessment.measurements),
        )


def _listed(measurement: Measurement) -> Listed:
    """A metric with what came of it and, where it has any, what is accepted or wrong."""
    notes = {}
    for language in languages():
        words = QualityWords(language)
        told = [words.state(measurement), words.count(measurement), *words.notes(measurement)]
        notes[language] = " · ".join(one for one in told if one)
    return Listed(metric_iri(measurement.metric.number), notes)

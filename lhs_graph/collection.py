"""Gaps over the whole collection: detectors run on chunks of descriptions, in constant memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import certainty_of
from lhs_graph.compiler import Progress
from lhs_graph.detection import Detectors, RawGap, ReportedKind
from lhs_graph.errors import ValidationSetupError
from lhs_graph.facts import Coverage
from lhs_graph.findings import GapKind
from lhs_graph.parallel import in_order
from lhs_graph.release import Block, Release
from lhs_graph.vocabulary import Vocabulary

__all__ = ["CollectedGap", "CollectionGaps", "collect_gaps", "stream_gaps"]

_CHUNK = 200
_SHARED = 2
"""From how many chunks on they are shared among processes."""


@dataclass(frozen=True, slots=True)
class CollectedGap:
    """One gap of one described system.

    `sources` are those that report it; else those of the part concerned; else all that were read of
    the system, none of which fills the place.
    """

    block: Block
    kind: GapKind
    focus: str
    about: str | None
    related: str | None
    severity: str
    certainty: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class CollectionGaps:
    """The gaps found, sorted by system and kind, and the systems and kinds that were looked at."""

    blocks: Sequence[Block]
    kinds: Sequence[GapKind]
    gaps: Sequence[CollectedGap]
    data_version: str

    def matrix(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """For each slug and notation, how many gaps of each certainty."""
        found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for gap in self.gaps:
            found[gap.block.slug, gap.kind.notation][gap.certainty] += 1
        return found


def collect_gaps(
    release: Release,
    blocks: Sequence[Block],
    detectors: Detectors,
    wanted: set[str],
    progress: Progress,
) -> CollectionGaps:
    """All that `stream_gaps` gives, at once."""
    gaps = list(stream_gaps(release, blocks, detectors, wanted, progress))
    kinds = detectors.vocabulary.kinds.values()
    shown = [kind for kind in kinds if not wanted or kind.iri in wanted]
    return CollectionGaps(blocks, shown, gaps, release.manifest.data_version)


def stream_gaps(
    release: Release,
    blocks: Sequence[Block],
    detectors: Detectors,
    wanted: set[str],
    progress: Progress,
) -> Iterator[CollectedGap]:
    """Run all detectors over those descriptions and give the gaps one by one.

    They come in the order of the blocks, each block's sorted by kind. Memory does not grow with the
    number of descriptions.

    Args:
        release: where the descriptions are.
        blocks: the descriptions to look at.
        detectors: what finds the gaps.
        wanted: IRIs of gap kinds; all kinds where it is empty.
        progress: told after each chunk.

    Raises:
        ValidationSetupError: there is no description.
    """
    if not blocks:
        raise ValidationSetupError(detail="the release holds no descriptions")
    kinds = detectors.vocabulary.kinds
    order = {iri: number for number, iri in enumerate(kinds)}
    groups = [blocks[start : start + _CHUNK] for start in range(0, len(blocks), _CHUNK)]
    parts = (parts for _, parts in release.chunks(blocks, _CHUNK))
    alone = len(groups) < _SHARED
    work = detectors.scan if alone else partial(_scan, detectors.catalogue)
    done = 0
    for group, (raw, sources) in zip(groups, in_order(work, parts, len(groups)), strict=True):
        places = {block.iri: number for number, block in enumerate(group)}
        gaps = [
            _collected(one, block, kinds[one.kind], sources.get(one.focus, ()), told)
            for one, block, told in _gathered(group, raw)
            if not wanted or one.kind in wanted
        ]
        gaps.sort(
            key=lambda one, places=places: (  # type: ignore[misc]
                places[one.block.iri],
                order[one.kind.iri],
                one.focus,
                one.about or "",
                one.related or "",
            )
        )
        yield from gaps
        done += len(group)
        progress("gaps", done, len(blocks))


def _scan(
    catalogue: Catalogue, parts: Sequence[bytes]
) -> tuple[list[RawGap], Mapping[str, tuple[str, ...]]]:
    """The gaps of a group, in a worker process, which loads its detectors once."""
    return _detectors(catalogue).scan(parts)


@cache
def _detectors(catalogue: Catalogue) -> Detectors:
    return Detectors.load(catalogue, Vocabulary.load(catalogue))


def _gathered(
    group: Sequence[Block], raw: Sequence[RawGap]
) -> Iterator[tuple[RawGap, Block, tuple[str, ...] | None]]:
    """Each gap with its block and, where a source reports it, the sources.

    A reported gap that no detector finds, since something of the kind is described, is added.
    """
    blocks = {block.iri: block for block in group}
    reported = {
        block.iri: [(ReportedKind(kind, node, tuple(about)), tuple(sources))
                    for kind, node, about, sources in block.reported]
        for block in group
    }  # fmt: skip
    met: set[str] = set()
    for gap in raw:
        told = [one for one in reported.get(gap.system, ()) if one[0].names(gap)]
        met.update(one.node for one, _ in told)
        if gap.system in blocks:
            yield gap, blocks[gap.system], told[0][1] if told else None
    for iri, stated in reported.items():
        for one, sources in stated:
            if one.node not in met:
                yield one.as_gap(), blocks[iri], sources


def _collected(
    raw: RawGap,
    block: Block,
    kind: GapKind,
    sources: tuple[str, ...],
    reported: tuple[str, ...] | None,
) -> CollectedGap:
    coverage = Coverage(block.status, block.coverage, block.sections)
    return CollectedGap(
        block=block,
        kind=kind,
        focus=raw.focus,
        about=raw.about,
        related=raw.related,
        severity=raw.severity or kind.severity,
        certainty=certainty_of(kind, coverage, reported=reported is not None),
        sources=reported or sources,
    )

"""Gaps over the whole collection: detectors run on chunks of descriptions, in constant memory."""

import os
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from lhs_graph.catalogue import Catalogue
from lhs_graph.check import certainty_of
from lhs_graph.compiler import Progress
from lhs_graph.detection import Detectors, RawGap
from lhs_graph.errors import ValidationSetupError
from lhs_graph.facts import Coverage
from lhs_graph.findings import GapKind
from lhs_graph.release import Block, Release
from lhs_graph.vocabulary import Vocabulary

__all__ = ["CollectedGap", "CollectionGaps", "collect_gaps"]

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class CollectedGap:
    """One gap of one described system; `sources` are those that report it, where it is reported."""

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
    """Run all detectors over those descriptions.

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
    by_iri = {block.iri: block for block in blocks}
    gaps: list[CollectedGap] = []
    done = 0
    for group, raw in _scanned(release, blocks, detectors):
        raw.extend(_only_reported(group, raw))
        gaps.extend(
            _collected(one, by_iri[one.system], kinds[one.kind])
            for one in raw
            if one.system in by_iri and (not wanted or one.kind in wanted)
        )
        done += len(group)
        progress("gaps", done, len(blocks))
    order = {iri: number for number, iri in enumerate(kinds)}
    gaps.sort(key=lambda one: (one.block.slug, order[one.kind.iri], one.focus, one.about or ""))
    shown = [kind for kind in kinds.values() if not wanted or kind.iri in wanted]
    return CollectionGaps(blocks, shown, gaps, release.manifest.data_version)


def _scanned(
    release: Release, blocks: Sequence[Block], detectors: Detectors
) -> Iterator[tuple[Sequence[Block], list[RawGap]]]:
    """The groups of descriptions with their gaps; large collections are shared among processes."""
    chunks = release.chunks(blocks, _CHUNK)
    workers = min(os.cpu_count() or 1, len(blocks) // _CHUNK)
    if workers < 2:  # noqa: PLR2004  alone there is nothing to share
        for group, parts in chunks:
            yield group, detectors.scan(parts)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        running: deque[tuple[Sequence[Block], Future[list[RawGap]]]] = deque()
        for group, parts in chunks:
            running.append((group, pool.submit(_scan, detectors.catalogue, parts)))
            if len(running) > workers:
                first, future = running.popleft()
                yield first, future.result()
        for group, future in running:
            yield group, future.result()


def _scan(catalogue: Catalogue, parts: Sequence[bytes]) -> list[RawGap]:
    """The gaps of a group, in a worker process, which loads its detectors once."""
    return _detectors(catalogue).scan(parts)


@cache
def _detectors(catalogue: Catalogue) -> Detectors:
    return Detectors.load(catalogue, Vocabulary.load(catalogue))


def _only_reported(group: Sequence[Block], raw: Sequence[RawGap]) -> list[RawGap]:
    """The gaps that a source reports and no detector finds.

    Since something of the kind is described.
    """
    found = {(one.system, one.kind) for one in raw}
    stated = dict.fromkeys((block.iri, kind) for block in group for kind, _, _ in block.reported)
    return [RawGap(kind, system, system) for system, kind in stated if (system, kind) not in found]


def _collected(raw: RawGap, block: Block, kind: GapKind) -> CollectedGap:
    coverage = Coverage(block.status, block.coverage, block.sections)
    sources = tuple(source for one, _, source in block.reported if one == raw.kind and source)
    reported = any(one == raw.kind for one, _, _ in block.reported)
    return CollectedGap(
        block=block,
        kind=kind,
        focus=raw.focus,
        about=raw.about,
        related=raw.related,
        severity=raw.severity or kind.severity,
        certainty=certainty_of(kind, coverage, reported=reported),
        sources=sources,
    )

"""A release.

Ontology, descriptions, query descriptions and entailments compiled into one immutable folder.

`OUT/releases/<version>-<digest>/` holds an Oxigraph store (opened read-only), the same as N-Quads,
an index, precedents, a manifest and checksums; `OUT/current` points to the newest. A build writes
beside and moves the pointer last, in one atomic step, so that an interrupted build changes nothing.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from lhs_graph.errors import (
    FileUnreadableError,
    FileUnwritableError,
    ReleaseDamagedError,
    ReleaseMissingError,
)

__all__ = ["CHECKSUMS", "Block", "Manifest", "Release", "Withdrawal", "publish", "sha256_of"]

FORMAT: Final = 7
CHECKSUMS: Final = "SHA256SUMS"
"""The file of a release that has those of the others, as `sha256sum --check` reads them."""


@dataclass(frozen=True, slots=True)
class Block:
    """One description in the dump: where its quads stand and what a look-up needs to know of it.

    The first `aligned` bytes of its `length` hold all that gap detectors read. `reported` has the
    kind, the node, what it concerns and the sources of each gap that a source reports. `sight` has
    the slugs of the systems that it is part of or to whose parts it refers. `record` is the IRI of
    what tells of the description itself; it is empty where nothing does.
    """

    slug: str
    iri: str
    offset: int
    length: int
    aligned: int
    labels: Mapping[str, str]
    status: str
    coverage: str
    sections: Mapping[str, str]
    features: Mapping[str, Sequence[str]]
    reported: Sequence[tuple[str, str, Sequence[str], Sequence[str]]] = ()
    sight: Sequence[str] = ()
    record: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself; `digest` is that of the N-Quads dump."""

    version: str
    created: str
    digest: str
    counts: Mapping[str, int]
    format: int = FORMAT
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def data_version(self) -> str:
        """The version to cite: the project's and the first digits of the data's digest."""
        return f"{self.version}+{self.digest[:12]}"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A thing that an earlier release described, its labels, and the last data version with it."""

    iri: str
    labels: Mapping[str, str]
    last: str


@dataclass(frozen=True)
class Release:
    """One built release, read-only; nothing is read before it is asked for.

    Raises:
        ReleaseMissingError: the folder holds no release, or one of another format.
    """

    folder: Path

    @classmethod
    def current(cls, out: Path) -> "Release":
        """The release that `out` points to at this moment; later swaps do not touch it.

        Raises:
            ReleaseMissingError: there is none, or one that another version of the program wrote.
            FileUnreadableError: the folder may not be read.
        """
        pointer = out / "current"
        try:
            found = (pointer / "manifest.json").is_file()
        except OSError as error:
            raise FileUnreadableError.of(out, error) from error
        if not found:
            raise ReleaseMissingError(folder=str(out))
        release = cls(pointer.resolve())
        if release.manifest.format != FORMAT:
            raise ReleaseMissingError(folder=str(out))
        return release

    @classmethod
    def before(cls, out: Path) -> "Release | None":
        """The release that a build into `out` follows, of whatever format; None where none can be.

        Only its manifest, its store and what it says was withdrawn are to be asked of it.
        """
        release = cls((out / "current").resolve())
        try:
            readable = bool(release.manifest.digest) and release.store is not None
        except ReleaseDamagedError:
            return None
        return release if readable else None

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest."""
        try:
            loaded = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            manifest = Manifest(**loaded)
        except (OSError, ValueError, TypeError) as error:
            raise ReleaseDamagedError(folder=str(self.folder), detail=str(error)) from error
        return manifest

    @cached_property
    def store(self) -> ox.Store:
        """The store, opened read-only.

        Its default graph has every triple of all graphs once.
        """
        try:
            return ox.Store.read_only(str(self.folder / "store"))
        except OSError as error:
            raise ReleaseDamagedError(folder=str(self.folder), detail=str(error)) from error

    @cached_property
    def dump(self) -> Path:
        """The N-Quads file: the truth that the store can be rebuilt from."""
        return self.folder / "lhs.nq"

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """The descriptions by slug, sorted."""
        loaded = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
        return {entry["slug"]: Block(**entry) for entry in loaded}

    @cached_property
    def precedents(self) -> Mapping[str, Any]:
        """The precedents as the build wrote them."""
        text = (self.folder / "precedents.json").read_text(encoding="utf-8")
        loaded: dict[str, Any] = json.loads(text)
        return loaded

    @cached_property
    def withdrawn(self) -> Mapping[str, Withdrawal]:
        """What releases before this one described and this one does not, by IRI."""
        path = self.folder / "withdrawn.json"
        rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        return {row["iri"]: Withdrawal(**row) for row in rows}

    @cached_property
    def earlier(self) -> Sequence[str]:
        """The data versions that were published before this one, in the order of their numbers."""
        path = self.folder / "earlier.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def read(self, blocks: Iterable[Block]) -> bytes:
        """The statements and entailments of those descriptions, as N-Quads."""
        with self.dump.open("rb") as file:
            return b"".join(_read(file, block.offset, block.length) for block in blocks)

    def chunks(
        self, blocks: Sequence[Block], size: int, *, whole: bool = False
    ) -> Iterator[tuple[Sequence[Block], list[bytes]]]:
        """Those descriptions in groups of that size, each with what gap detectors read of it.

        After the group's own come the other descriptions that they have in sight; all of each, if
        `whole` is asked for.
        """
        with self.dump.open("rb") as file:
            for start in range(0, len(blocks), size):
                group = blocks[start : start + size]
                own = {block.slug for block in group}
                seen = dict.fromkeys(slug for block in group for slug in block.sight)
                around = [self.blocks[slug] for slug in seen if slug not in own]
                yield (
                    group,
                    [
                        _read(file, one.offset, one.length if whole else one.aligned)
                        for one in (*group, *around)
                    ],
                )

    def kept(self) -> "list[Release]":
        """This release and those that are kept beside it, the newest first.

        One that another version of the program wrote is among them if its manifest can be read;
        only that, its store and its files are to be asked of it.
        """
        folders = [path for path in self.folder.parent.iterdir() if path.name[0] != "."]
        found = {self.folder: self}
        for folder in folders:
            if (folder / "manifest.json").is_file():
                other = Release(folder)
                with suppress(ReleaseDamagedError):
                    _ = other.manifest
                    found.setdefault(folder, other)
        return sorted(found.values(), key=lambda one: one.manifest.created, reverse=True)

    def verify(self) -> None:
        """Compare every file with the checksum written at the build.

        Raises:
            ReleaseDamagedError: a file is missing or is not the one that was written.
        """
        for name, expected in self.manifest.files.items():
            path = self.folder / name
            if not path.is_file() or sha256_of(path) != expected:
                raise ReleaseDamagedError(folder=str(self.folder), detail=f"{name} was changed.")


def publish(out: Path, write: Callable[[Path], Manifest], *, keep: int = 2) -> Release:
    """Write a release beside the current one and make it the current one in one atomic step.

    Args:
        out: the folder that holds the releases; made if it is not there.
        write: fills an empty folder and gives the manifest.
        keep: how many releases stay, the new one included; of each version of the project the
            newest stays besides, since version IRIs must go on answering.

    Raises:
        FileUnwritableError: the folder cannot be written.
    """
    try:
        final = _put(out / "releases", write)
        _point(out, final)
        _prune(final.parent, final, keep)
    except OSError as error:
        raise FileUnwritableError.of(out, error) from error
    return Release(final.resolve())


def _put(releases: Path, write: Callable[[Path], Manifest]) -> Path:
    """The folder of a new release, whole; nothing is left where it cannot be written."""
    releases.mkdir(parents=True, exist_ok=True)
    draft = releases / f".draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        manifest = write(draft)
        names = sorted(path.name for path in draft.iterdir() if path.is_file())
        sums = {name: sha256_of(draft / name) for name in names}
        _write_json(draft / "manifest.json", {**asdict(manifest), "files": sums})
        lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
        (draft / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
        final = releases / manifest.data_version
        if final.exists():
            _discard(final)
        draft.rename(final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return final


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _point(out: Path, final: Path) -> None:
    link = out / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / final.name, target_is_directory=True)
    link.replace(out / "current")


def _prune(releases: Path, newest: Path, keep: int) -> None:
    others = [path for path in releases.iterdir() if path.is_dir() and path != newest]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    versions = {_version(newest)}
    for number, path in enumerate(others):
        version = _version(path)
        if number >= keep - 1 and version in versions:
            _discard(path)
        versions.add(version)


def _version(release: Path) -> str:
    """The project's version in the name of a release's folder; the name of any other folder."""
    return release.name.partition("+")[0]


def _discard(folder: Path) -> None:
    aside = folder.with_name(f".old-{os.getpid()}-{folder.name}")
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")

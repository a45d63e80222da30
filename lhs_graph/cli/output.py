"""Writing what a command made: to the screen or, whole or not at all, to a file."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lhs_graph.errors import FileUnreadableError

__all__ = ["deliver", "deliver_lines", "read_input"]


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write to standard output, or to the file through one beside it, so that no half file is left.

    Raises:
        FileUnreadableError: the file cannot be written.
    """
    deliver_lines([content], output)


def deliver_lines(lines: Iterable[str | bytes], output: Path | None) -> None:
    """The same for content that is made while it is written.

    Raises:
        FileUnreadableError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        _write(lines, sys.stdout.buffer)
        sys.stdout.flush()
        return
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            _write(lines, file)
        draft.replace(output)
    except OSError as error:
        raise FileUnreadableError(file=str(output), detail=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _write(lines: Iterable[str | bytes], file: BinaryIO) -> None:
    file.writelines(line.encode() if isinstance(line, str) else line for line in lines)


def read_input(name: str, limit: int = 1 << 20) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        FileUnreadableError: it cannot be read, is larger than the limit, or is not UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read(limit + 1) if name == "-" else Path(name).read_bytes()
        if len(raw) > limit:
            raise FileUnreadableError(file=name, detail=f"larger than {limit} bytes")
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(file=name, detail=str(error)) from error

"""Writing what a command made: to the screen or, whole or not at all, to a file."""

import errno
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lhs_graph.errors import FileUnreadableError, FileUnwritableError
from lhs_graph.messages import Words

__all__ = ["confirm_writable", "deliver", "deliver_lines", "read_input"]


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write to standard output, or to the file through one beside it, so that no half file is left.

    Raises:
        FileUnwritableError: the file cannot be written.
    """
    deliver_lines([content], output)


def deliver_lines(lines: Iterable[str | bytes], output: Path | None) -> None:
    """The same for content that is made while it is written.

    Raises:
        FileUnwritableError: the file cannot be written.
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
        raise FileUnwritableError.of(output, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def confirm_writable(output: Path | None) -> None:
    """See before any work whether the file could be written.

    Raises:
        FileUnwritableError: its folder is not there or takes no file, or it is a folder itself.
    """
    if output is None or str(output) == "-":
        return
    try:
        folder = output.parent
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "")
        if output.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise FileUnwritableError.of(output, error) from error


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
            raise FileUnreadableError(file=name, detail=Words("file.too_large", (("most", limit),)))
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadableError.of(name, error) from error
    except UnicodeDecodeError as error:
        raise FileUnreadableError(file=name, detail=Words("description.no_utf8")) from error

"""Writing what a command made: to the screen or, whole or not at all, to a file."""

import os
import sys
from pathlib import Path

from lhs_graph.errors import FileUnreadableError

__all__ = ["deliver", "read_input"]


def deliver(content: str | bytes, output: Path | None) -> None:
    """Write to standard output, or to the file through one beside it, so that no half file is left.

    Raises:
        FileUnreadableError: the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(output)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise FileUnreadableError(file=str(output), detail=error.strerror or str(error)) from error


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

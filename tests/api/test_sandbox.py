"""The promise: a worker can write no file and open no connection, and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path

import pytest

_WRITE = "open({path!r}, 'wb', buffering=0).write(b'x')"
_CONNECT = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"


def _in_a_sandbox(code: str) -> str:
    """The last line that a process prints which enters the sandbox and then runs the code."""
    program = (
        "from lhs_api.limits import Limits\n"
        "from lhs_api.sandbox import enter, write_no_files\n"
        "enter(Limits()); write_no_files()\n"
        f"try:\n    {code}\n"
        "except OSError as error:\n    print(type(error).__name__, error.errno)\n"
        "else:\n    print('done')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    return run.stdout.strip().splitlines()[-1]


def test_no_file_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "left-behind"

    assert "OSError 27" == _in_a_sandbox(_WRITE.format(path=str(path)))
    assert not path.exists() or 0 == path.stat().st_size


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_no_connection_can_be_opened() -> None:
    assert "PermissionError 1" == _in_a_sandbox(_CONNECT)


def test_what_is_no_file_can_be_written_to() -> None:
    assert "done" == _in_a_sandbox("import os; r, w = os.pipe(); os.write(w, b'x')")

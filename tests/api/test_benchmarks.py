"""The promise: what is measured of the service is measured of answers, so no column is empty."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_COLUMNS = 12


def test_the_throughput_of_the_service_can_be_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.throughput", "--only", "lhs", "--seconds", "0.5"]

    run = subprocess.run(
        command, cwd=_ROOT, capture_output=True, text=True, timeout=150, check=False
    )

    assert run.returncode == 0, run.stderr
    name, *figures = run.stdout.splitlines()[-1].split()
    assert name == "lhs"
    assert len(figures) == _COLUMNS
    assert all(float(one) > 0 for one in figures), run.stdout

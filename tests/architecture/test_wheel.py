"""The promise: the wheel carries everything and works from any directory."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--quiet",
        "-w",
        str(folder),
        str(_ROOT),
    ]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_installed_wheel_checks_a_design_from_another_directory(
    wheel: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    constraints = str(_ROOT / "constraints.txt")
    # two commands are run, for which compiling all that is installed takes longer than they do
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-compile"]
    subprocess.run([*install, "--quiet", "-c", constraints, str(wheel)], check=True)
    lhs = str(python.with_name("lhs"))
    design = tmp_path / "design.yaml"

    subprocess.run([lhs, "new", str(design), "--lang", "en"], cwd=tmp_path, check=True)
    environment = {
        "PATH": "/usr/bin",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
    }
    checked = subprocess.run(
        [lhs, "check", str(design), "--format", "json", "--lang", "en"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode in (0, 1), checked.stderr
    assert '"findings"' in checked.stdout

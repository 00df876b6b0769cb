"""
Sets up everything a command of this repository needs, on a machine with only Python ≥ 3.11 and its package registry.

Run by ``script/demo``, ``script/test``, … with any Python; needs nothing but the standard library. Makes ``.venv``,
installs the hashed locks and the project itself, and says what it does. A second run finds its stamp and returns at
once.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def stamp(group: str) -> str:
    """What the environment depends on."""
    digest = hashlib.sha256(f"{sys.version_info[:3]}".encode())
    for name in (LOCKS[group], "pyproject.toml", "script/bootstrap.py"):
        digest.update((ROOT / name).read_bytes())
    return f"{group} {digest.hexdigest()}"


def is_ready(group: str) -> bool:
    """Whether an earlier run has done all this. The dev environment serves the ``run`` group too."""
    try:
        held = (VENV / "dienhong.stamp").read_text()
    except OSError:
        return False
    return PYTHON.exists() and held in {stamp(group), stamp("dev")}


def step(text: str, *command: str | Path) -> None:
    """Say what is done, do it, say how long it took; stop with the tool's own words if it fails."""
    print(f"  · {text} … ", end="", flush=True, file=sys.stderr)
    began = time.monotonic()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        print("failed", file=sys.stderr)
        sys.exit(f"{done.stdout}{done.stderr}\n{text}: this step failed; see above.")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


def set_up(group: str) -> None:
    """Make the environment."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs under whatever Python there is)
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    print("Setting up (once; the next start takes a moment):", file=sys.stderr)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")
    (VENV / "dienhong.stamp").unlink(missing_ok=True)
    if not PYTHON.exists():
        step("making .venv", sys.executable, "-m", "venv", VENV)
    step("installing uv, which installs the rest quickly", PYTHON, "-m", "pip", "install", "--quiet", "uv")
    uv = [VENV / PYTHON.relative_to(VENV).parent / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    step(f"installing the packages of {LOCKS[group]}", *uv, "--require-hashes", "-r", LOCKS[group])
    step("installing Diên Hồng itself", *uv, "--no-deps", "--no-build-isolation", "--editable", ".")
    (VENV / "dienhong.stamp").write_text(stamp(group))


def main() -> None:
    """``bootstrap.py GROUP COMMAND…``: set up, then become the command (looked up in the environment)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("group", choices=LOCKS)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if not is_ready(arguments.group):
        set_up(arguments.group)
    if arguments.command:
        bin_folder = PYTHON.parent
        os.environ["PATH"] = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        os.environ["VIRTUAL_ENV"] = str(VENV)
        command = [str(bin_folder / arguments.command[0]), *arguments.command[1:]]
        os.execv(command[0], command)


if __name__ == "__main__":
    main()

"""Every check of the repository, with a summary. Run by ``script/test``."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
WORKERS = min((os.cpu_count() or 1) + 1, 6)  # each with a Postgres and a browser of its own; one always waits
CHECKS = (
    ("types (mypy)", ["mypy"], ROOT),
    ("types of the pages (svelte-check)", ["npm", "run", "--silent", "check"], WEB),
    ("style (ruff)", ["ruff", "check", "."], ROOT),
    ("format (ruff)", ["ruff", "format", "--check", "."], ROOT),
    ("layers (import-linter)", ["lint-imports"], ROOT),
    ("types of the API (openapi-typescript)", ["npm", "run", "--silent", "types:check"], WEB),
    ("tests of the pages (vitest)", ["npm", "run", "--silent", "test"], WEB),
)

# -r lists what failed and every skip with its reason at the end: a skip is said loudly.
# A file stays with one worker, for what its tests share (under pytest 9.2, xdist 3.8 cannot group single tests);
# files go out in the order of tests/conftest.py. Coverage takes a tenth of the time and decides nothing: ask for it
# with `script/test --cov`. Tracebacks are Python's own: pytest's look the failing statement up with `ast`, which in
# Python 3.11 two threads must not use at once, and servers of tests are threads; a failure then ended the whole run.
PYTEST = ["pytest", "-rfEs", "-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder", "--tb", "native"]
NOTHING_CHOSEN = 5  # pytest's exit code when options leave no test


def run(name: str, command: list[str], fine: tuple[int, ...] = (0,)) -> tuple[str, bool, float]:
    """One check; its output goes to the terminal as it comes."""
    print(f"\n━━ {name}", flush=True)
    began = time.monotonic()
    passed = subprocess.run(command, cwd=ROOT, check=False).returncode in fine
    return name, passed, time.monotonic() - began


def run_beside(name: str, command: list[str], folder: Path) -> tuple[str, bool, float]:
    """One check of those that run side by side; its output comes in one piece."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(f"\n━━ {name}\n{done.stdout.decode(errors='replace')}", end="", flush=True)
    return name, done.returncode == 0, time.monotonic() - began


def main() -> int:
    """All checks, whatever fails; non-zero if anything did."""
    os.environ["PYTHONPATH"] = str(ROOT)
    # Tests start a hundred Pythons. Where none may leave its bytecode, each compiles Litestar, SQLAlchemy and all the
    # rest anew, which takes longer than most of them live; so they leave it, though not beside the sources.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".venv" / "bytecode")
    began = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        results = list(beside.map(lambda check: run_beside(*check), CHECKS))
    results.append(run("tests (pytest)", [*PYTEST, *sys.argv[1:]], fine=(0, NOTHING_CHOSEN)))
    print("\n━━ summary")
    for name, passed, seconds in results:
        print(f"  {'✓' if passed else '✗'} {name:38} {seconds:6.1f} s")
    print(f"    {'total':38} {time.monotonic() - began:6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())

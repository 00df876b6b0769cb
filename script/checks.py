"""Every check of the repository, one after the other, with a summary. Run by ``script/test``."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
WORKERS = min((os.cpu_count() or 1) + 1, 6)  # each with a Postgres and a browser of its own; one always waits
CHECKS = (
    ("style (ruff)", ["ruff", "check", "."]),
    ("format (ruff)", ["ruff", "format", "--check", "."]),
    ("types (mypy)", ["mypy"]),
    ("layers (import-linter)", ["lint-imports"]),
)
WEB_CHECKS = (
    ("types of the API (openapi-typescript)", ["npm", "run", "--silent", "types:check"]),
    ("types of the pages (svelte-check)", ["npm", "run", "--silent", "check"]),
    ("tests of the pages (vitest)", ["npm", "run", "--silent", "test"]),
)

# -r lists what failed and every skip with its reason at the end: a skip is said loudly.
PYTEST = ["pytest", "-rfEs", "-n", str(WORKERS), "--dist", "worksteal"]
TESTS = (
    ("tests (pytest)", ["--ignore", "tests/web", "--cov", "--cov-report=term:skip-covered"]),
    # What a browser sees of the server has tests without one, which are measured above; measuring costs a quarter.
    ("tests in a browser (pytest)", ["tests/web"]),
)
NOTHING_CHOSEN = 5  # pytest's exit code when options leave no test


def run(name: str, command: list[str], folder: Path = ROOT, fine: tuple[int, ...] = (0,)) -> tuple[str, bool, float]:
    """One check; its output goes to the terminal."""
    print(f"\n━━ {name}", flush=True)
    began = time.monotonic()
    passed = subprocess.run(command, cwd=folder, check=False).returncode in fine
    return name, passed, time.monotonic() - began


def main() -> int:
    """All checks, whatever fails; non-zero if anything did."""
    os.environ["PYTHONPATH"] = str(ROOT)
    results = [run(name, command) for name, command in CHECKS]
    results += [run(name, command, WEB) for name, command in WEB_CHECKS]
    results += [run(name, [*PYTEST, *command, *sys.argv[1:]], fine=(0, NOTHING_CHOSEN)) for name, command in TESTS]
    print("\n━━ summary")
    for name, passed, seconds in results:
        print(f"  {'✓' if passed else '✗'} {name:38} {seconds:6.1f} s")
    print(f"    {'total':38} {sum(seconds for *_, seconds in results):6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())

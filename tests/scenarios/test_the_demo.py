"""What an installer sees: the demo set up from nothing, a crowd that votes, and one JSON object last on stdout."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIENHONG_")}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "demo", "--port", str(port), "--exit", *options],
        env={**environment, "DIENHONG_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
def test_a_crowd_takes_part_in_the_demo_and_counts_for_itself():
    with tempfile.TemporaryDirectory(prefix="dh-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # under root, Postgres runs as somebody else
        first = demo(folder, "--simulate", "60", "--over", "2")
        again = demo(folder, "--simulate", "20", "--over", "1")

    assert first.returncode == 0, first.stderr
    summary = json.loads(first.stdout.splitlines()[-1])
    assert summary["checked_in"] == summary["ballots_acknowledged"] == 60
    assert summary["ballots_refused"] == 0
    assert summary["tally_equals_recount"] is True
    assert len(summary["tally"]) == 14
    assert all(summary[times].keys() >= {"p50", "p95", "p99"} for times in ("ack_ms", "screen_ms"))
    assert first.stdout.count("PIN") == 3
    assert "Importing" in first.stderr
    assert again.returncode == 0, again.stderr
    assert "Importing" not in again.stderr  # the second start finds everything there
    assert json.loads(again.stdout.splitlines()[-1])["ballots_acknowledged"] == 20

"""The benchmarks run, at a size that takes seconds, and say what they promise to say. No time is asserted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHES = Path(__file__).resolve().parents[2] / "script" / "benches"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHES), *arguments], capture_output=True, text=True, timeout=240, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "ratios"),
    [
        ("ingest", {"ingest/orm", "ingest/ceiling"}),
        ("fanout", {"fanout-20/websockets", "fanout-20/channels"}),
        ("story", {"story/echo"}),
        (
            "secret",
            {f"secret-{bits}/{what}" for bits in (3072, 2048) for what in ("sign", "verify", "cast")}
            | {"secret/recount"},
        ),
        ("web", {"web/now", "web/paper", "web/page", "web/blind", "web/recount"}),
    ],
)
def test_a_bench_says_in_one_json_object_how_it_compares_with_its_baselines(name, ratios):
    done = bench(name, "--json", "--size", "20", "--repetitions", "1")

    if "no Chromium on this machine" in done.stderr:
        pytest.skip("no Chromium on this machine")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result.keys() == {"bench", "ratios", "rows"}
    assert result["bench"] == name
    assert result["ratios"].keys() == ratios
    assert min(result["ratios"].values()) > 0, result["ratios"]
    assert len({row["variant"] for row in result["rows"]}) > len(ratios)
    assert all(row.keys() >= {"variant", "value", "unit"} for row in result["rows"])


def test_a_bench_that_does_not_exist_is_named_with_those_that_do():
    done = bench("ingets")

    assert done.returncode == 2
    assert "no bench ingets; there are ingest, fanout, story, secret, web" in done.stderr

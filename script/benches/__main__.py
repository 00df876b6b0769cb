"""The front of the benchmarks: ``script/bench NAME… [--json] [--size N] [--repetitions N]``."""

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))
BENCHES = ("ingest", "fanout", "story", "secret", "web")


def show(result: dict[str, Any]) -> None:
    """A table for people."""
    table = Table(title=f"bench {result['bench']}", title_justify="left")
    for column in ("variant", "value", "unit"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for row in result["rows"]:
        value = row["value"]
        table.add_row(row["variant"], f"{value:,.1f}" if isinstance(value, float) else f"{value:,}", row["unit"])
    console = Console()
    console.print(table)
    for name, ratio in result["ratios"].items():
        console.print(f"  {name}: {ratio:.2f} ×")


def main() -> None:
    """Run what is named, or all."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="one JSON object a bench")
    parser.add_argument("--size", type=int, metavar="N", help="voters, sockets, delegates (default: each bench's own)")
    parser.add_argument("--repetitions", type=int, metavar="N", help="of which the medians are shown")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHES)
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    asked = {"size": arguments.size, "repetitions": arguments.repetitions}
    sizes = {name: value for name, value in asked.items() if value is not None}
    for name in arguments.names or BENCHES:
        result = importlib.import_module(name).run(**sizes)
        print(json.dumps(result, ensure_ascii=False), flush=True) if arguments.json else show(result)


if __name__ == "__main__":
    main()

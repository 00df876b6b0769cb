"""How far a simulation has come, and how long its parts took."""

from collections.abc import Callable, Sequence

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how often it is done, and how often it will be."""


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99, to a tenth.

    >>> percentiles([1.0, 2.0, 3.0])
    {'p50': 2.0, 'p95': 3.0, 'p99': 3.0}
    """
    ordered = sorted(values) or [0.0]
    return {
        f"p{share}": round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 1) for share in (50, 95, 99)
    }

"""What a benchmark says: rows with values, and ratios of ours to the baselines in the same run."""

from collections.abc import Sequence
from statistics import median
from typing import TypedDict


class Row(TypedDict):
    """One figure of one variant."""

    variant: str
    value: float
    unit: str


class Result(TypedDict):
    """One benchmark. A ratio is our rate divided by the baseline's: more is better."""

    bench: str
    ratios: dict[str, float]
    rows: list[Row]


def row(variant: str, values: Sequence[float], unit: str) -> Row:
    """The median of what the repetitions gave."""
    return {"variant": variant, "value": round(median(values), 2), "unit": unit}


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """
    The median of the ratios within each repetition: both sides of each saw the same minute of the machine. Two digits
    that say something are kept, and so is what is far from the baseline:

    >>> ratio([10.0, 30.0, 20.0], [10.0, 10.0, 10.0])
    2.0
    >>> ratio([118.4], [5.0]), ratio([4.0], [1000.0])
    (23.68, 0.004)
    """
    middle = median(our / their for our, their in zip(ours, theirs, strict=True))
    return round(middle, 2) if abs(middle) >= 0.1 else float(f"{middle:.2g}")

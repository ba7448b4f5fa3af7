"""Measures of agreement between two annotators: alpha and F1. Knows values, not what they stand for.

Alpha is Krippendorff's, for nominal values: 1 is perfect agreement, 0 is what chance would give (K. Krippendorff,
“Computing Krippendorff's Alpha-Reliability”, 2011, https://repository.upenn.edu/asc_papers/43). The package
`krippendorff` computes it.
"""

from __future__ import annotations

from collections.abc import Mapping


class NoCoefficientError(Exception):
    """The packages of the extra `agreement`, by which coefficients are computed, are not installed."""


def nominal_alpha(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Krippendorff's alpha of units that two annotators have given a value: how many units have each pair of values.

    None where it isn't defined: without a unit, and where all values are the same one, so that nothing could differ.
    Raises `NoCoefficientError`.
    """
    values = sorted({value for pair, count in pairs.items() if count for value in pair})
    if len(values) < 2:
        return None
    try:
        import krippendorff  # late, both: an extra, which only `compare` needs
        import numpy as np
    except ImportError as error:
        raise NoCoefficientError from error
    column = {value: n for n, value in enumerate(values)}
    counted = {pair: count for pair, count in pairs.items() if count}
    rows = np.zeros((len(counted), len(values)), dtype=np.int64)
    for n, pair in enumerate(counted):
        for value in pair:
            rows[n, column[value]] += 1
    units = np.repeat(rows, [*counted.values()], axis=0)
    return float(krippendorff.alpha(value_counts=units, level_of_measurement="nominal"))


def f1(aligned: int, first: int, second: int) -> float | None:
    """The harmonic mean of precision and recall, whichever of the two is taken for the standard: of `first` and
    `second` annotations, `aligned` are pairs. None where neither has any."""
    return 2 * aligned / (first + second) if first + second else None

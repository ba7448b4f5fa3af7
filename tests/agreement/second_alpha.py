"""A second implementation of nominal alpha, by its definition: observed over expected disagreement, pair by pair.

K. Krippendorff, Content Analysis, 4th edition (2019), chapter 12: both are means of the same difference (0 or 1), the
observed over the values of one unit, the expected over all values whatever their unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations


def alpha_by_definition(units: Sequence[tuple[str, str]]) -> Fraction | None:
    """Alpha of units with two values each; None where all values are the same one."""
    values = [value for unit in units for value in unit]
    observed = Fraction(sum(one != other for one, other in units), len(units)) if units else Fraction(0)
    differing = sum(one != other for one, other in permutations(values, 2))
    if not differing:
        return None
    return 1 - observed / Fraction(differing, len(values) * (len(values) - 1))

"""The measures of agreement, against published examples and against a second implementation."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.agreement.coefficients import f1, nominal_alpha
from tests.agreement.second_alpha import alpha_by_definition

pytest.importorskip("krippendorff", reason="krippendorff is not installed")

BINARY = "0100000010", "1110010000"
NOMINAL = "aabbdcccedda", "babbbccceddd"


def units(one: str, other: str) -> list[tuple[str, str]]:
    return list(zip(one, other, strict=True))


@pytest.mark.parametrize(("observers", "published"), [(BINARY, 0.095), (NOMINAL, 0.692)])
def test_krippendorffs_own_examples(observers, published):
    """K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), sections A (Meg and Owen: binary data, two
    observers, nothing missing) and B (Ben and Gerry: nominal data, two observers, nothing missing)."""
    found = nominal_alpha(Counter(units(*observers)))
    assert found == pytest.approx(published, abs=5e-4)
    assert float(alpha_by_definition(units(*observers)) or 0) == pytest.approx(published, abs=5e-4)


def test_the_coincidences_of_the_example_are_those_that_he_prints():
    """Section A: of 20 values, 14 are 0 and 6 are 1; alpha = 1 - (20 - 1) * 4 / (14 * 6)."""
    values = Counter("".join(BINARY))
    assert (values["0"], values["1"]) == (14, 6)
    differing = sum(one != other for one, other in units(*BINARY))
    assert nominal_alpha(Counter(units(*BINARY))) == pytest.approx(1 - 19 * differing / (14 * 6))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=40))
def test_alpha_is_that_of_its_definition(pairs):
    found, wanted = nominal_alpha(Counter(pairs)), alpha_by_definition(pairs)
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert found == pytest.approx(float(wanted), abs=1e-9)


def test_agreement_is_1_and_systematic_disagreement_below_0():
    assert nominal_alpha({("a", "a"): 5, ("b", "b"): 5}) == pytest.approx(1)
    worst = nominal_alpha({("a", "b"): 50, ("b", "a"): 50})
    assert worst == pytest.approx(-0.99, abs=0.01)


@pytest.mark.parametrize("pairs", [{}, {("a", "a"): 9}, {("a", "a"): 9, ("a", "b"): 0}])
def test_where_nothing_could_differ_there_is_no_alpha(pairs):
    assert nominal_alpha(pairs) is None


def test_counts_are_units():
    assert nominal_alpha({("a", "b"): 3, ("a", "a"): 7}) == nominal_alpha(Counter([("a", "b")] * 3 + [("a", "a")] * 7))


@pytest.mark.parametrize(
    ("numbers", "found"), [((2, 4, 4), 0.5), ((0, 3, 0), 0.0), ((0, 0, 0), None), ((3, 3, 6), 2 / 3)]
)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(numbers, found):
    assert f1(*numbers) == found

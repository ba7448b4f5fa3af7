"""Edges of places beside what can't be seen, and inside what is written with several signs (law 3)."""

import pytest

from generator.text import normalized
from generator.text.quote_match import find_exact


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        # invisible characters beside the space that groups digits
        ("1\u202f\u200b200 dead", "200 dead", 0),
        ("1\u2060\u202f\u2060200 dead", "200 dead", 0),
        ("1\u00a0\u2060200 dead", "200 dead", 0),
        ("1\u202f\u200b200 dead", "1 200 dead", 1),
        ("12\u00a0\u20602015", "2015", 1),
        # a soft hyphen or the like between a letter and marks that are put in another order
        ("b\u00ad\u0327\u0301oo", "b", 0),
        ("b\u00ad\u0327\u0301oo", "\u0327\u0301oo", 0),
        ("b\u200b\u0301\u0327oo", "b", 0),
        ("o\u00adx", "o", 0),
        # exponents
        ("about 10⁻³ m", "10", 0),
        ("about 10⁻³ m", "³ m", 0),
        ("about 10⁻³ m", "⁻³ m", 0),
        ("about 10⁻³ m", "about 10⁻³", 1),
        ("log₋₂ of x", "log", 0),
        ("Ca²⁺ ions", "Ca²", 1),
    ],
)
def test_no_edge_is_inside_a_number_or_character(text, quote, places):
    assert len(find_exact(normalized(text), quote).spans) == places

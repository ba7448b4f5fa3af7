"""Words of messages: shortened, listed, with a capital."""

from __future__ import annotations

import pytest

from generator.diagnostics import capitalized, listed, short


@pytest.mark.parametrize(
    ("words", "sentence"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_words_are_listed_as_in_a_sentence(words, sentence):
    assert listed(words) == sentence


def test_of_many_words_the_first_are_listed_and_the_others_counted():
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert listed(["a", "b"], 2) == "a and b"


def test_a_long_value_is_on_one_line_and_cut_in_the_middle():
    assert short("two\n  lines") == "two lines"
    assert short("a" * 80) == "a" * 80
    assert short("a" * 41 + " " + "b" * 10**6) == "a" * 40 + " … " + "b" * 35


def test_the_first_letter_gets_a_capital_and_the_others_stay():
    assert capitalized("claim “iPhone”") == "Claim “iPhone”"
    assert capitalized("") == ""

"""Words for values: each value is itself, and no slip of a letter leads to another meaning (law 21)."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.key_synonyms import keys_meant
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.formats.synonyms import MEANINGS, _by_word, meant, verdicts_meant
from generator.model import Relation

VALUES = {"relation": get_args(Relation), "verdict": tuple(verdict.key for verdict in BUILT_IN_VERDICTS)}
each_table = pytest.mark.parametrize("key", VALUES)


@each_table
def test_each_value_means_itself(key):
    assert all(meant(key, value, VALUES[key]) == (value,) for value in VALUES[key])


@each_table
def test_no_letter_left_out_of_a_word_hides_what_it_means(key):
    table = _by_word(key)
    for word, values in table.items():
        for n in range(len(word)) if len(word) > 5 else ():
            slip = word[:n] + word[n + 1 :]
            if slip not in table and slip not in VALUES[key]:
                found = meant(key, slip, VALUES[key])
                assert not found or not values or set(values) & set(found), f"{slip} for {word}"


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("contradicts", ("rebuts",)),
        ("contradicted-by", ()),
        ("correction", ("corrects", "rebuts")),
        ("responds to", ("answers",)),
        ("رد", ("answers", "rebuts")),
        ("abc", ()),
    ],
)
def test_a_relation_is_found_by_its_meaning(word, values):
    assert meant("relation", word, VALUES["relation"]) == values


def test_of_verdicts_only_those_that_a_site_has_kept_are_meant():
    assert verdicts_meant("wrong", ["false"], ["false", "wrongly-dated"]) == ("false",)
    assert verdicts_meant("wrong", [], ["wrongly-dated"]) == ()
    assert verdicts_meant("mostli-true", [], ["mostly-true", "false"]) == ("mostly-true",)


def test_each_relation_says_what_it_means():
    assert tuple(MEANINGS["relation"]) == VALUES["relation"]


@given(st.text())
def test_any_word_means_allowed_values_only(word):
    assert set(meant("relation", word, VALUES["relation"])) <= set(VALUES["relation"])
    assert set(verdicts_meant(word, VALUES["verdict"], VALUES["verdict"])) <= set(VALUES["verdict"])
    assert set(keys_meant(word, ["note", "quote"])) <= {"note", "quote"}

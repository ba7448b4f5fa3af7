"""The letters of an index."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.letters import by_letter
from generator.urls import DIGITS, letter_anchor, letter_of

NAMES = st.lists(st.text(max_size=20), max_size=30)
DIRECTIONS = st.sampled_from(["ltr", "rtl"])


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Amnesty", "A"),
        ("élise", "E"),
        ("“Quoted”", "Q"),
        ("Ømer", "Ø"),
        ("ßeta", "S"),
        ("Игорь", "И"),
        ("علي", "ع"),
        ("3sat", DIGITS),
        ("٣ ناس", DIGITS),
        ("…", DIGITS),
        ("", DIGITS),
    ],
)
def test_a_name_stands_under_its_first_letter_without_accents(name, letter):
    assert letter_of(name) == letter


@pytest.mark.parametrize(("letter", "anchor"), [("K", "letter_k"), ("ع", "letter_u0639"), (DIGITS, "letter_0")])
def test_a_letter_has_an_anchor_in_plain_characters(letter, anchor):
    assert letter_anchor(letter) == anchor


@given(NAMES, DIRECTIONS)
def test_each_name_stands_once_and_each_letter_once(names, direction):
    groups = list(by_letter(names, str, direction))
    assert sorted(name for _, group in groups for name in group) == sorted(names)
    letters = [letter for letter, _ in groups]
    assert len(set(letters)) == len(letters)
    assert all(letter_of(name) == letter for letter, group in groups for name in group)
    anchors = [letter_anchor(letter) for letter in letters]
    assert all(re.fullmatch("letter_[a-z0-9]+", anchor) for anchor in anchors)
    assert len(set(anchors)) == len(anchors)


@given(st.permutations(["Abel", "abc", "Äbte", "Zoe", "2nd", "…", "علي", "Игорь"]))
def test_the_order_is_that_of_the_interface_whatever_it_was(names):
    shown = [name for _, group in by_letter(names, str, "ltr") for name in group]
    assert shown == ["abc", "Abel", "Äbte", "Zoe", "Игорь", "علي", "…", "2nd"]
    first, *_ = by_letter(names, str, "rtl")
    assert first == ("ع", ["علي"]), "an Arabic interface begins with Arabic letters"

"""The letters of an index."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.letters import by_letter, label_of, letters_in_order
from generator.urls import DIGITS, letter_anchor, letter_of, letters_of, sources_path

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


@pytest.mark.parametrize(
    ("name", "two", "shown", "path"),
    [
        ("Amnesty", ("A", "M"), "Am", "p_a-m"),
        ("A. Éluard", ("A", "E"), "Ae", "p_a-e"),
        ("A 320 neo", ("A", DIGITS), "A 0–9", "p_a-0"),
        ("x", ("X", DIGITS), "X 0–9", "p_x-0"),
        ("2015: a year", (DIGITS, "A"), "0–9 A", "p_0-a"),
        ("1984", (DIGITS, DIGITS), "0–9", "p_0-0"),
        ("…", (DIGITS, DIGITS), "0–9", "p_0-0"),
        ("علي", ("ع", "ل"), "عل", "p_u0639-u0644"),
        ("中国日报", ("中", "国"), "中国", "p_u4e2d-u56fd"),
    ],
)
def test_a_name_of_many_stands_under_two_letters(name, two, shown, path):
    assert letters_of(name, 2) == two
    assert label_of(two) == shown
    assert sources_path("p", two) == f"sources/{path}.html"
    assert letters_of(name, 0) == ()


@given(NAMES)
def test_the_first_of_two_letters_is_the_one(names):
    for name in names:
        first, _ = letters_of(name, 2)
        assert (first,) == letters_of(name, 1) == (letter_of(name),)
        assert label_of([first]) == first


@given(st.permutations(["Ab", "A1", "Za", "ع", "И", "9a", "9"]))
def test_two_letters_are_in_the_order_of_letters(names):
    shown = [label_of(letters) for letters in letters_in_order({letters_of(name, 2) for name in names}, "ltr")]
    assert shown == ["Ab", "A 0–9", "Za", "И 0–9", "ع 0–9", "0–9 A", "0–9"]


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

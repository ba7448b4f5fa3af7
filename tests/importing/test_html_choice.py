"""Lines are found again in a page where they are, whole or in parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.importing.html_choice import places


def test_a_line_that_occurs_twice_is_found_between_its_neighbours():
    page = ["teaser", "menu", "first", "teaser", "last", "teaser"]
    assert places(["first", "teaser", "last"], page) == {0: [2], 1: [3], 2: [4]}


def test_lines_that_the_page_has_in_one_are_found_there():
    page = ["before", "a line of some lengththat was parted again", "after"]
    found = places(["before", "a line of some length", "that was parted again", "after"], page)
    assert found == {0: [0], 1: [1], 2: [1], 3: [2]}


def test_a_line_that_is_not_there_is_not_found():
    assert places(["a line that no page has", "b"], ["b", "c"]) == {1: [0]}


LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=12)


@given(LETTERS, LETTERS)
def test_what_is_found_is_equal_and_in_order(lines, page):
    found = places(lines, page)
    assert all(page[place] == lines[n] for n, where in found.items() for place in where)
    rows = [place for n in sorted(found) for place in found[n]]
    assert rows == sorted(set(rows))


@given(LETTERS)
def test_a_page_is_found_in_itself(lines):
    assert places(lines, lines) == {n: [n] for n in range(len(lines))}

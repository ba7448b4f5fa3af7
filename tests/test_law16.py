"""Law 16: the time and memory that a text takes grow no faster than the text, whatever it holds."""

from __future__ import annotations

import pytest

from generator.compiling import anchoring
from tests.growth import Construction, growth_of_memory, growth_of_time
from tests.hostile_archives import ARCHIVES
from tests.hostile_texts import TEXTS

ALL = [*TEXTS, *ARCHIVES]
each_construction = pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])


_LESS = 50
"""What the budgets of an article are divided by. A budget bounds the time only where it is spent, and spending a second
of it for each measurement would take too long."""


@pytest.fixture(autouse=True)
def small_budgets(monkeypatch):
    for budget in ("_SECOND", "_MOST_SEEN"):
        monkeypatch.setattr(anchoring, budget, getattr(anchoring, budget) // _LESS)


def test_each_construction_has_a_name_of_its_own():
    assert len({one.name for one in ALL}) == len(ALL)


@each_construction
def test_time_grows_no_faster_than_the_input(one: Construction):
    assert growth_of_time(one, max(1, one.size // 2)) == ""


@pytest.mark.slow
@each_construction
def test_time_grows_no_faster_than_a_large_input(one: Construction):
    assert growth_of_time(one, one.size) == ""


@each_construction
def test_memory_grows_no_faster_than_the_input(one: Construction):
    assert growth_of_memory(one, max(1, one.size // 8)) == ""


def test_a_cost_that_grows_with_the_square_is_noticed():
    square = Construction("a square", lambda n: sum(range(int(n) ** 2)), lambda n: n, 400)
    assert "×" in growth_of_time(square)
    held = Construction("a square", lambda n: bytes(int(n) ** 2), lambda n: n, 3_000)
    assert "×" in growth_of_memory(held)

"""Which pages a list has that is cut by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.periods import MOST_ROWS, Leaf, Period, above, wider
from generator.outputs.periods import leaves_of as leaves_of_days


def leaves_of(days: Iterable[str]) -> tuple[Leaf, ...]:
    """The leaves of a list with rows on these days, newest first."""
    return leaves_of_days(Counter(days))


def names(days: list[str]) -> list[tuple[str, int, int]]:
    """The leaves of a list with rows on these days: period, part, number of rows."""
    found = leaves_of(sorted(days, reverse=True))
    return [(leaf.period.name, leaf.period.part, leaf.end - leaf.start) for leaf in found]


def test_a_year_of_as_many_rows_as_a_page_holds_is_one_page():
    assert names(["2015-12-23"] * MOST_ROWS + ["2014-01-01"]) == [("2015", 0, MOST_ROWS), ("2014", 0, 1)]


def test_a_year_of_more_is_cut_into_months():
    assert names(["2015-12-23"] * MOST_ROWS + ["2015-01-01"]) == [("2015-12", 0, MOST_ROWS), ("2015-01", 0, 1)]


def test_a_month_of_more_is_cut_into_days():
    days = ["2015-12-23"] * MOST_ROWS + ["2015-12-01", "2015-01-01"]
    assert names(days) == [("2015-12-23", 0, MOST_ROWS), ("2015-12-01", 0, 1), ("2015-01", 0, 1)]


def test_a_day_of_more_is_cut_by_number():
    days = ["2015-12-23"] * (2 * MOST_ROWS + 1)
    assert names(days) == [("2015-12-23", 1, MOST_ROWS), ("2015-12-23", 2, MOST_ROWS), ("2015-12-23", 3, 1)]


def test_a_wider_period_names_each_narrower_one_once():
    days = ["2015-12-23"] * (MOST_ROWS + 1) + ["2015-12-01", "2015-01-01", "2014-01-01"]
    assert wider(leaves_of(days)) == {"2015": ("2015-12", "2015-01"), "2015-12": ("2015-12-23", "2015-12-01")}
    assert wider(leaves_of(["2015-12-23"])) == {}


def test_a_narrower_period_knows_the_wider_one():
    assert [above(name) for name in ("2015-12-23", "2015-12", "2015")] == ["2015-12", "2015", ""]


def test_an_empty_list_has_no_pages():
    assert leaves_of([]) == ()


FIRST = date(2014, 12, 20)
ROWS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([1, 60, 199, 200, 201, 450])), max_size=8).map(
    lambda days: sorted(((FIRST + timedelta(day)).isoformat() for day, n in days for _ in range(n)), reverse=True)
)


@given(ROWS)
def test_each_row_stands_on_one_page_of_its_period_and_no_page_is_too_long(days: list[str]):
    found = leaves_of(days)
    assert [n for leaf in found for n in range(leaf.start, leaf.end)] == list(range(len(days)))
    assert all(0 < leaf.end - leaf.start <= MOST_ROWS for leaf in found)
    assert all(day.startswith(leaf.period.name) for leaf in found for day in days[leaf.start : leaf.end])
    assert len({leaf.period for leaf in found}) == len(found)


@given(ROWS)
def test_every_page_is_reached_from_its_year(days: list[str]):
    found = leaves_of(days)
    inside = wider(found)
    reached = {day[:4] for day in days}
    for _ in range(2):
        reached |= {name for year in reached for name in inside.get(year, ())}
    assert {leaf.period.name for leaf in found} <= reached
    assert {leaf.period.name for leaf in found}.isdisjoint(inside)


@given(ROWS, st.integers(0, 40))
def test_a_row_more_changes_the_cut_of_its_own_year_alone(days: list[str], more: int):
    new = (FIRST + timedelta(more)).isoformat()
    before, after = (
        {(leaf.period, leaf.end - leaf.start) for leaf in leaves_of(sorted(rows, reverse=True))}
        for rows in (days, [*days, new])
    )
    assert all(period.name.startswith(new[:4]) for period, _ in before ^ after)


def test_a_leaf_says_which_rows_it_has():
    assert leaves_of(["2015-01-02", "2014-01-01"]) == (Leaf(Period("2015"), 0, 1), Leaf(Period("2014"), 1, 2))

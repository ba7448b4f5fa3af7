"""The geometry of answer times: a scale that never runs back, dots and names that never cover each other."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.outputs.answer_times_layout import (
    DOT,
    NAME,
    NARROWEST,
    STEP,
    UNNAMED,
    AnswerMark,
    Days,
    Dot,
    TimesDrawing,
    days_of,
    draw_times,
    estimated_width,
    mark,
)


def days(date: str) -> Days:
    found = days_of(date)
    assert found
    return found


def at(days: float, name: str = "Cole") -> AnswerMark:
    return AnswerMark(days, days, name)


names = st.sampled_from(
    ["", "Cole", "Amnesty", "Middle East Media Research Institute", "新华社新闻", "W", "iii"]
) | st.text("abcXYZ mwil’", max_size=40)
marks = st.builds(
    lambda least, width, name: AnswerMark(least, least + width, name),
    st.integers(-40_000, 40_000) | st.integers(-40, 40) | st.just(0),
    st.just(0) | st.integers(0, 366),
    names,
)
rows = st.lists(st.lists(marks, max_size=8), min_size=1, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("date", "length", "first"),
    [
        ("2006", 365, "2006-01-01"),
        ("2004", 366, "2004-01-01"),
        ("2004-02", 29, "2004-02-01"),
        ("2006-12", 31, "2006-12-01"),
        ("2006-06-11", 1, "2006-06-11"),
        ("2015-12-23T10:00:00+03:00", 1, "2015-12-23"),
        ("9999-12", 31, "9999-12-01"),
    ],
)
def test_a_date_means_all_days_that_it_may_be(date, length, first):
    assert (days(date).first, days(date).last - days(date).first + 1) == (days(first).first, length)


@pytest.mark.parametrize("date", ["", "last year", "2006-13", "2006-02-30", "0000", "2006-1x", "1394-"])
def test_what_is_no_date_has_no_days(date):
    assert days_of(date) is None


def test_an_answer_is_as_far_from_its_claim_as_both_dates_allow():
    year, day = days("2006"), days("2006-06-05")
    assert mark(day, day).days == 0
    assert (mark(day, year).least, mark(day, year).most) == (-155, 209)
    assert (mark(year, day).least, mark(year, day).most) == (-209, 155)
    assert mark(year, Days(year.last + 1, year.last + 1)).least == 1


def test_without_answers_there_is_nothing_to_draw():
    with pytest.raises(ValueError, match="no answer"):
        draw_times([[], []])


def pixels(per_cent: float, width: float = NARROWEST) -> float:
    return per_cent * width / 100


def boxes(drawing: TimesDrawing, row: int, width: float = NARROWEST) -> list[tuple[float, float, int]]:
    """What the dots of a row and their names cover in a drawing of a width: (left, right, middle from the top)."""
    mirrored = not drawing.rows[0].since <= drawing.middle <= drawing.rows[0].until
    assert not mirrored
    out = []
    for dot in drawing.rows[row].dots:
        x = pixels(dot.x, width)
        name = NAME + estimated_width(dot.name or UNNAMED) if dot.named else DOT
        out.append((x - (name if dot.early else DOT), x + (DOT if dot.early else name), dot.y))
    return out


@given(rows, st.floats(1, 4))
@example([[at(0, "Amnesty"), at(1, "Amnesty"), at(2, "Amnesty"), at(400, "Amnesty")]], 1.0)
@example([[at(-365), at(-360), at(-1)], [at(40_000, "A" * 40), at(-40_000, "B" * 40)]], 1.0)
def test_no_dot_or_name_covers_another_at_any_width(claims, wider):
    drawing = draw_times(claims)
    for row in range(len(claims)):
        for one, other in combinations(boxes(drawing, row, NARROWEST * wider), 2):
            assert one[1] <= other[0] + 0.01 or other[1] <= one[0] + 0.01 or abs(one[2] - other[2]) >= STEP


@given(rows)
def test_all_that_is_drawn_is_within_the_drawing(claims):
    drawing = draw_times(claims)
    assert 0 < drawing.middle < 100
    for number, row in enumerate(drawing.rows):
        assert all(DOT <= dot.y <= row.height - DOT for dot in row.dots)
        assert all(0 <= row.since <= dot.x <= row.until <= 100 for dot in row.dots)
        for left, right, _ in boxes(drawing, number):
            assert left >= -0.01
            assert right <= NARROWEST + 0.01
        for dot in row.dots:
            assert (dot.since is None) == (dot.mark.least == dot.mark.most)
            if dot.since is not None and dot.until is not None:
                assert 0 <= dot.since < dot.until <= 100
    assert all(0 <= tick.x <= 100 for tick in drawing.ticks)


@given(rows)
def test_every_answer_is_drawn_once_and_the_scale_never_runs_back(claims):
    drawing = draw_times(claims)
    everything: list[Dot] = []
    for marks, row in zip(claims, drawing.rows, strict=True):
        assert sorted((d.mark for d in row.dots), key=repr) == sorted(marks, key=repr)
        everything += row.dots
    for one, other in pairwise(sorted(everything, key=lambda dot: dot.mark.days)):
        assert one.x <= other.x
        assert (one.x == other.x) == (one.mark.days == other.mark.days) or abs(one.x - other.x) < 0.01
    assert all(dot.x < drawing.middle for dot in everything if dot.mark.days < 0)
    assert all(dot.x > drawing.middle for dot in everything if dot.mark.days >= 0)
    assert [tick.x for tick in drawing.ticks] == sorted(tick.x for tick in drawing.ticks)


@given(rows)
def test_a_stem_crosses_no_name(claims):
    drawing = draw_times(claims)
    for number, row in enumerate(drawing.rows):
        for dot in row.dots:
            x = pixels(dot.x)
            below = [
                box for box, d in zip(boxes(drawing, number), row.dots, strict=True) if d.y > dot.y and d.x != dot.x
            ]
            assert all(not left + DOT < x - 0.01 < x + 0.01 < right - DOT for left, right, _ in below)


@given(rows)
def test_from_right_to_left_the_drawing_is_mirrored(claims):
    drawing, mirrored = draw_times(claims), draw_times(claims, reverse=True)
    assert mirrored.middle == pytest.approx(100 - drawing.middle)
    for one, other in zip(drawing.rows, mirrored.rows, strict=True):
        assert (one.height, one.y) == (other.height, other.y)
        assert [d.x for d in one.dots] == pytest.approx([100 - d.x for d in other.dots])
        assert [(d.y, d.name, d.early) for d in one.dots] == [(d.y, d.name, d.early) for d in other.dots]
        assert (other.since, other.until) == pytest.approx((100 - one.until, 100 - one.since))


@given(rows)
def test_the_words_of_ticks_cover_each_other_in_no_drawing_that_shows_them(claims):
    drawing = draw_times(claims)
    assert "same_day" in [tick.key for tick in drawing.ticks]
    for width, rooms in ((270, ("",)), (NARROWEST, ("", "mid")), (640, ("", "mid", "wide"))):
        shown = [pixels(tick.x, width) for tick in drawing.ticks if tick.room in rooms]
        assert all(b - a >= 30 for a, b in pairwise(shown))


def test_names_are_shown_whole_where_there_is_room():
    (row,) = draw_times([[at(-200, "US Mission"), at(30, "Amnesty")]]).rows
    assert [dot.name for dot in row.dots] == ["US Mission", "Amnesty"]
    assert {dot.y for dot in row.dots} == {row.y}


def test_a_long_name_is_shortened_and_nobody_s_name_is_the_interface_s_to_give():
    (row,) = draw_times([[at(5, "Middle East Media Research Institute"), at(2000, "")]]).rows
    assert [dot.named for dot in row.dots] == [True, True]
    assert row.dots[0].name.endswith("…")
    assert row.dots[0].name.startswith("Middle East")
    assert row.dots[1].name == ""


def test_answers_of_one_day_are_piled_up_on_one_stem():
    (row,) = draw_times([[at(0, "A"), at(0, "B"), at(0, "C")]]).rows
    assert len({dot.x for dot in row.dots}) == 1
    assert sorted(dot.y for dot in row.dots) == [row.y - 2 * STEP, row.y - STEP, row.y]

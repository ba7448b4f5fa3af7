"""The score's geometry: staves, places along the text, rows, ties."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.score_layout import ROWS, SIGN, STAVE, DrawnStatement, draw


def part(ref: str, voice: str, *spans: tuple[int, int], to: tuple[str, ...] = ()) -> DrawnStatement:
    return DrawnStatement(ref, voice, ref, spans, to)


def signs(drawing, voice: str) -> list[tuple[str, float, float]]:
    found = next(stave for stave in drawing.staves if stave.voice == voice)
    return [(sign.part.ref, sign.start, sign.width) for sign in found.signs]


def test_each_voice_has_a_stave_in_the_order_in_which_they_first_speak():
    drawing = draw([part("1", "B", (0, 10)), part("2", "A", (20, 30)), part("3", "B", (50, 60))], 100)
    assert [stave.voice for stave in drawing.staves] == ["B", "A"]
    assert [stave.y for stave in drawing.staves] == sorted(stave.y for stave in drawing.staves)
    assert drawing.height > drawing.staves[-1].y


def test_a_sign_stands_where_its_passage_does_and_once_for_each_passage():
    drawing = draw([part("1", "A", (0, 50), (100, 150))], 200)
    assert signs(drawing, "A") == [("1", 0, 25), ("1", 50, 25)]
    assert [sign.number for sign in drawing.staves[0].signs] == [1, 2]


def test_a_text_from_right_to_left_is_drawn_from_right_to_left():
    assert signs(draw([part("1", "A", (0, 50))], 200, reverse=True), "A") == [("1", 75, 25)]


@pytest.mark.parametrize(
    ("parts", "start"),
    [
        ([part("1", "A", (40, 60)), part("a", "B", to=("1",))], 40),
        ([part("1", "A", (40, 60)), part("a", "B", to=("1",)), part("b", "C", to=("a",))], 40),
        ([part("a", "B", to=("elsewhere#x", "1")), part("1", "A", (40, 60))], 40),
    ],
)
def test_an_answer_without_a_passage_stands_where_what_it_answers_does(parts, start):
    staves = draw(parts, 100).staves
    assert {stave.voice for stave in staves} == {part.voice for part in parts}
    for stave in staves:
        assert [sign.start for sign in stave.signs] == [start]
        assert [sign.elsewhere for sign in stave.signs] == [not sign.part.spans for sign in stave.signs]


def test_what_has_no_place_at_all_is_not_drawn():
    drawing = draw([part("1", "A"), part("a", "B", to=("b",)), part("b", "B", to=("a",))], 100)
    assert drawing.staves == ()
    assert drawing.height == 0


def test_signs_that_would_cover_each_other_stand_in_rows():
    drawing = draw([part("1", "A", (0, 30)), part("2", "A", (10, 12)), part("3", "A", (60, 70))], 100)
    (stave,) = drawing.staves
    heights = {sign.part.ref: sign.y for sign in stave.signs}
    assert stave.rows == 2
    assert heights["2"] < heights["1"] == heights["3"]


def test_a_tie_leads_from_an_answer_to_what_it_answers():
    drawing = draw([part("1", "A", (0, 20)), part("a", "B", (60, 80), to=("1", "elsewhere#x"))], 100)
    (tie,) = drawing.ties
    assert re.findall(r"[\d.]+", tie)[0] == "700.0"
    assert re.findall(r"[\d.]+", tie)[-2] == "100.0"


voices = st.sampled_from("ABCDE")
spans = st.tuples(st.integers(0, 900), st.integers(1, 99)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.tuples(voices, st.lists(spans, max_size=3)), max_size=40), st.booleans())
def test_every_passage_has_a_sign_within_the_drawing_and_none_covers_another(said, reverse):
    parts = [part(str(n), voice, *places) for n, (voice, places) in enumerate(said)]
    drawing = draw(parts, 1000, reverse)
    drawn = [sign for stave in drawing.staves for sign in stave.signs]
    assert len(drawn) == sum(len(places) for _, places in said)
    for stave in drawing.staves:
        assert stave.rows <= ROWS
        assert all(0 <= sign.start <= 100 and sign.start + sign.width <= 100.001 for sign in stave.signs)
        assert all(0 <= sign.y <= drawing.height - SIGN for sign in stave.signs)
        assert all(sign.y >= stave.y - STAVE * ROWS for sign in stave.signs)
        rows: dict[int, float] = {}
        for sign in stave.signs:
            if sign.y != min(s.y for s in stave.signs) or stave.rows < ROWS:
                assert rows.get(sign.y, 0) <= sign.start
            rows[sign.y] = max(rows.get(sign.y, 0), sign.start + sign.width)

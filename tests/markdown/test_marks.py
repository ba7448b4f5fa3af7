"""Marks: nesting, cuts, references, lanes, and the bound on depth."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown.marks import MOST_MARKS_DEEP, Highlight, Layers, Marker, lanes, mark_plain, too_deep
from tests.unmarked import marked_words, unwrapped_html

TEXT = "one two three four five six"


def shape(html: str) -> str:
    """The marks as `[id:` … `]`, references as `(marker)`."""
    html = re.sub(r'<mark data-annotation="([^"]+)"[^>]*>', r"[\1:", html)
    return re.sub(r'<a role="doc-noteref"[^>]*>([^<]*)</a>', r"(\1)", html.replace("</mark>", "]"))


def over(words: str, id_: str, number: int = 1) -> Highlight:
    start = TEXT.index(words)
    return Highlight(id_, start, start + len(words), number, marker=id_.upper())


@pytest.mark.parametrize(
    ("highlights", "shown"),
    [
        ([over("two", "a")], "one [a:two](A) three four five six"),
        ([over("one two three", "a"), over("two", "b")], "[a:one [b:two]](B)[a: three](A) four five six"),
        ([over("one two", "a"), over("two three", "b")], "[a:one [b:two]](A)[b: three](B) four five six"),
        ([over("one two", "b"), over("one two three", "a")], "[a:[b:one two]](B)[a: three](A) four five six"),
        ([over("one two", "b"), over("one two", "a")], "[a:[b:one two]](A)(B) three four five six"),
        ([over("one two", "b", 1), over("one two", "a", 2)], "[a:[b:one two]](A)(B) three four five six"),
        ([over("one two", "a", 2), over("one two", "b", 1)], "[a:[b:one two]](A)(B) three four five six"),
        ([over("five six", "a"), over("six", "b")], "one two three four [a:five [b:six]](A)(B)"),
    ],
)
def test_the_passage_that_starts_first_is_outermost_then_the_longer_then_by_id(highlights, shown):
    assert shape(mark_plain(TEXT, highlights)) == shown


def test_only_the_first_piece_of_a_passage_has_its_names():
    html = mark_plain(TEXT, [over("one two three", "a"), over("two", "b"), over("five", "a", 2)])
    assert re.findall(r' id="([^"]+)"', html) == ["a", "b", "ref_b", "ref_a", "a_2", "ref_a_2"]
    assert html.count('aria-details="note_a"') == 2
    assert html.count('data-annotation="a"') == 3


def test_no_mark_holds_only_white_space():
    highlights = [Highlight("a", 0, 3, marker="1"), Highlight("b", 0, 7, marker="2")]
    html = Marker(Layers(highlights)).text([("one", 0, 3), (" ", 3, 4)])
    assert shape(html) == "[b:[a:one]](1) "


def test_references_are_held_back_until_the_caller_writes_them():
    marker = Marker(Layers([Highlight("a", 0, 3, marker="1")]))
    assert shape(marker.text([("one two", 0, 7)], hold_references=True)) == "[a:one] two"
    assert shape(marker.references()) == "(1)"
    assert marker.references() == ""


def test_a_line_break_that_is_not_projected_stays_within_the_mark_that_goes_on():
    highlights = [Highlight("a", 0, 4, marker="1"), Highlight("b", 2, 4, marker="2")]
    html = Marker(Layers(highlights)).text([("世界", 0, 2), ("\n", 2, 2), ("人权", 2, 4)])
    assert shape(html) == "[a:世界\n[b:人权]](1)(2)"


def test_what_is_marked_is_escaped():
    assert mark_plain('<b a="1">&', [Highlight("x", 0, 3, marker="<")]).endswith("&quot;1&quot;&gt;&amp;")
    assert "<b" not in mark_plain("<b>", [Highlight("x", 0, 3)])


@st.composite
def highlighted(draw):
    text = draw(st.text("ab <&\n世", min_size=1, max_size=30))
    spans = [i for i, c in enumerate(text) if not c.isspace()]
    highlights = []
    for n in range(draw(st.integers(0, 6)) if spans else 0):
        start, last = sorted((draw(st.sampled_from(spans)), draw(st.sampled_from(spans))))
        highlights.append(Highlight(f"i{n}", start, last + 1, marker=str(n)))
    return text, highlights


@given(highlighted())
def test_unwrapped_marks_leave_the_text_and_each_spells_its_passage(case):
    text, highlights = case
    html = mark_plain(text, highlights)
    assert unwrapped_html(html) == mark_plain(text, [])
    assert marked_words(html) == {h.annotation: "".join(text[h.start : h.end].split()) for h in highlights}
    assert not re.search(r"<mark[^>]*>\s*</mark>", html)
    assert sorted(re.findall(r'id="(i\d+)"', html)) == sorted(h.annotation for h in highlights)


RANGES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda s: [(s[0], s[0] + s[1])]), max_size=60
).map(lambda rows: [(f"x{n}", spans) for n, spans in enumerate(sorted(rows))])


@given(RANGES)
def test_no_place_is_covered_by_more_than_twelve_and_none_is_left_out_that_would_fit(passages):
    left_out = too_deep(passages)
    kept: list[tuple[int, int]] = []
    for id_, spans in passages:
        depth = max(sum(a <= at < b for a, b in kept) for s in spans for at in range(*s))
        assert (id_ in left_out) == (depth >= MOST_MARKS_DEEP)
        kept += [] if id_ in left_out else spans


@given(RANGES)
def test_passages_that_overlap_stand_in_lanes_of_their_own(passages):
    found = lanes(passages)
    spans = dict(passages)
    for a in found:
        for b in found:
            if a < b and found[a] == found[b]:
                assert not any(x < v and u < y for x, y in spans[a] for u, v in spans[b])
    assert not found or min(found.values()) == 1


def test_passages_that_only_touch_share_a_lane():
    """Their underlines are one line: it must not jump where one passage ends and the next begins."""
    assert lanes([("a", [(0, 3)]), ("b", [(3, 6)]), ("c", [(5, 8)])]) == {"a": 1, "b": 1, "c": 2}
    assert lanes([("b", [(3, 6)]), ("a", [(0, 3)])]) == {"b": 1, "a": 1}
    assert lanes([("a", [(0, 3), (6, 9)]), ("b", [(3, 6)])]) == {"a": 1, "b": 1}


def test_passages_with_equal_ranges_nest_by_id_whatever_their_numbers():
    ranks = [over("two", name, number).rank for name, number in (("a", 1), ("a", 2), ("b", 1), ("b", 2))]
    assert ranks == sorted(ranks)


def test_five_thousand_staggered_passages_are_settled_in_a_moment():
    passages = [(f"x{n:04}", [(n, n + 6000)]) for n in range(5000)]
    assert len(passages) - len(too_deep(passages)) == MOST_MARKS_DEEP


def test_the_first_and_the_last_piece_of_each_passage_have_its_number():
    first = Highlight("a", 0, 7, 1, "1", "claim", place=3)
    html = mark_plain(
        TEXT, [first, Highlight("b", 4, 13, marker="2"), Highlight("a", 14, 18, 2, "1", "claim", place=9)]
    )
    assert 'id="a" aria-details="note_a" data-n="3" data-e="3">one ' in html
    assert re.findall(r'<mark data-annotation="(\w+)"[^>]* data-n="(\d+)"', html) == [("a", "3"), ("a", "9")]
    assert re.findall(r'<mark data-annotation="(\w+)"[^>]* data-e="(\d+)"', html) == [("a", "3"), ("a", "9")]


def test_a_passage_that_is_cut_has_its_number_at_both_ends_and_nowhere_between():
    html = mark_plain("one two three", [Highlight("a", 0, 13, place=1), Highlight("b", 4, 7, place=2)])
    pieces = re.findall(r'<mark data-annotation="(\w+)"([^>]*)>', html)
    numbered = [(id, re.findall(r'data-(\w)="(\d+)"', names)) for id, names in pieces]
    assert numbered == [("a", [("n", "1")]), ("b", [("n", "2"), ("e", "2")]), ("a", [("e", "1")])]

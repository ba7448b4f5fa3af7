"""Segments: their files say what the records are, and they are cut by time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.records import SearchedArticle, SearchRecord, ShownRecord
from generator.search.segments import (
    CHUNK,
    MOST_IN_A_YEAR,
    MOST_TOGETHER,
    SearchedSize,
    SegmentFiles,
    SegmentSummary,
    choices_of,
    cut_into_segments,
    in_base_36,
)
from generator.search.words import bucket
from tests.search.reading import call, facets_in, shown_in, words_in

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["__proto__", "</script>", "\u2028", '"', "\\", "constructor"]
)
VALUE = st.sampled_from(["false", "__proto__", "</script>", "a b", "1", "\u2029"])
TERMS = st.dictionaries(
    st.sampled_from("flood river mayor __proto__ 洪水 洪 معلم constructor".split()), st.integers(0, 3)
)


@st.composite
def records(draw: Callable[..., Any]) -> SearchRecord:
    choices = draw(st.dictionaries(st.sampled_from(["speaker", "code___proto__", "tag"]), st.lists(VALUE, max_size=3)))
    return SearchRecord(
        draw(TERMS),
        tuple((facet, tuple((one, f"The {one}") for one in dict.fromkeys(some))) for facet, some in choices.items()),
        ShownRecord(*(draw(TEXT) for _ in range(10))),
    )  # fmt: skip


def articles(*of_records: list[SearchRecord]) -> list[SearchedArticle]:
    return [SearchedArticle(f"2015/{n}", "2015-12-23", "", tuple(one)) for n, one in enumerate(of_records)]


def files_of(*of_records: list[SearchRecord]) -> dict[str, bytes]:
    return dict(SegmentFiles("2015", articles(*of_records)).named())


@given(st.lists(st.lists(records(), min_size=1, max_size=4), min_size=1, max_size=12))
def test_the_files_say_what_the_records_are(of_records):
    files, every = files_of(*of_records), [one for some in of_records for one in some]
    found = words_in(files)
    for n, record in enumerate(every):
        assert {term: places[n] for term, places in found.items() if n in places} == record.terms
        assert shown_in(files)[n] == [
            record.shown.address, record.shown.words, record.shown.kind, record.shown.byline, record.shown.date,
            record.shown.verdict, record.shown.excerpt, record.shown.language, record.shown.look, record.shown.state,
        ]  # fmt: skip
    chosen = {(facet, value, n) for n, one in enumerate(every) for facet, of in one.choices for value, _ in of}
    assert {(*choice, n) for choice, having in facets_in(files).items() for n in having} == chosen
    assert {name: call(data)[0] for name, data in files.items()} == {
        name: f"2015/{name.removesuffix('.js')}" for name in files
    }


def test_words_are_in_the_file_of_their_beginning_and_records_in_chunks():
    terms = {f"{a}{b}word{n}": 1 for a in "abcdefgh" for b in "ijklmnop" for n in range(40)}
    shown = ShownRecord("a.html", "", "article", "", "", "", "", "")
    files = files_of([SearchRecord(terms, (), shown)] * (CHUNK + 1))
    word_files = [name for name in files if name.startswith("w")]
    assert len(word_files) in (16, 32)
    for name in word_files:
        _, (listed, _) = call(files[name])
        assert listed.split("\n") == sorted(listed.split("\n"))
        assert {bucket(term, len(word_files)) for term in filter(None, listed.split("\n"))} <= {int(name[1:-3])}
    assert [name for name in files if name.startswith("d")] == ["d0.js", "d1.js"]


@pytest.mark.parametrize("count", [0, 1, 36, 37, 1_296, 1_297, 46_656, 46_657])
def test_numbers_in_base_36(count):
    numbers = in_base_36(count)
    assert len(numbers) >= count
    assert [int(number, 36) for number in numbers] == list(range(len(numbers)))
    assert not any(number.startswith("0") for number in numbers[1:])


def sizes(*of_days: tuple[str, int]) -> list[SearchedSize]:
    return [SearchedSize(f"a{n}", day, f"{day}T00:00:00Z", records) for n, (day, records) in enumerate(of_days)]


def test_a_small_archive_is_one_segment_newest_first():
    few = sizes(("2015-01-01", 1), ("2016-01-01", MOST_TOGETHER - 2), ("2014-01-01", 1))
    assert cut_into_segments(few) == {"all": ("a1", "a0", "a2")}
    assert cut_into_segments([]) == {}


def test_a_larger_one_has_a_segment_for_each_year_and_a_year_of_many_one_for_each_quarter():
    many = sizes(
        ("2015-01-01", 1), ("2016-03-31", MOST_IN_A_YEAR), ("2016-04-01", 1), ("2016-12-31", 1), ("2014-07-01", 1)
    )  # fmt: skip
    assert cut_into_segments(many) == {
        "2016-4": ("a3",), "2016-2": ("a2",), "2016-1": ("a1",), "2015": ("a0",), "2014": ("a4",),
    }  # fmt: skip
    assert list(cut_into_segments(many)) == ["2016-4", "2016-2", "2016-1", "2015", "2014"]


def test_a_value_has_its_usual_label():
    shown = ShownRecord("", "", "", "", "", "", "", "")
    of = [SearchRecord({}, (("tag", (("war", label),)),), shown) for label in ("War", "war", "war")]
    summary = SegmentSummary("2015", 3, 1, "", SegmentFiles("2015", articles(of)).choices())
    assert summary.choices == (("tag", (("war", "War", 1), ("war", "war", 2))),)
    assert choices_of([summary, summary]) == {"tag": {"war": ("war", 6)}}


@pytest.mark.parametrize("text", ["</script>", "\u2028\u2029", "__proto__", "<!--"])
def test_a_hostile_text_stays_text(text):
    shown = ShownRecord(*[text] * 10)
    files = files_of([SearchRecord({text: 3}, ((text, ((text, text),)),), shown)])
    assert shown_in(files) == [[text] * 10]
    assert facets_in(files) == {(text, text): {0}}
    assert words_in(files) == {text: {0: 3}}

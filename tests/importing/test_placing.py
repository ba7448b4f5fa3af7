"""Where the quotes of other programs are in an article, and the ids of their annotations."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.part_text import PartText, part_text
from generator.importing.found_quotes import FoundQuote, quote_field, quotes_in
from generator.importing.imported import ImportedAnnotation
from generator.importing.placing import placed, with_ids
from generator.model import Part, QuoteSelector, is_id
from generator.text import find

BODY = (
    "The bridge was built in 1901, the mayor said.\n"
    "Critics say that the bridge was built in 1911.\n"
    "It was closed for a year. It was closed again in May."
)
PARTS: Mapping[Part, PartText] = {"title": part_text("title", "A bridge reopens"), "body": part_text("body", BODY)}


def note(quote: object) -> ImportedAnnotation:
    return ImportedAnnotation("notes", {"quote": quote, "note": "A remark."})  # type: ignore[dict-item]


def written(quote: object) -> tuple[object, int | None]:
    annotation, start = placed(note(quote), PARTS)
    return annotation.fields["quote"], start


def test_a_quote_that_occurs_once_needs_no_context():
    found = {"exact": "built in 1911", "prefix": "the bridge was ", "suffix": "."}
    assert written(found) == ("built in 1911", BODY.index("built in 1911"))


def test_a_quote_that_occurs_twice_gets_the_shortest_context_that_picks_it():
    quote, start = written({"exact": "was closed", "prefix": "a year. It ", "suffix": " again in May."})
    assert start == BODY.rindex("was closed")
    assert isinstance(quote, dict)
    assert quote["exact"] == "was closed"
    assert len(quote) == 2
    places = find(PARTS["body"].folded, QuoteSelector(quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")))
    assert places.spans == ((start, start + len("was closed")),)


def test_context_of_which_one_side_is_no_part_of_the_article_still_picks_the_place():
    quote, start = written({"exact": "was closed", "prefix": "Share this! It ", "suffix": " again in"})
    assert start == BODY.rindex("was closed")
    assert quote != {"exact": "was closed", "prefix": "Share this! It ", "suffix": " again in"}


@pytest.mark.parametrize(
    "quote",
    [
        {"exact": "was closed"},
        {"exact": "was closed", "prefix": "It "},
        {"exact": "was closed", "prefix": "Menu ", "suffix": " Footer"},
        {"exact": "was never closed", "prefix": "It "},
        {"exact": "built in 19", "prefix": "was "},
        {"from": "The bridge", "to": "said"},
        {"exact": "was closed", "times": 2},
    ],
)
def test_a_quote_without_a_place_of_its_own_stays_as_found(quote):
    assert written(quote) == (quote, None)


def test_sides_that_lead_to_different_places_lead_to_none():
    quote = {"exact": "built in", "prefix": "The bridge was ", "suffix": " 1911"}
    assert written(quote) == (quote, None)


def test_words_of_the_title_are_a_quote_in_the_title():
    assert written({"exact": "bridge reopens", "suffix": " | Site"}) == (
        {"exact": "bridge reopens", "in": "title"},
        None,
    )


def test_all_passages_of_an_annotation_are_placed_or_none():
    both = [{"exact": "mayor said", "prefix": "the "}, {"exact": "Critics say"}]
    assert written(both) == (["mayor said", "Critics say"], BODY.index("mayor said"))
    assert written([*both, "not there"])[0] == [*both, "not there"]


@given(st.data())
def test_a_selection_with_the_text_around_it_is_found_where_it_was(data):
    """As a browser gives it: some characters before and behind."""
    start = data.draw(st.integers(0, len(BODY) - 1))
    end = data.draw(st.integers(start + 1, len(BODY)))
    exact = BODY[start:end]
    if not exact.strip():
        return
    found = FoundQuote(exact.strip(), BODY[max(0, start - 32) : start], BODY[end : end + 32])
    quote, at = written(quote_field([found]))
    assert at in (None, start + len(exact) - len(exact.lstrip()))
    if at is None:
        assert quote == quote_field([found])


def test_selectors_are_read_wherever_they_are():
    selector = {
        "type": "CssSelector",
        "value": "p",
        "refinedBy": [{"type": "TextQuoteSelector", "exact": "a b", "prefix": " c "}, {"@type": "oa:SvgSelector"}],
    }
    quotes, others = quotes_in([selector, {"type": "TextQuoteSelector", "exact": ""}])
    assert quotes == (FoundQuote("a b", " c "),)
    assert others == ("CssSelector", "oa:SvgSelector", "TextQuoteSelector")


def test_a_quote_that_could_be_read_as_a_range_is_written_as_words():
    assert quote_field([FoundQuote("one … two")]) == {"exact": "one … two"}
    assert quote_field([FoundQuote("one…")]) == "one…"
    assert quote_field([]) is None


def test_ids_are_made_of_telling_words_and_are_free():
    annotations = [note("only clichés and fakes"), note({"exact": "only clichés and fakes"}), note(["二百人"])]
    assert [one.id for one in with_ids(annotations, {"note-1"})] == [
        "only-cliches-fakes",
        "only-cliches-fakes-2",
        "note-2",
    ]


def test_an_id_that_is_taken_changes_and_what_answers_it_follows():
    claim = ImportedAnnotation("claims", {"statement": "A claim.", "speaker": "outlet"}, "old")
    answer = ImportedAnnotation(
        "counterpoints", {"to": ["old", "2026/b#x"], "speaker": "editors", "statement": "No."}, "a"
    )
    named = with_ids([claim, answer], {"old"})
    assert [one.id for one in named] == ["old-2", "a"]
    assert named[1].fields["to"] == ["old-2", "2026/b#x"]


@given(st.lists(st.text(max_size=20), max_size=8), st.sets(st.sampled_from(["a", "a-2", "note-1"])))
def test_all_ids_are_valid_and_different(words, taken):
    ids = [one.id for one in with_ids([note(one) for one in words], taken)]
    assert len({*ids} | taken) == len(ids) + len(taken)
    assert all(map(is_id, ids))

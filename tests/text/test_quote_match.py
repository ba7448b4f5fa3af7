"""Quote matching: exact places only, with edges between words (law 3)."""

import string
import unicodedata

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from generator.model import QuoteSelector
from generator.text import Matches, RangePlaces, ellipses_in, find, normalize_text, normalized
from generator.text.quote_match import find_exact, find_range, is_border

AIR = "Russia said Russian air strikes were killed by Russian air power, not by Russian troops."


def found(text: str, quote: str, prefix: str = "", suffix: str = "") -> list[str]:
    places = find_exact(normalized(text), quote, prefix, suffix)
    return [text[a:b] for a, b in places.spans]


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("He said “only clichés and fakes” again", "only clichés and fakes", 1),
        ("He said “only clichés and fakes” again", 'said "only', 1),
        ("killed 1,200 dead", "200 dead", 0),
        ("killed 1.200 dead", "200 dead", 0),
        ("killed 1\u2007200 dead", "200 dead", 0),
        ("killed 1\u2008200 dead", "200 dead", 0),
        ("killed 1\u2009200 dead", "200 dead", 0),
        ("killed 1\u200a200 dead", "200 dead", 0),
        ("killed 1\u202f200 dead", "200 dead", 0),
        ("killed 1\u00a0200 dead", "200 dead", 1),
        ("killed 1'200 dead", "200 dead", 0),
        ("about 3.5 million", "about 3", 0),
        ("in 2015, 300 people", "300 people", 1),
        ("it was 200. 300 more", "it was 200", 1),
        ("cooperate", "operate", 0),
        ("co\u00adoperate", "co", 0),
        ("the well-known man", "known", 1),
        ("don't go", "don", 1),
        ("naïve", "na", 0),
        ("e\u0301tat", "tat", 0),
        ("cafe\u0301 noir", "cafe", 0),
        ("cafe\u0301 noir", "café", 1),
        ("x\u0301y and x\u0301", "x", 0),
        ("我们知道这件事", "知道", 1),
        ("ไม่มีหลักฐาน", "หลักฐาน", 1),
        ("ไม่มีหลักฐาน", "หลักฐาน"[:-1] + "น", 1),
        ("在Google上", "Google", 1),
        ("第13月", "3月", 0),
        ("والكتاب", "الكتاب", 0),
        ("a a a a", "a a", 3),
        ("Text", "", 0),
        ("Text", "\u200b \u00ad", 0),
    ],
)
def test_a_place_begins_and_ends_between_words(text, quote, places):
    assert len(find_exact(normalized(text), quote).spans) == places


@pytest.mark.parametrize(
    ("prefix", "suffix", "starts"),
    [
        ("", "", [12, 47, 73]),
        ("killed by", "", [47]),
        ("killed by ", "", [47]),
        ("", "air", [12, 47]),
        ("", " air power", [47]),
        ("not by", "troops", [73]),
        ("said", "troops", []),
        ("illed by", "", [47]),
        ("killed  \n by", "", [47]),
        ("killedby", "", []),
    ],
)
def test_context_picks_the_place(prefix, suffix, starts):
    assert [a for a, _ in find_exact(normalized(AIR), "Russian", prefix, suffix).spans] == starts


def test_a_context_that_touches_shows_the_rest_of_the_word():
    assert found("والكتاب", "الكتاب", "و") == ["الكتاب"]
    assert found("killed 1,200 dead", "200 dead", "1,") == ["200 dead"]
    assert found("Russians", "Russian", "", "s") == ["Russian"]
    assert found("a Russians b", "Russian", "a", "") == []


def test_the_ends_of_a_text_count_as_spaces_in_a_context():
    assert found("one two", "one", " ", " two") == ["one"]
    assert found("one two", "two", "one", " ") == ["two"]
    assert found("one two", "one", " ", "two ") == ["one"]


def test_a_line_wrapped_between_wide_characters_is_read_both_ways():
    assert found("世界人权宣言", "世界\n人权") == ["世界人权"]
    assert found("世界\n人权宣言", "世界\n人权") == ["世界\n人权"]
    assert found("世界人权，世界\n人权", "世界\n人权") == ["世界人权", "世界\n人权"]
    assert found("甲世界人权，乙世界人权", "世界人权", "甲\n") == ["世界人权"]


def test_an_ellipsis_is_a_range_only_where_it_stands_nowhere_as_it_is():
    text = normalized("He said one … two, then all the facts are here and rights activists left.")
    literal = find(text, QuoteSelector("one … two", plain=True))
    assert isinstance(literal, Matches)
    assert len(literal.spans) == 1
    between = find(text, QuoteSelector("all the ... rights activists", plain=True))
    assert isinstance(between, RangePlaces)
    assert [text.source[a:b] for a, b in between.spans] == ["all the facts are here and rights activists"]
    assert isinstance(find(text, QuoteSelector("all the … rights", plain=False)), Matches)
    assert isinstance(find(text, QuoteSelector("all the… rights", plain=True)), Matches)
    assert ellipses_in(QuoteSelector("a … b … c", plain=True)) == 2
    assert ellipses_in(QuoteSelector("a … … c", plain=True)) == 2


def test_a_range_begins_once_and_ends_once_behind_that():
    text = normalized("end one start two end three")
    assert find(text, QuoteSelector(start="start", end="end")).spans == ((8, 21),)
    assert find(text, QuoteSelector(start="end", end="start")).spans == ()
    assert find(normalized("start end end"), QuoteSelector(start="start", end="end")).spans == ()
    assert find(normalized("a start end"), QuoteSelector(start="start end", end="end")).spans == ()


def test_the_end_of_a_range_may_touch_its_beginning():
    assert find(normalized("He said “yes” twice"), QuoteSelector(start="He said “", end="yes”")).spans == ((0, 13),)
    assert find(normalized("甲乙丙"), QuoteSelector(start="甲", end="乙")).spans == ((0, 2),)
    assert find(normalized("甲乙丙"), QuoteSelector(start="甲乙", end="乙丙")).spans == ()
    inside_word = find_range(normalized("well-known"), "well-", "know")
    assert inside_word.end.inside_words == ((5, 9),)


def test_too_many_occurrences_are_never_taken_for_one_place():
    assert find_exact(normalized("a " * 30_000), "a").too_many


@pytest.mark.parametrize(("most", "places", "too_many"), [(2, 2, True), (3, 3, False), (4, 3, False)])
def test_as_many_occurrences_as_are_examined_are_not_too_many(most, places, too_many):
    matches = find_exact(normalized("a a a"), "a", most=most)
    assert (len(matches.spans), matches.too_many) == (places, too_many)


WORDS = st.lists(
    st.sampled_from(
        [
            "Russia",
            "air",
            "200",
            "1,200",
            "“fakes”",
            "don't",
            "人权",
            "و",
            "e\u0301t",
            "—",
            "no",
            "co\u00adop",
            "\u202f5",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(WORDS, st.sampled_from([" ", "  ", "\n", " \u00a0"]), st.data())
def test_whatever_is_found_equals_the_quote_and_whatever_is_there_is_found(words, gap, data):
    text = gap.join(words)
    folded = normalized(text)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = " ".join(words[start:end])
    places = find_exact(folded, quote)
    assert len(places.spans) >= 1
    for a, b in places.spans:
        assert normalize_text(text[a:b]) == normalize_text(quote)
    assert list(places.spans) == sorted(set(places.spans))


@given(WORDS, st.data())
def test_an_edited_quote_is_found_exactly_or_not_at_all(words, data):
    text = " ".join(words)
    folded = normalized(text)
    quote = list(" ".join(words))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(quote)))
        quote[at : at + data.draw(st.integers(0, 1))] = data.draw(st.text(string.ascii_letters + "25 ,", max_size=2))
    edited = "".join(quote)
    spans = find_exact(folded, edited).spans
    event("found" if spans else "not found")
    for a, b in spans:
        assert normalize_text(text[a:b]) == normalize_text(edited)


TYPED_OTHERWISE = {" ": (" ", "  ", "\n", "\u00a0", " \u200b"), "“": '“"«', "”": '”"»', "'": "'’", "—": "—-–"}


@given(WORDS, st.sampled_from(["NFC", "NFD"]), st.data())
def test_a_quote_that_is_only_typed_otherwise_is_found(words, form, data):
    text = " ".join(words)
    quote = unicodedata.normalize(form, text)
    edited = "".join(data.draw(st.sampled_from(TYPED_OTHERWISE.get(character, (character,)))) for character in quote)
    edited = data.draw(st.sampled_from(["", " ", "\u200b"])) + edited + data.draw(st.sampled_from(["", "\u00ad", "\n"]))
    event("edited" if edited != text else "not edited")
    spans = find_exact(normalized(text), edited).spans
    assert len(spans) == 1
    assert normalize_text(text[slice(*spans[0])]) == normalize_text(edited) == normalize_text(text)


@given(st.text("ab1, .\u0301人\u202f", max_size=12))
def test_edges_fall_between_the_same_characters_in_every_text(text):
    folded = normalized(text)
    for i in range(1, len(folded.text)):
        left, right = folded.text[i - 1], folded.text[i]
        if left in "ab1" and right in "ab1":
            assert not is_border(folded, i)
        if left == " " and right in "ab" and not folded.parts_character(i):
            assert is_border(folded, i)

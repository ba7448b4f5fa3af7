"""Suggestions: the nearest passage, the context that picks a place, the differences; each suggestion is findable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import (
    around,
    differences,
    has_one_place,
    lengthened,
    nearest_passage,
    normalized,
    suggest_quote,
    whole_words,
)
from generator.text.quote_match import find_exact

TEXT = (
    "Russia has dismissed as full of “clichés and fakes” a report by Amnesty International.\n"
    "Amnesty said 250 people had died; Amnesty did not say that Russia knew of 1,200 dead."
)


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("full of cliches and fakes", "full of “clichés and fakes"),
        ("Amnesty said 200 people had died", "Amnesty said 250 people had died"),
        ("Amnesty did say that Russia knew", "Amnesty did not say that Russia knew"),
        ("a report by Amnesty Intl", "a report by Amnesty International"),
        ("zzzz qqqq", None),
        ("", None),
    ],
)
def test_the_nearest_passage_has_its_edges_between_words(quote, nearest):
    span = nearest_passage(normalized(TEXT), quote)
    assert (span and TEXT[slice(*span)]) == nearest


@pytest.mark.parametrize(
    ("quote", "passage", "lines"),
    [
        ("200 dead", "250 dead", ["the quote has “200”, the text has “250” (a different number)"]),
        ("did say", "did not say", ["only the text has “not” (a negation)"]),
        ("may have died", "have died", ["only the quote has “may” (a hedge)"]),
        ("said Ivanov today", "said Petrov today", ["the quote has “Ivanov”, the text has “Petrov” (perhaps a name)"]),
        ("The report", "the report", ["the quote has “The”, the text has “the” (case)"]),
        ("a, b", "a b", ["only the quote has “,” (punctuation)"]),
        ("same words", "same “words”", ['only the text has “"” (punctuation)'] * 2),
        ("same", "same", []),
    ],
)
def test_each_difference_is_labelled_with_what_it_changes(quote, passage, lines):
    assert differences(quote, passage) == lines


def test_a_cut_word_is_widened_to_the_whole():
    start = TEXT.index("200 dead")
    wider = whole_words(normalized(TEXT), (start, start + 8))
    assert wider
    assert TEXT[slice(*wider)] == "1,200 dead"


def test_a_very_long_word_is_not_shown_whole():
    for at in (1, 5_000, 9_990):
        assert whole_words(normalized("x" * 10_000), (at, at + 3)) is None


def test_a_place_is_shown_with_the_words_around_it():
    start = TEXT.index("clichés")
    assert around(normalized(TEXT), (start, start + 7), 12) == "…as full of “[clichés] and fakes” …"


WORDS = st.lists(st.sampled_from("Russia said Amnesty dead 1,200 “fakes” 世界 no".split()), min_size=1, max_size=25)


@given(WORDS, st.data())
def test_what_is_suggested_finds_exactly_its_place(words, data):
    text = " ".join(words)
    folded = normalized(text)
    n = data.draw(st.integers(0, len(words) - 1))
    start = sum(len(w) + 1 for w in words[:n])
    suggestion = suggest_quote(folded, (start, start + len(words[n])))
    if suggestion.unique:
        found = find_exact(folded, suggestion.exact, suggestion.prefix, suggestion.suffix)
        assert found.spans == ((start, start + len(words[n])),)
    else:
        assert len(find_exact(folded, words[n]).spans) > 1


def context_of(text: str, words: str, nth: int = 0, paragraphs=()) -> tuple[str, str, bool]:
    """The prefix and suffix suggested for one of the places where these words occur, and whether they are near."""
    at = [i for i in range(len(text)) if text.startswith(words, i)][nth]
    suggestion = suggest_quote(normalized(text), (at, at + len(words)), paragraphs)
    assert suggestion.unique
    return suggestion.prefix, suggestion.suffix, suggestion.near


def test_the_context_with_the_fewest_words_that_picks_the_place_is_suggested():
    assert context_of("killed by Russian air power, not by Russian troops", "Russian") == ("", "air", True)
    assert context_of("an extraordinarily dead man, a man so dead", "dead", 0) == ("extraordinarily", "", True)


def test_one_side_comes_before_both():
    assert context_of("e b c\na b d\na b c", "b", 2) == ("a", "c", True)
    assert context_of("e b c\na b d\nz a b c", "b", 2) == ("z a", "", True)


def test_a_context_stays_in_its_paragraph_where_that_is_enough():
    text = "He spoke of war.\nPeace he said was near and dear.\nPeace he said was far."
    assert context_of(text, "Peace", 0) == ("", "he said was near", True)
    assert context_of("One.\nNo.\nTwo.\nNo.", "No.", 0) == ("One.", "", False)


def test_a_line_break_inside_a_paragraph_does_not_end_it():
    text = "They said\nno\nShe said no"
    assert context_of(text, "no", 0, [(0, 12), (13, 24)]) == ("They said", "", True)
    assert context_of(text, "no", 0, [(0, 9), (10, 12), (13, 24)]) == ("", "She", False)


def test_more_than_eight_words_are_far():
    again = "two three four five six seven eight"
    assert context_of(f"So {again} no!\nBut {again} no!", "no", 0) == (f"So {again}", "", True)
    assert context_of(f"So one {again} no!\nBut one {again} no!", "no", 1) == (f"But one {again}", "", False)


def test_a_place_grows_on_one_side_until_its_words_are_the_only_ones():
    text = normalized("the man saw the man see the boat")
    assert lengthened(text, (0, 7), "after") == (0, 11)
    assert lengthened(text, (12, 19), "before") == (8, 19)
    assert lengthened(normalized("no no no"), (0, 2), "before") is None
    assert has_one_place(text, (0, 11))
    assert not has_one_place(text, (0, 7))


@pytest.mark.parametrize("lead", ["Internationalization", "Acknowledgements and", "x", "Ein Donaudampfschiff"])
@pytest.mark.parametrize("n", [1, 2])
def test_a_long_context_begins_and_ends_with_whole_words(lead, n):
    again = "payments to these countries were made without any notice to the public or the press at the time "
    text = f"It is said that {lead} departments reported Alpha. {again * 3}Omega. {lead} Beta. {again * 3}Delta."
    start = [i for i in range(len(text)) if text.startswith("countries", i)][n]
    suggestion = suggest_quote(normalized(text), (start, start + 9))
    assert suggestion.unique
    for context in (suggestion.prefix, suggestion.suffix):
        assert len(context) > 60
        assert {context.split()[0], context.split()[-1]} <= set(text.replace(".", " . ").split()) | {"."} | set(
            text.split()
        )

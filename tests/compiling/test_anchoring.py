"""What an article's compiling says of quotes that have no place, what it says to paste, and that both are bounded."""

from __future__ import annotations

import time

import pytest

from generator.compiling import anchoring
from generator.compiling.article import Compiled, compile_article
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource
from generator.text import find
from tests.pastes import pasted


def compiled(text: str, sidecar: str, front: str = "") -> Compiled:
    source = f"---\ntitle: A title\ndate: 2015-12-23\n{front}---\n\n{text}\n"
    return compile_article(ArticleSource("x", "x.md", source.encode(), "x.yaml", sidecar.encode()))


def claims(*quotes: str) -> str:
    return "claims:\n" + "".join(f"  c{n}:\n    speaker: lind\n    quote: {q}\n" for n, q in enumerate(quotes))


def only(text: str, sidecar: str, front: str = "") -> Diagnostic:
    (problem,) = compiled(text, sidecar, front).diagnostics
    return problem


def marked_after_pasting(text: str, sidecar: str, front: str = "") -> list[str]:
    """The passages of the first claim once its problem's lines are pasted, which leaves no problem."""
    after = compiled(text, pasted(sidecar, only(text, sidecar, front).paste), front)
    assert after.diagnostics == ()
    assert after.facts
    return [passage.text for passage in after.facts.annotations[0].passages]


# ── a number that grew ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("They voted for 25 new posts.", "voted for 2", "voted for 25"),
        ("Some 1,200 died.", "200 died", "1,200 died"),
        ("Rund 3.500 Menschen kamen.", "500 Menschen", "3.500 Menschen"),
        ("In 1984 it closed.", "In 198", "In 1984"),
        ("بلغ عددهم ١٢٣ شخصا", "بلغ عددهم ١٢", "بلغ عددهم ١٢٣"),
        ("It cost 1’200 francs.", "200 francs", "1’200 francs"),
    ],
)
def test_a_number_that_grew_is_called_a_number_and_pasted_only_if_it_is_meant(text, quote, passage):
    problem = only(text, claims(quote))
    assert "inside a longer word or number" in problem.message
    assert any(line.endswith("(a different number)") for line in problem.details)
    assert problem.step == "If that is what you mean, write:"
    assert marked_after_pasting(text, claims(quote)) == [passage]


# ── a context that fits nowhere ──────────────────────────────────────────────────────────────────────────────────

TWICE = (
    "The owner said that the mill was closed for good. In spring the water was clean. "
    "The mayor told us that the mill was closed until May."
)


@pytest.mark.parametrize(
    ("context", "first"),
    [
        ("prefix: The owner says that", "[the mill was closed] for good"),
        ("prefix: The mayor tells us that", "[the mill was closed] until May"),
        ("suffix: for ever", "[the mill was closed] for good"),
        ("suffix: until June", "[the mill was closed] until May"),
        ("prefix: mayor told me that, suffix: until June", "[the mill was closed] until May"),
        ("prefix: owner says that, suffix: for ever", "[the mill was closed] for good"),
    ],
)
def test_the_place_whose_surroundings_are_likest_to_a_context_comes_first(context, first):
    sidecar = claims(f"{{exact: the mill was closed, {context}}}")
    problem = only(TWICE, sidecar)
    assert first in problem.details[0]
    assert problem.details[2].startswith("2. ")
    assert problem.step == "If you mean number 1, write:"
    assert problem.paste
    assert problem.details[1].strip() == problem.paste.lines[0].strip()
    assert marked_after_pasting(TWICE, sidecar) == ["the mill was closed"]


def test_each_place_is_shown_with_a_quote_that_matches_it():
    sidecar = claims("{exact: the mill was closed, prefix: The bishop wrote that}")
    lines = only(TWICE, sidecar).details
    for n in (0, 2):
        form = lines[n + 1].strip()
        after = compiled(TWICE, sidecar.replace(sidecar.splitlines()[-1].strip(), form))
        assert after.diagnostics == ()
        assert after.facts
        (passage,) = after.facts.annotations[0].passages
        assert TWICE[passage.end :].startswith(" for good" if "for good" in lines[n] else " until May")


# ── signs that were copied with the words ────────────────────────────────────────────────────────────────────────

BOTH = "The river is clean\nThe lake is not"
LIST = """\
What the group found:

1. The river is clean
2. The lake is not

- A first point
- A second point

> A word of the *old* mayor, [in a letter](https://example.org/letter).

| year | dead |
|---|---|
| 1984 | 12 |
"""


@pytest.mark.parametrize(
    ("quote", "passage", "named"),
    [
        ("1. The river is clean", "The river is clean", "list numbers"),
        ("2) The lake is not", "The lake is not", "list numbers"),
        (
            "|\n      1. The river is clean\n      2. The lake is not",
            "The river is clean\nThe lake is not",
            "list numbers",
        ),
        ("1. The river is clean 2. The lake is not", BOTH, "list numbers"),
        ("• A first point", "A first point", "bullets"),
        ('"- A first point"', "A first point", "bullets"),
        ("– A second point", "A second point", "bullets"),
        ("• A first point • A second point", "A first point\nA second point", "bullets"),
        ('"> A word of the *old* mayor"', "A word of the old mayor", "Markdown signs"),
        ("the *old* mayor", "the old mayor", "Markdown signs"),
        ('"mayor, [in a letter](https://example.org/letter)"', "mayor, in a letter", "Markdown signs"),
        ("the **old** mayor, _in a letter_", "the old mayor, in a letter", "Markdown signs"),
        ('"| 1984 | 12 |"', "1984\n12", "Markdown signs"),
        ("{exact: 1. The river is clean, prefix: 'found:'}", "The river is clean", "list numbers"),
    ],
)
def test_a_quote_without_the_signs_that_were_copied_with_it_is_pasted(quote, passage, named):
    problem = only(LIST, claims(quote))
    assert problem.message == f"The quote of “c0” occurs in the body only without {named}."
    assert marked_after_pasting(LIST, claims(quote)) == [passage]


@pytest.mark.parametrize("part", ["title", "subtitle", "caption"])
def test_signs_are_taken_out_in_each_part(part):
    front = {
        "title": "",
        "subtitle": "subtitle: A title of *two* lines\n",
        "caption": "image:\n  caption: A title and a map\n",
    }[part]
    problem = only("A text.", claims(f"{{exact: '# A title', in: {part}}}"), front)
    assert "Markdown signs" in problem.message
    assert problem.paste


def test_without_its_signs_a_quote_with_several_places_is_not_pasted():
    problem = only("Yes.\n\n1. No\n2. No\n", claims("1. No"))
    assert "only without list numbers" in problem.message
    assert problem.paste is None
    assert problem.details[1].startswith("2. ")


def test_signs_are_taken_out_of_an_end_of_a_range():
    sidecar = claims("1. The river … The lake is not")
    assert marked_after_pasting(LIST, sidecar) == ["The river is clean\nThe lake is not"]


def test_a_quote_with_signs_that_has_no_place_without_them_has_a_nearest_passage():
    problem = only(LIST, claims("1. The river is clear"))
    assert "matches nothing" in problem.message
    assert marked_after_pasting(LIST, claims("1. The river is clear")) == ["The river is clean"]


# ── differences that can't be seen ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("The sun \u2600\ufe0f shone", "sun \u2600 shone", "U+FE0F VARIATION SELECTOR-16"),
        ("A f\u0430ct is a fact", "A fact is", "U+0430 CYRILLIC SMALL LETTER A"),
        ("The \uff34\uff36 said so", "The TV said", "U+FF34 FULLWIDTH LATIN CAPITAL LETTER T"),
        ("قال علي ذلك", "قال علی ذلك", "U+06CC ARABIC LETTER FARSI YEH"),
        ("הוא אמר שָלום", "אמר שלום", "U+05B8 HEBREW POINT QAMATS"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا", "ARABIC LETTER MEEM INITIAL FORM"),
    ],
)
def test_a_difference_that_cannot_be_seen_is_named_and_pasted(text, quote, words):
    problem = only(text, claims(quote))
    assert any(words in line for line in problem.details[1:])
    assert len(marked_after_pasting(text, claims(quote))) == 1


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_very_long_quote_the_message_says_that_it_was_not_compared():
    problem = only("some words " * 3_000, claims("some words " * 2_500 + "and more"))
    assert "longer than 20,000 characters" in problem.details[0]
    assert problem.step.startswith("Copy the words from the body")


def test_quotes_after_the_hundredth_are_not_compared_and_not_called_unlike():
    text = " ".join(f"word{n} and" for n in range(500))
    problems = compiled(text, claims(*(f"word{n} or word{n + 1}" for n in range(150)))).diagnostics
    assert [bool(p.paste) for p in problems] == [True] * 100 + [False] * 50
    assert all(p.details[0].startswith("not compared with the text") for p in problems[100:])


SENTENCE = "the miller of the old mill said that the water of the river was as clean as that of the well"
LONG = " ".join(f"{SENTENCE} number {n}." for n in range(1_500))
HOSTILE = {
    "one word everywhere": (LONG, ["the"] * 1_000),
    "common words": (LONG, SENTENCE.split() * 40),
    "numbers, two words each": (LONG, [f"number {n} and" for n in range(900)]),
    "contexts that fit nowhere": (LONG, [f"{{exact: water, prefix: of the {n} old}}" for n in range(500)]),
    "contexts that nearly fit": (LONG, [f"{{exact: number {n}, suffix: the mill}}" for n in range(500)]),
    "edited sentences": (LONG, [f"{SENTENCE} numbr {n}" for n in range(500)]),
    "long random quotes": (LONG[:40_000], ["x " + "uvwxyz abc " * 900 + str(n) for n in range(100)]),
    "repeated words": ("a b a a b " * 4_000, ["b a b b a " * 900 + f"c{n}" for n in range(100)]),
    "cut words": (LONG, ["ille"] * 300 + ["ate"] * 300),
    "one long word": ("x" * 400_000, [f"{'x' * n}" for n in range(1, 500)]),
    "signs": (LONG, [f"1. *{SENTENCE}* {n}" for n in range(500)]),
    "ranges": (LONG, [f"the miller {n} … the well {n}" for n in range(500)]),
    "ranges that begin everywhere": (LONG, [f"the miller … number {n}" for n in range(500)]),
    "ranges twice": (LONG, [f"\n      - number {n}\n      - well number {n}" for n in range(500)]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_said_of_many_quotes_is_bounded(name):
    text, quotes = HOSTILE[name]
    sidecar = claims(*(q if q[0] in "{\n" else f"'{q}'" for q in quotes))
    start = time.process_time()
    problems = compiled(text, sidecar).diagnostics
    assert time.process_time() - start < 5  # about 2 s; other processes make it slower
    assert problems
    for problem in problems:
        assert len(problem.message) < 400
        assert sum(map(len, problem.details)) < 3_000
        assert len(problem.step) < 200 + len(quotes[0])


@pytest.mark.parametrize(
    "quote",
    [
        f"{{exact: 'x', suffix: '{'word ' * 20_000}'}}",
        f"{{from: '{'word ' * 20_000}', to: b}}",
        f"'{'1. word ' * 20_000}'",
        f"\n      - '{'y ' * 5_000}'\n      - '{'y ' * 5_000}'",
    ],
)
def test_a_long_quote_is_not_repeated_in_its_message(quote):
    problem = compiled("y " * 5_000 + "and some words", claims(quote)).diagnostics[0]
    assert len(problem.message) < 400
    assert sum(map(len, problem.details)) < 1_000


def test_the_first_of_many_ambiguous_quotes_are_shown_with_quotes_to_paste():
    problems = compiled(LONG[:20_000], claims(*["'river'"] * 20)).diagnostics
    assert all("{exact: " in "".join(p.details) and p.paste for p in problems[:10])


def test_many_equal_quotes_are_looked_for_once(monkeypatch):
    looked_for = []

    def noted(*given):
        looked_for.append(given[1])
        return find(*given)

    monkeypatch.setattr(anchoring, "find", noted)
    assert len(compiled("A river, a river.", claims(*["river"] * 20)).diagnostics) == 20
    assert len(looked_for) == 1


# ── what a quote would cut ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "quote", "reason", "passage"),
    [
        ("It was −5 °C outside.", "5 °C outside", "a number would be parted from its sign", "−5 °C outside"),
        ("It was −5 °C outside.", "It was −", "a number would be parted from its sign", "It was −5"),
        ("Growth was +3 percent.", "3 percent", "a number would be parted from its sign", "+3 percent"),
        ("Russia can’t win.", "Russia can", "a contraction would lose its negation", "Russia can’t"),
        ("Russia can’t win.", "Russia can’", "a contraction would lose its negation", "Russia can’t"),
        ("A family 👨\u200d👩\u200d👧 came.", "👨", "cut an emoji, a flag or a letter", "👨\u200d👩\u200d👧"),
        ("They came 👍🏽 today.", "came 👍", "cut an emoji, a flag or a letter", "came 👍🏽"),
        ("Key 1️⃣ first.", "Key 1", "cut an emoji, a flag or a letter", "Key 1️⃣"),
        ("The x̱ day", "x", "cut an emoji, a flag or a letter", "x̱"),
        ("यह क्षत्रिय है।", "क्", "cut an emoji, a flag or a letter", "क्षत्रिय"),
    ],
)
def test_a_message_says_what_a_quote_would_cut(text, quote, reason, passage):
    problem = only(text, claims(quote))
    assert reason in problem.message
    assert not any("(punctuation)" in line for line in problem.details)
    assert marked_after_pasting(text, claims(quote)) == [passage]


def test_no_other_flags_are_suggested_for_letters_of_two_flags():
    problem = only("The flags 🇦🇺🇸🇪 flew.", claims("🇺🇸"))
    assert problem.message == (
        "The quote of “c0” occurs only where it would cut an emoji, a flag or a letter with its marks."
    )
    assert (problem.details, problem.paste) == (("The flags [🇦🇺🇸🇪] flew.",), None)


@pytest.mark.parametrize(
    ("quote", "reason", "passage"),
    [
        ("'Russia can … today'", "begins with words that occur only where a contraction", ""),
        ("'he said … 12'", "ends with words that occur only inside a longer word or number", "he said at 12:30"),
    ],
)
def test_a_message_says_what_the_end_of_a_range_would_cut(quote, reason, passage):
    text = "Russia can’t win, he said at 12:30 today."
    problem = only(text, claims(quote))
    assert reason in problem.message
    assert marked_after_pasting(text, claims(quote)) == [passage or "Russia can’t win, he said at 12:30 today"]


@pytest.mark.parametrize("sign", ["...", "…", " …", "… ", " […] ", " [...] ", "[…]", " (…) "])
def test_an_ellipsis_without_spaces_or_in_brackets_becomes_a_range(sign):
    text, sidecar = "Russia can win, he said, and they left.", claims(f"'Russia can{sign}they left'")
    assert "only with spaces around it and no brackets" in only(text, sidecar).message
    assert marked_after_pasting(text, sidecar) == ["Russia can win, he said, and they left"]


def test_an_ellipsis_of_which_one_side_has_no_place_is_compared_as_it_is():
    assert "matches nothing" in only("Russia can win, he said.", claims("Russia can win[…]we left")).message


def test_the_ends_of_a_range_in_the_wrong_order_are_said_to_be():
    problem = only("One came, then another left.", claims("another left … One came"))
    assert "occur only before its beginning: “One came”" in problem.message
    assert problem.details == ("[One came], then another left.",)
    overlapping = only("One came, then another left.", claims("{from: One came, to: came}"))
    assert "match nothing after its beginning" in overlapping.message

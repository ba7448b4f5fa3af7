"""The quote that is written for a passage: the words, a range or context; a build finds exactly that passage."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annotating.part_text import PartText, part_text, read_parts
from generator.annotating.selection import select
from generator.annotating.selector import (
    LONGEST_WRITTEN,
    NoQuote,
    QuoteValue,
    matches_only,
    quote_of,
    quote_value,
    quotes_of,
)
from generator.compiling.article import compile_article
from generator.model import PARTS, ArticleSource, Passage, QuoteSelector

SEED = (
    "Russia has dismissed as full of “clichés and fakes” a report by Amnesty International.\n"
    "Its airstrikes killed many, Amnesty said. Its airstrikes killed none, Russia said."
)


def seed(text: str = SEED) -> PartText:
    starts = [0, *(n + 1 for n, letter in enumerate(text) if letter == "\n")]
    return part_text("body", text, [(start, (text + "\n").index("\n", start)) for start in starts])


def written(text: PartText, words: str, nth: int = 0) -> QuoteValue | NoQuote:
    """What is written for one of the places where these words occur."""
    at = [n for n in range(len(text.text)) if text.text.startswith(words, n)][nth]
    quotes = quotes_of(text, [(at, at + len(words))])
    return quotes if isinstance(quotes, NoQuote) else quote_value(quotes)


@pytest.mark.parametrize(
    ("words", "nth", "value"),
    [
        ("clichés and fakes", 0, "clichés and fakes"),
        ("International.\nIts airstrikes", 0, "International. Its airstrikes"),
        ("airstrikes killed", 0, {"exact": "airstrikes killed", "suffix": "many"}),
        ("Amnesty", 0, {"exact": "Amnesty", "prefix": "by"}),
        ("Amnesty", 1, {"exact": "Amnesty", "prefix": "many,"}),
        ("said", 1, {"exact": "said", "prefix": "Russia"}),
    ],
)
def test_words_that_occur_once_are_written_alone_and_others_with_the_fewest_words_beside_them(words, nth, value):
    assert written(seed(), words, nth) == value


def test_a_part_that_is_not_the_body_is_named():
    assert written(part_text("title", "A fake or a report"), "fake") == {"exact": "fake", "in": "title"}


def test_words_whose_neighbours_are_alike_need_more_words():
    found = written(seed("No comment.\nNo comment."), "comment")
    assert found == NoQuote("These words occur more than once, and so do the words beside them. Take more words.")


def test_a_range_that_is_not_snapped_has_no_quote():
    found = written(seed(), "liché")
    assert found == NoQuote("No quote can begin and end where “liché” does. Take whole words.")


def test_words_with_a_control_character_cannot_be_written():
    assert isinstance(written(seed("so\x07 it is"), "so\x07 it"), NoQuote)


def test_a_context_does_not_reach_out_of_its_paragraph():
    assert written(seed("One.\nComment two.\nComment three."), "Comment", 1) == {"exact": "Comment", "suffix": "three"}


def test_signs_that_nobody_sees_in_a_file_are_left_out():
    assert (
        written(seed("a re\u00adport\u200b of \u2067it\u2069 all"), "re\u00adport\u200b of \u2067it") == "report of it"
    )


LONG = " ".join(f"word{n} and so on" for n in range(40))


def test_a_long_passage_becomes_a_range_whose_ends_are_unique():
    text = seed(f"It began so.\n{LONG}\nIt ended so.")
    quote = quote_of(text, (text.text.index("word0"), text.text.index("\nIt ended")))
    assert isinstance(quote, QuoteSelector)
    assert quote_value([quote]) == {"from": "word0 and so on", "to": "word39 and so on"}


def test_the_ends_of_a_range_grow_until_each_has_one_place():
    alike = "and so it was and so it was"
    text = seed(f"{alike} Alpha {LONG} Omega {alike}")
    quote = quote_of(text, (0, len(text.text)))
    assert quote == QuoteSelector(start=f"{alike} Alpha", end=f"Omega {alike}")


@pytest.mark.parametrize("size", [LONGEST_WRITTEN, LONGEST_WRITTEN + 1])
def test_a_passage_is_written_in_full_up_to_300_characters(size):
    words = (LONG[: size - 4] + "x" * 4)[:size]
    quote = quote_of(seed(f"So {words}, he said."), (3, 3 + size))
    assert isinstance(quote, QuoteSelector)
    assert quote.is_range == (size > LONGEST_WRITTEN)


def test_a_long_passage_that_would_leave_one_quotation_and_enter_another_is_written_in_full():
    words = f"the “one” {LONG} the “other”"
    quote = quote_of(seed(f"He saw {words} thing."), (7, 6 + len(words)))
    assert isinstance(quote, QuoteSelector)
    assert not quote.is_range


def test_a_long_passage_whose_ends_would_overlap_is_written_in_full():
    words = " ".join(letter * 80 for letter in "abcde")
    assert quote_of(seed(words), (0, len(words))) == QuoteSelector(words, plain=True)


def test_several_passages_are_a_list():
    text = seed()
    quotes = quotes_of(text, [(0, 6), (text.text.index("none"), text.text.index("none") + 4)])
    assert not isinstance(quotes, NoQuote)
    assert quote_value(quotes) == [{"exact": "Russia", "suffix": "has"}, "none"]
    assert quotes_of(text, [(0, 10), (7, 20)]) == NoQuote(
        "Two of the passages overlap. Take words that are in only one of them."
    )


def test_a_quote_is_proved_by_the_search_of_a_build():
    text = seed()
    assert matches_only(text, QuoteSelector("clichés", plain=True), (33, 40))
    assert not matches_only(text, QuoteSelector("clichés", plain=True), (33, 39))
    assert not matches_only(text, QuoteSelector("Amnesty", plain=True), (64, 71))


@pytest.mark.parametrize(
    "body",
    [
        "Russia said so. Amnesty said so. Then it said no.",
        "They all\nsaid\nno to it.\n\nWe all\nsaid\nno to her.",
        "Peace, he said.\n\nWar, he said.\n\n- he said",
    ],
)
def test_the_message_about_several_places_makes_the_same_choice(body):
    source = ArticleSource("x", "x.md", (FRONT + body + "\n").encode())
    sidecar = b"claims:\n  x:\n    speaker: lind\n    quote: said\n"
    (problem,) = compile_article(ArticleSource("x", "x.md", source.text, "x.yaml", sidecar)).diagnostics
    assert problem.code == "quote-ambiguous"
    parts = read_parts(source)
    assert parts
    text = parts["body"]
    places = [n for n in range(len(text.text)) if text.text.startswith("said", n)]
    ours = [quotes_of(text, [(at, at + 4)]) for at in places]
    assert not isinstance(ours[0], NoQuote)
    for line, quotes in zip(problem.details[1::2], ours, strict=True):
        value = "" if isinstance(quotes, NoQuote) else quote_value(quotes)
        if isinstance(value, dict):  # else the message goes further than a context that is read as one with the quote
            assert line.strip() == "quote: {" + ", ".join(f'{key}: "{words}"' for key, words in value.items()) + "}"


# ── random articles ──────────────────────────────────────────────────────────────────────────────────────────────

PIECES = [
    piece.replace("_", "\u00a0").replace("^", "\u202f")
    for piece in """
    Russia said Amnesty said dead dead. No no “clichés and fakes” "so" ‘it’ «oui» 1,200 200 −5 12:30 can’t can
    non-combatants l’État it’s so… … wait... re\u00adport re\u200bport U.S. Mr. 二百人 没有报告。 报告 世界 人权
    “不” です。 قال الناطق “كذب” ١٬٢٠٠ قتيل، אמר צה״ל ״שקר״ มี ๑๒๐๐ คน 👍🏽 🇦🇺🇸🇪
    e\u0301tat état a_b—c 1^200 *so* `x`
    \\\\* &amp; [link](https://example.org/) F-16 (so) -- # : ' {a: b} - <script> no ~ null
""".split()
]
JOINTS = st.sampled_from([" "] * 12 + ["\n", "\u00a0", "", ", ", ". ", "  ", "\u2009", "\u3000"])
LINE = st.lists(st.tuples(st.sampled_from(PIECES), JOINTS), min_size=1, max_size=30).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs).strip() or "so"
)
BLOCK = st.one_of(
    LINE,
    LINE,
    LINE.map(lambda line: "## " + line.replace("\n", " ")),
    LINE.map(lambda line: "> " + line),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join("- " + s.replace("\n", " ") for s in lines)),
    st.tuples(LINE, LINE).map(
        lambda pair: "| a | b |\n|---|---|\n| " + " | ".join(s.replace("\n", " ").replace("|", "") for s in pair) + " |"
    ),
)
BODIES = st.lists(BLOCK, min_size=1, max_size=5).map("\n\n".join)
FRONT = '---\ntitle: "A “fake” or not a fake: so"\nsubtitle: so it is, so it was\ndate: 2015-12-23\n---\n\n'


def built(source: ArticleSource, value: QuoteValue) -> tuple[Passage, ...]:
    """The passages that a build finds for a value of `quote`, with no error or warning about the annotation."""
    values = value if isinstance(value, list) else [value]
    lines = "".join(f"      - {json.dumps(one)}\n" for one in values)
    sidecar = f"claims:\n  x:\n    speaker: lind\n    quote:\n{lines}"
    compiled = compile_article(ArticleSource("x", "x.md", source.text, "x.yaml", sidecar.encode()))
    about = [d for d in compiled.diagnostics if d.location.path == "x.yaml" and d.code not in NOT_OF_QUOTES]
    assert about == []
    assert compiled.facts
    return compiled.facts.annotations[0].passages


NOT_OF_QUOTES = {"range-long", "html-entity"}


def finds_what_was_selected(source: ArticleSource, text: PartText, start: int, end: int) -> str:
    """Selects a range and asserts that a build finds it. Gives what kind of quote it became, or why it has none."""
    selection = select(text, start, end)
    quotes = quotes_of(text, selection.spans) if selection else None
    if selection is None or quotes is None or isinstance(quotes, NoQuote):
        return "none"
    places = tuple((p.part, p.start, p.end) for p in built(source, quote_value(quotes)))
    assert places == tuple((text.part, *span) for span in selection.spans)
    if len(quotes) > 1:
        return "several"
    return "range" if quotes[0].is_range else "plain" if quotes[0].plain else "context"


@settings(max_examples=100)
@given(BODIES, st.sampled_from(PARTS), st.data())
def test_a_build_finds_exactly_what_was_selected(body, part, data):
    source = ArticleSource("x", "x.md", (FRONT + body + "\n").encode())
    parts = read_parts(source)
    assert parts
    start = data.draw(st.integers(0, len(parts[part].text)))
    finds_what_was_selected(source, parts[part], start, data.draw(st.integers(start, len(parts[part].text))))


@pytest.mark.parametrize("begin", range(0, 60, 20))
def test_a_build_finds_exactly_what_was_selected_in_long_texts(begin):
    kinds = Counter[str]()
    for number in range(begin, begin + 20):
        chance = random.Random(number)
        words = chance.sample(PIECES, chance.choice([6, len(PIECES)]))
        blocks = (" ".join(chance.choices(words, k=chance.randint(1, 70))) for _ in range(chance.randint(1, 6)))
        source = ArticleSource("x", "x.md", (FRONT + "\n\n".join(blocks) + "\n").encode())
        parts = read_parts(source)
        assert parts
        for _ in range(12):
            start = chance.randrange(len(parts["body"].text))
            end = min(len(parts["body"].text), start + chance.choice([5, 30, 150, 600]))
            kinds[finds_what_was_selected(source, parts["body"], start, end)] += 1
    assert min(kinds[kind] for kind in ("plain", "context", "range", "several")) > 0, kinds


@settings(max_examples=100)
@given(BODIES, st.data())
def test_words_that_occur_once_always_have_a_quote(body, data):
    parts = read_parts(ArticleSource("x", "x.md", (FRONT + body + "\n").encode()))
    assert parts
    text = parts["body"]
    start = data.draw(st.integers(0, len(text.text)))
    selection = select(text, start, data.draw(st.integers(start, len(text.text))))
    if selection and set(selection.places) == {1}:
        assert not isinstance(quotes_of(text, selection.spans), NoQuote)

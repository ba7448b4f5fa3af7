"""The nearest passage: it covers what the quote covers, it is found for long quotes, and the search is bounded."""

from __future__ import annotations

import random
import time

import pytest

from generator.text import LONGEST_COMPARED, nearest_passage, normalized, search_cost


def nearest(text: str, quote: str) -> str | None:
    span = nearest_passage(normalized(text), quote)
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("警方通报，事发9时许，一辆车失控。", "事发8时许，一辆车失控", "事发9时许，一辆车失控"),
        ("警方通报。9时许，一辆车失控。", "8时许，一辆车失控", "9时许，一辆车失控"),
        ("أعلنت الوزارة وفاة ثلاثة بسبب كوفيد-19 أمس.", "وفاة ثلاثة بسبب كوفيد-20", "وفاة ثلاثة بسبب كوفيد-19"),
        ("He added: Jones was not there.", "Smith was not there", "Jones was not there"),
        ("They paid the contractor in May, it says.", "paid the contractor in June", "paid the contractor in May"),
        ("Anna Jones was not there at all.", "Peter Smith was not there at all", "Anna Jones was not there at all"),
        ("It was a mild winter. 25 people died there.", "200 people died there", "25 people died there"),
        ("Он сказал: Иванов уехал из города.", "Петров уехал из города", "Иванов уехал из города"),
        ("הוא אמר שדנה לא הייתה שם אתמול", "לא הייתה שם היום", "לא הייתה שם אתמול"),
        ("The mill closed in the spring of 1984.", "closed in the spring of 1985", "closed in the spring of 1984"),
        ("Nobody saw the “red” lorry there.", "the “red” lorry here", "the “red” lorry there"),
        ("ผู้ว่าการไม่มาที่นี่", "ผู้ว่าการไม่มาที่นั่น", "ผู้ว่าการไม่มาที่นี่"),
        ("He left. The mill was closed.", "Then the mill was closed", "The mill was closed"),
        ("One.\n\nThe mill was closed", "Old mill was closed", "The mill was closed"),
    ],
)
def test_a_changed_first_or_last_word_is_covered(text, quote, passage):
    assert nearest(text, quote) == passage


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("It rained. He was not there.", "Clearly and beyond any doubt he was not there", "He was not there"),
        ("It rained.\n\nHe was not there", "Smith he was not there", "He was not there"),
        ("He was not there. It rained", "he was not there today", "He was not there"),
    ],
)
def test_no_words_of_another_sentence_are_taken_in(text, quote, passage):
    assert nearest(text, quote) == passage


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("He bought ＡＢＣ shares.", "ABC shares", "ＡＢＣ shares"),
        ("Sie sagt: ﻣﺮﺣﺒﺎ dort", "مرحبا", "ﻣﺮﺣﺒﺎ"),
        ("הוא אמר שָׁלוֹם לכולם", "שלום", "שָׁלוֹם"),
        ("The sign ☀\ufe0f shone.", "sign ☀", "sign ☀\ufe0f"),
        ("NATO said SO.", "nato said so", "NATO said SO"),
        ("A “Рrаvdа” desk.", "Pravda", "Рrаvdа"),
        ("The ﬁnal oﬃce.", "final office", "ﬁnal oﬃce"),
    ],
)
def test_a_passage_of_other_characters_that_looks_the_same_is_found(text, quote, passage):
    assert nearest(text, quote) == passage


WORDS = [f"w{n:03}" for n in range(900)]


@pytest.mark.parametrize("size", [60, 130, 200, 600, 2_000, 9_000, 19_000])
@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_the_passage_of_a_long_quote_is_found_whole(size, at):
    draw = random.Random(size)
    words = [draw.choice(WORDS) for _ in range(6_000)]
    count = size // 5
    quote = words[300 : 300 + count]
    quote[{"first": 0, "middle": count // 2, "last": -1}[at]] = "other"
    assert nearest(" ".join(words), " ".join(quote)) == " ".join(words[300 : 300 + count])


def test_a_long_quote_of_another_text_has_no_nearest_passage():
    draw = random.Random(1)
    text = " ".join(draw.choice(WORDS[:450]) for _ in range(3_000))
    assert nearest(text, " ".join(draw.choice(WORDS[450:]) for _ in range(600))) is None


def test_a_very_long_quote_is_not_compared():
    text = "some words " * 3_000
    assert nearest(text, text + "more") is None
    assert len(text) > LONGEST_COMPARED


HOSTILE = {
    "random": (" ".join(random.Random(2).choice("abcdefg") for _ in range(20_000)), "abc gfe " * 1_200),
    "two words": ("a b a a b " * 4_000, "b a b b a " * 1_900 + "c"),
    "one word": ("word " * 20_000, "drow " * 3_000),
    "one letter": ("a" * 100_000, "a" * 9_999 + "b"),
    "no letter": ("." * 100_000, "," * 9_000),
    "two letters": ("ab" * 50_000, "ba" * 60 + "c"),
    "Han": ("不是" * 50_000, "是没" * 4_000),
    "marks": ("a\u0323" * 50_000, "a\u0301" * 4_000),
    "spaces of a long word": ("x" * 100_000 + " y", "x" * 100 + "z"),
    "look-alikes": ("аа" * 50_000, "aa" * 50),
    "pieces": (("abc def " * 8 + "x ") * 1_000, "abc def " * 600),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_search_costs_no_more_than_its_estimate(name):
    text, quote = HOSTILE[name]
    folded = normalized(text)
    start = time.process_time()
    nearest_passage(folded, quote)
    spent = time.process_time() - start
    assert spent < 0.2 + 2 * search_cost(folded, quote) / 1e9

"""What is taken out of a quote that was copied with list numbers, bullets or signs of Markdown."""

from __future__ import annotations

import time

import pytest

from generator.text.copied_signs import without_signs


@pytest.mark.parametrize(
    ("quote", "words", "kinds"),
    [
        ("1. The river is clean", "The river is clean", ("list numbers",)),
        ("12) The river is clean", "The river is clean", ("list numbers",)),
        ("• The river is clean", "The river is clean", ("bullets",)),
        ("- The river is clean", "The river is clean", ("bullets",)),
        ("– The river is clean", "The river is clean", ("bullets",)),
        ("* The river is clean", "The river is clean", ("bullets",)),
        ("1. The river\n2. The lake", "The river\nThe lake", ("list numbers",)),
        ("1. The river 2. The lake", "The river The lake", ("list numbers",)),
        ("3. The river 4. The lake", "The river The lake", ("list numbers",)),
        ("• The river • The lake", "The river The lake", ("bullets",)),
        ("> The river is clean", "The river is clean", ("Markdown signs",)),
        (">> The river\n>> is clean", "The river\nis clean", ("Markdown signs",)),
        ("## The river", "The river", ("Markdown signs",)),
        ("the *river* is **clean**", "the river is clean", ("Markdown signs",)),
        ("the _river_ is __clean__", "the river is clean", ("Markdown signs",)),
        ("the [river](https://example.org/a) is", "the river is", ("Markdown signs",)),
        ('the [river](a.md "The river") is', "the river is", ("Markdown signs",)),
        ("the [river][1] is", "the river is", ("Markdown signs",)),
        ("the `river` is ~~clean~~", "the river is clean", ("Markdown signs",)),
        (r"the river\* is", "the river* is", ("Markdown signs",)),
        ("the river[^2] is", "the river is", ("Markdown signs",)),
        ("- [x] the *river*", "the river", ("bullets", "Markdown signs")),
        ("> 1. the river", "the river", ("list numbers", "Markdown signs")),
    ],
)
def test_signs_are_taken_out(quote, words, kinds):
    assert (words, kinds) in [(" ".join(w.split(" ")), k) for w, k in without_signs(quote)]


@pytest.mark.parametrize(
    "quote",
    ["The river is clean", "- 5 °C", "snake_case", "3.5 per cent", "well-known", "2015", "a – b", "1.", "No. 1"],
)
def test_a_quote_without_signs_stays(quote):
    assert list(without_signs(quote)) == []


@pytest.mark.parametrize(
    "sign", ["> ", "1. ", "- ", "[", "](", "[x](a ", "_", "*", "_a", "|", "\\", "<", "#", "`a", "[^", "\n- ", '[x](a "']
)
def test_taking_signs_out_is_linear(sign):
    start = time.process_time()
    list(without_signs(sign * (5_000 // len(sign))))
    assert time.process_time() - start < 0.2

"""A message stays short, however long the values are that it quotes."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostic, Location

AT = Location("a.yaml", 1, 1)
VALUES = {
    "letters": "x" * 1_000_000,
    "spaces": " " * 1_000_000,
    "words": "word " * 200_000,
    "opening marks": "“" * 100_000,
    "backticks": "`" * 100_001,
    "lines": "line\n" * 100_000,
    "Han": "不" * 300_000,
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize(
    "form", ["`said` holds “{}”, which is no date.", "`{}` is not known.", "The value is {}.", "{}"]
)
def test_a_long_value_is_cut_in_the_middle(name, form):
    problem = Diagnostic.of("wrong-date", AT, form.format(VALUES[name]), details=[form.format(VALUES[name])])
    for text in (problem.message, *problem.details):
        assert len(text) < 900
        assert " … " in text


def test_what_is_around_a_long_value_stays():
    message = f"`said` holds “{'x' * 5_000}”, which is no date of the calendar."
    shown = Diagnostic.of("wrong-date", AT, message).message
    assert shown.startswith("`said` holds “xxx")
    assert shown.endswith("xxx”, which is no date of the calendar.")
    assert " … " in shown


@pytest.mark.parametrize("text", ["A “short” value.", "x" * 400, "“" + "y" * 300 + "”"])
def test_a_short_message_stays_as_it_is(text):
    assert Diagnostic.of("wrong-date", AT, text).message == text

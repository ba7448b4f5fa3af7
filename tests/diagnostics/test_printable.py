"""What a terminal is given as it is, and what is escaped."""

import pytest

from generator.diagnostics import printable


@pytest.mark.parametrize(
    "text", ["او می\u200cخواهد", "👨\u200d👩\u200d👧", "👩🏽\u200d🚀 came", "क\u094d\u200dष", "❤\ufe0f"]
)
def test_joiners_that_a_script_or_emoji_needs_are_printed(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("com\u200cmittee", "com\\u200cmittee"),
        ("\u200dword", "\\u200dword"),
        ("he\u200d\u200dre", "he\\u200d\\u200dre"),
        ("می\u200c\u200cخ", "می\u200c\\u200cخ"),
        ("\u202eabc", "\\u202eabc"),
        ("می\u200f", "می\\u200f"),
        ("a\x1bb", "a\\u001bb"),
    ],
)
def test_what_shows_nothing_is_escaped_elsewhere(text, shown):
    assert printable(text) == shown

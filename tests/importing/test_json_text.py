"""JSON of other programs: numbers as typed, and where a text is malformed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.imported import NotImported
from generator.importing.json_text import read_json

values = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_a_value_is_read_as_it_was_written(value):
    text = json.dumps({"inside": value}, ensure_ascii=False)
    if "\\ud" not in text and "\x00" not in text:
        assert read_json(text.encode("utf-8", "surrogatepass")) == {"inside": value}


def test_a_number_is_the_text_that_was_typed():
    assert read_json(b'[1, 1.50, -0, 1e999, 123456789012345678901234567890]') == [
        "1", "1.50", "-0", "1e999", "123456789012345678901234567890",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_any_of_its_encodings(encoding):
    assert read_json('{"exact": "clichés — 謊言"}'.encode(encoding)) == {"exact": "clichés — 謊言"}


def test_a_line_break_inside_a_text_is_accepted():
    assert read_json(b'{"text": "one\ntwo"}') == {"text": "one\ntwo"}


def test_texts_on_lines_of_their_own_are_a_list():
    assert read_json(b'{"a": "b"}\n\n{"a": "c"}\n') == [{"a": "b"}, {"a": "c"}]


@pytest.mark.parametrize(
    ("text", "why", "line", "column"),
    [
        ('{"a": "b",}', "a name in double quotation marks is missing, or a comma is one too many", 1, 11),
        ('{\n  "a" "b"}', "a colon is missing", 2, 7),
        ('["a"\n"b"]', "a comma or a closing bracket is missing", 2, 1),
        ('{"a": }', "a value is missing", 1, 7),
        ('{"a": "b', "a text has no closing quotation mark", 1, 7),
        ('{"a": "\\x"}', "a backslash is followed by the wrong sign", 1, 8),
        ('{"a": 1} b', "it goes on after its end", 1, 10),
    ],
)
def test_a_malformed_text_is_told_with_its_place(text, why, line, column):
    found = read_json(text.encode())
    assert isinstance(found, NotImported)
    assert (found.message, found.line, found.column) == (f"The file is not valid JSON: {why}.", line, column)
    assert found.step == "Export it again; or correct this place in an editor."

"""Tables as spreadsheets save them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.imported import NotImported
from generator.importing.table_text import Sheet, read_table
from generator.outputs.csv_table import harmless, table

KNOWN = frozenset({"claim", "text", "verdict"})
TEXT = "claim{0}text{0}verdict\r\na{0}“one”{0}false\r\n"


def sheet(data: bytes) -> Sheet:
    read = read_table(data, KNOWN)
    assert isinstance(read, Sheet), read
    return read


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in sheet(data).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_and_encoding_of_a_spreadsheet_is_understood(separator, encoding):
    assert cells(TEXT.format(separator).encode(encoding)) == [{"claim": "a", "text": "“one”", "verdict": "false"}]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_end_is_understood(end):
    assert cells(f"claim,text{end}a,b{end}".encode()) == [{"claim": "a", "text": "b"}]


def test_a_line_that_names_the_separator_is_none_of_the_table():
    assert cells(b"sep=;\r\nclaim;text\r\na;b,c\r\n") == [{"claim": "a", "text": "b,c"}]


def test_headings_may_have_other_capitals_and_spaces():
    assert sheet(b"CLAIM,Speaker ID, Code-Frame\na,b,c\n").columns == ("claim", "speaker_id", "code_frame")


def test_empty_columns_and_rows_are_passed_over():
    data = b"claim,text,,\r\n,,,\r\na,b,,\r\n,,,\r\n\r\n"
    assert sheet(data).columns == ("claim", "text")
    assert cells(data) == [{"claim": "a", "text": "b"}]


def test_cells_behind_the_last_heading_are_kept_apart():
    (row,) = sheet(b"claim,text\na,b,c,\n").rows
    assert row.beyond == ("c",)


def test_a_row_is_known_by_its_first_line():
    lines = [row.line for row in sheet(b'claim,text\na,"one\ntwo"\n\nb,c\n').rows]
    assert lines == [2, 5]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("https://example.org")', "@SUM(A1)", "+1+1", "-1", "'tis", "a"])
def test_a_formula_stays_text_and_loses_the_apostrophe_of_the_table(text):
    written = table(("claim", "text"), [("a", text)])
    assert cells(written)[0]["text"] == text


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"])), min_size=2, max_size=2)
)
def test_a_table_of_the_archive_comes_back(row):
    read = cells(table(("claim", "text"), [row, ("end", "end")]))
    assert read[-1] == {"claim": "end", "text": "end"}
    expected = [" ".join(cell.split()) for cell in row]
    if any(cell.strip() for cell in row) and not any(cell[:1] == "'" and harmless(cell[1:]) == cell for cell in row):
        assert [" ".join(cell.split()) for cell in read[0].values()] == expected


def test_an_encoding_that_is_only_likely_is_named():
    assert sheet("claim,text\na,café “déjà vu”\n".encode("cp1252")).guessed == "Windows-1252"
    assert sheet("claim,text\na,Он сказал неправду вчера\n".encode("cp1251")).guessed == "Windows-1251"


NOT_CLOSED = "A quotation mark in this row is not closed, or more follows behind the closing one."
TOO_LONG = "A cell of this row is too long, or a quotation mark in it is not closed."


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"claim,Claim\na,b\n", "The table has two columns with the heading “claim”.", 1),
        (b'claim,text\na,b\nc,"d\n', NOT_CLOSED, 3),
        (b'claim,text\na,"b"c\n', NOT_CLOSED, 2),
        (b'claim,text\na,"' + b"b" * 200_000, TOO_LONG, 2),
        (b",".join(b"a%d" % n for n in range(2000)), "The table has 2000 columns.", 1),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_told_with_its_line(data, message, line):
    found = read_table(data, KNOWN)
    assert isinstance(found, NotImported)
    assert (found.message, found.line) == (message, line)


def test_the_limits_of_other_users_of_csv_stay_as_they_are():
    before = csv.field_size_limit()
    read_table(b"claim\na\n", KNOWN)
    assert csv.field_size_limit() == before
    assert next(csv.reader(io.StringIO("a;b"))) == ["a;b"]

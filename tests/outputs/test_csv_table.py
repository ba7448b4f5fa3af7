"""Tables for spreadsheets: their form, and that nothing in them runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.csv_table import harmless, row, table


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_a_cell_that_would_begin_a_formula_does_not(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "2015-12-23", "-1", "+1,200.5", "1=1", "a@b", "'tis", "“=1”"])
def test_any_other_cell_stays_as_it_is(cell):
    assert harmless(cell) == cell


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_a_table_reads_back_as_it_was_written(written):
    read = list(csv.reader(io.StringIO(table(("a", "b"), written).decode("utf-8-sig"), newline="")))
    assert read == [["a", "b"], *([harmless(cell) for cell in row] for row in written)]


def test_a_table_is_written_as_rfc_4180_says():
    """Quotation marks only where they are needed, doubled inside; lines end in CR LF; a lone surrogate becomes `?`."""
    written = table(("a", "b"), [("x, y", 'say "z"'), ("", "one\ntwo"), ("=1", " ’"), ("three\rfour", "\ud800")])
    assert written == (
        b'\xef\xbb\xbfa,b\r\n"x, y","say ""z"""\r\n,"one\ntwo"\r\n\'=1, \xe2\x80\x99\r\n"three\rfour",?\r\n'
    )


@given(st.lists(st.text(max_size=4), min_size=1))
def test_each_cell_of_a_row_is_harmless(cells):
    (read,) = csv.reader(io.StringIO(row(cells), newline=""))
    assert read == [harmless(cell) for cell in cells]

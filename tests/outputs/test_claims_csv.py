"""Tables for spreadsheets: what is in them, and that nothing in them runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Annotation, FrontMatter
from generator.outputs.claims_csv import CLAIM_COLUMNS, harmless, table
from generator.values import replace
from tests.archives import by, quoted, scheme, settings, site, written

WHOLE = site(settings(codes=scheme(frame=("conflict", "blame"))))


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(WHOLE[path].decode("utf-8-sig"), newline="")))


def test_the_table_of_claims_has_a_row_for_each_and_a_column_for_each_code():
    claims = rows("claims/index.csv")
    assert list(claims[0]) == [*CLAIM_COLUMNS, "code_frame"]
    assert sorted(row["claim"] for row in claims) == [
        "2015/amnesty#launch", "2015/amnesty#lost", "2015/amnesty#no-targets", "2015/amnesty#only-cliches",
    ]  # fmt: skip


def test_a_row_says_what_the_page_says():
    (row,) = (row for row in rows("claims/index.csv") if row["claim"] == "2015/amnesty#only-cliches")
    assert row["address"] == "https://example.org/archive/claims/2015/amnesty/only-cliches.html"
    assert (row["verdict"], row["verdict_label"], row["quoted"]) == ("unsupported", "Unsupported", "yes")
    assert (row["speaker"], row["speaker_id"], row["role"]) == ("Igor Konashenkov", "konashenkov", "Spokesman")
    assert (row["answers"], row["appearances"], row["code_frame"]) == ("2", "2", "conflict")
    assert row["tags"] == "Air strikes; denials"


def test_several_values_of_a_code_are_joined_as_tags_are():
    front = FrontMatter("T", "2015-01-01")
    both = Annotation("a", "claim", quoted("Text"), speaker=by("editors"), codes=(("frame", ("blame", "conflict")),))
    codes = (replace(scheme(frame=("conflict", "blame"))[0], several=True),)
    files = site(settings(codes=codes), [written("2015/a", front, "Text.", [both])])
    (row,) = csv.DictReader(io.StringIO(files["claims/index.csv"].decode("utf-8-sig"), newline=""))
    assert row["code_frame"] == "blame; conflict"


def test_the_table_of_a_verdict_has_its_claims_only():
    assert [row["claim"] for row in rows("verdicts/unsupported.csv")] == ["2015/amnesty#only-cliches"]
    assert rows("verdicts/false.csv") == []


def test_a_table_opens_right_in_a_spreadsheet():
    assert WHOLE["claims/index.csv"].startswith(b"\xef\xbb\xbfclaim,address,")
    assert WHOLE["claims/index.csv"].endswith(b"\r\n")


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


def test_the_list_links_its_table():
    assert '<a href="index.csv" download>' in WHOLE["claims/index.html"].decode()
    assert '<a href="unsupported.csv" download>' in WHOLE["verdicts/unsupported.html"].decode()

"""The archive's own table comes back: by id, as the smallest change, and a row that doesn't fit changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.imported import NotImported
from generator.importing.table_edits import ChangedClaim, RowProblem, TableEdits, claims_named, table_edits
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.csv_table import table
from tests.importing.options import SETTINGS, problems_of

SIDECAR = """\
# What the mayor said
claims:
  old:  # the first
    verdict: unsupported
    reviewed: 2026-03-12
    speaker: mayor
    quote: built in 1901
    note: |
      The records say
      otherwise.
    codes: {frame: conflict}
    tags: [bridges, rivers]
    counterpoints:
      older:
        speaker: editors
        statement: It is older.

  closed:
    speaker: mayor
    # It occurs twice.
    quote: closed for a year

notes:
  tone:
    note: A remark.
"""
SIDECARS = {
    "2026/bridge": SIDECAR.encode(),
    "2026/tower": b"claims:\n  tall:\n    speaker: mayor\n    statement: Tall.\n",
}
COLUMNS = (*CLAIM_COLUMNS, "code_frame", "code_rhetoric", "code_named", "note")
OLD = {
    "claim": "2026/bridge#old", "verdict": "unsupported", "reviewed": "2026-03-12", "tags": "bridges; rivers",
    "code_frame": "conflict",
}  # fmt: skip


def csv_of(*rows: Mapping[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return table(columns, [[row.get(column, "") for column in columns] for row in rows])


def taken(*rows: Mapping[str, str]) -> TableEdits:
    found = table_edits(csv_of(*rows), SIDECARS, SETTINGS)
    assert isinstance(found, TableEdits), found
    return found


def lines_changed(found: TableEdits, article: str = "2026/bridge") -> tuple[list[str], list[str]]:
    """The lines that are gone and those that are new."""
    edit = found.edits[article]
    before, after = edit.before.decode().splitlines(), edit.after.decode().splitlines()
    assert edit.undone.after == edit.before
    assert problems_of(edit.after) == []
    return [line for line in before if line not in after], [line for line in after if line not in before]


def test_a_table_that_says_the_same_changes_nothing():
    found = taken(OLD, {"claim": "2026/bridge#closed"}, {"claim": "2026/tower#tall"})
    assert found == TableEdits()


def test_what_is_filled_in_changes_its_lines_and_no_others():
    found = taken({**OLD, "code_frame": "human-interest"}, {"claim": "2026/bridge#closed", "verdict": "false"})
    assert lines_changed(found) == (
        ["    codes: {frame: conflict}"], ["    codes: {frame: human-interest}", "    verdict: false"],
    )  # fmt: skip
    assert found.changed == (
        ChangedClaim(2, "2026/bridge#old", ("codes",)), ChangedClaim(3, "2026/bridge#closed", ("verdict",)),
    )  # fmt: skip


def test_several_sidecars_are_changed_each_by_one_edit():
    found = taken({**OLD, "verdict": "false"}, {"claim": "2026/tower#tall", "reviewed": "2026-03-12"})
    assert list(found.edits) == ["2026/bridge", "2026/tower"]
    assert lines_changed(found, "2026/tower") == ([], ["    reviewed: 2026-03-12"])


def test_codes_that_the_table_does_not_change_stay():
    found = taken({**OLD, "code_rhetoric": "irony; threat"})
    assert lines_changed(found)[1] in (
        ["    codes: {frame: conflict, rhetoric: [irony, threat]}"],
        ["    codes:", "      frame: conflict", "      rhetoric: [irony, threat]"],
    )


def test_a_note_that_was_filled_in_is_written_and_one_that_is_the_same_stays():
    assert taken({**OLD, "note": "The records say\r\notherwise."}).edits == {}
    assert lines_changed(taken({"claim": "2026/bridge#closed", "note": "Not so: #1."}))[0] == []


def test_a_note_that_replaces_another_is_named():
    found = taken({**OLD, "note": "Another."}, {"claim": "2026/bridge#closed", "note": "New."})
    assert found.notices == (
        "Notes replace others, which the table does not show: 2026/bridge#old. Read both before you save.",
    )


def test_an_empty_cell_removes_nothing_and_says_so():
    found = taken({"claim": "2026/bridge#old"})
    assert found.edits == {}
    assert found.notices == (
        "Empty cells remove nothing, so these values stay: code_frame (1), reviewed (1), tags (1) "
        "and verdict (1). Remove one in its sidecar.",
    )


@pytest.mark.parametrize("verdict", ["FALSE", "False", "false"])
def test_true_and_false_in_capitals_are_what_they_were(verdict):
    assert lines_changed(taken({**OLD, "verdict": verdict}))[1] == ["    verdict: false"]
    assert lines_changed(taken({**OLD, "code_named": verdict.upper()}))[1][-1].endswith("named: false}")


@pytest.mark.parametrize("date", ["12/03/2026", "3/12/2026", "12.3.2026", "12.03.26", "2026/3/12", "12-03-2026"])
def test_a_date_that_a_spreadsheet_rewrote_is_the_one_that_was_there(date):
    assert taken({**OLD, "reviewed": date}) == TableEdits()


@pytest.mark.parametrize(
    ("cells", "message", "step"),
    [
        ({"claim": "2026/bridge#odl"}, "“2026/bridge” has no claim “odl”.",
         "Did you mean “old”? Correct the column `claim`."),
        ({"claim": "2026/brigde#old"}, "No article “2026/brigde” has a sidecar.",
         "Did you mean “2026/bridge”? Correct the column `claim`."),
        ({"claim": "2026/bridge#tone"}, "“2026/bridge” has no claim “tone”.", "Correct the column `claim`."),
        ({"claim": ""}, "The row names no claim.", "Put the reference of its claim into the column `claim`."),
        ({"verdict": "falsch"}, "“falsch” is no verdict of this site.", "Did you mean “false”?"),
        ({"verdict": "42"}, "“42” is no verdict of this site.",
         "Write one of these: false, unsupported, missing-context, unverified and supported."),
        ({"code_frame": "conflcit"}, "“conflcit” is no value of the code `frame`.", "Did you mean “conflict”?"),
        ({"code_frame": "blame"}, "“blame” is no value of the code `frame`.",
         "Write one of these: conflict and human-interest."),
        ({"code_frame": "conflict; human-interest"}, "The code `frame` has 2 values, and one is allowed.",
         "Keep one of them."),
        ({"reviewed": "11/12/2026"}, "“11/12/2026” is not a date in the form `2015-12-23`; spreadsheets rewrite dates.",
         "Write the date in that form."),
        ({"reviewed": "23.12.2026"}, "“23.12.2026” is not a date in the form `2015-12-23`; spreadsheets rewrite dates.",
         "Write `2026-12-23`, and give the column the format “text”."),
        ({"reviewed": "46379"}, "“46379” is not a date in the form `2015-12-23`; spreadsheets rewrite dates.",
         "Write the date in that form."),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_named_and_nothing_of_it_is_changed(cells, message, step):
    row = {**OLD, "note": "New.", **cells}
    found = taken({"claim": "2026/tower#tall", "verdict": "false"}, row)
    assert found.problems == (RowProblem(3, row["claim"], message, step),)
    assert list(found.edits) == ["2026/tower"]


def test_an_id_that_is_there_twice_changes_nothing_in_either_row():
    found = taken({**OLD, "verdict": "false"}, {**OLD, "verdict": "supported"})
    assert found.edits == {}
    assert [(one.line, one.message) for one in found.problems] == [
        (2, "“2026/bridge#old” has 2 rows."), (3, "“2026/bridge#old” has 2 rows."),
    ]  # fmt: skip


def test_claims_beyond_the_most_that_are_changed_at_once_wait_for_the_next_time(monkeypatch):
    monkeypatch.setattr("generator.importing.table_edits._MOST_CHANGED", 1)
    rows = ({**OLD, "verdict": "false"}, {"claim": "2026/bridge#closed", "verdict": "false"})
    found = taken(*rows, {"claim": "2026/tower#tall", "verdict": "false"})
    assert [one.claim for one in found.changed] == ["2026/bridge#old", "2026/tower#tall"]
    assert [(one.line, one.step) for one in found.problems] == [(3, "Save the changes, and import the table again.")]


def test_a_sidecar_with_an_error_is_left_alone():
    found = table_edits(csv_of({**OLD, "verdict": "false"}), {"2026/bridge": b"claims: [\n"}, SETTINGS)
    assert isinstance(found, TableEdits)
    assert found.edits == {}
    assert found.problems[0].message.startswith("Nothing can be changed as long as the file has this error")


def test_columns_may_be_in_any_order_with_any_separator_and_capitals():
    names = [*reversed(COLUMNS)]
    lines = io.StringIO(newline="")
    row = {**OLD, "verdict": "false"}
    csv.writer(lines, delimiter=";").writerows(
        [[*map(str.upper, names), "", ""], [*(row.get(one, "") for one in names), "", ""], [""] * (len(names) + 2)]
    )
    for data in (
        lines.getvalue().encode(),
        lines.getvalue().replace(";", "\t").replace("bridges\t", "bridges;").encode("utf-16"),
    ):
        found = table_edits(data, SIDECARS, SETTINGS)
        assert isinstance(found, TableEdits)
        assert lines_changed(found)[1] == ["    verdict: false"]


def test_unknown_columns_are_named():
    columns = ("claim", "colour", "code_mood")
    found = table_edits(csv_of({"claim": "2026/bridge#old", "colour": "red"}, columns=columns), SIDECARS, SETTINGS)
    assert isinstance(found, TableEdits)
    assert found.notices == ("These columns are not known, and nothing of them was taken: colour and code_mood.",)


def test_a_table_that_lost_letters_or_its_ids_is_refused():
    assert table_edits("claim,note\n2026/bridge#old,Déjà vu\n".encode("cp1252"), SIDECARS, SETTINGS) == NotImported(
        "The table is in Windows-1252, in which letters and signs of other languages are lost.",
        "Save it as “CSV UTF-8” in the spreadsheet program, and import that file.",
    )
    assert table_edits(b"verdict,note\nfalse,a\n", SIDECARS, SETTINGS) == NotImported(
        "The table has no column `claim`, which says whose row each is.",
        "Import the table as it was downloaded, with its first row and its first column.",
        1,
    )


def test_a_table_of_the_archive_is_told_from_another():
    assert claims_named(csv_of(OLD)) == {"2026/bridge#old"}
    assert not claims_named(b"claim,verdict\nThe earth is flat,false\n")
    assert not claims_named(b"\xff\x00\x12")


def test_a_reference_is_compared_with_articles_whose_sidecars_were_not_read():
    found = table_edits(csv_of({**OLD, "claim": "2026/quya#old"}), SIDECARS, SETTINGS, ["2026/quay"])
    assert isinstance(found, TableEdits)
    assert found.problems[0].step == "Did you mean “2026/quay”? Correct the column `claim`."


@given(
    st.dictionaries(
        st.sampled_from(["verdict", "reviewed", "note", "tags", "code_frame", "code_rhetoric", "claim"]),
        st.text(max_size=12)
        | st.sampled_from(["false", "SUPPORTED", "2026-01-01", "irony;threat", "conflict", "2026/tower#tall"]),
        max_size=5,
    )
)
@settings(deadline=None)
def test_whatever_is_filled_in_leaves_a_right_sidecar_with_its_comments(cells):
    found = table_edits(csv_of({**OLD, **cells}), SIDECARS, SETTINGS)
    if isinstance(found, NotImported):
        return
    for article, edit in found.edits.items():
        assert edit.before == SIDECARS[article]
        assert edit.undone.after == edit.before
        assert problems_of(edit.after) == []
        assert edit.after.count(b"#") >= edit.before.count(b"#")
    assert len(found.problems) + len(found.changed) <= 1

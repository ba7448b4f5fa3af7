"""`import` of the archive's own table: what was filled in comes back, and a row that doesn't fit is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.fixing.source_file import replace_sources
from generator.publishing import one_build_at_a_time

SITE = """title: T
url: https://example.org/
codes:
  frame: [conflict, human-interest]
"""
TEXT = """---
title: The bridge is closed
date: 2026-03-01
publisher: River Post
---

The mayor said that the bridge was {built} and that it was closed for a year.
"""
SIDECAR = """speakers:
  mayor: {{name: The mayor}}
claims:
  old:  # the first
    speaker: mayor
    quote: {built}
    reviewed: 2026-03-12
    verdict: unsupported
  closed:
    speaker: mayor
    quote: closed for a year
"""
IDS = ("2026/bridge", "2026/tower")
Filled = Callable[[Mapping[str, Mapping[str, str]]], str]


def sidecar(article: str) -> str:
    return f"content/articles/{article}.yaml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    (tmp_path / "content/articles/2026").mkdir(parents=True)
    for id, built in zip(IDS, ("built in 1901", "built in 1911"), strict=True):
        (tmp_path / f"content/articles/{id}.md").write_text(TEXT.format(built=built))
        (tmp_path / sidecar(id)).write_text(SIDECAR.format(built=built))
    monkeypatch.chdir(tmp_path)
    assert main(["build", "-q"]) == Exit.DONE
    return tmp_path


@pytest.fixture
def filled(site: Path) -> Filled:
    """A function that fills cells of the archive's table, by claim and column, and saves it as a spreadsheet does."""

    def fill(cells: Mapping[str, Mapping[str, str]]) -> str:
        rows = list(csv.DictReader(io.StringIO((site / "output/claims/2026.csv").read_text("utf-8-sig"))))
        assert {*cells} <= {row["claim"] for row in rows}
        with (site / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, [*rows[0], "note"], delimiter=";")
            table.writeheader()
            table.writerows(
                {**row, **cells.get(row["claim"], {})} for row in sorted(rows, key=lambda row: row["claim"])
            )
        return "table.csv"

    return fill


def sidecars(site: Path) -> dict[str, str]:
    return {id: (site / sidecar(id)).read_text() for id in IDS}


TWO: Mapping[str, Mapping[str, str]] = {
    "2026/bridge#closed": {"verdict": "supported", "code_frame": "conflict"},
    "2026/tower#old": {"verdict": "false"},
}


def test_a_table_that_was_not_filled_in_changes_nothing(site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]):
    before = sidecars(site)
    assert main(["import", filled({})]) == Exit.DONE
    assert capsys.readouterr().out.endswith("Nothing changes.\n")
    assert sidecars(site) == before


def test_what_was_filled_in_is_written_and_each_claim_is_named(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]
):
    before = sidecars(site)
    assert main(["import", filled(TWO)]) == Exit.DONE
    told = capsys.readouterr().out
    assert "  line 2: 2026/bridge#closed: verdict and codes\n  line 5: 2026/tower#old: verdict\n" in told
    assert told.endswith("Changed 2 claims in 2 sidecars.\n")
    after = sidecars(site)
    assert after["2026/tower"] == before["2026/tower"].replace("unsupported", "false")
    added = after["2026/bridge"].replace("    verdict: supported\n", "").replace("    codes: {frame: conflict}\n", "")
    assert re.sub(r"    codes:\n      frame: conflict\n", "", added) == before["2026/bridge"]
    assert main(["check"]) == Exit.DONE
    capsys.readouterr()
    assert main(["import", "table.csv"]) == Exit.DONE
    assert capsys.readouterr().out.endswith("Nothing changes.\n")


def test_a_dry_run_shows_the_lines_and_writes_none(site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]):
    before = sidecars(site)
    assert main(["import", filled(TWO), "--dry-run"]) == Exit.DONE
    told = capsys.readouterr().out
    assert f"{sidecar('2026/tower')}:\n@@ " in told
    assert "\n-    verdict: unsupported\n+    verdict: false\n" in told
    assert told.endswith("Would change 2 claims in 2 sidecars.\n")
    assert sidecars(site) == before


def test_nothing_is_written_unless_all_rows_fit_or_the_editor_says_so(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]
):
    before = sidecars(site)
    table = filled({**TWO, "2026/bridge#old": {"verdict": "fasle"}})
    assert main(["import", table]) == Exit.PROBLEMS
    told = capsys.readouterr()
    assert told.err == (
        "error: `table.csv`, line 3: “fasle” is no verdict of this site.\n  next: Did you mean “false”?\n"
    )
    assert told.out.endswith(
        "Nothing was written, since 1 row doesn't fit. Correct the table; or, to change the other 2 claims in 2 "
        "sidecars, run `python -m generator import table.csv --keep-going`.\n"
    )
    assert sidecars(site) == before
    assert main(["import", table, "--keep-going"]) == Exit.PROBLEMS
    told = capsys.readouterr()
    assert "line 3" in told.err
    assert told.out.endswith("Changed 2 claims in 2 sidecars. 1 row doesn't fit, and changed nothing.\n")
    after = sidecars(site)
    assert "verdict: false" in after["2026/tower"]
    assert "fasle" not in after["2026/bridge"]


def test_who_speaks_and_which_words_are_not_taken_back_and_that_is_told(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]
):
    before = sidecars(site)
    cells = {"text": "built in 1902", "speaker": "The bishop", "withdrawn": "2026-03-13 It was another bridge."}
    assert main(["import", filled({"2026/bridge#old": cells})]) == Exit.DONE
    told = capsys.readouterr().out
    for column in cells:
        assert f"`{column}` differs from the archive in line 3. It is not taken back" in told
    assert sidecars(site) == before


def test_a_problem_that_a_change_brings_is_shown_and_no_older_one(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]
):
    table = filled({"2026/tower#old": {"note": "See [this](javascript:x)."}})
    text = (site / sidecar("2026/tower")).read_text()
    (site / sidecar("2026/tower")).write_text(text.replace("closed for a year", "closed for two years"))
    assert main(["import", table]) == Exit.DONE
    told = capsys.readouterr().err
    assert "javascript:" in told
    assert "two years" not in told
    assert main(["check"]) == Exit.PROBLEMS
    assert "two years" in capsys.readouterr().err


def test_a_mistyped_reference_is_compared_with_all_articles(site: Path, capsys: pytest.CaptureFixture[str]):
    (site / "table.csv").write_text("claim,verdict\n2026/towre#old,false\n")
    assert main(["import", "table.csv"]) == Exit.PROBLEMS
    told = capsys.readouterr()
    assert "next: Did you mean “2026/tower”? Correct the column `claim`." in told.err
    assert told.out.endswith("Nothing changes; 1 row doesn't fit.\n")


def test_an_article_to_add_to_does_not_go_with_rows_that_name_theirs(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str]
):
    before = sidecars(site)
    assert main(["import", filled(TWO), "--to", "2026/bridge"]) == Exit.USAGE
    assert "  next: Leave out `--to` to take back what was filled in." in capsys.readouterr().err
    assert sidecars(site) == before


def test_a_file_that_is_saved_meanwhile_leaves_all_as_they_are(
    site: Path, filled: Filled, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def saved(root: Path, changes: Mapping[str, tuple[bytes, bytes]]) -> None:
        (root / sidecar("2026/tower")).write_text("claims: {}\n")
        replace_sources(root, changes)

    monkeypatch.setattr("generator.cli.import_table.replace_sources", saved)
    before = sidecars(site)
    assert main(["import", filled(TWO)]) == Exit.REFUSED
    assert "saved by another program" in capsys.readouterr().err
    assert sidecars(site) == {**before, "2026/tower": "claims: {}\n"}


def test_nothing_is_written_while_a_build_runs(site: Path, filled: Filled):
    before = sidecars(site)
    with one_build_at_a_time(site / ".counterpoint"):
        assert main(["import", filled(TWO)]) == Exit.BUSY
    assert sidecars(site) == before


def test_a_table_that_lost_its_letters_is_refused(site: Path, capsys: pytest.CaptureFixture[str]):
    (site / "table.csv").write_bytes("claim,note\n2026/bridge#old,Déjà vu\n".encode("cp1252"))
    assert main(["import", "table.csv"]) == Exit.PROBLEMS
    assert "next: Save it as “CSV UTF-8”" in capsys.readouterr().err

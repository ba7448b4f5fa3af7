"""`list`: articles and claims by what is left to do, speakers and sources by use, in three formats."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main

FILES = {
    "site.yaml": "title: Contested Headlines\n",
    "content/speakers.yaml": (
        "gazette: {name: Gazette, kind: outlet, aliases: [post, herald]}\n"
        "mayor: {name: Ann Mayor}\nspokesman: {name: A. Spokesman}\nidle: {name: Idle}\n"
    ),
    "content/sources.yaml": "permit: {title: The permit}\nmap: {title: A map, url: https://example.org/map}\n",
    "content/articles/done.md": (
        "---\ntitle: Done\ndate: 2015-01-01\npublisher: post\nannotated: 2015-02-01\n---\n\nIt is so.\n"
    ),
    "content/articles/done.yaml": (
        "claims:\n"
        "  rated: {speaker: mayor, quote: It is so, verdict: 'false', note: See., sources: [map p. 1, map p. 2]}\n"
        "  answered:\n    speaker: mayor\n    statement: So it is.\n    verdict: supported\n    note: Yes.\n"
        "    counterpoints:\n"
        "      no: {speaker: gazette, statement: It is not., sources: [{title: =A leaflet}, map]}\n"
        "  gone: {speaker: mayor, statement: Gone., withdrawn: 2015-02-01 Misread.}\n"
    ),
    "content/articles/begun.md": "---\ntitle: Begun\ndate: 2016-01-01\npublisher: gazette\n---\n\nIt was so.\n",
    "content/articles/begun.yaml": (
        "claims:\n  unrated: {speaker: mayor, via: spokesman, quote: It was so}\n"
        "  bare: {speaker: mayor, statement: It was., verdict: 'false', unsure: Perhaps.}\n"
        "  again: {speaker: gazette, statement: As before., repeats: done#answered}\n"
    ),
    "content/articles/new.md": "---\ntitle: New\ndate: 2014-01-01\n---\n\nNothing yet.\n",
    "content/articles/secret.md": "---\ntitle: Secret\ndate: 2014-01-01\ndraft: true\n---\n\nNothing yet.\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def listed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    """The rows as JSON has them, and CSV as well."""
    assert main(["list", "--site", str(root), *arguments, "--format", "json"]) == Exit.DONE
    rows: list[dict[str, object]]
    (rows,) = json.loads(capsys.readouterr().out).values()
    assert main(["list", "--site", str(root), *arguments, "--format", "csv"]) == Exit.DONE
    table = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert [{key: cell.removeprefix("'") for key, cell in row.items()} for row in table] == [
        {key: str(cell) for key, cell in row.items()} for row in rows
    ]
    return rows


def test_articles_are_listed_by_what_is_left_to_do(root: Path, capsys: pytest.CaptureFixture[str]):
    rows = listed(root, capsys)
    assert [(row["article"], row["state"]) for row in rows] == [
        ("begun", "begun"), ("new", "not begun"), ("done", "done"),
    ]  # fmt: skip
    assert rows[0] == {
        "article": "begun", "state": "begun", "claims": 3, "answers": 0, "notes": 0, "unrated": 1,
        "without-reason": 1, "unanswered": 2, "unsure": 1, "without-place": 0, "title": "Begun",
    }  # fmt: skip
    assert "secret" in [row["article"] for row in listed(root, capsys, "articles", "--drafts")]


def test_speakers_are_listed_by_use(root: Path, capsys: pytest.CaptureFixture[str]):
    rows = listed(root, capsys, "speakers")
    assert [(row["speaker"], row["uses"]) for row in rows] == [
        ("mayor", 5), ("gazette", 4), ("spokesman", 1), ("idle", 0),
    ]  # fmt: skip
    assert rows[1] == {
        "speaker": "gazette", "uses": 4, "claims": 1, "answers": 1, "reported": 0, "passed-on": 0, "published": 2,
        "kind": "outlet", "aliases": "post, herald", "name": "Gazette",
    }  # fmt: skip
    assert (rows[0]["claims"], rows[0]["reported"], rows[2]["passed-on"]) == (4, 1, 1)


def test_sources_are_listed_by_use(root: Path, capsys: pytest.CaptureFixture[str]):
    rows = listed(root, capsys, "sources")
    assert [(row["source"], row["title"], row["cited"], row["articles"]) for row in rows] == [
        ("map", "A map", 3, 1), ("", "=A leaflet", 1, 1), ("permit", "The permit", 0, 0),
    ]  # fmt: skip


def test_claims_are_listed_by_what_is_left_to_do(root: Path, capsys: pytest.CaptureFixture[str]):
    rows = listed(root, capsys, "claims")
    assert [(row["claim"], row["left"]) for row in rows] == [
        ("begun#unrated", "verdict"), ("begun#bare", "reason"), ("done#rated", "answer"), ("done#answered", ""),
        ("done#gone", "withdrawn"),
    ]  # fmt: skip
    assert rows[3] == {
        "claim": "done#answered", "left": "", "verdict": "supported", "answers": 1, "appearances": 2,
        "speaker": "mayor", "words": "So it is.",
    }  # fmt: skip


def test_text_is_a_table_for_people(root: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["list", "speakers", "--site", str(root)]) == Exit.DONE
    first, *rows = capsys.readouterr().out.splitlines()
    assert first == "speaker    uses  claims  answers  reported  passed-on  published  kind    aliases       name"
    assert (
        rows[0] == "mayor         5       4        0         1          0          0                        Ann Mayor"
    )
    assert rows[1] == "gazette       4       1        1         0          0          2  outlet  post, herald  Gazette"


def test_what_can_not_be_listed_is_said(root: Path, capsys: pytest.CaptureFixture[str]):
    (root / "content/articles/new.md").write_text("no front matter\n", encoding="utf-8")
    assert main(["list", "--site", str(root)]) == Exit.DONE
    assert "1 file could not be read, so what is in it is missing" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["content/articles/done.yaml", "content/speakers.yaml"])
@pytest.mark.parametrize("what", ["articles", "claims", "speakers"])
def test_what_is_in_a_file_that_can_not_be_read_is_said_to_be_missing(root: Path, capsys, path: str, what: str):
    with (root / path).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    assert main(["list", what, "--site", str(root)]) == Exit.DONE
    printed = capsys.readouterr()
    assert "1 file could not be read" in printed.err
    assert ("done" in printed.out) == (what == "articles" and "speakers" in path) or what != "articles"
    (root / "content/sources.yaml").write_text("", encoding="utf-8")
    (root / "content/articles/done.yaml").write_text("", encoding="utf-8")
    assert main(["list", "sources", "--site", str(root)]) == Exit.DONE
    assert capsys.readouterr().out == "The archive has no sources.\n"
    (root / "site.yaml").write_text("titel: x\n", encoding="utf-8")
    assert main(["list", "--site", str(root)]) == Exit.USAGE
    assert "`site.yaml` can't be used." in capsys.readouterr().err

"""The command `import`: what it writes, what it says, and what it never does."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.importing import importers
from generator.importing.imported import Draft, ImportedAnnotation

ARTICLE = """Home / Weather

Mayor says it rained for eleven days

By Ada Moss
{date}

It rained for eleven days, the mayor said on Monday, and the river rose by two metres within a single hour.

“We had been told of three,” she said.

Share this article
"""
PATH = "content/articles/2015/mayor-says-rained-eleven-days.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site.yaml").write_text("title: T\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(site: Path, date: str = "December 23, 2015") -> str:
    (site / "scraped.txt").write_text(ARTICLE.format(date=date), "utf-8")
    return "scraped.txt"


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {
        "scraped.txt",
        "site.yaml",
    }


def test_a_text_becomes_a_draft_that_check_accepts(site: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", write(site), "--publisher", "Weather Post", "--url", "https://example.org/1"]) == Exit.DONE
    told = capsys.readouterr().out
    assert files(site) == {PATH}
    text = (site / PATH).read_text("utf-8")
    assert text.startswith(
        "---\ntitle: Mayor says it rained for eleven days\ndate: 2015-12-23\npublisher: Weather Post\n"
        "authors: Ada Moss\nsection: Weather\nurl: https://example.org/1\ncaptured: "
    )
    assert "\ndraft: true\n---\n\nIt rained for eleven days, the mayor said" in text
    assert text.endswith("within a single hour.\n\n“We had been told of three,” she said.\n")
    assert "  line 1: “Home / Weather” (breadcrumb)\n  line 12: “Share this article” (share buttons)\n" in told
    assert f"Wrote `{PATH}`." in told
    assert main(["check", "--drafts", "--strict"]) == Exit.DONE
    assert main(["build"]) == Exit.DONE
    assert not list((site / "output").rglob("mayor*"))


def test_nothing_is_written_over_a_file(site: Path, capsys: pytest.CaptureFixture[str]):
    main(["import", write(site)])
    (site / PATH).write_text("mine")
    assert main(["import", "scraped.txt", "--to", PATH[17:-3]]) == Exit.USAGE
    assert "never overwritten" in capsys.readouterr().err
    assert (site / PATH).read_text() == "mine"
    assert main(["import", "scraped.txt"]) == Exit.DONE
    assert files(site) == {PATH, PATH.replace(".md", "-2.md")}


@pytest.mark.parametrize("ending", [".yaml", ".MD"])
def test_a_sidecar_that_is_there_is_not_given_to_another_text(site: Path, ending: str):
    (site / "content/articles/2015").mkdir(parents=True)
    (site / f"content/articles/2015/x{ending}").write_text("claims: {}\n")
    assert main(["import", write(site), "--to", "2015/X"]) == Exit.USAGE
    assert files(site) == {f"content/articles/2015/x{ending}"}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_nothing_is_written_through_a_link(site: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / "content").mkdir()
    (site / "content/articles").symlink_to(elsewhere)
    assert main(["import", write(site)]) == Exit.REFUSED
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("id", ["../x", "a/../../x", "/x", "2015/.x", "2015/con", "a\\b"])
def test_nothing_is_written_outside_of_the_articles(site: Path, id: str):
    assert main(["import", write(site), "--to", id]) == Exit.USAGE
    assert files(site) == set()


def test_a_date_that_the_text_does_not_give_is_what_the_editor_has_to_say(
    site: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["import", write(site, "Monday")]) == Exit.USAGE
    told = capsys.readouterr()
    assert "The text does not say when it was published.\n  next: Add the day, as in `--date 2015-12-23`." in told.err
    assert "left out" in told.out
    assert files(site) == set()
    assert main(["import", "scraped.txt", "--date", "2015-12-23"]) == Exit.DONE


def test_a_dry_run_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", write(site), "--dry-run"]) == Exit.DONE
    assert f"Would write `{PATH}`." in capsys.readouterr().out
    assert files(site) == set()


def test_with_keep_all_no_line_is_left_out(site: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", write(site), "--keep-all", "--to", "x"]) == Exit.DONE
    assert "left out" not in capsys.readouterr().out
    text = (site / "content/articles/x.md").read_text("utf-8")
    assert "\nHome / Weather\n" in text
    assert text.endswith("\nShare this article\n")


def test_text_comes_from_standard_input(site: Path, monkeypatch: pytest.MonkeyPatch):
    data = ARTICLE.format(date="2015-12-23").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["import", "-"]) == Exit.DONE
    assert files(site) == {PATH}


def test_an_address_is_not_fetched_but_explained(site: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", "https://example.org/a?b=1&c=2"]) == Exit.USAGE
    assert "curl -L -o page.html 'https://example.org/a?b=1&c=2'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["missing.txt"], Exit.USAGE, "There is no file `missing.txt`."),
        (["."], Exit.USAGE, "can't be read"),
        (["a\0b"], Exit.USAGE, "can't be read"),
        (["empty.txt"], Exit.PROBLEMS, "`empty.txt`: There is nothing to import."),
        (["binary.txt"], Exit.PROBLEMS, "a picture"),
        (["scraped.txt", "--url", "javascript:x"], Exit.USAGE, "not an http or https URL"),
        (["scraped.txt", "--date", "yesterday"], Exit.USAGE, "not a date"),
        (["scraped.txt", "--language", "!!"], Exit.USAGE, "nothing was written"),
    ],
)
def test_bad_input_ends_in_a_clear_message_with_nothing_written(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: Exit, says: str
):
    write(site)
    (site / "empty.txt").write_bytes(b"")
    (site / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert main(["import", *arguments]) == code
    error = capsys.readouterr().err
    assert says in error
    assert "  next: " in error
    assert not [name for name in files(site) if name.startswith("content")]


def test_a_site_whose_settings_are_broken_is_not_written_to(site: Path, capsys: pytest.CaptureFixture[str]):
    (site / "site.yaml").write_text("titel: T\n")
    assert main(["import", write(site)]) == Exit.USAGE
    assert "`site.yaml` can't be used." in capsys.readouterr().err


# ── annotations ──────────────────────────────────────────────────────────────────────────────────────────────────────

NOTE = ImportedAnnotation("notes", {"quote": "eleven days", "note": "So few?"}, "few")


def import_annotations(monkeypatch: pytest.MonkeyPatch, *drafts: Draft, options: tuple[str, ...] = ()) -> int:
    monkeypatch.setattr(importers, "IMPORTERS", {})
    monkeypatch.setattr("generator.cli.import_article.IMPORTERS", {"hypothesis": lambda data, options: drafts})
    return main(["import", "scraped.txt", "--from", "hypothesis", *options])


@pytest.mark.parametrize(
    ("draft", "options"),
    [
        (Draft(annotations=(NOTE,)), ("--to", PATH[17:-3])),
        (Draft(annotations=(NOTE,), article=PATH[17:-3]), ()),
        (Draft(annotations=(NOTE,), address="http://www.example.org/1/"), ()),
        (Draft(annotations=(NOTE,)), ("--url", "https://example.org/1")),
    ],
)
def test_annotations_go_to_their_article(
    site: Path, monkeypatch: pytest.MonkeyPatch, draft: Draft, options: tuple[str, ...]
):
    main(["import", write(site), "--url", "https://example.org/1"])
    assert import_annotations(monkeypatch, draft, options=options) == Exit.DONE
    sidecar = site / PATH.replace(".md", ".yaml")
    once = sidecar.read_bytes()
    assert b"  few:\n    quote: eleven days\n    note: So few?\n" in once
    assert import_annotations(monkeypatch, draft, options=options) == Exit.DONE
    assert sidecar.read_bytes().startswith(once)
    assert sidecar.read_bytes().count(b"eleven days") == 2


@pytest.mark.parametrize(
    ("drafts", "options", "says"),
    [
        ((Draft(annotations=(NOTE,)),), (), "does not say of which article"),
        ((Draft(annotations=(NOTE,), address="https://example.com/2"),), (), "No article has the address"),
        ((Draft(annotations=(NOTE,), article="2015/none"),), (), "There is no article “2015/none”."),
        ((Draft(annotations=(NOTE,)),) * 2, ("--to", "2015/x"), "The file has 2 articles"),
    ],
)
def test_annotations_without_an_article_are_refused(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    drafts: tuple[Draft, ...],
    options: tuple[str, ...],
    says: str,
):
    write(site)
    assert import_annotations(monkeypatch, *drafts, options=options) == Exit.USAGE
    assert says in capsys.readouterr().err
    assert files(site) == set()


def test_a_format_that_is_not_there_yet_is_named(site: Path, monkeypatch: pytest.MonkeyPatch):
    write(site)
    monkeypatch.setattr("generator.cli.import_article.IMPORTERS", {})
    assert main(["import", "scraped.txt"]) == Exit.USAGE

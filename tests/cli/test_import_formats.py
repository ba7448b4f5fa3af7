"""Each format from a file to the files of the site, by the command: what is written, and what `check` says of it."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.importing import importers
from generator.importing.imported import ImportOptions

SITE = "title: River Watch\nurl: https://watch.example/\n"
ADDRESS = "https://news.example/bridge"
TEXT = f"""---
title: The bridge is closed
date: 2026-03-01
publisher: River Post
url: {ADDRESS}
---

The mayor said that the bridge was built in 1901 and that it was closed for a year.

Nobody else was asked.
"""
BRIDGE = "2026/bridge"
Run = Callable[..., str]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    (tmp_path / "content/articles/2026").mkdir(parents=True)
    (tmp_path / f"content/articles/{BRIDGE}.md").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def imported(site: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that imports a file with this content, and returns what was printed."""

    def run(name: str, content: object, *options: str) -> str:
        data = content if isinstance(content, str) else json.dumps(content)
        (site / name).write_text(data, "utf-8")
        assert main(["import", name, *options]) == Exit.DONE, capsys.readouterr().err
        return capsys.readouterr().out

    return run


def sidecar(site: Path) -> str:
    return (site / f"content/articles/{BRIDGE}.yaml").read_text("utf-8")


def checked(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The codes of the problems that `check` finds, drafts included."""
    main(["check", "--drafts", "--format", "json"])
    return [one["code"] for one in json.loads(capsys.readouterr().out)["diagnostics"]]


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_copied_text(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    text = "News / Harbour\n\nFerry runs every hour\n\n5 May 2025\n\nIt *will* run, they said.\n\nShare this article\n"
    told = imported("ferry.txt", text, "--publisher", "Harbour News")
    written = (site / "content/articles/2025/ferry-runs-every-hour.md").read_text("utf-8")
    assert written.startswith("---\ntitle: Ferry runs every hour\ndate: 2025-05-05\npublisher: Harbour News\n")
    assert written.endswith("---\n\nIt \\*will\\* run, they said.\n")
    assert "“Share this article” (share buttons)" in told
    assert checked(capsys) == []


PAGE = """<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Ferry runs every hour - Harbour News</title>
<meta property=article:published_time content=2025-05-05></head><body><nav><a href=/>Home</a></nav><article>
<h1>Ferry runs every hour</h1><p>The ferry between the two harbours will run every hour from May on, the town council
decided on Monday evening, after a <a href=/vote>vote</a> that took <em>three</em> hours.</p>
<blockquote><p>We waited for this for years, and now it is here at last.</p></blockquote>
<aside><p>Four of five boats are late</p></aside>
<p>Tickets will cost as much as they do today, and children under six will travel without one, as in other years.</p>
<script>alert(1)</script></article><footer>© 2025 Harbour News</footer></body></html>"""


def test_a_web_page(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("trafilatura")
    pytest.importorskip("lxml_html_clean")
    told = imported("ferry.html", PAGE, "--publisher", "Harbour News", "--url", "https://news.example/ferry")
    written = (site / "content/articles/2025/ferry-runs-every-hour.md").read_text("utf-8")
    assert "\n> We waited for this for years, and now it is here at last.\n" in written
    assert "a [vote](https://news.example/vote) that took *three* hours." in written
    assert "alert" not in written
    assert "Four of five boats are late" not in written
    assert "“Four of five boats are late” (aside)" in told
    assert checked(capsys) == []
    imported("ferry.html", PAGE, "--to", "2025/whole", "--keep-all")
    assert "\nFour of five boats are late\n" in (site / "content/articles/2025/whole.md").read_text("utf-8")


def test_a_web_page_without_its_libraries_tells_what_to_install(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (site / "ferry.html").write_text(PAGE)
    assert main(["import", "ferry.html"]) == Exit.PROBLEMS
    assert "pip install 'counterpoint-archive[import]'" in capsys.readouterr().err


# ── annotations ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_web_annotations(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "The records say 1911."},
        "target": {
            "source": ADDRESS,
            "selector": {"type": "TextQuoteSelector", "exact": "built in 1901", "prefix": "bridge was "},
        },
    }
    imported("note.jsonld", annotation)
    assert "quote: built in 1901\n" in sidecar(site)
    assert "note: The records say 1911.\n" in sidecar(site)
    assert checked(capsys) == []


def test_an_export_of_hypothesis(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    quote = {"type": "TextQuoteSelector", "exact": "Nobody else was asked"}
    export = {
        "export_date": "2026-03-02T10:00:00Z",
        "annotations": [
            {"id": "a", "uri": ADDRESS, "user": "acct:ann@hypothes.is", "text": "Why not?", "tags": ["voices"],
             "target": [{"selector": [quote]}]},
            {"id": "b", "uri": ADDRESS, "text": "They had no time.", "references": ["a"], "target": []},
        ],
    }  # fmt: skip
    imported("export.json", export)
    assert "quote: Nobody else was asked\n" in sidecar(site)
    assert "They had no time." in sidecar(site)
    assert "ann@" not in sidecar(site)
    assert checked(capsys) == []


def test_a_table_of_new_claims(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    table = "article,quote,speaker,verdict,note\n" + f"{BRIDGE},closed for a year,The mayor,unverified,Ask again.\n"
    imported("claims.csv", table)
    assert "quote: closed for a year\n" in sidecar(site)
    assert "verdict: unverified\n" in sidecar(site)
    assert checked(capsys) == []


def test_fact_checks(site: Path, imported: Run, capsys: pytest.CaptureFixture[str]):
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://check.example/bridge",
        "datePublished": "2026-03-05",
        "claimReviewed": "The bridge was built in 1901.",
        "author": {"@type": "Organization", "name": "River Check"},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "False"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "The mayor"}},
    }
    imported("check.json", review, "--to", BRIDGE)
    assert "statement: The bridge was built in 1901.\n" in sidecar(site)
    assert "verdict: false\n" in sidecar(site)
    assert "https://check.example/bridge" in sidecar(site)
    assert checked(capsys) == []


def test_a_quote_that_the_text_does_not_have_is_written_and_reported(
    site: Path, imported: Run, capsys: pytest.CaptureFixture[str]
):
    imported("claims.csv", f"article,quote,speaker\n{BRIDGE},closed for a century,The mayor\n")
    assert "quote: closed for a century\n" in sidecar(site)
    assert checked(capsys) == ["quote-not-found"]


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", importers.IMPORTERS)
@pytest.mark.parametrize("data", [b"", b"\0\1\2" * 99, b"%PDF-1.7", b"\x1f\x8b" + b"\0" * 99], ids=range(4))
def test_a_file_that_is_none_is_refused_with_a_next_step_and_nothing_is_written(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
):
    before = sorted(site.rglob("*"))
    (site / "file").write_bytes(data)
    assert main(["import", "file", "--from", name, "--to", BRIDGE, "--date", "2026-01-01"]) == Exit.PROBLEMS
    error = capsys.readouterr().err
    assert error.startswith("error: `file`")
    assert "  next: " in error
    assert sorted(site.rglob("*")) == sorted([*before, site / "file"])


def test_what_libraries_log_and_warn_of_is_not_printed(
    site: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def loud(data: bytes, options: ImportOptions) -> object:
        logging.getLogger("library").error("an empty tree")
        warnings.warn("an unknown zone", stacklevel=1)
        return importers.IMPORTERS["text"](data, options)

    monkeypatch.setattr("generator.cli.import_article.IMPORTERS", {"text": loud})
    (site / "a.txt").write_text("Ferry runs every hour\n\nIt will run, they said.\n")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert main(["import", "a.txt", "--date", "2026-01-01"]) == Exit.DONE
    assert (warned, caplog.records) == ([], [])
    logging.getLogger("library").error("later")
    assert [record.message for record in caplog.records] == ["later"]


# ── into a layer ─────────────────────────────────────────────────────────────────────────────────────────────────────

LAYER = f"content/articles/{BRIDGE}.lr.yaml"


def an_annotation(words: str, *, number: int = 1, **own: object) -> dict[str, object]:
    target = {"source": ADDRESS, "selector": {"type": "TextQuoteSelector", "exact": words}}
    return {"type": "Annotation", "id": f"https://watch.example/a#mine-{number}", "target": target, **own}


def with_layers(site: Path) -> None:
    (site / "site.yaml").write_text(SITE + "layers: {lr: {name: L. R.}}\n")


def test_web_annotations_come_into_a_layer_and_the_sidecar_stays(site: Path, imported: Run, capsys):
    with_layers(site)
    (site / f"content/articles/{BRIDGE}.yaml").write_text(before := "notes:\n  mine: {note: It is so.}\n")
    told = imported("a.json", {"items": [an_annotation("built in 1901", bodyValue="When?")]}, "--layer", "lr")
    assert f"Wrote `{LAYER}`." in told
    assert (site / LAYER).read_text() == "notes:\n  built-1901:\n    quote: built in 1901\n    note: When?\n"
    assert sidecar(site) == before
    assert "quote-not-found" not in checked(capsys)


def test_the_fields_of_a_sidecar_come_into_a_layer_with_the_speakers_whom_the_file_describes(site, imported):
    with_layers(site)
    own: dict[str, Any] = {
        "cp:kind": "claim",
        "cp:speaker": "mayor",
        "cp:quote": "the bridge was built in 1901",
        "cp:verdict": "false",
    }
    file = {
        "cp:article": BRIDGE,
        "cp:speakers": {"mayor": {"name": "The mayor"}},
        "items": [an_annotation("the bridge was built in 1901", **own)],
    }
    imported("a.json", file, "--layer", "lr")
    written = (site / LAYER).read_text()
    assert "speakers:\n  mayor:\n    name: The mayor\n" in written
    assert "claims:\n  mine-1:\n    verdict: false\n    speaker: mayor\n" in written
    assert not (site / "content/speakers.yaml").exists()


def test_a_second_import_adds_to_the_layer_with_ids_of_its_own(site, imported):
    with_layers(site)
    (site / LAYER).write_text(before := "# Mine\nnotes:\n  built-1901:\n    quote: closed for a year\n")
    imported("a.json", {"items": [an_annotation("built in 1901")]}, "--layer", "lr")
    written = (site / LAYER).read_text()
    assert written.startswith("# Mine\nnotes:\n  built-1901-2:\n    quote: built in 1901\n")
    assert written.endswith(before.removeprefix("# Mine\nnotes:\n"))


@pytest.mark.parametrize(
    ("file", "options", "told"),
    [
        ({"items": [an_annotation("built in 1901")]}, ["--layer", "xy"], "There is no layer “xy”."),
        ({"items": [an_annotation("built in 1901")]}, ["--layer", "main"], "There is no layer “main”."),
        ("A title\n\n5 May 2025\n\nA text.\n", ["--layer", "lr"], "a layer has only annotations"),
        ("claim,verdict\n2026/bridge#x,false\n", ["--layer", "lr"], "The archive's own table"),
        ({"items": [an_annotation("built in 1901")]}, ["--layer", "lr", "--to", "2026/no"], "There is no article"),
    ],
)
def test_what_can_not_go_into_a_layer_is_refused_and_nothing_written(site, file, options, told, capsys):
    with_layers(site)
    (site / "in").write_text(file if isinstance(file, str) else json.dumps(file))
    before = sorted(site.rglob("*"))
    assert main(["import", "in", *options]) == Exit.USAGE
    assert told in capsys.readouterr().err
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize("text", ["notes: [\n", "notes:\n<<<<<<< HEAD\n  a: {note: b}\n=======\n>>>>>>> other\n"])
def test_a_layer_that_can_not_be_read_is_not_written_into(site, text, capsys):
    with_layers(site)
    (site / LAYER).write_text(text)
    (site / "in").write_text(json.dumps({"items": [an_annotation("built in 1901")]}))
    assert main(["import", "in", "--layer", "lr"]) == Exit.PROBLEMS
    assert f"`{LAYER}`, line " in capsys.readouterr().err
    assert (site / LAYER).read_text() == text


def test_the_sidecar_of_another_article_is_not_taken_for_a_layer(site, capsys):
    with_layers(site)
    (site / f"content/articles/{BRIDGE}.lr.md").write_text(TEXT.replace(ADDRESS, "https://news.example/other"))
    (site / "in").write_text(json.dumps({"items": [an_annotation("built in 1901")]}))
    assert main(["import", "in", "--layer", "lr", "--to", BRIDGE]) == Exit.USAGE
    assert f"`{LAYER}` is the sidecar of the article “{BRIDGE}.lr” by its name" in capsys.readouterr().err
    assert not (site / LAYER).exists()

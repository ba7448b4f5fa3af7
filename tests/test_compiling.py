"""What was compiled once is not compiled again, and what the memo has lost is made anew."""

from __future__ import annotations

import sqlite3

import pytest

from generator.cache.store import MEMO, Memo
from generator.pipeline.compile_stage import Compiler, Places, Understood
from generator.pipeline.progress import unwatched
from generator.sources.read import read_sources
from generator.sources.stat_cache import seen_in
from tests.editing import Editor

REPORT = "content/articles/2015/report.md"


@pytest.fixture
def editor(tmp_path):
    return Editor(tmp_path / "site")


def understood(editor: Editor, memo: Memo) -> tuple[Compiler, dict[str, Understood]]:
    sources = read_sources(editor.root, seen_in(memo, editor.root))
    compiler = Compiler(sources, memo)
    return compiler, {one.source.id: one for one in compiler.understand(sources.articles, unwatched)}


def test_nothing_is_compiled_twice_and_only_what_was_edited_again(editor):
    memo = Memo()
    first, articles = understood(editor, memo)
    assert first.compiled == len(articles) == 6
    second, again = understood(editor, memo)
    assert second.compiled == 0
    assert {id: (one.head, one.facts) for id, one in again.items()} == {
        id: (one.head, one.facts) for id, one in articles.items()
    }
    editor.write(REPORT, editor.read(REPORT) + b"\nMore.\n")
    third, edited = understood(editor, memo)
    assert third.compiled == 1
    assert {id for id, one in edited.items() if one.head != again[id].head} == {"2015/report"}


def test_a_name_or_a_verdict_that_changed_elsewhere_compiles_nothing(editor):
    memo = Memo()
    understood(editor, memo)
    editor.write("content/speakers/people.yaml", b"konashenkov: {name: I. Konashenkov}\n")
    editor.write("site.yaml", b"title: T\nverdicts: {supported: {label: Yes}}\n")
    assert understood(editor, memo)[0].compiled == 0


def test_an_edit_that_was_undone_compiles_nothing(editor):
    memo, before = Memo(), editor.read(REPORT)
    understood(editor, memo)
    editor.write(REPORT, before + b"\nMore.\n")
    understood(editor, memo)
    editor.write(REPORT, before)
    assert understood(editor, memo)[0].compiled == 0


def test_an_article_that_is_renamed_is_compiled_again(editor):
    """Its links are read from where it stands."""
    memo = Memo()
    understood(editor, memo)
    (editor.root / "content/articles/2014").mkdir()
    (editor.root / REPORT).rename(editor.root / "content/articles/2014/report.md")
    assert understood(editor, memo)[0].compiled == 1


def test_a_broken_article_is_remembered_with_what_is_wrong(editor):
    memo = Memo()
    editor.write(REPORT, b"no front matter")
    _, broken = understood(editor, memo)
    assert broken["2015/report"].facts is None
    compiler, again = understood(editor, memo)
    assert compiler.compiled == 0
    assert again["2015/report"].facts is None
    assert again["2015/report"].head.diagnostics == broken["2015/report"].head.diagnostics


@pytest.mark.parametrize("part", ["head", "facts"])
def test_what_is_remembered_in_part_is_compiled_again(editor, tmp_path, part):
    memo = Memo(tmp_path / "memo")
    _, articles = understood(editor, memo)
    memo.save()
    lost = articles["2015/report"]
    database = sqlite3.connect(tmp_path / "memo" / MEMO)
    database.execute("DELETE FROM kept WHERE key = ?", [f"{part}:{lost.source.digest}"])
    database.commit()
    compiler, again = understood(editor, memo)
    assert compiler.compiled == 1
    assert again["2015/report"].facts == lost.facts


def test_a_part_that_was_lost_after_it_was_looked_for_is_made_again(editor):
    compiler, articles = understood(editor, Memo())
    report = articles["2015/report"]
    sources = read_sources(editor.root)
    forgetful = Compiler(sources, Memo())
    for part in ("facts", "body", "notes"):
        assert forgetful.part(report, part) == compiler.part(report, part)
    assert forgetful.notes(report) == compiler.notes(report) != {}


def test_places_are_those_of_the_articles_and_pages_that_are_asked_for(editor):
    compiler, articles = understood(editor, Memo())
    places = Places(articles.values(), (), compiler)
    assert set(places) == set(articles)
    assert len(places) == len(articles)
    at = places["2015/report"]["sidecar/only-cliches/speaker"]
    assert (at.path, at.line) == ("content/articles/2015/report.yaml", 4)

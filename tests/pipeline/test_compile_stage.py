"""An article is compiled once; what the cache has lost is compiled again."""

from __future__ import annotations

import sqlite3

import pytest

from generator.cache.store import CACHE_FILE, Cache
from generator.pipeline.check_stage import ArticleLocations
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.progress import no_progress
from generator.pipeline.site_data import read_site_data
from generator.sources.read import read_sources
from generator.sources.stat_cache import load_stat_cache
from tests.editing import Editor

REPORT = "content/articles/2015/report.md"


@pytest.fixture
def editor(tmp_path):
    return Editor(tmp_path / "site")


def understood(editor: Editor, cache: Cache) -> tuple[Compiler, dict[str, CompiledArticle]]:
    sources = read_sources(editor.root, load_stat_cache(cache, editor.root))
    compiler = Compiler(sources, cache)
    return compiler, {one.source.id: one for one in compiler.compile(sources.articles, no_progress)}


def test_nothing_is_compiled_twice_and_only_what_was_edited_again(editor):
    cache = Cache()
    first, articles = understood(editor, cache)
    assert first.compiled == len(articles) == 6
    second, again = understood(editor, cache)
    assert second.compiled == 0
    assert {id: (one.head, one.facts) for id, one in again.items()} == {
        id: (one.head, one.facts) for id, one in articles.items()
    }
    editor.write(REPORT, editor.read(REPORT) + b"\nMore.\n")
    third, edited = understood(editor, cache)
    assert third.compiled == 1
    assert {id for id, one in edited.items() if one.head != again[id].head} == {"2015/report"}


def test_a_name_or_a_verdict_that_changed_elsewhere_compiles_nothing(editor):
    cache = Cache()
    understood(editor, cache)
    editor.write("content/speakers/people.yaml", b"konashenkov: {name: I. Konashenkov}\n")
    editor.write("site.yaml", b"title: T\nverdicts: {supported: {label: Yes}}\n")
    assert understood(editor, cache)[0].compiled == 0


def test_an_edit_that_was_undone_compiles_nothing(editor):
    cache, before = Cache(), editor.read(REPORT)
    understood(editor, cache)
    editor.write(REPORT, before + b"\nMore.\n")
    understood(editor, cache)
    editor.write(REPORT, before)
    assert understood(editor, cache)[0].compiled == 0


def test_an_article_that_is_renamed_is_compiled_again(editor):
    """Its links are read from where it stands."""
    cache = Cache()
    understood(editor, cache)
    (editor.root / "content/articles/2014").mkdir()
    (editor.root / REPORT).rename(editor.root / "content/articles/2014/report.md")
    assert understood(editor, cache)[0].compiled == 1


def test_a_broken_article_is_remembered_with_what_is_wrong(editor):
    cache = Cache()
    editor.write(REPORT, b"no front matter")
    _, broken = understood(editor, cache)
    assert broken["2015/report"].facts is None
    compiler, again = understood(editor, cache)
    assert compiler.compiled == 0
    assert again["2015/report"].facts is None
    assert again["2015/report"].head.diagnostics == broken["2015/report"].head.diagnostics


@pytest.mark.parametrize("part", ["head", "facts"])
def test_what_is_remembered_in_part_is_compiled_again(editor, tmp_path, part):
    cache = Cache(tmp_path / "cache")
    _, articles = understood(editor, cache)
    cache.save()
    lost = articles["2015/report"]
    database = sqlite3.connect(tmp_path / "cache" / CACHE_FILE)
    database.execute("DELETE FROM kept WHERE key = ?", [f"{part}:{lost.source.digest}"])
    database.commit()
    compiler, again = understood(editor, cache)
    assert compiler.compiled == 1
    assert again["2015/report"].facts == lost.facts


def test_a_part_that_was_lost_after_it_was_looked_for_is_made_again(editor):
    compiler, articles = understood(editor, Cache())
    report = articles["2015/report"]
    sources = read_sources(editor.root)
    forgetful = Compiler(sources, Cache())
    for part in ("facts", "body", "notes"):
        assert forgetful.part(report, part) == compiler.part(report, part)
    assert forgetful.notes(report) == compiler.notes(report) != {}


def test_places_are_those_of_the_articles_and_pages_that_are_asked_for(editor):
    compiler, articles = understood(editor, Cache())
    site, _ = read_site_data(read_sources(editor.root), False, "")
    assert site
    places = ArticleLocations(articles.__getitem__, site, compiler)
    assert places["pages/about"]
    at = places["2015/report"]["sidecar/only-cliches/speaker"]
    assert (at.path, at.line) == ("content/articles/2015/report.yaml", 4)

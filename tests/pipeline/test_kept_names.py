"""The names of all articles are kept as their files and the settings are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.model import Settings
from generator.pipeline.compile_stage import Compiler
from generator.pipeline.kept_names import KeptNames
from generator.sources.read import read_sources
from tests.pipeline.test_build import ARTICLE, a_site, write

REPORT = "content/articles/2015/report.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    a_site(tmp_path)
    return tmp_path


def kept(names: KeptNames, root: Path, settings: Settings) -> list[str]:
    """The ids whose names were not known; then they are."""
    sources = read_sources(root)
    articles = Compiler(sources, Cache()).load(sources.articles)
    changed = names.changed([article.source for article in articles], settings)
    names.keep(articles, settings, [article.source.id for article in articles])
    return [source.id for source in changed]


def test_an_article_is_read_once_a_change(root):
    names, settings = KeptNames(), Settings("A site")
    everything = kept(names, root, settings)
    assert "2015/report" in everything
    assert kept(names, root, settings) == []
    write(root / REPORT, ARTICLE.replace("title: ", "title: New "))
    assert kept(names, root, settings) == ["2015/report"]


def test_what_is_gone_is_forgotten(root):
    names, settings = KeptNames(), Settings("A site")
    kept(names, root, settings)
    (root / REPORT).unlink()
    (root / REPORT).with_suffix(".yaml").unlink(missing_ok=True)
    assert kept(names, root, settings) == []
    assert "2015/report" not in names.tables.digests()


def test_settings_that_names_depend_on_make_them_anew(root):
    names = KeptNames()
    everything = kept(names, root, Settings("A site"))
    assert kept(names, root, Settings("Another")) == []
    assert kept(names, root, Settings("A site", timezone="Asia/Tokyo")) == everything
    assert kept(names, root, Settings("A site", timezone="Asia/Tokyo", drafts=True)) == everything


def test_an_article_that_can_not_be_compiled_has_no_names(root):
    names, settings = KeptNames(), Settings("A site")
    kept(names, root, settings)
    assert names.tables.having("called", ["2015/report"]) == {"2015/report"}
    write(root / REPORT, "no front matter")
    assert kept(names, root, settings) == ["2015/report"]
    assert names.tables.having("called", ["2015/report"]) == set()
    assert kept(names, root, settings) == []

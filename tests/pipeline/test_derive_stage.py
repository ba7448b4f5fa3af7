"""After any edits, what is kept of each article is what a clean build finds: an edit concerns all that it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.linking import sources
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.values import replace
from tests import checked_archives
from tests.kept_archives import KeptArchive, views_in
from tests.linking import test_neighbourhood as linked_archives


@pytest.fixture(autouse=True, scope="module")
def _short_lists_of_sources() -> Iterator[None]:
    """So that letters have pages of their own, and two and three letters, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "MOST_BY_LETTERS", (1, 2, 3))
        yield


def edits(articles: Any, ids: tuple[str, ...]) -> st.SearchStrategy[Any]:
    of_one = st.sampled_from(ids).flatmap(articles)
    puts = st.lists(of_one, max_size=2, unique_by=lambda one: one.id)
    return st.lists(st.tuples(puts, st.lists(st.sampled_from(ids), max_size=1)), min_size=1, max_size=3)


@settings(max_examples=50)
@given(linked_archives.archives(), edits(linked_archives.articles, linked_archives.IDS), st.booleans(), st.booleans())
def test_after_edits_each_article_is_linked_as_in_a_clean_build(facts, edits, drafts, whole):
    check_linked(facts, edits, drafts, whole)


@pytest.mark.slow
@settings(max_examples=800)
@given(linked_archives.archives(), edits(linked_archives.articles, linked_archives.IDS), st.booleans(), st.booleans())
def test_after_any_edits_each_article_is_linked_as_in_a_clean_build(facts, edits, drafts, whole):
    check_linked(facts, edits, drafts, whole)


def check_linked(facts: Any, edits: Any, drafts: bool, whole: bool) -> None:
    of, registry = replace(linked_archives.SETTINGS, drafts=drafts), linked_archives.REGISTRY
    kept = KeptArchive(of, registry, (), ())
    kept.edit(facts)
    if whole:
        before = kept.tables
        kept.link_whole()
        assert kept.tables == before
    for put, gone in edits:
        kept.edit(put, gone)
    assert kept.tables == kept.clean().tables
    symbols = symbols_of(kept.facts.values(), registry, of)
    archive = Linker(symbols, of).articles
    assert {id: view for id, view in kept.views.items() if view} == {
        article.id: views_in(archive, article.id) for article in symbols.published
    }


@settings(max_examples=50)
@given(
    checked_archives.archives(), edits(checked_archives.articles, checked_archives.IDS), st.booleans(), st.booleans()
)
def test_after_edits_each_article_has_the_problems_that_a_clean_build_finds(facts, edits, drafts, whole):
    check_problems(facts, edits, drafts, whole)


@pytest.mark.slow
@settings(max_examples=800)
@given(
    checked_archives.archives(), edits(checked_archives.articles, checked_archives.IDS), st.booleans(), st.booleans()
)
def test_after_any_edits_each_article_has_the_problems_that_a_clean_build_finds(facts, edits, drafts, whole):
    check_problems(facts, edits, drafts, whole)


def check_problems(facts: Any, edits: Any, drafts: bool, whole: bool) -> None:
    of, files, pages = replace(checked_archives.SETTINGS, drafts=drafts), checked_archives.FILES, checked_archives.PAGES
    kept = KeptArchive(of, checked_archives.REGISTRY, files, pages)
    kept.edit(facts)
    if whole:
        before = kept.tables
        kept.link_whole()
        assert kept.tables == before
    for put, gone in edits:
        kept.edit(put, gone)
    assert kept.tables == kept.clean().tables

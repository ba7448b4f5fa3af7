"""After any edits, what is kept of each article is what a clean build finds: an edit concerns all that it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache.derived_tables import DerivedTables, KeptArticle
from generator.cache.name_tables import NamesOfArticle, NameTables
from generator.cache.serialize import dumps
from generator.checks.registry import basis_of
from generator.checks.traits import TRAITS, Filed
from generator.linking import neighbourhood, sources
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.model import ArticleFacts, Body, PageFacts, Registry, Settings, TextBlocks
from generator.outputs.article_inputs import Gatherer, dossier, seen_by_others
from generator.outputs.article_pages import plan_article
from generator.outputs.page_context import site_of
from generator.pipeline import name_stage
from generator.pipeline.derive_stage import DerivedArticle, Ground, derive_article
from generator.pipeline.kept_names import names_in
from generator.pipeline.name_stage import update_names
from generator.values import replace
from tests import checked_archives
from tests.linking import test_neighbourhood as linked_archives


def names_of(article: ArticleFacts, of: Settings) -> NamesOfArticle:
    seen = dumps((seen_by_others(article), article.paragraphs, article.withheld_paragraphs))
    return names_in(article, "digest", seen.hex(), of)


class Table:
    """The values of all articles for checks, as they were kept when each was derived."""

    def __init__(self, names: NameTables) -> None:
        self.having = names.having
        self.kept: dict[str, tuple[str, bytes]] = {}

    def put(self, id: str, instant: str, traits: tuple[object, ...]) -> None:
        self.kept[id] = (instant, msgspec.msgpack.encode(traits))

    def each(self, trait: type[Any]) -> list[tuple[Filed, Any]]:
        return list(zip(self.of(Filed, self.kept).values(), self.of(trait, self.kept).values(), strict=True))

    def of(self, trait: type[Any], ids: Collection[str]) -> dict[str, Any]:
        oldest_first = sorted((id for id in ids if id in self.kept), key=lambda id: (self.kept[id][0], id))
        place = TRAITS.index(trait)
        return {id: msgspec.convert(msgspec.msgpack.decode(self.kept[id][1])[place], trait) for id in oldest_first}


class Kept:
    """An archive as a store keeps it, from edit to edit."""

    def __init__(self, of: Settings, registry: Registry, files: Collection[str], pages: Iterable[PageFacts]) -> None:
        self.facts: dict[str, ArticleFacts] = {}
        self.names, self.derived = NameTables.in_memory(), DerivedTables.in_memory()
        self.settings, self.registry, self.views = of, registry, dict[str, object]()
        self.table, self.kept = Table(self.names), dict[str, KeptArticle]()
        copied = {path: f"content/{path}" for path in files}
        basis = basis_of(registry, of, pages, {}, {}, files, copied, (), lambda path, line: None)
        self.ground = Ground(self.names, self.facts_of, self.table, basis, ())

    def facts_of(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]:
        return {id: self.facts[id] for id in ids if id in self.facts}

    def edit(self, put: Iterable[ArticleFacts], gone: Collection[str] = ()) -> None:
        """Put articles in place, and derive what that concerns."""
        new = {article.id: article for article in put}
        gone = {id for id in gone if id in self.facts and id not in new}
        self.facts = {id: one for id, one in self.facts.items() if id not in gone} | new
        names = [names_of(one, self.settings) for one in new.values()]
        concerned = update_names(self.names, self.derived, names, gone, self.registry)
        if concerned is None:
            concerned = set(self.facts)
        for id in gone:
            self.table.kept.pop(id), self.kept.pop(id), self.views.pop(id, None)
        for of, one in zip(names, new.values(), strict=True):  # what checks read of others comes before the checks
            self.table.put(of.id, of.instant, tuple(trait.of(one) for trait in TRAITS))
        derived = [derive_article(id, self.ground) for id in sorted(concerned)]
        for one in filter(None, derived):
            instant = self.table.kept[one.id][0]
            self.table.put(one.id, instant, one.traits)
            self.kept[one.id] = one.kept()
            self.views[one.id] = views(one)
        self.derived.replace((self.kept[id] for id in concerned), gone)


def views(one: DerivedArticle) -> object:
    """The views of all pages of an article."""
    if not one.archive:
        return None
    return views_in(one.archive, one.id)


def views_in(archive: Any, id: str) -> object:
    gather = Gatherer(archive, lambda id: {one: f"<p>{id} {one}</p>" for one in ("a", "b", "c")})
    article = archive.articles_by_id[id]
    body = Body((TextBlocks("<p>Text.</p>"),), "Title", notes={"a": "<p>own</p>"})
    made = plan_article(dossier(site_of(archive, has_claims=True), article.facts, body, gather.surroundings(article)))
    return [(page.path, page.view) for page in made]


def clean(after: Kept, pages: Iterable[PageFacts], files: Collection[str]) -> Kept:
    fresh = Kept(after.settings, after.registry, files, pages)
    fresh.edit(after.facts.values())
    return fresh


@pytest.fixture(autouse=True, scope="module")
def _short_lists_of_sources() -> Iterator[None]:
    """So that letters have pages of their own."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (sources, neighbourhood, name_stage):
            patch.setattr(module, "MOST_ON_A_PAGE", 1)
        yield


def edits(articles: Any, ids: tuple[str, ...]) -> st.SearchStrategy[Any]:
    of_one = st.sampled_from(ids).flatmap(articles)
    puts = st.lists(of_one, max_size=2, unique_by=lambda one: one.id)
    return st.lists(st.tuples(puts, st.lists(st.sampled_from(ids), max_size=1)), min_size=1, max_size=3)


def tables_of(kept: Kept) -> object:
    return kept.kept, {id: value for id, (_, value) in kept.table.kept.items()}


@settings(max_examples=150)
@given(linked_archives.archives(), edits(linked_archives.articles, linked_archives.IDS), st.booleans())
def test_after_edits_each_article_is_linked_as_in_a_clean_build(facts, edits, drafts):
    of, registry = replace(linked_archives.SETTINGS, drafts=drafts), linked_archives.REGISTRY
    kept = Kept(of, registry, (), ())
    kept.edit(facts)
    for put, gone in edits:
        kept.edit(put, gone)
    assert tables_of(kept) == tables_of(clean(kept, (), ()))
    whole = symbols_of(kept.facts.values(), registry, of)
    archive = Linker(whole, of).articles
    assert {id: view for id, view in kept.views.items() if view} == {
        article.id: views_in(archive, article.id) for article in whole.published
    }


@settings(max_examples=150)
@given(checked_archives.archives(), edits(checked_archives.articles, checked_archives.IDS), st.booleans())
def test_after_edits_each_article_has_the_problems_that_a_clean_build_finds(facts, edits, drafts):
    of, files, pages = replace(checked_archives.SETTINGS, drafts=drafts), checked_archives.FILES, checked_archives.PAGES
    kept = Kept(of, checked_archives.REGISTRY, files, pages)
    kept.edit(facts)
    for put, gone in edits:
        kept.edit(put, gone)
    assert tables_of(kept) == tables_of(clean(kept, pages, files))

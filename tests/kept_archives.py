"""An archive as a store keeps it from edit to edit: names, and what was derived of each article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from generator.cache.derived_tables import DerivedTables, KeptArticle
from generator.cache.name_tables import NamesOfArticle, NameTables
from generator.cache.serialize import dumps
from generator.checks.registry import basis_of, check_each
from generator.checks.table import TableOfFacts
from generator.checks.traits import TRAITS, Filed
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.model import ArticleFacts, Body, PageFacts, Registry, Settings, TextBlocks
from generator.outputs.article_inputs import Gatherer, dossier, seen_by_others
from generator.outputs.article_pages import plan_article
from generator.outputs.page_context import site_of
from generator.pipeline.derive_stage import DerivedArticle, Ground, derive_all, derive_article, looked_up_by
from generator.pipeline.kept_names import names_in
from generator.pipeline.name_stage import update_names
from generator.values import replace


def names_of(article: ArticleFacts, of: Settings) -> NamesOfArticle:
    seen = dumps((seen_by_others(article), article.paragraphs, article.withheld_paragraphs))
    return names_in(article, "digest", seen.hex(), of)


class KeptTraits:
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


class KeptArchive:
    """An archive as a store keeps it, from edit to edit."""

    def __init__(self, of: Settings, registry: Registry, files: Collection[str], pages: Iterable[PageFacts]) -> None:
        self.facts: dict[str, ArticleFacts] = {}
        self.files, self.pages = files, tuple(pages)
        self.names, self.derived = NameTables.in_memory(), DerivedTables.in_memory()
        self.settings, self.registry, self.views = of, registry, dict[str, object]()
        self.table, self.kept = KeptTraits(self.names), dict[str, KeptArticle]()
        copied = {path: f"content/{path}" for path in files}
        basis = basis_of(registry, of, self.pages, {}, {}, files, copied, (), lambda path, line: None)
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
        for of, facts in zip(names, new.values(), strict=True):  # what checks read of others comes before the checks
            self.table.put(of.id, of.instant, tuple(trait.of(facts) for trait in TRAITS))
        derived = [derive_article(id, self.ground) for id in sorted(concerned)]
        for one in filter(None, derived):
            instant = self.table.kept[one.id][0]
            self.table.put(one.id, instant, one.traits)
            self.kept[one.id] = one.kept()
            self.views[one.id] = views(one)
        self.derived.replace((self.kept[id] for id in concerned), gone)

    def clean(self) -> KeptArchive:
        """What a clean build of the same articles keeps."""
        fresh = KeptArchive(self.settings, self.registry, self.files, self.pages)
        fresh.edit(self.facts.values())
        return fresh

    def link_whole(self) -> None:
        """Keep what a build that links the whole archive keeps of it. Of names that are looked up on the way to others,
        this may know fewer."""
        as_written = sorted(self.facts.values(), key=lambda one: one.id)
        symbols = symbols_of(as_written, self.registry, self.settings)
        archive = Linker(symbols, self.settings).articles
        basis = replace(self.ground.basis, registry=symbols.present.of_registry(self.registry))
        published = sorted(symbols.published, key=lambda one: one.id)
        written = [one for one in as_written if one.id not in symbols.drafts]
        checked = check_each(basis, published, symbols, TableOfFacts(symbols.articles), written)
        found = {id: (problems, looked_up_by(others)) for id, problems, others in checked}
        self.kept = {one.id: one for one in derive_all(archive, symbols, as_written, self.registry, found)}
        self.derived.replace(self.kept.values())

    @property
    def tables(self) -> object:
        """All that is kept, but for the names that were looked up."""
        return {one.id: (one.linked, one.found) for one in self.kept.values()}, {
            id: value for id, (_, value) in self.table.kept.items()
        }


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

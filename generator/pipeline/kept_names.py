"""Keeps the names of all articles from build to build of one process, and says whose have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from generator.cache.digest import sha256_of_parts
from generator.cache.name_tables import NamesOfArticle, NameTables
from generator.cache.serialize import dumps
from generator.linking.names_had import names_and_references, names_of_speakers, sources_of
from generator.linking.sources import source_list
from generator.linking.symbols import instant_of
from generator.model import ArticleFacts, ArticleSource, Settings
from generator.pipeline.batches import ArticleSummary
from generator.pipeline.compile_stage import CompiledArticle


class KeptNames:
    """The names of all articles, for a process that builds again and again. `tables` looks them up."""

    def __init__(self) -> None:
        self.tables = NameTables.in_memory()

    def changed(self, sources: Iterable[ArticleSource], settings: Settings) -> list[ArticleSource]:
        """The articles whose names are not known as their files and the settings are now."""
        known = self.tables.digests()
        return [one for one in sources if not one.digest or known.get(one.id) != made_of(one, settings)]

    def keep(self, articles: Iterable[CompiledArticle], settings: Settings, all_ids: Collection[str]) -> None:
        """Put the names of these articles in place of those that are known. `all_ids` are those of all articles: others
        are forgotten."""
        keep_names_of(articles, settings, self.tables, all_ids)


def keep_names_of(
    articles: Iterable[CompiledArticle], settings: Settings, tables: NameTables, all_ids: Collection[str]
) -> None:
    """Put the names of these articles into tables, where they are not known as they are now. `all_ids` are those of all
    articles: others are forgotten."""
    known = tables.digests()
    new = (one for one in articles if known.get(one.source.id) != made_of(one.source, settings))
    tables.replace((names_of_compiled(one, settings) for one in new), known.keys() - set(all_ids))


def made_of(source: ArticleSource, settings: Settings) -> str:
    """What tells all that the names of an article are made of: its files, and the settings that they depend on."""
    return f"{source.digest} {settings.timezone} {settings.drafts}"


def names_of_compiled(article: CompiledArticle, settings: Settings) -> NamesOfArticle:
    """The names of an article; it has none where it could not be compiled."""
    facts, digest = article.facts, made_of(article.source, settings)
    if facts is None:
        return NamesOfArticle(article.source.id, digest, "", False, False, {}, {})
    return names_in(facts, digest, seen_of(article.head), settings)


def seen_of(head: ArticleSummary) -> str:
    """The digest of all that linking and checking other articles may read of this one, but its speakers and sources."""
    return sha256_of_parts(head.shown, head.notes, *map(str, head.paragraphs))


def names_in(facts: ArticleFacts, digest: str, seen: str, settings: Settings) -> NamesOfArticle:
    """The names of an article, from its facts; for `digest` see `made_of`, for `seen`, `seen_of`."""
    published = settings.drafts or not facts.front.draft
    instant = instant_of(facts.front.date, settings.timezone)
    place = dumps((instant, published))
    whole = _short(seen.encode(), place)
    of_speakers = {name: _short(dumps(entries), place) for name, entries in names_of_speakers(facts).items()}
    names = dict.fromkeys(names_and_references(facts), whole) | of_speakers
    return NamesOfArticle(
        id=facts.id,
        digest=digest,
        instant=instant,
        published=published,
        claims=any(placed.annotation.kind == "claim" for placed in facts.annotations),
        names=names,
        cited={anchor: (source_list(one), _short(dumps(one))) for anchor, one in sources_of(facts).items()},
    )


def _short(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=8).digest()

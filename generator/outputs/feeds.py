"""Atom feeds: of articles, of claims, and of each speaker. All addresses in them are whole, all dates the content's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import Archive, Article, Claim, Page, Statement
from generator.outputs.changes import article_changed, claim_changed, latest
from generator.outputs.showing import ArticleName, Here, Site, article_names, site_of
from generator.urls import CLAIMS_FEED, FEED, absolute, speaker_feed_path
from generator.views import FeedEntry, FeedPage

ENTRIES = 50


def plan(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.has_feeds:
        return
    press = _Press(archive, site, article_names(archive))
    yield press.feed(FEED, "feed.articles", site.urls.index("articles").path, map(press.article, archive.articles))
    if site.urls.writes("claims"):
        claims = map(press.claim, archive.claims)
        yield press.feed(CLAIMS_FEED, "feed.claims", site.urls.index("claims").path, claims)
    if site.urls.writes("speakers"):
        for record in archive.speakers:
            id = record.speaker.id
            entries = map(press.statement, (archive.statements[ref] for ref in (*record.claims, *record.reported)))
            page = site.urls.speaker(id).path
            yield press.feed(speaker_feed_path(id), "feed.speaker", page, entries, about=record.speaker.name)


@dataclass(frozen=True, slots=True)
class _Press:
    archive: Archive
    site: Site
    names: dict[str, ArticleName]

    def feed(self, path: str, key: str, page: str, entries: Iterable[FeedEntry], about: str = "") -> Page:
        shown = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:ENTRIES]
        site = self.site
        address = absolute(site.url, path)
        view = FeedPage(
            key=key,
            about=about,
            id=address,
            href=address,
            page=absolute(site.url, page),
            site=site.title,
            language=site.language,
            author=site.organization.name if site.organization else site.title,
            updated=latest(entry.updated for entry in shown),
            entries=tuple(shown),
        )
        return Page(path, f"the feed {path}", "feed.xml", view)

    def article(self, article: Article) -> FeedEntry:
        front = article.front
        address = self.site.urls.article(article.id).under(self.site.url)
        return FeedEntry(
            id=address,
            title=front.title,
            href=address,
            published=article.instant,
            updated=article_changed(self.archive, article),
            summary=front.summary,
            authors=front.authors,
            language=article.language,
        )

    def claim(self, claim: Claim) -> FeedEntry:
        return self._said(self.archive.statements[claim.ref], claim_changed(self.archive, claim))

    def statement(self, statement: Statement) -> FeedEntry:
        claim = self.archive.claims_by_ref.get(statement.root)
        instant = self.archive.articles_by_id[statement.article].instant
        return self._said(statement, claim_changed(self.archive, claim) if claim else instant)

    def _said(self, statement: Statement, changed: str) -> FeedEntry:
        here = Here(FEED, self.site, self.names, whole=True)
        address = self.site.urls.statement(statement).under(self.site.url)
        instant = self.archive.articles_by_id[statement.article].instant
        return FeedEntry(
            id=address,
            title=statement.words,
            href=address,
            published=instant,
            updated=changed,
            summary="",
            statement=here.statement(statement),
            language=statement.language,
        )

"""Plans the Atom feeds (RFC 4287): of articles, of claims, and of each speaker.

All addresses in them are absolute; all dates come from the content, never from the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model import Archive, Article, Member, Statement
from generator.outputs.dated_lists import is_statement
from generator.outputs.members import ARTICLES, CLAIMS, REPORTED, SAID, Lists, list_of
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import FeedEntry, FeedPage
from generator.urls import CLAIMS_FEED, FEED, absolute, index_path, speaker_feed_path
from generator.values import Immutable, replace

ENTRIES = 50
"""The most entries of a feed."""


def plan_feeds(archive: Archive, lists: Lists) -> Iterator[Unit]:
    """The feeds of articles, of claims and of each speaker, as far as there is something in them."""
    site = site_of(archive)
    feeds = _FeedPlanner(archive, lists, PageContext(FEED, site, article_names(archive), whole=True))
    parts = {FEED: ARTICLES, CLAIMS_FEED: CLAIMS}
    for key, path in site.feeds:
        yield feeds.feed(path, key, index_path(key.removeprefix("feed.")), [parts[path]])
    if not site.has_feeds or not site.urls.writes("speakers"):
        return
    said = lists.counts(SAID).keys() | lists.counts(REPORTED).keys()
    for speaker in (record.speaker for record in archive.speakers if record.speaker.id in said):
        page, parts_of = site.urls.speaker(speaker.id).path, [list_of(SAID, speaker.id), list_of(REPORTED, speaker.id)]
        yield feeds.feed(speaker_feed_path(speaker.id), "feed.speaker", page, parts_of, about=speaker.name)


class _FeedPlanner(Immutable):
    archive: Archive
    lists: Lists
    here: PageContext

    def feed(self, path: str, key: str, page: str, parts: Sequence[str], about: str = "") -> Unit:
        """A feed of what changed last in some lists, which have something. `page` is the path of the page that the feed
        follows."""
        site = self.here.site
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
            updated="",
            entries=(),
        )

        def with_rows() -> FeedPage:
            shown = self.lists.latest(parts, ENTRIES)
            return replace(view, updated=shown[0].stamp, entries=tuple(map(self._entry, shown)))

        return index_of(Page(path, f"the feed {path}", "feed.xml", view), parts, with_rows)

    def _entry(self, member: Member) -> FeedEntry:
        if is_statement(member.ref):
            return self._said(member.stamp, self.archive.statements[member.ref])
        return self._article(member.stamp, self.archive.articles_by_id[member.ref])

    def _article(self, changed: str, article: Article) -> FeedEntry:
        front = article.front
        address = self.here.href(self.here.site.urls.article(article.id))
        return FeedEntry(
            id=address,
            title=front.title,
            href=address,
            published=article.instant,
            updated=changed,
            summary=front.summary,
            headline=self.here.articles[article.id].headline,
            authors=front.authors,
            language=article.language,
        )

    def _said(self, changed: str, statement: Statement) -> FeedEntry:
        view = self.here.statement(statement)
        return FeedEntry(
            id=view.href,
            title=view.text.words,
            href=view.href,
            published=self._instant(statement),
            updated=changed,
            summary="",
            statement=view,
            language=statement.language,
        )

    def _instant(self, statement: Statement) -> str:
        return self.archive.articles_by_id[statement.article].instant

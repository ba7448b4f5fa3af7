"""Plans the Atom feeds (RFC 4287): of articles, of claims, and of each speaker.

All addresses in them are absolute; all dates come from the content, never from the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.linking.limits import MOST_FORMER_NAMES
from generator.model import Archive, Article, Statement
from generator.outputs.former_pages import copied_to
from generator.outputs.last_changed import article_changed, claim_changed
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import FeedEntry, FeedPage
from generator.urls import CLAIMS_FEED, FEED, absolute, index_path, speaker_feed_path
from generator.values import Immutable, replace

ENTRIES = 50
"""The most entries of a feed."""


def plan_feeds(archive: Archive) -> Iterator[Page | Listing]:
    """The feeds of articles, of claims and of each speaker, as far as there is something in them."""
    site = site_of(archive)
    feeds = _FeedPlanner(archive, PageContext(FEED, site, article_names(archive), whole=True))
    entries: dict[str, Iterable[tuple[str, Article | Statement]]] = {
        FEED: ((article_changed(archive, article), article) for article in archive.articles),
        CLAIMS_FEED: ((claim_changed(archive, claim), archive.statements[claim.ref]) for claim in archive.claims),
    }
    for key, path in site.feeds:
        yield feeds.feed(path, key, index_path(key.removeprefix("feed.")), entries[path])
    for record in archive.speakers if site.has_feeds and site.urls.writes("speakers") else ():
        id = record.speaker.id
        if said := [archive.statements[ref] for ref in (*record.claims, *record.reported)]:
            changes = zip(map(feeds.changed, said), said, strict=True)
            page = site.urls.speaker(id).path
            aliases = [one for one in record.speaker.aliases if one not in archive.speakers_by_id][:MOST_FORMER_NAMES]
            feed = feeds.feed(
                speaker_feed_path(id), "feed.speaker", page, changes, record.speaker.name,
                first=speaker_feed_path(next(iter(aliases), id)),
            )  # fmt: skip
            yield feed
            yield from (copied_to(speaker_feed_path(former), feed) for former in aliases)


class _FeedPlanner(Immutable):
    archive: Archive
    here: PageContext

    def feed(
        self, path: str, key: str, page: str, changes: Iterable[tuple[str, Article | Statement]], about: str = "",
        first: str = "",
    ) -> Listing:  # fmt: skip
        """A feed of the latest of `changes`, pairs of a UTC time stamp and what changed then: at least one.

        `page` is the path of the page that the feed follows, `first` the path that the feed had at first, if another:
        its id stays the same, so that readers go on with what they have read.
        """
        latest_first = sorted(changes, key=lambda change: change[0], reverse=True)
        shown = latest_first[:ENTRIES]
        site = self.here.site
        address = absolute(site.url, path)
        view = FeedPage(
            key=key,
            about=about,
            id=absolute(site.url, first or path),
            href=address,
            page=absolute(site.url, page),
            site=site.title,
            language=site.language,
            author=site.organization.name if site.organization else site.title,
            updated=shown[0][0],
            entries=(),
        )
        feed = Page(path, f"the feed {path}", "feed.xml", view)

        def whole() -> Page:
            return replace(feed, view=replace(view, entries=tuple(self._entry(*change) for change in shown)))

        shows = tuple(one.id if isinstance(one, Article) else one.ref for _, one in shown)
        return Listing(feed, shows, whole, tuple(changed for changed, _ in shown))

    def changed(self, statement: Statement) -> str:
        """The UTC time stamp of the last change of a statement's claim."""
        claim = self.archive.claims_by_ref.get(statement.root)
        return claim_changed(self.archive, claim) if claim else self._instant(statement)

    def _entry(self, changed: str, one: Article | Statement) -> FeedEntry:
        return self._article(changed, one) if isinstance(one, Article) else self._said(changed, one)

    def _article(self, changed: str, article: Article) -> FeedEntry:
        front = article.front
        address = self.here.href(self.here.site.urls.article(article.id))
        return FeedEntry(
            id=self.here.href(self.here.site.urls.article(_first_id(article))),
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
            id=self._first_address(statement),
            title=view.text.words,
            href=view.href,
            published=self._instant(statement),
            updated=changed,
            summary="",
            statement=view,
            language=statement.language,
        )

    def _first_address(self, statement: Statement) -> str:
        """The address that the statement had at first, by the first ids of its article and of itself."""
        one = self.archive.statements[statement.root] if statement.kind == "claim" else statement
        article = self.archive.articles_by_id[one.article]
        ref = f"{_first_id(article)}#{next(iter(one.facts.annotation.aliases), one.id)}"
        urls = self.here.site.urls
        return self.here.href(urls.claim(ref) if one.kind == "claim" else urls.passage(ref))

    def _instant(self, statement: Statement) -> str:
        return self.archive.articles_by_id[statement.article].instant


def _first_id(article: Article) -> str:
    """The first id that an article had: `aliases` has the oldest first."""
    return next(iter(article.front.aliases), article.id)

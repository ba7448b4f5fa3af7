"""Plans the Atom feeds (RFC 4287): of articles, of claims, and of each speaker.

All addresses in them are absolute; all dates come from the content, never from the clock. Ids are tags (RFC 4151) made
of first ids, so that readers know an entry again after it was renamed or the site has moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.linking.limits import MOST_FORMER_NAMES
from generator.model import Archive, Article, Member, Statement
from generator.outputs.article_inputs import NotesOf
from generator.outputs.dated_lists import is_statement
from generator.outputs.feed_ids import id_of_article, id_of_claim, id_of_feed, id_of_passage
from generator.outputs.finish_html import finish_html
from generator.outputs.former_pages import Formerly
from generator.outputs.link_targets import Destinations
from generator.outputs.members import ARTICLES, CLAIMS, REPORTED, SAID, Lists, list_of, notes_in
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import FeedEntry, FeedPage
from generator.urls import CLAIMS_FEED, FEED, absolute, index_path, speaker_feed_path
from generator.values import Immutable, replace

ENTRIES = 50
"""The most entries of a feed."""


def plan_feeds(archive: Archive, lists: Lists, notes_of: NotesOf) -> Iterator[Unit]:
    """The feeds of articles, of claims and of each speaker, as far as there is something in them."""
    site = site_of(archive)
    here = PageContext(FEED, site, article_names(archive), whole=True)
    feeds = _FeedPlanner(archive, lists, here, notes_of, Destinations(archive))
    parts = {FEED: ARTICLES, CLAIMS_FEED: CLAIMS}
    for key, path in site.feeds:
        yield feeds.feed(path, key, index_path(key.removeprefix("feed.")), [parts[path]])
    if not site.has_feeds or not site.urls.writes("speakers"):
        return
    said = lists.counts(SAID).keys() | lists.counts(REPORTED).keys()
    for speaker in (record.speaker for record in archive.speakers if record.speaker.id in said):
        page, parts_of = site.urls.speaker(speaker.id).path, [list_of(SAID, speaker.id), list_of(REPORTED, speaker.id)]
        aliases = [one for one in speaker.aliases if one not in archive.speakers_by_id][:MOST_FORMER_NAMES]
        path, former = speaker_feed_path(speaker.id), [speaker_feed_path(alias) for alias in aliases]
        feed = feeds.feed(path, "feed.speaker", page, parts_of, speaker.name, first=next(iter(former), path))
        yield Formerly(path, former, speaker.name).unit_with_former(feed, feeds.here)


class _FeedPlanner(Immutable):
    archive: Archive
    lists: Lists
    here: PageContext
    notes_of: NotesOf
    destinations: Destinations

    def feed(self, path: str, key: str, page: str, parts: Sequence[str], about: str = "", *, first: str = "") -> Unit:
        """A feed of what changed last in some lists, which have something.

        `page` is the path of the page that the feed follows, `first` the path that the feed had at first, if another:
        its id stays the same, so that readers go on with what they have read.
        """
        site = self.here.site
        address = absolute(site.url, path)
        view = FeedPage(
            key=key,
            about=about,
            id=id_of_feed(site, first or path),
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

        lists = [*parts, *map(notes_in, parts)]
        return index_of(Page(path, f"the feed {path}", "feed.xml", view), lists, with_rows)

    def _entry(self, member: Member) -> FeedEntry:
        if is_statement(member.ref):
            return self._said(member.stamp, self.archive.statements[member.ref])
        return self._article(member.stamp, self.archive.articles_by_id[member.ref])

    def _article(self, changed: str, article: Article) -> FeedEntry:
        front = article.front
        address = self.here.href(self.here.site.urls.article(article.id))
        return FeedEntry(
            id=id_of_article(self.here.site, article),
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
            id=self._id_of(statement),
            title=view.text.words,
            href=view.href,
            published=self._instant(statement),
            updated=changed,
            summary="",
            statement=view,
            language=statement.language,
            content=self._note(statement),
        )

    def _note(self, statement: Statement) -> str:
        html = self.notes_of(statement.article).get(statement.id, "")
        return str(finish_html(html, self.here, self.destinations.__contains__, {}))

    def _id_of(self, statement: Statement) -> str:
        site, archive = self.here.site, self.archive
        if statement.kind == "claim":
            return id_of_claim(site, archive, archive.statements[statement.root])
        return id_of_passage(site, archive, statement)

    def _instant(self, statement: Statement) -> str:
        return self.archive.articles_by_id[statement.article].instant

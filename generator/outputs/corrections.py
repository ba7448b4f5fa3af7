"""Plans the corrections of the archive: the newest, those of each year, and their feed. Knows no Git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Archive, Statement
from generator.outputs.corrected import Corrected, HistoryOf, corrections_of
from generator.outputs.dated_lists import DatedList
from generator.outputs.feed_ids import id_of_feed, id_of_passage
from generator.outputs.feeds import ENTRIES
from generator.outputs.members import CHANGED, CORRECTED, Lists
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.page_history import commit_view, names_for
from generator.outputs.views import (
    CorrectionRow,
    CorrectionsFeed,
    CorrectionsPage,
    Feed,
    FeedCorrection,
    HistoryView,
    ListName,
    PeriodPage,
)
from generator.urls import CORRECTIONS, CORRECTIONS_FEED, Urls, absolute
from generator.values import replace

_LISTS = (CORRECTED, CHANGED)


def plan_corrections(archive: Archive, lists: Lists, history_of: HistoryOf) -> Iterator[Unit]:
    """The corrections, if there are some, or if the navigation leads to them."""
    site = site_of(archive)
    if not paths_written(archive, lists):
        return
    here = PageContext(CORRECTIONS, site, article_names(archive))
    rows = _Rows(archive, history_of)
    dated = DatedList(lists, CORRECTIONS, "the list of corrections", ListName("corrections"), _LISTS, PAGE_SIZE)
    feeds = (("feed.corrections", CORRECTIONS_FEED),) if site.has_feeds and dated.days else ()
    frame = here.frame(tuple(Feed(key, here.to(path)) for key, path in feeds))
    view = CorrectionsPage(frame, (), (), len(dated), dated.page_links(here))

    def with_rows() -> CorrectionsPage:
        written, changed = (tuple(rows.row(one.ref, here) for one in lists.newest(name, PAGE_SIZE)) for name in _LISTS)
        return replace(view, written=written, changed=changed)

    yield index_of(Page(CORRECTIONS, dated.owner, "corrections.html", view), dated.parts, with_rows)
    yield dated.by_date(partial(dated.pages, here, CORRECTIONS, rows.of_period))
    if feeds:
        yield _feed(lists, rows, PageContext(CORRECTIONS_FEED, site, here.articles, whole=True))


def paths_written(archive: Archive, lists: Lists) -> tuple[str, ...]:
    """The path of the list of corrections, if there is one."""
    is_named = "corrections" in (archive.settings.navigation or ())
    is_written = Urls.of(archive.settings).writes("corrections") and (is_named or lists.days(_LISTS))
    return (CORRECTIONS,) if is_written else ()


def _feed(lists: Lists, rows: _Rows, here: PageContext) -> Unit:
    site = here.site
    address = absolute(site.url, CORRECTIONS_FEED)
    author = site.organization.name if site.organization else site.title
    page = absolute(site.url, CORRECTIONS)
    view = CorrectionsFeed(id_of_feed(site, CORRECTIONS_FEED), address, page, site.title, site.language, author, "", ())

    def with_rows() -> CorrectionsFeed:
        shown = lists.latest(_LISTS, ENTRIES)
        return replace(view, updated=shown[0].stamp, entries=tuple(rows.entry(one.ref, here) for one in shown))

    page_of_feed = Page(CORRECTIONS_FEED, f"the feed {CORRECTIONS_FEED}", "corrections.xml", view)
    return index_of(page_of_feed, _LISTS, with_rows)


class _Rows:
    """Makes the rows of corrections, by their entries in the lists."""

    def __init__(self, archive: Archive, history_of: HistoryOf) -> None:
        self._archive, self._history_of = archive, history_of
        self._known: dict[str, dict[str, Corrected]] = {}

    def row(self, entry: str, here: PageContext) -> CorrectionRow:
        one, statement = self._found(entry)
        return self._row(one, statement, here)

    def of_period(self, view: PeriodPage, entries: Sequence[str], here: PageContext) -> PeriodPage:
        """See `dated_lists`."""
        return replace(view, corrections=tuple(self.row(entry, here) for entry in entries))

    def entry(self, entry: str, here: PageContext) -> FeedCorrection:
        """An entry of the feed. Its id is that of the statement, with the key of the correction."""
        one, statement = self._found(entry)
        row = self._row(one, statement, here)
        id = f"{id_of_passage(here.site, self._archive, statement)}_{one.key}"
        return FeedCorrection(id, row.statement.href, one.stamp, row, statement.language)

    def _found(self, entry: str) -> tuple[Corrected, Statement]:
        statement = self._archive.statements[entry.partition(" ")[0]]
        if statement.article not in self._known:
            article = self._archive.articles_by_id[statement.article]
            found = corrections_of(self._archive, article, self._history_of(article.id))
            self._known[statement.article] = {f"{one.ref} {one.key}": one for one in found}
        return self._known[statement.article][entry], statement

    def _row(self, one: Corrected, statement: Statement, here: PageContext) -> CorrectionRow:
        view = here.statement(statement)
        if one.recorded is None:
            return CorrectionRow(view, one.what, one.day, one.text)
        names = names_for(self._archive, one.recorded.changes)
        history = HistoryView(names=names, verdicts=here.site.verdicts)
        return CorrectionRow(view, one.what, one.day, commit=commit_view(one.recorded, here), history=history)

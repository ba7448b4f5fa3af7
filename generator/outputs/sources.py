"""Plans the index of sources by who published them, and the pages of what each published and what cites it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.comparing.recorded import NO_HISTORY, shared_key
from generator.comparing.versions import SOURCE_PREFIX
from generator.linking.limits import MOST_FORMER_NAMES
from generator.linking.queries import usual_spellings
from generator.linking.sources import MOST_BY_LETTERS, title_in_list
from generator.model import Archive, Direction, SourceRecord
from generator.outputs.corrected import HistoryOf
from generator.outputs.dated_lists import FIRST_DAY, LAST_DAY
from generator.outputs.former_pages import Formerly
from generator.outputs.letters import LETTERED, MOST_ON_AN_INDEX, by_letter, label_of, letters_in_order
from generator.outputs.members import SOURCES, Lists, list_of
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.page_history import shared_history_view
from generator.outputs.views import (
    HistoryView,
    LettersView,
    LinkView,
    SourceRow,
    SourcesEntry,
    SourcesLetter,
    SourcesOfPublisherPage,
    SourcesPage,
)
from generator.urls import NOWHERE, index_path, letter_anchor, letter_path, letters_of, sources_path
from generator.values import Immutable, replace


class _Published(Immutable):
    """What one publisher published, by title. Without a publisher, `name` and `slug` are empty; `speaker` is the id of
    a publisher that is a speaker."""

    name: str
    slug: str
    speaker: str
    records: Sequence[SourceRecord]

    @property
    def cited(self) -> int:
        return sum(len(record.cited_by) for record in self.records)


def plan_sources(
    archive: Archive, lists: Lists, history_of: HistoryOf = lambda key: NO_HISTORY
) -> Iterator[Page | Unit]:
    site = site_of(archive)
    if not site.urls.writes("sources"):
        return
    ground = PageContext(index_path("sources"), site, article_names(archive))
    every = sources_by_publisher(archive)
    yield from _index(archive, every, ground)
    present = {sources_path(published.slug) for published in every}
    for published in every:
        speaker = archive.speakers_by_id.get(published.speaker)
        aliases = speaker.speaker.aliases if speaker else ()
        former = Formerly(sources_path(published.slug), map(sources_path, aliases), published.name, present)
        yield from former.with_former(_of_publisher(archive, lists, published, ground, history_of), ground)


def source_pages(archive: Archive) -> Iterator[str]:
    """The paths of all pages of sources but the index."""
    every = sources_by_publisher(archive)
    letters = _letters([p for p in every if p.name], site_of(archive).direction)
    if _is_cut(every):
        yield from (letter_path("sources", letter) for letter, _ in letters)
    for published in every:
        yield from _Pages(published, site_of(archive).direction).paths()


def sources_by_publisher(archive: Archive) -> Sequence[_Published]:
    """The sources by who published them: by slug, those without a publisher last; computed once per archive."""
    return archive.once(_by_publisher)


def _by_publisher(archive: Archive) -> Sequence[_Published]:
    groups: dict[str, list[SourceRecord]] = {}
    for record in archive.sources:
        publisher = record.listed.publisher
        groups.setdefault(publisher.slug if publisher else "", []).append(record)
    return [_published(slug, groups[slug]) for slug in sorted(groups, key=lambda slug: (not slug, slug))]


def _published(slug: str, records: Sequence[SourceRecord]) -> _Published:
    """A name that is spelled as a speaker's id is the speaker's, in any case."""
    publishers = [record.listed.publisher for record in records if record.listed.publisher]
    speaker = next((publisher for publisher in publishers if publisher.speaker), None)
    if speaker:
        return _Published(speaker.name, slug, speaker.speaker, records)
    usual = usual_spellings(publisher.name for publisher in publishers)
    return _Published(usual.get(slug, ""), slug, "", records)


# ── the index ────────────────────────────────────────────────────────────────────────────────────────────────────


def _letters(named: Sequence[_Published], direction: Direction) -> list[tuple[str, list[_Published]]]:
    return list(by_letter(named, lambda published: published.name, direction))


def _is_cut(every: Sequence[_Published]) -> bool:
    return len(every) > MOST_ON_AN_INDEX


def _index(archive: Archive, every: Sequence[_Published], here: PageContext) -> Iterator[Page]:
    """One page with all publishers; of many, a page that leads to one for each letter."""
    urls, letters = here.site.urls, _letters([p for p in every if p.name], here.site.direction)
    others = next((_entry(published, here) for published in every if not published.name), None)
    cut, lettered = _is_cut(every), len(every) > LETTERED
    jumps = [
        LinkView(letter, here.to(letter_path("sources", letter)) if cut else f"#{letter_anchor(letter)}")
        for letter, _ in letters
    ]
    view = SourcesPage(
        frame=here.frame(),
        letters=() if cut else tuple(_group(letter, of_letter, here, lettered) for letter, of_letter in letters),
        jumps=tuple(jumps) if lettered else (),
        others=others,
        count=len(archive.sources),
        publishers=here.href(urls.index("publishers") if archive.publishers else NOWHERE),
        tags=here.href(urls.index("tags") if archive.tags else NOWHERE),
    )
    yield Page(here.path, "the list of sources", "sources.html", view)
    for letter, of_letter in letters if cut else ():
        page = here.at(letter_path("sources", letter))
        own = replace(
            view,
            frame=page.frame(current=here.path),
            letters=(_group("", of_letter, page, lettered=False),),
            others=None,
            letter=letter,
            all=page.to(here.path),
        )
        yield Page(page.path, f"the sources under {letter}", "sources.html", own)


def _group(letter: str, of_letter: Sequence[_Published], here: PageContext, lettered: bool) -> SourcesLetter:
    anchor = letter_anchor(letter) if lettered else ""
    return SourcesLetter(letter, anchor, tuple(_entry(published, here) for published in of_letter))


def _entry(published: _Published, here: PageContext) -> SourcesEntry:
    return SourcesEntry(published.name, here.to(sources_path(published.slug)), len(published.records), published.cited)


# ── the pages of a publisher ─────────────────────────────────────────────────────────────────────────────────────


_Letters = tuple[str, ...]
"""The first letters of titles, one to three; none where all sources are on one page."""


class _Pages:
    """The pages of one publisher's sources, each by the letters that the titles on it begin with.

    `letters` are those of the pages with sources, in order, and `records` has these sources. `under` has the pages that
    lead to others: `(K,)` to `(K, A)` and `(K, O)`; `counts` has how many sources are under each of them.
    """

    def __init__(self, published: _Published, direction: Direction) -> None:
        self._slug = published.slug
        of_pages: dict[str, list[SourceRecord]] = {}
        for record in published.records:
            of_pages.setdefault(record.listed.page, []).append(record)
        self.records = {self._letters_of(path, records[0]): records for path, records in of_pages.items()}
        self.letters = letters_in_order(self.records, direction)
        self.under: dict[_Letters, dict[_Letters, None]] = {}
        self.counts: Counter[_Letters] = Counter()
        for letters in self.letters:
            for n in range(len(letters)):
                self.under.setdefault(letters[:n], {})[letters[: n + 1]] = None
                self.counts[letters[:n]] += len(self.records[letters])

    def _letters_of(self, path: str, record: SourceRecord) -> _Letters:
        """The letters of a page, told by one of its sources. Asking all of them would take longer."""
        tried = (letters_of(title_in_list(record.source), count) for count in range(len(MOST_BY_LETTERS) + 1))
        return next((letters for letters in tried if self.path(letters) == path), ())

    def path(self, letters: _Letters = ()) -> str:
        return sources_path(self._slug, letters)

    def paths(self) -> list[str]:
        """The paths of all of them: first of those that lead to others, then of those with sources."""
        return [self.path(letters) for letters in (*self.under, *self.letters)]


def _of_publisher(
    archive: Archive, lists: Lists, published: _Published, ground: PageContext, history_of: HistoryOf
) -> Iterator[Page | Unit]:
    """The pages of all that a publisher published: where they are many, those that lead to letters, and these."""
    pages = _Pages(published, ground.site.direction)
    owner = f"the sources of “{published.name}”" if published.name else "the sources without publisher"
    here = ground.at(pages.path())
    links = {
        above: tuple(LinkView(label_of(letters), here.to(pages.path(letters))) for letters in of_letter)
        for above, of_letter in pages.under.items()
    }  # all these pages are in one folder, so that links are the same on each

    def page(letters: _Letters, count: int = 0) -> Page:
        at = ground.at(pages.path(letters))
        ways = (letters[:n] for n in range(len(letters) + 1))
        view = SourcesOfPublisherPage(
            frame=at.frame(current=index_path("sources")),
            name=published.name,
            speaker=at.href(at.site.urls.speaker(published.speaker)),
            all=at.to(index_path("sources")),
            whole=at.to(pages.path()) if letters else "",
            letter=label_of(letters),
            letters=tuple(
                LettersView(label_of(above), links[above], label_of(letters[: len(above) + 1]))
                for above in ways
                if above in links
            ),
            count=count,
            sources=(),
        )
        return Page(at.path, owner, "publisher_sources.html", view)

    for letters in pages.under:
        yield _leading_on(page(letters, pages.counts[letters]))
    for letters in pages.letters:
        yield _rows(archive, lists, pages.records[letters], page(letters), ground.at(pages.path(letters)), history_of)


def _leading_on(page: Page) -> Unit:
    """A page without sources as a unit: there may be many, and those that stay are not even compared."""
    return index_of(page, (), lambda: page.view)


def _title(record: SourceRecord) -> str:
    return title_in_list(record.source)


def _rows(
    archive: Archive,
    lists: Lists,
    records: Sequence[SourceRecord],
    page: Page,
    here: PageContext,
    history_of: HistoryOf,
) -> Unit:
    view = page.view
    assert isinstance(view, SourcesOfPublisherPage), f"{page.path} must have the view of a publisher's sources"

    cited = [list_of(SOURCES, page.path)]

    def with_rows() -> SourcesOfPublisherPage:
        lists.between(cited, FIRST_DAY, LAST_DAY)  # so that what cites these sources is loaded together
        anchors = {record.slug for record in records}
        by_title = by_letter(records, _title, here.site.direction)
        listed = [record for _, of_letter in by_title for record in of_letter]
        rows = tuple(_row(record, archive, here, anchors, histories.get(record.source.id)) for record in listed)
        return replace(view, sources=rows, count=len(rows))

    # the citing statements carry the data of a cited source; an uncited one is in no article
    uncited = tuple(record.source for record in records if not record.cited_by)
    shared = (record.source.id for record in records if record.source.id)
    past = {id: shared_history_view(archive, history_of(shared_key(f"{SOURCE_PREFIX}{id}")), here) for id in shared}
    histories = {id: history for id, history in past.items() if history}
    return index_of(page, cited, with_rows, (uncited, tuple(histories.values())))


def _row(
    record: SourceRecord, archive: Archive, here: PageContext, anchors: set[str], history: HistoryView | None
) -> SourceRow:
    """A row; `anchors` are those that the page has by now, to which its former ids are added."""
    cited_by = ((here.statement(archive.statements[ref]), locator) for ref, locator in record.cited_by)
    former = [id for id in record.source.aliases[:MOST_FORMER_NAMES] if id not in anchors]
    anchors.update(former)
    return SourceRow(here.source(record.listed), tuple(cited_by), tuple(dict.fromkeys(former)), history)

"""Plans the index of sources by who published them, and the pages of what each published and what cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.comparing.recorded import NO_HISTORY, shared_key
from generator.comparing.versions import SOURCE_PREFIX
from generator.linking.limits import MOST_FORMER_NAMES
from generator.linking.queries import usual_spellings
from generator.linking.sources import title_in_list
from generator.model import Archive, Direction, SourceRecord
from generator.outputs.corrected import HistoryOf
from generator.outputs.former_pages import Formerly
from generator.outputs.letters import LETTERED, MOST_ON_AN_INDEX, by_letter
from generator.outputs.members import SOURCES, Lists, list_of
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.page_history import shared_history_view
from generator.outputs.views import (
    HistoryView,
    LinkView,
    SourceRow,
    SourcesEntry,
    SourcesLetter,
    SourcesOfPublisherPage,
    SourcesPage,
)
from generator.urls import NOWHERE, index_path, letter_anchor, letter_of, letter_path, sources_path
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
        yield from former.with_former(_of_publisher(archive, published, ground, history_of), ground)


def source_pages(archive: Archive) -> Iterator[str]:
    """The paths of all pages of sources but the index."""
    every = sources_by_publisher(archive)
    letters = _letters([p for p in every if p.name], site_of(archive).direction)
    if _is_cut(every):
        yield from (letter_path("sources", letter) for letter, _ in letters)
    for published in every:
        pages = dict.fromkeys(record.listed.page for record in published.records)
        yield from dict.fromkeys((sources_path(published.slug), *pages))


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


def _of_publisher(
    archive: Archive, published: _Published, ground: PageContext, history_of: HistoryOf
) -> Iterator[Page | Unit]:
    """The page of all that a publisher published; where that is cut, the page that leads to its letters, and these."""
    path = sources_path(published.slug)
    owner = f"the sources of “{published.name}”" if published.name else "the sources without publisher"
    by_page: dict[str, list[SourceRecord]] = {}
    for record in published.records:
        by_page.setdefault(record.listed.page, []).append(record)
    is_cut = by_page.keys() != {path}
    letters = list(_letters_of(published.records, ground.site.direction)) if is_cut else []
    if letters:
        here = ground.at(path)
        yield Page(here.path, owner, "publisher_sources.html", _head(published, here, letters))
    for page in dict.fromkeys(at for _, at in letters) or [path]:
        here, records = ground.at(page), by_page[page]
        letter = next((letter for letter, at in letters if at == page), "")
        view = _head(published, here, letters, letter)
        yield _rows(archive, records, Page(page, owner, "publisher_sources.html", view), here, history_of)


def _letters_of(records: Sequence[SourceRecord], direction: Direction) -> Iterator[tuple[str, str]]:
    """The letters of titles, each with its page. Sorting all titles would take longer."""
    by_first: dict[str, SourceRecord] = {}
    for record in records:
        by_first.setdefault(letter_of(title_in_list(record.source)), record)
    for letter, (first, *_) in by_letter(by_first.values(), _title, direction):
        yield letter, first.listed.page


def _title(record: SourceRecord) -> str:
    return title_in_list(record.source)


def _head(
    published: _Published, here: PageContext, letters: Sequence[tuple[str, str]], letter: str = ""
) -> SourcesOfPublisherPage:
    """The view of a page without its rows. A page of a letter counts nothing of the other letters."""
    return SourcesOfPublisherPage(
        frame=here.frame(current=index_path("sources")),
        name=published.name,
        speaker=here.href(here.site.urls.speaker(published.speaker)),
        all=here.to(index_path("sources")),
        whole=here.to(sources_path(published.slug)) if letter else "",
        letter=letter,
        letters=tuple(LinkView(letter, here.to(path)) for letter, path in letters),
        count=0 if letter else len(published.records),
        sources=(),
    )


def _rows(
    archive: Archive, records: Sequence[SourceRecord], page: Page, here: PageContext, history_of: HistoryOf
) -> Unit:
    view = page.view
    assert isinstance(view, SourcesOfPublisherPage), f"{page.path} must have the view of a publisher's sources"

    def with_rows() -> SourcesOfPublisherPage:
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
    return index_of(page, [list_of(SOURCES, page.path)], with_rows, (uncited, tuple(histories.values())))


def _row(
    record: SourceRecord, archive: Archive, here: PageContext, anchors: set[str], history: HistoryView | None
) -> SourceRow:
    """A row; `anchors` are those that the page has by now, to which its former ids are added."""
    cited_by = ((here.statement(archive.statements[ref]), locator) for ref, locator in record.cited_by)
    former = [id for id in record.source.aliases[:MOST_FORMER_NAMES] if id not in anchors]
    anchors.update(former)
    return SourceRow(here.source(record.listed), tuple(cited_by), tuple(dict.fromkeys(former)), history)

"""The planners of all pages that are not one article's own, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.model import Archive
from generator.outputs import (
    articles,
    claims,
    codebook,
    corrections,
    data_files,
    feeds,
    home,
    pages,
    search,
    sitemap,
    sources,
    speakers,
    stylesheets,
    tags_and_publishers,
)
from generator.outputs.article_inputs import NotesOf
from generator.outputs.corrected import HistoryOf
from generator.outputs.data_files import DataRows, YearOfRows
from generator.outputs.exhibit import BodyOf
from generator.outputs.members import Lists
from generator.outputs.page import Page, Unit
from generator.values import Immutable

_OF_LISTS: tuple[Callable[[Archive, Lists], Iterable[Page | Unit]], ...] = (
    articles.plan_articles,
    claims.plan_claims,
    claims.plan_verdicts,
)
_OF_NAMES: tuple[Callable[[Archive, Lists], Iterable[Page | Unit]], ...] = (
    tags_and_publishers.plan_publishers,
    tags_and_publishers.plan_tags,
)
_OTHERS: tuple[Callable[[Archive], Iterable[Page]], ...] = (
    search.plan_search,
    pages.plan_pages,
    pages.plan_aliases,
    pages.plan_not_found,
)


class HubInputs(Immutable):
    """What the pages that are not one article's own are made from: the archive, what stands in its lists, and the
    notes, texts and histories of single articles, by id. `years` and `rows`: see `data_files.plan_data`."""

    archive: Archive
    lists: Lists
    notes_of: NotesOf
    body_of: BodyOf
    history_of: HistoryOf
    years: Sequence[YearOfRows]
    rows: DataRows


def plan_hubs(of: HubInputs) -> Iterator[Page | Unit]:
    """All pages that are not one article's own: what claims a path first gets it. A planner yields nothing if its
    output is switched off."""
    archive, lists = of.archive, of.lists
    yield from home.plan_home(archive, lists, of.body_of)
    for plan in _OF_LISTS:
        yield from plan(archive, lists)
    yield from speakers.plan_speakers(archive, lists, of.history_of)
    yield from sources.plan_sources(archive, lists, of.history_of)
    for plan in _OF_NAMES:
        yield from plan(archive, lists)
    yield from codebook.plan_codebook(archive, lists)
    for of_archive in _OTHERS:
        yield from of_archive(archive)
    yield from feeds.plan_feeds(archive, lists, of.notes_of)
    yield from corrections.plan_corrections(archive, lists, of.history_of)
    yield from data_files.plan_data(archive, of.years, of.rows)
    yield from sitemap.plan_sitemap(archive, lists, corrections.paths_written(archive, lists))
    yield from stylesheets.plan_stylesheets(archive)

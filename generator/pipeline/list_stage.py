"""Keeps the tables of lists as the archive has them, and finds which lists and days changed. Knows no page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from itertools import chain

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListedArticle, ListTables, Touched
from generator.cache.serialize import dumps
from generator.comparing.recorded import NO_HISTORY
from generator.linking.queries import names_of_publishers
from generator.model import Archive, Article
from generator.outputs.corrected import HistoryOf
from generator.outputs.members import Memberships, notes_in
from generator.outputs.page_context import site_of
from generator.pipeline.render_stage import Concerned
from generator.values import Immutable


class ShownInLists(Immutable):
    """The digests of what lists show of an article: of its rows, and of its notes, which feeds alone show."""

    rows: str
    notes: str = ""


ShownOf = Callable[[str], ShownInLists]
"""Gives it by the id of an article."""


def update_lists(
    tables: ListTables,
    archive: Archive,
    shown: Mapping[str, ShownInLists],
    history_of: HistoryOf = lambda id: NO_HISTORY,
) -> Concerned:
    """Put the entries of the articles that changed into the tables. Returns what lists have to be looked at.

    `shown` is of what others see of each article, of its surroundings and its history, by id: its entries show nothing
    else, except what they show of the articles whose claims it repeats.
    """
    known = tables.digests()
    ids = [article.id for article in archive.articles]
    touched = _put(tables, archive, ids, known, shown.__getitem__, history_of, known.keys() - {*ids})
    return Concerned(touched if known else None, _ground(archive))


def update_some_lists(
    tables: ListTables,
    archive: Archive,
    ids: Iterable[str],
    shown_of: ShownOf,
    history_of: HistoryOf,
    ground: str,
    same: Container[str] | None = None,
) -> Concerned:
    """The same where only these articles can have other entries, and lists show what they did beside their rows: their
    `ground` is that of the last build. `same` has the statements whose rows are as they were."""
    touched = _put(tables, archive, ids, tables.digests(), shown_of, history_of, (), same)
    return Concerned(touched, ground)


def _put(
    tables: ListTables,
    archive: Archive,
    ids: Iterable[str],
    known: Mapping[str, tuple[str, str]],
    shown_of: ShownOf,
    history_of: HistoryOf,
    gone: Collection[str],
    same: Container[str] | None = None,
) -> Touched:
    of, articles = Memberships(archive, history_of), archive.articles_by_id
    settings = sha256_of_parts(dumps(archive.settings))  # they say what a tag is called, and when a day begins
    now = {id: _whole(settings, _shown(archive, articles[id], shown_of)) for id in ids}
    changed, noted = list[str](), dict[str, str]()
    for id, shown in now.items():
        rows, notes = known.get(id, ("", ""))
        if rows != shown.rows:
            changed.append(id)
        elif notes != shown.notes:
            noted[id] = shown.notes
    entries = (ListedArticle(id, now[id].rows, of.of(articles[id]), now[id].notes) for id in changed)
    if not known:
        tables.fill(entries)
        return {}
    touched = dict(tables.replace(entries, gone, same))
    of_notes = [tables.replace_notes(noted)]
    if same is not None:  # their lists may be left alone, but a link in a note may have lost its target
        of_notes.append(tables.entries_of(changed))
    for name, days in chain.from_iterable(found.items() for found in of_notes):
        touched[notes_in(name)] = touched.get(notes_in(name), frozenset()) | days
    return touched


def _whole(settings: str, shown: Iterable[ShownInLists]) -> ShownInLists:
    """The digests of several articles as one."""
    shown = list(shown)
    return ShownInLists(
        sha256_of_parts(settings, *(one.rows for one in shown)), sha256_of_parts(*(one.notes for one in shown))
    )


def _shown(archive: Archive, article: Article, shown_of: ShownOf) -> Iterator[ShownInLists]:
    yield shown_of(article.id)
    for ref in article.statements:
        root = archive.statements[ref].root
        if root != ref:
            yield shown_of(root.partition("#")[0])


def _ground(archive: Archive) -> str:
    """The digest of what the pages of all lists show besides their rows and their own names."""
    spelled = names_of_publishers(archive)
    return sha256_of_parts(dumps((archive.settings, site_of(archive), spelled)))

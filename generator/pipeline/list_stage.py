"""Keeps the tables of lists as the archive has them, and finds which lists and days changed. Knows no page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListedArticle, ListTables, Touched
from generator.cache.serialize import dumps
from generator.comparing.recorded import NO_HISTORY
from generator.linking.queries import names_of_publishers
from generator.model import Archive, Article
from generator.outputs.corrected import HistoryOf
from generator.outputs.members import Memberships
from generator.outputs.page_context import site_of
from generator.pipeline.render_stage import Concerned, Digest


def update_lists(
    tables: ListTables, archive: Archive, digests: Mapping[str, str], history_of: HistoryOf = lambda id: NO_HISTORY
) -> Concerned:
    """Put the entries of the articles that changed into the tables. Returns what lists have to be looked at.

    `digests` are those of what others see of each article, of its surroundings and its history, by id: its rows
    show nothing else, except what they show of the articles whose claims it repeats.
    """
    known = tables.digests()
    ids = [article.id for article in archive.articles]
    touched = _put(tables, archive, ids, known, digests.__getitem__, history_of, known.keys() - {*ids})
    return Concerned(touched if known else None, _ground(archive))


def update_some_lists(
    tables: ListTables, archive: Archive, ids: Iterable[str], digest_of: Digest[str], history_of: HistoryOf, ground: str
) -> Concerned:
    """The same where only these articles can have other entries, and lists show what they did beside their rows: their
    `ground` is that of the last build."""
    touched = _put(tables, archive, ids, tables.digests(), digest_of, history_of, ())
    return Concerned(touched, ground)


def _put(
    tables: ListTables,
    archive: Archive,
    ids: Iterable[str],
    known: Mapping[str, str],
    digest_of: Digest[str],
    history_of: HistoryOf,
    gone: Collection[str],
) -> Touched:
    of, articles = Memberships(archive, history_of), archive.articles_by_id
    settings = sha256_of_parts(dumps(archive.settings))  # they say what a tag is called, and when a day begins
    now = {id: sha256_of_parts(settings, *_shown(archive, articles[id], digest_of)) for id in ids}
    changed = [id for id, digest in now.items() if known.get(id) != digest]
    return tables.replace((ListedArticle(id, now[id], of.of(articles[id])) for id in changed), gone)


def _shown(archive: Archive, article: Article, digest_of: Digest[str]) -> Iterator[str]:
    yield digest_of(article.id)
    for ref in article.statements:
        root = archive.statements[ref].root
        if root != ref:
            yield digest_of(root.partition("#")[0])


def _ground(archive: Archive) -> str:
    """The digest of what the pages of all lists show besides their rows and their own names."""
    spelled = names_of_publishers(archive)
    return sha256_of_parts(dumps((archive.settings, site_of(archive), spelled)))

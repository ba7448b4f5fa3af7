"""Keeps the tables of lists as the archive has them, and finds which lists and days changed. Knows no page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListedArticle, ListTables
from generator.cache.serialize import dumps
from generator.comparing.recorded import NO_HISTORY
from generator.linking.queries import names_of_publishers
from generator.model import Archive, Article
from generator.outputs.corrected import HistoryOf
from generator.outputs.members import Memberships
from generator.outputs.page_context import site_of
from generator.pipeline.render_stage import Concerned


def update_lists(
    tables: ListTables, archive: Archive, digests: Mapping[str, str], history_of: HistoryOf = lambda id: NO_HISTORY
) -> Concerned:
    """Put the entries of the articles that changed into the tables. Returns what lists have to be looked at.

    `digests` are those of what others see of each article, of its surroundings and its history, by id: its rows
    show nothing else, except what they show of the articles whose claims it repeats.
    """
    known, of = tables.digests(), Memberships(archive, history_of)
    now = {article.id: sha256_of_parts(*_shown(archive, article, digests)) for article in archive.articles}
    changed = [id for id, digest in now.items() if known.get(id) != digest]
    touched = tables.replace(
        (ListedArticle(id, now[id], of.of(archive.articles_by_id[id])) for id in changed), known.keys() - now.keys()
    )
    return Concerned(touched if known else None, _ground(archive))


def _shown(archive: Archive, article: Article, digests: Mapping[str, str]) -> Iterator[str]:
    yield digests[article.id]
    for ref in article.statements:
        root = archive.statements[ref].root
        if root != ref:
            yield digests[root.partition("#")[0]]


def _ground(archive: Archive) -> str:
    """The digest of what the pages of all lists show besides their rows and their own names."""
    spelled = names_of_publishers(archive)
    return sha256_of_parts(dumps((archive.settings, site_of(archive), spelled)))

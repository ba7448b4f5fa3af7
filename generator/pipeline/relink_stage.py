"""Links and checks again what an edit concerns, and puts into the tables what that finds. Knows no page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from generator.cache.name_tables import NameTables
from generator.checks.registry import Checked
from generator.checks.table import TableOfFacts
from generator.checks.traits import Filed
from generator.linking.draft_names import NamesUsed
from generator.linking.names_had import DESCRIBES
from generator.linking.symbols import symbols_of
from generator.model import RESERVED_VOICES, ArticleFacts, ArticleSource
from generator.pipeline.check_stage import ArticleLocations, basis_of_site
from generator.pipeline.compile_stage import CompiledArticle, LoadedArticles
from generator.pipeline.derive_stage import Ground, derive_article
from generator.pipeline.edit_scope import LocalEdit, is_named
from generator.pipeline.kept_names import names_of_compiled
from generator.pipeline.name_stage import update_names
from generator.pipeline.site_data import SiteData
from generator.values import Immutable

_MOST_CONCERNED = 400
"""Articles that edits concern. If there are more, linking the archive whole takes less time."""
_T = TypeVar("_T")


class ConcernsAllError(Exception):
    """An edit may concern more than can be built by itself."""


class Relinked(Immutable):
    """The ids of the articles that an edit concerns, and how they were linked before, serialized, by id."""

    concerned: tuple[str, ...]
    before: Mapping[str, bytes]


def relink(edit: LocalEdit) -> Relinked:
    """Link and check again what an edit concerns, and keep that in the tables.

    Raises `ConcernsAllError` where these are too many, or where more may have changed than single articles.
    """
    concerned = _concerned(edit)
    edit.articles.load(concerned)
    locations = ArticleLocations(edit.articles.of, edit.site, edit.compiler)
    basis = basis_of_site(edit.site, edit.sources, edit.last.shared.files, edit.last.unreadable, locations)
    table = _Table(edit.names, edit.articles, edit.site)
    ground = Ground(edit.names, edit.articles.facts, table, basis, tuple(edit.site.texts))
    was, now = edit.found(), []
    for id in concerned:
        derived = derive_article(id, ground)
        if derived is None or _unknown_in(derived.found) != _unknown_in(was.get(id, Checked())):
            raise ConcernsAllError
        now.append(derived.kept())
    before = edit.derived.linked(concerned)
    edit.derived.replace(now)
    return Relinked(tuple(concerned), before)


def _concerned(edit: LocalEdit) -> list[str]:
    new = []
    for one in edit.edited:
        known = edit.names.of(one.source.id)
        if known is None or not known.published:
            raise ConcernsAllError
        if not all(_speaks_elsewhere(voice, edit) for voice in _voices_changed(one, edit)):
            raise ConcernsAllError
        new.append(names_of_compiled(one, edit.site.settings))
    found = update_names(edit.names, edit.derived, new, (), edit.site.registry)
    if found is None or len(found) > _MOST_CONCERNED:
        raise ConcernsAllError
    sources = [one.source for one in edit.edited]
    return sorted({*found, *(id for id, problems in edit.found().items() if _quotes_one_of(sources, problems))})


def _voices_changed(article: CompiledArticle, edit: LocalEdit) -> set[str]:
    """The ids of those who speak in an edited article and did not before, or the other way round."""
    now, before = article.facts, edit.former[article.source.id]
    return _voices_in(now) ^ _voices_in(before) if now else set()


def _voices_in(facts: ArticleFacts) -> set[str]:
    return {*NamesUsed.of(facts).voices} - RESERVED_VOICES


def _speaks_elsewhere(voice: str, edit: LocalEdit) -> bool:
    """Whether a published article that was not edited names a speaker, who so is used in any case."""
    edited = {one.source.id for one in edit.edited}
    for id, linked in edit.derived.linked(edit.derived.using([(DESCRIBES, voice)]) - edited).items():
        if linked and voice in _voices_in(edit.articles.facts([id])[id]):
            return True
    return False


def _quotes_one_of(edited: Collection[ArticleSource], found: Checked) -> bool:
    """Whether a problem quotes a line of an edited file, which may be another line now."""
    problems = (*found.problems, *(problem for _, problem in (*found.unknown_speakers, *found.unknown_sources)))
    return any(is_named(source, problems) for source in edited)


def _unknown_in(found: Checked) -> object:
    """The names that nothing describes: a message tells of all articles that have one."""
    return found.unknown_speakers, found.unknown_sources


class _Table:
    """The values of articles for checks, made from their facts: of all articles only where a name is to be suggested.
    See `checks.table.TraitTable`."""

    def __init__(self, names: NameTables, articles: LoadedArticles, site: SiteData) -> None:
        self.having = names.having
        self._articles, self._site = articles, site

    def each(self, trait: type[_T]) -> Iterator[tuple[Filed, _T]]:
        return self._of_facts(self._articles.ids).each(trait)

    def of(self, trait: type[_T], ids: Collection[str]) -> dict[str, _T]:
        return self._of_facts(ids).of(trait, ids)

    def _of_facts(self, ids: Collection[str]) -> TableOfFacts:
        facts = self._articles.facts(ids).values()
        return TableOfFacts(symbols_of(facts, self._site.registry, self._site.settings).articles)

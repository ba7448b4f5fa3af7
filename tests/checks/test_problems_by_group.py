"""The problems of an archive are those of its articles, each with its neighbourhood alone, and those of groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache.name_tables import NameTables
from generator.checks.look_ups import PATH_LINKED, names_checked, paths_checked
from generator.checks.others import ALL, ALL_ARTICLES, ALL_FILES, ALL_PATHS, ALL_SPEAKERS, Others
from generator.checks.registry import Checked, basis_of, check_articles, check_groups
from generator.checks.scope import Basis
from generator.checks.table import TableOfFacts
from generator.checks.traits import TRAITS, ArticleAliases, Described, Filed
from generator.diagnostics import Diagnostic, in_order
from generator.linking.names_had import ANNOTATED, CALLED, DESCRIBES, HOSTED, NAMED, names_and_references
from generator.linking.neighbourhood import Neighbourhood
from generator.linking.symbols import symbols_of
from generator.model import Annotation, ArticleFacts, Image, LocalSpeaker, PageFacts, Settings, Speaker, SpeakerRef
from generator.pipeline.kept_names import names_in
from generator.urls import page_path
from generator.values import replace
from tests.checked_archives import (
    FEATURED,
    FILES,
    LOCATIONS,
    PAGES,
    REGISTRY,
    SETTINGS,
    archives,
    articles,
    line_of,
)
from tests.checking import check_archive
from tests.facts import answer, article, claim, note


class StoredTable:
    """The values of articles as a store keeps them: bytes by article and trait, beside tables of names."""

    def __init__(self, facts: Iterable[ArticleFacts], names: NameTables, of: Settings) -> None:
        self.having = names.having
        in_order = symbols_of(facts, REGISTRY, of).articles.values()
        self._kept = {a.id: {one: msgspec.msgpack.encode(one.of(a)) for one in TRAITS} for a in in_order}

    def each(self, trait: type[Any]) -> list[tuple[Filed, Any]]:
        filed = self.of(Filed, self._kept)
        return list(zip(filed.values(), self.of(trait, self._kept).values(), strict=True))

    def of(self, trait: type[Any], ids: Collection[str]) -> dict[str, Any]:
        return {id: msgspec.msgpack.decode(kept[trait], type=trait) for id, kept in self._kept.items() if id in ids}


class Archive:
    """An archive as a store knows it: facts of articles by id, names, and the values of `traits`."""

    def __init__(self, facts: Iterable[ArticleFacts], of: Settings) -> None:
        self.facts, self.settings = {article.id: article for article in facts}, of
        self.names = NameTables.in_memory()
        self.names.replace(names_in(article, "digest", "seen", of) for article in self.facts.values())
        self.table = StoredTable(self.facts.values(), self.names, of)

    def facts_of(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]:
        return {id: self.facts[id] for id in ids if id in self.facts}

    @property
    def published(self) -> list[ArticleFacts]:
        return [article for article in self.facts.values() if self.settings.drafts or not article.front.draft]


class Unit:
    """An article checked with its neighbourhood alone: what is wrong in it, what it looked up, whom it read.

    `files` and `pages` are those of the site.
    """

    def __init__(
        self,
        article: ArticleFacts,
        archive: Archive,
        files: Collection[str] = FILES,
        pages: Iterable[PageFacts] = PAGES,
    ) -> None:
        more = names_checked(article, REGISTRY)
        near = Neighbourhood(article.id, archive.names, archive.facts_of, REGISTRY, archive.settings, more)
        others = Others(archive.table, REGISTRY, archive.settings)
        self.found = check_articles(basis(archive.settings, files, pages), [article], near.symbols, others)
        self.asked = near.asked | others.asked | paths_checked(article)
        self.read = frozenset((*near.symbols.articles, *others.read))


def basis(of: Settings, files: Collection[str] = FILES, pages: Iterable[PageFacts] = PAGES) -> Basis:
    copied = {path: f"content/{path}" for path in files}
    return basis_of(REGISTRY, of, pages, LOCATIONS, {}, files, copied, (), line_of)


def whole(archive: Archive) -> set[Diagnostic]:
    """The problems that the facts of all articles show, those included that wait for others."""
    symbols = symbols_of(archive.facts.values(), REGISTRY, archive.settings)
    table = TableOfFacts(symbols.articles)
    others = Others(table, REGISTRY, archive.settings)
    found = check_articles(basis(archive.settings), symbols.published, symbols, others)
    return {*found.problems, *check_groups(basis(archive.settings), table, [found])}


def of_units(archive: Archive) -> set[Diagnostic]:
    """The problems that each article shows with its neighbourhood, and those of groups by the values that are kept."""
    found = [Unit(article, archive).found for article in archive.published]
    kept = [msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Checked) for one in found]
    groups = check_groups(basis(archive.settings), archive.table, kept)
    return {problem for found in kept for problem in found.problems} | set(groups)


@settings(max_examples=300)
@given(archives(), st.booleans(), st.sampled_from(FEATURED))
def test_the_problems_of_an_archive_are_those_of_its_articles_and_groups(facts, drafts, featured):
    archive = Archive(facts, replace(SETTINGS, drafts=drafts, featured=featured))
    assert of_units(archive) == whole(archive)
    assert in_order(of_units(archive)) == check_archive(
        facts=facts, registry=REGISTRY, settings=archive.settings, pages=PAGES, locations=LOCATIONS, files=FILES,
        copied={path: f"content/{path}" for path in FILES}, line_of=line_of,
    )  # fmt: skip


# ── what has to be checked again ─────────────────────────────────────────────────────────────────────────────────────


def gained_or_lost(before: ArticleFacts | None, after: ArticleFacts | None, of: Settings) -> set[tuple[str, str]]:
    """The names that an edit gave an article or took from it, and the whole sets of names that it changed."""
    was, now = (names_and_references(one) if one else frozenset() for one in (before, after))
    return {*(was ^ now)} | {(ALL, name) for name, value in SETS.items() if value(before, of) != value(after, of)}


def shown(article: ArticleFacts | None, of: Settings) -> bool:
    return article is not None and (of.drafts or not article.front.draft)


SETS = {
    ALL_ARTICLES: lambda article, of: (article.id, article.front.date) if shown(article, of) else None,
    ALL_PATHS: lambda article, of: ArticleAliases.of(article) if shown(article, of) else None,
    ALL_SPEAKERS: lambda article, of: (
        (article.front.date, Described.of(article)) if shown(article, of) and Described.of(article).entries else None
    ),
}
"""The whole sets of names → what they hold of an article."""


def concerned(units: Mapping[str, Unit], id: str, changed: set[tuple[str, str]]) -> set[str]:
    """The articles to check again: those that asked for what changed, those that read the edited one, and this one."""
    return {one for one, unit in units.items() if id in unit.read or unit.asked & changed} | {id}


def checked_otherwise(facts: list[ArticleFacts], edited: ArticleFacts, of: Settings) -> tuple[set[str], set[str]]:
    """The articles whose problems an edit changes, and those which are to be checked again for it."""
    was, now = Archive(facts, of), Archive([*(one for one in facts if one.id != edited.id), edited], of)
    before = {article.id: Unit(article, was) for article in was.published}
    after = {article.id: Unit(article, now).found for article in now.published}
    differ = {id for id in before.keys() & after.keys() if found_in(before[id].found) != found_in(after[id])}
    changed = gained_or_lost(was.facts.get(edited.id), now.facts[edited.id], of)
    return differ, concerned(before, edited.id, changed)


def found_in(one: Checked) -> tuple[set[Diagnostic], set[tuple[str, Diagnostic]], set[tuple[str, Diagnostic]]]:
    return set(one.problems), set(one.unknown_speakers), set(one.unknown_sources)


@settings(max_examples=300)
@given(archives(), st.data(), st.booleans())
def test_an_edit_changes_the_problems_of_those_alone_that_asked_for_what_it_changes(facts, data, drafts):
    edited = data.draw(articles(data.draw(st.sampled_from(("2015/a", "2015/b", "2016/dd")))))
    differ, again = checked_otherwise(facts, edited, replace(SETTINGS, drafts=drafts))
    assert differ <= again


@settings(max_examples=150)
@given(archives(), st.sampled_from((*FILES, page_path(PAGES[0].id), page_path(PAGES[1].id))), st.booleans())
def test_a_file_or_a_page_that_goes_changes_the_problems_of_those_alone_that_asked_for_it(facts, path, drafts):
    archive = Archive(facts, replace(SETTINGS, drafts=drafts))
    pages = [page for page in PAGES if page_path(page.id) != path]
    names = {path, *(page_path(alias) for page in PAGES if page not in pages for alias in page.aliases)}
    changed = {
        *((PATH_LINKED, name) for name in names),
        (ALL, ALL_PATHS),
        *([(ALL, ALL_FILES)] if path in FILES else ()),
    }
    for shown_one in archive.published:
        before, after = Unit(shown_one, archive), Unit(shown_one, archive, FILES - {path}, pages)
        assert found_in(before.found) == found_in(after.found) or before.asked & changed


# ── what must not be forgotten ───────────────────────────────────────────────────────────────────────────────────────


def one(name: str, *annotations: Annotation, **more: Any) -> ArticleFacts:
    return replace(article(name, *annotations, **more), sidecar_path=f"content/articles/{name}.yaml")


def describing(name: str, speaker: Speaker, date: str = "2014-01-01") -> ArticleFacts:
    return one(name, speakers=(LocalSpeaker(speaker.id, speaker),), date=date)


ANN = Speaker("ann", "Ann Lee")
NEEDED: Mapping[str, tuple[list[ArticleFacts], ArticleFacts]] = {
    CALLED: (
        [one("2015/b", answer("x", "old/a#c")), one("2015/a", claim("c"), aliases=("old/a",))],
        one("old/a", claim("d")),
    ),
    DESCRIBES: (
        [
            one("2015/b", claim("c", "org"), answer("x", "2015/b#c", speaker="ann", relation="corrects")),
            describing("2015/c", ANN, "2014-06-01"),
            describing("2015/d", Speaker("org", "An Org")),
        ],
        describing("2013/e", replace(ANN, organization="org"), "2013-01-01"),
    ),
    NAMED: (
        [one("2015/b", replace(claim("c"), speaker=SpeakerRef(unnamed="Ann Lee")))],
        describing("2014/a", ANN),
    ),
    HOSTED: (
        [one("2015/b", publisher="outlet-x", url="https://y.example/1")],
        describing("2014/a", Speaker("outlet-y", "Y", kind="outlet", url="https://y.example")),
    ),
    ANNOTATED: (
        [one("2015/b", answer("x", "2015/a#lost")), one("2015/a", claim("c"))],
        one("2015/d", claim("lost")),
    ),
    ALL_ARTICLES: (
        [one("2015/b", answer("x", "2015/aa#c")), one("2015/ab", claim("c")), one("2010/zz", claim("c"))],
        one("2015/ac"),
    ),
    ALL_PATHS: ([one("2015/b", links=("articles/2015/aaa.html",))], one("2015/aab")),
    ALL_SPEAKERS: (
        [one("2015/b", claim("c", "annabel-le"))],
        describing("2014/a", Speaker("annabel-lee", "Annabel")),
    ),
    "read": (
        [one("2015/b", answer("x", "2015/a#c")), one("2015/a", claim("c"), date="2010-01-01"), one("2012/between")],
        one("2015/a", note("c"), date="2010-01-01"),
    ),
    "read by name": (
        [one("2015/b", answer("x", "2015/a#lost")), one("2015/a"), one("2012/between"), one("2010/d", claim("lost"))],
        one("2010/d", claim("lost"), draft=True),
    ),
}
"""What an article notes of what it reads → an archive, and one of its articles as it is after an edit, for which only
that says that `2015/b` is to be checked again."""


@pytest.mark.parametrize("what", NEEDED)
def test_each_thing_that_a_check_reads_is_needed_to_know_what_an_edit_concerns(what, monkeypatch):
    facts, edited = NEEDED[what]
    differ, again = checked_otherwise(facts, edited, SETTINGS)
    assert "2015/b" in differ
    assert differ <= again
    made = Unit.__init__

    def forgetful(self: Unit, article: ArticleFacts, archive: Archive) -> None:
        made(self, article, archive)
        self.asked = frozenset((kind, name) for kind, name in self.asked if what not in (kind, name))
        self.read = frozenset() if what.startswith("read") else self.read

    monkeypatch.setattr(Unit, "__init__", forgetful)
    differ, again = checked_otherwise(facts, edited, SETTINGS)
    assert "2015/b" in differ - again


@pytest.mark.parametrize("kind", [CALLED, DESCRIBES, NAMED, HOSTED])
def test_each_kind_of_look_up_is_needed_to_find_what_is_wrong(kind, monkeypatch):
    facts, edited = NEEDED[kind]
    beside = [one("2015/az"), one("2015/b-")]  # the neighbours by date, which are read in any case
    archive = Archive([*facts, edited, *beside], SETTINGS)
    assert of_units(archive) == whole(archive)
    look_up = Neighbourhood._look_up

    def forgetful(self: Neighbourhood, of: str, names: Iterable[str]) -> None:
        if of != kind:
            look_up(self, of, names)

    monkeypatch.setattr(Neighbourhood, "_look_up", forgetful)
    assert of_units(archive) != whole(archive)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("article_ids", ALL_ARTICLES),
        ("article_paths", ALL_PATHS),
        ("speakers", ALL_SPEAKERS),
        ("annotated_as", ANNOTATED),
    ],
)
def test_what_is_asked_of_others_is_needed_to_suggest_a_name(what, kind, monkeypatch):
    facts, edited = NEEDED[kind]
    facts = [*facts, edited] if what != "article_ids" else facts
    archive = Archive(facts, SETTINGS)
    expected = whole(archive)
    assert of_units(archive) == expected
    monkeypatch.setattr(Others, what, lambda self, *asked: {} if what == "speakers" else [])
    assert of_units(archive) != expected


def test_a_page_that_is_there_is_asked_by_its_path_and_all_files_only_to_suggest_one():
    links_to_page = one("2015/b", links=("about.html",))
    lost_picture = one("2015/c", image=Image("articles/2015/pp.png"))
    archive = Archive([links_to_page, lost_picture], SETTINGS)
    of_link, of_picture = (Unit(each, archive).asked for each in (links_to_page, lost_picture))
    assert {(PATH_LINKED, "about.html")} == {(kind, name) for kind, name in of_link if kind in (PATH_LINKED, ALL)}
    expected = {(PATH_LINKED, "articles/2015/pp.png"), (ALL, ALL_FILES)}
    assert expected == {(kind, name) for kind, name in of_picture if kind in (PATH_LINKED, ALL)}


def test_an_older_description_counts_of_a_speaker_who_was_found_by_name():
    """The article found by the name describes the speaker otherwise than an older one does."""
    called = one("2015/b", replace(claim("c"), speaker=SpeakerRef(unnamed="Ann Lee")), date="2014-03-01")
    later, older = (
        describing("2014/a", ANN, "2014-03-02"),
        describing("2010/a", replace(ANN, name="Other"), "2010-01-01"),
    )
    between = one("2014/between", date="2014-02-28")
    archive = Archive([called, later, older, between], SETTINGS)
    assert of_units(archive) == whole(archive)
    assert "speaker-unnamed" not in {problem.code for problem in whole(archive)}

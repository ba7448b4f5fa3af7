"""The tables of names give, for many names at once, what looking through all articles one by one would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from generator.cache.name_tables import NamesOfArticle, NameTables
from generator.values import replace

IDS = [f"2015/{letter}" for letter in "abcdef"]
NAMES = st.tuples(st.sampled_from(("called", "refers")), st.sampled_from(("x", "y", "z'")))
DIGESTS = st.sampled_from((b"1", b"2"))
articles = st.builds(
    NamesOfArticle,
    id=st.sampled_from(IDS),
    digest=st.sampled_from(("1", "2")),
    instant=st.sampled_from(("2015-01-01T00:00:00Z", "2015-01-02T00:00:00Z")),
    published=st.booleans(),
    claims=st.booleans(),
    names=st.dictionaries(NAMES, DIGESTS),
    cited=st.dictionaries(
        st.sampled_from(("one", "two", "shared")), st.tuples(st.sampled_from(("", "press")), DIGESTS)
    ),
)
edits = st.lists(st.tuples(st.lists(articles, unique_by=lambda one: one.id), st.sets(st.sampled_from(IDS))))
SHARED = {"shared": "press", "unused": "press"}


def after(steps: Sequence[tuple[list[NamesOfArticle], set[str]]]) -> tuple[NameTables, dict[str, NamesOfArticle]]:
    tables, known = NameTables.in_memory(), dict[str, NamesOfArticle]()
    for put, gone in steps:
        gone = gone - {one.id for one in put}
        tables.replace(put, gone)
        known = {id: one for id, one in known.items() if id not in gone} | {one.id: one for one in put}
    return tables, known


def by_date(known: Mapping[str, NamesOfArticle]) -> list[NamesOfArticle]:
    return sorted((one for one in known.values() if one.published), key=lambda one: (one.instant, one.id))


@given(edits)
def test_they_hold_what_was_put_last(steps):
    tables, known = after(steps)
    assert tables.digests() == {id: one.digest for id, one in known.items()}
    for id in IDS:
        expected = known.get(id)
        assert tables.of(id) == (expected if not expected or expected.published else replace(expected, cited={}))
    assert tables.has_claims() == any(one.published and one.claims for one in known.values())


@given(edits, st.sets(st.sampled_from(("x", "y", "z'", "none"))))
def test_articles_are_found_by_their_names(steps, names):
    tables, known = after(steps)
    for kind in ("called", "refers"):
        assert tables.having(kind, names) == {
            id for id, one in known.items() if any((kind, name) in one.names for name in names)
        }


@given(edits)
def test_names_that_only_drafts_have_are_found(steps):
    tables, known = after(steps)
    shown = {name for one in known.values() if one.published for name in one.names}
    everywhere = {name for one in known.values() for name in one.names}
    for kind in ("called", "refers"):
        assert tables.only_in_drafts(kind) == {name for of, name in everywhere - shown if of == kind}


@given(edits)
def test_the_neighbours_of_an_article_are_those_by_date(steps):
    tables, known = after(steps)
    for one in known.values():
        before = [other.id for other in by_date(known) if (other.instant, other.id) < (one.instant, one.id)]
        behind = [other.id for other in by_date(known) if (other.instant, other.id) > (one.instant, one.id)]
        assert tables.beside(one.id) == ([*before[-1:], *behind[:1]] if one.published else [])


@given(edits)
def test_a_source_belongs_to_the_oldest_article_that_cites_it(steps):
    tables, known = after(steps)
    owners: dict[str, NamesOfArticle] = {}
    for one in by_date(known):
        for anchor in one.cited:
            owners.setdefault(anchor, one)
    for page in ("", "press"):
        shown = (one for one in known.values() if one.published)
        assert tables.on_page(page) == {anchor for one in shown for anchor, (of, _) in one.cited.items() if of == page}
    for anchor in ("one", "two", "none"):
        assert tables.first_citing([anchor]) == ({anchor: owners[anchor].id} if anchor in owners else {})
    of_articles = {(page, anchor) for one in known.values() if one.published for anchor, (page, _) in one.cited.items()}
    for most in range(4):
        counts = {name: len([1 for page, _ in of_articles if page == name]) for name in ("", "press")}
        counts["press"] += len(SHARED)
        assert tables.count_sources({"", "press"}, most, SHARED) == {n: min(k, most + 1) for n, k in counts.items()}


def test_there_may_be_more_names_than_a_query_takes():
    tables = NameTables.in_memory()
    put = [NamesOfArticle(f"{n}", "", "", True, True, {("called", f"n{n}"): b""}, {}) for n in range(1_200)]
    tables.replace(put)
    assert len(tables.having("called", [f"n{n}" for n in range(1_200)])) == 1_200

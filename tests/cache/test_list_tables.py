"""The tables of lists give what sorting and counting all entries one by one would give."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache.closing_stamp import stamp_path
from generator.cache.list_tables import ListedArticle, ListTables
from generator.cache.store import CACHE_FILE, Cache
from generator.cache.tables import CacheLostError, Tables
from generator.model import Member
from tests.folders import needs_links

IDS = [f"2015/{letter}" for letter in "abcd"]
LISTS = ["claims", "verdict/false", "verdict/true", "verdicts/other"]
DAYS = ["2015-01-01", "2015-01-02", "2015-02-01", "2016-01-01"]


@st.composite
def an_article(draw) -> ListedArticle:
    id, day = draw(st.sampled_from(IDS)), draw(st.sampled_from(DAYS))
    instant = f"{day}T00:00:00Z"
    lists = draw(st.lists(st.sampled_from(LISTS), max_size=5))
    members = tuple(
        Member(name, day, instant, id, lists[:n].count(name), f"{id}#{n}", draw(st.sampled_from(("1", "2"))))
        for n, name in enumerate(lists)
    )
    return ListedArticle(id, draw(st.sampled_from(("x", "y"))), members, draw(st.sampled_from(("n", "m"))))


EDITS = st.lists(
    st.tuples(st.lists(an_article(), unique_by=lambda one: one.id), st.sets(st.sampled_from(IDS))), min_size=1
)


def newest_first(members: list[Member], lists: Sequence[str]) -> list[Member]:
    by_list = sorted(members, key=lambda one: (list(lists).index(one.list), one.place))
    return sorted(by_list, key=lambda one: (one.day, one.instant, one.article), reverse=True)


@given(EDITS, st.booleans())
def test_after_any_edits_each_query_gives_what_a_look_at_all_entries_gives(edits, reversed_):
    of, known = Tables.in_memory(), dict[str, ListedArticle]()
    tables = ListTables(of)
    of.connection().execute(f"PRAGMA reverse_unordered_selects = {int(reversed_)}")
    for put, gone in edits:
        gone = gone - {one.id for one in put}
        before = {one.id: one.members for one in known.values()}
        touched = tables.replace(put, gone)
        moved = [m for id in (*gone, *(one.id for one in put)) for m in before.get(id, ())]
        moved += [m for one in put for m in one.members]
        assert touched == {name: {m.day for m in moved if m.list == name} for name in {m.list for m in moved}}
        known = {id: one for id, one in known.items() if id not in gone} | {one.id: one for one in put}
    every = [m for one in known.values() for m in one.members]
    assert tables.digests() == {id: (one.digest, one.notes) for id, one in known.items()}
    for lists in (["claims"], ["verdict/true", "claims"], LISTS):
        within = newest_first([m for m in every if m.list in lists], lists)
        assert tables.between(lists, "", "~") == within
        assert tables.between(lists, "2015", "2015~") == [m for m in within if m.day < "2016"]
        assert list(tables.days(lists).items()) == sorted(Counter(m.day for m in within).items(), reverse=True)
        in_turn = [m for name in lists for m in newest_first([m for m in within if m.list == name], [name])]
        assert tables.latest(lists, 3) == sorted(in_turn, key=lambda one: one.stamp, reverse=True)[:3]
        stamps = {m.day[:4]: "" for m in within}
        assert tables.last_changes(lists) == {y: max(m.stamp for m in within if m.day[:4] == y) for y in stamps}
    assert tables.newest("claims", 2) == newest_first([m for m in every if m.list == "claims"], ["claims"])[:2]
    rated = Counter(m.list.removeprefix("verdict/") for m in every if m.list.startswith("verdict/"))
    assert tables.counts("verdict") == rated


# ── in a file ────────────────────────────────────────────────────────────────────────────────────────────────────

ENTRY = Member("claims", DAYS[0], f"{DAYS[0]}T00:00:00Z", "2015/a", 0, "2015/a#c")
ONE = ListedArticle("2015/a", "x", (ENTRY,), "n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a cache whose tables hold one article."""
    cache = Cache(tmp_path)
    ListTables(cache.tables("public")).replace([ONE])
    cache.save()
    cache.close()
    return tmp_path


def listed(folder: Path, variant: str = "public") -> dict[str, tuple[str, str]]:
    cache = Cache(folder)
    try:
        return ListTables(cache.tables(variant)).digests()
    finally:
        cache.close()


def test_what_was_put_is_there_for_the_next_build_and_the_one_after_it(folder):
    assert listed(folder) == listed(folder) == {"2015/a": ("x", "n")}


def test_builds_with_other_options_have_tables_of_their_own_and_three_are_kept(folder):
    cache = Cache(folder)
    for name in ("drafts", "elsewhere"):
        assert ListTables(cache.tables(name)).digests() == {}
        ListTables(cache.tables(name)).replace([ONE])
    assert ListTables(cache.tables("public")).digests() == {"2015/a": ("x", "n")}
    ListTables(cache.tables("a fourth"))
    assert ListTables(cache.tables("drafts")).digests() == {"2015/a": ("x", "n")}
    assert ListTables(cache.tables("public")).digests() == {}
    cache.close()


def test_a_file_that_was_changed_since_is_not_believed(folder):
    data = bytearray((folder / CACHE_FILE).read_bytes())
    at = data.rindex(b"2015-01-01")
    data[at : at + 4] = b"2016"
    (folder / CACHE_FILE).write_bytes(data)
    assert listed(folder) == {}


def test_one_that_another_process_wrote_to_and_did_not_close_is_not_believed(folder):
    database = sqlite3.connect(folder / CACHE_FILE)
    database.execute("DELETE FROM member")
    database.commit()
    database.close()
    assert listed(folder) == {}


@needs_links
def test_a_link_in_place_of_the_stamp_is_neither_read_nor_written_to(folder, tmp_path_factory):
    stamp, elsewhere = stamp_path(folder / CACHE_FILE), tmp_path_factory.mktemp("elsewhere") / "precious"
    elsewhere.write_bytes(stamp.read_bytes())
    stamp.unlink()
    stamp.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert listed(folder) == {}
    assert elsewhere.read_bytes() == before
    assert not stamp.is_symlink()


def test_where_notes_alone_changed_entries_stay_and_are_named():
    tables = ListTables.in_memory()
    tables.replace([ONE])
    assert tables.replace_notes({"2015/a": "m"}) == {"claims": {DAYS[0]}}
    assert tables.digests() == {"2015/a": ("x", "m")}
    assert tables.between(["claims"], "", "~") == [ENTRY]
    assert tables.replace_notes({}) == {}


def test_what_was_not_saved_is_lost_and_what_is_taken_back_as_well(folder):
    cache = Cache(folder)
    of = cache.tables("public")
    tables = ListTables(of)
    of.mark()
    tables.replace([], ["2015/a"])
    of.undo()
    assert tables.digests() == {"2015/a": ("x", "n")}
    tables.replace([], ["2015/a"])
    cache.close()
    assert listed(folder) == {"2015/a": ("x", "n")}


def test_tables_that_are_lost_say_so_and_others_take_their_place(folder):
    cache = Cache(folder)
    of = cache.tables("public")
    tables = ListTables(of)
    of.connection().execute("DROP TABLE member")
    with pytest.raises(CacheLostError):
        tables.days(["claims"])
    with pytest.raises(CacheLostError):
        tables.digests()
    again = ListTables(cache.tables("public"))
    assert again.digests() == {}
    again.replace([ONE])
    assert again.days(["claims"]) == {DAYS[0]: 1}
    cache.close()

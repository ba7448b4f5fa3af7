"""A source file counts as unchanged only if everything about it is as it was recorded."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache.store import Cache
from generator.sources.stat_cache import GRANULARITY, KEY, StatCache, load_stat_cache, save_stat_cache, stamp_of

NAME = "a.md"
LATER = 10 * GRANULARITY


@pytest.fixture
def file(tmp_path):
    (tmp_path / NAME).write_bytes(b"words")
    return tmp_path / NAME


def noted(file: Path, stat_cache: StatCache | None = None, waited: int = LATER) -> StatCache:
    """What is noted of a file that is read so many nanoseconds after now."""
    stat_cache = stat_cache or StatCache(str(file.parent), clock=lambda: time.time_ns() + waited)
    stat_cache.note(NAME, stat_cache.moment(), file.stat(), "digest", (3, 4, 1, True))
    return stat_cache


def is_unchanged(file: Path, before: StatCache) -> bool:
    return StatCache(str(file.parent), before.now).unchanged(NAME) is not None


def test_a_file_that_was_old_when_it_was_read_is_known_again_with_all_that_was_noted(file):
    before = noted(file)
    after = StatCache(str(file.parent), before.now)
    assert after.unchanged(NAME) == (stamp_of(file.stat()), "digest", (3, 4, 1, True))
    assert after.now == before.now
    assert (before.read, after.read) == (1, 0)


def test_a_file_that_was_just_written_is_not_noted(file):
    assert noted(file, waited=0).now == {}


@pytest.mark.parametrize(
    ("waited", "is_noted"), [(0, False), (GRANULARITY - 10**8, False), (GRANULARITY + 10**8, True)]
)
def test_a_file_is_young_for_as_long_as_a_clock_may_stand_still(file, waited, is_noted):
    assert bool(noted(file, waited=waited).now) == is_noted


def test_no_clock_of_a_file_system_ticks_more_seldom():
    assert GRANULARITY >= 2 * 10**9, "FAT counts every other second"


@pytest.mark.parametrize("moved", [-(10**18), 10**18, 1, -1])
def test_a_time_of_modification_that_was_set_back_or_forth_makes_no_file_old(file, moved):
    """The time of its last change tells, which nobody can set."""
    stamp = file.stat().st_mtime_ns + moved
    os.utime(file, ns=(stamp, stamp))
    assert noted(file, waited=0).now == {}


def test_a_file_from_the_future_is_never_noted(file):
    stamp = time.time_ns() + 10 * LATER
    os.utime(file, ns=(stamp, stamp))
    assert noted(file).now == {}


def test_when_the_clock_went_backwards_nothing_is_noted(file):
    assert noted(file, waited=-(10**15)).now == {}


def written_in_place(file: Path) -> None:
    file.write_bytes(b"other")


def with_its_old_stamp(file: Path) -> None:
    stat = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def put_in_its_place(file: Path) -> None:
    stat = file.stat()
    file.with_name("b").write_bytes(b"other")
    os.utime(file.with_name("b"), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    file.with_name("b").replace(file)


def from_the_past(file: Path) -> None:
    file.write_bytes(b"other")
    os.utime(file, ns=(1, 1))


def longer(file: Path) -> None:
    file.write_bytes(b"other words")


def touched(file: Path) -> None:
    os.utime(file)


def gone(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_link_to_itself(file: Path) -> None:
    file.rename(file.with_name("b"))
    file.symlink_to("b")


@pytest.mark.parametrize(
    "edit",
    [
        *(written_in_place, with_its_old_stamp, put_in_its_place, from_the_past, longer, touched),
        *(gone, a_folder, a_link_to_itself),
    ],
)
def test_whatever_happens_to_a_file_it_is_read_again(file, edit):
    before = noted(file)
    time.sleep(0.02)  # more than the tick of the clock that files are stamped by
    edit(file)
    assert not is_unchanged(file, before)


def test_two_folders_that_change_places_are_read_again(tmp_path):
    """As when another branch is checked out by moving whole trees about: no file in them was touched."""
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / NAME).write_bytes(folder[:3].encode())
        os.utime(tmp_path / folder / NAME, ns=(5, 5))
    before = noted(tmp_path / "one" / NAME)
    (tmp_path / "one").rename(tmp_path / "aside")
    (tmp_path / "other").rename(tmp_path / "one")
    (tmp_path / "aside").rename(tmp_path / "other")
    assert not is_unchanged(tmp_path / "one" / NAME, before)
    assert is_unchanged(tmp_path / "other" / NAME, before), "it is that very file, wherever it stands"


@given(st.integers(0, 4), st.integers().filter(bool))
def test_a_stamp_that_differs_in_anything_is_another(tmp_path_factory, part, difference):
    file = tmp_path_factory.mktemp("seen") / NAME
    file.write_bytes(b"words")
    before = noted(file)
    stamp = list(before.now[NAME][0])
    stamp[part] += difference
    before.now[NAME] = ((stamp[0], stamp[1], stamp[2], stamp[3], stamp[4]), *before.now[NAME][1:])
    assert not is_unchanged(file, before)


@pytest.mark.parametrize("path", ["b.md", "a.md/b", "\0", "a\ud800"])
def test_a_path_that_is_none_is_no_file(file, path):
    before = {path: noted(file).now[NAME]}
    assert StatCache(str(file.parent), before).unchanged(path) is None


def test_what_is_noted_is_there_for_the_next_build(file, tmp_path):
    cache = Cache(tmp_path / "cache")
    save_stat_cache(cache, noted(file))
    assert load_stat_cache(cache, file.parent).before == noted(file).now


def test_a_build_that_sees_the_same_writes_nothing(file):
    cache = Cache()
    before = noted(file)
    save_stat_cache(cache, before)
    cache.put_all({KEY: b"left as it is"})
    again = StatCache(str(file.parent), before.now)
    again.unchanged(NAME)
    save_stat_cache(cache, again)
    assert cache.get(KEY) == b"left as it is"


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 99])
def test_what_is_no_note_is_nothing(data, tmp_path):
    cache = Cache()
    cache.put_all({KEY: data})
    assert load_stat_cache(cache, tmp_path).before == {}

"""A cache returns what was put into it, or nothing; a file in its place is neither trusted nor fatal."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache import store as store_module
from generator.cache.checksum import checksum_path, checksum_problem
from generator.cache.store import ASIDE, CACHE_FILE, LARGEST, Cache
from tests.folders import needs_links, needs_posix, without_privilege

KEPT = {f"key:{n}": b"value %d " % n * 40 for n in range(600)}


@pytest.fixture
def folder(tmp_path):
    return filled(tmp_path / "cache")


def filled(folder: Path, program: str = "program", **more: bytes) -> Path:
    cache = Cache(folder, program)
    assert cache.warning == ""
    cache.put_all({**KEPT, **more})
    cache.save()
    cache.close()
    return folder


def opened(folder: Path, program: str = "program") -> tuple[str, dict[str, bytes]]:
    """What is said of a cache, and what it holds; it can be used whatever it is."""
    cache = Cache(folder, program)
    found = cache.get_all(KEPT)
    cache.put_all({"new": b"new"})
    assert cache.get("new") in (b"new", None)
    cache.save()
    cache.close()
    return cache.warning, found


def test_what_was_put_is_there_for_the_next_build(folder):
    assert opened(folder) == ("", KEPT)


def test_what_was_not_saved_is_forgotten(folder):
    cache = Cache(folder, "program")
    cache.put_all({"key:0": b"other", "unsaved": b"x"})
    assert cache.get("key:0") == b"other"
    cache.close()
    assert Cache(folder, "program").get_all(["key:0", "unsaved"]) == {"key:0": KEPT["key:0"]}


def test_one_that_forgets_keeps_nothing(folder):
    cache = Cache(folder, "program", forgets=True)
    cache.put_all({"key:0": b"other"})
    cache.save()
    cache.close()
    assert Cache(folder, "program").get("key:0") == KEPT["key:0"]


def test_without_a_folder_it_remembers_by_itself():
    cache = Cache()
    cache.put_all({"a": b"1"})
    assert cache.get_all(["a", "b"]) == {"a": b"1"}
    assert cache.warning == ""


def test_it_forgets_what_is_not_needed_once_there_is_too_much_of_it(folder):
    cache = Cache(folder, "program")
    cache.keep_only(["key:1"])
    assert cache.get_all(KEPT) == {"key:1": KEPT["key:1"]}


def test_it_holds_nothing_that_runs(folder):
    """The values are bytes to it; and a trigger or a view that somebody has put there does not get at anything."""
    database = sqlite3.connect(folder / CACHE_FILE)
    (types,) = database.execute("SELECT group_concat(DISTINCT typeof(value)) FROM kept").fetchone()
    assert types == "blob"


# ── what is not believed ─────────────────────────────────────────────────────────────────────────────────────────


def test_of_another_version_of_the_program_it_starts_empty(folder):
    word, found = opened(folder, "another")
    assert "was made by another version, so it is replaced" in word
    assert found == {}
    assert opened(folder, "another") == ("", {})


def test_one_that_was_copied_from_elsewhere_starts_empty(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    word, found = opened(tmp_path / "copy")
    assert "was made in another place, so it is replaced" in word
    assert found == {}
    assert opened(folder) == ("", KEPT)


def test_one_that_moved_with_its_site_is_believed(folder, tmp_path):
    folder.rename(tmp_path / "elsewhere")
    assert opened(tmp_path / "elsewhere") == ("", KEPT)


def test_one_that_grew_too_large_starts_empty(folder, monkeypatch):
    monkeypatch.setattr(store_module, "LARGEST", (folder / CACHE_FILE).stat().st_size - 1)
    word, found = opened(folder)
    assert "has grown too large, so it is replaced" in word
    assert found == {}
    assert LARGEST > 2**33, "or a hundred thousand articles would not fit"


def test_a_value_with_a_wrong_sum_is_not_there(folder):
    database = sqlite3.connect(folder / CACHE_FILE)
    database.execute("UPDATE kept SET value = x'00' WHERE key = 'key:1'")
    database.execute("UPDATE kept SET sum = x'00' WHERE key = 'key:2'")
    database.execute("UPDATE kept SET sum = NULL WHERE key = 'key:3'")
    database.execute("UPDATE kept SET value = NULL WHERE key = 'key:4'")
    database.commit()
    database.close()
    cache = Cache(folder, "program")
    lost = {"key:1", "key:2", "key:3"}
    assert cache.get_all(set(KEPT) - {"key:4"}) == {
        key: value for key, value in KEPT.items() if key not in {*lost, "key:4"}
    }
    assert cache.get("key:4") is None


def test_a_value_under_another_key_is_not_there(folder):
    database = sqlite3.connect(folder / CACHE_FILE)
    database.execute("DELETE FROM kept WHERE key = 'key:2'")
    database.execute("UPDATE kept SET key = 'key:2' WHERE key = 'key:1'")
    database.commit()
    database.close()
    assert Cache(folder, "program").get("key:2") is None


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=300)), max_size=30))
@settings(max_examples=40)
def test_damaged_anywhere_it_gives_what_was_put_or_nothing(tmp_path_factory, damages):
    folder = filled(tmp_path_factory.mktemp("cache"))
    size = (folder / CACHE_FILE).stat().st_size
    with (folder / CACHE_FILE).open("r+b") as file:
        for where, data in damages:
            file.seek(int(where * size))
            file.write(data)
    check_damaged(folder)


@given(st.floats(0, 1))
@settings(max_examples=20)
def test_cut_off_anywhere_it_gives_what_was_put_or_nothing(tmp_path_factory, part):
    folder = filled(tmp_path_factory.mktemp("cache"))
    os.truncate(folder / CACHE_FILE, int(part * (folder / CACHE_FILE).stat().st_size))
    check_damaged(folder)


def check_damaged(folder: Path) -> None:
    word, found = opened(folder)
    assert found.items() <= KEPT.items()
    assert word or found, "if all is lost, it is told"
    assert opened(folder)[1].items() <= KEPT.items()


def test_one_that_is_found_damaged_in_use_starts_empty_and_can_be_used(folder):
    cache = Cache(folder, "program")
    with (folder / CACHE_FILE).open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * ((folder / CACHE_FILE).stat().st_size - 8192))
    assert cache.get_all(KEPT) == {}
    assert "is damaged, so it is replaced" in cache.warning
    cache.put_all({"new": b"1"})
    cache.save()
    cache.close()
    assert Cache(folder, "program").get_all(["new", *KEPT]) == {"new": b"1"}


def test_one_whose_tables_are_gone_starts_empty(folder):
    database = sqlite3.connect(folder / CACHE_FILE)
    database.execute("DROP TABLE kept")
    database.close()
    word, found = opened(folder)
    assert "is damaged" in word
    assert found == {}
    assert opened(folder)[0] == ""


# ── a damaged head ───────────────────────────────────────────────────────────────────────────────────────────────


def begun_again(folder: Path) -> None:
    """Used three times, a damaged cache gives no wrong value, says so once, and then keeps all again."""
    for n in range(3):
        cache = Cache(folder, "program", is_own=folder.name == ".counterpoint")
        found = cache.get_all(KEPT)
        assert found.items() <= KEPT.items()
        if n:
            assert (cache.warning, found) == ("", KEPT)
        cache.put_all(KEPT)
        cache.save()
        cache.close()


@pytest.mark.parametrize("has_free_pages", [False, True])
@pytest.mark.parametrize("name", [".counterpoint", "elsewhere"])
def test_with_a_wrong_bit_anywhere_in_its_head_it_is_begun_again(tmp_path, name, has_free_pages):
    original = filled(tmp_path / name)
    if has_free_pages:
        cache = Cache(original, "program")
        cache.keep_only([key for key in KEPT if key.endswith("0")])
        cache.save()
        cache.close()
    data = (original / CACHE_FILE).read_bytes()
    for byte in range(100):
        head = bytearray(data)
        head[byte] ^= 1 << byte % 8
        (original / CACHE_FILE).write_bytes(head)
        begun_again(original)
        (original / CACHE_FILE).write_bytes(data)
        place = (original / CACHE_FILE).stat()
        database = sqlite3.connect(original / CACHE_FILE)
        database.execute("UPDATE about SET value = ? WHERE name = 'place'", [f"{place.st_dev} {place.st_ino}"])
        database.commit()
        database.close()
        data = (original / CACHE_FILE).read_bytes()


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 68, 71, 72, 99, 100, 512, 1024, 4095, 4096, 8191, 8192, 8193])
def test_in_its_own_folder_one_that_was_cut_off_is_begun_again(tmp_path, size):
    folder = filled(tmp_path / ".counterpoint")
    os.truncate(folder / CACHE_FILE, size)
    begun_again(folder)


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_what_sqlite_left_beside_it_may_be_damaged(tmp_path, suffix):
    folder = filled(tmp_path / ".counterpoint")
    (folder / f"{CACHE_FILE}{suffix}").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 9_000)
    begun_again(folder)


def test_one_that_only_reads_deletes_nothing(tmp_path):
    folder = filled(tmp_path / ".counterpoint")
    (folder / CACHE_FILE).write_bytes(b"text" * 99)
    cache = Cache(folder, "program", forgets=True, is_own=True)
    assert cache.get_all(KEPT) == {}
    assert (folder / CACHE_FILE).read_bytes() == b"text" * 99
    assert not (folder / ASIDE).exists()


# ── one that travels ─────────────────────────────────────────────────────────────────────────────────────────────

ANOTHER = {key: value[::-1] for key, value in KEPT.items()}


@pytest.fixture
def bag(tmp_path):
    """The folder of a cache that travels, with what an earlier build has put there."""
    return packed(tmp_path / "bag")


def packed(folder: Path, values: dict[str, bytes] = KEPT) -> Path:
    cache = Cache(folder, "program", travels=True)
    cache.put_all(values)
    cache.save()
    cache.close()
    return folder


def unpacked(folder: Path) -> tuple[str, dict[str, bytes]]:
    """What is said of a cache that travels, and what it holds. Nothing is put there."""
    cache = Cache(folder, "program", travels=True)
    found = cache.get_all(KEPT)
    cache.close()
    return cache.warning, found


def starts_empty(folder: Path, why: str) -> None:
    """It says so once; what is then put there lasts."""
    word = f"The cache `{folder / CACHE_FILE}` {why}, so it is replaced by an empty one and everything is rebuilt."
    assert unpacked(folder) == (word, {})
    assert unpacked(folder) == ("", {})
    assert unpacked(packed(folder)) == ("", KEPT)


def test_one_that_travels_is_believed_wherever_it_is(bag, tmp_path):
    shutil.copytree(bag, tmp_path / "copy", copy_function=shutil.copyfile)
    assert unpacked(tmp_path / "copy") == ("", KEPT)
    assert unpacked(tmp_path / "copy") == ("", KEPT)
    assert unpacked(bag) == ("", KEPT)


def test_where_nothing_is_put_nothing_is_written(bag):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in bag.iterdir()}
    assert unpacked(bag) == ("", KEPT)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in bag.iterdir()} == before


def test_the_checksum_is_asked_once(bag, monkeypatch):
    asked: list[Path] = []

    def ask(path: Path) -> str:
        asked.append(path)
        return checksum_problem(path)

    monkeypatch.setattr(store_module, "checksum_problem", ask)
    assert unpacked(bag) == ("", KEPT)
    assert asked == [bag / CACHE_FILE]


def test_without_a_checksum_it_starts_empty(bag):
    checksum_path(bag / CACHE_FILE).unlink()
    starts_empty(bag, "has no checksum beside it")


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
@settings(max_examples=60)
def test_with_one_wrong_bit_anywhere_it_starts_empty(tmp_path_factory, where, bit):
    bag = packed(tmp_path_factory.mktemp("bag") / "bag")
    data = bytearray((bag / CACHE_FILE).read_bytes())
    place = int(where * len(data))
    data[place] ^= 1 << bit
    (bag / CACHE_FILE).write_bytes(data)
    word, found = unpacked(bag)
    assert "so it is replaced by an empty one and everything is rebuilt" in word
    assert found == {}


def test_with_a_wrong_byte_anywhere_in_its_checksum_it_starts_empty(bag, tmp_path):
    checksum = checksum_path(bag / CACHE_FILE).read_bytes()
    for place in range(len(checksum)):
        shutil.copytree(bag, tmp_path / f"{place}")
        wrong = bytearray(checksum)
        wrong[place] ^= 1
        checksum_path(tmp_path / f"{place}" / CACHE_FILE).write_bytes(wrong)
        word, found = unpacked(tmp_path / f"{place}")
        assert "does not match its checksum" in word
        assert found == {}


def test_with_the_checksum_of_another_it_starts_empty(bag, tmp_path):
    other = packed(tmp_path / "other", ANOTHER)
    shutil.copy(checksum_path(other / CACHE_FILE), checksum_path(bag / CACHE_FILE))
    starts_empty(bag, "does not match its checksum")


def test_a_journal_that_came_with_it_puts_nothing_into_it(bag, tmp_path):
    """SQLite writes the pages of a journal into the file beside it, whoever wrote the journal."""
    other = packed(tmp_path / "other", ANOTHER)
    database = sqlite3.connect(other / CACHE_FILE)
    database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = 1;")
    database.execute("UPDATE kept SET value = zeroblob(500)")
    name = f"{CACHE_FILE}-journal"
    assert (other / name).stat().st_size > 8192
    shutil.copytree(bag, tmp_path / "harmed")
    for folder in (bag, tmp_path / "harmed"):
        shutil.copy(other / name, folder / name)
    database.close()
    harmed = sqlite3.connect(tmp_path / "harmed" / CACHE_FILE)
    assert dict(harmed.execute("SELECT key, value FROM kept")) == ANOTHER, "or this journal proves nothing"
    harmed.close()
    starts_empty(bag, "does not match its checksum")


KILLED = """
import os, sys
from pathlib import Path
from generator.cache import checksum, store
cache = store.Cache(Path(sys.argv[1]), "program", travels=True)
cache.put_all({f"key:{n}": os.urandom(20_000) for n in range(600)})
if sys.argv[2] == "with a full journal":
    os._exit(9)
cache.save()
if sys.argv[2] == "before the checksum":
    os._exit(9)
Path.replace = lambda *_: os._exit(9)
cache.close()
"""


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("with a full journal", ""),
        ("before the checksum", "does not match its checksum"),
        ("within the checksum", "does not match its checksum"),
    ],
)
def test_of_a_build_that_was_killed_it_has_what_was_there_before_or_nothing(bag, when, why):
    assert subprocess.run([sys.executable, "-c", KILLED, str(bag), when], check=False).returncode == 9
    assert (bag / f"{CACHE_FILE}-journal").exists() == (not why)
    if why:
        starts_empty(bag, why)
    else:
        assert unpacked(bag) == ("", KEPT)


def test_one_that_was_new_when_its_build_was_killed_starts_empty(tmp_path):
    command = [sys.executable, "-c", KILLED, str(tmp_path / "b"), "before the checksum"]
    assert subprocess.run(command, check=False).returncode == 9
    starts_empty(tmp_path / "b", "has no checksum beside it")


def test_what_was_saved_before_a_build_failed_is_kept(bag):
    cache = Cache(bag, "program", travels=True)
    cache.put_all({"key:0": b"saved"})
    cache.save()
    cache.put_all({"key:0": b"lost", "key:1": b"lost"})
    cache.close()
    assert unpacked(bag) == ("", {**KEPT, "key:0": b"saved"})


def test_one_that_stays_open_can_have_its_checksum_written(bag):
    cache = Cache(bag, "program", travels=True)
    cache.put_all({"key:0": b"saved"})
    cache.save()
    cache.write_checksum()
    assert unpacked(bag) == ("", {**KEPT, "key:0": b"saved"})
    cache.close()


def test_of_another_version_one_that_travels_starts_empty(bag):
    cache = Cache(bag, "another", travels=True)
    assert "was made by another version" in cache.warning
    assert cache.get_all(KEPT) == {}
    cache.close()
    starts_empty(bag, "was made by another version")


def test_neither_kind_is_taken_for_the_other(folder, bag):
    checksum = checksum_path(bag / CACHE_FILE).read_bytes()
    word, found = opened(bag)
    assert "was made in another place" in word
    assert found == {}
    assert not checksum_path(bag / CACHE_FILE).exists()
    checksum_path(folder / CACHE_FILE).write_bytes(checksum)
    starts_empty(folder, "does not match its checksum")


@pytest.mark.parametrize("make", ["another_programs", "no_database", "a_folder"])
def test_what_is_not_a_cache_gets_no_checksum(tmp_path, make):
    globals()[make](tmp_path / CACHE_FILE)
    cache = Cache(tmp_path, "program", travels=True)
    assert "can't be used" in cache.warning
    cache.put_all(KEPT)
    cache.save()
    cache.close()
    assert [path.name for path in tmp_path.iterdir()] == [CACHE_FILE]


def test_one_that_only_reads_is_believed_as_any_other_and_writes_nothing(bag):
    reader = Cache(bag, "program", forgets=True, travels=True)
    reader.put_all({"key:0": b"other"})
    assert reader.get_all(KEPT) == {**KEPT, "key:0": b"other"}
    reader.save()
    reader.close()
    assert unpacked(bag) == ("", KEPT)
    checksum_path(bag / CACHE_FILE).unlink()
    assert Cache(bag, "program", forgets=True, travels=True).get_all(KEPT) == {}
    assert (bag / CACHE_FILE).exists()


def test_a_checksum_that_can_not_be_written_is_told(bag):
    (bag / f"{CACHE_FILE}.sha256~").mkdir()
    cache = Cache(bag, "program", travels=True)
    cache.put_all({"key:0": b"other"})
    cache.save()
    cache.close()
    assert f"The checksum of the cache `{bag / CACHE_FILE}` can't be written" in cache.warning
    assert unpacked(bag)[1] == {}


# ── what is somebody else's, or can't be used ────────────────────────────────────────────────────────────────────


def another_programs(path: Path) -> None:
    database = sqlite3.connect(path)
    database.executescript("PRAGMA application_id = 17; CREATE TABLE precious (x); INSERT INTO precious VALUES (1);")
    database.close()


def nobodys(path: Path) -> None:
    database = sqlite3.connect(path)
    database.executescript("CREATE TABLE precious (x); INSERT INTO precious VALUES (1);")
    database.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"precious" * 999)


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "precious").write_text("x")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (another_programs, "it belongs to another program"),
        (nobodys, "it belongs to another program"),
        (no_database, "file is not a database"),
        (a_folder, "it is not an ordinary file"),
    ],
)
def test_what_is_not_ours_is_left_alone_and_told(tmp_path, make: Callable[[Path], None], why):
    make(tmp_path / CACHE_FILE)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for _ in range(2):
        word, found = opened(tmp_path)
        assert f"can't be used ({why}), so everything is rebuilt and nothing cached: delete or move it, or" in word
        assert found == {}
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("make", [another_programs, nobodys, no_database, a_folder])
def test_what_is_in_the_place_of_a_sites_own_cache_is_moved_aside(tmp_path, make: Callable[[Path], None]):
    folder = tmp_path / ".counterpoint"
    folder.mkdir()
    make(folder / CACHE_FILE)
    make(tmp_path / "like it")
    cache = Cache(folder, "program", is_own=True)
    assert f"so it is now called `{ASIDE}`, an empty one takes its place" in cache.warning
    cache.close()
    aside = folder / ASIDE
    if aside.is_dir():
        assert (aside / "precious").read_text() == "x"
    else:
        assert aside.read_bytes() == (tmp_path / "like it").read_bytes()
    begun_again(folder)


@needs_links
def test_a_symbolic_link_is_not_followed(folder, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / CACHE_FILE).symlink_to(folder / CACHE_FILE)
    before = (folder / CACHE_FILE).read_bytes()
    word, found = opened(tmp_path / "site")
    assert "not an ordinary file" in word
    assert found == {}
    assert (folder / CACHE_FILE).read_bytes() == before


@needs_posix
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / CACHE_FILE)
    assert "not an ordinary file" in opened(tmp_path)[0]


@needs_posix
def test_one_that_may_only_be_read_is_read(folder):
    (folder / CACHE_FILE).chmod(0o444)
    folder.chmod(0o555)
    with reachable(folder), without_privilege():
        word, found = opened(folder)
    assert found == KEPT
    assert "can't be written" in word


@needs_posix
def test_where_none_can_be_made_nothing_is_remembered(tmp_path):
    for folder in (tmp_path, tmp_path / "new"):
        with reachable(tmp_path), without_privilege():
            word, found = opened(folder)
        assert "can't be used" in word
        assert found == {}


@needs_posix
def test_an_old_one_in_a_folder_that_may_not_be_written_is_told_and_stays(folder):
    folder.chmod(0o555)
    (folder / CACHE_FILE).chmod(0o444)
    with reachable(folder), without_privilege():
        word, found = opened(folder, "another")
    assert "can't be used" in word
    assert found == {}
    assert opened(folder) == ("", KEPT)


def reachable(folder: Path):
    """Temporary folders are for their owner only: for the while, all may pass through those above this one."""
    return _Reachable(folder)


class _Reachable:
    def __init__(self, folder: Path) -> None:
        above = [path for path in folder.parents if path.owner() == Path.home().owner() and path != Path("/")]
        self._modes = {path: path.stat().st_mode for path in above}

    def __enter__(self) -> None:
        for path, mode in self._modes.items():
            path.chmod(mode | 0o111)

    def __exit__(self, *_: object) -> None:
        for path, mode in self._modes.items():
            path.chmod(mode)


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_one_that_somebody_else_is_writing_is_not_waited_for_again_and_again(folder, how, monkeypatch):
    monkeypatch.setattr(store_module, "LOCK_PATIENCE", 0.3)
    holder = sqlite3.connect(folder / CACHE_FILE, isolation_level=None)
    holder.execute(f"BEGIN {how}")
    begun = time.monotonic()
    cache = Cache(folder, "program")
    found = cache.get_all(KEPT)
    for n in range(20):
        cache.put_all({f"more:{n}": b"x"})
    cache.save()
    assert time.monotonic() - begun < 3, "once, and not for each of twenty"
    assert cache.warning
    assert found == (KEPT if how == "IMMEDIATE" else {})
    holder.execute("ROLLBACK")
    holder.close()
    cache.close()
    assert opened(folder) == ("", KEPT)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_tables(folder: Path) -> Path:
    """A cache whose tables are of the build that read `inputs`, and list an article under `word-in-a-row`."""
    cache = Cache(folder, "program")
    tables = cache.tables("")
    rows = [("word-in-a-row", f"2015-{n:04}", "", f"2015/{n}", 0, f"2015/{n}", "") for n in range(900)]
    tables.put("member", rows)
    tables.note_built("inputs")
    cache.save()
    cache.close()
    return folder / CACHE_FILE


def test_tables_are_known_by_the_next_build(tmp_path):
    with_tables(tmp_path / "cache")
    assert Cache(tmp_path / "cache", "program").tables("").built == "inputs"


def test_damaged_tables_are_not_believed_after_a_build_that_did_not_ask_for_them(tmp_path):
    file = with_tables(tmp_path / "cache")
    file.write_bytes(file.read_bytes().replace(b"word-in-a-row", b"another-word!"))
    unchanged = Cache(tmp_path / "cache", "program")  # such as one that finds nothing changed
    unchanged.put_all({"key": b"value"})
    unchanged.save()
    unchanged.close()
    tables = Cache(tmp_path / "cache", "program").tables("")
    assert tables.built == ""
    assert tables.ask("SELECT count(*) FROM member WHERE variant = ?") == [(0,)]


def test_a_cache_with_a_damaged_page_is_replaced_before_its_tables_are_written(tmp_path):
    file = with_tables(tmp_path / "cache")
    with sqlite3.connect(file) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'member'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    database.close()
    data = bytearray(file.read_bytes())
    start = (page - 1) * size
    data[start + 12 : start + 16] = data[start + 14 : start + 16] * 2  # where the cells of this page begin
    file.write_bytes(data)
    cache = Cache(tmp_path / "cache", "program")
    assert cache.tables("").ask("SELECT count(*) FROM member WHERE variant = ?") == [(0,)]
    assert "is damaged" in cache.warning

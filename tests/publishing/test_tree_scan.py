"""A tree is compared with its listing: missing and foreign files are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.tree_scan import TreeDifference, compare_with_listing, folders_of, seal, with_folders_above
from tests.folders import listing_of, needs_links

LISTED = {"a.html", "b/c.html", "b/d/e.html"}
LISTING = listing_of(dict.fromkeys(LISTED, "0" * 64))
FOLDERS = folders_of(LISTING)


@pytest.fixture
def top(tmp_path):
    """A sealed tree that holds what is listed."""
    for path in LISTED:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    seal(tmp_path, ["b", "b/d"])
    return tmp_path


def test_a_sealed_tree_is_not_read_but_at_its_top(top):
    assert compare_with_listing(top, LISTING, FOLDERS) == TreeDifference(unsealed=("",))


def _add(top: Path) -> None:
    (top / "b/d/mine").write_text("x")


def _add_a_folder(top: Path) -> None:
    (top / "b/d/mine/deep").mkdir(parents=True)


def _remove(top: Path) -> None:
    (top / "b/d/e.html").unlink()


def _rename(top: Path) -> None:
    (top / "b/d/e.html").rename(top / "b/d/f.html")


def _empty(top: Path) -> None:
    (top / "b/d/e.html").unlink()
    (top / "b/d").rmdir()


def _put_a_link_in_place_of_a_file(top: Path) -> None:
    (top / "b/d/e.html").unlink()
    (top / "b/d/e.html").symlink_to(top / "a.html")


def _put_a_link_in_place_of_a_folder(top: Path) -> None:
    (top / "b/d").rename(top.parent / "elsewhere")
    (top / "b/d").symlink_to(top.parent / "elsewhere")


def _put_a_link_in_place_of_a_folder_above(top: Path) -> None:
    (top / "b").rename(top.parent / "elsewhere2")
    (top / "b").symlink_to(top.parent / "elsewhere2")


def _put_a_file_in_place_of_a_folder(top: Path) -> None:
    _empty(top)
    (top / "b/d").write_text("x")


DEEDS = [
    (_add, [], ["b/d/mine"]),
    (_add_a_folder, [], ["b/d/mine/deep"]),
    (_remove, ["b/d/e.html"], []),
    (_rename, ["b/d/e.html"], ["b/d/f.html"]),
    (_empty, ["b/d/e.html"], []),
    (_put_a_link_in_place_of_a_file, ["b/d/e.html"], ["b/d/e.html"]),
    (_put_a_link_in_place_of_a_folder, ["b/d/e.html"], ["b/d"]),
    (_put_a_link_in_place_of_a_folder_above, ["b/c.html", "b/d/e.html"], ["b"]),
    (_put_a_file_in_place_of_a_folder, ["b/d/e.html"], ["b/d"]),
]


@needs_links
@pytest.mark.parametrize(("deed", "missing", "others"), DEEDS, ids=[deed.__name__ for deed, _, _ in DEEDS])
def test_whatever_anybody_does_breaks_the_seal_and_is_seen(top, deed, missing, others):
    deed(top)
    found = compare_with_listing(top, LISTING, FOLDERS)
    assert (found.missing, found.others) == (frozenset(missing), tuple(others))


def test_a_tree_that_is_not_there_lacks_everything(tmp_path):
    assert compare_with_listing(tmp_path / "none", LISTING, FOLDERS).missing == LISTED


def test_marks_are_passed_over_at_the_top_and_nowhere_else(top):
    for folder in (top, top / "b"):
        (folder / "mark").write_text("x")
    assert compare_with_listing(top, LISTING, FOLDERS, apart_from={"mark"}).others == ("b/mark",)


def test_what_may_also_be_there_is_looked_for_like_the_rest(top):
    (top / "b/d/may").write_text("x")
    found = compare_with_listing(top, LISTING, FOLDERS, {"b/d/may", "b/d/may-not", "z/y"})
    assert found == TreeDifference(frozenset({"b/d/may-not", "z/y"}), unsealed=("", "b/d"))


def test_a_seal_is_even_and_far_from_now(top):
    """So that every file system can hold it, and no clock shows it."""
    assert os.stat(top / "b").st_mtime_ns == 981_173_106 * 10**9  # noqa: PTH116 - as the module itself asks


@given(st.sets(st.sampled_from(["", "a", "a/b", "a/b/c", "d/e", "a-b/c"])))
def test_folders_come_with_all_that_they_lie_in(folders):
    whole = with_folders_above(folders)
    assert whole == {""} | {"/".join(f.split("/")[:n]) for f in folders for n in range(len(f.split("/")) + 1)}

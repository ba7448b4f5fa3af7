"""A listing finds files by bisecting its lines, and gives the lines after changes: each as a dictionary would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing import file_list as module
from generator.publishing.file_list import FileList, are_inside
from tests.folders import listing_of

DIGESTS = st.sampled_from(["0" * 64, "1" * 64, "f" * 64])
PATHS = st.lists(st.sampled_from("a b a-b a.b a0 é 日本 x".split()), min_size=1, max_size=4).map("/".join)
TREES = st.dictionaries(PATHS, DIGESTS, max_size=25)


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/.",
        "",
        "C:/a",
        "c:a",
        "a\\..\\b",
        "a\0",
        "a\tb",
        "a\nb",
        "..",
    ],
)
def test_a_path_that_could_lead_out_is_no_path_of_ours(path):
    assert not are_inside([path])


@pytest.mark.parametrize("path", ["a", "a/b.html", ".nojekyll", "..a", "a..b/c", "é/日本.html", "a b.pdf"])
def test_any_other_is(path):
    assert are_inside([path])


@given(TREES, st.lists(PATHS, max_size=5))
def test_what_is_listed_is_found_and_nothing_else(files, others):
    listing = listing_of(files)
    assert listing.is_valid()
    assert dict(listing) == files
    for path in (*files, *others, "", "a/", "zzz"):
        assert listing.digest(path) == files.get(path)
        assert (path in listing) == (path in files)
    paths = sorted({*files, *others})
    assert [*listing.digests(paths)] == [(path, files.get(path)) for path in paths]


@given(TREES)
def test_a_folder_has_what_lies_in_it_and_not_below_it(files):
    listing = listing_of(files)
    folders = {path.rpartition("/")[0] for path in files}
    assert {*listing.folders()} == folders
    for folder in {*folders, "", "a", "a/b", "a-b", "nowhere"}:
        inside = {path: digest for path, digest in files.items() if path.rpartition("/")[0] == folder}
        assert dict(listing.in_folder(folder)) == inside
        assert listing.has_folder(folder) == any(path.startswith(f"{folder}/") for path in files)


@given(TREES, st.dictionaries(PATHS, st.none() | DIGESTS, max_size=25))
def test_the_lines_after_changes_are_those_of_the_changed_tree(files, changes):
    changed = {path: digest for path, digest in {**files, **changes}.items() if digest}
    assert b"".join(listing_of(files).changed(sorted(changes.items()))) == b"".join(
        f"{path}\t{digest}\n".encode() for path, digest in sorted(changed.items())
    )


@given(TREES, TREES)
def test_two_trees_differ_where_one_has_another_file_or_none(one, other):
    differing = [path for path in sorted({**one, **other}) if one.get(path) != other.get(path)]
    assert [*listing_of(one).differing(sorted(other.items()))] == differing


@pytest.mark.parametrize("block", [1, 150, 1000])
def test_lines_are_read_whole_whatever_the_blocks(monkeypatch, block):
    monkeypatch.setattr(module, "_BLOCK", block)
    files = {f"{n % 7}/{n}.html": f"{n:064}" for n in range(200)}
    listing = listing_of(files)
    assert dict(listing) == files
    assert listing.is_valid()
    unsorted = b"".join(f"{path}\t{digest}\n".encode() for path, digest in sorted(files.items(), reverse=True))
    assert not FileList(unsorted).is_valid()
    assert b"".join(listing.changed([("3/3.html", None)])).count(b"\n") == 199


def test_a_file_is_found_without_reading_the_lines_before_it():
    """In a listing of a hundred thousand, about forty lines are looked at."""

    class Counted(bytes):
        looks = 0

        def find(self, *arguments):
            Counted.looks += 1
            return super().find(*arguments)

    files = {f"articles/{n:06}/index.html": f"{n:064}" for n in range(100_000)}
    listing = FileList(Counted(b"".join(FileList().changed(sorted(files.items())))))
    assert listing.digest("articles/077777/index.html") == f"{77_777:064}"
    assert Counted.looks < 100

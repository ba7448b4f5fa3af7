"""What a build changes gives the tree and the manifest that publishing the whole tree gives, and costs less."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing import MadeFile, OutputFolder, OutputRefusedError, TreeChanges, file_list, manifest
from generator.publishing.file_list import FileList
from generator.publishing.manifest import MANIFEST
from tests.folders import SITE, digest_of, listed, new_site, opened, publish, tree, without_manifest


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A site that the current folder isn't in."""
    (tmp_path / "current").mkdir()
    monkeypatch.chdir(tmp_path / "current")
    return new_site(tmp_path)


def made_of(files: dict[str, bytes]) -> dict[str, MadeFile]:
    return {path: MadeFile(data, digest_of(data)) for path, data in files.items()}


def change(folder: OutputFolder, made: dict[str, bytes], gone: tuple[str, ...] = (), inputs: str = "1" * 64):
    return folder.publish(TreeChanges(made_of(made), gone, folder.identity), inputs)


PATHS = ["a", "b/c", "b/d/e", "b/d/f", "b-c", "G", "h/i/j/k"]
CHANGES = st.dictionaries(st.sampled_from(PATHS), st.none() | st.binary(max_size=2), max_size=len(PATHS))


@given(st.lists(CHANGES, min_size=1, max_size=8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_changes_one_after_another_give_what_the_whole_tree_gives(tmp_path_factory, steps, is_one_process):
    root = new_site(tmp_path_factory.mktemp("site"))
    changed, whole = root / "changed", root / "whole"
    files: dict[str, bytes] = {"index.html": b"home"}
    folder = opened(changed, root)
    folder.publish(TreeChanges(made_of(files)), "0" * 64)
    (changed / "CNAME").write_text("mine")
    for n, step in enumerate(steps):
        snapshot = folder.snapshot(("CNAME",))
        if not is_one_process:
            folder = opened(changed, root)
            folder.looks_as(snapshot)
        made = {path: data for path, data in step.items() if data is not None}
        done = change(folder, made, tuple(step.keys() - made.keys()), str(n) * 64)
        assert set(done.written) == {path for path, data in made.items() if files.get(path) != data}
        assert set(done.deleted) == {path for path, data in step.items() if data is None and path in files}
        files = {path: data for path, data in {**files, **step}.items() if data is not None}
        publish(files, whole, root, SITE, str(n) * 64)
        assert tree(changed) == tree(whole) | {"CNAME": b"mine"}
        snapshot = folder.snapshot(("CNAME",))
        assert snapshot
        assert OutputFolder(changed, root).looks_as(snapshot)
        there = {path.relative_to(changed).as_posix() for path in changed.rglob("*") if path.is_dir()}
        assert {*snapshot.sealed.split("\n"), *snapshot.unsealed} - {""} == there


def test_changes_to_an_empty_tree_are_the_whole_next_one(root):
    folder = opened(root / "output", root)
    for files in ({"a.html": b"1", "b/c.html": b"1"}, {"b/c.html": b"2"}):
        folder.publish(TreeChanges(made_of(files)))
        assert without_manifest(root / "output") == files


def test_a_tree_that_is_not_the_one_that_changes_is_refused_and_left_alone(root):
    output = root / "output"
    publish({"a.html": b"1", "b.html": b"1"}, output, root)
    folder = opened(output, root)
    since = folder.identity
    publish({"a.html": b"2", "c.html": b"2"}, output, root)
    before = tree(root)
    with pytest.raises(OutputRefusedError, match="was replaced during the build"):
        folder.publish(TreeChanges(made_of({"a.html": b"3"}), (), since))
    assert tree(root) == before
    shutil.rmtree(output)
    with pytest.raises(OutputRefusedError, match="was replaced during the build"):
        folder.publish(TreeChanges(made_of({"a.html": b"3"}), (), since))
    assert tree(root) == {path: data for path, data in before.items() if not path.startswith("output/")}


def test_a_path_that_goes_and_is_not_listed_is_left_alone(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root)
    (output / "mine.html").write_text("mine")
    done = change(opened(output, root), {"a.html": b"2"}, ("mine.html", "never.html"))
    assert done.deleted == ()
    assert without_manifest(output) == {"a.html": b"2", "mine.html": b"mine"}


def test_a_path_that_is_made_and_goes_is_a_mistake_of_the_program(root):
    publish({"a.html": b"1"}, root / "output", root)
    with pytest.raises(AssertionError, match="is made, and goes"):
        change(opened(root / "output", root), {"a.html": b"2"}, ("a.html",))


def test_where_all_that_was_made_is_there_nothing_is_written(root):
    output = root / "output"
    publish({"a.html": b"1", "b.html": b"1"}, output, root, SITE, "1" * 64)
    before = opened(output, root).identity
    done = change(opened(output, root), {"a.html": b"1"}, ("never.html",))
    assert (done.written, done.deleted) == ((), ())
    assert opened(output, root).identity == before


def test_where_the_file_system_keeps_no_such_time_no_folder_is_taken_for_sealed(root, monkeypatch):
    monkeypatch.setattr(os, "utime", lambda *_, **__: None)
    output = root / "output"
    folder = opened(output, root)
    for data in (b"1", b"2", b"3"):
        folder.publish(TreeChanges(made_of({"a.html": data, "b/c.html": data})))
        snapshot = folder.snapshot(())
        assert snapshot
        assert (snapshot.sealed, snapshot.unsealed) == ("", ("", "b"))
        assert OutputFolder(output, root).looks_as(snapshot)
    (output / "b/mine.html").write_text("mine")
    assert not OutputFolder(output, root).looks_as(snapshot)


# ── what is read of the manifest ─────────────────────────────────────────────────────────────────────────────────────


def test_a_manifest_that_a_build_left_is_not_read_whole_again(root, monkeypatch):
    output = root / "output"
    files = {f"{n % 9}/{n}.html": b"1" for n in range(200)}
    publish(files, output, root)
    publish(files | {"1/1.html": b"2"}, output, root)
    folder = opened(output, root)
    folder.publish(TreeChanges(made_of(files)), "1" * 64)
    snapshot = folder.snapshot(())
    folder = opened(output, root)
    assert folder.looks_as(snapshot)
    for name in ("__iter__", "is_valid", "folders"):
        monkeypatch.setattr(FileList, name, lambda *_: pytest.fail("the manifest was read whole"))
    change(folder, {"1/1.html": b"3", "new/x.html": b"4"}, ("2/2.html",), "2" * 64)
    monkeypatch.undo()
    assert listed(output) == {
        path: digest_of(data)
        for path, data in (files | {"1/1.html": b"3", "new/x.html": b"4"}).items()
        if path != "2/2.html"
    }


@pytest.mark.parametrize("is_known", [True, False], ids=["of a tree that a build left", "of a tree from elsewhere"])
def test_a_damaged_manifest_is_noticed_and_nothing_changes(root, is_known):
    output = root / "output"
    publish({f"{n}.html": b"1" for n in range(9)}, output, root)
    folder = opened(output, root)
    folder.damage(None)
    snapshot = folder.snapshot(()) if is_known else None
    text = (output / MANIFEST).read_text()
    (output / MANIFEST).write_text(text.replace("5.html", "../5.html", 1))
    before = tree(root)
    folder = opened(output, root)
    assert not folder.looks_as(snapshot)
    with pytest.raises(OutputRefusedError, match="is damaged"):
        folder.damage(snapshot)
    with pytest.raises(OutputRefusedError, match="is damaged"):
        change(folder, {"1.html": b"2"})
    assert tree(root) == before


def test_memory_does_not_grow_with_the_tree(root, monkeypatch):
    for module in (file_list, manifest):
        monkeypatch.setattr(module, "_BLOCK", 2**12)
    small, large = (_peak(root / f"output{count}", root, count) for count in (50, 1_000))
    assert large < small + 20_000, "bytes; the paths alone of the larger tree take a hundred thousand"


def _peak(output: Path, root: Path, files_in_each_folder: int) -> int:
    """The most memory, in bytes, that publishing one file takes."""
    files = {f"folder{n % 3}/file{n}.html": b"" for n in range(3 * files_in_each_folder)}
    folder = opened(output, root)
    for data in (b"1", b"2"):
        folder.publish(TreeChanges(made_of({**files, "changing.html": data})))
    snapshot = folder.snapshot(())
    folder = opened(output, root)
    assert folder.looks_as(snapshot)
    tracemalloc.start()
    try:
        change(folder, {"changing.html": b"3"})
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

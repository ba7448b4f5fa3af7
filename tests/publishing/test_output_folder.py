"""Publishing changes an output folder completely or not at all; cleaning deletes only what builds wrote."""

from __future__ import annotations

import errno
import inspect
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing import MissingError, OutputFolder, OutputRefusedError, output_folder
from generator.publishing import swap as exchange_module
from generator.publishing.file_operations import write_new
from generator.publishing.manifest import MANIFEST, read_manifest
from generator.publishing.staging_mark import FORMER_MARK, MARK
from tests.folders import (
    SITE,
    clean,
    digest_of,
    listed,
    needs_links,
    needs_posix,
    new_site,
    opened,
    publish,
    stage,
    tree,
    without_manifest,
    without_privilege,
)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A site that the current folder isn't in."""
    (tmp_path / "current").mkdir()
    monkeypatch.chdir(tmp_path / "current")
    return new_site(tmp_path)


# ── publishing ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tree_is_written_with_a_manifest_that_lists_it(root):
    output = root / "output"
    done = publish({"index.html": b"home", "a/b.html": b"b"}, output, root, SITE, "f" * 64)
    assert done.written == ("index.html", "a/b.html")
    assert without_manifest(output) == {"index.html": b"home", "a/b.html": b"b"}
    manifest = read_manifest(output)
    assert manifest is not None
    paths = [path for path, _ in manifest.files]
    assert (manifest.site, manifest.inputs, paths) == (SITE, "f" * 64, ["a/b.html", "index.html"])


def test_the_manifest_says_site_inputs_and_then_a_path_and_its_digest_a_line(root):
    publish({"b.html": b"", "a.html": b"x"}, root / "output", root, SITE, "0" * 64)
    assert (root / "output" / MANIFEST).read_text().splitlines() == [
        "site\tContested Headlines\thttps://example.org/",
        "inputs\t" + "0" * 64,
        "a.html\t2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "b.html\te3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]


def test_publishing_the_same_again_touches_nothing(root):
    output = root / "output"
    picture = root / "content/x.jpg"
    picture.write_bytes(b"picture")
    publish({"a.html": b"a", "x.jpg": picture}, output, root, SITE)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    done = publish({"a.html": b"a", "x.jpg": picture}, output, root, SITE)
    assert (done.written, done.deleted) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_only_what_differs_is_written_and_only_what_is_gone_deleted(root):
    output = root / "output"
    publish({"same.html": b"1", "other.html": b"1", "old/deep/gone.html": b"1"}, output, root, SITE)
    done = publish({"same.html": b"1", "other.html": b"2", "new.html": b"3"}, output, root, SITE)
    assert (done.written, done.deleted) == (("other.html", "new.html"), ("old/deep/gone.html",))
    assert without_manifest(output) == {"same.html": b"1", "other.html": b"2", "new.html": b"3"}
    assert not (output / "old").exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(root):
    output = root / "output"
    publish({"a": b"1", "b/c": b"1"}, output, root, SITE)
    publish({"a/c": b"2", "b": b"2"}, output, root, SITE)
    assert without_manifest(output) == {"a/c": b"2", "b": b"2"}


def test_a_page_that_was_edited_or_deleted_by_hand_is_mended(root):
    output = root / "output"
    publish({"a.html": b"right", "b.html": b"right"}, output, root, SITE)
    (output / "a.html").write_bytes(b"wrong")
    (output / "b.html").unlink()
    assert publish({"a.html": b"right", "b.html": b"right"}, output, root, SITE).written == ("a.html", "b.html")
    assert without_manifest(output) == {"a.html": b"right", "b.html": b"right"}


def test_foreign_files_stay_and_are_named(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("example.org")
    (output / "old").mkdir()
    (output / "old" / "mine.txt").write_text("mine")
    for files in ({"a.html": b"2"}, {"b.html": b"3"}):
        assert publish(files, output, root, SITE).foreign == ("CNAME", "old/mine.txt")
    assert without_manifest(output) == {"CNAME": b"example.org", "old/mine.txt": b"mine", "b.html": b"3"}


def test_foreign_folders_may_be_nested_deeper_than_the_stack(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    deep = "/".join(["d"] * 300)
    (output / deep).mkdir(parents=True)
    (output / deep / "mine.txt").write_text("mine")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        for data in (b"2", b"3"):
            assert publish({"a.html": data}, output, root, SITE).foreign == (f"{deep}/mine.txt",)
    finally:
        sys.setrecursionlimit(limit)
    assert (output / deep / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("foreign", "wanted"),
    [
        ("about.html", "about.html"),
        ("About.HTML", "about.html"),
        ("claims", "claims/index.html"),
        ("claims/mine.txt", "claims"),
    ],
)
def test_a_foreign_file_in_the_way_is_not_overwritten(root, foreign, wanted):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / foreign).parent.mkdir(exist_ok=True)
    (output / foreign).write_text("mine")
    before = tree(output)
    with pytest.raises(OutputRefusedError, match="in the way"):
        publish({"b.html": b"1", wanted: b"ours"}, output, root, SITE)
    assert tree(output) == before


@needs_links
@pytest.mark.parametrize(("link", "path"), [("a.html", "a.html"), ("sub", "sub/b.html")])
def test_a_link_in_the_output_is_never_followed(root, link, path):
    output, target = root / "output", root.parent / "target"
    publish({path: b"1"}, output, root, SITE)
    (target / "deep").mkdir(parents=True)
    (target / "b.html").write_text("precious")
    if (output / link).is_dir():
        (output / path).unlink()
        (output / link).rmdir()
        (output / link).symlink_to(target)
    else:
        (output / link).unlink()
        (output / link).symlink_to(target / "b.html")
    with pytest.raises(OutputRefusedError, match="in the way"):
        publish({path: b"2"}, output, root, SITE)
    publish({"other.html": b"3"}, output, root, SITE)
    clean(output, root, SITE)
    assert (target / "b.html").read_text() == "precious"
    assert (output / link).is_symlink()


# ── only what changed, and all at once ───────────────────────────────────────────────────────────────────────────


def digests(files: dict[str, bytes]) -> dict[str, str]:
    return {path: digest_of(data) for path, data in files.items()}


@needs_links
def test_a_file_is_only_ever_written_where_nothing_stands(tmp_path):
    """Else what is written to the staging would be seen in the output, by the name that the two share."""
    (tmp_path / "output").write_bytes(b"whole")
    (tmp_path / "staging").hardlink_to(tmp_path / "output")
    (tmp_path / "link").symlink_to("output")
    for name in ("staging", "link"):
        with pytest.raises(FileExistsError):
            write_new(str(tmp_path / name), (b"new",))
    assert (tmp_path / "output").read_bytes() == b"whole"


def test_what_stays_needs_its_digest_only_and_keeps_its_time_stamp(root):
    output = root / "output"
    first = {"a/same.html": b"1", "b.html": b"1"}
    publish(first, output, root, SITE)
    os.utime(output / "a/same.html", ns=(5, 5))
    for n in (b"2", b"3", b"4"):
        tree_now = first | {"b.html": n, f"new/{n.decode()}.html": n}
        changed = {path: data for path, data in tree_now.items() if path != "a/same.html"}
        done = publish(changed, output, root, SITE, digests=digests(tree_now))
        assert done.written == ("b.html", f"new/{n.decode()}.html")
        assert without_manifest(output) == tree_now
        assert (output / "a/same.html").stat().st_mtime_ns == 5


def test_what_is_to_stay_and_is_not_there_is_asked_for_and_nothing_changes(root):
    output = root / "output"
    files = {"a/1.html": b"1", "a/2.html": b"2", "b/3.html": b"3", "c.html": b"4"}
    publish(files, output, root, SITE)
    (output / "a/1.html").unlink()
    (output / "b/3.html").unlink()
    (output / "b").rmdir()
    before = tree(root)
    given = {"c.html": b"new", "never.html": b"new"}
    with pytest.raises(MissingError) as error:
        publish(given, output, root, SITE, digests=digests(files | given))
    assert error.value.paths == ("a/1.html", "b/3.html")
    assert tree(root) == before
    given = {path: files[path] for path in ("a/1.html", "b/3.html")}
    assert publish(given, output, root, SITE, digests=digests(files)).written == ("a/1.html", "b/3.html")
    assert without_manifest(output) == files


@pytest.mark.parametrize("in_place", [True, False], ids=["written in place", "put in its place"])
def test_what_was_spoilt_by_hand_does_not_come_back_with_the_staging(root, in_place):
    output = root / "output"
    files = {"a/1.html": b"right", "b.html": b"0"}
    publish(files, output, root, SITE)
    publish(files | {"b.html": b"1"}, output, root, SITE)
    if not in_place:
        (output / "a/1.html").unlink()
    (output / "a/1.html").write_bytes(b"wrong")
    assert publish(files, output, root, SITE).written == ("a/1.html", "b.html")
    for n in (b"2", b"3", b"4"):
        now = files | {"b.html": n}
        publish({"b.html": n}, output, root, SITE, digests=digests(now))
        assert without_manifest(output) == now


def test_a_page_that_returns_to_what_it_was_is_new_and_not_old(root):
    output = root / "output"
    publish({"a.html": b"A"}, output, root, SITE)
    os.utime(output / "a.html", ns=(5, 5))
    publish({"a.html": b"B"}, output, root, SITE)
    publish({"a.html": b"A"}, output, root, SITE)
    assert (output / "a.html").read_bytes() == b"A"
    assert (output / "a.html").stat().st_mtime_ns > 5, "or servers would tell browsers to keep what they have"


def test_all_is_on_the_disk_before_it_is_shown_and_that_takes_one_call(root, monkeypatch):
    output, seen = root / "output", []

    def note(staging):
        assert (staging / MARK).exists(), "until then it is no finished tree"
        assert (staging / "a.html").exists()
        seen.append((output / "a.html").read_bytes() if output.exists() else None)

    monkeypatch.setattr("generator.publishing.staging.write_to_disk", note)
    for n in (b"1", b"2", b"3"):
        publish({"a.html": n, "b.html": n, "c/d.html": n}, output, root, SITE)
    assert seen == [None, b"1", b"2"]


def test_a_change_of_inputs_alone_is_published(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE, "1" * 64)
    assert publish({"a.html": b"1"}, output, root, SITE, "2" * 64).written == ()
    assert OutputFolder(output, root).inputs == "2" * 64


def test_a_staging_directory_under_its_former_mark_is_ours_and_its_mark_is_not_published(root):
    output, staging = root / "output", root / "output.next~"
    for n in (b"1", b"2"):
        publish({"a.html": n, "b.html": b"0"}, output, root, SITE)
    (staging / MARK).rename(staging / FORMER_MARK)
    publish({"a.html": b"3", "b.html": b"0"}, output, root, SITE)
    publish({"a.html": b"4", "b.html": b"0"}, output, root, SITE)
    assert without_manifest(output) == {"a.html": b"4", "b.html": b"0"}
    assert not (staging / FORMER_MARK).exists()


@pytest.mark.parametrize("path", ["a.html", "d/b.html", "d/e/c.html"])
def test_a_file_that_somebody_puts_into_the_staging_directory_is_not_published(root, path):
    output, staging = root / "output", root / "output.next~"
    files = {"a.html": b"a", "d/b.html": b"b", "d/e/c.html": b"c", "changing.html": b"0"}
    for n in range(3):
        publish(files | {"changing.html": b"%d" % n}, output, root, SITE)
    (staging / path).unlink()
    (staging / path).write_bytes(b"put there")
    publish(files | {"changing.html": b"9"}, output, root, SITE)
    assert without_manifest(output) == files | {"changing.html": b"9"}
    publish(files | {"changing.html": b"10"}, output, root, SITE)
    assert without_manifest(output) == files | {"changing.html": b"10"}


def test_an_untouched_tree_is_brought_up_without_reading_its_folders(root, monkeypatch):
    output = root / "output"
    files = {f"{n}/{m}.html": b"1" for n in range(5) for m in range(3)}
    for n in range(3):
        publish(files | {"0/0.html": b"%d" % n}, output, root, SITE)
    read: list[str] = []
    scan = os.scandir

    def note(path):
        read.append(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", note)
    changed = files | {"0/0.html": b"new"}
    publish({"0/0.html": b"new"}, output, root, SITE, digests=digests(changed))
    assert {Path(path).name for path in read} <= {"output", "output.next~"}


def test_the_output_keeps_its_permissions(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    output.chmod(0o750)
    publish({"a.html": b"2"}, output, root, SITE)
    assert output.stat().st_mode & 0o777 == 0o750


def test_an_empty_folder_may_be_there_already(root):
    (root / "output").mkdir(mode=0o750)
    publish({"a.html": b"1"}, root / "output", root, SITE)
    assert without_manifest(root / "output") == {"a.html": b"1"}
    assert (root / "output").stat().st_mode & 0o777 == 0o750
    assert not (root / "output.next~").exists()


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_without_hard_links_files_are_copied_with_their_time_stamps(root, monkeypatch, code):
    def refuse(source, target, **_):
        raise OSError(code, os.strerror(code), source)

    monkeypatch.setattr(os, "link", refuse)
    output = root / "output"
    publish({"a.html": b"1", "b/c.html": b"1"}, output, root, SITE)
    os.utime(output / "a.html", ns=(5 * 10**9, 5 * 10**9))
    (output / "CNAME").write_text("mine")
    for n in (b"2", b"3", b"4"):
        files = {"a.html": b"1", "b/c.html": n}
        assert publish(files, output, root, SITE).written == ("b/c.html",)
        assert without_manifest(output) == files | {"CNAME": b"mine"}
        assert (output / "a.html").stat().st_mtime_ns == 5 * 10**9


def test_a_path_that_leads_out_is_never_published(root):
    with pytest.raises(AssertionError, match="leads out"):
        publish({"../content/articles/a.md": b"ours"}, root / "output", root, SITE)
    assert tree(root / "content") == {"articles/a.md": b"precious"}


def test_an_output_that_somebody_deleted_or_put_back_from_a_copy_is_not_taken_for_what_the_staging_knows(
    root, tmp_path
):
    output = root / "output"
    files = {"a.html": b"0", "b.html": b"0", "c/d.html": b"0"}
    publish(files, output, root, SITE)
    shutil.copytree(output, tmp_path / "copy")
    for n in (b"1", b"2"):
        publish(files | {"a.html": n}, output, root, SITE)
    shutil.rmtree(output)
    publish(files | {"b.html": b"3"}, output, root, SITE)
    assert without_manifest(output) == files | {"b.html": b"3"}
    shutil.rmtree(output)
    shutil.copytree(tmp_path / "copy", output)
    for n in (b"4", b"5"):
        now = files | {"c/d.html": n}
        publish({"c/d.html": n}, output, root, SITE, digests=digests(now))
        assert without_manifest(output) == now


# ── staged files ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_staged_files_are_moved_into_their_places(root):
    output = root / "output"
    for n in (b"1", b"2", b"3"):
        folder = stage(output, root, SITE)
        (folder / "0").write_bytes(n)
        (folder / "unused").write_bytes(n)
        inode = (folder / "0").stat().st_ino
        done = publish({"a/b.html": folder / "0"}, output, root, SITE, digests={"a/b.html": digest_of(n)})
        assert done.written == ("a/b.html",)
        assert without_manifest(output) == {"a/b.html": n}
        assert (output / "a/b.html").stat().st_ino == inode
        assert not folder.exists()


def test_what_a_dead_build_staged_is_gone_with_the_next(root):
    (stage(root / "output", root, SITE) / "0").write_bytes(b"half")
    assert not list(stage(root / "output", root, SITE).iterdir())
    (root / "output.next~" / ".counterpoint-staged~" / "1").write_bytes(b"half")
    publish({"a.html": b"1"}, root / "output", root, SITE)
    assert without_manifest(root / "output") == {"a.html": b"1"}
    assert not (root / "output.next~").exists()


def test_what_a_process_of_a_dead_build_stages_at_the_last_moment_is_gone_too(root, monkeypatch):
    folder = stage(root / "output", root, SITE)
    rmdir, late = Path.rmdir, [b"1", b"2"]

    def beset(path):
        if path == folder and late:
            (folder / "late").write_bytes(late.pop())
        rmdir(path)

    monkeypatch.setattr(Path, "rmdir", beset)
    publish({"a.html": b"1"}, root / "output", root, SITE)
    assert late == []
    assert without_manifest(root / "output") == {"a.html": b"1"}


def test_what_was_staged_for_nothing_leaves_nothing(root):
    output = root / "output"
    for builds in (1, 2):
        publish({"a.html": b"%d" % builds}, output, root, SITE)
        before = tree(root)
        (stage(output, root, SITE) / "0").write_bytes(b"%d" % builds)
        staged = root / "output.next~/.counterpoint-staged~/0"
        assert publish({"a.html": staged}, output, root, SITE).written == ()
        assert tree(root) == before


# ── what others put there ────────────────────────────────────────────────────────────────────────────────────────


def test_foreign_files_are_named_once(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("mine")
    assert publish({"a.html": b"2"}, output, root, SITE).newly_foreign == ("CNAME",)
    (output / "x").mkdir()
    (output / "x/y").write_text("mine, too")
    assert publish({"a.html": b"3"}, output, root, SITE).newly_foreign == ("x/y",)
    done = publish({"a.html": b"4"}, output, root, SITE)
    assert (done.foreign, done.newly_foreign) == (("CNAME", "x/y"), ())


@needs_links
def test_foreign_things_of_any_kind_go_along(root):
    output = root / "output"
    publish({"a/b.html": b"1"}, output, root, SITE)
    (output / "link").symlink_to("nowhere")
    (output / "a/folder-link").symlink_to(root / "content")
    (output / "deep/empty").mkdir(parents=True)
    (output / "new\nline").write_text("odd")
    os.mkfifo(output / "pipe")
    with pytest.raises(OutputRefusedError, match=r"pipe` is neither a file nor a folder"):
        publish({"a/b.html": b"2"}, output, root, SITE)
    (output / "pipe").unlink()
    for n in (b"3", b"4", b"5"):
        publish({"a/b.html": n}, output, root, SITE)
        assert (output / "link").readlink() == Path("nowhere")
        assert (output / "a/folder-link").readlink() == root / "content"
        assert (output / "deep/empty").is_dir()
        assert (output / "new\nline").read_text() == "odd"
    assert tree(root / "content") == {"articles/a.md": b"precious"}


def test_foreign_files_that_were_edited_or_deleted_are_so_in_the_next_output(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("one")
    (output / "robots.extra").write_text("gone soon")
    publish({"a.html": b"2"}, output, root, SITE)
    (output / "CNAME").unlink()
    (output / "CNAME").write_text("two")
    (output / "robots.extra").unlink()
    for n in (b"3", b"4"):
        publish({"a.html": n}, output, root, SITE)
        assert without_manifest(output) == {"a.html": n, "CNAME": b"two"}


# ── law 9: when writing is not possible ──────────────────────────────────────────────────────────────────────────


def test_a_file_to_copy_that_vanishes_or_changes_leaves_all_as_it_was(root):
    output, picture = root / "output", root / "content/x.jpg"
    for previous in ({}, {"a.html": b"1"}, {"a.html": b"2"}):
        if previous:
            publish(previous, output, root, SITE)
        before = without_staging(root)
        with pytest.raises(FileNotFoundError):
            publish(
                {"b.html": b"2", "c.jpg": picture}, output, root, SITE, digests={"b.html": "0" * 64, "c.jpg": "0" * 64}
            )
        assert without_staging(root) == before
        assert not (root / "output.next~").exists()
        picture.write_bytes(b"another")
        with pytest.raises(OutputRefusedError, match="changed during the build"):
            publish({"c.jpg": picture}, output, root, SITE, digests={"c.jpg": "0" * 64})
        picture.unlink()
        assert without_staging(root) == before


def without_staging(root: Path) -> dict[str, bytes | None]:
    return {path: data for path, data in tree(root).items() if not path.startswith("output.next~/")}


@pytest.mark.parametrize("builds", [0, 1, 3])
def test_a_full_disk_leaves_the_old_output_and_nothing_else(tmp_path, root, small_disk, builds):
    output = small_disk / "output"
    for n in range(builds):
        publish({"a/b.html": b"old", "n": b"%d" % n}, output, root, SITE)
    before = tree(output)
    with pytest.raises(OSError, match="No space left") as error:
        publish({"a/b.html": b"old"} | {f"new/{n}": b"x" * 30_000 for n in range(20)}, output, root, SITE)
    assert str(error.value.filename or "").startswith(str(small_disk)) or not error.value.filename
    assert tree(output) == before
    assert [path.name for path in small_disk.iterdir()] == ["output"][:builds]
    files = {"a/b.html": b"old", "c": b"small enough"}
    publish(files, output, root, SITE)
    assert without_manifest(output) == files


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 kB, where mounting one is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "counterpoint-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_write_that_fails_half_way_leaves_the_old_output_and_nothing_else(root, monkeypatch):
    output = root / "output"
    publish({"a.html": b"old"}, output, root, SITE)
    before, write = tree(root), os.write

    def full(handle, data):
        if b"new" in bytes(data):
            write(handle, data[:1])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        publish({"a.html": b"new"}, output, root, SITE)
    assert tree(root) == before


@pytest.mark.parametrize("builds", [1, 3])
def test_after_a_swap_that_fails_the_staging_directory_is_gone_and_the_output_as_it_was(root, monkeypatch, builds):
    output = root / "output"
    for n in range(builds):
        publish({"a/b.html": b"old", "n": b"%d" % n}, output, root, SITE)
    before = tree(output)

    def fail(output: Path, staging: Path) -> None:
        assert (staging / "a/b.html").read_bytes() == b"new", "the new tree is complete before it is swapped"
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(output_folder, "swap", fail)
        with pytest.raises(OSError, match="Input/output error"):
            publish({"a/b.html": b"new"}, output, root, SITE)
    assert tree(output) == before
    assert not (root / "output.next~").exists()
    publish({"a/b.html": b"new"}, output, root, SITE)
    assert without_manifest(output) == {"a/b.html": b"new"}


@pytest.mark.parametrize("builds", [0, 1, 2])
def test_a_read_only_disk_is_named_as_what_it_is(root, small_disk, builds):
    for n in range(builds):
        publish({"a/b.html": b"%d" % n}, small_disk / "output", root, SITE)
    before = tree(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises((OutputRefusedError, OSError), match="Read-only file system"):
        publish({"a/b.html": b"new"}, small_disk / "output", root, SITE)
    assert tree(small_disk) == before


@needs_posix
@pytest.mark.parametrize("builds", [0, 1, 2])
def test_where_nothing_may_be_written_it_is_said_and_nothing_changes(open_root, builds):
    output = open_root / "output"
    for n in range(builds):
        publish({"a/b.html": b"%d" % n}, output, open_root, SITE)
    before = tree(open_root)
    for folder in (open_root, *(path for path in open_root.rglob("output*") if path.is_dir())):
        folder.chmod(0o555)
    with without_privilege(), pytest.raises((OutputRefusedError, PermissionError)) as error:
        publish({"a/b.html": b"new"}, output, open_root, SITE)
    if builds < 2:
        assert "can't be created (Permission denied)" in str(error.value)
    assert tree(open_root) == before


@pytest.fixture
def open_root(monkeypatch):
    """A site in a folder that everybody can reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "current").mkdir()
    monkeypatch.chdir(folder / "current")
    yield new_site(folder)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


# ── law 8: killed at any moment ──────────────────────────────────────────────────────────────────────────────────

OLD = {"same/1.html": b"1", "same/2.html": b"2", "changed.html": b"old", "gone/x.html": b"x", "kind": b"a file"}
NEW = {"same/1.html": b"1", "same/2.html": b"2", "changed.html": b"new", "here/y.html": b"y", "kind/is": b"a folder"}
BETWEEN = OLD | {"changed.html": b"between", "same/3.html": b"3", "more/z.html": b"z"}


def after_builds(root: Path, builds: int) -> Path:
    """An output of this many builds, the last of them of the old tree, with a file of somebody's in it."""
    output = root / "output"
    for n in range(builds):
        publish(OLD if n == builds - 1 else OLD | {"changed.html": b"%d" % n}, output, root, SITE, "0" * 64)
        if n == 0:
            (output / "CNAME").write_text("mine")
    return output


def killed_at_step(step: int, deed: Callable[[], object], by_renaming: bool = False) -> bool:
    """Do it in a child that is killed when it touches the disk for the nth time. Whether it came to its end first."""
    child = os.fork()
    if child == 0:
        steps = iter(range(step))

        def count(event: str, _: object) -> None:
            if event in STEPS and next(steps, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        if by_renaming:
            exchange_module.swapped_at_once = lambda *_: False
        sys.addaudithook(count)
        with suppress(BaseException):
            deed()
            os._exit(0)
        os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL)
    return ended == 0


STEPS = {
    *("open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.utime"),
    *("os.scandir", "mmap.__new__"),
}


@needs_posix
@pytest.mark.parametrize(
    ("builds", "how"),
    [
        pytest.param(0, "whole", id="the first build"),
        pytest.param(1, "whole", id="the one that makes the staging"),
        pytest.param(2, "whole", id="any later one"),
        pytest.param(2, "by renaming", id="where there is no exchange"),
        pytest.param(1, "changes", id="changes, and the staging is made"),
        pytest.param(2, "changes", id="changes"),
        pytest.param(2, "killed before", id="after one that was killed"),
    ],
)
def test_killed_at_any_step_the_output_is_a_whole_tree_and_the_next_build_is_a_clean_one(
    root, builds, how, monkeypatch
):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)
    publish(OLD, root / "old", root, SITE, "0" * 64)
    publish(NEW, root / "new", root, SITE, "1" * 64)
    foreign: dict[str, bytes | None] = {"CNAME": b"mine"} if builds else {}
    old, new = tree(root / "old") | foreign if builds else {}, tree(root / "new") | foreign
    for step in range(1000):
        site = new_site(root.parent / f"{builds}-{step}")
        output = after_builds(site, builds)
        if how == "killed before":  # at another step each time
            killed_at_step(step * 7 % 45, lambda: publish(BETWEEN, output, site, SITE, "1" * 64))  # noqa: B023
            assert without_manifest(output) in (OLD | foreign, BETWEEN | foreign)
        before = tree(output)
        given = {path: data for path, data in NEW.items() if how != "changes" or OLD.get(path) != data}
        ended = killed_at_step(
            step,
            lambda: publish(given, output, site, SITE, "1" * 64, digests(NEW) if how == "changes" else None),  # noqa: B023
            how == "by renaming",
        )
        if how == "by renaming" and not output.exists():
            opened(output, site)
        assert tree(output) in (before, new), f"killed at step {step}"
        if step % 2:
            publish(OLD, output, site, SITE, "0" * 64)
            assert tree(output) == (old or tree(root / "old")), f"after being killed at step {step}"
        publish(NEW, output, site, SITE, "1" * 64)
        assert tree(output) == new, f"after being killed at step {step}"
        assert {path.name for path in site.iterdir()} <= {"site.yaml", "content", "templates", "output", "output.next~"}
        if ended:
            assert step > 20
            return
    raise AssertionError("it never came to its end")


WRITER = """
import sys
from pathlib import Path
from generator.publishing import staging
from tests.folders import SITE, publish
staging.write_to_disk = lambda _: None
root = Path(sys.argv[1])
print("ready", flush=True)
for n in range(10**9):
    files = {f"{i % 7}/{i}.html": b"%d" % (n % 2 if i % 3 else 0) for i in range(60)} | {f"only/{n % 2}": b""}
    publish(files, root / "output", root, SITE, str(n % 2) * 64)
"""


def killed_at_random(root: Path, times: int) -> None:
    wholes = []
    for n in (0, 1):
        files = {f"{i % 7}/{i}.html": b"%d" % (n if i % 3 else 0) for i in range(60)} | {f"only/{n}": b""}
        publish(files, root / f"clean{n}", root, SITE, str(n) * 64)
        wholes.append(tree(root / f"clean{n}"))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    random = Random(times)
    for _ in range(times):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root)], env=environment, stdout=subprocess.PIPE, cwd=root.parent
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0, 0.12))
            writer.kill()
        assert tree(root / "output") in (*wholes, {})
        which = random.randrange(2)
        files = {path: data for path, data in wholes[which].items() if path != MANIFEST and data is not None}
        publish(files, root / "output", root, SITE, str(which) * 64)
        assert tree(root / "output") == wholes[which]


def test_a_file_taken_out_of_the_output_after_a_sudden_end_is_asked_about_and_not_deleted(root):
    """The build ended between the exchange and its last word, which would have said that the file is a carried one."""
    output, staging = root / "output", root / "output.next~"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("mine")
    publish({"a.html": b"2"}, output, root, SITE)
    (staging / MARK).unlink()
    (output / "CNAME").unlink()
    with pytest.raises(OutputRefusedError, match="CNAME` is in the staging directory, but no build wrote it"):
        publish({"a.html": b"3"}, output, root, SITE)
    assert (staging / "CNAME").read_text() == "mine"
    (staging / "CNAME").unlink()
    publish({"a.html": b"3"}, output, root, SITE)
    assert without_manifest(output) == {"a.html": b"3"}


@needs_posix
def test_killed_ten_times_at_random_the_output_is_always_a_whole_tree(root):
    killed_at_random(root, 10)


@needs_posix
@pytest.mark.slow
def test_killed_two_hundred_times_at_random_the_output_is_always_a_whole_tree(root):
    killed_at_random(root, 200)


# ── any sequence ─────────────────────────────────────────────────────────────────────────────────────────────────


PAGES = st.dictionaries(st.sampled_from(["a", "b/c", "b/d/e", "f.html", "G"]), st.binary(max_size=3))
BY_HAND = st.sampled_from(["edit", "edit in place", "delete", "add", "add", "remove", "end suddenly"])


@given(
    st.lists(st.tuples(PAGES, st.lists(BY_HAND, max_size=3), st.randoms(use_true_random=False)), min_size=1, max_size=6)
)
@settings(max_examples=60)
def test_after_any_sequence_the_output_is_what_a_clean_build_gives(tmp_path_factory, steps):
    """With and without contents for what stays, with people and accidents in between."""
    root = tmp_path_factory.mktemp("site")
    (root / "site.yaml").write_text("title: T")
    output, foreign = root / "output", dict[str, bytes]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)
        for n, (files, deeds, random) in enumerate(steps):
            trusted = output.exists()
            for deed in deeds if trusted else ():
                trusted &= deed not in {"edit", "edit in place"}
                if deed != "end suddenly" or "remove" not in deeds:  # for both, there is a test below
                    _do(deed, output, foreign, random)
            contents = _published_with_what_it_asks_for(files, output, root) if trusted else files
            publish(contents, output, root, SITE, str(n), digests(files))
            publish(files, root / f"clean{n}", root, SITE, str(n))
            assert tree(output) == tree(root / f"clean{n}") | foreign


def _do(deed: str, output: Path, foreign: dict[str, bytes], random: Random) -> None:
    pages = [path for path in listed(output) or () if (output / path).is_file()]
    if deed == "add":
        path = random.choice(["CNAME", "b/mine", "mine/deep/er"])
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).unlink(missing_ok=True)
        (output / path).write_bytes(foreign.setdefault(path, random.randbytes(2)))
    elif deed == "remove" and foreign:
        path = random.choice(sorted(foreign))
        foreign.pop(path)
        (output / path).unlink()
        with suppress(OSError):
            for folder in (output / path).parents:
                if folder != output:
                    folder.rmdir()
    elif deed == "end suddenly" and (output.with_name("output.next~") / MARK).exists():
        (output.with_name("output.next~") / MARK).unlink()
    elif deed in {"edit", "delete"} and pages:
        path = random.choice(pages)
        (output / path).unlink()
        if deed == "edit":
            (output / path).write_bytes(b"spoilt")
    elif deed == "edit in place" and pages:
        (output / random.choice(pages)).write_bytes(b"spoilt")


def _published_with_what_it_asks_for(files: dict[str, bytes], output: Path, root: Path) -> dict[str, bytes]:
    """Contents for what is missing only, found out by asking."""
    contents: dict[str, bytes] = {}
    for _ in range(3):
        try:
            publish(contents, output, root, SITE, "none", digests(files))
        except MissingError as error:
            contents |= {path: files[path] for path in set(error.paths).difference(contents)}
        else:
            return contents
    raise AssertionError("it asks for more, time and again")


# ── cleaning ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cleaning_deletes_what_builds_wrote_and_nothing_else(root):
    output = root / "output"
    publish({"a.html": b"1", "b/c.html": b"1", "d/e.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("mine")
    (output / "d" / "mine.txt").write_text("mine")
    done = clean(output, root, SITE)
    assert done.deleted == ("a.html", "b/c.html", "d/e.html")
    assert done.foreign == ("CNAME", "d/mine.txt")
    assert tree(output) == {"CNAME": b"mine", "d/mine.txt": b"mine"}


def test_cleaning_where_nothing_was_built_does_nothing(root):
    assert clean(root / "output", root, SITE).deleted == ()
    assert not (root / "output").exists()

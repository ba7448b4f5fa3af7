"""Two folders are swapped, on every system and after every interruption."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from generator.publishing import swap as module
from generator.publishing.swap import aside, finish_swap, swap, write_to_disk
from tests.folders import needs_posix, tree

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own call")


@pytest.fixture
def folders(tmp_path):
    output, staging = tmp_path / "output", tmp_path / "output.next~"
    for folder in (output, staging):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    return output, staging


OLD, NEW = {"name": b"output"}, {"name": b"output.next~"}


def test_two_folders_change_places(folders):
    swap(*folders)
    assert [tree(folder) for folder in folders] == [NEW, OLD]


@on_linux
def test_on_linux_it_is_one_step(folders, monkeypatch):
    monkeypatch.setattr(Path, "rename", None)
    swap(*folders)
    assert tree(folders[0]) == NEW


class WithoutName:
    """A C library that knows `syscall` and no `renameat2`."""

    def __init__(self, real):
        self.syscall = real.syscall


@on_linux
def test_a_c_library_without_a_name_for_the_call_is_given_its_number(folders, monkeypatch):
    real = module._c_library()
    monkeypatch.setattr(module, "_c_library", lambda: WithoutName(real))
    monkeypatch.setattr(Path, "rename", None)
    swap(*folders)
    assert tree(folders[0]) == NEW


@on_linux
@pytest.mark.parametrize(("machine", "size"), [("vax", 2**63), ("x86_64", 2**31)])
def test_where_its_number_is_not_known_it_is_done_by_renaming(folders, monkeypatch, machine, size):
    real = module._c_library()
    monkeypatch.setattr(module, "_c_library", lambda: WithoutName(real))
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(sys, "maxsize", size)
    assert module._linux_swap(*map(os.fsencode, folders)) == errno.ENOSYS
    assert [tree(folder) for folder in folders] == [OLD, NEW]


@on_linux
@pytest.mark.parametrize("answer", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV])
def test_where_the_system_cannot_it_is_done_by_renaming(folders, monkeypatch, answer):
    monkeypatch.setattr(module, "_linux_swap", lambda *_: answer)
    swap(*folders)
    assert [tree(folder) for folder in folders] == [NEW, OLD]
    assert not aside(folders[0]).exists()


@on_linux
def test_where_it_is_not_allowed_that_is_said_and_nothing_is_tried(folders, monkeypatch):
    monkeypatch.setattr(module, "_linux_swap", lambda *_: errno.EACCES)
    with pytest.raises(PermissionError):
        swap(*folders)
    assert [tree(folder) for folder in folders] == [OLD, NEW]


def test_a_mac_is_asked_in_its_own_words(folders, monkeypatch):
    asked = []

    class Library:
        def renamex_np(self, one, other, flags):
            asked.append((one, other, flags.value))
            return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(module, "_c_library", Library)
    swap(*folders)
    assert asked == [(os.fsencode(folders[0]), os.fsencode(folders[1]), 2)]


@pytest.fixture
def by_renaming(monkeypatch):
    monkeypatch.setattr(module, "swapped_at_once", lambda *_: False)


@pytest.mark.parametrize("failing", [1, 2])
def test_a_rename_that_fails_leaves_both_where_they_were(folders, by_renaming, monkeypatch, failing):
    rename, calls = Path.rename, iter(range(1, 10))

    def rename_but_once(self, target):
        if next(calls) == failing:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_but_once)
    with pytest.raises(PermissionError):
        swap(*folders)
    assert [tree(folder) for folder in folders] == [OLD, NEW]
    assert not aside(folders[0]).exists()


def test_what_stands_where_the_old_folder_would_go_is_not_overwritten(folders, by_renaming):
    aside(folders[0]).mkdir()
    with pytest.raises(FileExistsError):
        swap(*folders)
    assert [tree(folder) for folder in folders] == [OLD, NEW]


def test_cut_short_before_the_new_one_stood_the_old_one_returns(folders):
    output, staging = folders
    output.rename(aside(output))
    finish_swap(output, staging)
    assert [tree(output), tree(staging), aside(output).exists()] == [OLD, NEW, False]


def test_cut_short_after_the_new_one_stood_the_old_one_becomes_the_staging(folders):
    output, staging = folders
    output.rename(aside(output))
    staging.rename(output)
    finish_swap(output, staging)
    assert [tree(output), tree(staging), aside(output).exists()] == [NEW, OLD, False]


def test_where_nothing_was_cut_short_there_is_nothing_to_mend(folders):
    finish_swap(*folders)
    assert [tree(folder) for folder in folders] == [OLD, NEW]


@needs_posix
def test_writing_to_disk_says_when_the_disk_says_no(tmp_path, monkeypatch):
    write_to_disk(tmp_path)

    class Library:
        def syncfs(self, _):
            import ctypes

            ctypes.set_errno(errno.EIO)
            return -1

    if sys.platform == "linux":
        monkeypatch.setattr(module, "_c_library", Library)
        with pytest.raises(OSError, match="Input/output error"):
            write_to_disk(tmp_path)


@needs_posix
def test_without_a_call_for_one_file_system_all_are_written(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(os, "sync", lambda: called.append("sync"))
    monkeypatch.setattr(module, "_c_library", object)
    write_to_disk(tmp_path)
    assert called == ["sync"]

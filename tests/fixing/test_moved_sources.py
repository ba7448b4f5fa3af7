"""Files are changed and moved all together or not at all, and nothing that another program saved is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.fixing import source_file
from generator.fixing.moved_sources import change_and_move
from generator.fixing.source_file import ChangedMeanwhileError, NotFixedError
from generator.publishing import swapped_at_once
from tests.folders import needs_links, tree

MD, YAML, OTHER = "content/articles/2015/x.md", "content/articles/2015/x.yaml", "content/articles/other.yaml"
CHANGES = {MD: (b"text", b"new text"), YAML: (b"notes", b"notes"), OTHER: (b"other", b"new other")}
MOVES = {MD: "content/articles/a/b/y.md", YAML: "content/articles/a/b/y.yaml"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, (old, _) in CHANGES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(old)
    return tmp_path


def test_texts_change_and_files_move(root: Path):
    (root / MD).chmod(0o600)
    change_and_move(root, CHANGES, MOVES)
    assert tree(root) == {MOVES[MD]: b"new text", MOVES[YAML]: b"notes", OTHER: b"new other"}
    assert (root / MOVES[MD]).stat().st_mode & 0o777 == 0o600
    assert not (root / "content/articles/2015").exists()


def test_a_folder_with_other_files_stays(root: Path):
    (root / "content/articles/2015/map.png").write_bytes(b"map")
    change_and_move(root, CHANGES, MOVES)
    assert (root / "content/articles/2015/map.png").read_bytes() == b"map"


@pytest.mark.parametrize("path", CHANGES)
def test_where_one_was_saved_meanwhile_nothing_is_written(root: Path, path: str):
    (root / path).write_bytes(b"saved")
    before = tree(root)
    with pytest.raises(ChangedMeanwhileError, match=path.replace(".", r"\.")):
        change_and_move(root, CHANGES, MOVES)
    assert tree(root) == before


def test_where_a_new_name_is_taken_nothing_is_written(root: Path):
    (root / "content/articles/a/b").mkdir(parents=True)
    (root / MOVES[YAML]).write_bytes(b"mine")
    before = tree(root)
    with pytest.raises(ChangedMeanwhileError):
        change_and_move(root, CHANGES, MOVES)
    assert tree(root) == before


@needs_links
def test_nothing_is_written_through_a_link(root: Path, tmp_path_factory: pytest.TempPathFactory):
    outside = tmp_path_factory.mktemp("outside")
    (root / "content/articles/a").symlink_to(outside)
    before = tree(root)
    with pytest.raises(NotFixedError, match="symbolic link"):
        change_and_move(root, CHANGES, MOVES)
    assert tree(root) == before
    assert not tree(outside)


@pytest.mark.parametrize("at", [1, 2])
def test_where_a_file_is_saved_right_before_it_moves_all_goes_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int
):
    before, rename, left = tree(root), Path.rename, [at]

    def saved_before(path: Path, to: Path) -> Path:
        left[0] -= 1
        if left[0] == 0:
            path.write_bytes(b"saved")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", saved_before)
    with pytest.raises(ChangedMeanwhileError):
        change_and_move(root, CHANGES, MOVES)
    saved = [MD, YAML][at - 1]
    assert tree(root) == {**before, saved: b"saved"}


def test_where_one_can_not_be_written_all_goes_back(root: Path, monkeypatch: pytest.MonkeyPatch):
    before, swapped = tree(root), swapped_at_once

    def fails(one: Path, other: Path) -> bool:
        if other.name == "other.yaml":
            raise OSError(28, "No space left on device")
        return swapped(one, other)

    monkeypatch.setattr(source_file, "swapped_at_once", fails)
    with pytest.raises(NotFixedError, match="No space left on device"):
        change_and_move(root, CHANGES, MOVES)
    assert tree(root) == before


def test_where_one_can_not_be_removed_all_goes_back(root: Path, monkeypatch: pytest.MonkeyPatch):
    before, unlink = tree(root), Path.unlink

    def fails(path: Path, missing_ok: bool = False) -> None:
        if path.name == f".fix-{os.getpid()}-x.yaml~":
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", fails)
    with pytest.raises(NotFixedError, match="can't be removed"):
        change_and_move(root, CHANGES, MOVES)
    assert tree(root) == before

"""A file that is changed is there whole, was not changed by others meanwhile, and is one of the site's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.fixing import source_file
from generator.fixing.source_file import (
    ChangedMeanwhileError,
    NotFixedError,
    create_source,
    create_sources,
    read_source,
    replace_source,
    replace_sources,
)
from generator.publishing import swapped_at_once
from tests.folders import without_privilege

PATH = "content/articles/x.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site/content/articles").mkdir(parents=True)
    (tmp_path / "site" / PATH).write_bytes(b"old")
    (tmp_path / "site/site.yaml").write_bytes(b"old")
    (tmp_path / "site/README.md").write_bytes(b"old")
    (tmp_path / "outside.yaml").write_bytes(b"old")
    return tmp_path / "site"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_replaced_and_keeps_its_mode(root: Path):
    (root / PATH).chmod(0o640)
    before = names(root)
    replace_source(root, PATH, b"old", b"new")
    replace_source(root, "site.yaml", b"old", b"new")
    assert (read_source(root, PATH), read_source(root, "site.yaml")) == (b"new", b"new")
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    assert names(root) == before


def test_a_file_that_was_saved_meanwhile_stays(root: Path, monkeypatch: pytest.MonkeyPatch):
    (root / PATH).write_bytes(b"newer")
    with pytest.raises(ChangedMeanwhileError):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"newer"
    assert not [name for name in names(root) if ".fix-" in name]


def test_a_file_that_is_saved_while_the_new_one_is_written_stays(root: Path, monkeypatch: pytest.MonkeyPatch):
    sync = os.fsync

    def saved(handle: int) -> None:
        (root / PATH).write_bytes(b"newer")
        sync(handle)

    monkeypatch.setattr(os, "fsync", saved)
    with pytest.raises(ChangedMeanwhileError, match="saved by another program"):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"newer"


def saves_before_the_swap(monkeypatch: pytest.MonkeyPatch, *saves: Callable[[Path], None]) -> None:
    """Another program does one of these things right before each swap of the file with another."""
    left = list(saves)

    def swapped(unfinished: Path, place: Path) -> bool:
        if left:
            left.pop(0)(place)
        return swapped_at_once(unfinished, place)

    monkeypatch.setattr(source_file, "swapped_at_once", swapped)


def in_place(data: bytes) -> Callable[[Path], None]:
    def save(place: Path) -> None:
        place.write_bytes(data)

    return save


def by_rename(data: bytes) -> Callable[[Path], None]:
    def save(place: Path) -> None:
        place.with_suffix(".tmp").write_bytes(data)
        place.with_suffix(".tmp").replace(place)

    return save


def as_a_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize("save", [in_place, by_rename])
@pytest.mark.parametrize("saves", [[b"newer"], [b"newer", b"newest"], [b"1", b"2", b"3"]])
def test_what_is_saved_between_the_last_look_and_the_swap_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[bytes], Callable[[Path], None]], saves: list[bytes]
):
    saves_before_the_swap(monkeypatch, *map(save, saves))
    with pytest.raises(ChangedMeanwhileError):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == saves[-1]
    assert not [name for name in names(root) if ".fix-" in name]


def test_a_folder_that_takes_the_place_of_the_file_stays(root: Path, monkeypatch: pytest.MonkeyPatch):
    saves_before_the_swap(monkeypatch, as_a_folder)
    with pytest.raises(ChangedMeanwhileError):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).is_dir()
    assert not list((root / PATH).parent.glob(".fix-*"))


def test_a_file_that_is_saved_and_then_deleted_stays_away(root: Path, monkeypatch: pytest.MonkeyPatch):
    saves_before_the_swap(monkeypatch, in_place(b"newer"), Path.unlink)
    with pytest.raises(ChangedMeanwhileError):
        replace_source(root, PATH, b"old", b"new")
    assert not (root / PATH).exists()
    assert not list((root / PATH).parent.glob(".fix-*"))


def test_where_files_can_not_be_swapped_the_file_is_replaced(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source_file, "swapped_at_once", lambda unfinished, place: False)
    replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"new"


def test_several_files_are_replaced_at_once(root: Path):
    replace_sources(root, {PATH: (b"old", b"new"), "site.yaml": (b"old", b"newer")})
    assert (root / PATH).read_bytes() == b"new"
    assert (root / "site.yaml").read_bytes() == b"newer"


def test_of_several_files_none_is_replaced_where_one_was_saved_meanwhile(root: Path):
    with pytest.raises(ChangedMeanwhileError, match=r"site\.yaml"):
        replace_sources(root, {PATH: (b"old", b"new"), "site.yaml": (b"older", b"new")})
    assert (root / PATH).read_bytes() == b"old"


def test_files_that_were_replaced_get_their_bytes_back_when_a_later_one_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    sync, times = os.fsync, []

    def fails(handle: int) -> None:
        times.append(handle)
        if len(times) == 2:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(NotFixedError, match="No space left"):
        replace_sources(root, {PATH: (b"old", b"new"), "site.yaml": (b"old", b"new")})
    assert len(times) == 3
    assert (root / PATH).read_bytes() == b"old"
    assert (root / "site.yaml").read_bytes() == b"old"


def test_a_file_that_is_gone_meanwhile_stays_gone(root: Path):
    (root / PATH).unlink()
    with pytest.raises(NotFixedError):
        replace_source(root, PATH, b"old", b"new")
    assert not (root / PATH).exists()


@pytest.mark.parametrize(
    "path",
    [
        "README.md", "content", "content/", "content/../README.md", "../outside.yaml", "/etc/hostname", "",
        "templates/x", "content//x.yaml", "content/./articles/x.yaml", "content\\x", "content/x\0.yaml", "site.yaml/",
        "content/articles", "output/index.html", "content/none.yaml", "content/\udcff",
    ],
)  # fmt: skip
def test_no_other_path_is_read_or_written(root: Path, path: str):
    with pytest.raises(NotFixedError):
        read_source(root, path)
    with pytest.raises(NotFixedError):
        replace_source(root, path, b"old", b"new")
    assert (root / "README.md").read_bytes() == b"old"
    assert (root.parent / "outside.yaml").read_bytes() == b"old"


def test_no_link_is_followed(root: Path):
    (root / "content/linked.yaml").symlink_to(root.parent / "outside.yaml")
    (root / "content/away").symlink_to(root.parent, target_is_directory=True)
    (root / "content/inside.yaml").symlink_to(root / PATH)
    for path in ("content/linked.yaml", "content/away/outside.yaml", "content/inside.yaml"):
        with pytest.raises(NotFixedError, match="symbolic link"):
            replace_source(root, path, b"old", b"new")
    assert (root.parent / "outside.yaml").read_bytes() == b"old"
    assert (root / PATH).read_bytes() == b"old"


def test_a_site_below_a_link_is_a_site(root: Path):
    (root.parent / "here").symlink_to(root, target_is_directory=True)
    replace_source(root.parent / "here", PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"new"


def test_a_pipe_is_no_file(root: Path):
    os.mkfifo(root / "content/pipe.yaml")
    with pytest.raises(NotFixedError):
        replace_source(root, "content/pipe.yaml", b"", b"new")


def test_a_folder_that_may_not_be_written_is_said(root: Path):
    (root / "content/articles").chmod(0o555)
    with without_privilege(), pytest.raises(NotFixedError, match="can't be written"):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"old"


def test_a_full_disk_leaves_the_file_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = names(root)
    with pytest.raises(NotFixedError, match="No space left"):
        replace_source(root, PATH, b"old", b"new")
    assert (root / PATH).read_bytes() == b"old"
    assert names(root) == before


NEW = "content/articles/new.yaml"


def test_a_new_file_is_made_whole(root: Path):
    before = names(root)
    create_source(root, NEW, b"new")
    assert read_source(root, NEW) == b"new"
    assert names(root) == before | {NEW}


def test_a_new_file_never_takes_the_place_of_another(root: Path):
    with pytest.raises(ChangedMeanwhileError):
        create_source(root, PATH, b"new")
    (root / NEW).symlink_to(root / "../outside.yaml")
    with pytest.raises(NotFixedError, match="symbolic link"):
        create_source(root, NEW, b"new")
    assert (root / PATH).read_bytes() == (root / "../outside.yaml").read_bytes() == b"old"
    assert not [name for name in names(root) if ".fix-" in name]


@pytest.mark.parametrize(
    "path", ["README.md", "../x.yaml", "content/../x.yaml", "content/no/x.yaml", "content/a\0.yaml"]
)
def test_a_new_file_is_made_only_among_the_sources(root: Path, path: str):
    before = names(root.parent)
    with pytest.raises(NotFixedError):
        create_source(root, path, b"new")
    assert names(root.parent) == before


def test_a_new_file_is_made_where_files_can_not_be_linked(root: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    create_source(root, NEW, b"new")
    assert read_source(root, NEW) == b"new"
    with pytest.raises(ChangedMeanwhileError):
        create_source(root, NEW, b"newer")


# ── several new files ────────────────────────────────────────────────────────────────────────────────────────────────

TWO = {"content/articles/2015/a/y.md": b"text", "content/articles/2015/a/y.yaml": b"notes"}


def test_new_files_are_made_with_their_folders(root: Path):
    create_sources(root, TWO)
    assert {path: (root / path).read_bytes() for path in TWO} == TWO


def test_of_new_files_all_are_made_or_none(root: Path):
    before = names(root)
    with pytest.raises(ChangedMeanwhileError):
        create_sources(root, {**TWO, PATH: b"new"})
    assert names(root) == before
    assert (root / PATH).read_bytes() == b"old"
    assert not (root / "content/articles/2015").exists()


def test_new_files_are_taken_away_when_the_program_is_interrupted(root: Path, monkeypatch: pytest.MonkeyPatch):
    calls: list[object] = []

    def interrupted(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > 1:
            raise KeyboardInterrupt

    monkeypatch.setattr("generator.fixing.source_file.os.fsync", interrupted)
    before = names(root)
    with pytest.raises(KeyboardInterrupt):
        create_sources(root, TWO)
    assert names(root) == before


@pytest.mark.parametrize("link", ["content/articles/2015", "content/articles/2015/a"])
def test_new_files_are_never_made_through_a_link(root: Path, link: str):
    (root.parent / "elsewhere/a").mkdir(parents=True)
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(root.parent / "elsewhere")
    with pytest.raises(NotFixedError):
        create_sources(root, TWO)
    assert names(root.parent / "elsewhere") == set()


@pytest.mark.parametrize("path", ["content/../x.md", "x.md", "/tmp/x.md", "content//x.md", "templates/x.md"])
def test_new_files_are_never_made_outside_of_content(root: Path, path: str):
    with pytest.raises(NotFixedError):
        create_sources(root, {path: b"new"})


def test_a_folder_that_cannot_be_made_is_named(root: Path):
    with pytest.raises(NotFixedError, match="can't be"):
        create_sources(root, {f"{PATH}/y.md": b"new"})

"""What the last commit holds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.history.git import asked, is_in_checkout
from generator.history.last_commit import LastCommit


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a site"
    (folder / "content").mkdir(parents=True)
    git(folder, "init", "--quiet")
    return folder


def commit(folder: Path, path: str, data: bytes) -> None:
    (folder / path).write_bytes(data)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A change")


def test_a_file_is_read_as_it_was_committed(checkout: Path):
    commit(checkout, "content/ü #1.yaml", b"claims:\r\n")
    (checkout / "content/ü #1.yaml").write_bytes(b"other")
    assert LastCommit(checkout).read("content/ü #1.yaml") == b"claims:\r\n"


def test_the_folder_may_be_within_the_checkout(checkout: Path):
    commit(checkout, "content/a.yaml", b"a")
    assert LastCommit(checkout / "content").read("a.yaml") == b"a"


def test_the_last_commit_is_that_of_now(checkout: Path):
    last = LastCommit(checkout)
    assert last.id == ""
    commit(checkout, "a.yaml", b"one")
    first = last.id
    commit(checkout, "a.yaml", b"two")
    assert last.id != first != ""
    assert last.read("a.yaml") == b"two"


@pytest.mark.parametrize("path", ["b.yaml", "", "content", "../a.yaml", "a.yaml\0", "a\n.yaml", "-p", ":(top)a.yaml"])
def test_what_is_no_file_of_it_is_none(checkout: Path, path: str):
    commit(checkout, "a.yaml", b"one")
    assert LastCommit(checkout).read(path) is None


def test_no_checkout_has_no_commit(tmp_path: Path):
    last = LastCommit(tmp_path)
    assert not is_in_checkout(tmp_path)
    assert (last.id, last.read("a.yaml")) == ("", None)


def test_a_missing_git_can_not_answer(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    commit(checkout, "a.yaml", b"one")
    monkeypatch.setenv("PATH", ".")
    assert asked(checkout, "rev-parse", "HEAD") is None
    assert LastCommit(checkout).id == ""

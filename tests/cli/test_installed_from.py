"""What pip is told to install elsewhere is what is installed here, or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from generator.cli.installed_from import checkout_of, requirement

COMMIT = "4f" * 20
GITHUB = f"counterpoint-archive @ git+https://github.com/example/counterpoint.git@{COMMIT}"
DIGEST = "ab" * 32


def told(direct_url: object, checkout: tuple[str, str] | None = None) -> str:
    return requirement("0.1.0", json.dumps(direct_url), lambda _: checkout)


def by_git(url: str, **more: str) -> dict[str, object]:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}, **more}


LOCAL = {"url": "file:///home/me/counterpoint", "dir_info": {"editable": True}}


def test_what_came_from_an_index_is_asked_for_by_its_version():
    assert requirement("0.1.0", "", lambda _: None) == "counterpoint-archive==0.1.0"


@pytest.mark.parametrize(
    ("direct_url", "expected"),
    [
        (by_git("https://github.com/example/counterpoint.git"), GITHUB),
        (by_git("ssh://git@github.com/example/counterpoint.git"), GITHUB),
        (by_git("https://me:secret@github.com/example/counterpoint.git"), GITHUB),  # a password is nobody's business
        (
            {"url": "https://example.org/c-0.1.0-py3-none-any.whl", "archive_info": {"hashes": {"sha256": DIGEST}}},
            f"counterpoint-archive @ https://example.org/c-0.1.0-py3-none-any.whl#sha256={DIGEST}",
        ),
        (
            {"url": "https://example.org/c.zip", "archive_info": {}},
            "counterpoint-archive @ https://example.org/c.zip",
        ),
    ],
)
def test_what_came_from_an_address_is_asked_for_there(direct_url, expected):
    assert told(direct_url) == expected
    assert Requirement(expected).name == "counterpoint-archive"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://github.com/example/counterpoint.git", GITHUB),
        ("git@github.com:example/counterpoint.git", GITHUB),
        ("/srv/git/counterpoint.git", ""),
        ("git@git.example.org:counterpoint.git", ""),
        ("http://example.org/counterpoint.git", ""),
    ],
)
def test_what_came_from_a_checkout_is_asked_for_where_that_was_cloned_from(origin, expected):
    assert told(LOCAL, (origin, COMMIT)) == expected


@pytest.mark.parametrize(
    "direct_url",
    [
        LOCAL,
        {"url": "file:///tmp/c-0.1.0-py3-none-any.whl", "archive_info": {}},
        by_git("file:///srv/counterpoint"),
        by_git("https://example.org/with space.git"),
        by_git("https://example.org/$(id).git"),
        by_git("https://example.org/mono.git", subdirectory="counterpoint"),
        {"url": "https://example.org/c", "vcs_info": {"vcs": "hg", "commit_id": COMMIT}},
        {"url": "https://example.org/c", "vcs_info": {}},
        {"url": "https://[broken", "archive_info": {}},
        {"url": "https://example.org/c?key=1", "archive_info": {}},
        {},
        [],
        None,
    ],
)
def test_what_nobody_else_could_install_is_left_to_the_editor(direct_url):
    assert told(direct_url) == ""


def test_a_file_that_is_no_json_is_left_to_the_editor():
    assert requirement("0.1.0", "{", lambda _: None) == ""


@given(st.text(), st.text())
def test_no_address_brings_a_second_word_or_a_password(path, commit):
    found = told(by_git(f"https://me:secret@example.org/{path}"), None)
    assert "secret" not in found or "secret" in path
    odd = told({"url": f"https://example.org/{path}", "vcs_info": {"vcs": "git", "commit_id": commit}})
    for one in (found, odd):
        assert one == "" or (one.count(" ") == 2 and "\n" not in one and '"' not in one)


# ── a checkout ───────────────────────────────────────────────────────────────────────────────────────────────────


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def clone(tmp_path):
    """A clone of a repository with one commit."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git(origin, "init", "--quiet")
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    return clone


def test_a_clone_knows_where_it_is_from_and_its_commit(clone):
    assert checkout_of(clone) == (str(clone.with_name("origin")), git(clone, "rev-parse", "HEAD"))


def test_a_commit_that_only_the_clone_has_can_not_be_installed_elsewhere(clone):
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "Only here")
    assert checkout_of(clone) is None


def test_a_folder_that_was_not_cloned_is_none(clone, tmp_path):
    assert checkout_of(clone.with_name("origin")) is None
    (clone / "inside").mkdir()
    assert checkout_of(clone / "inside") is None
    assert checkout_of(tmp_path / "missing") is None

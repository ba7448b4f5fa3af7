"""Repositories of Git for tests: real ones, which read no settings of the computer."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    """What Git prints. Raises `CalledProcessError` where it fails."""
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=_ENVIRONMENT, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def repository(folder: Path) -> Path:
    """A new repository with the branch `main`, with all that the folder holds as its first commit."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin")
    return folder


def commit(folder: Path, subject: str = "A change") -> str:
    """Commits everything, and returns the commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", subject)
    return git(folder, "rev-parse", "HEAD").strip()


def merges(folder: Path, branch: str) -> bool:
    """Merges a branch into the present one. False where that conflicts: the files then hold both sides."""
    try:
        git(folder, "merge", "--quiet", "--no-edit", branch)
    except subprocess.CalledProcessError:
        return False
    return True


def write(folder: Path, files: Mapping[str, str | None]) -> None:
    """Writes files by path, with the folders above them; None deletes one."""
    for path, text in files.items():
        place = folder / path
        if text is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")

"""What a repository knows of a site, as one value: its last commit, and how much of its history is there."""

from __future__ import annotations

from pathlib import Path

from generator.history.git import GitError, answer, asked, is_in_checkout
from generator.values import Immutable

_OLDEST = (2, 30)
"""The oldest version of Git whose output is known here."""
_LONGEST_MAILMAP = 2**20


class Repository(Immutable):
    """The repository that a site's folder is in.

    `commit` is the id of the last commit, `prefix` the path of the site in the repository (empty, or ending in `/`).
    `cut` are the commits of a shallow clone that lack what was before them, in order of their ids. `is_partial`:
    contents may be missing. `mailmap` are the bytes of `.mailmap`. `refused` says in Git's words why nothing can be
    read; then the other fields are empty. Without a checkout, or without a commit, all are.
    """

    commit: str = ""
    prefix: str = ""
    cut: tuple[str, ...] = ()
    is_partial: bool = False
    mailmap: bytes = b""
    refused: str = ""


NO_REPOSITORY = Repository()


def repository_of(root: Path) -> Repository:
    """The repository that the folder `root` is in. Where Git can't tell, the value says why; never raises."""
    if not is_in_checkout(root):
        return NO_REPOSITORY
    try:
        told = answer(
            root, "rev-parse", "--show-prefix", "--is-shallow-repository", "--git-path", "shallow", "--show-toplevel"
        )
    except GitError as error:
        return Repository(
            refused="Git is not installed, or not in a folder of PATH" if error.is_missing else error.reason
        )
    prefix, shallow, cut, top = told.decode("utf-8", "surrogateescape").split("\n")[:4]
    head = asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    if not head:
        return NO_REPOSITORY
    if too_old := _too_old(root):
        return Repository(refused=too_old)
    return Repository(
        commit=head.decode("ascii", "replace").strip(),
        prefix=prefix,
        cut=tuple(sorted(_read(root / cut).decode("ascii", "replace").split())) if shallow == "true" else (),
        is_partial=bool(asked(root, "config", "--get-regexp", r"^remote\..*\.promisor$")),
        mailmap=_read(Path(top) / ".mailmap"),
    )


def _too_old(root: Path) -> str:
    """Why this Git can't be asked; empty where it can."""
    told = (asked(root, "version") or b"").decode("ascii", "replace")
    version = told.removeprefix("git version ").split(".")
    if [part.isdecimal() and len(part) < 5 for part in version[:2]] == [True, True]:
        if (int(version[0]), int(version[1])) >= _OLDEST:
            return ""
        return f"Git {version[0]}.{version[1]} is too old: 2.30 or newer is needed"
    return "its version is not known"


def _read(path: Path) -> bytes:
    """The bytes of a small file; none where it is not there, is a link, or is large."""
    try:
        if path.is_symlink() or path.stat().st_size > _LONGEST_MAILMAP:
            return b""
        return path.read_bytes()
    except OSError:
        return b""

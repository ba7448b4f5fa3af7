"""Reads the log of a repository: each commit that touched an article, and the contents before and after.

Knows what Git prints. Knows neither what the contents say nor which files belong together.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from generator.history.git import asked, streamed
from generator.values import Immutable

_FIELDS = "%x01%H%x02%P%x02%at%x02%ct%x02%aN%x02%aE"
"""The names come last: they may hold any sign, and what is behind the name of an author is never shown."""
_SETTINGS = (
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "color.ui=false",
    "diff.relative=false",
    "i18n.logOutputEncoding=UTF-8",
    "mailmap.file=",
    "mailmap.blob=",
)
"""Settings of the user that would change what is read."""
_FILES = ("100644", "100755")
"""The modes of ordinary files; others are links and submodules."""
_CHUNK = 65_536


class LoggedFile(Immutable):
    """A file that a commit touched: its path in the repository, the ids of its contents in each parent of the commit
    and in the commit. An id is empty where there is no ordinary file."""

    path: str
    before: tuple[str, ...]
    after: str


class LoggedCommit(Immutable):
    """A commit: its id, those of the nearest commits before it that are logged, its files, its author after `.mailmap`.

    `time` are seconds since 1970: when the author made it, or when it was committed, if that was earlier. None where
    Git has no such time.
    """

    id: str
    parents: tuple[str, ...]
    time: int | None
    author: str
    address: str
    files: tuple[LoggedFile, ...]


def commit_log(root: Path, commit: str, folder: str, since: str = "") -> Iterator[LoggedCommit]:
    """The commits that lead to `commit` and touched files below a folder of the site, each behind its parents.

    A merge has the files that differ from those of all its parents. `since` is a commit that leads to `commit` in a
    straight line: what leads to that is left out. Raises `GitError` where Git can't read them.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    commits = (commit, f"^{since}") if since else (commit,)
    options = (
        "log", "-z", "--raw", "--no-abbrev", "--no-renames", "-c", "--parents", "--topo-order", "--reverse",
        "--use-mailmap", f"-O{os.devnull}", f"--format={_FIELDS}", *commits, "--", folder,
    )  # fmt: skip
    with streamed(root, *settings, *options) as output:
        yield from _commits(_tokens(output))


def is_straight_on(root: Path, since: str, commit: str) -> bool:
    """Whether nothing but single commits, one after the other and none of them a merge, leads from `since` to
    `commit`: then all that leads to `since` counts as it did."""
    if asked(root, "merge-base", "--is-ancestor", since, commit) is None:
        return False
    return asked(root, "rev-list", "--min-parents=2", "--max-count=1", f"{since}..{commit}") == b""


def _commits(tokens: Iterable[bytes]) -> Iterator[LoggedCommit]:
    head, files = b"", list[LoggedFile]()
    about = ""
    for token in tokens:
        if about:
            files += _file(about, token)
            about = ""
        elif token.startswith(b"\x01"):
            if head:
                yield _commit(head, files)
            head, files = token, []
        elif token:
            about = token.decode("ascii", "replace")
    if head:
        yield _commit(head, files)


def _commit(head: bytes, files: Iterable[LoggedFile]) -> LoggedCommit:
    id, parents, made, committed, rest = head[1:].decode("utf-8", "replace").split("\x02", 4)
    name, _, address = rest.partition("\x02")
    return LoggedCommit(id, tuple(parents.split()), _earlier(made, committed), name, address, tuple(files))


def _earlier(made: str, committed: str) -> int | None:
    times = [int(text) for text in (made, committed) if text.isdecimal() and len(text) < 12]
    return min(times) if len(times) == 2 else None


def _file(about: str, path: bytes) -> Iterator[LoggedFile]:
    """A file by what Git prints of it: `:100644 100644 1f… 8e… M`, with one more colon, mode and id for each further
    parent. A site can't use a file whose name is not UTF-8, so it is left out."""
    about = about.lstrip("\n")
    parents = len(about) - len(about.lstrip(":"))
    modes, ids = (about[parents:].split(" ")[n : n + parents + 1] for n in (0, parents + 1))
    *before, after = (id if mode in _FILES else "" for mode, id in zip(modes, ids, strict=True))
    try:
        yield LoggedFile(path.decode(), tuple(before), after)
    except UnicodeDecodeError:
        return


def _tokens(output: IO[bytes]) -> Iterator[bytes]:
    """What is between the NULs."""
    rest = b""
    while chunk := output.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest

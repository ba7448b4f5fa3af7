"""Keeps the log of a site from build to build. Where the branch only went on since, it reads the rest alone.

What is kept has no address of anybody, but the names by which the site calls people.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.history.commit_log import LoggedCommit, LoggedFile, commit_log, is_straight_on
from generator.history.people import Namer
from generator.model import Naming
from generator.values import Immutable, replace

_FOLDER = "content"


class NamedCommit(Immutable):
    """A commit as in `LoggedCommit`. `by` is what its author is called; empty for one who stays unnamed."""

    id: str
    parents: tuple[str, ...]
    time: int | None
    by: str
    files: tuple[LoggedFile, ...]


class SiteLog(Immutable):
    """The commits that touched the content of a site up to the commit `head`, each behind its parents.

    `authors` are the keys of `people` that mean an author of one of them. `source` is the digest of what the log
    depends on besides `head`.
    """

    source: str = ""
    head: str = ""
    commits: tuple[NamedCommit, ...] = ()
    authors: tuple[str, ...] = ()


def site_log(root: Path, places: tuple[str, ...], now: SiteLog, people: Naming, cache: Cache, key: str) -> SiteLog:
    """The log with the source and the head of `now`, which has no commits yet; it is kept in the cache under `key`.

    `places` are the beginnings of the paths, in the repository, of the files that it has. Git looks for all of
    content/, since it takes half as long again for several folders. Raises `GitError` where Git can't read it.
    """
    kept: SiteLog | None = loads_kept(cache.get(key), SiteLog)
    if kept and (kept.source, kept.head) == (now.source, now.head):
        return kept
    if kept and kept.commits and kept.source == now.source and is_straight_on(root, kept.head, now.head):
        commits = commit_log(root, now.head, _FOLDER, since=kept.head)
        further = _with(replace(kept, head=now.head), commits, places, people)
        log = _joined(further, len(kept.commits))
    else:
        log = _with(now, commit_log(root, now.head, _FOLDER), places, people)
    cache.put_all({key: dumps(log)})
    return log


def _with(log: SiteLog, further: Iterable[LoggedCommit], places: tuple[str, ...], people: Naming) -> SiteLog:
    namer, authors = Namer(people), dict.fromkeys(log.authors)
    commits = list(log.commits)
    for one in further:
        key = namer.key_of(one.author, one.address)
        files = tuple(file for file in one.files if file.path.startswith(places))
        if key is not None and files:
            authors[key] = None
        commits.append(NamedCommit(one.id, one.parents, one.time, namer.name(one.author, one.address), files))
    return replace(log, commits=tuple(commits), authors=tuple(authors))


def _joined(log: SiteLog, known: int) -> SiteLog:
    """The log with its commits from number `known` on led to by the one before: Git has not looked for that."""
    if len(log.commits) == known:
        return log
    first = replace(log.commits[known], parents=(log.commits[known - 1].id,))
    return replace(log, commits=(*log.commits[:known], first, *log.commits[known + 1 :]))

"""Reads the files of a site as a revision of Git has them, however the checkout looks now. Fetches nothing."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.history.git import GitError, answer, asked, is_in_checkout
from generator.text import nearest_name
from generator.values import Immutable

_CONTENT, _SETTINGS = "content", "site.yaml"
_PATIENCE = 120.0
"""Seconds to wait for Git where it lists or reads thousands of files."""
_MOST_AT_ONCE = 32 * 2**20
"""Bytes of files that are in memory at once."""
_FILES = ("100644", "100755")
"""The modes of ordinary files; others are links and submodules."""


class RevisionError(Exception):
    """A revision can't be read: `message` says why, and `step` what to do."""

    def __init__(self, message: str, step: str) -> None:
        super().__init__(message)
        self.message = message
        self.step = step


class Revision(Immutable):
    """A commit, and the files that it has of a site: those below `content/`, and site.yaml.

    `name` is what the user typed, `commit` its id. `blobs` are the ids of the files' contents by path in the
    site. `left_behind` counts the commits of it that the checkout lacks: 0 where it is an ancestor, or that can't be
    known.
    """

    root: Path
    name: str
    commit: str
    blobs: Mapping[str, str]
    left_behind: int = 0

    @property
    def paths(self) -> frozenset[str]:
        """The paths of the files."""
        return frozenset(self.blobs)

    def has(self, path: str, data: bytes) -> bool:
        """Whether the file at `path` is there with these bytes."""
        blob = self.blobs.get(path)
        return blob is not None and blob == _blob_id(data, sha256=len(blob) == 64)

    def read(self, limits: Mapping[str, int]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of files by path, in the order of `limits`; None for one with more bytes than its limit.

        Raises `RevisionError` where the clone lacks them.
        """
        try:
            sizes = _sizes(self.root, [self.blobs[path] for path in limits])
            group: list[str] = []
            weight = 0
            for path, limit in limits.items():
                size = sizes[self.blobs[path]]
                if weight + min(size, limit) > _MOST_AT_ONCE:
                    yield from self._read(group, sizes, limits)
                    group, weight = [], 0
                group.append(path)
                weight += min(size, limit)
            yield from self._read(group, sizes, limits)
        except GitError as error:
            raise _not_here(self.root, self.name, error) from error

    def _read(
        self, paths: Iterable[str], sizes: Mapping[str, int], limits: Mapping[str, int]
    ) -> Iterator[tuple[str, bytes | None]]:
        paths = list(paths)
        wanted = [self.blobs[path] for path in paths if sizes[self.blobs[path]] <= limits[path]]
        contents = _contents(self.root, wanted)
        for path in paths:
            yield path, contents.get(self.blobs[path]) if sizes[self.blobs[path]] <= limits[path] else None


def revision(root: Path, name: str) -> Revision:
    """The revision that Git knows by `name` (a branch, a tag, a commit, `HEAD~2`), of the site in the folder `root`.

    Raises `RevisionError` where there is no Git, no checkout or no such commit, or where the clone lacks it.
    """
    if not is_in_checkout(root):
        raise RevisionError(
            f"`{root}` is in no checkout of Git, so there is nothing to compare it with.",
            "Run the command in a clone of the site's repository, or leave out `--against`.",
        )
    try:
        answer(root, "rev-parse", "--is-inside-work-tree")
    except GitError as error:
        raise _refused(root, error) from error
    try:
        # first what is named, then its commit: behind `:/words` a `^{commit}` would be words to look for
        named = _id(answer(root, "rev-parse", "--verify", "--end-of-options", name))
        commit = _id(answer(root, "rev-parse", "--verify", "--end-of-options", f"{named}^{{commit}}"))
    except GitError as error:
        raise _unknown(root, name, error) from error
    try:
        listing = answer(root, "ls-tree", "-r", "-z", commit, "--", _CONTENT, _SETTINGS, patience=_PATIENCE)
    except GitError as error:
        raise _not_here(root, name, error) from error
    return Revision(root, name, commit, dict(_blobs(listing)), _left_behind(root, commit))


def _id(printed: bytes) -> str:
    return printed.decode("ascii", "replace").strip()


# ── what Git prints ──────────────────────────────────────────────────────────────────────────────────────────────────


def _blobs(listing: bytes) -> Iterator[tuple[str, str]]:
    """Path and id of each ordinary file. A site can't use one whose name is not UTF-8, so it is left out."""
    for entry in listing.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        mode, _, id = about.decode("ascii", "replace").partition(" blob ")
        if mode in _FILES and id:
            try:
                yield path.decode(), id
            except UnicodeDecodeError:
                continue


def _sizes(root: Path, ids: Iterable[str]) -> dict[str, int]:
    """The bytes of each content by id."""
    lines = "".join(f"{id}\n" for id in dict.fromkeys(ids)).encode()
    told = answer(root, "cat-file", "--batch-check", given=lines, patience=_PATIENCE) if lines else b""
    return dict(_size(line) for line in told.decode("ascii", "replace").splitlines())


def _size(line: str) -> tuple[str, int]:
    id, kind, *size = line.split(" ")
    if kind != "blob":
        raise GitError(f"{id} is {kind}")
    return id, int(size[0])


def _contents(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """The contents by id: for each, Git prints a line with its size, its bytes and a line break."""
    lines = "".join(f"{id}\n" for id in dict.fromkeys(ids)).encode()
    told = answer(root, "cat-file", "--batch", given=lines, patience=_PATIENCE) if lines else b""
    contents: dict[str, bytes] = {}
    start = 0
    while start < len(told):
        end = told.index(b"\n", start)
        id, size = _size(told[start:end].decode("ascii", "replace"))
        contents[id] = told[end + 1 : end + 1 + size]
        start = end + size + 2
    return contents


def _blob_id(data: bytes, *, sha256: bool) -> str:
    """The id that Git gives a content."""
    make = hashlib.sha256 if sha256 else hashlib.sha1
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _left_behind(root: Path, commit: str) -> int:
    """How many commits of `commit` neither the checkout nor what is merged into it has. A shallow clone can't tell."""
    if _is_shallow(root):
        return 0
    merging = asked(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD")
    here = ("HEAD", "MERGE_HEAD") if merging else ("HEAD",)
    told = asked(root, "rev-list", "--count", commit, "--not", *here)
    return int(told) if told else 0


def _is_shallow(root: Path) -> bool:
    return (asked(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


# ── what can go wrong ────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(root: Path, error: GitError) -> RevisionError:
    if error.is_missing:
        step = "Install it from https://git-scm.com, or leave out `--against`."
        return RevisionError("Git is not installed, or not in a folder of PATH; `--against` needs it.", step)
    if "dubious ownership" in error.reason:
        step = (
            f"If you trust it, run `git config --global --add safe.directory {shlex.quote(str(_checkout_of(root)))}`."
        )
        return RevisionError("Git does not read this checkout, because its folder belongs to another user.", step)
    return RevisionError(f"Git does not read this checkout: {error.reason}.", "Run `git status` there to see more.")


def _checkout_of(root: Path) -> Path:
    here = root.resolve()
    return next(above for above in (here, *here.parents) if os.path.lexists(above / ".git"))


def _unknown(root: Path, name: str, error: GitError) -> RevisionError:
    """Why a revision is not there: no commit yet, a shallow clone, another name, or what Git says."""
    if asked(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return RevisionError("This repository has no commit yet, so there is nothing to compare with.", "Commit first.")
    why = "" if error.reason == "Needed a single revision" else f" ({error.reason})"
    message = f"Git finds no commit `{name}` in this clone{why}."
    if _is_shallow(root):
        step = (
            "This clone is shallow: run `git fetch --unshallow` or, in a workflow, give `actions/checkout` "
            "a `fetch-depth` that reaches it (0: everything)."
        )
        return RevisionError(message, step)
    names = (asked(root, "for-each-ref", "--format=%(refname:short)") or b"").decode("utf-8", "replace").split("\n")
    near = next((one for one in names if one.endswith(f"/{name}")), "") or nearest_name(name, filter(None, names))
    if near:
        return RevisionError(message, f"Write `--against {shlex.quote(near)}` if you mean that.")
    return RevisionError(message, "Fetch it, or name one that `git branch --all` or `git log` lists.")


def _not_here(root: Path, name: str, error: GitError) -> RevisionError:
    """Why files of a commit can't be read: a partial clone has not fetched them, or the repository is damaged."""
    if asked(root, "config", "--get-regexp", r"^remote\..*\.promisor$"):
        message = f"This clone lacks files of `{name}`: it is a partial one ({error.reason})."
        return RevisionError(message, "Run `git fetch --refetch --no-filter`, or clone without `--filter`.")
    return RevisionError(f"Git can't read the files of `{name}`: {error.reason}.", "Run `git fsck` to see more.")

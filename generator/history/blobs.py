"""Reads contents of a repository by their ids, in the order in which they are wanted, and a few at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from generator.history.git import GitError, answer, asked, streamed

_LARGEST = 8 * 2**20
"""Bytes. A content with more is no article and no sidecar that can be read."""
_CHUNK = 2**20
_PATIENCE = 300.0
"""Seconds to wait for Git where it walks the whole history."""


def contents(root: Path, wanted: Sequence[Collection[str]]) -> Iterator[dict[str, bytes | None]]:
    """For each group of ids, the contents by id; None for one that is too large to be read.

    Raises `GitError` where one of them is not there, or can't be read.
    """
    lines = (id for ids in wanted for id in ids)
    with streamed(root, "cat-file", "--batch", "--buffer", given=lines) as output:
        for ids in wanted:
            yield {id: _next(output, id) for id in ids}


def _next(output: IO[bytes], wanted: str) -> bytes | None:
    """The next content: a line with its id, kind and size, its bytes, and a line break."""
    line = output.readline().decode("ascii", "replace").split()
    if line[:2] != [wanted, "blob"]:
        output.read()  # so that Git ends, and its own words are known if it failed
        raise GitError(f"{wanted} can't be read")
    size = int(line[2])
    left = size + 1
    while left > _LARGEST + 1:
        left -= len(output.read(min(left, _CHUNK))) or left
    data = output.read(left)
    if size > _LARGEST:
        return None
    if len(data) != left:
        raise GitError(f"{wanted} can't be read to its end")
    return data[:-1]


def ids_at(root: Path, places: Iterable[str]) -> list[str]:
    """The id of the content at each place (`<commit>:<path>`); empty where there is none. Reads no content.

    Raises `GitError` where Git can't tell.
    """
    lines = "".join(f"{place}\n" for place in places)
    if not lines:
        return []
    told = answer(root, "cat-file", "--batch-check=%(objectname)", given=lines.encode(), patience=_PATIENCE)
    return ["" if line.endswith(" missing") else line for line in told.decode("utf-8", "replace").splitlines()]


def missing_in(root: Path, commit: str, places: Sequence[str]) -> frozenset[str]:
    """The ids of what a partial clone lacks of some files and folders. Empty for any other clone.

    Raises `GitError` where Git can't tell.
    """
    if not asked(root, "config", "--get-regexp", r"^remote\..*\.promisor$"):
        return frozenset()
    told = answer(root, "rev-list", "--objects", "--missing=print", commit, "--", *places, patience=_PATIENCE)
    return frozenset(line[1:] for line in told.decode("utf-8", "replace").splitlines() if line.startswith("?"))

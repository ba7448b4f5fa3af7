"""The files of a tree with their digests, as the sorted lines of a manifest. Looks them up where they lie.

Nothing is kept of the lines, of which a large archive has a million: one is found by bisecting, and all are read in
blocks. Knows no folder on the disk.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from mmap import mmap

_BLOCK = 2**20
"""Bytes that are read or copied at once."""
_STEP = 256
"""Bytes of the first step of a search: the next lines are the likeliest."""
_IN_NO_PATH = ("//", "/./", "/../", "\\", ":", "\0", "\t", "\n")
"""Texts that let a path leave its folder on some system (`:` follows a drive of Windows), or break a line in two."""
_HEX = b"0123456789abcdef"
_AFTER_SLASH = b"0"
"""The character that follows `/`: no path below a folder sorts behind the folder's name with this at its end."""


class FileList:
    """The lines in `data` from the offset `start` on: path, tab, SHA-256 in hex; sorted by path, as UTF-8.

    Call nothing but `is_valid` for lines from elsewhere, until it has said yes.
    """

    def __init__(self, data: bytes | mmap = b"", start: int = 0) -> None:
        self._data, self._start, self._end = data, start, len(data)

    def close(self) -> None:
        """Let go of the file: nothing can be looked up any more."""
        if not isinstance(self._data, bytes):
            self._data.close()

    # ── looking up ───────────────────────────────────────────────────────────────────────────────────────────────

    def digest(self, path: str) -> str | None:
        """The digest of a file; None where it is not listed."""
        return next(self.digests((path,)))[1]

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str | None]]:
        """Each of these sorted paths with its digest, or None where it is not listed."""
        at = self._start
        for path in paths:
            key = path.encode()
            at = self._first_from(key, at)
            found = self._data[at + len(key) + 1 : self._behind(at) - 1].decode() if self._is_at(key, at) else None
            yield path, found

    def __contains__(self, path: str) -> bool:
        key = path.encode()
        return self._is_at(key, self._first_from(key, self._start))

    def has_folder(self, folder: str) -> bool:
        """Whether a file in this folder, or below it, is listed."""
        key = f"{folder}/".encode()
        return self._path_at(self._first_from(key, self._start)).startswith(key)

    def in_folder(self, folder: str) -> Iterator[tuple[str, str]]:
        """The files in a folder, but not those below it: path and digest. The top folder is ``""``."""
        key = f"{folder}/".encode() if folder else b""
        at = self._first_from(key, self._start)
        while at < self._end and (path := self._path_at(at)).startswith(key):
            slash, behind = path.find(b"/", len(key)), self._behind(at)
            if slash < 0:
                yield path.decode(), self._data[at + len(path) + 1 : behind - 1].decode()
                at = behind
            else:
                at = self._first_from(path[:slash] + _AFTER_SLASH, behind)

    # ── reading all ──────────────────────────────────────────────────────────────────────────────────────────────

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """All files: path and digest."""
        for block in self._blocks(self._start, self._end):
            fields = _fields(block)
            yield from zip(fields[:-1:2], fields[1::2], strict=True)

    def folders(self) -> Iterator[str]:
        """The folders of all files, without those above them. One may come several times."""
        last = None
        for path, _ in self:
            folder = path.rpartition("/")[0]
            if folder != last:
                yield folder
                last = folder

    def is_valid(self) -> bool:
        """Whether each line is whole, each digest and path one that a build could have written, and their order right.

        There is no loop over the lines, for the sake of speed.
        """
        try:
            before = [""]
            for block in self._blocks(self._start, self._end):
                fields = _fields(block)
                paths, digests = fields[:-1:2], fields[1::2]
                if len(paths) * 2 + 1 != len(fields) or len(paths) != block.count(b"\n") or fields[-1]:
                    return False
                if not _are_digests(digests) or not are_inside(paths):
                    return False
                if not all(map(operator.lt, before + paths, paths)):
                    return False
                before = paths[-1:]
        except UnicodeDecodeError:
            return False
        return True

    def differing(self, files: Iterable[tuple[str, str]]) -> Iterator[str]:
        """The paths at which this listing and `files` (path and digest, sorted) differ, or only one has a file."""
        ours, theirs = iter(self), iter(files)
        one, other = next(ours, None), next(theirs, None)
        while one or other:
            if one == other:
                one, other = next(ours, None), next(theirs, None)
                continue
            path = min(pair[0] for pair in (one, other) if pair)
            yield path
            if one and one[0] == path:
                one = next(ours, None)
            if other and other[0] == path:
                other = next(theirs, None)

    def changed(self, changes: Iterable[tuple[str, str | None]]) -> Iterator[bytes]:
        """The bytes of this listing after some changes, in pieces. What lies between two changes is copied unread.

        A change is a path with its new digest, or with None where the file goes; sorted by path.
        """
        at = self._start
        for path, digest in changes:
            key = path.encode()
            here = self._first_from(key, at)
            yield from self._blocks(at, here)
            at = self._behind(here) if self._is_at(key, here) else here
            if digest is not None:
                yield f"{path}\t{digest}\n".encode()
        yield from self._blocks(at, self._end)

    # ── where lines lie ──────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, at: int, end: int) -> Iterator[bytes]:
        """The lines between two offsets, in blocks of whole lines. What follows the last one comes with it."""
        while at < end:
            behind = self._behind(min(at + _BLOCK, end) - 1)
            yield self._data[at:behind]
            at = behind

    def _first_from(self, key: bytes, low: int) -> int:
        """The offset of the first line, among those from the offset `low` on, whose path does not sort before `key`.

        Steps that double find the end of the stretch to bisect, so that a line nearby is found soon.
        """
        step, high = _STEP, low
        while high < self._end and self._path_at(high) < key:
            low = self._behind(high)
            high = self._line_of(min(low + step, self._end))
            step *= 2
        while low < high:
            middle = self._line_of((low + high) // 2)
            if self._path_at(middle) < key:
                low = self._behind(middle)
            else:
                high = middle
        return low

    def _line_of(self, at: int) -> int:
        """The offset of the line that an offset lies in."""
        return max(self._data.rfind(b"\n", 0, at) + 1, self._start)

    def _behind(self, at: int) -> int:
        """The offset behind the line that an offset lies in."""
        return self._data.find(b"\n", at) + 1 or self._end

    def _is_at(self, key: bytes, at: int) -> bool:
        return at < self._end and self._path_at(at) == key

    def _path_at(self, at: int) -> bytes:
        """The path in the line at an offset; empty at the end."""
        return self._data[at : max(self._data.find(b"\t", at), at)]


def are_inside(paths: list[str]) -> bool:
    """Whether all of these relative paths stay inside the folder they are joined to, on every system."""
    joined = f"/{'/'.join(paths)}/" if paths else ""
    return not any(bad in joined for bad in _IN_NO_PATH)


def _fields(block: bytes) -> list[str]:
    """What stands between tabs and the ends of lines; last of all what follows the last line."""
    return block.decode().replace("\n", "\t").split("\t")


def _are_digests(digests: list[str]) -> bool:
    return {*map(len, digests)} <= {64} and not "".join(digests).encode().translate(None, _HEX)

"""Reads and writes the manifest: the list, in an output folder, of the files that builds of one site wrote there.

A folder is ours if it has a manifest of this site; a file in it is ours if the manifest lists it. The manifest lies in
the tree that it describes, so that the two can't be separated, and holds no time, so that equal trees have equal bytes.
Its first line is `site`, title, address; the second `inputs`, digest; tabs separate the fields. The others are a
`FileList`. Decides nothing: see `safety`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path

from generator.publishing.file_list import FileList
from generator.sources.safe_open import open_plainly

MANIFEST = ".counterpoint-manifest"
"""The name of the manifest, at the top of the output folder."""
_LONGEST_HEAD = 2**16
"""Bytes in which the two lines of the head must end."""
_BLOCK = 2**20
"""Bytes that are written at once."""

Identity = tuple[int, int, int]
"""Inode, time of modification in nanoseconds, size in bytes."""


@dataclass(frozen=True, slots=True)
class SiteName:
    """The title and address (URL) by which a manifest identifies its site."""

    title: str
    url: str = ""

    def is_same_site(self, other: SiteName) -> bool:
        """Whether the two have the same title or the same address, so that either may be changed in site.yaml."""
        return self.title == other.title or bool(self.url and self.url == other.url)

    def in_one_line(self) -> SiteName:
        """The name as a manifest stores it: white space collapsed in the title and removed from the address."""
        return SiteName(" ".join(self.title.split()), "".join(self.url.split()))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build wrote: for which site, from which inputs (the digest, in hex, of all that it read), and which files.

    Reading one looks at its head alone: whether `files` is valid, that has to say itself.
    """

    site: SiteName
    inputs: str = ""
    files: FileList = field(default_factory=FileList)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder, which is not read but mapped; None where it is missing, unreadable or has no head."""
    try:
        data = _mapped(folder / MANIFEST)
        start = data.find(b"\n", data.find(b"\n", 0, _LONGEST_HEAD) + 1, _LONGEST_HEAD) + 1
        site, inputs, _ = data[:start].decode().split("\n")
        word, title, url = site.split("\t")
        key, digest = inputs.split("\t")
    except (OSError, ValueError):
        return None
    if (word, key) != ("site", "inputs"):
        return None
    return Manifest(SiteName(title, url), digest, FileList(data, start))


def manifest_bytes(manifest: Manifest, changes: Iterable[tuple[str, str | None]] = ()) -> Iterator[bytes]:
    """The bytes of a manifest after some changes (see `FileList.changed`), in blocks of about 1 MiB."""
    site = manifest.site.in_one_line()
    pieces = [f"site\t{site.title}\t{site.url}\ninputs\t{manifest.inputs}\n".encode()]
    size = 0
    for piece in manifest.files.changed(changes):
        pieces.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)


def identity_of(file: Path) -> Identity | None:
    """The identity of a file, which changes when it is replaced; None where there is none.

    It is enough to tell manifests apart, since each build writes a new file.
    """
    try:
        status = file.lstat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _mapped(path: Path) -> bytes | mmap:
    """The bytes of a file, which the system reads as they are looked at; all at once where it can't map the file.

    Raises OSError where the file can't be read, ValueError where it is empty.
    """
    with open_plainly(path) as file:
        try:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
        except OSError:
            return file.read()

"""The list in an output folder of what builds of one site wrote there: its form, read and written; nothing is judged.

A folder is ours by this list, and a file in it is ours if it is listed. It stands in the tree that it describes, so
that the two can't part, and holds no time, so that the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.sources.safe_open import open_plainly

MANIFEST = ".counterpoint-manifest"
_LONGEST_HEAD = 2**16
_IN_NO_PATH = ("//", "/./", "/../", "\\", ":", "\0", "\t", "\n")
_HEX = b"0123456789abcdef"


@dataclass(frozen=True, slots=True)
class SiteName:
    """What a manifest knows its site by. Two are the same site if they share the address or the title."""

    title: str
    url: str = ""

    def is_same_site(self, other: SiteName) -> bool:
        return self.title == other.title or bool(self.url and self.url == other.url)

    def in_one_line(self) -> SiteName:
        """As a manifest writes it, and so as it is read back."""
        return SiteName(" ".join(self.title.split()), "".join(self.url.split()))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build wrote: for which site, from which inputs (a digest), and the SHA-256 of each path, both in hex."""

    site: SiteName
    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


class ManifestFile:
    """The manifest that lies in a folder, opened and read once. What can't be trusted counts as none."""

    def __init__(self, folder: Path) -> None:
        try:
            with open_plainly(folder / MANIFEST) as file:
                self._data = file.read()
        except OSError:
            self._data = b""

    @cached_property
    def head(self) -> Manifest | None:
        """Site and inputs only, without the files: as fast for a large archive as for a small one."""
        try:
            site, inputs, _ = self._data[:_LONGEST_HEAD].split(b"\n", 2)
            return parsed((site + b"\n" + inputs + b"\n").decode())
        except ValueError:
            return None

    @cached_property
    def manifest(self) -> Manifest | None:
        """All of it."""
        try:
            return parsed(self._data.decode())
        except ValueError:
            return None

    @property
    def inputs(self) -> str:
        """The digest of what the tree was made from; empty where that can't be known."""
        return self.head.inputs if self.head else ""


def manifest_bytes(manifest: Manifest) -> bytes:
    """`site`, its title and address; `inputs` and their digest; then a path and its digest a line; parted by tabs."""
    site = manifest.site.in_one_line()
    head = f"site\t{site.title}\t{site.url}\ninputs\t{manifest.inputs}\n"
    files = manifest.files
    return (head + "".join([f"{path}\t{files[path]}\n" for path in sorted(files)])).encode()


def parsed(text: str) -> Manifest:
    """The other way; raises ValueError where the text is none of ours, or would lead out of the folder.

    No loop over the lines: an archive has a hundred thousand, and each build reads them.
    """
    head, inputs, body = text.split("\n", 2)
    word, title, url = head.split("\t")
    key, digest = inputs.split("\t")
    fields = body.replace("\n", "\t").split("\t")
    paths, digests = fields[:-1:2], fields[1::2]
    files = dict(zip(paths, digests, strict=False))
    whole = (word, key) == ("site", "inputs") and body.endswith("\n") == bool(body) and not fields[-1]
    if not whole or body.count("\n") * 2 != len(fields) - 1 or len(files) != len(digests):
        raise ValueError("not a manifest")
    if not _are_digests(digests) or not are_inside(paths):
        raise ValueError("not a manifest of ours")
    return Manifest(SiteName(title, url), digest, files)


def _are_digests(digests: list[str]) -> bool:
    return {*map(len, digests)} <= {64} and not "".join(digests).encode().translate(None, _HEX)


def are_inside(paths: list[str]) -> bool:
    """Whether all of these paths, joined to the output, stay in it, on every system."""
    joined = f"/{'/'.join(paths)}/" if paths else ""
    return not any(bad in joined for bad in _IN_NO_PATH)

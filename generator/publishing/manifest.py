"""Reads and writes the manifest: the list, in an output folder, of the files that builds of one site wrote there.

A folder is ours if it has a manifest of this site; a file in it is ours if the manifest lists it. The manifest lies in
the tree that it describes, so that the two can't be separated, and holds no time, so that equal trees have equal bytes.
Decides nothing: see `safety`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.sources.safe_open import open_plainly

MANIFEST = ".counterpoint-manifest"
"""The name of the manifest, at the top of the output folder."""
_LONGEST_HEAD = 2**16
"""Bytes in which the two lines of the head must end."""
_IN_NO_PATH = ("//", "/./", "/../", "\\", ":", "\0", "\t", "\n")
"""Texts that let a path leave its folder on some system (`:` follows a drive of Windows), or break a line in two."""
_HEX = b"0123456789abcdef"


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
    """What a build wrote: for which site, from which inputs, and which files.

    `inputs` is the digest of everything the build read, `files` the SHA-256 of each file by path; all in hex.
    """

    site: SiteName
    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


class ManifestFile:
    """The manifest in a folder, opened and read once. A missing, unreadable or invalid one counts as none."""

    def __init__(self, folder: Path) -> None:
        try:
            with open_plainly(folder / MANIFEST) as file:
                self._data = file.read()
        except OSError:
            self._data = b""

    @cached_property
    def head(self) -> Manifest | None:
        """The manifest without its files: parsing it takes the same time for a large archive as for a small one."""
        try:
            site, inputs, _ = self._data[:_LONGEST_HEAD].split(b"\n", 2)
            return parsed((site + b"\n" + inputs + b"\n").decode())
        except ValueError:
            return None

    @cached_property
    def manifest(self) -> Manifest | None:
        """The whole manifest; None where there is no valid one."""
        try:
            return parsed(self._data.decode())
        except ValueError:
            return None

    @property
    def inputs(self) -> str:
        """The digest of the inputs from which the tree was built; empty where there is no valid manifest."""
        return self.head.inputs if self.head else ""


def manifest_bytes(manifest: Manifest) -> bytes:
    """The bytes of a manifest: lines whose fields are separated by tabs.

    The first is `site`, title, address; the second `inputs`, digest; each further one a path and its digest, sorted.
    """
    site = manifest.site.in_one_line()
    head = f"site\t{site.title}\t{site.url}\ninputs\t{manifest.inputs}\n"
    files = manifest.files
    return (head + "".join([f"{path}\t{files[path]}\n" for path in sorted(files)])).encode()


def parsed(text: str) -> Manifest:
    """The manifest that a text holds (see `manifest_bytes`).

    Raises ValueError where the text is not a manifest, or lists a path that leads out of the folder. There is no loop
    over the lines: an archive has a hundred thousand, and every build reads them.
    """
    head, inputs, body = text.split("\n", 2)
    word, title, url = head.split("\t")
    key, digest = inputs.split("\t")
    fields = body.replace("\n", "\t").split("\t")
    paths, digests = fields[:-1:2], fields[1::2]
    files = dict(zip(paths, digests, strict=False))
    is_whole = (word, key) == ("site", "inputs") and body.endswith("\n") == bool(body) and not fields[-1]
    if not is_whole or body.count("\n") * 2 != len(fields) - 1 or len(files) != len(digests):
        raise ValueError("not a manifest")
    if not _are_digests(digests) or not are_inside(paths):
        raise ValueError("not a manifest: a digest or a path is invalid")
    return Manifest(SiteName(title, url), digest, files)


def _are_digests(digests: list[str]) -> bool:
    return {*map(len, digests)} <= {64} and not "".join(digests).encode().translate(None, _HEX)


def are_inside(paths: list[str]) -> bool:
    """Whether all of these relative paths stay inside the folder they are joined to, on every system."""
    joined = f"/{'/'.join(paths)}/" if paths else ""
    return not any(bad in joined for bad in _IN_NO_PATH)

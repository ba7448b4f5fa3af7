"""Measures how much room a site takes for some choices of `outputs`: the table of docs/hosting.md."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import layouts
from benchmarks.corpus import SPEAKERS, articles
from benchmarks.measuring import run
from benchmarks.programs import ROOT, ours, write
from generator.model import OUTPUT_NAMES

LIMIT = 10**9
"""Bytes that a site on GitHub Pages may have, as the archive that GitHub is sent."""

LISTS = ("verdicts", "speakers", "sources", "publishers", "tags")
WITHOUT: tuple[tuple[str, ...], ...] = (
    (),
    ("history",),
    ("search",),
    ("feeds", "sitemap"),
    ("webannotations",),
    ("data",),
    ("webannotations", "data"),
    LISTS,
    ("webannotations", "data", "search"),
    ("claims", "webannotations", "data"),
    ("claims", "webannotations", "data", "search"),
)
"""Choices of what is left out."""
ONLY: tuple[tuple[str, ...], ...] = (("articles", "claims"), ("articles",))
"""Choices of what is written."""

_HEAD = "| outputs | files an article | kB an article | articles in 1 GB |\n|---|---:|---:|---:|\n"
_COMMITTER = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Benchmarks"), ("EMAIL", "benchmarks@example.org"))
}


@dataclass(frozen=True, slots=True)
class Room:
    """What a site of `articles` takes: `size` in bytes, `packed` those of a tar archive of it."""

    label: str
    articles: int
    files: int
    size: int
    packed: int

    @property
    def most(self) -> int:
        """The articles of the largest archive that fits, if each takes as much as here."""
        return LIMIT * self.articles // self.packed


def rooms(size: int, folder: Path, say: Callable[[str], None]) -> Iterator[Room]:
    """Build an archive of so many articles, in a repository with one commit, for each choice. Raises FailedError."""
    site = folder / "sites" / "room"
    shutil.rmtree(site, ignore_errors=True)
    full = layouts.counterpoint()
    write(site, full.of_site(SPEAKERS))
    for one in articles(size):
        write(site, full.of_article(one))
    for command in (["init", "--quiet"], ["add", "content"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *command], cwd=site, env={**os.environ, **_COMMITTER}, check=True)
    program = ours()[0]
    for label, outputs in _choices():
        write(site, layouts.counterpoint(outputs).of_site(SPEAKERS))
        run(program.build(site), ROOT)
        found = _room(label, size, site / "output")
        say(f"{label}: {found.files:,} files, {found.size:,} bytes, packed {found.packed:,}")
        yield found


def _choices() -> Iterator[tuple[str, Sequence[str]]]:
    """What the table calls each choice, and its outputs."""
    for names in WITHOUT:
        label = f"without {_listed(names)}" if names else "all"
        yield label, [name for name in OUTPUT_NAMES if name not in names]
    for names in ONLY:
        yield f"{_listed(names)} alone", names


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _room(label: str, articles: int, output: Path) -> Room:
    sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    packed = _Counter()
    with tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as archive:
        archive.add(output, ".")
    return Room(label, articles, len(sizes), sum(sizes), packed.size)


class _Counter(io.RawIOBase):
    """A file that is only as long as what was written."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        length = memoryview(data).nbytes  # type: ignore[arg-type]
        self.size += length
        return length


def table(found: Sequence[Room]) -> str:
    """A table in Markdown. The largest archive has two digits that count: no other is annotated alike."""
    return _HEAD + "\n".join(map(_row, found))


def _row(one: Room) -> str:
    files, kilobytes = one.files / one.articles, one.size / one.articles / 1_000
    return f"| {one.label} | {files:.1f} | {kilobytes:.0f} | {float(f'{one.most:.2g}'):,.0f} |"

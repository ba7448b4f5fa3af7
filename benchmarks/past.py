"""A repository with a long history, as `git fast-import` reads it, and what reading that costs.

    python -m benchmarks.past [ARTICLES [FOLDER]]

Each article is added, and its sidecar then changed once: the verdict of one claim. So there are twice as many revisions
of sidecars as articles. It is read with nothing kept (cold), again (warm), and again after one more commit, of one
edited sidecar. Processor time is that of all processes, Git's among them; memory is the most that this one had.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import article, articles, with_verdict_changed
from benchmarks.layouts import counterpoint
from generator.cache.store import Cache
from generator.history.reading import Histories, HistoryInputs
from generator.history.repository import repository_of
from generator.model import Naming
from generator.pipeline.build_context import BuildContext
from generator.pipeline.history_stage import histories_of
from generator.pipeline.processes import cores, processes

_TOGETHER = 8
"""Articles that one commit adds; a verdict is changed in a commit of its own."""


class Spent(NamedTuple):
    """Seconds: from beginning to end, and of the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of the processor)"


def commands(count: int) -> Iterator[bytes]:
    """The commands of `git fast-import` for an archive of so many articles, each revised once."""
    layout, number = counterpoint(), 0
    for first in range(0, count, _TOGETHER):
        number += 1
        yield _commit(number)
        for one in map(article, range(first, min(first + _TOGETHER, count))):
            yield from (_file(path, text) for path, text in layout.of_article(one).items())
    for one in articles(count):
        number += 1
        yield _commit(number)
        files = layout.of_article(with_verdict_changed(one))
        yield from (_file(path, text) for path, text in files.items() if path.endswith(".yaml"))


def _commit(number: int) -> bytes:
    who = f"Annotator {number % 7} <a{number % 7}@example.org> {1_400_000_000 + number * 3_600} +0000"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 1\nm\n".encode()


def _file(path: str, text: str) -> bytes:
    data = text.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def make(folder: Path, count: int) -> None:
    """Makes the repository in an empty folder. There are no files beside it: reading the history needs none."""
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "--quiet", "--initial-branch", "main"], check=True)
    importing = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert importing.stdin, "it has a pipe"
    with importing.stdin as pipe:
        for command in commands(count):
            pipe.write(command)
    if importing.wait():
        raise RuntimeError("`git fast-import` failed")


def revise(folder: Path, count: int) -> str:
    """Adds a commit that takes one verdict back, and returns the id of the one before."""
    git = ["git", "-C", str(folder)]
    before = subprocess.run([*git, "rev-parse", "main"], check=True, capture_output=True, text=True).stdout.strip()
    files = counterpoint().of_article(article(count // 2))
    changed = b"".join(_file(path, text) for path, text in files.items() if path.endswith(".yaml"))
    commit = _commit(3 * count) + b"from refs/heads/main^0\n" + changed
    subprocess.run([*git, "fast-import", "--quiet"], input=commit, check=True)
    return before


def read(folder: Path, count: int, cache: Cache) -> tuple[Histories, Spent]:
    """The histories, and what reading them took."""
    ids: dict[str, tuple[str, ...]] = {f"{one.year}/{one.slug}": () for one in articles(count)}
    asked, jobs = HistoryInputs(ids, (), Naming(), "UTC"), cores()
    wall, cpu = time.monotonic(), _cpu()
    with processes(jobs) as pool:
        context = BuildContext(cache, pool, jobs, repository=repository_of(folder))
        histories, _ = histories_of(asked, context, folder, {})
    return histories, Spent(time.monotonic() - wall, _cpu() - cpu)


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def main(arguments: list[str]) -> None:
    """Makes a repository, reads it without a cache, with one, and after a commit, and prints what that took."""
    count = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[1]) if len(arguments) > 1 else Path(temporary)
        if not (folder / ".git").exists():
            make(folder, count)
        kept = Path(temporary)
        cache = Cache(kept, "past", is_own=True)
        histories, cold = read(folder, count, cache)
        cache.save()
        cache.close()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        histories, warm = read(folder, count, Cache(kept, "past", is_own=True))
        revisions = sum(len(histories.of(id).entries) for id in histories.known.found)
        before = revise(folder, count)
        try:
            _, further = read(folder, count, Cache(kept, "past", is_own=True))
        finally:
            subprocess.run(["git", "-C", str(folder), "update-ref", "refs/heads/main", before], check=True)
        sys.stdout.write(f"{len(histories.known.found)} articles with {revisions} entries\n")
        sys.stdout.write(f"cold: {cold}, {memory} MB\nwarm: {warm}\nafter a commit: {further}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

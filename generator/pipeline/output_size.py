"""Counts the bytes of the output from what a build changes in it, without a look at the files that stay."""

from __future__ import annotations

from generator.cache.serialize import loads_kept
from generator.cache.store import Cache
from generator.pipeline.result import Done
from generator.publishing import OutputFolder, TreeChanges

HOST_LIMIT = 1_000_000_000
"""Bytes that a site on GitHub Pages may have."""
LARGE = HOST_LIMIT * 8 // 10
"""Bytes from which on a build warns. GitHub gets the files in an archive, where each takes nearly a kilobyte more."""


def is_large(size: int) -> bool:
    """Whether an output of that many bytes is near the limit, or above it."""
    return size >= LARGE


def size_then(cache: Cache, output: OutputFolder) -> int | None:
    """The bytes of the output, its manifest with them, as the build that made it counted them; None where the cache
    doesn't know that build.

    Ask before the next build, which may drop that from the cache.
    """
    done: Done | None = loads_kept(cache.get(f"done:{output.inputs}"), Done)
    return done.size if done else None


def size_kept(output: OutputFolder, changes: TreeChanges, then: int | None) -> int:
    """The bytes of those files that these changes leave as they are.

    `then` are the bytes of the output before. Where they are not known, all of its files are looked at.
    """
    if then is None:
        then = output.bytes_of(path for path, _ in output.files)
    return then - output.bytes_of((*changes.made, *changes.gone))

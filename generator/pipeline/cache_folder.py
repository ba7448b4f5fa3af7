"""Where the cache of a site is, and how it is opened. Knows nothing of what is kept in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.cache.store import Cache
from generator.pipeline.program_digest import program_digest
from generator.sources.safe_open import absolute_path

CACHE_FOLDER = ".counterpoint"
"""The cache folder, in the site's folder unless an option names another. Do not commit it to Git."""


def cache_folder(root: Path, asked: str) -> Path:
    """The path of the cache folder: `asked` from the command line, or the default one of the site in `root`."""
    return absolute_path(Path(asked)) if asked else root / CACHE_FOLDER


@contextmanager
def open_cache(folder: Path, *, forgets: bool = False) -> Iterator[Cache]:
    """Open the cache in a folder, and close it at the end. One that `forgets` is only read."""
    cache = Cache(folder, program_digest(), forgets=forgets, is_own=is_own(folder))
    try:
        yield cache
    finally:
        cache.close()


def is_own(folder: Path) -> bool:
    """Whether a folder is a site's own cache folder by its name, and not one that a person has chosen."""
    return folder.name == CACHE_FOLDER

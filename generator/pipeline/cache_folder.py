"""Where the cache of a site is, and how it is opened. Knows nothing of what is kept in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from generator.cache.store import Cache
from generator.history.git import is_in_checkout
from generator.pipeline.program_digest import program_digest
from generator.sources.safe_open import absolute_path

CACHE_FOLDER = ".counterpoint"
"""The cache folder, in the site's folder unless an option names another. Do not commit it to Git."""


def cache_folder(root: Path, asked: str) -> Path:
    """The path of the cache folder: `asked` from the command line, or the default one of the site in `root`."""
    return absolute_path(Path(asked)) if asked else root / CACHE_FOLDER


def layer_cache(folder: Path, layer: str) -> Path:
    """The folder for the cache of the preview of a layer, inside the cache folder, which is made: nothing of a layer is
    in the cache of the site."""
    with suppress(OSError):  # opening the cache says what is wrong with it
        folder.mkdir(exist_ok=True)
    return folder / f"layer-{layer}"


def site_cache(folder: Path, root: Path, *, forgets: bool = False) -> Cache:
    """Open the cache in a folder, for the site in the folder `root`. One that `forgets` is only read.

    The folder is for caches only if it has the default name: then no person chose it.
    """
    is_own = folder.name == CACHE_FOLDER
    return Cache(folder, program_digest(), forgets=forgets, is_own=is_own, travels=_may_travel(folder, root))


def _may_travel(folder: Path, root: Path) -> bool:
    """Whether the cache in a folder is trusted by its checksum, wherever it was made.

    It is where no pull request can bring one: outside of the site in the folder `root`, and of any checkout.
    """
    return not folder.resolve().is_relative_to(root.resolve()) and not is_in_checkout(folder)

"""Decides whether a build may write to a folder, and says why not. Writes nothing itself.

People have lost repositories to programs that trusted a path, so nothing that is not ours is ever touched: a folder is
ours only if it has a manifest of this site.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from generator.publishing.manifest import MANIFEST, Manifest, SiteName
from generator.sources.read import SETTINGS
from generator.urls import folded

_SOURCE_FOLDERS = ("content", "templates")
_CHOOSE = "Choose another folder with `--output`, preferably one that does not exist yet."
_CHOOSE_CACHE = "Choose another folder with `--cache`, or leave the option out."
_CHOOSE_OR_DELETE = "Choose another folder with `--output`, or delete this one if you don't need it."


class Refusal(NamedTuple):
    """Why a build may not write somewhere, and the next step: one sentence each."""

    why: str
    step: str


class OutputRefusedError(Exception):
    """A build may not or can't write here. The message says why, `step` what to do; the output was not changed."""

    def __init__(self, message: str, step: str = "") -> None:
        super().__init__(message)
        self.step = step


def refuse_reason(output: Path, root: Path, site: SiteName | None, manifest: Manifest | None) -> Refusal | None:
    """Why a build may not write to `output`; None where it may.

    `output` is an absolute path, `root` the folder of site.yaml, `manifest` the one in `output`. Without `site`, only
    a folder inside the site's own counts as the site's.
    """
    real_root = root.resolve()
    return (
        _refused_link(output, real_root)
        or _refused_place(output.resolve(), real_root)
        or _refused_folder(output)
        or _refused_contents(output, real_root, site, manifest)
    )


def staging_refuse_reason(
    staging: Path, root: Path, site: SiteName | None, made_for: SiteName | None
) -> Refusal | None:
    """Why a build may not write to the staging directory; None where it may.

    `made_for` is the site that the directory's mark or manifest names; None where it has neither.
    """
    reason = _refused_link(staging, root.resolve()) or _refused_folder(staging)
    if reason or not staging.is_dir():
        return reason
    if made_for is None:
        why = f"Builds need `{staging}` as their staging directory, but no build of this site made it."
        return Refusal(why, "Move it away.")
    if _nearest_site(staging) == root.resolve() or site is None or site.is_same_site(made_for):
        return None
    return Refusal(f"`{staging}` was made for another site, “{made_for.title}”.", _CHOOSE_OR_DELETE)


def _refused_link(place: Path, root: Path) -> Refusal | None:
    """Refuse `place` if it or a folder between it and the site is a link.

    Links above the site are allowed: systems have their own (`/tmp` on a Mac is one).
    """
    above = [folder for folder in place.parents if folder != root and folder.is_relative_to(root)]
    link = next((folder for folder in (place, *above) if folder.is_symlink()), None)
    return (
        Refusal(f"`{link}` is a symbolic link, and its target may not belong to this site.", _CHOOSE) if link else None
    )


def _refused_place(place: Path, root: Path) -> Refusal | None:
    """Refuse `place` for where it is; it and `root` are resolved paths."""
    if place == Path(place.anchor):
        return Refusal(f"`{place}` is the root of the disk.", _CHOOSE)
    if _home().is_relative_to(place):
        return Refusal(f"`{place}` is your home folder or contains it.", _CHOOSE)
    if root.is_relative_to(place):
        return Refusal(f"`{place}` contains the site itself, so built files would be mixed with its sources.", _CHOOSE)
    if Path.cwd().is_relative_to(place):
        return Refusal(f"`{place}` is the current folder or contains it.", _CHOOSE)
    for name in _SOURCE_FOLDERS:
        if place.is_relative_to(root / name):
            return Refusal(f"`{place}` is in `{name}/`, a folder of the site's sources.", _CHOOSE)
    if ".git" in place.parts:
        return Refusal(f"`{place}` is in a `.git` folder.", _CHOOSE)
    return None


def _refused_folder(place: Path) -> Refusal | None:
    if not os.path.lexists(place):
        return None
    if not place.is_dir():
        return Refusal(f"`{place}` is not a folder.", _CHOOSE)
    if place.is_mount():
        return Refusal(f"`{place}` is a mount point.", f"Choose a folder below it: `--output {place / 'site'}`.")
    if os.path.lexists(place / ".git"):
        step = "Choose another folder with `--output`, and copy the built files from there to publish from a branch."
        return Refusal(f"`{place}` is a Git checkout.", step)
    return None


def _refused_contents(place: Path, root: Path, site: SiteName | None, manifest: Manifest | None) -> Refusal | None:
    if not place.is_dir() or not any(place.iterdir()):
        return None
    if manifest is None:
        why = f"`{place}` contains files that no build of this site wrote."
        return damaged_reason(place) or Refusal(why, _CHOOSE)
    if _nearest_site(place) == root or (site is not None and site.is_same_site(manifest.site)):
        return None
    return Refusal(f"`{place}` was built for another site, “{manifest.site.title}”.", _CHOOSE_OR_DELETE)


def refuse_cache(folder: Path, root: Path, output: Path) -> None:
    """Raise OutputRefusedError where the cache may not be in `folder`; all paths are absolute.

    `root` is the folder of site.yaml. Touches nothing.
    """
    refusal = _refused_cache_link(folder, root.resolve()) or _refused_cache(folder.resolve(), root.resolve(), output)
    if refusal:
        raise OutputRefusedError(*refusal)


def _refused_cache_link(folder: Path, root: Path) -> Refusal | None:
    refusal = _refused_link(folder, root)
    return refusal and Refusal(refusal.why, _CHOOSE_CACHE)


def _refused_cache(place: Path, root: Path, output: Path) -> Refusal | None:
    """Refuse the cache for where it is; `place` and `root` are resolved paths."""
    tree = output.resolve()
    if os.path.lexists(place) and not place.is_dir():
        return Refusal(f"The cache can't be in `{place}`, which is not a folder.", _CHOOSE_CACHE)
    if place == Path(place.anchor) or place == _home():
        return Refusal(f"The cache can't be in `{place}` itself, beside other files.", _CHOOSE_CACHE)
    if root.is_relative_to(place):
        return Refusal(f"The cache can't be in `{place}`, which is or contains the site's folder.", _CHOOSE_CACHE)
    for name in _SOURCE_FOLDERS:
        if place.is_relative_to(root / name):
            return Refusal(f"The cache can't be in `{name}/`, a folder of the site's sources.", _CHOOSE_CACHE)
    if ".git" in place.parts:
        return Refusal(f"The cache can't be in `{place}`, which is in a `.git` folder.", _CHOOSE_CACHE)
    for folder in (tree, tree.parent / f"{tree.name}.next~"):
        if place.is_relative_to(folder) and not root.is_relative_to(folder):  # such an output is refused for itself
            return Refusal(f"The cache can't be in `{folder}`, since it would be published.", _CHOOSE_CACHE)
    if tree.is_relative_to(place):
        return Refusal(f"`{tree}` is in the cache folder `{place}`.", _CHOOSE)
    return None


def damaged_reason(place: Path) -> Refusal | None:
    """Why a build may not write to a folder whose manifest is invalid; None where it has none.

    Call it only after the manifest was found to be invalid.
    """
    if not os.path.lexists(place / MANIFEST):
        return None
    why = f"The manifest in `{place}` is damaged, so it is unknown which files builds wrote."
    return Refusal(why, "Delete the folder if it holds nothing but built files.")


def _nearest_site(place: Path) -> Path | None:
    """The nearest folder above that has a site.yaml.

    An output folder inside the site's own belongs to the site, even after its title and address were changed.
    """
    return next((folder.resolve() for folder in place.parents if (folder / SETTINGS).exists()), None)


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # no home folder is known to the system
        return Path.cwd()


def in_the_way(foreign: Iterable[str], wanted: Iterable[str]) -> str | None:
    """The first foreign file that is where a wanted file or its folder must go; None where there is none.

    `foreign` and `wanted` are paths relative to the output folder, compared as case-insensitive file systems do.
    """
    by_key = {folded(path): path for path in foreign}
    if not by_key:
        return None
    keys = {folded(path) for path in wanted} | {folded(MANIFEST)}
    folders = {"/".join(parts[:n]) for parts in (key.split("/") for key in keys) for n in range(1, len(parts))}
    for key, path in by_key.items():
        parts = key.split("/")
        if key in keys or key in folders or any("/".join(parts[:n]) in keys for n in range(1, len(parts))):
            return path
    return None

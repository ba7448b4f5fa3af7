"""Says why nothing may be written to a folder: what isn't ours is never touched; writes nothing itself.

People have lost repositories to programs that trusted a path. A folder is ours by its manifest, and by nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.publishing.manifest import MANIFEST, ManifestFile, SiteName
from generator.sources.read import SETTINGS
from generator.urls import folded

_KEPT_FROM_THE_SITE = ("content", "templates")
_CHOOSE = "Choose another folder with --output, best one that doesn't exist yet."


class OutputRefusedError(Exception):
    """The output folder can't be used; the message says why and what to do. Nothing was changed."""


def refuse_reason(output: Path, root: Path, site: SiteName | None, file: ManifestFile) -> str | None:
    """Why nothing may be written to `output`, in words with the next step; None where it may.

    `output` is a whole path, `root` the folder of site.yaml, `file` the manifest in the output. Without `site` a
    manifest is taken for ours by its place alone.
    """
    real_root = root.resolve()
    return (
        _refused_link(output, real_root)
        or _refused_place(output.resolve(), real_root)
        or _refused_folder(output)
        or _refused_contents(output, real_root, site, file)
    )


def staging_refuse_reason(staging: Path, root: Path, site: SiteName | None, made_for: SiteName | None) -> str | None:
    """The same of the folder beside the output. `made_for` is the site that the marks in it name, if there are any."""
    reason = _refused_link(staging, root.resolve()) or _refused_folder(staging)
    if reason or not staging.is_dir():
        return reason
    if made_for is None:
        return f"{staging} stands where the next output is made, and no build of this site wrote it. Move it away."
    if _nearest_site(staging) == root.resolve() or site is None or site.is_same_site(made_for):
        return None
    return f"{staging} was made for another site, “{made_for.title}”. {_CHOOSE} Or delete it yourself."


def _refused_link(place: Path, root: Path) -> str | None:
    """Links above the site are the system's own affair (`/tmp` on a Mac is one)."""
    above = [folder for folder in place.parents if folder != root and folder.is_relative_to(root)]
    link = next((folder for folder in (place, *above) if folder.is_symlink()), None)
    return f"{link} is a symbolic link, and what it leads to may not be ours. {_CHOOSE}" if link else None


def _refused_place(place: Path, root: Path) -> str | None:
    """`place` and `root` without links in them."""
    if place == Path(place.anchor):
        return f"{place} is the root of the disk. {_CHOOSE}"
    if _home().is_relative_to(place):
        return f"{place} is your home folder, or holds it. {_CHOOSE}"
    if root.is_relative_to(place):
        return f"{place} holds the site itself: site.yaml and content/ would lie among what is built. {_CHOOSE}"
    if Path.cwd().is_relative_to(place):
        return f"{place} is the folder you are in, or holds it. {_CHOOSE}"
    for name in _KEPT_FROM_THE_SITE:
        if place.is_relative_to(root / name):
            return f"{place} lies in {name}/, which a build reads. {_CHOOSE}"
    if ".git" in place.parts:
        return f"{place} lies in git's own folder. {_CHOOSE}"
    return None


def _refused_folder(place: Path) -> str | None:
    if not os.path.lexists(place):
        return None
    if not place.is_dir():
        return f"{place} is not a folder. {_CHOOSE}"
    if place.is_mount():
        return f"{place} is a mount point: another disk begins here. Name a folder below it: --output {place / 'site'}"
    if os.path.lexists(place / ".git"):
        return f"{place} is a git checkout. {_CHOOSE} To publish from a branch, copy the built files there."
    return None


def _refused_contents(place: Path, root: Path, site: SiteName | None, file: ManifestFile) -> str | None:
    if not place.is_dir() or not any(place.iterdir()):
        return None
    manifest = file.head
    if manifest is None:
        strange = f"{place} holds files that no build of this site wrote. {_CHOOSE} Or empty it yourself."
        return damaged_reason(place) or strange
    if _nearest_site(place) == root or (site is not None and site.is_same_site(manifest.site)):
        return None
    return f"{place} was built for another site, “{manifest.site.title}”. {_CHOOSE} Or delete it yourself."


def damaged_reason(place: Path) -> str | None:
    """Why nothing may be written to a folder whose manifest can't be read, if it has one."""
    if not os.path.lexists(place / MANIFEST):
        return None
    return f"The manifest in {place} is damaged, so nobody can tell what is ours there. Delete the folder yourself."


def _nearest_site(place: Path) -> Path | None:
    """The site in whose folder this lies: its output is its own, even after its title and address were changed."""
    return next((folder.resolve() for folder in place.parents if (folder / SETTINGS).exists()), None)


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # no home folder is known to the system
        return Path.cwd()


def in_the_way(foreign: Iterable[str], wanted: Iterable[str]) -> str | None:
    """A foreign file where one of ours has to go: overwriting it would delete what somebody else put there."""
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

"""Writes a finished tree into the output folder, and refuses a folder that isn't ours; knows nothing of what it writes.

A folder is ours by its manifest. Nothing is overwritten or deleted but what the manifest of this very site lists:
people have lost repositories to programs that trusted a path.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.files import SETTINGS, open_plainly
from generator.urls import folded

MANIFEST = ".counterpoint-manifest"
_UNFINISHED = ".counterpoint-next~"
_KEPT_FROM_THE_SITE = ("content", "templates")


@dataclass(frozen=True, slots=True)
class SiteName:
    """What a manifest knows its site by. Two are the same site if they share the address or the title."""

    title: str
    url: str = ""

    def is_same_site(self, other: SiteName) -> bool:
        return self.title == other.title or bool(self.url and self.url == other.url)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build wrote: for which site, from which inputs (a digest), and the SHA-256 of each path, both in hex."""

    site: SiteName
    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output. `foreign` are the files in it that no build of this site wrote: they were left."""

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class OutputRefusedError(Exception):
    """The output folder can't be used; the message says why and what to do. Nothing was changed."""


def publish(files: Mapping[str, bytes | Path], output: Path, root: Path, site: SiteName, inputs: str = "") -> Published:
    """Make `output` hold these files (a `Path` is copied), the manifest, and what others put there.

    Writes only what differs and deletes only what the last build wrote. Raises `OutputRefusedError` before anything
    is changed, `OSError` where the disk is full or writing is not allowed.
    """
    output = as_named(output)
    reason = refuse_reason(output, root, site) or _in_the_way(files, output)
    if reason:
        raise OutputRefusedError(reason)
    assert all(_is_inside(path) for path in files), "a path of the output leads out of it"
    manifest = Manifest(site, inputs, {path: _digest(data) for path, data in files.items()})
    return _bring_up_to_date(output, files, manifest)


def clean(output: Path, root: Path, site: SiteName | None = None) -> Published:
    """Delete what builds of this site wrote, and nothing else. Raises as `publish` does."""
    output = as_named(output)
    reason = refuse_reason(output, root, site)
    if reason:
        raise OutputRefusedError(reason)
    old = read_manifest(output)
    if old is None:
        return Published()
    here = _tree(output)
    ours = _ours(here, old)
    _delete(output, [*ours, MANIFEST])
    return Published(deleted=tuple(ours), foreign=_foreign(here, old))


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of an output folder; None where there is none, or none that can be trusted."""
    try:
        with open_plainly(output / MANIFEST) as file:
            return _parsed(file.read().decode())
    except (OSError, ValueError):
        return None


# ── is this folder ours? ─────────────────────────────────────────────────────────────────────────────────────────


def refuse_reason(output: Path, root: Path, site: SiteName | None = None) -> str | None:
    """Why nothing may be written to `output`, in words with the next step; None where it may.

    `root` is the folder of site.yaml. Without `site` a manifest is taken for ours by its place alone.
    """
    place, real_root = as_named(output), root.resolve()
    return (
        _refused_link(place, real_root)
        or _refused_place(place.resolve(), real_root)
        or _refused_folder(place)
        or _refused_contents(place, real_root, site)
    )


def as_named(output: Path) -> Path:
    """The whole path, `..` taken away by name: the folder that is checked is the one that is written."""
    return Path(os.path.abspath(output))  # noqa: PTH100 - resolve() would follow the very links that are looked for


_CHOOSE = "Choose another folder with --output, best one that doesn't exist yet."


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


def _refused_contents(place: Path, root: Path, site: SiteName | None) -> str | None:
    if not place.is_dir() or all(path.name == _UNFINISHED for path in place.iterdir()):
        return None
    manifest = read_manifest(place)
    if manifest is None and os.path.lexists(place / MANIFEST):
        return f"The manifest in {place} is damaged, so nobody can tell what is ours there. Delete the folder yourself."
    if manifest is None:
        return f"{place} holds files that no build of this site wrote. {_CHOOSE} Or empty it yourself."
    if _nearest_site(place) == root or (site is not None and site.is_same_site(manifest.site)):
        return None
    return f"{place} was built for another site, “{manifest.site.title}”. {_CHOOSE} Or delete it yourself."


def _nearest_site(place: Path) -> Path | None:
    """The site in whose folder this lies: its output is its own, even after its title and address were changed."""
    return next((folder.resolve() for folder in place.parents if (folder / SETTINGS).exists()), None)


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # no home folder is known to the system
        return Path.cwd()


def _in_the_way(files: Iterable[str], output: Path) -> str | None:
    """A foreign file where one of ours has to go: overwriting it would delete what somebody else put there."""
    foreign = {folded(path): path for path in _foreign(_tree(output), read_manifest(output))}
    if not foreign:
        return None
    wanted = {folded(path) for path in files} | {folded(MANIFEST)}
    folders = {"/".join(parts[:n]) for parts in (path.split("/") for path in wanted) for n in range(1, len(parts))}
    for key, path in foreign.items():
        parts = key.split("/")
        if key in wanted or key in folders or any("/".join(parts[:n]) in wanted for n in range(1, len(parts))):
            return f"{output / path} is in the way: the site has a page there, and no build wrote this. Move it away."
    return None


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _bring_up_to_date(output: Path, tree: Mapping[str, bytes | Path], manifest: Manifest) -> Published:
    """The one place that changes an output folder.

    While it runs, the manifest on disk lists the old files and the new ones: if it ends half-way, all of them are
    still known as ours.
    """
    old = read_manifest(output) or Manifest(manifest.site)
    here = _tree(output)
    stale = [path for path in _ours(here, old) if path not in tree]
    changed = [path for path, data in tree.items() if path not in here or not _holds(output / path, data)]
    final = _as_bytes(manifest)
    if stale or changed:
        both = Manifest(manifest.site, "", {**old.files, **manifest.files})
        _write(output, MANIFEST, _as_bytes(both))
    _delete(output, stale)
    for path in changed:
        _write(output, path, tree[path])
    if not _holds(output / MANIFEST, final):
        _write(output, MANIFEST, final)
    foreign = _foreign(here, Manifest(manifest.site, "", {**old.files, **manifest.files}))
    return Published(tuple(changed), tuple(stale), foreign)


def _tree(output: Path) -> dict[str, bool]:
    """Path → whether it is an ordinary file, of all that lies in a folder; of folders only the empty ones."""
    found: dict[str, bool] = {}
    folders = [""] if output.is_dir() else []
    while folders:
        folder = folders.pop()
        with os.scandir(output / folder) as entries:
            listed = [(f"{folder}/{entry.name}".lstrip("/"), entry) for entry in entries]
        if folder and not listed:
            found[folder] = False
        for path, entry in listed:
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                found[path] = entry.is_file(follow_symlinks=False)
    return dict(sorted(found.items()))


def _ours(here: Mapping[str, bool], manifest: Manifest) -> list[str]:
    """What a manifest lists and is still an ordinary file."""
    return [path for path, is_file in here.items() if is_file and path in manifest.files]


def _foreign(here: Mapping[str, bool], manifest: Manifest | None) -> tuple[str, ...]:
    ours = {MANIFEST, _UNFINISHED, *(_ours(here, manifest) if manifest else ())}
    return tuple(path for path in here if path not in ours)


def _holds(path: Path, data: bytes | Path) -> bool:
    if isinstance(data, Path):
        return path.is_file() and filecmp.cmp(path, data, shallow=False)
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _write(output: Path, path: str, data: bytes | Path) -> None:
    """A whole file or none: written beside and then put in place, which also replaces a link and never follows it."""
    unfinished = output / _UNFINISHED
    (output / path).parent.mkdir(parents=True, exist_ok=True)
    try:
        with unfinished.open("wb") as file:
            for block in _blocks(data):
                file.write(block)
        unfinished.replace(output / path)
    except BaseException:  # whatever happened, Ctrl-C too: nothing unfinished stays behind
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _blocks(data: bytes | Path) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    with open_plainly(data) as file:
        while block := file.read(2**20):
            yield block


def _delete(output: Path, paths: Iterable[str]) -> None:
    """These files, and the folders that are empty without them."""
    folders: set[str] = set()
    for path in paths:
        (output / path).unlink(missing_ok=True)
        folders.update(str(folder) for folder in Path(path).parents if folder != Path())
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):  # not empty: something foreign lies there
            (output / folder).rmdir()


def _digest(data: bytes | Path) -> str:
    digest = hashlib.sha256()
    for block in _blocks(data):
        digest.update(block)
    return digest.hexdigest()


# ── the manifest's form ──────────────────────────────────────────────────────────────────────────────────────────

_LINE = re.compile(r"([^\t\n]+)\t([0-9a-f]{64})")


def _as_bytes(manifest: Manifest) -> bytes:
    """`site`, its title and address; `inputs` and their digest; then a path and its digest a line; parted by tabs."""
    title = " ".join(manifest.site.title.split())
    lines = [f"site\t{title}\t{manifest.site.url}", f"inputs\t{manifest.inputs}"]
    lines += [f"{path}\t{digest}" for path, digest in sorted(manifest.files.items())]
    return ("\n".join(lines) + "\n").encode()


def _parsed(text: str) -> Manifest:
    """The other way; raises ValueError where the text is none of ours, or would lead out of the folder."""
    head, inputs, *lines = text.removesuffix("\n").split("\n")
    word, title, url = head.split("\t")
    key, digest = inputs.split("\t")
    entries = [_LINE.fullmatch(line) for line in lines]
    files = {entry[1]: entry[2] for entry in entries if entry and _is_inside(entry[1])}
    if (word, key) != ("site", "inputs") or len(files) != len(lines):
        raise ValueError("not a manifest")
    return Manifest(SiteName(title, url), digest, files)


def _is_inside(path: str) -> bool:
    """Whether a path, joined to the output, stays in it, on every system."""
    return not any(part in {"", ".", ".."} for part in path.split("/")) and not re.search(r"[\\:\0\t\n]", path)

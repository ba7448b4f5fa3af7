"""Makes the next output in a folder beside the present one, out of hard links and new files; exchanges nothing.

The twin holds what the output held before the last build, and is brought up by what the last two builds changed. No
file is ever written in place: it is made new and linked, so that what is done to the twin can't be seen in the output.

A mark in it, `.counterpoint-twin`, is there as long as it is no finished output. It says which files lie there beside
those of the manifest, carried over or just being made; and, once a build has come to its end, in which files the twin
differs from the output, so that nobody needs to compare the two.
"""

from __future__ import annotations

import errno
import filecmp
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.manifest import MANIFEST, Manifest, SiteName, are_inside, as_bytes, read_head, read_manifest
from generator.publishing.safety import OutputRefusedError, refuse_twin_reason
from generator.publishing.swap import write_to_disk
from generator.publishing.tree_scan import Inventory, Listing, seal, take_inventory, with_folders_above
from generator.sources.safe_open import open_plainly

MARK = ".counterpoint-twin"
STAGED = ".counterpoint-staged~"
_UNFINISHED = ".counterpoint-unfinished~"
OUR_MARKS = frozenset({MANIFEST, MARK, STAGED, _UNFINISHED})
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
"""Left by file managers in any folder they show, and made anew as often as they are taken away."""
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
"""What file systems answer that have no hard links, or none of this file."""


_Identity = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next output is to be. `contents` are the files to be made new: their bytes, or the file to copy or (out
    of `staging_folder`) to move; all others of the manifest are taken from the present output as they stand there.
    `differing` are all paths that the two outputs don't share, `present` lists the present one, and `carried` are the
    files of others in it."""

    output: Path
    twin: Path
    manifest: Manifest
    contents: Mapping[str, bytes | Path]
    differing: frozenset[str]
    present: Listing
    carried: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """`besides` are paths in the twin that builds may delete, though no manifest lists them.

    `differing` are those in which the twin and the output differ, as long as the output has this very manifest;
    without one, the last build didn't come to its end, and nothing is known.
    """

    site: SiteName
    besides: frozenset[str] = frozenset()
    differing: frozenset[str] = frozenset()
    of_manifest: _Identity | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a twin holds before it is brought up: `stale` are files of ours to be deleted, `wanted` those to be made;
    all others it has already. `left` are nobody's; `empty` and `unsealed` folders; `besides` as in its mark."""

    wanted: frozenset[str]
    stale: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()


def twin_of(output: Path) -> Path:
    """The folder beside an output in which the next one is made."""
    return output.with_name(output.name + ".next~")


def refuse_twin(twin: Path, root: Path, site: SiteName | None) -> None:
    """Raise OutputRefusedError unless this folder is missing, empty, or made by builds of this site."""
    mark, head = (_read_mark(twin), read_head(twin)) if _is_folder(twin) else (None, None)
    if _is_folder(twin) and all(path.name in {STAGED, _UNFINISHED} for path in twin.iterdir()):
        return
    made_for = mark.site if mark else head.site if head else None
    reason = refuse_twin_reason(twin, root, site, made_for)
    if reason:
        raise OutputRefusedError(reason)


def bring_up(plan: Plan) -> None:
    """Make the twin hold what the plan says, on the disk and without its mark: ready to be exchanged.

    Raises OutputRefusedError where somebody's file is in it, OSError where it can't be written. What was begun is then
    taken away again, as far as the system lets it.
    """
    found = _look_at(plan)
    try:
        _bring_up(plan, found)
    except BaseException:  # whatever happened, Ctrl-C too: a full disk gets its room back
        with suppress(OSError):
            take_down(plan.twin)
        raise


def settle(plan: Plan) -> None:
    """After the exchange, the former output is the twin: mark it so that the next build can take it at its word."""
    made_for = _identity(plan.output / MANIFEST)
    _write_mark(plan.twin, _Mark(plan.manifest.site, plan.carried, plan.differing, made_for))


def carried_before(twin: Path) -> frozenset[str]:
    """The files of others that the last build carried over."""
    mark = _read_mark(twin)
    return mark.besides if mark and mark.of_manifest else frozenset()


def staging_folder(twin: Path, site: SiteName) -> Path:
    """An empty folder in the twin, for files that are made before publishing begins: they are moved into their places
    and not copied. For plain files only, under any names. Ask `refuse_twin` first."""
    _make_folder(twin)
    if not os.path.lexists(twin / MARK):
        _write_mark(twin, _Mark(site))
    _empty_staging(twin)
    (twin / STAGED).mkdir()
    return twin / STAGED


def drop_staged(twin: Path) -> None:
    """Delete what was staged and not used, and the twin, if it was made for that alone."""
    _empty_staging(twin)
    if _is_folder(twin) and {path.name for path in twin.iterdir()} == {MARK}:
        _delete_marks(twin)


def _empty_staging(twin: Path) -> None:
    """Delete the folder and what is in it; again, if a process of a build that was killed has just put a file there."""
    while _is_folder(twin / STAGED):
        for path in (twin / STAGED).iterdir():
            path.unlink()
        try:
            (twin / STAGED).rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def take_down(twin: Path) -> None:
    """Delete a twin of ours: its files, and the folder with its marks, if nothing else lies in it."""
    mark, manifest = _read_mark(twin), read_manifest(twin)
    files = manifest.files if manifest else {}
    besides = mark.besides if mark else frozenset()
    if _is_folder(twin):
        found = take_inventory(twin, Listing.of(files), apart_from=OUR_MARKS)
        ours = [path for path in files if path not in found.missing]
        empty = [path for path in found.others if _is_folder(twin / path)]
        delete(twin, [*ours, *besides.intersection(found.others).difference(empty)], (*empty, *found.unsealed))
        _empty_staging(twin)
        if all(path.name in OUR_MARKS for path in twin.iterdir()):
            _delete_marks(twin)


def _delete_marks(twin: Path) -> None:
    """And the folder. Without the last of them, nobody would know it as ours."""
    for name in (_UNFINISHED, MANIFEST, MARK):
        (twin / name).unlink(missing_ok=True)
    twin.rmdir()


def delete(top: Path, files: Iterable[str], folders: Iterable[str] = (), needed: Collection[str] = ()) -> set[str]:
    """Delete these files, and the folders they were in, and `folders`, as far as they are empty then and not needed.

    Gives the folders out of which something was taken.
    """
    touched: set[str] = set()
    for path in files:
        try:
            os.unlink(f"{top}/{path}")  # noqa: PTH108 - of ten thousand, making the paths would cost more than this
        except FileNotFoundError:  # `About.html` and `about.html` are one file on some systems
            continue
        touched.add(path.rpartition("/")[0])
    for folder in sorted(with_folders_above((*touched, *folders)) - {"", *needed}, key=len, reverse=True):
        with suppress(OSError):  # not empty: something lies there that isn't ours
            (top / folder).rmdir()
            touched.add(folder.rpartition("/")[0])
    return touched


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Put a file into a folder whole or not at all, in place of one that may be there."""
    unfinished = folder / _UNFINISHED
    unfinished.unlink(missing_ok=True)
    write_new(str(unfinished), (data,))
    unfinished.replace(folder / name)


def write_new(path: str, blocks: Iterable[bytes]) -> None:
    """Write a file that isn't there yet; where something is, a link too, raises OSError and leaves it alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        for block in blocks:
            written = os.write(handle, block)
            while written < len(block):
                written += os.write(handle, memoryview(block)[written:])
    finally:
        os.close(handle)


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────


def _look_at(plan: Plan) -> _Found:
    if not _is_folder(plan.twin):
        return _Found(frozenset(plan.manifest.files))
    mark = _read_mark(plan.twin)
    if mark and mark.of_manifest and mark.of_manifest == _identity(plan.output / MANIFEST):
        inventory = take_inventory(plan.twin, plan.present, mark.differing, OUR_MARKS)
        anew = mark.differing | plan.differing | inventory.missing
    else:
        manifest = read_manifest(plan.twin)
        listing = Listing.of(manifest.files if manifest else ())
        inventory = take_inventory(plan.twin, listing, apart_from=OUR_MARKS)
        anew = _not_shared(plan, listing.files, inventory.missing)
    return _found(plan, inventory, anew, mark.besides if mark else frozenset())


def _not_shared(plan: Plan, listed: Collection[str], missing: Collection[str]) -> frozenset[str]:
    """Of a twin of which nothing is known, each file is looked at: those that aren't the very files of the output."""
    there = [path for path in listed if path not in missing]
    staying = (plan.manifest.files.keys() - plan.contents.keys()).intersection(there)
    shared = [path for path in staying if _is_one_file(plan.twin / path, plan.output / path)]
    return frozenset(plan.manifest.files.keys() | there).difference(shared)


def _found(plan: Plan, inventory: Inventory, anew: frozenset[str], besides: frozenset[str]) -> _Found:
    empty = tuple(path for path in inventory.others if _is_folder(plan.twin / path))
    others = [path for path in inventory.others if path not in empty and not _is_carried(plan, path)]
    left = tuple(path for path in others if path not in besides or _is_of_the_system(path))
    _refuse_strangers(plan.twin, left)
    ours = [path for path in anew if path not in inventory.missing and _is_file(plan.twin / path)]
    stale = tuple({*ours, *others}.difference(left))
    wanted = frozenset([path for path in anew if path in plan.manifest.files])
    return _Found(wanted, stale, left, empty, inventory.unsealed, besides)


def _is_one_file(one: Path, other: Path) -> bool:
    return _is_file(other) and one.samefile(other)


def _is_carried(plan: Plan, path: str) -> bool:
    """Whether somebody's file in the twin is the one that lies in the output: without it, nothing is lost."""
    return path in plan.carried and _are_alike(plan.output / path, plan.twin / path)


def _refuse_strangers(twin: Path, paths: Iterable[str]) -> None:
    stranger = next((path for path in paths if not _is_of_the_system(path)), None)
    if stranger:
        step = "The next output is made there. Move it away, into the output itself if it belongs to the site."
        raise OutputRefusedError(f"{twin / stranger} was not written by a build. {step}")


def _is_of_the_system(path: str) -> bool:
    return path.rpartition("/")[2] in _OF_THE_SYSTEM


def _are_alike(one: Path, other: Path) -> bool:
    """One file by two names, or two that hold the same; links that lead to the same place."""
    first, second = one.lstat(), other.lstat()
    if os.path.samestat(first, second):
        return True
    if stat.S_ISLNK(first.st_mode) and stat.S_ISLNK(second.st_mode):
        return one.readlink() == other.readlink()
    return stat.S_ISREG(first.st_mode) and stat.S_ISREG(second.st_mode) and filecmp.cmp(one, other, shallow=False)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _bring_up(plan: Plan, found: _Found) -> None:
    listing = as_bytes(plan.manifest)
    _begin(plan, found, listing)
    needed = with_folders_above(path.rpartition("/")[0] for path in found.wanted)
    touched = delete(plan.twin, found.stale, (*found.empty, *found.unsealed), needed)
    touched |= _make(plan, found.wanted)
    _carry_over(plan)
    write_whole(plan.twin, MANIFEST, listing)
    _empty_staging(plan.twin)
    if plan.output.is_dir():
        plan.twin.chmod(stat.S_IMODE(plan.output.stat().st_mode))
    open_ones = with_folders_above((*plan.carried, *found.left))
    seal(plan.twin, [folder for folder in {*touched, *found.unsealed} - open_ones if _is_folder(plan.twin / folder)])
    write_to_disk(plan.twin)
    (plan.twin / MARK).unlink()


def _begin(plan: Plan, found: _Found, listing: bytes) -> None:
    """Say what will lie there before it does: whatever happens, the next build knows it as ours."""
    _make_folder(plan.twin)
    is_new = not os.path.lexists(plan.twin / MANIFEST)
    besides = found.besides.union(plan.carried, () if is_new else found.wanted)
    _write_mark(plan.twin, _Mark(plan.manifest.site, besides))
    if is_new:
        write_whole(plan.twin, MANIFEST, listing)


def _make_folder(twin: Path) -> None:
    try:
        twin.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"{twin.parent} can't be written ({error.strerror}), and the next output is made there, in {twin.name}."
        raise OutputRefusedError(f"{why} Allow that, or choose another folder with --output.") from error


def _make(plan: Plan, wanted: Iterable[str]) -> set[str]:
    """Link or write these files. Gives the folders into which something was put."""
    touched: set[str] = set()
    for path in sorted(wanted):
        folder = path.rpartition("/")[0]
        if folder not in touched:
            touched |= _with_folder(plan.twin, folder)
        content = plan.contents.get(path)
        if content is None:
            _link_or_copy(f"{plan.output}/{path}", f"{plan.twin}/{path}")
        elif isinstance(content, bytes):
            write_new(f"{plan.twin}/{path}", (content,))
        else:
            _bring(content, plan.twin, path, plan.manifest.files[path])
    return touched


def _with_folder(top: Path, folder: str) -> set[str]:
    """Make a folder and those above it, as far as they are missing. Gives it, and those into which one was put."""
    touched = {folder}
    above = folder
    while above and not os.path.lexists(f"{top}/{above}"):
        above = above.rpartition("/")[0]
        touched.add(above)
    (top / folder).mkdir(parents=True, exist_ok=True)
    return touched


def _link_or_copy(source: str, target: str) -> None:
    """A second name for a file; where the file system has none, a copy with the same time stamp."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _bring(source: Path, twin: Path, path: str, digest: str) -> None:
    """A file of the site is copied, one that was made for us is moved."""
    if source.parent == twin / STAGED:
        source.rename(twin / path)
        return
    seen = hashlib.sha256()
    write_new(f"{twin}/{path}", blocks(source, seen.update))
    if seen.hexdigest() != digest:
        raise OutputRefusedError(f"{source} was changed while it was copied. Run the command again.")


def blocks(source: Path, see: Callable[[bytes], object]) -> Iterator[bytes]:
    """A file's bytes, bit by bit; `see` is shown each."""
    with open_plainly(source) as file:
        while block := file.read(2**20):
            see(block)
            yield block


def _carry_over(plan: Plan) -> None:
    """What others put into the output goes along, as it is there."""
    for path in sorted(plan.carried):
        source, target = plan.output / path, plan.twin / path
        if os.path.lexists(target):  # the same, or one that a file manager keeps in each folder
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            target.symlink_to(source.readlink())
        elif source.is_dir():
            target.mkdir()
        elif source.is_file():
            _link_or_copy(str(source), str(target))
        else:
            raise OutputRefusedError(f"{source} is neither a file nor a folder, and can't go along. Move it away.")


# ── the mark ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_mark(twin: Path, mark: _Mark) -> None:
    data = {
        "site": [mark.site.title, mark.site.url],
        "besides": sorted(mark.besides),
        "differing": sorted(mark.differing),
        "of_manifest": mark.of_manifest,
    }
    write_whole(twin, MARK, json.dumps(data).encode())


def _read_mark(twin: Path) -> _Mark | None:
    try:
        with open_plainly(twin / MARK) as file:
            data = json.loads(file.read())
        title, url = data["site"]
        differing = [*data["differing"]]
        identity = tuple(data["of_manifest"] or ()) if are_inside(differing) else ()
        site = SiteName(str(title), str(url))
        return _Mark(site, frozenset(data["besides"]), frozenset(differing), identity if len(identity) == 3 else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _identity(file: Path) -> _Identity | None:
    """By which a file is known again: each manifest is a new one. None where there is none."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size

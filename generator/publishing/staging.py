"""Makes the next output in a staging directory beside the present one, out of hard links and new files.

The staging directory holds what the output held before the last build, and is updated by what the last two builds
changed. No file is ever written in place: it is made new and linked, so that no change here can be seen in the output.

As long as it is no finished output it holds a mark (`staging_mark`). Swaps nothing.
"""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.file_operations import (
    UNFINISHED,
    blocks,
    delete,
    is_file,
    is_folder,
    link_or_copy,
    make_folders,
    write_new,
    write_whole,
)
from generator.publishing.manifest import MANIFEST, Manifest, ManifestFile, SiteName, manifest_bytes
from generator.publishing.safety import OutputRefusedError, staging_refuse_reason
from generator.publishing.staging_mark import MARK, Mark, identity_of, read_mark, write_mark
from generator.publishing.swap import write_to_disk
from generator.publishing.tree_scan import TreeDifference, TreeListing, compare_with_listing, seal, with_folders_above

STAGED = ".counterpoint-staged~"
OUR_MARKS = frozenset({MANIFEST, MARK, STAGED, UNFINISHED})
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
"""Left by file managers in any folder they show, and made anew as often as they are taken away."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next output is to be.

    `contents` are the files to be made new: their bytes, or the file to copy or (out of `folder_for_staged_files`) to
    move; all others of the manifest are taken from the present output. `differing` are all paths that the two outputs
    don't share, `present` lists the present one, and `carried` are the files in it that no build wrote.
    """

    output: Path
    staging: Path
    manifest: Manifest
    contents: Mapping[str, bytes | Path]
    differing: frozenset[str]
    present: TreeListing
    carried: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a staging directory holds before it is updated.

    `stale` are files of ours to delete, `wanted` those to make; all others it has already. `left` are foreign files to
    leave alone; `empty` and `unsealed` are folders; `besides` as in its mark.
    """

    wanted: frozenset[str]
    stale: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()


def staging_of(output: Path) -> Path:
    """The folder beside an output in which the next one is made."""
    return output.with_name(output.name + ".next~")


def refuse_staging(staging: Path, root: Path, site: SiteName | None) -> None:
    """Raise OutputRefusedError unless this folder is missing, empty, or made by builds of this site."""
    mark, head = (read_mark(staging), ManifestFile(staging).head) if is_folder(staging) else (None, None)
    if is_folder(staging) and all(path.name in {STAGED, UNFINISHED} for path in staging.iterdir()):
        return
    made_for = mark.site if mark else head.site if head else None
    reason = staging_refuse_reason(staging, root, site, made_for)
    if reason:
        raise OutputRefusedError(reason)


def update_staging(plan: Plan) -> None:
    """Make the staging directory hold what the plan says, on the disk and without its mark: ready to be exchanged.

    Raises OutputRefusedError where somebody's file is in it, OSError where it can't be written. What was begun is then
    taken away again, as far as the system lets it.
    """
    found = _look_at(plan)
    try:
        _update(plan, found)
    except BaseException:  # whatever happened, Ctrl-C too: a full disk gets its room back
        with suppress(OSError):
            remove_staging(plan.staging)
        raise


def mark_as_previous(plan: Plan) -> None:
    """After the swap, the former output is the staging directory: note in its mark how the two differ."""
    made_for = identity_of(plan.output / MANIFEST)
    write_mark(plan.staging, Mark(plan.manifest.site, plan.carried, plan.differing, made_for))


def carried_before(staging: Path) -> frozenset[str]:
    """The files of others that the last build carried over."""
    mark = read_mark(staging)
    return mark.besides if mark and mark.of_manifest else frozenset()


def folder_for_staged_files(staging: Path, site: SiteName) -> Path:
    """An empty folder in the staging directory, for files that are made before publishing begins: they are moved into
    their places and not copied. For plain files only, under any names. Call `refuse_staging` first."""
    _make_folder(staging)
    if not os.path.lexists(staging / MARK):
        write_mark(staging, Mark(site))
    _empty_staged_files(staging)
    (staging / STAGED).mkdir()
    return staging / STAGED


def drop_staged_files(staging: Path) -> None:
    """Delete what was staged and not used, and the staging directory, if it was made for that alone."""
    _empty_staged_files(staging)
    if is_folder(staging) and {path.name for path in staging.iterdir()} == {MARK}:
        _delete_marks(staging)


def _empty_staged_files(staging: Path) -> None:
    """Delete the folder and what is in it; again, if a process of a build that was killed has just put a file there."""
    while is_folder(staging / STAGED):
        for path in (staging / STAGED).iterdir():
            path.unlink()
        try:
            (staging / STAGED).rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def remove_staging(staging: Path) -> None:
    """Delete a staging directory of ours: its files, and the folder with its marks, if nothing else lies in it."""
    mark, manifest = read_mark(staging), ManifestFile(staging).manifest
    files = manifest.files if manifest else {}
    besides = mark.besides if mark else frozenset()
    if is_folder(staging):
        found = compare_with_listing(staging, TreeListing.of(files), apart_from=OUR_MARKS)
        ours = [path for path in files if path not in found.missing]
        empty = [path for path in found.others if is_folder(staging / path)]
        delete(staging, [*ours, *besides.intersection(found.others).difference(empty)], (*empty, *found.unsealed))
        _empty_staged_files(staging)
        if all(path.name in OUR_MARKS for path in staging.iterdir()):
            _delete_marks(staging)


def _delete_marks(staging: Path) -> None:
    """And the folder. Without the last of them, nobody would know it as ours."""
    for name in (UNFINISHED, MANIFEST, MARK):
        (staging / name).unlink(missing_ok=True)
    staging.rmdir()


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────


def _look_at(plan: Plan) -> _Found:
    if not is_folder(plan.staging):
        return _Found(frozenset(plan.manifest.files))
    mark = read_mark(plan.staging)
    if mark and mark.of_manifest and mark.of_manifest == identity_of(plan.output / MANIFEST):
        inventory = compare_with_listing(plan.staging, plan.present, mark.differing, OUR_MARKS)
        anew = mark.differing | plan.differing | inventory.missing
    else:
        manifest = ManifestFile(plan.staging).manifest
        listing = TreeListing.of(manifest.files if manifest else ())
        inventory = compare_with_listing(plan.staging, listing, apart_from=OUR_MARKS)
        anew = _not_shared(plan, listing.files, inventory.missing)
    return _found(plan, inventory, anew, mark.besides if mark else frozenset())


def _not_shared(plan: Plan, listed: Collection[str], missing: Collection[str]) -> frozenset[str]:
    """The paths that are not the very files of the output, found by looking at each: there is no mark to go by."""
    there = [path for path in listed if path not in missing]
    staying = (plan.manifest.files.keys() - plan.contents.keys()).intersection(there)
    shared = [path for path in staying if _is_one_file(plan.staging / path, plan.output / path)]
    return frozenset(plan.manifest.files.keys() | there).difference(shared)


def _found(plan: Plan, inventory: TreeDifference, anew: frozenset[str], besides: frozenset[str]) -> _Found:
    empty = tuple(path for path in inventory.others if is_folder(plan.staging / path))
    others = [path for path in inventory.others if path not in empty and not _is_carried(plan, path)]
    left = tuple(path for path in others if path not in besides or _is_of_the_system(path))
    _refuse_strangers(plan.staging, left)
    ours = [path for path in anew if path not in inventory.missing and is_file(plan.staging / path)]
    stale = tuple({*ours, *others}.difference(left))
    wanted = frozenset([path for path in anew if path in plan.manifest.files])
    return _Found(wanted, stale, left, empty, inventory.unsealed, besides)


def _is_one_file(one: Path, other: Path) -> bool:
    return is_file(other) and one.samefile(other)


def _is_carried(plan: Plan, path: str) -> bool:
    """Whether a foreign file here is the one that lies in the output: without it, nothing is lost."""
    return path in plan.carried and _are_alike(plan.output / path, plan.staging / path)


def _refuse_strangers(staging: Path, paths: Iterable[str]) -> None:
    stranger = next((path for path in paths if not _is_of_the_system(path)), None)
    if stranger:
        step = "The next output is made there. Move it away, into the output itself if it belongs to the site."
        raise OutputRefusedError(f"{staging / stranger} was not written by a build. {step}")


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


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _update(plan: Plan, found: _Found) -> None:
    listing = manifest_bytes(plan.manifest)
    _begin(plan, found, listing)
    needed = with_folders_above(path.rpartition("/")[0] for path in found.wanted)
    touched = delete(plan.staging, found.stale, (*found.empty, *found.unsealed), needed)
    touched |= _make(plan, found.wanted)
    _carry_over(plan)
    write_whole(plan.staging, MANIFEST, listing)
    _empty_staged_files(plan.staging)
    if plan.output.is_dir():
        plan.staging.chmod(stat.S_IMODE(plan.output.stat().st_mode))
    open_ones = with_folders_above((*plan.carried, *found.left))
    seal(
        plan.staging, [folder for folder in {*touched, *found.unsealed} - open_ones if is_folder(plan.staging / folder)]
    )
    write_to_disk(plan.staging)
    (plan.staging / MARK).unlink()


def _begin(plan: Plan, found: _Found, listing: bytes) -> None:
    """Say what will lie there before it does: whatever happens, the next build knows it as ours."""
    _make_folder(plan.staging)
    is_new = not os.path.lexists(plan.staging / MANIFEST)
    besides = found.besides.union(plan.carried, () if is_new else found.wanted)
    write_mark(plan.staging, Mark(plan.manifest.site, besides))
    if is_new:
        write_whole(plan.staging, MANIFEST, listing)


def _make_folder(staging: Path) -> None:
    try:
        staging.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        place = f"the next output is made there, in {staging.name}"
        why = f"{staging.parent} can't be written ({error.strerror}), and {place}."
        raise OutputRefusedError(f"{why} Allow that, or choose another folder with --output.") from error


def _make(plan: Plan, wanted: Iterable[str]) -> set[str]:
    """Link or write these files. Gives the folders into which something was put."""
    touched: set[str] = set()
    for path in sorted(wanted):
        folder = path.rpartition("/")[0]
        if folder not in touched:
            touched |= make_folders(plan.staging, folder)
        content = plan.contents.get(path)
        if content is None:
            link_or_copy(f"{plan.output}/{path}", f"{plan.staging}/{path}")
        elif isinstance(content, bytes):
            write_new(f"{plan.staging}/{path}", (content,))
        else:
            _bring(content, plan.staging, path, plan.manifest.files[path])
    return touched


def _bring(source: Path, staging: Path, path: str, digest: str) -> None:
    """A file of the site is copied, one that was made for us is moved."""
    if source.parent == staging / STAGED:
        source.rename(staging / path)
        return
    seen = hashlib.sha256()
    write_new(f"{staging}/{path}", blocks(source, seen.update))
    if seen.hexdigest() != digest:
        raise OutputRefusedError(f"{source} was changed while it was copied. Run the command again.")


def _carry_over(plan: Plan) -> None:
    """What others put into the output goes along, as it is there."""
    for path in sorted(plan.carried):
        source, target = plan.output / path, plan.staging / path
        if os.path.lexists(target):  # the same, or one that a file manager keeps in each folder
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            target.symlink_to(source.readlink())
        elif source.is_dir():
            target.mkdir()
        elif source.is_file():
            link_or_copy(str(source), str(target))
        else:
            raise OutputRefusedError(f"{source} is neither a file nor a folder, and can't go along. Move it away.")

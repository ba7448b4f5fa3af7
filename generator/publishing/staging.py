"""Makes the next tree in a staging directory beside the output folder, out of hard links and new files.

The staging directory holds the tree from before the last build; it is updated with what the last two builds changed.
No file is ever written in place, since it may be a hard link to a file of the output folder: a changed file is deleted
and made again, so that nothing done here shows in the output folder.

While the directory is not a finished tree, it has a mark (`staging_mark`). Swaps nothing: see `swap`.
"""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator.publishing.file_list import FileList
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
from generator.publishing.manifest import MANIFEST, Manifest, SiteName, identity_of, manifest_bytes, read_manifest
from generator.publishing.safety import OutputRefusedError, staging_refuse_reason
from generator.publishing.staging_mark import FORMER_MARK, MARK, Mark, read_mark, write_mark
from generator.publishing.swap import write_to_disk
from generator.publishing.tree_changes import MadeFile
from generator.publishing.tree_scan import TreeDifference, compare_with_listing, folders_of, seal, with_folders_above

STAGED = ".counterpoint-staged~"
"""The folder in the staging directory for files that are made before publishing begins."""
OUR_MARKS = frozenset({MANIFEST, MARK, FORMER_MARK, STAGED, UNFINISHED})
"""Names at the top of a tree that are Counterpoint's own, and not files of the site."""
_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
"""File managers leave these in every folder they show, and make them again whenever they are deleted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next tree shall hold.

    `present` is the manifest of the output folder, with its `folders`. Of its files those in `gone` go, and those in
    `made` are written: bytes, or a file to copy or, if it is in `folder_for_staged_files`, to move. All others are
    linked from the output folder. `carried` are the foreign files there. `site` and `inputs` are of the next manifest.
    """

    output: Path
    staging: Path
    present: Manifest
    folders: frozenset[str]
    made: Mapping[str, MadeFile]
    gone: frozenset[str]
    carried: frozenset[str]
    site: SiteName
    inputs: str

    @property
    def differing(self) -> frozenset[str]:
        """All paths at which the present and the next tree differ."""
        return self.gone.union(self.made)

    def manifest(self) -> Iterator[bytes]:
        """The next manifest, in blocks."""
        changes = ((path, None if path in self.gone else self.made[path].digest) for path in sorted(self.differing))
        return manifest_bytes(Manifest(self.site, self.inputs, self.present.files), changes)


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to do in a staging directory.

    `wanted` are the files to make, or None where that is the whole tree; it has all others already. `stale` are files
    of ours to delete, `left` foreign files to leave alone. `empty` and `unsealed` are folders. `besides`: see
    `Mark.besides`.
    """

    wanted: frozenset[str] | None
    stale: Iterable[str] = ()
    left: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()


def staging_of(output: Path) -> Path:
    """The path of the staging directory of an output folder, beside it."""
    return output.with_name(output.name + ".next~")


def refuse_staging(staging: Path, root: Path, site: SiteName | None) -> None:
    """Raises `OutputRefusedError` unless the staging directory is missing, empty, or made by builds of this site."""
    mark, manifest = (read_mark(staging), read_manifest(staging)) if is_folder(staging) else (None, None)
    if is_folder(staging) and all(path.name in {STAGED, UNFINISHED} for path in staging.iterdir()):
        return
    made_for = mark.site if mark else manifest.site if manifest else None
    refusal = staging_refuse_reason(staging, root, site, made_for)
    if refusal:
        raise OutputRefusedError(*refusal)


def update_staging(plan: Plan) -> frozenset[str]:
    """Make the staging directory hold the planned tree, flushed to the disk and without its mark: ready to be swapped.

    Returns the folders that are not sealed, most of them because they hold more than is listed.

    Raises `OutputRefusedError` where a foreign file is in the staging directory or can't be carried over, or where a
    file to copy has changed, and OSError where something can't be written. The staging directory is then removed, as
    far as the system allows, unless a foreign file was found before the update began.
    """
    work = _work_for(plan)
    try:
        return _update(plan, work)
    except BaseException:  # Ctrl-C too; and a full disk gets its space back
        with suppress(OSError):
            remove_staging(plan.staging)
        raise


def mark_as_previous(plan: Plan) -> None:
    """After the swap, mark the former output folder as the staging directory, and record how the two differ."""
    made_for = identity_of(plan.output / MANIFEST)
    write_mark(plan.staging, Mark(plan.site, plan.carried, plan.differing, made_for))


def next_folders(plan: Plan) -> frozenset[str]:
    """All folders of the tree in the staging directory, after `update_staging`."""
    above_gone = with_folders_above(path.rpartition("/")[0] for path in plan.gone)
    above_made = with_folders_above(path.rpartition("/")[0] for path in plan.made)
    listing = _listing_of(plan.staging)
    emptied = [folder for folder in above_gone if folder and not listing.has_folder(folder)]
    listing.close()
    return plan.folders.union(above_made).difference(emptied)


def carried_before(staging: Path) -> frozenset[str]:
    """The foreign files that the last build carried over."""
    mark = read_mark(staging)
    return mark.besides if mark and mark.of_manifest else frozenset()


def folder_for_staged_files(staging: Path, site: SiteName) -> Path:
    """Create an empty folder in the staging directory, for files that are made before publishing begins.

    They are moved to their places, not copied. It is for plain files only; they may have any names. Call
    `refuse_staging` first. Raises `OutputRefusedError` where the staging directory can't be created.
    """
    _make_folder(staging)
    if not os.path.lexists(staging / MARK):
        write_mark(staging, Mark(site))
    _empty_staged_files(staging)
    (staging / STAGED).mkdir()
    return staging / STAGED


def drop_staged_files(staging: Path) -> None:
    """Delete the staged files that were not used, and the staging directory if it holds nothing else."""
    _empty_staged_files(staging)
    if is_folder(staging) and {path.name for path in staging.iterdir()} == {MARK}:
        _delete_marks(staging)


def _empty_staged_files(staging: Path) -> None:
    """Delete the folder and its files; repeat if a worker of a killed build has just written another file there."""
    while is_folder(staging / STAGED):
        for path in (staging / STAGED).iterdir():
            path.unlink()
        try:
            (staging / STAGED).rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def remove_staging(staging: Path) -> None:
    """Delete a staging directory of ours: its files, and then its marks and itself, if nothing else is in it."""
    if not is_folder(staging):
        return
    mark, listing = read_mark(staging), _listed_in(staging)
    inventory = compare_with_listing(staging, listing, folders_of(listing), apart_from=OUR_MARKS)
    empty = [path for path in inventory.others if is_folder(staging / path)]
    besides = mark.besides.intersection(inventory.others).difference(empty) if mark else ()
    delete(staging, chain(_present(listing, inventory), besides), (*empty, *inventory.unsealed))
    _empty_staged_files(staging)
    if all(path.name in OUR_MARKS for path in staging.iterdir()):
        _delete_marks(staging)


def _listed_in(staging: Path) -> FileList:
    """The files that the manifest of a staging directory lists; none where it is missing or invalid."""
    manifest = read_manifest(staging)
    return manifest.files if manifest and manifest.files.is_valid() else FileList()


def _listing_of(staging: Path) -> FileList:
    """The files of a manifest that this build has just written."""
    manifest = read_manifest(staging)
    assert manifest, "the new manifest is gone"
    return manifest.files


def _present(listing: FileList, inventory: TreeDifference) -> Iterator[str]:
    """The files of a listing that are there. Closes it at its end."""
    yield from (path for path, _ in listing if path not in inventory.missing)
    listing.close()


def _delete_marks(staging: Path) -> None:
    """Delete the marks, then the folder. MARK comes last: it is what identifies the folder as ours."""
    for name in (UNFINISHED, FORMER_MARK, MANIFEST, MARK):
        (staging / name).unlink(missing_ok=True)
    staging.rmdir()


# ── planning ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _work_for(plan: Plan) -> _Work:
    if not is_folder(plan.staging):
        return _Work(None)
    mark = read_mark(plan.staging)
    besides = mark.besides if mark else frozenset[str]()
    if mark and mark.of_manifest and mark.of_manifest == identity_of(plan.output / MANIFEST):
        inventory = compare_with_listing(plan.staging, plan.present.files, plan.folders, mark.differing, OUR_MARKS)
        outdated = mark.differing | plan.differing | inventory.missing | _replaced(plan, inventory)
        kept = plan.present.files.digests(sorted(outdated - plan.differing))
        wanted = outdated.intersection(plan.made).union(path for path, digest in kept if digest)
        there = (path for path in outdated if path not in inventory.missing)
        return _divided(plan, inventory, wanted, [path for path in there if is_file(f"{plan.staging}/{path}")], besides)
    listing = _listed_in(plan.staging)
    inventory = compare_with_listing(plan.staging, listing, folders_of(listing), apart_from=OUR_MARKS)
    return _divided(plan, inventory, None, _present(listing, inventory), besides)


def _replaced(plan: Plan, inventory: TreeDifference) -> frozenset[str]:
    """The files of folders with a broken seal that are not those of the output: something else took their place."""
    present = (path for folder in inventory.unsealed for path, _ in plan.present.files.in_folder(folder))
    there = (path for path in present if path not in inventory.missing)
    return frozenset(path for path in there if not _is_one_file(plan.staging / path, plan.output / path))


def _divided(
    plan: Plan, inventory: TreeDifference, wanted: frozenset[str] | None, ours: Iterable[str], besides: frozenset[str]
) -> _Work:
    """The work where these files of `ours` are to be deleted. Raises OutputRefusedError where a foreign file is."""
    empty = tuple(path for path in inventory.others if is_folder(plan.staging / path))
    others = [path for path in inventory.others if path not in empty and not _is_carried(plan, path)]
    left = tuple(path for path in others if path not in besides or _is_system_file(path))
    _refuse_foreign(plan.staging, left)
    return _Work(wanted, chain(ours, set(others).difference(left)), left, empty, inventory.unsealed, besides)


def _is_one_file(one: Path, other: Path) -> bool:
    return is_file(other) and one.samefile(other)


def _is_carried(plan: Plan, path: str) -> bool:
    """Whether a foreign file here equals the one in the output folder, so that deleting it loses nothing."""
    return path in plan.carried and _are_alike(plan.output / path, plan.staging / path)


def _refuse_foreign(staging: Path, paths: Iterable[str]) -> None:
    foreign = next((path for path in paths if not _is_system_file(path)), None)
    if foreign:
        step = "Move it away, or into the output folder if it belongs to the site."
        raise OutputRefusedError(f"`{staging / foreign}` is in the staging directory, but no build wrote it.", step)


def _is_system_file(path: str) -> bool:
    return path.rpartition("/")[2] in _SYSTEM_FILES


def _are_alike(one: Path, other: Path) -> bool:
    """Whether two paths are one file, two files of equal content, or two links with the same target."""
    first, second = one.lstat(), other.lstat()
    if os.path.samestat(first, second):
        return True
    if stat.S_ISLNK(first.st_mode) and stat.S_ISLNK(second.st_mode):
        return one.readlink() == other.readlink()
    return stat.S_ISREG(first.st_mode) and stat.S_ISREG(second.st_mode) and filecmp.cmp(one, other, shallow=False)


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _update(plan: Plan, work: _Work) -> frozenset[str]:
    """Returns the folders that are not sealed."""
    _make_folder(plan.staging)
    write_mark(plan.staging, Mark(plan.site, work.besides | plan.carried))
    (plan.staging / FORMER_MARK).unlink(missing_ok=True)
    needed = with_folders_above(path.rpartition("/")[0] for path in work.wanted or ())
    touched = delete(plan.staging, work.stale, (*work.empty, *work.unsealed), needed)
    # Now: until here the former manifest lists what is there, from here on the new one, so that after a crash the next
    # build recognises all files as ours.
    write_whole(plan.staging, MANIFEST, plan.manifest())
    touched |= _make(plan, work.wanted)
    _carry_over(plan)
    _empty_staged_files(plan.staging)
    if plan.output.is_dir():
        plan.staging.chmod(stat.S_IMODE(plan.output.stat().st_mode))
    with_foreign = with_folders_above((*plan.carried, *work.left))  # never sealed: they hold more than is listed
    finished = {*touched, *work.unsealed} - with_foreign
    sealed = seal(plan.staging, [folder for folder in finished if is_folder(f"{plan.staging}/{folder}")])
    write_to_disk(plan.staging)
    (plan.staging / MARK).unlink()
    return frozenset(with_foreign | finished - sealed)


def _make_folder(staging: Path) -> None:
    try:
        staging.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"The staging directory `{staging}` can't be created ({error.strerror})."
        step = f"Make `{staging.parent}` writable, or choose another folder with `--output`."
        raise OutputRefusedError(why, step) from error


def _make(plan: Plan, wanted: Iterable[str] | None) -> set[str]:
    """Link or write these files, or all of the new manifest. Returns the folders in which something was created."""
    touched: set[str] = set()
    stage = plan.staging / STAGED
    for path in _paths_in(plan.staging) if wanted is None else sorted(wanted):
        folder = path.rpartition("/")[0]
        if folder not in touched:
            touched |= make_folders(plan.staging, folder)
        file = plan.made.get(path)
        if file is None:
            link_or_copy(f"{plan.output}/{path}", f"{plan.staging}/{path}")
        else:
            _write(file, f"{plan.staging}/{path}", stage)
    return touched


def _paths_in(staging: Path) -> Iterator[str]:
    listing = _listing_of(staging)
    yield from (path for path, _ in listing)
    listing.close()


def _write(file: MadeFile, target: str, stage: Path) -> None:
    """Write a new file, move one from the folder `stage` to its place, or copy a file of the site.

    Raises OutputRefusedError where the copied bytes don't have the digest that the build read.
    """
    content = file.content
    if isinstance(content, bytes):
        write_new(target, (content,))
    elif content.parent == stage:
        os.rename(content, target)  # noqa: PTH104 - a Path object would take longer to make than the file to move
    else:
        copied = hashlib.sha256()
        write_new(target, blocks(content, copied.update))
        if copied.hexdigest() != file.digest:
            raise OutputRefusedError(f"`{content}` changed during the build.", "Run the command again.")


def _carry_over(plan: Plan) -> None:
    """Link or copy the foreign files of the output folder into the staging directory.

    Raises OutputRefusedError for a pipe, socket or device.
    """
    for path in sorted(plan.carried):
        source, target = plan.output / path, plan.staging / path
        if os.path.lexists(target):  # an equal file (`_is_carried`), or one that file managers leave in every folder
            continue
        for folder in sorted(with_folders_above([path.rpartition("/")[0]])):  # `parents=True` would use up the stack
            (plan.staging / folder).mkdir(exist_ok=True)
        if source.is_symlink():
            target.symlink_to(source.readlink())
        elif source.is_dir():
            target.mkdir()
        elif source.is_file():
            link_or_copy(str(source), str(target))
        else:
            why = f"`{source}` is neither a file nor a folder, so it can't be kept."
            raise OutputRefusedError(why, "Move it away.")

"""The output folder of one site: checks that the site may write there, then publishes into it or cleans it.

The output folder holds the whole old tree until it holds the whole new one: the next tree is made in a staging
directory beside it (`staging`), and then the two are swapped (`swap`). Only files that the manifest of this site lists
are ever overwritten or deleted (`safety`, `manifest`). Knows nothing of pages.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cache.digest import sha256_hex_of_file
from generator.publishing.file_list import FileList, are_inside
from generator.publishing.file_operations import delete, write_whole
from generator.publishing.git_tracked import tracked_files
from generator.publishing.manifest import (
    MANIFEST,
    Identity,
    Manifest,
    SiteName,
    identity_of,
    manifest_bytes,
    read_manifest,
)
from generator.publishing.published import Damage, MissingError, Published
from generator.publishing.safety import OutputRefusedError, Refusal, damaged_reason, in_the_way, refuse_reason
from generator.publishing.snapshot import (
    Snapshot,
    folders_in,
    is_of_this_tree,
    is_unchanged,
    snapshot_of,
    trust_in,
)
from generator.publishing.staging import (
    OUR_MARKS,
    Plan,
    carried_before,
    drop_staged_files,
    folder_for_staged_files,
    mark_as_previous,
    next_folders,
    refuse_staging,
    remove_staging,
    staging_of,
    update_staging,
)
from generator.publishing.swap import aside, finish_swap, swap
from generator.publishing.tree_changes import MadeFile, TreeChanges
from generator.publishing.tree_scan import (
    TreeDifference,
    Trust,
    compare_with_listing,
    folders_of,
    seal,
    status_of,
    with_folders_above,
)
from generator.sources.safe_open import absolute_path, open_plainly
from generator.urls import folded


class OutputFolder:
    """The folder `path`, in which the site in the folder `root` is published.

    Creating the object touches nothing. `inputs`, `files` and `holds` work at once; call `open` before anything is
    written. Callers make sure that only one build runs at a time: see `lock`.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = absolute_path(path)
        self._root = root
        self._site: SiteName | None = None
        self._staging_is_ours = False
        self._read: Manifest | None = None
        self._read_as: object = None
        self._opened_as: object = None
        self._known: _Known | None = None

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def inputs(self) -> str:
        """The digest of the inputs from which the published tree was built; empty where there is none."""
        manifest = self._manifest
        return manifest.inputs if manifest else ""

    @property
    def identity(self) -> Identity | None:
        """The identity of the manifest, which another one has after each build; None where there is none."""
        return identity_of(self.path / MANIFEST)

    @property
    def files(self) -> FileList:
        """The published tree: each file with its SHA-256; empty where there is none. Can be read until `publish`."""
        manifest = self._manifest
        return manifest.files if manifest and self._folders(manifest) else FileList()

    def holds(self, path: str, digest: str) -> bool:
        """Whether the file at `path` has this SHA-256. It is read, since a person may have edited it."""
        try:
            return _digest_of(self.path / path) == digest
        except OSError:
            return False

    def bytes_of(self, paths: Iterable[str]) -> int:
        """The sizes of these files and of the manifest together, as they are now. What isn't there has none."""
        found = (status_of(self.path / path) for path in (MANIFEST, *paths))
        return sum(status.st_size for status in found if status)

    def looks_as(self, snapshot: Snapshot | None) -> bool:
        """Whether nothing was added, removed or replaced since a build took this snapshot of the folder.

        A file that was written to in place shows only at the top of the folder, and beside foreign files.
        """
        if snapshot is None or not is_unchanged(self.path, snapshot):
            return False
        self._recognize(snapshot)
        return True

    def snapshot(self, foreign: tuple[str, ...]) -> Snapshot | None:
        """What `looks_as` compares with later. Call it after `publish` or `accept`; None where a folder is gone."""
        if self._known is None:
            return None
        try:
            return snapshot_of(self.path, self._known.folders, self._known.unsealed, foreign)
        except OSError:
            return None

    def _recognize(self, snapshot: Snapshot) -> None:
        """Know the tree by a snapshot of it: its manifest was valid when a build left it."""
        self._known = _Known(self.identity, folders_in(snapshot), frozenset(snapshot.unsealed))

    def _folders(self, manifest: Manifest) -> frozenset[str] | None:
        """All folders of the manifest; None where that is invalid. It is read whole unless the tree is known."""
        if self._known is None or self._known.identity != self.identity:
            self._known = None
            if manifest.files.is_valid():
                self._known = _Known(self.identity, folders_of(manifest.files))
        return self._known.folders if self._known else None

    @property
    def _manifest(self) -> Manifest | None:
        """The manifest: opened once, and again only where another one has replaced it."""
        identity = self._identity()
        if self._read is None or self._read_as != identity:
            self._read, self._read_as = read_manifest(self.path), identity
        return self._read

    def _identity(self) -> object:
        """A value that changes when another folder, or another manifest, replaces the present one."""
        try:
            folder = self.path.lstat()
            return folder.st_dev, folder.st_ino, folder.st_mode, identity_of(self.path / MANIFEST)
        except OSError:
            return None

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, title: str | None, url: str = "") -> None:
        """Check that the site with this title and address may write here; finish a swap that a killed build began.

        Without a title (site.yaml is broken), only a folder inside the site's own counts as the site's. Raises
        `OutputRefusedError` where the folder is not this site's; nothing is changed then.
        """
        self._site = None if title is None else SiteName(title, url)
        _refuse(refuse_reason(self.path, self._root, self._site, self._manifest))
        if aside(self.path).exists():
            refuse_staging(aside(self.path), self._root, self._site)
            finish_swap(self.path, self._staging)
        self._opened_as = self._identity()

    def damage(self, snapshot: Snapshot | None) -> Damage:
        """Compare the folder with its manifest. Foreign files in `snapshot`, if there is one, were named before.

        Only the files in folders whose time has changed are read, and in folders below those; all are, where the
        snapshot is not of this very folder. Call `open` first.

        Raises `OutputRefusedError` where the manifest is damaged, OSError where a folder can't be read.
        """
        trust = None
        if snapshot and is_of_this_tree(self.path, snapshot):
            self._recognize(snapshot)
            trust = trust_in(self.path, snapshot)
        present = self._present(trust or self._no_trust())
        inventory, files = present.inventory, present.manifest.files
        times = {folder: (self.path / folder).lstat().st_mtime_ns for folder in inventory.unsealed}
        suspects = (pair for folder in inventory.unsealed for pair in files.in_folder(folder))
        there = (pair for pair in suspects if pair[0] not in inventory.missing)
        edited = [path for path, digest in there if not self.holds(path, digest)]
        known = {*(snapshot.foreign if snapshot else ()), *carried_before(self._staging)}
        new = tuple(path for path in inventory.others if path not in known)
        return Damage(inventory.missing.union(edited), inventory.others, new, times)

    def _no_trust(self) -> Trust:
        """Trust in no seal: programs that copy a folder keep its time."""
        folders = self._folders(self._manifest) if self._manifest else None
        return Trust(("",), {folder for folder in folders or () if "/" not in folder})

    def accept(self, damage: Damage) -> None:
        """Seal the folders that hold what the manifest lists, so that they need not be read again."""
        sealed: set[str] = set()
        for folder in damage.read.keys() - with_folders_above(damage.foreign):
            with suppress(OSError):  # it is another user's, or was changed just now: then it is read again next time
                if (self.path / folder).lstat().st_mtime_ns == damage.read[folder]:
                    sealed |= seal(self.path, [folder])
        if self._known:
            self._known = replace(self._known, unsealed=self._known.unsealed - sealed)

    def refuse_tracked(self) -> str:
        """Check that no foreign file in the folder, nor its manifest, is tracked by Git: those come from a commit.

        Returns a sentence where there are foreign files but Git can't be asked; otherwise it is empty. Raises
        `OutputRefusedError` where Git tracks one.
        """
        foreign = self._present().inventory.others
        tracked = tracked_files(self.path)
        if tracked is None:
            return (
                f"Git can't be asked which files in `{self.path}` were committed, so all are kept." if foreign else ""
            )
        committed = _below(foreign, {folded(path) for path in tracked})
        if committed:
            why = _committed_reason([str(self.path / path) for path in committed])
        elif MANIFEST in tracked:
            why = f"`{self.path / MANIFEST}` is tracked by Git, so it may list files that no build wrote."
        else:
            return ""
        step = f"Stop tracking it with `git -C {shlex.quote(str(self.path))} rm -r --cached .`"
        raise OutputRefusedError(why, f"{step}, and delete what you did not put there yourself.")

    def stage(self) -> Path:
        """Create an empty folder for files that any process makes before `publish` is called, which moves them.

        It lies in the staging directory, on the output folder's file system; the files may have any names. Raises
        `OutputRefusedError` where the staging directory is not this site's or can't be created, OSError where it can't
        be written.
        """
        self._refuse_staging()
        return folder_for_staged_files(self._staging, self._name.in_one_line())

    def unstage(self) -> None:
        """Delete the files in the folder of `stage` that were not published."""
        drop_staged_files(self._staging)

    def publish(self, changes: TreeChanges, inputs: str = "") -> Published:
        """Make the output folder hold the changed tree, its manifest, and the foreign files there; all at once, or
        nothing. A file that equals the published one is not written; those that are not made are not read either.

        `inputs` is the digest of everything that the build read.

        Raises `OutputRefusedError` where the site may not write here, a foreign file is in the way, or the tree is not
        the one that changes, `MissingError` where a file to keep is missing, and OSError where the disk is full or
        writing is not allowed. The output folder is then as it was.
        """
        present = self._present()
        if changes.since not in (None, self.identity):
            raise OutputRefusedError(f"`{self.path}` was replaced during the build.", "Run the command again.")
        gone = _gone(present.manifest.files, changes)
        _raise_if_any(path for path in present.inventory.missing if path not in changes.made and path not in gone)
        new, same = self._compared(present, changes.made)
        self._refuse_new_paths(present, new)
        made = {path: file for path, file in changes.made.items() if path not in same} if same else changes.made
        site = self._name.in_one_line()
        published = _report(present, made, gone, carried_before(self._staging))
        if made or gone or (site, inputs) != (present.manifest.site, present.manifest.inputs):
            carried = frozenset(present.inventory.others)
            plan = Plan(self.path, self._staging, present.manifest, present.folders, made, gone, carried, site, inputs)
            return replace(published, left_undone=self._replace(plan))
        drop_staged_files(self._staging)
        return published

    def clean(self) -> Published:
        """Delete what builds of this site wrote, and nothing else.

        Raises `OutputRefusedError` where the folder is not this site's, OSError where something can't be deleted.
        """
        present = self._present()
        with suppress(OutputRefusedError):  # the staging directory is not ours, so it stays
            self._refuse_staging()
            remove_staging(self._staging)
        if not (self.path / MANIFEST).exists():
            return Published()
        ours = tuple(path for path, _ in present.manifest.files if path not in present.inventory.missing)
        # Without its inputs first: if this is killed, the next build must not take what is left for a whole site.
        without_inputs = [*manifest_bytes(replace(present.manifest, inputs=""))]
        self._close(present.manifest)
        write_whole(self.path, MANIFEST, without_inputs)
        delete(self.path, ours, present.inventory.unsealed)
        (self.path / MANIFEST).unlink()
        return Published(deleted=ours, foreign=present.inventory.others)

    @property
    def _staging(self) -> Path:
        return staging_of(self.path)

    @property
    def _name(self) -> SiteName:
        assert self._site, "open() was not called with a title"
        return self._site

    def _present(self, trust: Trust | None = None) -> _Present:
        """The output folder as it is now, checked again if it was replaced since `open`; empty without a manifest.

        For `trust`, see `compare_with_listing`.
        """
        if self._opened_as != self._identity():  # another folder was put there while the pages were made
            self._staging_is_ours = False
            _refuse(refuse_reason(self.path, self._root, self._site, self._manifest))
        manifest = self._manifest
        folders = self._folders(manifest) if manifest else None
        if manifest is None or folders is None:
            _refuse(damaged_reason(self.path))
            return _Present(Manifest(SiteName("")), frozenset({""}), TreeDifference())
        inventory = compare_with_listing(self.path, manifest.files, folders, (), OUR_MARKS, trust)
        self._known = _Known(self.identity, folders, frozenset(inventory.unsealed))
        return _Present(manifest, folders, inventory)

    def _close(self, manifest: Manifest) -> None:
        """Let go of the manifest: Windows moves no file that is in use, nor the folder of one."""
        manifest.files.close()
        self._read = None

    def _refuse_staging(self) -> None:
        if not self._staging_is_ours:
            refuse_staging(self._staging, self._root, self._site)
        self._staging_is_ours = True

    def _compared(self, present: _Present, made: Mapping[str, MadeFile]) -> tuple[list[str], set[str]]:
        """The paths of these files that are new or missing in the output, and of those that it has as they are.

        Others are there with another digest, or were edited after they were written: then they have to be read.
        """
        new: list[str] = []
        same: set[str] = set()
        for path, digest in present.manifest.files.digests(sorted(made)):
            if digest is None or path in present.inventory.missing:
                new.append(path)
            elif digest == made[path].digest and _is_as_given(self.path / path, made[path]):
                same.add(path)
        return new, same

    def _refuse_new_paths(self, present: _Present, new: list[str]) -> None:
        """Raise OutputRefusedError where a foreign file is in the way of a new file.

        Only new and missing paths are checked: the others were published beside the foreign files before.
        """
        assert are_inside(new), "a path of the new tree leads out of the output folder"
        if path := in_the_way(present.inventory.others, new):
            why = "no build wrote it, but the site has a file there."
            raise OutputRefusedError(f"`{self.path / path}` is in the way: {why}", "Move it away.")

    def _replace(self, plan: Plan) -> str:
        """Make the new tree and put it in its place. Returns `Published.left_undone`."""
        self._refuse_staging()
        try:
            unsealed = update_staging(plan)
            known = _Known(identity_of(plan.staging / MANIFEST), next_folders(plan), unsealed)
        finally:
            self._close(plan.present)
        left_undone = _put_in_place(plan)
        self._opened_as, self._known = self._identity(), known
        return left_undone


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Present:
    """The present output folder: its manifest, the folders of that, and how the tree differs from it."""

    manifest: Manifest
    folders: frozenset[str]
    inventory: TreeDifference


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the tree whose manifest has an identity: that this is valid, all folders, and those among them
    that may hold more than it lists. Others are sealed."""

    identity: Identity | None
    folders: frozenset[str]
    unsealed: frozenset[str] = frozenset()


def _digest_of(path: Path) -> str:
    """SHA-256 in hex."""
    with open_plainly(path) as file:
        return sha256_hex_of_file(file)


def _gone(files: FileList, changes: TreeChanges) -> frozenset[str]:
    """The listed files that go."""
    if changes.since is None:
        return frozenset(path for path, _ in files if path not in changes.made)
    assert changes.made.keys().isdisjoint(changes.gone), "a path is made, and goes"
    return frozenset(path for path, digest in files.digests(sorted(changes.gone)) if digest)


def _below(paths: Iterable[str], tops: Container[str]) -> list[str]:
    """Those paths that are in `tops`, or below one of them: a submodule is one path, whatever is in it."""
    wholes = ((path, folded(path).split("/")) for path in paths)
    return [path for path, parts in wholes if any("/".join(parts[: n + 1]) in tops for n in range(len(parts)))]


def _committed_reason(paths: list[str]) -> str:
    """Why a strict build publishes nothing: these files, one or more, come from a commit."""
    if len(paths) == 1:
        return f"`{paths[0]}` comes from a commit and not from a build, so a strict build does not publish it."
    more = f"{len(paths) - 1} more file{'s' if len(paths) > 2 else ''}"
    return f"`{paths[0]}` and {more} come from a commit and not from a build, so a strict build does not publish them."


def _report(present: _Present, contents: Iterable[str], dropped: Iterable[str], known: Container[str]) -> Published:
    """`known` are the foreign files that the previous build carried over."""
    missing, foreign = present.inventory.missing, present.inventory.others
    deleted = tuple(sorted(path for path in dropped if path not in missing))
    return Published((*contents,), deleted, foreign, tuple(path for path in foreign if path not in known))


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise OutputRefusedError(*refusal)


def _raise_if_any(missing: Iterable[str]) -> None:
    paths = tuple(sorted(missing))
    if paths:
        raise MissingError(paths)


def _is_as_given(path: Path, file: MadeFile) -> bool:
    """Whether the published file has this content. It is read, since it may have been edited after it was written."""
    if isinstance(file.content, bytes):
        return path.stat().st_size == len(file.content) and path.read_bytes() == file.content
    return _digest_of(path) == file.digest


def _put_in_place(plan: Plan) -> str:
    """Swap output folder and staging directory: the only step that changes the output folder.

    Returns `Published.left_undone`. Raises OSError where the folders can't be swapped; the staging directory is then
    removed, and the output folder as it was.
    """
    if not plan.output.exists():
        plan.staging.rename(plan.output)
        return ""
    was_empty, new = not (plan.output / MANIFEST).exists(), identity_of(plan.staging / MANIFEST)
    try:
        swap(plan.output, plan.staging)
        if was_empty:
            plan.staging.rmdir()
        else:
            mark_as_previous(plan)
    except OSError as error:
        if identity_of(plan.output / MANIFEST) == new:
            return (
                f"The new site is published, but the next build takes longer, because `{plan.staging}` can't be "
                f"prepared for it ({error.strerror or error})."
            )
        if plan.output.exists():
            remove_staging(plan.staging)
        raise
    return ""

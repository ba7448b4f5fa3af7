"""The output folder of one site: checks that the site may write there, then publishes into it or cleans it.

The output folder holds the whole old tree until it holds the whole new one: the next tree is made in a staging
directory beside it (`staging`), and then the two are swapped (`swap`). Only files that the manifest of this site lists
are ever overwritten or deleted (`safety`, `manifest`). Knows nothing of pages.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.cache.digest import sha256_hex, sha256_hex_of_file
from generator.publishing.file_operations import delete, write_whole
from generator.publishing.git_tracked import tracked_files
from generator.publishing.manifest import MANIFEST, Manifest, ManifestFile, SiteName, are_inside, manifest_bytes
from generator.publishing.safety import OutputRefusedError, Refusal, damaged_reason, in_the_way, refuse_reason
from generator.publishing.snapshot import Snapshot, is_of_this_tree, is_unchanged, snapshot_of, trust_in
from generator.publishing.staging import (
    OUR_MARKS,
    Plan,
    carried_before,
    drop_staged_files,
    folder_for_staged_files,
    mark_as_previous,
    refuse_staging,
    remove_staging,
    staging_of,
    update_staging,
)
from generator.publishing.staging_mark import identity_of
from generator.publishing.swap import aside, finish_swap, swap
from generator.publishing.tree_scan import (
    TreeDifference,
    TreeListing,
    Trust,
    compare_with_listing,
    seal,
    with_folders_above,
)
from generator.sources.safe_open import absolute_path, open_plainly
from generator.urls import folded

FileContent = bytes | Path
"""The content of a file to publish: its bytes, or the file to copy or, if it is in `OutputFolder.stage`, to move."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output folder: the paths of its files, relative to it.

    `foreign` are files that no build of this site wrote; they were kept. `newly_foreign` are those among them that
    appeared after the previous build. `left_undone` is a sentence about what could not be done after the new tree was
    in its place; otherwise it is empty.
    """

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    newly_foreign: tuple[str, ...] = ()
    left_undone: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """How an output folder differs from its manifest, as far as the times of its folders show.

    `wrong` are the paths of files that are missing or have other bytes, `foreign` those that no build wrote, and
    `newly_foreign` those among them that appeared after the previous build. `read` has the time of modification, in
    nanoseconds, that each folder had before it was read.
    """

    wrong: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    newly_foreign: tuple[str, ...] = ()
    read: Mapping[str, int] = field(default_factory=dict)


class MissingError(Exception):
    """The output folder lacks files that this build expected to keep (`paths`).

    Nothing was changed. Publish again, with the contents of these files.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(f"the output folder lacks {len(paths)} of the files to keep, for example `{paths[0]}`")
        self.paths = paths


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
        self._read: ManifestFile | None = None
        self._read_as: object = None
        self._opened_as: object = None
        self._folders: frozenset[str] = frozenset()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def inputs(self) -> str:
        """The digest of the inputs from which the published tree was built; empty where there is none."""
        return self._file.inputs

    @property
    def files(self) -> Mapping[str, str]:
        """The published tree: the SHA-256, in hex, of each file by path; empty where there is none."""
        manifest = self._file.manifest
        return manifest.files if manifest else {}

    def holds(self, path: str, digest: str) -> bool:
        """Whether the file at `path` has this SHA-256. It is read, since a person may have edited it."""
        try:
            return _digest_of(self.path / path) == digest
        except OSError:
            return False

    def looks_as(self, snapshot: Snapshot | None) -> bool:
        """Whether nothing was added, removed or replaced since a build took this snapshot of the folder.

        A file that was written to in place shows only at the top of the folder, and beside foreign files.
        """
        return snapshot is not None and is_unchanged(self.path, snapshot)

    def snapshot(self, foreign: tuple[str, ...]) -> Snapshot | None:
        """What `looks_as` compares with later. Call it after `publish` or `accept`; None where a folder is gone."""
        try:
            return snapshot_of(self.path, self._folders, foreign)
        except OSError:
            return None

    @property
    def _file(self) -> ManifestFile:
        """The manifest: read once, and again only where another one has replaced it."""
        identity = self._identity()
        if self._read is None or self._read_as != identity:
            self._read, self._read_as = ManifestFile(self.path), identity
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
        _refuse(refuse_reason(self.path, self._root, self._site, self._file))
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
        is_known = snapshot is not None and is_of_this_tree(self.path, snapshot)
        trust = trust_in(self.path, snapshot) if snapshot and is_known else self._no_trust()
        known = snapshot.foreign if snapshot else ()
        present = self._present(trust)
        inventory, digests = present.inventory, present.manifest.files
        self._folders = present.listing.folders
        times = {folder: (self.path / folder).lstat().st_mtime_ns for folder in inventory.unsealed}
        suspects = (
            path
            for path, parent in zip(present.listing.files, present.listing.parents, strict=True)
            if parent in times and path not in inventory.missing
        )
        edited = [path for path in suspects if not self.holds(path, digests[path])]
        carried = carried_before(self._staging)
        new = tuple(path for path in inventory.others if path not in known and path not in carried)
        return Damage(inventory.missing.union(edited), inventory.others, new, times)

    def _no_trust(self) -> Trust:
        """Trust in no seal: programs that copy a folder keep its time."""
        return Trust(("",), {path.partition("/")[0] for path in self.files})

    def accept(self, damage: Damage) -> None:
        """Seal the folders that hold what the manifest lists, so that they need not be read again."""
        for folder in damage.read.keys() - with_folders_above(damage.foreign):
            with suppress(OSError):  # it is another user's, or was changed just now: then it is read again next time
                if (self.path / folder).lstat().st_mtime_ns == damage.read[folder]:
                    seal(self.path, [folder])

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

    def publish(
        self, files: Mapping[str, FileContent], digests: Mapping[str, str] | None = None, inputs: str = ""
    ) -> Published:
        """Make the output folder hold a tree, its manifest, and the foreign files there; all at once, or nothing.

        `digests` is the whole tree: the SHA-256, in hex, of each file by path. `files` are the contents of those that
        may have changed: one that equals the published file is not written. All others are kept without reading them.
        Without `digests`, `files` is the whole tree. `inputs` is the digest of everything the build read.

        Raises `OutputRefusedError` where the site may not write here or a foreign file is in the way, `MissingError`
        where a file to keep is missing, and OSError where the disk is full or writing is not allowed. The output folder
        is then as it was.
        """
        present = self._present()
        digests = {path: _digest_of(data) for path, data in files.items()} if digests is None else digests
        assert files.keys() <= digests.keys(), "there are contents for a path that is not in the tree"
        changed = _changed(present, digests)
        unchanged = files.keys() - changed
        damaged = {path for path in unchanged if not _is_as_given(self.path / path, files[path], digests[path])}
        self._refuse_new_paths(present, changed)
        _raise_if_any(changed - files.keys())
        contents = {path: data for path, data in files.items() if path in changed or path in damaged}
        is_same_listing = digests.keys() == present.manifest.files.keys()
        self._folders = present.listing.folders if is_same_listing else TreeListing.of(digests).folders
        manifest = Manifest(self._name.in_one_line(), inputs, digests)
        dropped = present.manifest.files.keys() - digests.keys()
        published = _report(present, contents, dropped, carried_before(self._staging))
        if contents or manifest != present.manifest:
            return replace(published, left_undone=self._replace(present, manifest, contents, dropped))
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
        # Without its inputs first: if this is killed, the next build must not take what is left for a whole site.
        write_whole(self.path, MANIFEST, manifest_bytes(replace(present.manifest, inputs="")))
        ours = tuple(sorted(present.manifest.files.keys() - present.inventory.missing))
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
            _refuse(refuse_reason(self.path, self._root, self._site, self._file))
        manifest = self._file.manifest
        if manifest is None:
            _refuse(damaged_reason(self.path))
            return _Present(Manifest(SiteName("")), TreeListing(), TreeDifference())
        listing = TreeListing.of(manifest.files)
        return _Present(manifest, listing, compare_with_listing(self.path, listing, (), OUR_MARKS, trust))

    def _refuse_staging(self) -> None:
        if not self._staging_is_ours:
            refuse_staging(self._staging, self._root, self._site)
        self._staging_is_ours = True

    def _refuse_new_paths(self, present: _Present, changed: Iterable[str]) -> None:
        """Raise OutputRefusedError where a foreign file is in the way of a new file.

        Only new and missing paths are checked: the others were published beside the foreign files before.
        """
        lost, known = present.inventory.missing, present.manifest.files
        new = [path for path in changed if path in lost or path not in known]
        assert are_inside(new), "a path of the new tree leads out of the output folder"
        if path := in_the_way(present.inventory.others, new):
            why = "no build wrote it, but the site has a file there."
            raise OutputRefusedError(f"`{self.path / path}` is in the way: {why}", "Move it away.")

    def _replace(
        self, present: _Present, manifest: Manifest, contents: Mapping[str, FileContent], dropped: Iterable[str]
    ) -> str:
        """Make the new tree and put it in its place. Returns `Published.left_undone`."""
        self._refuse_staging()
        differing, carried = frozenset((*contents, *dropped)), frozenset(present.inventory.others)
        plan = Plan(self.path, self._staging, manifest, contents, differing, present.listing, carried)
        update_staging(plan)
        left_undone = _put_in_place(plan)
        self._opened_as = self._identity()
        return left_undone


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Present:
    """The present output folder: its manifest, the files of that as a listing, and what differs from the listing."""

    manifest: Manifest
    listing: TreeListing
    inventory: TreeDifference


def _digest_of(data: FileContent) -> str:
    """SHA-256 in hex."""
    if isinstance(data, bytes):
        return sha256_hex(data)
    with open_plainly(data) as file:
        return sha256_hex_of_file(file)


def _changed(present: _Present, digests: Mapping[str, str]) -> set[str]:
    """The paths of the new tree at which the present one has no file, or a different one."""
    files = present.manifest.files
    lost = [path for path in present.inventory.missing if path in digests]
    return {path for path, digest in digests.items() if files.get(path) != digest}.union(lost)


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


def _is_as_given(path: Path, data: FileContent, digest: str) -> bool:
    """Whether the published file has this content. It is read, since it may have been edited after it was written."""
    if isinstance(data, bytes):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return _digest_of(path) == digest


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

"""The output folder of one site: opened once, it refuses, mends and reads once; then it is published into or cleaned.

The output is the whole old tree until it is the whole new one: the next one is made in a staging directory beside it
(`staging`), and then the two are swapped (`swap`). Nothing is overwritten or deleted but what the manifest of this
very site lists (`safety`, `manifest`). Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cache.digest import sha256_hex, sha256_hex_of_file
from generator.publishing.file_operations import delete, write_whole
from generator.publishing.manifest import MANIFEST, Manifest, ManifestFile, SiteName, are_inside, manifest_bytes
from generator.publishing.safety import OutputRefusedError, damaged_reason, in_the_way, refuse_reason
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
from generator.publishing.tree_scan import TreeDifference, TreeListing, compare_with_listing
from generator.sources.safe_open import absolute_path, open_plainly

Content = bytes | Path
"""What a file is to hold: its bytes, or the file to copy or (out of `OutputFolder.stage`) to move."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output. `foreign` are the files in it that no build of this site wrote: they were kept;
    `newly_foreign` those of them that the build before this one did not meet."""

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    newly_foreign: tuple[str, ...] = ()


class MissingError(Exception):
    """The output lacks files that this build expected to keep (`paths`). Nothing was changed: publish again, with
    their contents."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(f"{len(paths)} files are not in the output as they should be, {paths[0]} among them")
        self.paths = paths


class OutputFolder:
    """Where a site is published: the folder `path`, for the site whose site.yaml lies in `root`.

    Making one touches nothing. What stands there can be read at once; to write, `open` it first. One build at a time:
    see `lock`.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = absolute_path(path)
        self._root = root
        self._site: SiteName | None = None
        self._staging_is_ours = False
        self._read: ManifestFile | None = None
        self._read_as: object = None
        self._opened_as: object = None

    # ── what stands there ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def inputs(self) -> str:
        """The digest of what the published tree was made from; empty where there is no such tree. Needs no `open`."""
        return self._file.inputs

    @property
    def files(self) -> Mapping[str, str]:
        """The published tree: the SHA-256, in hex, of each path. Empty where there is none. Needs no `open`."""
        manifest = self._file.manifest
        return manifest.files if manifest else {}

    def holds(self, path: str, digest: str) -> bool:
        """Whether the file that stands at `path` has this SHA-256. It is read: somebody may have edited it."""
        try:
            return _digest_of(self.path / path) == digest
        except OSError:
            return False

    @property
    def _file(self) -> ManifestFile:
        """Read once, and again only where another one has come into its place."""
        identity = self._identity()
        if self._read is None or self._read_as != identity:
            self._read, self._read_as = ManifestFile(self.path), identity
        return self._read

    def _identity(self) -> object:
        """By which it is noticed that another folder, or another manifest, stands there."""
        try:
            folder = self.path.lstat()
            return folder.st_dev, folder.st_ino, folder.st_mode, identity_of(self.path / MANIFEST)
        except OSError:
            return None

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, title: str | None, url: str = "") -> None:
        """Ask whether the site of this title and address may write here, and finish what a killed build left undone.

        Without a title (site.yaml is broken) the folder is known as the site's by its place alone. Raises
        `OutputRefusedError` where it is not this site's; nothing is changed then.
        """
        self._site = None if title is None else SiteName(title, url)
        _refuse(refuse_reason(self.path, self._root, self._site, self._file))
        if aside(self.path).exists():
            refuse_staging(aside(self.path), self._root, self._site)
            finish_swap(self.path, self._staging)
        self._opened_as = self._identity()

    def stage(self) -> Path:
        """An empty folder for files that are made before `publish` is called, by whatever process: see there.

        On the output's file system and in no one's sight. Names in it are free. Raises as `publish` does.
        """
        self._refuse_staging()
        return folder_for_staged_files(self._staging, self._name.in_one_line())

    def unstage(self) -> None:
        """Delete what was staged and not published."""
        drop_staged_files(self._staging)

    def publish(
        self, files: Mapping[str, Content], digests: Mapping[str, str] | None = None, inputs: str = ""
    ) -> Published:
        """Make the output hold a tree, its manifest, and what others put there; all of it at once, or nothing.

        `digests` is the whole tree, each path with its SHA-256 in hex; a path without contents among `files` stays as
        it stands in the output, and isn't read. Left out, the tree is `files`. A file whose contents are given is
        compared with the one that stands there, and only written if it differs.

        Raises `OutputRefusedError` or `MissingError` before anything is changed, `OSError` where the disk is full or
        writing is not allowed; the output is then as it was.
        """
        present = self._present()
        digests = {path: _digest_of(data) for path, data in files.items()} if digests is None else digests
        assert files.keys() <= digests.keys(), "there are contents for a path that is not in the tree"
        changed = _changed(present, digests)
        kept = files.keys() - changed
        spoilt = {path for path in kept if not _is_as_given(self.path / path, files[path], digests[path])}
        self._refuse_new_paths(present, changed)
        _want_all(changed - files.keys())
        contents = {path: data for path, data in files.items() if path in changed or path in spoilt}
        manifest = Manifest(self._name.in_one_line(), inputs, digests)
        dropped = present.manifest.files.keys() - digests.keys()
        done = _report(present, contents, dropped, carried_before(self._staging))
        if contents or manifest != present.manifest:
            self._replace(present, manifest, contents, dropped)
        else:
            drop_staged_files(self._staging)
        return done

    def clean(self) -> Published:
        """Delete what builds of this site wrote, and nothing else. Raises as `publish` does."""
        present = self._present()
        with suppress(OutputRefusedError):  # it isn't ours, and stays
            self._refuse_staging()
            remove_staging(self._staging)
        if not (self.path / MANIFEST).exists():
            return Published()
        # What is left if this is killed can't be taken for a whole site.
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
        assert self._site, "only a site that has a title is published"
        return self._site

    def _present(self) -> _Present:
        """The output as it stands now; nothing, where the folder isn't there or is empty."""
        if self._opened_as != self._identity():  # somebody has put another folder there while the pages were made
            self._staging_is_ours = False
            _refuse(refuse_reason(self.path, self._root, self._site, self._file))
        manifest = self._file.manifest
        if manifest is None:
            _refuse(damaged_reason(self.path))
            return _Present(Manifest(SiteName("")), TreeListing(), TreeDifference())
        listing = TreeListing.of(manifest.files)
        return _Present(manifest, listing, compare_with_listing(self.path, listing, apart_from=OUR_MARKS))

    def _refuse_staging(self) -> None:
        if not self._staging_is_ours:
            refuse_staging(self._staging, self._root, self._site)
        self._staging_is_ours = True

    def _refuse_new_paths(self, present: _Present, changed: Iterable[str]) -> None:
        """What was published beside somebody's file before can go there again: only new paths, and lost ones, are
        asked."""
        lost, known = present.inventory.missing, present.manifest.files
        new = [path for path in changed if path in lost or path not in known]
        assert are_inside(new), "a path of the output leads out of it"
        if path := in_the_way(present.inventory.others, new):
            why = "the site has a page there, and no build wrote this. Move it away."
            raise OutputRefusedError(f"{self.path / path} is in the way: {why}")

    def _replace(
        self, present: _Present, manifest: Manifest, contents: Mapping[str, Content], dropped: Iterable[str]
    ) -> None:
        self._refuse_staging()
        differing, carried = frozenset((*contents, *dropped)), frozenset(present.inventory.others)
        plan = Plan(self.path, self._staging, manifest, contents, differing, present.listing, carried)
        update_staging(plan)
        _put_in_place(plan)
        self._opened_as = self._identity()


# ── what is to be done ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Present:
    """An output as it should be (`listing` are the files of `manifest`), and how what is there differs from that."""

    manifest: Manifest
    listing: TreeListing
    inventory: TreeDifference


def _digest_of(data: Content) -> str:
    """SHA-256 in hex, as the manifest has it."""
    if isinstance(data, bytes):
        return sha256_hex(data)
    with open_plainly(data) as file:
        return sha256_hex_of_file(file)


def _changed(present: _Present, digests: Mapping[str, str]) -> set[str]:
    """The paths of the new tree for which the present one has no file, or another."""
    files = present.manifest.files
    lost = [path for path in present.inventory.missing if path in digests]
    return {path for path, digest in digests.items() if files.get(path) != digest}.union(lost)


def _report(present: _Present, contents: Iterable[str], dropped: Iterable[str], known: Container[str]) -> Published:
    there = present.inventory
    deleted = tuple(sorted(path for path in dropped if path not in there.missing))
    return Published((*contents,), deleted, there.others, tuple(path for path in there.others if path not in known))


def _refuse(reason: str | None) -> None:
    if reason:
        raise OutputRefusedError(reason)


def _want_all(missing: Iterable[str]) -> None:
    paths = tuple(sorted(missing))
    if paths:
        raise MissingError(paths)


def _is_as_given(path: Path, data: Content, digest: str) -> bool:
    """Whether the file that stands there is this one. Read, and not believed: somebody may have edited it."""
    if isinstance(data, bytes):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return _digest_of(path) == digest


def _put_in_place(plan: Plan) -> None:
    """The one step in which the output changes."""
    if not plan.output.exists():
        plan.staging.rename(plan.output)
        return
    was_empty = not (plan.output / MANIFEST).exists()
    try:
        swap(plan.output, plan.staging)
    except OSError:
        if plan.output.exists():
            remove_staging(plan.staging)
        raise
    if was_empty:
        plan.staging.rmdir()
    else:
        mark_as_previous(plan)

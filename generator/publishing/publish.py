"""Publishes a finished tree: the output is the whole old one until it is the whole new one; knows nothing of pages.

The next output is made beside the present one (`twin`), and then the two are exchanged (`exchange`). Nothing is
overwritten or deleted but what the manifest of this very site lists (`refusals`, `manifest`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.publishing.manifest import (
    MANIFEST,
    Manifest,
    SiteName,
    are_inside,
    as_bytes,
    published_inputs,
    read_manifest,
)
from generator.publishing.safety import OutputRefusedError, as_named, damaged_reason, in_the_way, refuse_reason
from generator.publishing.staging import (
    OUR_MARKS,
    Plan,
    bring_up,
    carried_before,
    delete,
    drop_staged,
    refuse_twin,
    settle,
    staging_folder,
    take_down,
    twin_of,
    write_whole,
)
from generator.publishing.swap import aside, exchange, mend_exchange
from generator.publishing.tree_scan import Inventory, Listing, take_inventory
from generator.sources.safe_open import open_plainly

__all__ = [
    "MANIFEST",
    "Manifest",
    "MissingError",
    "OutputRefusedError",
    "Published",
    "SiteName",
    "as_named",
    "clean",
    "digest_of",
    "mend",
    "publish",
    "published_inputs",
    "read_manifest",
    "refuse_reason",
    "stage",
    "unstage",
]


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the output. `foreign` are the files in it that no build of this site wrote: they were kept;
    `newly_foreign` those of them that the build before this one did not meet."""

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    newly_foreign: tuple[str, ...] = ()


class MissingError(Exception):
    """`paths` were to stay as they stand in the output, and don't stand there. Nothing was changed: publish again,
    with their contents."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(f"{len(paths)} files are not in the output as they should be, {paths[0]} among them")
        self.paths = paths


def publish(
    files: Mapping[str, bytes | Path],
    output: Path,
    root: Path,
    site: SiteName,
    inputs: str = "",
    digests: Mapping[str, str] | None = None,
) -> Published:
    """Make `output` hold a tree, its manifest, and what others put there; all of it at once, or nothing.

    `files` are contents: bytes, a file to copy, or one in the folder `stage` gave, which is moved. `digests` is the
    whole tree, each path with its SHA-256 in hex; a path without contents stays as it stands in the output, and isn't
    read. Left out, the tree is `files`. A file whose contents are given is compared with the one that stands there,
    and only written if it differs.

    Raises `OutputRefusedError` or `MissingError` before anything is changed, `OSError` where the disk is full or
    writing is not allowed; the output is then as it was. One build at a time: see `lock`.
    """
    output = as_named(output)
    present = _look_at(output, root, site)
    digests = {path: digest_of(data) for path, data in files.items()} if digests is None else digests
    assert files.keys() <= digests.keys(), "there are contents for a path that is not in the tree"
    changed = _changed(present, digests)
    spoilt = {path for path in files if path not in changed and not _holds(output / path, files[path], digests[path])}
    _refuse_new_paths(output, present, changed)
    _want_all(changed - files.keys())
    contents = {path: data for path, data in files.items() if path in changed or path in spoilt}
    manifest, dropped = Manifest(site.in_one_line(), inputs, digests), present.manifest.files.keys() - digests.keys()
    done = _report(present, contents, dropped, carried_before(twin_of(output)))
    if not contents and manifest == present.manifest:
        drop_staged(twin_of(output))
        return done
    refuse_twin(twin_of(output), root, site)
    differing, carried = frozenset((*contents, *dropped)), frozenset(present.inventory.others)
    plan = Plan(output, twin_of(output), manifest, contents, differing, present.listing, carried)
    bring_up(plan)
    _put_in_place(plan)
    return done


def stage(output: Path, root: Path, site: SiteName) -> Path:
    """An empty folder for files that are made before `publish` is called, by whatever process: see there.

    On the output's file system and in no one's sight. Names in it are free. Raises as `publish` does.
    """
    output = as_named(output)
    _look_at(output, root, site)
    refuse_twin(twin_of(output), root, site)
    return staging_folder(twin_of(output), site.in_one_line())


def unstage(output: Path) -> None:
    """Delete what was staged and not published."""
    drop_staged(twin_of(as_named(output)))


def mend(output: Path, root: Path, site: SiteName | None) -> None:
    """Finish what a build that was killed left half done, so that the output is a whole tree. `publish` does it, too;
    whoever wants to read the output before that asks for it. Raises as `publish` does."""
    output = as_named(output)
    _refuse(refuse_reason(output, root, site, at_a_glance=True))
    if aside(output).exists():
        refuse_twin(aside(output), root, site)
        mend_exchange(output, twin_of(output))


def clean(output: Path, root: Path, site: SiteName | None = None) -> Published:
    """Delete what builds of this site wrote, and nothing else. Raises as `publish` does."""
    output = as_named(output)
    present = _look_at(output, root, site)
    with suppress(OutputRefusedError):  # it isn't ours, and stays
        refuse_twin(twin_of(output), root, site)
        take_down(twin_of(output))
    if not (output / MANIFEST).exists():
        return Published()
    cut_short = replace(present.manifest, inputs="")
    write_whole(output, MANIFEST, as_bytes(cut_short))  # what is left if this is killed can't be taken for a whole site
    ours = tuple(sorted(present.manifest.files.keys() - present.inventory.missing))
    delete(output, ours, present.inventory.unsealed)
    (output / MANIFEST).unlink()
    return Published(deleted=ours, foreign=present.inventory.others)


def digest_of(data: bytes | Path) -> str:
    """SHA-256 in hex, as the manifest has it."""
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with open_plainly(data) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ── what is to be done ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Present:
    """An output as it should be (`listing` are the files of `manifest`), and how what is there differs from that."""

    manifest: Manifest
    listing: Listing
    inventory: Inventory


def _look_at(output: Path, root: Path, site: SiteName | None) -> _Present:
    """Of a folder that isn't there or is empty: nothing."""
    mend(output, root, site)
    _refuse(refuse_reason(output, root, site, at_a_glance=True))
    manifest = read_manifest(output)
    if manifest is None:
        _refuse(damaged_reason(output))
        return _Present(Manifest(SiteName("")), Listing(), Inventory())
    listing = Listing.of(manifest.files)
    return _Present(manifest, listing, take_inventory(output, listing, apart_from=OUR_MARKS))


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


def _refuse_new_paths(output: Path, present: _Present, changed: Iterable[str]) -> None:
    """What was published beside somebody's file before can go there again: only new paths, and lost ones, are asked."""
    lost, known = present.inventory.missing, present.manifest.files
    new = [path for path in changed if path in lost or path not in known]
    assert are_inside(new), "a path of the output leads out of it"
    path = in_the_way(present.inventory.others, new)
    if path:
        why = "the site has a page there, and no build wrote this. Move it away."
        raise OutputRefusedError(f"{output / path} is in the way: {why}")


def _want_all(missing: Iterable[str]) -> None:
    paths = tuple(sorted(missing))
    if paths:
        raise MissingError(paths)


def _holds(path: Path, data: bytes | Path, digest: str) -> bool:
    """Whether the file that stands there is this one. Read, and not believed: somebody may have edited it."""
    if isinstance(data, bytes):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return digest_of(path) == digest


def _put_in_place(plan: Plan) -> None:
    """The one step in which the output changes."""
    if not plan.output.exists():
        plan.twin.rename(plan.output)
        return
    was_empty = not (plan.output / MANIFEST).exists()
    try:
        exchange(plan.output, plan.twin)
    except OSError:
        if plan.output.exists():
            take_down(plan.twin)
        raise
    if was_empty:
        plan.twin.rmdir()
    else:
        settle(plan)

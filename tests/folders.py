"""A site in a folder of its own, and what lies in folders, for tests of what happens to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.cache.digest import sha256_hex
from generator.publishing import MadeFile, MissingError, OutputFolder, Published, TreeChanges
from generator.publishing.file_list import FileList
from generator.publishing.manifest import MANIFEST, Manifest, SiteName, manifest_bytes, read_manifest
from generator.publishing.safety import damaged_reason, refuse_reason
from generator.publishing.tree_changes import FileContent
from generator.sources.safe_open import absolute_path

SITE = SiteName("Contested Headlines", "https://example.org/")
NOBODY = 65534

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
needs_posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")


def new_site(folder: Path) -> Path:
    """An empty site with one precious article."""
    site = folder / "site"
    for name in ("content/articles", "templates"):
        (site / name).mkdir(parents=True)
    (site / "site.yaml").write_text("title: Contested Headlines\n")
    (site / "content/articles/a.md").write_text("precious")
    return site


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that lies in a folder; a link or an empty folder is None."""
    found: dict[str, bytes | None] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or (path.is_dir() and not any(path.iterdir())):
            found[path.relative_to(folder).as_posix()] = None
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def without_manifest(folder: Path) -> dict[str, bytes | None]:
    return {path: data for path, data in tree(folder).items() if path != MANIFEST}


@contextmanager
def without_privilege() -> Iterator[None]:
    """As somebody whom permissions bind, if the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


# ── publishing in one call, for tests that look at what comes of it ──────────────────────────────────────────────────


def opened(output: Path, root: Path, site: SiteName | None = SITE) -> OutputFolder:
    folder = OutputFolder(output, root)
    folder.open(site.title if site else None, site.url if site else "")
    return folder


def publish(
    files: Mapping[str, FileContent],
    output: Path,
    root: Path,
    site: SiteName = SITE,
    inputs: str = "",
    digests: Mapping[str, str] | None = None,
) -> Published:
    """Publish a whole tree; or, with its `digests`, what it changes, of which `files` has the contents.

    Raises `MissingError` where contents are wanting.
    """
    folder = opened(output, root, site)
    made = {path: MadeFile(data, digests[path] if digests else digest_of(data)) for path, data in files.items()}
    if digests is None:
        return folder.publish(TreeChanges(made), inputs)
    differing = set(folder.files.differing(sorted(digests.items())))
    wanting = (differing & digests.keys()) - files.keys()
    if wanting:
        raise MissingError(tuple(sorted(wanting)))
    return folder.publish(TreeChanges(made, differing - digests.keys(), folder.identity), inputs)


def stage(output: Path, root: Path, site: SiteName = SITE) -> Path:
    return opened(output, root, site).stage()


def clean(output: Path, root: Path, site: SiteName | None = None) -> Published:
    return opened(output, root, site).clean()


def listed(output: Path) -> dict[str, str] | None:
    """The digests in the manifest by path; None where there is no valid one."""
    manifest = read_manifest(output)
    return dict(manifest.files) if manifest and manifest.files.is_valid() else None


def listing_of(files: Mapping[str, str]) -> FileList:
    return FileList(b"".join(FileList().changed(sorted(files.items()))))


def manifest_of(site: SiteName, inputs: str = "", files: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a manifest."""
    return b"".join(manifest_bytes(Manifest(site, inputs), sorted((files or {}).items())))


def refusal(output: Path, root: Path, site: SiteName | None = None) -> str | None:
    """Why nothing may be written there, in words; None where it may."""
    damaged = damaged_reason(output) if listed(output) is None else None
    refused = refuse_reason(absolute_path(output), root, site, read_manifest(output)) or damaged
    return " ".join(refused) if refused else None


def digest_of(data: FileContent) -> str:
    return sha256_hex(data if isinstance(data, bytes) else data.read_bytes())

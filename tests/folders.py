"""A site in a folder of its own, and what lies in folders, for tests of what happens to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.cache.digest import sha256_hex
from generator.publishing import OutputFolder, Published
from generator.publishing.manifest import MANIFEST, Manifest, ManifestFile, SiteName
from generator.publishing.output_folder import FileContent
from generator.publishing.safety import damaged_reason, refuse_reason
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
    return opened(output, root, site).publish(files, digests, inputs)


def stage(output: Path, root: Path, site: SiteName = SITE) -> Path:
    return opened(output, root, site).stage()


def clean(output: Path, root: Path, site: SiteName | None = None) -> Published:
    return opened(output, root, site).clean()


def read_manifest(output: Path) -> Manifest | None:
    return ManifestFile(output).manifest


def refusal(output: Path, root: Path, site: SiteName | None = None) -> str | None:
    """Why nothing may be written there, in words; None where it may."""
    file = ManifestFile(output)
    damaged = damaged_reason(output) if file.manifest is None else None
    refused = refuse_reason(absolute_path(output), root, site, file) or damaged
    return " ".join(refused) if refused else None


def digest_of(data: FileContent) -> str:
    return sha256_hex(data if isinstance(data, bytes) else data.read_bytes())

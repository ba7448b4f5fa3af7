"""A site in a folder of its own, and what lies in folders, for tests of what happens to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.publishing.manifest import MANIFEST, SiteName

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

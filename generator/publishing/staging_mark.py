"""The mark of a staging directory, `.counterpoint-staging`: for which site it is made, and what is known of its files.

It is there as long as the directory is no finished output. It says which files lie there beside those of the manifest,
carried over or just being made; and, once a build has come to its end, in which files staging directory and output
differ, so that nothing needs to compare the two.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.file_operations import (
    write_whole,
)
from generator.publishing.manifest import SiteName, are_inside
from generator.sources.safe_open import open_plainly

MARK = ".counterpoint-staging"


Identity = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """`besides` are paths in the staging directory that builds may delete, though no manifest lists them.

    `differing` are those in which it differs from the output, as long as the output has the manifest `of_manifest`;
    without one, the last build didn't come to its end, and nothing is known.
    """

    site: SiteName
    besides: frozenset[str] = frozenset()
    differing: frozenset[str] = frozenset()
    of_manifest: Identity | None = None


# ── the mark ─────────────────────────────────────────────────────────────────────────────────────────────────────


def write_mark(staging: Path, mark: Mark) -> None:
    data = {
        "site": [mark.site.title, mark.site.url],
        "besides": sorted(mark.besides),
        "differing": sorted(mark.differing),
        "of_manifest": mark.of_manifest,
    }
    write_whole(staging, MARK, json.dumps(data).encode())


def read_mark(staging: Path) -> Mark | None:
    try:
        with open_plainly(staging / MARK) as file:
            data = json.loads(file.read())
        title, url = data["site"]
        differing = [*data["differing"]]
        identity = tuple(data["of_manifest"] or ()) if are_inside(differing) else ()
        site = SiteName(str(title), str(url))
        return Mark(site, frozenset(data["besides"]), frozenset(differing), identity if len(identity) == 3 else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def identity_of(file: Path) -> Identity | None:
    """By which a file is known again: each manifest is a new one. None where there is none."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size

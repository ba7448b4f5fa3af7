"""Reads and writes the mark of a staging directory, `.counterpoint-staging`: its site, and what is known of its files.

The mark exists while the directory is not a finished tree. It lists the files there that the manifest does not list:
foreign files carried over. After a build has published, it also lists the files in which staging
directory and output folder differ, so that the next build need not compare the two. Deletes and decides nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.file_list import are_inside
from generator.publishing.file_operations import write_whole
from generator.publishing.manifest import Identity, SiteName
from generator.sources.safe_open import open_plainly

MARK = ".counterpoint-staging"
"""The name of the mark, at the top of the staging directory."""
FORMER_MARK = ".counterpoint-twin"
"""What the mark was called before. Such a file is ours, and nothing in it is believed: it is deleted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The site of a staging directory, and what is known of its files.

    `besides` are paths that builds may delete although the manifest does not list them. `differing` are the paths at
    which staging directory and output folder differ, valid only while the output folder has the manifest `of_manifest`;
    without that, the last build did not finish, and `differing` says nothing.
    """

    site: SiteName
    besides: frozenset[str] = frozenset()
    differing: frozenset[str] = frozenset()
    of_manifest: Identity | None = None


# ── the mark ─────────────────────────────────────────────────────────────────────────────────────────────────────


def write_mark(staging: Path, mark: Mark) -> None:
    """Write the mark, over an older one. Raises OSError where that is not possible."""
    data = {
        "site": [mark.site.title, mark.site.url],
        "besides": sorted(mark.besides),
        "differing": sorted(mark.differing),
        "of_manifest": mark.of_manifest,
    }
    write_whole(staging, MARK, (json.dumps(data).encode(),))


def read_mark(staging: Path) -> Mark | None:
    """The mark of a staging directory; None where it is missing or invalid."""
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

"""Asks Git which files of a folder it tracks.

What a pull request commits into an output folder would be published along with the built pages, script and all. Only
Git knows which files came that way.
"""

from __future__ import annotations

import os
from pathlib import Path

from generator.history.git import asked, is_in_checkout


def tracked_files(folder: Path) -> frozenset[str] | None:
    """The paths that Git tracks in a folder, relative to it, with `/`; empty outside of a checkout.

    A submodule counts as one path. None where the folder is in a checkout, but Git is missing or can't answer.
    """
    if not folder.is_dir() or not is_in_checkout(folder.resolve().parent):
        return frozenset()
    listed = asked(folder, "ls-files", "-z", "--", ".")
    return None if listed is None else frozenset(os.fsdecode(name) for name in listed.split(b"\0") if name)

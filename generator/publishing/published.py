"""What came of publishing, or prevents it, and how an output folder differs from what was published. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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

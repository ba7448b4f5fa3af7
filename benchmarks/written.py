"""What a build wrote: how many files, and how many bytes. Knows no programs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """`size` in bytes. Files whose names begin with a dot don't count: they are for publishing, and no reader's."""

    files: int = 0
    size: int = 0

    def is_like(self, other: Written, tolerance: float) -> bool:
        """Whether files and bytes are those of the other, give or take that part of them."""
        pairs = ((self.files, other.files), (self.size, other.size))
        return all(abs(mine - theirs) <= tolerance * theirs for mine, theirs in pairs)


def written_in(folder: Path) -> Written:
    """Of a folder with all that is in it; nothing if there is none."""
    paths = (Path(place) / name for place, _, names in os.walk(folder) for name in names if not name.startswith("."))
    sizes = [path.stat().st_size for path in paths]
    return Written(len(sizes), sum(sizes))


NOTHING = Written()

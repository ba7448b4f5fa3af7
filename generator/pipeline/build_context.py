"""What a build works with: the cache, other processes, and the output as it is. Loads no part of the build itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.store import Cache


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a build works with. Without any of it, everything is made, in this process.

    `published` are path and digest of what stands in the output, made from what has the digest `inputs`: it needn't be
    made if it is the same. The paths of `remake` are made in any case.
    """

    cache: Cache = field(default_factory=Cache)
    pool: Executor | None = None
    jobs: int = 1
    published: Mapping[str, str] = field(default_factory=dict)
    inputs: str = ""
    stage: Path | None = None
    remake: frozenset[str] = frozenset()

    def stands(self, files: Iterable[tuple[str, str]]) -> bool:
        """Whether these stand in the output as they are listed."""
        wanted = list(files)
        if any(path in self.remake for path, _ in wanted):
            return False
        return all(self.published.get(path) == digest for path, digest in wanted)

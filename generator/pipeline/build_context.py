"""What a build works with: the cache, worker processes, and the published tree. Loads no part of the build itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache.store import Cache

if TYPE_CHECKING:
    from generator.history.repository import Repository
    from generator.pipeline.cluster import Cluster
    from generator.pipeline.compile_stage import Memory
    from generator.pipeline.kept_names import KeptNames


@dataclass(frozen=True, slots=True)
class Awaited:
    """Pages of articles that someone is looking at: they are rendered before all others.

    `paths` gives their paths in the output, and `show` gets those of them that a build renders, content by path.
    `names` has the names of all articles as they were at the last build.
    """

    paths: Callable[[], frozenset[str]]
    show: Callable[[Mapping[str, bytes]], None]
    names: KeptNames


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What a build works with. By default, it renders everything, in this process.

    `published` are the files of the output, SHA-256 by path, which were built from the inputs with the digest `inputs`;
    those that would be the same are not rendered. `stage` is the folder for rendered files; without it they stay in
    memory. The paths in `remake` are rendered in any case. `awaited`: see there;
    `memory`: see `compile_stage.Memory`.

    With a `cluster`, its workers compile and render. `pool` then only makes pictures, for which it reads the site's
    files and this computer's fonts. `is_stage_shared` says whether the workers write what they render into `stage`;
    otherwise they return the bytes, and this process writes them.
    """

    cache: Cache = field(default_factory=Cache)
    pool: Executor | None = None
    jobs: int = 1
    published: Mapping[str, str] = field(default_factory=dict)
    inputs: str = ""
    stage: Path | None = None
    remake: frozenset[str] = frozenset()
    awaited: Awaited | None = None
    memory: Memory | None = None
    cluster: Cluster | None = None
    is_stage_shared: bool = True
    repository: Repository | None = None
    """The repository that the site is in; None where the build has yet to find out."""

    @property
    def workers(self) -> tuple[Executor | None, int]:
        """What compiles and renders, and how many work there; None where only this process does."""
        return (self.cluster, self.cluster.size) if self.cluster else (self.pool, self.jobs)

    def stands(self, files: Iterable[tuple[str, str]]) -> bool:
        """Whether the output has all of these files (path and SHA-256), and none of them is to be rendered again."""
        wanted = list(files)
        if any(path in self.remake for path, _ in wanted):
            return False
        return all(self.published.get(path) == digest for path, digest in wanted)

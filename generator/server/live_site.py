"""Keeps a site that is served from one build to the next: what is new in memory, what stands in the output there.

It writes no output. What it takes from there is read when it is asked for and compared with its digest: another build
may have exchanged the output meanwhile, and then the page is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.cache.store import Cache
from generator.pipeline.build import build
from generator.pipeline.build_context import BuildContext
from generator.pipeline.processes import cores, processes
from generator.pipeline.program_digest import program_digest
from generator.pipeline.progress import Watch
from generator.pipeline.result import Built
from generator.publishing import OutputFolder
from generator.sources.read import read_sources
from generator.sources.safe_open import open_plainly
from generator.sources.stat_cache import load_stat_cache

_MANY = 500
"""Articles: from here on the first build, which other processes must be begun for, is quicker with them."""

Content = bytes | Path


class LiveSite:
    """The tree of a site's output as it would be, brought up to date by `rebuild`; to be used by one thread.

    `folder` is that of the cache; if there is something to say of that, `say` is told.
    """

    def __init__(self, root: Path, drafts: bool, base_url: str, folder: Path, say: Callable[[str], None]) -> None:
        self._root, self._drafts, self._base_url, self._folder, self._say = root, drafts, base_url, folder, say
        self._cache: Cache | None = None
        self._files: LiveFiles | None = None
        self._inputs = ""

    def rebuild(self, watch: Watch) -> Built:
        """The whole site: what is new is made, all else is kept. Where nothing could be built, what is shown stays."""
        if self._cache is None:
            self._cache = Cache(self._folder, program_digest())
            if self._cache.warning:
                self._say(self._cache.warning)
        before = self._files or self._published()
        watch("read")
        sources = read_sources(self._root, load_stat_cache(self._cache, self._root))
        many = self._files is None and len(sources.articles) >= _MANY
        jobs = cores() if many else 1
        with processes(jobs) as pool:
            context = BuildContext(self._cache, pool, jobs, before.digests, self._inputs)
            built = build(self._root, self._drafts, self._base_url, watch, context, sources)
        if built.files is None:
            return built
        kept = {path: data for path, data in before.made.items() if path in built.digests}
        self._files = LiveFiles({**kept, **built.files}, built.digests, before.output, self._again)
        self._inputs = built.inputs
        return replace(built, files=self._files)

    def _published(self) -> LiveFiles:
        """What the last build left in the site's own output folder, as far as it is of use."""
        output = OutputFolder(self._root / "output", self._root)
        self._inputs = output.inputs
        return LiveFiles({}, output.files, output.path, self._again)

    def _again(self, path: str) -> bytes | Path:
        """A page that is in the output no more as it was. Asked for by any thread, so with a cache of its own."""
        cache = Cache(self._folder, program_digest(), forgets=True)
        files = self._files
        context = BuildContext(cache, published=files.digests if files else {}, remake=frozenset([path]))
        built = build(self._root, self._drafts, self._base_url, context=context)
        cache.close()
        return (built.files or {}).get(path, b"")


class LiveFiles(Mapping[str, Content]):
    """All files of a tree by path: those in `made`, and those that stand in the output with their digest."""

    def __init__(
        self, made: Mapping[str, Content], digests: Mapping[str, str], output: Path, again: Callable[[str], Content]
    ) -> None:
        self.made, self.digests, self.output = made, digests, output
        self._again = again

    def __getitem__(self, path: str) -> Content:
        digest = self.digests[path]
        if path in self.made:
            return self.made[path]
        try:
            with open_plainly(self.output / path) as file:
                data = file.read()
        except OSError:
            return self._again(path)
        return data if hashlib.sha256(data).hexdigest() == digest else self._again(path)

    def __contains__(self, path: object) -> bool:
        return path in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

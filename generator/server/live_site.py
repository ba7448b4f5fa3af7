"""Keeps the files of the preview from build to build: new ones in memory, unchanged ones in the site's output folder.

Writes no output. A file in the output is read on request and compared with its digest: another build may have replaced
it meanwhile, and then the page is rendered again.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.cache.digest import sha256_hex
from generator.cache.store import Cache
from generator.diagnostics import Diagnostic
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.model import Settings
from generator.pipeline.build import build_site
from generator.pipeline.build_context import Awaited, BuildContext
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.compile_stage import Memory
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.kept_names import KeptNames
from generator.pipeline.processes import cores, processes
from generator.pipeline.progress import Step, Watch
from generator.pipeline.result import Built
from generator.publishing import OutputFolder
from generator.server.desk_operations import SiteNow
from generator.server.state import Content
from generator.sources.edited import edited
from generator.sources.read import Sources, read_sources
from generator.sources.safe_open import open_plainly
from generator.sources.stat_cache import load_stat_cache

_MANY = 500
"""Articles from which the first build is quicker with several processes, although they take time to start."""

_HEAD_START = 0.08
"""Seconds that a build rests when it has shown a page early: the browser that asks for the page then, and for what
belongs to it, has the processor for itself."""


class LiveSite:
    """The output of a site as a build would write it now. `rebuild` updates it; only one thread may use it.

    `folder` is the cache folder; `say` receives the cache's warning, if there is one. `looked_at` gives the paths of
    the pages that someone is looking at: a rebuild makes them first, and calls `show` with the site as it then is.
    With the key of a `layer`, its files are read in place of the sidecars.
    """

    def __init__(
        self,
        root: Path,
        drafts: bool,
        base_url: str,
        folder: Path,
        say: Callable[[str], None],
        looked_at: Callable[[], frozenset[str]] = frozenset,
        show: Callable[[LiveFiles], None] = lambda _files: None,
        layer: str = "",
    ) -> None:
        self._layer = layer
        self._root, self._drafts, self._base_url, self._folder, self._say = root, drafts, base_url, folder, say
        self._looked_at, self._show = looked_at, show
        self._memory: Memory = {}
        self._names = KeptNames()
        self._cache: Cache | None = None
        self._files: LiveFiles | None = None
        self._inputs = ""
        self._sources: Sources | None = None
        self._shared: tuple[Sources, SiteNow] | None = None

    def rebuild(self, watch: Watch) -> Built:
        """Build the site: render what changed, keep the rest. If the build has no files, the previous ones stay."""
        if self._cache is None:
            self._cache = site_cache(self._folder, self._root)
            if self._cache.warning:
                self._say(self._cache.warning)
        before = self._files or self._published()
        watch(Step.READ)
        sources = self._read(self._cache)
        self._sources = sources
        many = self._files is None and len(sources.articles) >= _MANY
        jobs = cores() if many else 1
        with processes(jobs) as pool:
            awaited = Awaited(self._looked_at if self._files else frozenset, self._show_early, self._names)
            context = BuildContext(
                self._cache, pool, jobs, before.digests, self._inputs, awaited=awaited, memory=self._memory
            )
            built = build_as_of(_today(), self._root, self._drafts, self._base_url, watch, context, sources)
        self._cache.write_checksum()  # now: a preview is seldom ended, and often killed
        if built.files is None:
            return built
        kept = {path: data for path, data in before.made.items() if path in built.digests}
        self._files = LiveFiles({**kept, **built.files}, built.digests, before.output, self._rendered_again)
        self._inputs = built.inputs
        return replace(built, files=self._files)

    def _read(self, cache: Cache) -> Sources:
        return read_sources(self._root, load_stat_cache(cache, self._root), self._layer)

    def _show_early(self, pages: Mapping[str, bytes]) -> None:
        """Show the site as it was, with these pages as they are now."""
        before = self._files
        assert before, "only a rebuild has pages to show first"
        digests = {**before.digests, **{path: sha256_hex(data) for path, data in pages.items()}}
        self._show(LiveFiles({**before.made, **pages}, digests, before.output, self._rendered_again))
        time.sleep(_HEAD_START)

    def shared(self) -> SiteNow:
        """The settings, speakers and sources as the last build read them. Any thread may call this."""
        sources, shared = self._sources or read_sources(self._root), self._shared
        if shared is None or _shared_files(shared[0]) != _shared_files(sources):
            settings, _, _ = read_settings(sources.settings or b"")
            registry, _ = read_registry(sources.speaker_files, sources.source_files)
            shared = self._shared = sources, SiteNow(settings or Settings(title=""), registry)
        return shared[1]

    def problems(self, edits: Mapping[str, bytes]) -> Sequence[Diagnostic]:
        """The problems of the site with edits that are not saved. Any thread may call this: it opens its own cache."""
        cache = site_cache(self._folder, self._root, forgets=True)
        files = self._files
        context = BuildContext(cache, published=files.digests if files else {}, inputs=self._inputs)
        sources = edited(self._read(cache), edits)
        built = build_as_of(_today(), self._root, self._drafts, self._base_url, context=context, sources=sources)
        cache.close()
        return built.diagnostics

    def _published(self) -> LiveFiles:
        """The files that the last build left in the site's own output folder, according to its manifest: none for a
        layer, which no build shows."""
        output = OutputFolder(self._root / "output", self._root)
        if self._layer:
            return LiveFiles({}, {}, output.path, self._rendered_again)
        self._inputs = output.inputs
        return LiveFiles({}, dict(output.files), output.path, self._rendered_again)

    def _rendered_again(self, path: str) -> Content:
        """Render a file that the output no longer holds as it was. Any thread may call this: it opens its own cache."""
        cache = site_cache(self._folder, self._root, forgets=True)
        files = self._files
        context = BuildContext(cache, published=files.digests if files else {}, remake=frozenset([path]))
        built = build_site(self._root, self._drafts, self._base_url, context=context, sources=self._read(cache))
        cache.close()
        return (built.files or {}).get(path, b"")


def _shared_files(sources: Sources) -> tuple[object, ...]:
    """What `LiveSite.shared` reads, to compare."""
    return sources.settings, sources.speaker_files, sources.source_files


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


class LiveFiles(Mapping[str, Content]):
    """The files of an output tree by path: those in `made`, and those in the folder `output` with the digest listed.

    `again` renders a file that is missing there or has another digest.
    """

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
        return data if sha256_hex(data) == digest else self._again(path)

    def __contains__(self, path: object) -> bool:
        return path in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

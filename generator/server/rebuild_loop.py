"""Rebuilds the site after each batch of edits. Knows neither how to build nor who looks at the result."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.pipeline.progress import Watch
from generator.pipeline.result import Built
from generator.server.live_state import LiveState
from generator.server.state import Crash, DigestOf, after, brings_trouble, no_digest
from generator.server.watcher import Batch, Changes, Watching, git_is_at_work
from generator.sources.source_lines import source_lines

YOUNG = 0.2
"""Seconds after an edit within which its file may be half-written: a build that then brings new errors is repeated."""
_MOST_SECOND_LOOKS = 4
"""Repetitions for one batch of edits at most: an editor that never stops saving must not hide every result."""
_A_WHILE = 1.0
"""Seconds to wait for an edit at a time: on Windows, Ctrl-C does not wake a thread that waits."""

Rebuild = Callable[[Watch], Built]
Told = Callable[[Built | Crash, frozenset[Diagnostic], float], None]
"""Called for each build that is shown: the build, the problems known before it, and the seconds it took."""


class RebuildLoop:
    """Keeps the preview up to date with the sources: one build at the start, and one for each batch of edits."""

    def __init__(
        self,
        root: Path,
        rebuild: Rebuild,
        live: LiveState,
        told: Told,
        say: Callable[[str], None],
        digest_of: DigestOf = no_digest,
    ) -> None:
        self._root, self._live, self._told = root, live, told
        self._rebuild, self._digest_of = rebuild, digest_of
        self._changes = Changes(lambda: git_is_at_work(root))
        self._watching = Watching(root, self._changes.note, say)
        self._known: frozenset[Diagnostic] = frozenset()
        self._ended = False

    def keep_up(self) -> None:
        """Build now and after each edit, until `end`. Watching begins before reading, so that no edit is missed."""
        with self._watching:
            self._build(None)
            while not self._ended:
                batch = self._next_batch(_A_WHILE)
                if batch and not self._ended:
                    self._build(batch)

    def end(self) -> None:
        """End `keep_up` after the build in progress. Called from another thread."""
        self._ended = True
        self._changes.note()

    def _next_batch(self, timeout: float) -> Batch | None:
        batch = self._changes.next_batch(timeout)
        if self._watching.is_astray:
            batch = batch or Batch(time.monotonic(), time.monotonic())
        elif not (batch and batch.folders):
            return batch
        self._watching.renew()
        return batch

    def _build(self, batch: Batch | None) -> None:
        begun, made = time.monotonic(), self._made()
        for _ in range(_MOST_SECOND_LOOKS):
            if not batch or begun - batch.last >= YOUNG or not brings_trouble(made, self._known):
                break
            batch = self._next_batch(batch.last + YOUNG - time.monotonic()) or batch
            begun, made = time.monotonic(), self._made()
        self._show(made, time.monotonic() - begun)

    def _made(self) -> Built | Crash:
        try:
            return self._rebuild(self._live.watch)
        except Exception as error:  # noqa: BLE001 - the preview shows the exception, and the next edit may avoid it
            return Crash(f"{type(error).__name__}: {error}", traceback.format_exc())

    def _show(self, made: Built | Crash, seconds: float) -> None:
        self._live.show(after(self._live.state, made, source_lines(self._root), self._digest_of))
        self._told(made, self._known, seconds)
        if isinstance(made, Built):
            self._known = frozenset(made.diagnostics)

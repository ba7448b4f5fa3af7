"""The state that the preview shows, shared between threads: one updates it, any may read it or wait for a change."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from generator.pipeline.progress import Step
from generator.server.state import PreviewState

if TYPE_CHECKING:
    from generator.server.live_site import LiveFiles

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StepProgress:
    """The progress of a build: its step, and `done` of `total` items; 0 of 0 where nothing is counted."""

    step: Step = Step.READ
    done: int = 0
    total: int = 0


class LiveState:
    """The current `PreviewState`, and the step of the current build. One thread calls `show`; any may read or wait."""

    def __init__(self, url: str = "") -> None:
        self.state = PreviewState(f"{os.getpid():x}-{time.time_ns():x}", url)
        self.step = StepProgress()
        self.ended = False
        self._news = threading.Condition()
        self._looked_at: Counter[str] = Counter()

    def show(self, state: PreviewState) -> None:
        """Replace the state and wake every thread that waits."""
        with self._news:
            self.state = state
            self._news.notify_all()

    def show_early(self, files: LiveFiles) -> None:
        """Show files of a build that isn't done: the problems are still those of the last one."""
        state = self.state
        self.show(replace(state, build=state.build + 1, files=files, digests=files.digests))

    @contextmanager
    def looking_at(self, path: str) -> Iterator[None]:
        """While this lasts, a browser shows the page with this path in the output."""
        with self._news:
            self._looked_at[path] += 1
        try:
            yield
        finally:
            with self._news:
                self._looked_at[path] -= 1

    def looked_at(self) -> frozenset[str]:
        """The paths of the pages that browsers show."""
        with self._news:
            return frozenset(path for path, browsers in self._looked_at.items() if browsers)

    def end(self) -> None:
        """Set `ended` and wake every thread that waits."""
        with self._news:
            self.ended = True
            self._news.notify_all()

    def wait_for_another(self, seen: PreviewState, seconds: float) -> None:
        """Wait until the state is another than `seen`, until `end`, or for so many seconds at most."""
        with self._news:
            self._news.wait_for(lambda: self.ended or self.state is not seen, seconds)

    def watch(self, step: Step, items: Collection[_T] = ()) -> Iterable[_T]:
        """The `Watch` of a build: keeps `step` current."""
        self.step = StepProgress(step, 0, len(items))
        return self._counted(items)

    def _counted(self, items: Iterable[_T]) -> Iterator[_T]:
        begun = self.step
        for n, item in enumerate(items, 1):
            yield item
            self.step = StepProgress(begun.step, n, begun.total)

"""What the preview shows, and who waits for it to change."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from generator.server.state import PreviewState

T = TypeVar("T")


# ── what is shown, between threads ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: `done` of `total` items; 0 of 0 where nothing is counted."""

    name: str = "read"
    done: int = 0
    total: int = 0


class LiveState:
    """The screen of this moment. One thread shows; any may look, or wait until there is another."""

    def __init__(self, url: str = "") -> None:
        self.screen = PreviewState(f"{os.getpid():x}-{time.time_ns():x}", url)
        self.step = Step()
        self.ended = False
        self._news = threading.Condition()

    def show(self, screen: PreviewState) -> None:
        with self._news:
            self.screen = screen
            self._news.notify_all()

    def end(self) -> None:
        with self._news:
            self.ended = True
            self._news.notify_all()

    def wait_for_another(self, seen: PreviewState, seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self.ended or self.screen is not seen, seconds)

    def watch(self, step: str, items: Collection[T] = ()) -> Iterable[T]:
        """Keeps `step` up to date while a build goes on."""
        self.step = Step(step, 0, len(items))
        return self._counted(items)

    def _counted(self, items: Iterable[T]) -> Iterator[T]:
        begun = self.step
        for n, item in enumerate(items, 1):
            yield item
            self.step = Step(begun.name, n, begun.total)

"""Shows the progress of a build in the terminal. Knows the names of the steps, not what they do."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO, TypeVar

from generator.pipeline.progress import Step

_T = TypeVar("_T")

PATIENCE = 1.0
"""Seconds before a progress bar appears."""


class Progress:
    """A `Watch` that shows a bar once a build has taken longer than `PATIENCE`, on a terminal only.

    With `seconds`, it prints how long each step took. `clock` returns seconds and never goes back.
    """

    def __init__(self, err: TextIO, *, seconds: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._err = err
        self._seconds = seconds
        self._clock = clock
        self._begun = self._step_begun = clock()
        self._step: Step | None = None

    def __call__(self, step: Step, items: Collection[_T] = ()) -> Iterable[_T]:
        self.end_step()
        self._step, self._step_begun = step, self._clock()
        return self._counted(step, items) if items and self._err.isatty() else items

    def end_step(self) -> None:
        """End the current step and print its time. Call it after the last step."""
        if self._seconds and self._step:
            print(f"  {self._step}: {self._clock() - self._step_begun:.2f} s", file=self._err)
        self._step = None

    def _counted(self, step: Step, items: Collection[_T]) -> Iterator[_T]:
        with _LateBar(step, len(items), self._err) as bar:
            for n, item in enumerate(items):
                yield item
                if self._clock() - self._begun > PATIENCE:
                    bar.show(n + 1)


class _LateBar(AbstractContextManager["_LateBar"]):
    """A bar that loads rich only when it is first shown: loading it takes longer than most builds."""

    def __init__(self, step: Step, total: int, err: TextIO) -> None:
        self._step, self._total, self._err = step, total, err
        self._show: Callable[[int], None] | None = None
        self._drawn: AbstractContextManager[object] = nullcontext()

    def show(self, done: int) -> None:
        if self._show is None:
            self._show = self._draw()
        self._show(done)

    def _draw(self) -> Callable[[int], None]:
        from rich.console import Console  # late: most builds end before a bar is due
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bars = Bars(*columns, console=Console(file=self._err), transient=True)
        task = bars.add_task(self._step.capitalize(), total=self._total)
        self._drawn = bars
        bars.__enter__()
        return lambda done: bars.update(task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._drawn.__exit__(None, None, None)

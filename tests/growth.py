"""Measures how the cost of a function grows with the size of its input: CPU time, and the peak of its memory.

Law 16 wants both bounded for any bytes. A function whose cost grows faster than its input can be stopped for hours by
a file of a few kilobytes; a limit in seconds would notice that only at one size and on one machine.
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MOST_FOR_TWICE = 2.6
"""How much more an input of twice the size may cost: a little over 2, for sorting and for a machine that is busy."""
TRIES = 40
"""Measurements at most. The least cost at each size counts, because only other work makes a measurement larger.
All of them are made only where a machine is that unsteady, or the cost does grow."""
_SECONDS_OF_NOISE = 0.004
_BYTES_OF_NOISE = 1 << 19


@dataclass(frozen=True)
class Construction:
    """An input that could be made as large as one likes: `make` builds it, and `run` is what a build does with it.

    `size` is where measuring begins: large enough for a stable measurement, and small enough for a quick one. `run`
    gets a fresh input each time, so that nothing can be remembered from the time before.
    """

    name: str
    run: Callable[[Any], object]
    make: Callable[[int], object]
    size: int

    def seconds(self, size: int) -> float:
        """The CPU seconds that `run` takes for an input of a size."""
        given = self.make(size)
        gc.disable()
        try:
            start = time.process_time()
            self.run(given)
            return time.process_time() - start
        finally:
            gc.enable()

    def peak(self, size: int) -> int:
        """The most bytes that `run` holds at once for an input of a size, the input itself not counted."""
        given = self.make(size)
        tracemalloc.start()
        try:
            self.run(given)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def growth_of_time(one: Construction, size: int = 0) -> str:
    """How the time grows for twice and four times a size (by default the construction's); empty if it may."""
    return _growth(one.seconds, size or one.size, 3, _SECONDS_OF_NOISE, "s")


def growth_of_memory(one: Construction, size: int = 0) -> str:
    """How the memory grows for twice a size (by default the construction's); empty if it may."""
    return _growth(one.peak, size or one.size, 2, _BYTES_OF_NOISE, "B")


def _growth(cost: Callable[[int], float], size: int, doublings: int, noise: float, unit: str) -> str:
    sizes = [size << n for n in range(doublings)]
    least = [float("inf")] * doublings
    for attempt in range(TRIES):
        least = [min(known, cost(size)) for known, size in zip(least, sizes, strict=True)]
        allowed = [least[0] * MOST_FOR_TWICE**n + noise for n in range(doublings)]
        if all(now <= most for now, most in zip(least, allowed, strict=True)):
            return ""
        if attempt and least[-1] > 2 * allowed[-1]:
            break  # no other work on the machine explains so much
    costs = ", ".join(f"{now:.3g} {unit} for {size:,}" for now, size in zip(least, sizes, strict=True))
    return f"{costs}: ×{', ×'.join(f'{now / least[0]:.1f}' for now in least[1:])}"

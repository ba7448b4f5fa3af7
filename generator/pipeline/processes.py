"""Starts the processes that a build works with, and profiles this one. Knows nothing of what they do."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from generator.pipeline.gc_tuning import collect_rarely

_LOOK_FOR_PARENT = 1.0
"""Seconds between a worker's checks that its parent process still runs."""


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """A pool of `jobs` worker processes, which start with the first work; None where `jobs` is 1."""
    collect_rarely()
    if jobs < 2:
        yield None
        return
    with ProcessPoolExecutor(jobs, get_context(_start_method()), _prepare_worker, (os.getpid(),)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def profiled(file: str) -> Iterator[None]:
    """Write a profile of the block to a file, in the format of Python's `pstats`; without a file name, do nothing."""
    if not file:
        yield
        return
    import cProfile  # late: only `--profile` needs it

    profile = cProfile.Profile()
    with profile:
        yield
    profile.dump_stats(file)


def job_count(asked: int, *, profiled: bool) -> int:
    """The number of processes that a build works with: the number given, else one for each core.

    A profile holds what this process does, so a profiled build works in it alone.
    """
    return 1 if profiled else asked or cores()


def cores() -> int:
    """How many CPU cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start_method() -> str:
    """How to start workers: `fork` where that is safe, since it is fast and has all modules imported."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _prepare_worker(parent: int) -> None:
    """Set up a new worker: it leaves Ctrl-C to its parent process, and exits when that has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    threading.Thread(target=_exit_with, args=(parent,), daemon=True).start()


def _exit_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT)
    os._exit(1)

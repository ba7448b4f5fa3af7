"""Sets up what a build works with: its cache, its processes, the output as it stands. Makes no page itself."""

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
from pathlib import Path

from generator.cache.store import Cache
from generator.pipeline.gc_tuning import collect_rarely
from generator.pipeline.program_digest import program_digest
from generator.sources.safe_open import absolute_path

CACHE_FOLDER = ".counterpoint"
"""In the site's folder, unless another is asked for: what builds remember. Not for git."""
_LOOK_FOR_PARENT = 1.0


def cache_folder(root: Path, asked: str) -> Path:
    return absolute_path(Path(asked)) if asked else root / CACHE_FOLDER


@contextmanager
def open_cache(folder: Path, *, forgets: bool = False) -> Iterator[Cache]:
    """The cache in a folder; one that `forgets` is only looked at."""
    cache = Cache(folder, program_digest(), forgets=forgets)
    try:
        yield cache
    finally:
        cache.close()


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """So many other processes to work in; None where one is enough. They are begun when the first work comes."""
    collect_rarely()
    if jobs < 2:
        yield None
        return
    with ProcessPoolExecutor(jobs, get_context(_way_to_begin()), _prepare, (os.getpid(),)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def profiled(file: str) -> Iterator[None]:
    """Note in a file where the time goes, in the form that Python's own `pstats` reads; without a name, don't."""
    if not file:
        yield
        return
    import cProfile  # late: only `--profile` needs it

    profile = cProfile.Profile()
    with profile:
        yield
    profile.dump_stats(file)


def cores() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _way_to_begin() -> str:
    """A copy of this process, where that is safe, is there at once and has all modules."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _prepare(parent: int) -> None:
    """In a new process: Ctrl-C is the parent's to hear, and when that one is gone there is nobody left to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT)
    os._exit(1)

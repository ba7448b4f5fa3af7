"""Watches the sources of a site and hands out edits in batches. Knows neither what is built from them nor how."""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from generator.sources.read import SETTINGS
from generator.sources.scan import is_hidden

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

QUIET = 0.03
"""Seconds without an edit that complete a batch: editors save a file in several steps."""
LONGEST = 0.25
"""Seconds after which a batch is handed out although edits keep coming."""
GIT_PATIENCE = 10.0
"""Age in seconds from which git's lock file counts as left behind."""
_GRAIN = 2.5
"""Seconds between two writes that can leave the same time stamp, on the coarsest file system (FAT)."""

_FOLDERS = ("content", "templates")
_KINDS = tuple(
    getattr(events, name)
    for name in (
        *("FileModifiedEvent", "FileCreatedEvent", "FileMovedEvent", "FileDeletedEvent"),
        *("DirCreatedEvent", "DirMovedEvent", "DirDeletedEvent"),
        "FileAttribEvent",
    )
    if hasattr(events, name)  # watchdog reports the last from release 7 on, and a FileModifiedEvent before
)
"""The events that count as edits. Reading a file is not among them: each build would start another."""

Note = Callable[[bool], None]
"""Called for each edit. The argument says whether a folder was created, deleted or moved."""


# ── batches ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Batch:
    """Edits that belong together: the times of the first and the last (seconds of a monotonic clock), and whether a
    folder was created, deleted or moved."""

    first: float
    last: float
    folders: bool = False

    def with_edit(self, now: float, folder: bool) -> Batch:
        """The batch with one more edit, at the time `now`."""
        return replace(self, last=now, folders=self.folders or folder)

    @property
    def due(self) -> float:
        """The time at which the batch is handed out if no more edits come."""
        return min(self.last + QUIET, self.first + LONGEST)


class Changes:
    """A queue of edits. Any thread may add to it; one takes the batches.

    A batch is held back while `is_busy`: while another program, such as git in a checkout, is about to write more.
    """

    def __init__(
        self, is_busy: Callable[[], bool] = lambda: False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_busy = is_busy
        self._clock = clock
        self._noted = threading.Condition()
        self._batch: Batch | None = None

    def note(self, folder: bool = False) -> None:
        """Add an edit. `folder` says whether a folder was created, deleted or moved."""
        with self._noted:
            now = self._clock()
            self._batch = (self._batch or Batch(now, now)).with_edit(now, folder)
            self._noted.notify_all()

    def next_batch(self, timeout: float) -> Batch | None:
        """The edits since the last batch, as soon as they are due; None if there is none within `timeout` seconds."""
        until = self._clock() + timeout
        with self._noted:
            while self._batch is None:
                left = until - self._clock()
                if left <= 0:
                    return None
                self._noted.wait(left)
            while (wait := self._seconds_to_wait(self._batch)) > 0:
                self._noted.wait(wait)
            batch, self._batch = self._batch, None
            return batch

    def _seconds_to_wait(self, batch: Batch) -> float:
        left = batch.due - self._clock()
        return left if left > 0 else QUIET if self._is_busy() else 0.0


def git_is_at_work(root: Path, now: Callable[[], float] = time.time) -> bool:
    """Whether git is changing the files around `root`: it holds `.git/index.lock` while it does."""
    folder = next((f / ".git" for f in (root, *root.parents) if (f / ".git").is_dir()), None)
    if folder is None:
        return False
    try:
        return now() - (folder / "index.lock").stat().st_mtime < GIT_PATIENCE
    except OSError:
        return False


# ── watching ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Watching:
    """Watches site.yaml, content/ and templates/ in the folder `root` while the context lasts, and notes each edit.

    `say` receives a warning where the system can't report edits, and the folders are scanned once a second instead.
    `observers` make watchdog's observers, the best one first.
    """

    def __init__(
        self,
        root: Path,
        note: Note,
        say: Callable[[str], None],
        observers: tuple[Callable[[], BaseObserver], ...] = (Observer, PollingObserver),
    ) -> None:
        _silence_watchdog()
        self._root = root
        self._say = say
        self._handler = _Handler(root, note)
        self._observers = observers
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        self.renew()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def is_astray(self) -> bool:
        """Whether the site's folder was created, deleted or replaced since `renew`: no system reports that."""
        return _identity(self._root) != self._watched

    def renew(self) -> None:
        """Replace all watches by new ones, on the folders that exist now.

        Edits during this call are not noted, so read the sources after it. Raises `OSError` where nothing can watch.
        """
        self._stop()
        self._watched = _identity(self._root)
        while self._observer is None and self._root.is_dir():
            try:
                self._observer = self._started()
            except FileNotFoundError:  # a folder has just been deleted
                continue
            except OSError as error:
                self._next_best(error)

    def _next_best(self, error: OSError) -> None:
        self._observers = self._observers[1:]
        if not self._observers:
            raise error
        self._say(_polling(error))

    def _started(self) -> BaseObserver:
        """A running observer of all folders. Raises `OSError`.

        The site's own folder comes last: where a subfolder of content/ exceeds the system's limit on watches, watchdog
        hides the error, but for the folder passed to `schedule` it raises it.
        """
        observer = self._observers[0]()
        try:
            observer.start()
            for name in _FOLDERS:
                self._watch(observer, self._root / name)
            observer.schedule(self._handler, str(self._root), event_filter=[*_KINDS])
        except OSError:
            _stop(observer)
            raise
        return observer

    def _watch(self, observer: BaseObserver, folder: Path) -> None:
        with suppress(FileNotFoundError):
            if folder.is_dir() and not folder.is_symlink():
                observer.schedule(self._handler, str(folder), recursive=True, event_filter=[*_KINDS])

    def _stop(self) -> None:
        if self._observer is not None:
            _stop(self._observer)
            self._observer = None


def _silence_watchdog() -> None:
    """Suppress its warnings about how it stops, and about folders that it meets twice: users can't act on them."""
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    logging.getLogger("watchdog").propagate = False
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stop(observer: BaseObserver) -> None:
    observer.stop()
    with suppress(RuntimeError):  # it was never started
        observer.join()


def _polling(error: OSError) -> str:
    return (
        f"Checking for edits only once a second, because the system can't report them ({error.strerror or error}); "
        "on Linux, raise `fs.inotify.max_user_watches`."
    )


class _Handler(events.FileSystemEventHandler):
    """Notes the events that concern the site. Watchdog calls it from a thread of its own."""

    def __init__(self, root: Path, note: Note) -> None:
        self._roots = tuple(dict.fromkeys((root, root.resolve())))  # macOS reports /private/tmp for /tmp
        self._note = note
        self._seen: dict[str, tuple[int, ...]] = {}

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        concerned = [place for path in paths if (place := self._in_site(path, event.is_directory))]
        if concerned and (event.event_type != "modified" or self._is_new(paths[0])):
            self._note(event.is_directory or not {*_FOLDERS}.isdisjoint(concerned))

    def _in_site(self, path: str, is_folder: bool) -> str:
        """The path within the site; empty for a path that no build reads."""
        root = next((root for root in self._roots if Path(path).is_relative_to(root)), None)
        if root is None:
            return ""
        parts = Path(path).relative_to(root).parts
        is_read = not parts or parts[0] in _FOLDERS or parts == (SETTINGS,)
        hidden = any(is_hidden(part, is_folder or n < len(parts) - 1) for n, part in enumerate(parts))
        return ("/".join(parts) or ".") if is_read and not hidden else ""

    def _is_new(self, path: str) -> bool:
        """False if nothing about a file changed since its last event: on Windows, reading it can cause one, too."""
        try:
            status = os.stat(path, follow_symlinks=False)  # noqa: PTH116 - Path.stat takes twice as long
        except OSError:
            return True
        stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode)
        is_old = time.time() - max(status.st_mtime, status.st_ctime) > _GRAIN
        known, self._seen[path] = self._seen.get(path), stamp
        return not (is_old and known == stamp)

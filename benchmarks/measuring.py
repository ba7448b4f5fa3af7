"""What one process costs, with all that it starts: time on the clock, time of processors, memory. Knows no programs."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

_PAUSE = 0.05
_SHARE = 20
"""Looking at the memory takes a processor one part in so many of the time at most: what is large is looked at less
often."""


@dataclass(frozen=True, slots=True)
class Run:
    """`wall` and `cpu` in seconds, `memory` in bytes; 0 where the system doesn't tell."""

    wall: float
    cpu: float = 0
    memory: int = 0


class FailedError(Exception):
    """A program ended with an error: what it said last."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end. Raises FailedError.

    `cpu` is that of the process and of all that it waited for, `memory` the highest sum over all processes of its
    session, looked at every 50 ms.
    """
    os.sync()  # else what was written before is still being written now
    with tempfile.TemporaryFile() as said, ThreadPoolExecutor(1) as pool:
        ended, begin = Event(), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env=_usual(),
        )
        peak = pool.submit(_peak, process.pid, ended)
        try:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        except KeyboardInterrupt:  # which a session of its own doesn't hear of
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            ended.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise FailedError(said.read()[-2000:].decode(errors="replace").strip() or f"exit {process.returncode}")
        return Run(wall, used.ru_utime + used.ru_stime, peak.result())


def _usual() -> dict[str, str]:
    """The environment that people have: who tells Python to keep no compiled modules has each process compile them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _peak(session: int, ended: Event) -> int:
    peak, pause = 0, 0.0
    while not ended.wait(pause):
        begin = time.thread_time()
        peak = max(peak, sum(map(_memory, _processes(session))))
        pause = max(_PAUSE, _SHARE * (time.thread_time() - begin))
    return peak


def _processes(session: int) -> Iterator[str]:
    """The numbers of all processes of a session, from /proc."""
    for number in filter(str.isdigit, (path.name for path in Path("/proc").glob("*"))):
        behind_the_name = _text(f"/proc/{number}/stat").rpartition(")")[2].split()
        if len(behind_the_name) > 3 and int(behind_the_name[3]) == session:
            yield number


def _memory(process: str) -> int:
    """In bytes; what several share is counted in parts (PSS), so that the sum counts it once."""
    for line in _text(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:  # the process has ended meanwhile
        return ""

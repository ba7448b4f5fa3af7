"""The worker processes of a build do their work, and end soon after the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.pipeline.cache_folder import CACHE_FOLDER
from generator.pipeline.processes import cores, job_count, processes
from tests.editing import Editor
from tests.folders import needs_posix

REPOSITORY = Path(__file__).parent.parent.parent


def test_one_job_needs_no_other_process():
    with processes(1) as pool:
        assert pool is None


def test_more_jobs_are_as_many_processes():
    assert cores() >= 1
    with processes(2) as pool:
        assert pool is not None
        numbers = {future.result() for future in [pool.submit(os.getpid) for _ in range(20)]}
    assert os.getpid() not in numbers
    assert 1 <= len(numbers) <= 2


def test_an_error_ends_the_processes_and_is_not_lost():
    workers = []

    def interrupted() -> None:
        with processes(2) as pool:
            assert pool is not None
            workers.append(pool.submit(os.getpid).result())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert all(map(is_gone, workers))


@needs_posix
def test_they_leave_ctrl_c_to_the_build():
    with processes(1 + 1) as pool:
        assert pool is not None
        worker = pool.submit(os.getpid).result()
        os.kill(worker, signal.SIGINT)
        assert pool.submit(os.getppid).result() == os.getpid()


PARENT = """
import os, sys, time
from generator.pipeline.processes import processes
if __name__ == "__main__":
    with processes(2) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


@needs_posix
def test_when_the_build_is_killed_they_end_by_themselves(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(tmp_path / "parent.py")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    assert is_gone(worker)


def is_gone(process: int) -> bool:
    """Within a few seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if _is_dead(process):
            return True
        time.sleep(0.05)
    return False


def _is_dead(process: int) -> bool:
    """Ended, but nobody has asked for it yet: in a container there may be nobody who does."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


# ── law 15 ───────────────────────────────────────────────────────────────────────────────────────────────────────

WITNESS = """
import os, sys
told = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
own = os.getpid()
FORBIDDEN = {"os.exec", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn"}
def witness(event, arguments):
    kind = event.split(".")[0]
    if kind in ("socket", "subprocess") or event in FORBIDDEN or event == "os.fork":
        by = "build" if os.getpid() == own else "worker"
        os.write(told, f"{by} {event}\\n".encode())
    elif event == "open" and isinstance(arguments[0], str) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(told, f"writes {os.path.abspath(arguments[0])}\\n".encode())
sys.addaudithook(witness)
from generator.pipeline import publish_stage
from generator.pipeline import batches as work, compile_stage as compiling
publish_stage._MANY = compiling.BATCH = 1
work.in_batches.__defaults__ = (1, 2)
from generator.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@needs_posix
def test_with_two_jobs_a_build_starts_two_workers_and_nothing_else_opens_no_socket_and_stays_in_its_folders(tmp_path):
    root = Editor(tmp_path / "site").root
    arguments = ["build", "--site", str(root), "--jobs", "2", "-q"]
    command = [sys.executable, "-B", "-c", WITNESS, str(tmp_path / "told"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    told = (tmp_path / "told").read_text().splitlines()
    assert [line for line in told if not line.startswith("writes ")] == ["build os.fork"] * 2
    ours = [root / name for name in ("output", "output.next~", CACHE_FOLDER)]
    written = {Path(line.removeprefix("writes ")) for line in told if line.startswith("writes ")} - {Path(os.devnull)}
    assert any(path.parent.name == ".counterpoint-staged~" for path in written), "by the workers"
    assert {path for path in written if not any(path.is_relative_to(folder) for folder in ours)} == set()


def test_a_build_works_with_as_many_processes_as_it_was_given_and_else_with_all_cores():
    assert job_count(3, profiled=False) == 3
    assert job_count(0, profiled=False) == cores()
    assert job_count(3, profiled=True) == 1

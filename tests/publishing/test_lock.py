"""Law 10: only one build of a site runs at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.publishing.lock import LOCK, BuildRunningError, one_build_at_a_time
from generator.publishing.safety import OutputRefusedError
from tests.folders import needs_links, needs_posix, new_site, tree

HOLDER = """
import os, sys, time
from pathlib import Path
from generator.publishing.lock import one_build_at_a_time
with one_build_at_a_time(Path(sys.argv[1])):
    worker = os.fork() if "fork" in sys.argv else -1
    if worker < 1:
        print("held", os.getpid(), flush=True)
    time.sleep(60)
"""


class Holder:
    """Another process that holds a lock until it is killed."""

    def __init__(self, folder: Path, *more: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
        command = [sys.executable, "-c", HOLDER, str(folder), *more]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.worker = int(self.process.stdout.readline().removeprefix("held "))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def holder(tmp_path):
    held = Holder(tmp_path)
    yield held
    held.kill()


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / "current").mkdir()
    monkeypatch.chdir(tmp_path / "current")
    return new_site(tmp_path)


def test_a_lock_that_is_held_is_refused_with_the_name_of_its_holder(holder, tmp_path):
    words = rf"running: process {holder.process.pid}, since \d\d:\d\d:\d\d\."
    for _ in range(2):  # whoever was refused took nothing away
        with pytest.raises(BuildRunningError, match=words), one_build_at_a_time(tmp_path):
            pass


def test_a_lock_dies_with_its_holder(holder, tmp_path):
    holder.kill()
    with one_build_at_a_time(tmp_path):
        pass


@needs_posix
def test_a_worker_that_outlives_its_build_does_not_keep_the_lock(tmp_path):
    held = Holder(tmp_path, "fork")
    try:
        held.process.kill()
        held.process.wait()
        os.kill(held.worker, 0)
        with one_build_at_a_time(tmp_path):
            pass
    finally:
        os.kill(held.worker, signal.SIGKILL)
        held.kill()


def test_a_lock_is_free_again_after_a_build_and_after_one_that_failed(tmp_path):
    with pytest.raises(RuntimeError), one_build_at_a_time(tmp_path):
        raise RuntimeError
    for _ in range(2):
        with one_build_at_a_time(tmp_path):
            assert (tmp_path / LOCK).read_text().split()[0] == str(os.getpid())
    assert not (tmp_path / LOCK).read_text().strip()


@pytest.mark.parametrize("command", ["build", "clean"])
def test_a_second_build_says_so_and_leaves_within_a_second(site, command, capfd):
    assert main(["build", "--site", str(site), "-q"]) in {0, 1}
    before = tree(site / "output")
    held = Holder(site / ".counterpoint")
    try:
        start = time.monotonic()
        assert main([command, "--site", str(site)]) == 3
        assert time.monotonic() - start < 1
    finally:
        held.kill()
    err = capfd.readouterr().err
    assert f"Another build of this site is running: process {held.process.pid}" in err
    assert "next: Wait until it ends" in err
    assert tree(site / "output") == before
    assert main([command, "--site", str(site), "-q"]) in {0, 1}


def test_a_folder_that_is_refused_gets_no_lock(site, capfd):
    before = tree(site)
    assert main(["build", "--site", str(site), "--output", str(site)]) == 4
    assert tree(site) == before


def _a_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")


def _a_file(folder: Path) -> None:
    folder.write_text("precious")


def _a_link_in_it(folder: Path) -> None:
    folder.mkdir()
    (folder.parent / "precious").write_text("precious")
    (folder / LOCK).symlink_to(folder.parent / "precious")


def _a_pipe_in_it(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / LOCK)


def _a_folder_in_it(folder: Path) -> None:
    (folder / LOCK).mkdir(parents=True)


def _somebodys_file_in_it(folder: Path) -> None:
    folder.mkdir()
    (folder / LOCK).write_text("the combination of my safe")


@needs_links
@pytest.mark.parametrize(
    "make", [_a_link, _a_file, _a_link_in_it, _a_pipe_in_it, _a_folder_in_it, _somebodys_file_in_it]
)
def test_what_cannot_be_a_lock_is_refused_and_not_touched(tmp_path, make):
    folder = tmp_path / ".counterpoint"
    make(folder)
    before = tree(tmp_path)
    with pytest.raises(OutputRefusedError, match=r"can't be (used as a lock|opened)"), one_build_at_a_time(folder):
        pass
    assert tree(tmp_path) == before


@needs_posix
def test_where_nothing_can_be_written_a_build_goes_on_without(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", _denied)
    with one_build_at_a_time(tmp_path / "folder"):
        pass


def _denied(*_):
    raise PermissionError(13, "Permission denied")

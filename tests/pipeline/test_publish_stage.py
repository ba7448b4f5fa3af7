"""Whole builds: equal bytes in all circumstances, the whole old tree or the whole new one, and clear errors."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from random import Random

import pytest

from generator.cli.exit_codes import Exit
from generator.pipeline import batches as work
from generator.pipeline import compile_stage as compiling
from generator.pipeline import publish_stage
from generator.pipeline.publish_stage import Task, build_and_publish
from generator.publishing import manifest, output_folder
from generator.publishing.file_operations import UNFINISHED
from generator.publishing.manifest import MANIFEST, Manifest, SiteName
from generator.publishing.safety import Refusal, refuse_reason
from generator.sources.safe_open import open_plainly
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.folders import clean, needs_posix, tree
from tests.test_incremental import differing, run

remember_templates()

REPOSITORY = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


@pytest.fixture
def many(monkeypatch):
    """A few articles are built as thousands are: by several processes, a few at a time, by way of files."""
    monkeypatch.setattr(publish_stage, "_MANY", 1)
    monkeypatch.setattr(compiling, "BATCH", 1)
    monkeypatch.setattr(work.in_batches, "__defaults__", (1, 2))


def first_edition(editor: Editor) -> None:
    for path, text in EDITION.items():
        editor.write(path, editor.read(path).replace(text[1], text[0]))
    (editor.root / "content/pages/new.md").unlink(missing_ok=True)
    editor.restore("content/articles/2017/plain.md")


def second_edition(editor: Editor) -> None:
    for path, text in EDITION.items():
        editor.write(path, editor.read(path).replace(*text))
    editor.write("content/pages/new.md", b"---\ntitle: New\n---\n")
    (editor.root / "content/articles/2017/plain.md").unlink(missing_ok=True)


EDITION = {
    "content/articles/2015/report.yaml": (b"verdict: unsupported", b"verdict: false"),
    "content/articles/2016/annex.md": (b"es wieder", b"es nochmals"),
    "content/speakers/people.yaml": (b"Jane Wong", b"J. Wong"),
    "templates/own/late.html": ("★".encode(), "☆".encode()),
}
EDITIONS = (first_edition, second_edition)


@pytest.fixture
def editions(tmp_path):
    """What a clean build makes of each edition."""
    trees = []
    for number, edition in enumerate(EDITIONS):
        editor = Editor(tmp_path / f"edition{number}")
        edition(editor)
        run(editor.root)
        trees.append(tree(editor.root / "output"))
    assert trees[0] != trees[1]
    return trees


# ── opening the output folder once ───────────────────────────────────────────────────────────────────────────────


def test_a_build_opens_the_manifest_once_and_asks_once_whether_it_may_write(tmp_path, monkeypatch):
    """And a build with nothing to do does not ask: it writes nothing."""
    editor = Editor(tmp_path / "site")
    task = Task(editor.root, editor.root / "output", editor.root / ".counterpoint")
    build_and_publish(task)
    opened: list[str] = []
    asked: list[Path] = []

    def open_and_count(path: Path) -> BufferedReader:
        if path.parent == task.output:
            opened.append(path.name)
        return open_plainly(path)

    def ask_and_count(output: Path, root: Path, site: SiteName | None, found: Manifest | None) -> Refusal | None:
        asked.append(output)
        return refuse_reason(output, root, site, found)

    monkeypatch.setattr(manifest, "open_plainly", open_and_count)
    monkeypatch.setattr(output_folder, "refuse_reason", ask_and_count)
    report = "content/articles/2015/report.md"
    editor.write(report, editor.read(report).replace(b"the spokesman said", b"said the spokesman"))
    assert build_and_publish(task).published is not None
    assert (opened, asked) == ([MANIFEST], [task.output])
    assert build_and_publish(task).published is None
    assert (opened, asked) == ([MANIFEST] * 2, [task.output])


# ── what is left of a site that was cleaned ──────────────────────────────────────────────────────────────────────


def test_after_a_clean_that_was_killed_half_way_a_build_publishes_the_whole_site(tmp_path, monkeypatch):
    editor = Editor(tmp_path / "site")
    output = editor.root / "output"
    run(editor.root)
    before, unlink = tree(output), os.unlink
    deleted: list[str | Path] = []

    def killed_after_three(path: str | Path) -> None:
        if str(path).startswith(f"{output}{os.sep}") and MANIFEST not in str(path) and UNFINISHED not in str(path):
            if len(deleted) == 3:
                raise KeyboardInterrupt
            deleted.append(path)
        unlink(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", killed_after_three)
        with pytest.raises(KeyboardInterrupt):
            clean(output, editor.root)
    assert len(tree(output)) == len(before) - 3
    assert (output / MANIFEST).exists(), "what is left must still be known as ours"
    code, _, err = run(editor.root)
    assert code == 0, err
    assert tree(output) == before


# ── law 7: the same bytes ────────────────────────────────────────────────────────────────────────────────────────


@needs_posix
def test_any_number_of_jobs_gives_the_same_bytes(tmp_path, many):
    editor = Editor(tmp_path / "site")
    for build in range(3):
        if build:
            EDITIONS[build - 1](editor)
        outcomes = []
        for jobs in (1, 2, 3):
            folder = tmp_path / f"jobs{jobs}"
            options = (
                "--jobs",
                jobs,
                "--output",
                folder / "output",
                "--cache",
                folder / "cache",
                "--format",
                "json",
                "-q",
            )
            folder.mkdir(exist_ok=True)
            outcomes.append(run(editor.root, *options))
        assert outcomes[1:] == outcomes[:1] * 2
        for jobs in (2, 3):
            assert differing(tmp_path / "jobs1/output", tmp_path / f"jobs{jobs}/output") == []


IN_OTHER_CIRCUMSTANCES = """
import os, random, sys
scan, names = os.scandir, os.listdir
class Scanned(list):
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
def shuffled(items):
    items = list(items)
    random.Random(int(sys.argv[1])).shuffle(items)
    return Scanned(items)
os.scandir = lambda *path: shuffled(scan(*path))
os.listdir = lambda *path: shuffled(names(*path))
os.umask(0o22)
from generator.pipeline import publish_stage
publish_stage._MANY = int(sys.argv[2])
from generator.cli.main import main
sys.exit(main(sys.argv[3:]))
"""


@needs_posix
def test_order_zone_locale_hash_folder_and_processes_change_no_byte(tmp_path):
    circumstances = [
        ("1", "1000", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, "here"),
        ("2", "1", {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "de_DE.UTF-8"}, "there"),
    ]
    said = []
    for seed, many, environment, folder in circumstances:
        root = Editor(tmp_path / folder / "site").root
        command = [
            sys.executable,
            "-c",
            IN_OTHER_CIRCUMSTANCES,
            seed,
            many,
            "build",
            "--site",
            str(root),
            "--jobs",
            "2",
        ]
        environment = {**os.environ, **environment, "PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(command, cwd=root.parent, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout + done.stderr)
    assert said[0].replace("here", "there") == said[1]
    assert differing(tmp_path / "here/site/output", tmp_path / "there/site/output") == []


def test_of_a_build_that_publishes_nothing_nothing_is_left(tmp_path, many):
    root = Editor(tmp_path / "site").root
    options = ("--jobs", 1, "-q")
    for _ in range(2):
        assert run(root, *options, "--strict")[0] == Exit.PROBLEMS
        assert {path.name for path in root.iterdir()} == {"site.yaml", "content", "templates", ".counterpoint"}
    assert run(root, *options)[0] == Exit.DONE
    before = tree(root / "output")
    (root / "templates/own/late.html").write_text("{{ nothing }}")
    assert run(root, *options)[0] == Exit.PROBLEMS
    assert tree(root / "output") == before
    assert not list(root.glob("*/.counterpoint-staged~"))


# ── law 8: sudden ends ───────────────────────────────────────────────────────────────────────────────────────────


def build_for_ever(root: Path, options: tuple[object, ...], number: int) -> None:
    """In a process of its own, which is killed."""
    editor = Editor(root)
    while True:
        number += 1
        EDITIONS[number % 2](editor)
        run(root, *options)


def kill_at_random(
    root: Path, editions: list[dict[str, bytes | None]], jobs: int, times: int, *more_options: object
) -> None:
    """The build alone: its workers may go on for a moment, while the next build is running already."""
    random, options = Random(jobs), ("--jobs", jobs, *more_options)
    for number in range(times):
        pid = os.fork()
        if not pid:
            try:
                build_for_ever(root, options, number)
            finally:
                os._exit(1)
        time.sleep(random.uniform(0, 0.5))
        os.kill(pid, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(pid, 0)[1]), "it ended by itself"
        if (root / "output").exists():
            assert tree(root / "output") in editions, f"after {number} kills"
        which = random.randrange(2)
        EDITIONS[which](Editor(root))
        code, _, err = run(root, *options)
        assert code == 0, err
        assert tree(root / "output") == editions[which], f"after {number + 1} kills"
        left = {path.name for path in root.iterdir()}
        assert left <= {"site.yaml", "content", "templates", "output", "output.next~", ".counterpoint"}


@needs_posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_five_times_at_random_the_output_is_a_whole_tree_and_the_next_a_clean_one(
    tmp_path, editions, many, jobs
):
    kill_at_random(tmp_path / "site", editions, jobs, 5)


@needs_posix
def test_killed_at_random_with_a_cache_outside_of_the_site_the_next_build_is_a_clean_one(tmp_path, editions):
    kill_at_random(tmp_path / "site", editions, 1, 5, "--cache", tmp_path / "cache")


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_a_hundred_times_at_random_the_output_is_a_whole_tree_and_the_next_a_clean_one(
    tmp_path, editions, many, jobs
):
    kill_at_random(tmp_path / "site", editions, jobs, 100)


# ── law 9: when writing is not possible ──────────────────────────────────────────────────────────────────────────


@dataclass
class Disk:
    """Says no to one attempt (`at`, from 1) to write below a folder; if it `stays_full`, to all that come after it too.
    What only makes room is allowed then."""

    root: str = ""
    at: int = 0
    error: int = errno.ENOSPC
    stays_full: bool = False
    attempts: int = 0
    refused: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        path = arguments[0] if arguments else None
        if not self.root or not isinstance(path, (str, bytes, os.PathLike)) or not self._counts(event, arguments):
            return
        name = os.fsdecode(path)
        if not name.startswith(self.root):
            return
        self.attempts += 1
        if self.attempts == self.at or (self.stays_full and self.attempts > self.at):
            self.refused.append(f"{event} {name}")
            raise OSError(self.error, os.strerror(self.error), name)

    def _counts(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        makes = event in {"os.mkdir", "os.link", "os.rename", "os.symlink"}
        return makes or (not self.stays_full and event in {"os.remove", "os.rmdir", "os.chmod", "os.utime"})


DISK = Disk()
sys.addaudithook(DISK)  # there is no way to take one away again: it looks at nothing while it has no folder


@pytest.fixture
def disk() -> Iterator[Disk]:
    DISK.__init__()  # type: ignore[misc]  # as if it were new
    yield DISK
    DISK.root = ""


def refuse_at(disk: Disk, root: Path, editions: list[dict[str, bytes | None]], attempt: int) -> bool:
    """Whether there was such an attempt. The build before it was of the first edition."""
    shutil.rmtree(root, ignore_errors=True)
    editor = Editor(root)
    editor.write("site.yaml", editor.read("site.yaml") + b"# a remark\n")
    run(root, "--jobs", 1)
    editor.restore("site.yaml")
    run(root, "--jobs", 1)  # now there is a staging directory, too
    second_edition(editor)
    disk.root, disk.at, disk.attempts, disk.refused = str(root), attempt, 0, []
    code, out, err = run(root, "--jobs", 1)
    disk.root = ""
    if not disk.refused:
        return False
    told = f"{disk.refused} {out} {err}"
    assert code in (Exit.DONE, Exit.REFUSED), told
    is_new = tree(root / "output") == editions[1]
    assert is_new == (code == Exit.DONE), told
    assert is_new or tree(root / "output") == editions[0], told
    assert code == Exit.DONE or os.strerror(disk.error) in err, told
    left = {path.name for path in root.iterdir()}
    assert left <= {"site.yaml", "content", "templates", "output", "output.next~", ".counterpoint"}, told
    assert run(root, "--jobs", 1)[0] == Exit.DONE, told
    assert tree(root / "output") == editions[1], told
    return True


CAUSES = [(errno.ENOSPC, False), (errno.ENOSPC, True), (errno.EROFS, True), (errno.EACCES, False)]


@needs_posix
def test_where_it_may_not_write_a_build_says_so_and_leaves_the_whole_old_output(tmp_path, editions, many, disk):
    random = Random(9)
    for disk.error, disk.stays_full in CAUSES:
        attempts = random.sample(range(1, 40), 2)
        assert [attempt for attempt in attempts if refuse_at(disk, tmp_path / "site", editions, attempt)]


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize(("error", "stays_full"), CAUSES)
def test_wherever_it_may_not_write_a_build_says_so_and_leaves_the_whole_old_output(
    tmp_path, editions, many, disk, error, stays_full
):
    disk.error, disk.stays_full = error, stays_full
    attempts = 1
    while refuse_at(disk, tmp_path / "site", editions, attempts):
        attempts += 1
    assert attempts > 20

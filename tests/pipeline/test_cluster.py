"""A build on a cluster gives the bytes of a build in one process, and where the cluster fails it says so and leaves all
as it was."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.cli.exit_codes import Exit
from generator.pipeline import batches as work
from generator.pipeline import cluster, publish_stage, render_stage
from generator.pipeline import compile_stage as compiling
from generator.pipeline.batches import Made, in_file
from generator.pipeline.cluster import Cluster, ClusterError, cluster_at
from generator.pipeline.program_digest import program_digest, program_versions
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.folders import needs_posix, tree
from tests.test_incremental import differing, run

dask = pytest.importorskip("dask", reason="Dask makes the cluster: pip install '.[cluster]'")
distributed = pytest.importorskip("distributed", reason="Dask makes the cluster: pip install '.[cluster]'")
pytestmark = pytest.mark.xdist_group("cluster")  # one process starts it once
remember_templates()

REPOSITORY = Path(__file__).parent.parent.parent
REPORT = "content/articles/2015/report.md"


@pytest.fixture(autouse=True)
def _few_are_built_as_many_and_nothing_waits_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)
    monkeypatch.setattr(publish_stage, "_MANY", 1)
    monkeypatch.setattr(compiling, "BATCH", 1)
    monkeypatch.setattr(work.in_batches, "__defaults__", (1, 1))


@pytest.fixture(scope="module", autouse=True)
def _dask_keeps_its_files_in_a_folder_of_the_tests(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("dask"))
    with pytest.MonkeyPatch.context() as patch, dask.config.set(temporary_directory=folder):
        patch.setenv("DASK_TEMPORARY_DIRECTORY", folder)
        yield


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a cluster with two workers, each a process with two threads."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as local:
        yield local.scheduler_address.removeprefix("tcp://")


@pytest.fixture
def editor(tmp_path):
    return Editor(tmp_path / "site")


@pytest.fixture
def submitted(monkeypatch) -> list[tuple[str, Any]]:
    """The names of what clusters are given to do, each with the first argument."""
    calls: list[tuple[str, Any]] = []
    submit = Cluster.submit

    def noted(self, what, /, *arguments, **named):
        calls.append((getattr(what, "__name__", type(what).__name__), arguments[0]))
        return submit(self, what, *arguments, **named)

    monkeypatch.setattr(Cluster, "submit", noted)
    return calls


def built(editor: Editor, folder: str, *options: object) -> tuple[int, str, str]:
    place = editor.root.parent / folder
    place.mkdir(exist_ok=True)
    return run(editor.root, "--output", place / "output", "--cache", place / "cache", "--jobs", 1, *options)


# ── the same bytes ───────────────────────────────────────────────────────────────────────────────────────────────


EDITS = ((b"", b""), (b"said the spokesman", b"the spokesman said"), (b"Moscow dismisses", b"Moscow rejects"))
"""Nothing; a word of the text, which only the article shows; its title, which others show, too."""


@pytest.mark.parametrize("shared", [True, False])
def test_a_cluster_gives_the_bytes_of_one_process_also_after_an_edit(editor, address, submitted, monkeypatch, shared):
    came: list[bool] = []

    def noted(made: Made, stage: Path) -> Made:
        came.append(isinstance(made.data, Path))
        return in_file(made, stage)

    if not shared:
        monkeypatch.setattr(Cluster, "reaches", lambda *_: False)
    for old, new in EDITS:
        editor.write(REPORT, editor.read(REPORT).replace(old, new))
        alone = built(editor, "alone", "--format", "json", "-q")
        monkeypatch.setattr(render_stage, "in_file", noted)
        assert built(editor, "cluster", "--format", "json", "-q", "--executor", f"dask://{address}") == alone
        monkeypatch.setattr(render_stage, "in_file", in_file)
        assert differing(editor.root.parent / "alone/output", editor.root.parent / "cluster/output") == []
        if not old:
            assert set(came) == {shared}, "pages come as files from workers that reach the folder, else as bytes"
    assert {"CompileBatch", "articles", "pages", "RowMaker"} == {name for name, _ in submitted}


def test_the_first_process_reads_each_article_even_where_it_keeps_none_in_memory(
    editor, address, submitted, monkeypatch
):
    monkeypatch.setattr("generator.sources.read._MOST_IN_MEMORY", 0)
    alone = files_read(built(editor, "alone", "-v"))
    assert files_read(built(editor, "cluster", "-v", "--executor", f"dask://{address}")) == alone
    assert differing(editor.root.parent / "alone/output", editor.root.parent / "cluster/output") == []
    sources = [source for name, batch in submitted if name == "CompileBatch" for source in batch]
    assert sources
    assert all(source.is_read for source in sources)


def files_read(outcome: tuple[int, str, str]) -> list[str]:
    """As `-v` counts them."""
    return re.findall(r"\d+ source files read", outcome[2])


def test_a_folder_is_reached_where_all_workers_find_it_under_its_path(address, tmp_path, monkeypatch):
    with cluster_at(address) as found:
        assert found.size == 2
        assert found.reaches(tmp_path)
        monkeypatch.chdir(tmp_path)
        assert not found.reaches(Path()), "the workers are in another folder"


def test_an_exception_of_the_work_is_raised_as_it_is(address):
    with cluster_at(address) as found, pytest.raises(FileNotFoundError):
        found.submit(os.stat, "/no/such/file").result()


def test_threads_of_a_worker_take_turns(address):
    with cluster_at(address) as found:
        started = time.monotonic()
        for reply in [found.submit(time.sleep, 0.1) for _ in range(8)]:
            reply.result()
        assert time.monotonic() - started > 0.35


# ── what can't be used ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address", ["localhost:8786", "tcp://a:1", "dask://", "dask://host", "dask://a:0", "dask://a:99999", "dask://a:1/b"]
)
def test_an_address_of_another_form_is_refused(editor, address):
    code, _, err = built(editor, "cluster", "--executor", address)
    assert code == Exit.USAGE
    assert err == (
        f"error: “{address}” is not the address of a Dask scheduler, which `--executor` needs.\n"
        "  next: Write it with its port, such as `--executor dask://192.168.1.10:8786`.\n"
    )


@contextmanager
def silent() -> Iterator[str]:
    """Something that listens, and isn't a scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def nobody() -> Iterator[str]:
    with silent() as address:
        pass
    yield address


@pytest.mark.parametrize("there", [nobody, silent])
def test_without_a_scheduler_the_build_says_so_and_leaves_all_as_it_was(editor, monkeypatch, there):
    monkeypatch.setattr(cluster, "_ANSWER", 0.3)
    built(editor, "cluster")
    place = editor.root.parent / "cluster"
    before = tree(place / "output")
    editor.write(REPORT, editor.read(REPORT) + b"\nMore.\n")
    with there() as address:
        code, _, err = built(editor, "cluster", "--executor", f"dask://{address}")
    assert code == Exit.USAGE
    assert err == (
        f"error: No scheduler of Dask answers at `{address}`.\n"
        "  next: Correct the address, or start one there: `dask scheduler`, and a `dask worker` on each machine.\n"
    )
    assert tree(place / "output") == before
    assert {path.name for path in place.iterdir()} == {"output", "cache"}


def test_without_the_extra_it_says_how_to_install_it(editor, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    code, _, err = built(editor, "cluster", "--executor", "dask://127.0.0.1:8786")
    assert code == Exit.USAGE
    assert err == (
        "error: `--executor` needs the library `distributed` of Dask, which is not installed.\n"
        "  next: Install it with `pip install 'counterpoint-archive[cluster]'`.\n"
    )


def test_a_build_that_has_little_to_do_asks_no_cluster(editor, monkeypatch):
    monkeypatch.setattr(publish_stage, "_MANY", 200)
    assert built(editor, "cluster", "--executor", "dask://127.0.0.1:9")[0] != Exit.USAGE


def test_a_cluster_with_another_program_is_refused(address, monkeypatch):
    versions, digest = program_versions(), program_digest()
    here = {**versions, "jinja2": "3.1.99", "Pillow": ""}
    monkeypatch.setattr(cluster, "program_digest", lambda: "another")
    monkeypatch.setattr(cluster, "program_versions", lambda: here)
    monkeypatch.setattr(Cluster, "_on_scheduler", lambda *_: (digest, {**here, "jinja2": ""}))
    assert refusal(address) == (
        "The scheduler runs another program than this computer (jinja2 missing there, 3.1.99 here).",
        "Install the same versions of Python, Counterpoint and its dependencies on all machines.",
    )
    monkeypatch.setattr(Cluster, "_on_scheduler", lambda *_: ("another", here))
    difference = f"jinja2 {versions['jinja2']} there, 3.1.99 here"
    if versions["Pillow"]:
        difference += f"; Pillow {versions['Pillow']} there, missing here"
    message, _ = refusal(address)
    assert re.match(r"The worker at `tcp://127\.0\.0\.1:\d+` runs another program", message)
    assert message.endswith(f"than this computer ({difference}).")
    monkeypatch.setattr(cluster, "program_versions", lambda: versions)
    assert refusal(address)[0].endswith("than this computer (its code or its templates differ).")


def refusal(address: str) -> tuple[str, str]:
    with pytest.raises(ClusterError) as refused, cluster_at(address):
        pass
    return refused.value.message, refused.value.step


DASK = """
import sys
if sys.argv.pop(1) == "bare":
    sys.modules["generator"] = None
from importlib import import_module
import_module(f"distributed.cli.dask_{sys.argv.pop(1)}").main()
"""
"""One process of a cluster; a bare one is on a machine without Counterpoint."""


@contextmanager
def running(kind: str, *options: str, bare: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", DASK, "bare" if bare else "whole", kind, *options, "--no-dashboard"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def small_cluster(*, bare: bool = False) -> Iterator[tuple[str, Mapping[str, subprocess.Popen[bytes]]]]:
    """A scheduler and one worker, both of which can be killed: the address, and the two processes."""
    with nobody() as address:
        port = address.rpartition(":")[2]
    with (
        running("scheduler", "--host", "127.0.0.1", "--port", port) as scheduler,
        running("worker", address, "--no-nanny", "--nthreads", "1", bare=bare) as worker,
    ):
        yield address, {"scheduler": scheduler, "worker": worker}


@pytest.fixture
def patient(monkeypatch):
    """These processes start while the build waits for them."""
    monkeypatch.setattr(cluster, "_ANSWER", 60)
    monkeypatch.setattr(cluster, "_LOOK", 0.2)


def test_workers_without_the_program_are_refused(patient):
    with small_cluster(bare=True) as (address, _):
        message, step = refusal(address)
    assert re.match(
        r"The worker at `tcp://127\.0\.0\.1:\d+` can't run Counterpoint \(ModuleNotFoundError.*\)\.", message
    )
    assert step == "Install the same versions of Python, Counterpoint and its dependencies on all machines."


def test_a_cluster_without_workers_is_refused(monkeypatch):
    monkeypatch.setattr(cluster, "_ANSWER", 0.5)
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0", silence_logs=50) as local:
        address = local.scheduler_address.removeprefix("tcp://")
        assert refusal(address) == (
            f"The cluster at `{address}` has no workers.",
            f"Start some: `dask worker {address}` on each machine.",
        )


# ── what is lost ─────────────────────────────────────────────────────────────────────────────────────────────────


@needs_posix
@pytest.mark.parametrize(
    ("victim", "message"),
    [
        ("worker", "The workers of the cluster at `{}` have ended."),
        ("scheduler", "The connection to the scheduler at `{}` was lost."),
    ],
)
def test_a_cluster_that_is_lost_in_the_middle_leaves_the_old_output_and_nothing_else(
    editor, patient, monkeypatch, victim, message
):
    built(editor, "cluster")
    place = editor.root.parent / "cluster"
    before = tree(place / "output")
    editor.write("site.yaml", editor.read("site.yaml").replace(b"Contested", b"Disputed"))
    with small_cluster() as (address, processes):
        killed_at_the_second(monkeypatch, processes[victim].kill)
        code, _, err = built(editor, "cluster", "--executor", f"dask://{address}", "-q")
    assert code == Exit.USAGE
    assert err.startswith(f"error: {message.format(address)}\n  next: Read in the logs")
    assert tree(place / "output") == before
    assert {path.name for path in place.iterdir()} == {"output", "cache"}


def test_work_that_ends_one_worker_after_the_other_is_given_up(address):
    reply: Future[Any] = Future()
    reply.set_exception(distributed.KilledWorker("a batch", SimpleNamespace(address="tcp://127.0.0.1:1"), 3))
    with cluster_at(address) as found, pytest.raises(ClusterError) as lost:
        found.awaited(reply)
    assert lost.value.message == f"Several workers of the cluster at `{address}` ended while they did the same work."


def killed_at_the_second(monkeypatch, kill: Callable[[], None]) -> None:
    """At the second batch of work."""
    count = iter(range(1000))
    submit = Cluster.submit

    def counted(self, *arguments, **named):
        if next(count) == 1:
            kill()
        return submit(self, *arguments, **named)

    monkeypatch.setattr(Cluster, "submit", counted)


# ── law 15 ───────────────────────────────────────────────────────────────────────────────────────────────────────

WITNESS = """
import sys
told = open(sys.argv.pop(1), "w")
def witness(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        print(event, *arguments[-1][:2], file=told, flush=True)
    elif event.split(".")[0] in ("subprocess", "pty") or event in ("os.exec", "os.fork", "os.posix_spawn", "os.system"):
        print(event, *arguments[:2], file=told, flush=True)
sys.addaudithook(witness)
from generator.pipeline import publish_stage
from generator.pipeline import batches as work, compile_stage as compiling
publish_stage._MANY = compiling.BATCH = 1
work.in_batches.__defaults__ = (1, 1)
from generator.cli.main import main
code = main(["build", "-q", "--jobs", "1", "--site", *sys.argv[1:]])
print("distributed" in sys.modules)
sys.exit(code)
"""


@pytest.mark.parametrize("with_cluster", [True, False])
def test_a_build_connects_to_the_scheduler_and_to_nothing_else(editor, address, tmp_path, with_cluster):
    options = ["--executor", f"dask://{address}"] if with_cluster else []
    command = [sys.executable, "-c", WITNESS, str(tmp_path / "told"), str(editor.root), *options]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    host, _, port = address.rpartition(":")
    assert set((tmp_path / "told").read_text().splitlines()) == (
        {f"socket.connect {host} {port}"} if with_cluster else set()
    )
    assert done.stdout.splitlines()[-1:] == [str(with_cluster)], "Dask is loaded late"


# ── last, since it ends a worker of the cluster that the tests share ─────────────────────────────────────────────


@needs_posix
def test_a_worker_that_ends_in_the_middle_costs_no_byte(editor, address, monkeypatch):
    alone = built(editor, "alone", "--format", "json", "-q")
    with cluster_at(address) as found:
        victim = found.submit(os.getpid).result()
    killed_at_the_second(monkeypatch, lambda: os.kill(victim, signal.SIGKILL))
    assert built(editor, "cluster", "--format", "json", "-q", "--executor", f"dask://{address}") == alone
    assert differing(editor.root.parent / "alone/output", editor.root.parent / "cluster/output") == []

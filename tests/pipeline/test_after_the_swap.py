"""Once the new output is in its place, the build has succeeded, whatever fails after that."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.pipeline import publish_stage
from generator.publishing import lock, output_folder
from generator.publishing import swap as swap_module
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.folders import needs_posix, tree
from tests.pipeline.test_publish_stage import DISK, Disk, first_edition, second_edition
from tests.test_incremental import run

remember_templates()

pytestmark = needs_posix


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


@pytest.fixture
def disk() -> Iterator[Disk]:
    yield DISK
    DISK.root = ""


@pytest.fixture
def expected(tmp_path):
    """What a clean build makes of the second edition."""
    editor = Editor(tmp_path / "clean")
    second_edition(editor)
    run(editor.root)
    return tree(editor.root / "output")


def edited(root: Path, builds: int) -> Editor:
    """A site that was built so often, and then edited."""
    shutil.rmtree(root, ignore_errors=True)
    editor = Editor(root)
    for n in range(builds):
        editor.write("site.yaml", editor.read("site.yaml") + b"# %d\n" % n)
        run(root)
    editor.restore("site.yaml")
    first_edition(editor)
    second_edition(editor)
    return editor


@pytest.mark.parametrize(
    ("how", "builds", "stays_full"),
    [
        ("one process", 1, False),
        ("one process", 2, True),
        ("many", 1, True),
        ("many", 2, False),
        ("by renaming", 2, False),
    ],
)
def test_an_error_at_any_call_after_the_swap_is_a_word_beside_a_success(
    tmp_path, monkeypatch, disk, expected, builds, stays_full, how
):
    if how == "many":
        monkeypatch.setattr(publish_stage, "_MANY", 1)
    if how == "by renaming":
        monkeypatch.setattr(swap_module, "swapped_at_once", lambda *_: False)
    swap = swap_module.swap
    for attempt in range(1, 40):
        root = edited(tmp_path / "site", builds).root
        disk.error, disk.stays_full, disk.refused = errno.ENOSPC, stays_full, []

        def swap_and_refuse(output: Path, staging: Path, root: Path = root, attempt: int = attempt) -> None:
            swap(output, staging)
            disk.root, disk.at, disk.attempts = str(root), attempt, 0

        monkeypatch.setattr(output_folder, "swap", swap_and_refuse)
        code, out, err = run(root, "--jobs", 1)
        disk.root = ""
        assert (code, tree(root / "output")) == (Exit.DONE, expected), f"{disk.refused} {out} {err}"
        assert "Can't write" not in err
        if not disk.refused:
            break
        monkeypatch.setattr(output_folder, "swap", swap)
        assert run(root, "--jobs", 1)[0] == Exit.DONE
        first_edition(Editor(root))
        assert run(root, "--jobs", 1)[0] == Exit.DONE
        second_edition(Editor(root))
        assert run(root, "--jobs", 1)[0] == Exit.DONE
        assert tree(root / "output") == expected
    assert attempt > 2, "something was refused"


def test_it_is_said_what_could_not_be_done(tmp_path, monkeypatch, expected):
    root = edited(tmp_path / "site", 2).root

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output_folder, "mark_as_previous", fail)
    code, out, err = run(root, "-q")
    assert code == Exit.DONE
    assert "the next build takes longer" in out + err
    assert "(No space left on device)" in out + err
    assert tree(root / "output") == expected


def test_the_last_rename_may_fail(tmp_path, monkeypatch, expected):
    """Where two folders can't be swapped in one step, the former output then waits beside the new one."""
    root = edited(tmp_path / "site", 2).root
    rename = Path.rename
    monkeypatch.setattr(swap_module, "swapped_at_once", lambda *_: False)

    def rename_but_the_last(path: Path, target: Path) -> Path:
        if path.name == "output.old.next~":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename_but_the_last)
        assert run(root)[0] == Exit.DONE
    assert tree(root / "output") == expected
    first_edition(Editor(root))
    assert run(root)[0] == Exit.DONE
    assert {path.name for path in root.iterdir()} >= {"output", "output.next~"}
    assert not (root / "output.old.next~").exists()


def test_the_lock_may_fail_at_its_end(tmp_path, monkeypatch, expected):
    root = edited(tmp_path / "site", 1).root
    write = lock._write

    def fail_at_the_end(handle: int, text: str) -> None:
        if not text:
            raise OSError(errno.EIO, "Input/output error")
        write(handle, text)

    monkeypatch.setattr(lock, "_write", fail_at_the_end)
    code, _, err = run(root)
    assert code == Exit.DONE, err
    assert tree(root / "output") == expected

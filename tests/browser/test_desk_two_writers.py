"""Two who write one file: what either wrote is in it, or the desk says why not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.browser.conftest import AtDesk
from tests.browser.desk_editor import Editor

TWO = """\
claims:
  only-cliches:
    verdict: "false"
    speaker: konashenkov
    quote: only clichés and fakes
    note: He names no passage.

  hundreds-dead:
    speaker: amnesty
    quote: hundreds of civilians dead
"""


@pytest.fixture
def editor(at_desk: AtDesk) -> Editor:
    return at_desk(sidecar=TWO)


def edits(editor: Editor, id: str) -> None:
    editor.note(id).get_by_role("button", name="Edit").first.click()
    editor.form.wait_for()


@pytest.fixture
def opened(editor: Editor) -> Editor:
    """With the form of a claim open, and another note in it."""
    editor.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    edits(editor, "only-cliches")
    editor.field("note").fill("He names no page of it.")
    return editor


def test_another_annotation_changed_on_disk(opened: Editor):
    theirs = TWO.replace("speaker: amnesty\n", "speaker: amnesty\n    note: A colleague’s.\n")
    opened.writes(theirs)
    opened.saves("only-cliches")
    assert opened.sidecar == theirs.replace("He names no passage.", "He names no page of it.")


def test_an_annotation_that_somebody_else_added(opened: Editor):
    theirs = TWO + "\n  answer:\n    speaker: amnesty\n    quote: Amnesty did not answer\n"
    opened.writes(theirs)
    opened.saves("only-cliches")
    assert opened.sidecar == theirs.replace("He names no passage.", "He names no page of it.")


THEIRS = TWO.replace('verdict: "false"', 'verdict: "true"').replace("speaker: konashenkov", "speaker: presstv")


def table(editor: Editor) -> list[list[str]]:
    rows = editor.page.get_by_role("dialog").get_by_role("row").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


@pytest.fixture
def disputed(opened: Editor) -> Editor:
    """The same claim has another verdict and speaker on disk, and the three versions are shown."""
    opened.writes(THEIRS)
    opened.presses("Control+Enter")
    opened.page.get_by_role("dialog").wait_for()
    return opened


def test_three_versions_stand_side_by_side(disputed: Editor):
    assert table(disputed) == [
        ["field", "before", "yours", "on disk now"],
        ["speaker", "konashenkov", "konashenkov", "presstv"],
        ["verdict", "false", "false", "true"],
        ["note", "He names no passage.", "He names no page of it.", "He names no passage."],
    ]
    assert disputed.sidecar == THEIRS, "nothing is written"


def test_going_on_to_write_is_preset_and_keeps_what_is_typed(disputed: Editor):
    disputed.presses("Enter")
    disputed.form.get_by_text("Another version is on disk; Save asks again.").wait_for()
    assert disputed.field("note").input_value() == "He names no page of it."
    assert disputed.sidecar == THEIRS
    disputed.presses("Control+Enter")
    disputed.page.get_by_role("dialog").wait_for()


def test_escape_goes_on_writing_too(disputed: Editor):
    disputed.presses("Escape")
    disputed.form.get_by_text("Save asks again").wait_for()
    assert disputed.field("note").input_value() == "He names no page of it."


def test_theirs_is_taken(disputed: Editor):
    disputed.page.get_by_role("button", name="Take what is on disk").click()
    disputed.form.wait_for(state="detached")
    assert disputed.sidecar == THEIRS


def test_mine_is_put_over_it_whole(disputed: Editor):
    disputed.page.get_by_role("button", name="Put mine over it").click()
    disputed.form.get_by_text("Say why the rating changes").wait_for()
    assert disputed.sidecar == THEIRS, "over another verdict a reason is asked for"
    disputed.field("reason").fill("The other one was a slip.")
    disputed.saves("only-cliches")
    mine = yaml.safe_load(disputed.sidecar)["claims"]["only-cliches"]
    assert mine == {
        "verdict": "false",
        "speaker": "konashenkov",
        "quote": "only clichés and fakes",
        "note": "He names no page of it.",
        "updates": mine["updates"],
    }
    assert list(mine["updates"].values()) == ["The other one was a slip."]


def test_a_change_of_another_speaker_alone_is_shown(opened: Editor):
    opened.writes(TWO.replace("speaker: konashenkov", "speaker: presstv"))
    opened.presses("Control+Enter")
    opened.page.get_by_role("dialog").wait_for()
    assert ["speaker", "konashenkov", "konashenkov", "presstv"] in table(opened)


def test_an_annotation_that_is_gone_keeps_what_is_typed(opened: Editor):
    theirs = TWO[: TWO.index("  only-cliches")] + TWO[TWO.index("  hundreds-dead") :]
    opened.writes(theirs)
    opened.presses("Control+Enter")
    opened.form.get_by_text("is not in the file any more").wait_for()
    assert opened.field("note").input_value() == "He names no page of it."
    assert opened.sidecar == theirs


def test_undo_leaves_what_somebody_changed_in_the_same_annotation(opened: Editor):
    opened.saves("only-cliches")
    theirs = opened.sidecar.replace("He names no page of it.", "A third version.")
    opened.writes(theirs)
    opened.presses("u")
    opened.is_told("was changed meanwhile")
    assert opened.sidecar == theirs


MERGE = TWO.replace(
    "    note: He names no passage.\n",
    "<<<<<<< HEAD\n    note: He names no passage.\n=======\n    note: He names none.\n>>>>>>> other\n",
)


def test_a_file_with_an_unfinished_merge_can_only_be_read(editor: Editor):
    editor.writes(MERGE)
    editor.is_told("merge")
    editor.drags("dismissed", "report by")
    for key in ("c", "v"):
        editor.presses(key)
        editor.is_told("merge")
        assert editor.form.count() == 0
    assert editor.toolbar.count() == 0 or not editor.toolbar.is_visible()
    assert editor.sidecar == MERGE
    editor.writes(TWO)
    editor.is_told("Select words")
    editor.drags("dismissed", "report by")
    editor.opens("c")


# ── a program that saves every 200 ms ────────────────────────────────────────────────────────────────────────────


def in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def by_rename(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


@contextmanager
def saving(path: Path, write: Callable[[Path, bytes], None]) -> Iterator[list[str]]:
    """A program that adds a comment at the end of the file each 200 ms; the lines it wrote.

    It does what editors' programs do: if the file on disk isn't the one it knows, it takes that first.
    """
    written: list[str] = []
    ended = threading.Event()

    def keep_saving() -> None:
        while not ended.wait(0.2):
            line = f"# Saved {len(written)}.\n"
            write(path, path.read_bytes() + line.encode())
            written.append(line)

    thread = threading.Thread(target=keep_saving, daemon=True)
    thread.start()
    yield written
    ended.set()
    thread.join()


WORDS = [
    "dismissed", "Amnesty on", "strikes.", "nothing", "concrete", "clichés", "fakes", "spokesman", "Wednesday", "answer"
]  # fmt: skip


@pytest.mark.parametrize("write", [in_place, by_rename])
def test_ten_claims_beside_a_program_that_saves_all_the_time(at_desk: AtDesk, write: Callable[[Path, bytes], None]):
    editor = at_desk(sidecar=TWO)
    with saving(editor.site.path(editor.article, "yaml"), write) as written:
        for word in WORDS:
            editor.drags(word, word)
            editor.opens("n")
            editor.field("note").fill(f"On {word}")
            editor.saves()
    lines = editor.sidecar.splitlines(keepends=True)
    notes = yaml.safe_load(editor.sidecar)["notes"]
    assert sorted(one["note"] for one in notes.values()) == sorted(f"On {word}" for word in WORDS)
    assert [line for line in lines if line.startswith("# Saved")] == written

"""Two who write one file: what either wrote is in it, or the desk says why not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
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

SAVER = """
import signal, sys, time
from pathlib import Path
path, way = Path(sys.argv[1]), sys.argv[2]
temporary = path.with_suffix(".tmp")
ended = []
signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
for number in range(10_000):
    time.sleep(0.2)
    if ended:
        break
    line = f"# Saved {number}.\\n"
    begun = time.monotonic()
    data = path.read_bytes() + line.encode()
    if way == "in place":
        path.write_bytes(data)
    else:
        temporary.write_bytes(data)
        temporary.replace(path)
    print(line, end="", flush=True)
    if time.monotonic() - begun > 0.05:
        print("The system held it up.", flush=True)
"""
"""Adds a comment at the end of a file each 200 ms, and says so. It does what editors' programs do: if the file on disk
isn't the one it knows, it takes that first. Where the system holds it up between its look and its save, it overwrites
what came between; no other program can prevent that. It ends between two saves, so that it has said each."""


@contextmanager
def saving(path: Path, way: str) -> Iterator[list[str]]:
    """While such a program saves; then, what it said."""
    said: list[str] = []
    program = subprocess.Popen([sys.executable, "-c", SAVER, str(path), way], stdout=subprocess.PIPE, text=True)
    try:
        yield said
    finally:
        program.terminate()
        said += program.communicate()[0].splitlines(keepends=True)


def saves_when_it_may(editor: Editor) -> None:
    """Presses Save, and once more wherever the form says that the other program was quicker."""
    quicker = editor.form.get_by_text("by another program meanwhile")
    for _ in range(20):
        editor.presses("Control+Enter")
        editor.page.wait_for_function(SAVED_OR_TOLD)
        if not quicker.count():
            return
    raise AssertionError("the other program was always quicker")


SAVED_OR_TOLD = """() => {
  const [error] = [...document.querySelectorAll(".counterpoint-desk")]
    .map((host) => host.shadowRoot?.querySelector("form.form .error")).filter(Boolean);
  return !error || !error.hidden;
}"""


WORDS = [
    "dismissed", "Amnesty on", "strikes.", "nothing", "concrete", "clichés", "fakes", "spokesman", "Wednesday", "answer"
]  # fmt: skip


@pytest.mark.parametrize("way", ["in place", "by rename"])
def test_ten_claims_beside_a_program_that_saves_all_the_time(at_desk: AtDesk, way: str):
    for _ in range(10):
        editor, said = ten_notes(at_desk(sidecar=TWO), way)
        saved = [line for line in said if line.startswith("# Saved")]
        lines = editor.sidecar.splitlines(keepends=True)
        assert [line for line in lines if line.startswith("# Saved")] == saved, "the desk overwrites no save"
        if saved == said:  # and the other program was not held up, so that it overwrote none either
            notes = yaml.safe_load(editor.sidecar)["notes"]
            assert sorted(one["note"] for one in notes.values()) == sorted(f"On {word}" for word in WORDS)
            return
    raise AssertionError("the other program was held up each time, so nobody knows who overwrote what")


def ten_notes(editor: Editor, way: str) -> tuple[Editor, list[str]]:
    """Makes notes while such a program saves; and what it said."""
    with saving(editor.site.path(editor.article, "yaml"), way) as said:
        for word in WORDS:
            editor.drags(word, word)
            editor.opens("n")
            editor.field("note").fill(f"On {word}")
            saves_when_it_may(editor)
    return editor, said

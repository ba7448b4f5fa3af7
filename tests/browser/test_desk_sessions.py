"""Whole sessions at the desk in a Git repository: after each step the lines meant and no other, at the end none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.browser.desk_editor import DeskSite, Editor, editor_in
from tests.serving import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MARKDOWN = """\
---
title: River Board dismisses report on the dams
date: 2016-02-03
publisher: presstv
---

The River Board has dismissed a report on its dams in the north.

“The authors have never been there,” said the River Board at a briefing on Tuesday.

The Gauge Office published the report on Monday. It describes six floods in which two hundred people died.

“Every level is confirmed by several sources,” the River Board said, “and mistakes are ruled out.”

It showed photographs from the air, and said that the market in one of them was intact.

The report names the market, the day and the hour. It was written after talks with sixteen witnesses.

“Such papers are ordered and paid for,” the River Board added. It did not say by whom.

The Gauge Office said that it stands by every line of the report. Nobody had asked it for its sources.

The board will publish its own account in the spring.
"""


@pytest.fixture
def editor(browser: Browser, desk_site: DeskSite) -> Iterator[Editor]:
    editor = editor_in(browser, desk_site, desk_site.article(MARKDOWN))
    yield editor
    desk_site.cleans()
    editor.leaves()


def added_one(editor: Editor, known: set[str], lines: int) -> str:
    """The id that the last save added, with so many lines; no line is gone."""
    changes = editor.site.changes()
    assert [line for line in changes if line.startswith("-")] == []
    assert len(changes) == lines, changes
    assert editor.site.problems() == []
    (id,) = ids(editor) - known
    return id


def ids(editor: Editor) -> set[str]:
    claims = editor.entries
    return {*claims, *(id for claim in claims.values() for id in claim.get("counterpoints", {}))}


def takes_all_back(editor: Editor, steps: int) -> None:
    for _ in range(steps):
        before = editor.sidecar
        editor.presses("u")
        wait_until(partial(_has_changed, editor, before))  # the bar may still say what it said of the last
        editor.is_told("Taken back")


def _has_changed(editor: Editor, before: str) -> bool:
    return editor.sidecar != before


def _is_at_the_commit(editor: Editor, committed: str) -> None:
    """Nothing has changed since, and what is committed isn't taken back."""
    editor.presses("u")
    editor.is_told("in the last commit")
    assert editor.sidecar == committed
    assert editor.site.changes() == []


PASSAGES = (
    ("authors", "been there"),
    ("Every level", "several sources"),
    ("mistakes", "out"),
    ("market in", "intact"),
    ("Such papers", "paid for"),
)
ANSWERS = (("two hundred", "died"), ("names the", "the hour"))


def test_a_session_by_mouse(editor: Editor):
    known: set[str] = set()
    lines = 1  # `claims:`
    for first, last in PASSAGES:
        editor.drags(first, last)
        editor.toolbar.get_by_role("button", name="Claim").click()
        editor.form.get_by_role("option").filter(has_text="River Board").click()
        editor.form.get_by_role("button", name="Save").click()
        editor.form.wait_for(state="detached")
        lines += 3
        id = added_one(editor, known, lines)
        known.add(id)
        editor.note(id).wait_for(state="attached")
    editor.site.commits()
    target = min(known)
    _answer_by_mouse(editor, target)
    _another_verdict(editor, target)


def _answer_by_mouse(editor: Editor, target: str) -> None:
    before = editor.sidecar
    known = ids(editor)
    lines = 1  # `counterpoints:`
    for first, last in ANSWERS:
        editor.drags(first, last)
        editor.toolbar.get_by_role("button", name="Answer").click()
        editor.field("parent").select_option(target)
        editor.form.get_by_label("rebuts").check()
        editor.field("voice").fill("Gauge")
        editor.form.get_by_role("option").filter(has_text="Gauge Office").click()
        editor.form.get_by_role("button", name="Save").click()
        editor.form.wait_for(state="detached")
        lines += 4
        id = added_one(editor, known, lines)
        known.add(id)
        editor.note(id).wait_for(state="attached")
    takes_all_back(editor, 2)
    assert editor.sidecar == before


def _another_verdict(editor: Editor, target: str) -> None:
    """A verdict, with a colleague's edit between that and taking all of it back."""
    committed = editor.sidecar
    editor.note(target).locator("button", has_text="Rate").first.evaluate("it => it.click()")
    editor.form.locator("[name=verdict][value=missing-context]").check()
    editor.saves(target)
    assert editor.site.changes() == ["+    verdict: missing-context"]
    colleague = editor.sidecar.replace("claims:\n", "# Read by a colleague.\nclaims:\n")
    editor.writes(colleague)
    takes_all_back(editor, 1)
    assert editor.site.changes() == ["+# Read by a colleague."]
    editor.writes(committed)
    _is_at_the_commit(editor, committed)


EXTENDED = ("Shift+ArrowRight", "Shift+ArrowRight")
CLAIMS_BY_KEYS = (("authors", '"'), ("Every", '"'), ("mistakes", *EXTENDED), ("intact",), ("papers", '"'))
ANSWERS_BY_KEYS = (("hundred", *EXTENDED), ("witnesses",))


def test_a_session_by_keys_alone(editor: Editor):
    known: set[str] = set()
    for number, (word, *moves) in enumerate(CLAIMS_BY_KEYS, 1):
        _walks_to(editor, word)
        editor.presses(*moves, "c")
        editor.form.wait_for()
        editor.presses("Alt+1")
        editor.saves()
        known.add(added_one(editor, known, 1 + 3 * number))
        _waits_for_notes(editor, known)
    editor.site.commits()
    committed = editor.sidecar
    for number, (word, *moves) in enumerate(ANSWERS_BY_KEYS, 1):
        _walks_to(editor, word)
        editor.presses(*moves, "a")
        editor.form.wait_for()
        editor.presses("Shift+Tab", "Home", "ArrowDown", "Tab", "Space", "Alt+1")  # the first claim, the first relation
        editor.saves()
        known.add(added_one(editor, known, 1 + 4 * number))
        _waits_for_notes(editor, known)
    takes_all_back(editor, 2)
    _is_at_the_commit(editor, committed)


def _walks_to(editor: Editor, word: str) -> None:
    """By the arrows, from the word where `v` begins."""
    editor.page.evaluate("document.activeElement.blur(); scrollTo({top: 0, behavior: 'instant'})")
    editor.settles()
    editor.presses("v")
    editor.is_told("quotation; then")
    for key in ("ArrowRight", "ArrowLeft"):
        for _ in range(140):
            if editor.page.evaluate("getSelection().toString()") == word:
                return
            editor.presses(key)
    raise AssertionError(f"there is no way to “{word}”")


def _waits_for_notes(editor: Editor, known: set[str]) -> None:
    for id in known:
        editor.note(id).wait_for(state="attached")

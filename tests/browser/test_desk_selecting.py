"""Selecting at the desk: what a drag, a click or the keys take, and what the toolbar and the form say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.desk_editor import DeskSite, Editor, editor_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MARKDOWN = """\
---
title: Moscow dismisses “fake” report
subtitle: The ministry speaks of clichés
date: 2015-12-23
publisher: presstv
---

Moscow has dismissed a report by Amnesty on its strikes.

“There was nothing concrete or new, only clichés and fakes,” said the spokesman, Igor Konashenkov, on Wednesday.

The report says that strikes have left hundreds of *civilians* dead. Amnesty [did not](https://example.org/) answer.

## What the ministry counts

| Day | Strikes |
| --- | --- |
| Monday | forty flights |
| Tuesday | thirty flights |

- roads that lead to markets
- bridges over the rivers

> The pilots see what they aim at, says an old order.

“One more invention,” he said, “and one more stereotype,” he added.

The river rose on Sunday. Nobody left. The river fell on Monday. The river rose again.

قال الناطق إن التقرير كاذب تماما.

报告说有二百名平民死亡，没有人回答。

The cafe\u0301 owners greet 👩🏽‍🚀 and 👨‍👩‍👧 under 🇫🇷 flags.

The bridge ![an arch of stone](bridge.png) was closed that day.

Zwei Wörter stehen hier: Straßenbahn und Brücke.
"""
SIDECAR = """\
claims:
  left-hundreds:
    speaker: amnesty
    quote: strikes have left hundreds of civilians
  civilians-dead:
    speaker: amnesty
    quote: hundreds of civilians dead
"""


@pytest.fixture(scope="module")
def reader(browser: Browser, desk_site: DeskSite) -> Iterator[Editor]:
    """Somebody who selects and never saves, so that all tests can share the page."""
    pixel = "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cf500f000404"
    pixel += "01808f6f2b6b0000000049454e44ae426082"
    (desk_site.root / "content/articles/2015/bridge.png").write_bytes(bytes.fromhex(pixel))
    editor = editor_in(browser, desk_site, desk_site.article(MARKDOWN, SIDECAR))
    yield editor
    editor.leaves()


@pytest.fixture
def editor(reader: Editor) -> Iterator[Editor]:
    yield reader
    reader.page.evaluate("sessionStorage.clear()")
    reader.page.reload()
    reader.bar.wait_for()


TAKEN = {
    "a word of a paragraph": ("dismissed", "dismissed", "dismissed"),
    "through emphasis": ("hundreds", "dead", "hundreds of civilians dead"),
    "over marks that overlap": ("have left", "dead", "have left hundreds of civilians dead"),
    "from inside a mark to behind it": ("civilians", "answer", "civilians dead. Amnesty did not answer"),
    "through a link": ("dead", "answer", "dead. Amnesty did not answer"),
    "half words": ("ismissed a", "stri", "dismissed a report by Amnesty on its strikes"),
    "a heading": ("What", "counts", "What the ministry counts"),
    "a cell": ("forty", "flights", "forty flights"),
    "an item": ("roads", "markets", "roads that lead to markets"),
    "a block quote": ("pilots", "aim", "pilots see what they aim"),
    "from right to left": ("الناطق", "التقرير", "الناطق إن التقرير"),
    "Chinese": ("二百", "死亡", "二百名平民死亡"),
    "a combining mark": ("cafe", "owners", "cafe\u0301 owners"),
    "emoji of several signs": ("greet", "flags", "greet 👩🏽‍🚀 and 👨‍👩‍👧 under 🇫🇷 flags"),
    "German": ("Stra", "Brück", "Straßenbahn und Brücke"),
    "the subtitle": ("ministry speaks", "clichés", "ministry speaks of clichés"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_drag_takes_whole_words(editor: Editor, name: str):
    first, last, quote = TAKEN[name]
    editor.drags(first, last)
    editor.opens("c")
    assert editor.quote == quote


def test_a_drag_begins_right_behind_a_reference(editor: Editor):
    editor.drags("forty", "forty")
    editor.opens("n")
    editor.field("note").fill("A number.")
    editor.saves("forty")
    editor.page.locator("#ref_forty").wait_for()
    editor.drags("flights", "flights")
    editor.opens("c")
    assert editor.quote == "flights"


def test_two_clicks_take_the_word(editor: Editor):
    editor.clicks("stereotype", 2)
    editor.opens("c")
    assert editor.quote == "stereotype"


def test_three_clicks_take_the_paragraph(editor: Editor):
    editor.clicks("flags", 3)
    editor.opens("c")
    assert editor.quote == "The cafe\u0301 owners greet 👩🏽‍🚀 and 👨‍👩‍👧 under 🇫🇷 flags."


def test_words_of_two_paragraphs_are_one_passage(editor: Editor):
    editor.drags("he added", "Sunday")
    editor.opens("c")
    assert editor.quote == "he added. The river rose on Sunday"


def test_words_of_the_title_and_of_the_body_are_no_passage(editor: Editor):
    editor.drags("dismisses", "dismissed")
    editor.toolbar.get_by_text("one part").wait_for()
    editor.presses("c")
    editor.is_told("one part")
    assert editor.form.count() == 0


def test_a_word_with_several_places_is_told_apart_by_the_fewest_words(editor: Editor):
    editor.drags("rose", "rose", 1)
    editor.toolbar.get_by_text("1 word · told from others by “again” after").wait_for()
    editor.opens("c")
    editor.form.get_by_text("told from others by “again” after").wait_for()


def test_words_around_a_picture_are_one_passage_without_its_description(editor: Editor):
    editor.drags("The bridge", "was closed")
    editor.opens("c")
    assert editor.quote == "The bridge was closed"


def test_two_quotations_become_two_passages(editor: Editor):
    editor.drags("more invention", "stereotype")
    editor.toolbar.get_by_text("will be two passages").wait_for()
    editor.opens("c")
    assert editor.quote == "more invention\nand one more stereotype"


def test_the_toolbar_says_whether_words_are_quoted(editor: Editor):
    editor.drags("concrete", "fakes,")
    editor.toolbar.get_by_text("7 words · the only place · quoted", exact=True).wait_for()
    editor.drags("markets", "markets")
    editor.toolbar.get_by_text("1 word · the only place · not quoted", exact=True).wait_for()


def test_the_toolbar_opens_the_form(editor: Editor):
    editor.drags("forty", "flights")
    editor.toolbar.get_by_role("button", name="Note").click()
    assert editor.quote == "forty flights"
    assert editor.form.get_by_role("heading").inner_text() == "Note"


def test_a_selection_that_goes_takes_the_toolbar_with_it(editor: Editor):
    editor.drags("forty", "flights")
    editor.toolbar.wait_for()
    editor.clicks("Monday", 1)
    editor.toolbar.wait_for(state="hidden")
    assert editor.form.count() == 0


# ── by keys alone ────────────────────────────────────────────────────────────────────────────────────────────────


def selected(editor: Editor) -> str:
    return str(editor.page.evaluate("getSelection().toString()"))


def walk_to(editor: Editor, word: str) -> None:
    """By the arrows, from where `v` begins."""
    editor.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    editor.presses("v")
    for _ in range(60):
        if selected(editor) == word:
            return
        editor.presses("ArrowRight")
    raise AssertionError(f"no way to “{word}”, only to “{selected(editor)}”")


def test_the_arrows_walk_by_word_and_line_and_shift_extends(editor: Editor):
    walk_to(editor, "dismissed")
    editor.presses("Shift+ArrowRight", "Shift+ArrowRight")
    assert selected(editor) == "dismissed a report"
    editor.presses("Shift+ArrowLeft")
    assert selected(editor) == "dismissed a"
    editor.presses("ArrowDown")
    assert selected(editor) == "concrete", "the word below the end"
    editor.presses("ArrowUp", "Shift+ArrowDown")
    assert selected(editor).split()[-1] == "concrete"
    editor.presses("n")
    assert editor.quote.endswith("There was nothing concrete")


def test_a_full_stop_takes_the_sentence_and_a_quotation_mark_the_quotation(editor: Editor):
    walk_to(editor, "clichés")
    editor.presses(".")
    assert selected(editor).endswith("Konashenkov, on Wednesday.")
    editor.presses('"')
    assert selected(editor).startswith("There was nothing")
    editor.presses("c")
    assert editor.quote == "There was nothing concrete or new, only clichés and fakes"


def test_a_quotation_mark_outside_of_quotations_says_so(editor: Editor):
    walk_to(editor, "Amnesty")
    editor.presses('"')
    editor.is_told("no quotation marks")


def test_escape_leaves_the_marking(editor: Editor):
    walk_to(editor, "report")
    editor.presses("Escape")
    assert selected(editor) == ""
    editor.presses("ArrowRight")
    assert selected(editor) == ""


def test_the_keys_of_a_kind_start_the_marking_and_enter_ends_it(editor: Editor):
    editor.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    editor.presses("n", "ArrowRight", "Enter")
    assert editor.form.get_by_role("heading").inner_text() == "Note"


def test_ends_are_moved_by_a_word(editor: Editor):
    editor.drags("roads", "lead")
    editor.opens("c")
    editor.presses("Alt+1", "Alt+ArrowRight")
    editor.form.get_by_text("that lead", exact=True).wait_for()
    editor.presses("Alt+Shift+ArrowRight")
    editor.form.get_by_text("that lead to", exact=True).wait_for()

"""Hostile text in every field of the desk (law 13): saved and shown as text, or refused with words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import AtDesk
from tests.browser.desk_editor import Editor, read_yaml

if TYPE_CHECKING:
    from playwright.sync_api import Locator

RAN = "window.ran = true"
HOSTILE = {
    "markup": f"<img src=x onerror='{RAN}'><svg onload='{RAN}'></svg> & <b>bold</b>",
    "scripts": f"</script><script>{RAN}</script> {{{{ 7*7 }}}} [go](javascript:{RAN.replace(' ', '')})",
    "the ends of comments": f"]]> --> <!-- */ ' \" `\\ {RAN}",
    "YAML": "a: {b: [c, &d *e]} # no comment | > - ? ! %TAG @ ` --- ...",
    "lines of YAML": "first\n  note: second\n---\n- third: |\n\n    fourth",
    "an unfinished merge": "first\n<<<<<<< HEAD\nsecond\n=======\nthird\n>>>>>>> other",
    "what YAML takes for something else": "null",
    "a number": "0x1F",
    "directions": "safe \u202egnihton\u202c \u2066isolated\u2069 \u200f.",
    "control characters": "bell \x07 and escape \x1b[31m and nothing \x00.",
    "odd lines": "one\u2028two\u2029three\x85four\ufeff five",
    "length": "A sentence of some length. " * 400,
    "emoji": "👩🏽‍🚀 👨‍👩‍👧 🇫🇷 e\u0301 \U0001f9ff",
}
REFUSED = {"control characters": "U+", "odd lines": "U+", "an unfinished merge": "merge"}
"""What no file can hold, and what is said of it."""
KEPT = ("note", "statement", "unsure")
"""Fields that take any text."""


def is_untouched(editor: Editor) -> None:
    assert editor.page.evaluate("window.ran") is None
    assert editor.complaints == []


def refused_or_saved(editor: Editor, place: Locator) -> str:
    """What it was refused with; nothing where it was saved and the form is gone."""
    alert = place.get_by_role("alert")
    alert.or_(editor.page.locator(".deskbar .hint.said", has_text="Saved")).first.wait_for()
    return alert.inner_text() if alert.count() and alert.is_visible() else ""


def as_typed(text: str) -> str:
    """Lines end in one way, and nothing is at the ends."""
    return text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_of_a_claim(editor: Editor, name: str):
    words = HOSTILE[name]
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.presses("Alt+1")
    editor.form.locator("summary").click()
    for field in KEPT:
        editor.field(field).fill(words)
    editor.presses("Control+Enter")
    if said := refused_or_saved(editor, editor.form):
        assert name in REFUSED, said
        assert REFUSED[name] in said
        assert editor.sidecar == ""
        assert as_typed(editor.field("note").input_value()) == as_typed(words), "what is typed stays"
        return
    editor.note("only-cliches-fakes").wait_for(state="attached")
    claim = editor.entries["only-cliches-fakes"]
    for field in KEPT:
        if field != "unsure" or "\n" not in words:  # which is one line
            assert as_typed(claim[field]) == as_typed(words), field
    is_untouched(editor)
    editor.note("only-cliches-fakes").locator("button", has_text="Edit").first.evaluate("it => it.click()")
    editor.form.wait_for()
    assert as_typed(editor.field("note").input_value()) == as_typed(words), "read back equal"
    editor.presses("Escape")
    editor.presses("d")
    editor.page.locator(".drawer").get_by_role("heading").wait_for()
    is_untouched(editor)
    editor.presses("Escape")
    editor.presses("u")
    editor.is_told("Taken back")
    assert editor.sidecar == ""


ONE_LINE = [name for name in HOSTILE if name not in {"lines of YAML", "odd lines", "an unfinished merge"}]


@pytest.mark.parametrize("field", ["said", "via", "sources", "newId"])
def test_hostile_words_in_the_fields_with_rules(editor: Editor, field: str):
    for name in ONE_LINE:
        editor.drags("only", "fakes")
        editor.opens("c")
        editor.presses("Alt+1")
        editor.form.locator("summary").click()
        editor.field(field).fill(HOSTILE[name])
        editor.presses("Control+Enter")
        said = refused_or_saved(editor, editor.form)
        is_untouched(editor)
        if said:
            assert len(said) > 20, (name, said)
            assert editor.sidecar == "", name
            editor.presses("Escape", "Escape")
            editor.form.wait_for(state="detached")
            continue
        assert read_yaml(editor.sidecar), name
        editor.marks.first.wait_for(state="attached")
        editor.presses("u")
        editor.is_told("Taken back")
        editor.marks.first.wait_for(state="detached")  # until then the page moves, and loses what is selected
        assert editor.sidecar == "", name


@pytest.mark.parametrize("kind", ["New speaker", "Unnamed"])
def test_hostile_words_of_who_says_it(editor: Editor, kind: str):
    for name in ONE_LINE:
        words = HOSTILE[name]
        editor.drags("only", "fakes")
        editor.opens("c")
        editor.field("voice").fill(words)
        editor.form.get_by_role("option").filter(has_text=f"{kind}: ").click()
        editor.presses("Control+Enter")
        said = refused_or_saved(editor, editor.form)
        is_untouched(editor)
        if said:
            assert len(said) > 20, (name, said)
            assert editor.sidecar == "", name
            editor.presses("Escape", "Escape")
            editor.form.wait_for(state="detached")
            continue
        editor.note("only-cliches-fakes").wait_for(state="attached")
        speaker = editor.entries["only-cliches-fakes"]["speaker"]
        if kind == "Unnamed":
            assert speaker == {"unnamed": words.strip()}, name
        else:
            speakers = read_yaml((editor.site.root / "content/speakers.yaml").read_text(encoding="utf-8"))
            assert speakers[speaker.strip()]["name"] == " ".join(words.split()), name
        editor.takes_back("only-cliches-fakes")
        assert editor.sidecar == "", name


@pytest.mark.parametrize("field", ["title", "subtitle", "date", "publisher", "authors", "tags", "language", "url"])
def test_hostile_facts(editor: Editor, field: str):
    before = editor.markdown
    for name in ONE_LINE:
        editor.presses("f")
        dialog = editor.page.get_by_role("dialog")
        dialog.locator(f"[name={field}]").fill(HOSTILE[name])
        dialog.get_by_role("button", name="Save").click()
        said = refused_or_saved(editor, dialog)
        is_untouched(editor)
        if said:
            assert len(said) > 20, (name, said)
            editor.presses("Escape")
        else:
            front = read_yaml(editor.markdown.split("\n---\n")[0].removeprefix("---\n"))
            if field in {"title", "subtitle"}:
                assert front[field] == " ".join(HOSTILE[name].split()), name
            dialog.wait_for(state="detached")
            editor.presses("u")
            editor.is_told("Taken back")
        assert editor.markdown == before, name


def test_an_article_of_hostile_text(at_desk: AtDesk):
    words = "He said </script><b>bold</b> ]]> & &lt;i&gt; {{ 7*7 }} “\\u202e” a: b # c. "
    editor = at_desk(f"---\ntitle: One\ndate: 2020-01-01\n---\n\n{words}\n\nAll that is left.\n")
    editor.drags("left", "left")
    editor.opens("n")
    editor.field("note").fill("Here.")
    editor.saves("left")
    editor.drags("7*7", "c")
    editor.opens("c")
    is_untouched(editor)

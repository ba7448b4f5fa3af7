"""The desk for everybody: axe, names of all controls, where the focus goes, touch, and how soon it answers."""

from __future__ import annotations

import pytest

from tests.browser.conftest import AtDesk
from tests.browser.desk_editor import CLAIM, Editor, violations

WIDTHS = (390, 820, 1440)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def is_fine(editor: Editor, axe: str) -> None:
    for width in WIDTHS:
        editor.page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            editor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            editor.page.wait_for_timeout(300)
            assert violations(editor.page, axe) == [], (width, scheme)
            assert editor.page.evaluate(OVERFLOW) <= 0, (width, scheme)


def test_axe_finds_nothing_in_the_form(editor: Editor, axe: str):
    editor.drags("only", "fakes")
    editor.opens("c")
    editor.form.locator("summary").click()
    is_fine(editor, axe)


@pytest.mark.parametrize("key", ["d", "p", "?"])
def test_axe_finds_nothing_in_the_drawer(editor: Editor, axe: str, key: str):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.presses(key)
    editor.page.locator(".drawer").get_by_role("heading").wait_for()
    is_fine(editor, axe)


def test_axe_finds_nothing_in_the_facts(editor: Editor, axe: str):
    editor.presses("f")
    editor.page.get_by_role("dialog").wait_for()
    is_fine(editor, axe)


def test_axe_finds_nothing_in_a_conflict(at_desk: AtDesk, axe: str):
    editor = at_desk(sidecar=CLAIM + "    note: One.\n")
    editor.note("only-cliches-fakes").locator("button", has_text="Edit").first.evaluate("it => it.click()")
    editor.form.wait_for()
    editor.writes(CLAIM + "    note: Two.\n")
    editor.field("note").fill("Three.")
    editor.presses("Control+Enter")
    editor.page.get_by_role("dialog").wait_for()
    is_fine(editor, axe)


NAMELESS = """() => {
  const roots = [...document.querySelectorAll(".counterpoint-desk")].map(one => one.shadowRoot);
  const controls = roots.flatMap(root => [...root.querySelectorAll("button, input, select, textarea, summary")]);
  const labels = one => [...(one.labels ?? [])].map(label => label.textContent).join("");
  const name = one => one.ariaLabel || one.textContent.trim() || labels(one);
  return [controls.length, controls.filter(one => !name(one)).map(one => one.outerHTML)];
}"""


def test_every_control_has_a_name(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.drags("hundreds", "dead")
    editor.opens("a")
    editor.form.locator("summary").click()
    count, nameless = editor.page.evaluate(NAMELESS)
    assert count > 30
    assert nameless == []
    tree = editor.page.locator("body").aria_snapshot()
    for name in ("Changes", "Undo", "Facts", "Keys", "Save", "Who says it", "start a word earlier", "Edit"):
        assert name in tree, name


def test_each_save_is_announced(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    status = editor.page.locator("[role=status][aria-live=polite]").filter(has_text="added")
    status.wait_for(state="attached")


def test_the_focus_goes_to_the_note_that_was_saved(editor: Editor):
    editor.claims("only", "fakes", "only-cliches-fakes")
    editor.page.wait_for_function(
        "document.activeElement.closest('details')?.querySelector('#note_only-cliches-fakes')"
    )


def test_by_touch_the_form_is_a_sheet(at_desk: AtDesk):
    editor = at_desk(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    editor.selects("only clichés and fakes")
    editor.toolbar.get_by_role("button", name="Claim").tap()
    editor.form.wait_for()
    assert editor.quote == "only clichés and fakes"
    assert "sheet" in (editor.form.get_attribute("class") or "")
    box = editor.form.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 845
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 391
    editor.form.get_by_role("option").filter(has_text="Igor Konashenkov").tap()
    editor.form.get_by_role("button", name="Save").tap()
    editor.note("only-cliches-fakes").wait_for(state="attached")
    assert editor.sidecar == CLAIM


def test_a_word_of_a_long_text_is_found_at_once(at_desk: AtDesk):
    paragraph = " ".join(f"word{number} of the long report" for number in range(40))
    text = "\n\n".join(f"Paragraph {number}. {paragraph}" for number in range(1000))
    editor = at_desk(f"---\ntitle: A long one\ndate: 2020-01-01\n---\n\nThe needle stands here.\n\n{text}\n")
    editor.drags("needle", "needle")
    editor.toolbar.wait_for()
    took = editor.page.evaluate("""async () => {
      const desk = [...document.querySelectorAll(".counterpoint-desk")];
      const bar = desk.map(one => one.shadowRoot.querySelector(".toolbar")).find(Boolean);
      bar.hidden = true;
      const until = async () => { while (bar.hidden) await new Promise(requestAnimationFrame); };
      const from = performance.now();
      getSelection().modify("extend", "forward", "word");
      await until();
      return performance.now() - from;
    }""")
    assert took < 1500, "0.3 s on a quiet machine"

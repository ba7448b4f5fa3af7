"""A new article in a browser: what is copied from a page is pasted, looked at, corrected, made, and annotated."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FIRST = "It rained for eleven days, the mayor said on Wednesday, and nobody in the town was surprised by that at all."
QUOTED = "We counted the drops in the bucket every morning of the week, and we wrote them down."
LAST = "The town has told of three such weeks before, and each of them was longer than the one that came before it."
COPIED = f"""\
<div>Home / Weather</div>
<h1>Mayor says it rained for eleven days</h1>
<div>By Ada Moss</div>
<div>23 December 2015</div>
<p>{FIRST.replace("eleven", "<em>eleven</em>")}</p>
<blockquote><p>{QUOTED}</p></blockquote>
<p>{LAST} <img src=x onerror="document.title = 'broken'"></p>
<div>Share this article</div>
<div>&copy; 2015 The Rain Post. All rights reserved.</div>
"""
MADE = "content/articles/2015/mayor-says-rained-eleven-days.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content/articles/2014").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Rivers\n")
    (root / "content/speakers.yaml").write_text("rain-post: {name: The Rain Post, kind: outlet}\n")
    drought = "---\ntitle: Drought\ndate: 2014-06-01\n---\n\nNo rain fell in June, said the mayor.\n"
    (root / "content/articles/2014/drought.md").write_text(drought)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


class Editor:
    """Somebody who has an article of the preview open, and a page of a newspaper in another tab."""

    def __init__(self, page: Page, root: Path) -> None:
        self.page, self.root = page, root
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(60_000)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="New article")

    @property
    def status(self) -> Locator:
        return self.dialog.get_by_role("status")

    def field(self, name: str) -> Locator:
        return self.dialog.locator(f"[name={name}]")

    def opens(self) -> None:
        self.page.keyboard.press("Shift+N")
        self.dialog.wait_for()

    def copies(self, html: str) -> None:
        """As from the page of a newspaper, so that the clipboard has the text in both kinds."""
        tab = self.page.context.new_page()
        tab.set_content(html)
        tab.keyboard.press("Control+a")
        tab.keyboard.press("Control+c")
        tab.close()
        self.page.bring_to_front()

    def pastes(self) -> None:
        self.field("text").focus()
        self.page.keyboard.press("Control+v")
        self.dialog.get_by_text("The text", exact=True).wait_for()

    @property
    def text(self) -> list[str]:
        return self.dialog.locator(".shown").all_inner_texts()

    @property
    def made(self) -> str:
        path = self.root / MADE
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def editor(browser: Browser, root: Path) -> Iterator[Editor]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        editor = Editor(context.new_page(), root)
        editor.page.goto(f"{serving.address}/articles/2014/drought.html")
        editor.page.get_by_role("button", name="Changes").wait_for()
        yield editor
        context.close()
        assert editor.complaints == []


def test_from_a_copied_page_to_the_first_claim(editor: Editor):
    pytest.importorskip("trafilatura")
    page = editor.page
    editor.copies(COPIED)
    editor.opens()
    editor.pastes()
    assert editor.text == [FIRST, QUOTED, LAST]
    assert editor.dialog.locator("blockquote").inner_text() == QUOTED
    editor.dialog.get_by_role("button", name="Take it in: Home / Weather").click()
    editor.dialog.get_by_role("button", name="Leave it out: Home / Weather").wait_for()
    editor.page.keyboard.press("Enter")
    editor.dialog.get_by_role("button", name="Take it in: Home / Weather").wait_for()
    assert editor.made == ""
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/articles/2015/mayor-says-rained-eleven-days.html")
    page.get_by_role("button", name="Changes").wait_for()
    assert f"> {QUOTED}\n" in editor.made
    assert "*eleven*" in editor.made
    assert "Share this" not in editor.made
    assert page.title().startswith("Mayor says it rained")
    page.keyboard.press("v")
    page.keyboard.press(".")
    page.keyboard.press("c")
    page.locator("form.form [name=voice]").fill("the mayor")
    page.get_by_role("option", name="Unnamed").click()
    page.keyboard.press("Control+Enter")
    page.locator("mark[data-annotation]").first.wait_for()
    assert "quote: It rained for eleven days" in (editor.root / MADE).with_suffix(".yaml").read_text()


def test_by_keys_alone_with_what_is_missing_named(editor: Editor):
    page = editor.page
    editor.copies(f"<p>Mayor says it rained for eleven days</p><p>{FIRST}</p><p>Share this article</p>")
    page.keyboard.press("p")
    page.get_by_role("button", name="New article").focus()
    page.keyboard.press("Enter")
    editor.pastes()
    editor.dialog.get_by_text("add the day").wait_for()
    page.keyboard.press("Control+Enter")
    editor.dialog.get_by_text("Nothing was written").wait_for()
    assert editor.field("date").evaluate("field => field === field.getRootNode().activeElement")
    page.keyboard.type("2015-12-23")
    editor.dialog.get_by_role("button", name="Take it in: Share this article").focus()
    page.keyboard.press("Enter")
    editor.dialog.get_by_role("button", name="Leave it out").wait_for()
    assert editor.text[-1] == "Share this article"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/articles/2015/mayor-says-rained-eleven-days.html")
    assert editor.made.endswith(f"\n{FIRST}\n\nShare this article\n")


def test_leaving_asks_once_and_keeps_the_paste(editor: Editor):
    page = editor.page
    editor.copies(COPIED)
    editor.opens()
    editor.pastes()
    page.keyboard.press("Escape")
    editor.dialog.get_by_text("Esc again closes").wait_for()
    page.keyboard.press("Escape")
    editor.dialog.wait_for(state="detached")
    editor.opens()
    editor.dialog.get_by_text("The text", exact=True).wait_for()
    page.reload()
    editor.dialog.get_by_text("The text", exact=True).wait_for()
    assert LAST in editor.field("text").input_value()
    editor.dialog.get_by_role("button", name="Empty the form").click()
    page.keyboard.press("Escape")
    editor.dialog.wait_for(state="detached")
    assert editor.made == ""


def test_a_draft_that_is_not_shown_here_is_made_and_says_so(editor: Editor):
    editor.copies(COPIED)
    editor.opens()
    editor.pastes()
    assert not editor.field("draft").is_checked()
    editor.dialog.get_by_text("not a draft: shown at once").wait_for()
    editor.field("draft").check()
    editor.dialog.get_by_text("not shown here").wait_for()
    editor.page.keyboard.press("Control+Enter")
    editor.status.get_by_text("start the preview with --drafts").wait_for()
    assert "\ndraft: true\n" in editor.made
    editor.page.keyboard.press("Escape")
    editor.dialog.wait_for(state="detached")
    editor.opens()
    assert editor.field("text").input_value() == ""


def test_text_that_is_edited_counts_alone(editor: Editor):
    editor.copies(COPIED)
    editor.opens()
    editor.pastes()
    editor.field("text").press_sequentially(" More of it.")
    editor.dialog.locator("blockquote").wait_for(state="detached")
    assert QUOTED in editor.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_dialog_breaks_no_rule_of_accessibility(editor: Editor, axe: str, scheme: str, width: int):
    page = editor.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    editor.copies(COPIED.replace("23 December 2015", "Wednesday"))
    editor.opens()
    editor.pastes()
    editor.dialog.get_by_role("button", name="Take it in: Home / Weather").click()
    editor.dialog.get_by_role("button", name="Leave it out").wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`))")
    assert found == []
    overflow = "box => [box.scrollWidth - box.clientWidth, document.documentElement.scrollWidth - innerWidth]"
    assert max(editor.dialog.evaluate(overflow)) <= 0

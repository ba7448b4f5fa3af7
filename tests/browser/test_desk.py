"""The writing desk in a browser: by mouse, by keys alone and by touch, the file gets the lines meant and no other."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SIDECAR = "content/articles/2015/report.yaml"
MARKDOWN = """\
---
title: Moscow dismisses “fake” report
date: 2015-12-23
publisher: presstv
---

Moscow has dismissed a report by Amnesty on its strikes.

“There was nothing concrete or new, only clichés and fakes,” said the spokesman, Igor Konashenkov, on Wednesday.

The report says that strikes have left hundreds of *civilians* dead. Amnesty did not answer.

| Day | Strikes |
| --- | --- |
| Monday | forty flights |

قال الناطق إن التقرير كاذب تماما.

报告说有二百名平民死亡。
"""
SPEAKERS = """\
amnesty: {name: Amnesty International, kind: organization, also: [Amnesty]}
konashenkov: {name: Igor Konashenkov, kind: person, role: Spokesman}
presstv: {name: Press TV, kind: outlet}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content/articles/2015").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Rivers\n")
    (root / "content/speakers.yaml").write_text(SPEAKERS)
    (root / "content/articles/2015/report.md").write_text(MARKDOWN)
    (root / ".gitignore").write_text(".counterpoint/\n")
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "The beginning"]):
        git(root, *arguments)
    return root


def git(root: Path, *arguments: str) -> str:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *own, "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


class Editor:
    """Somebody at the desk of the article."""

    def __init__(self, page: Page, serving: Serving, root: Path) -> None:
        self.page, self.serving, self.root = page, serving, root
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(60_000)

    def arrives(self) -> None:
        self.page.goto(self.serving.address + "/articles/2015/report.html")
        self.bar.wait_for()

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("button", name="Changes")

    @property
    def form(self) -> Locator:
        return self.page.locator("form.form")

    def drags(self, first: str, last: str) -> None:
        """Over the text from the beginning of one word to the end of another."""
        self.page.evaluate(BOX_OF, first)
        self.settles()
        boxes = [self.box_of(words) for words in (first, last)]
        self.page.mouse.move(boxes[0]["left"] + 1, boxes[0]["middle"])
        self.page.mouse.down()
        self.page.mouse.move(boxes[1]["right"] - 1, boxes[1]["middle"], steps=6)
        self.page.mouse.up()

    def settles(self) -> None:
        """Waits until the page scrolls no more."""
        before = None
        while before != (now := self.page.evaluate("[scrollY, document.body.scrollHeight]")):
            self.page.wait_for_timeout(120)
            before = now

    def box_of(self, words: str) -> dict[str, float]:
        return dict(self.page.evaluate(BOX_OF, words))

    def opens(self, kind: str) -> None:
        """The form of a claim (`c`), an answer (`a`) or a note (`n`) about the selected words."""
        self.page.keyboard.press(kind)
        self.form.wait_for()

    def saves(self, id: str) -> None:
        """And waits until the page shows the annotation."""
        self.page.keyboard.press("Control+Enter")
        self.form.wait_for(state="detached")
        self.page.locator(f"#note_{id}").wait_for(state="attached")

    def takes_back(self, id: str) -> None:
        """The last change, by which the annotation goes."""
        self.page.keyboard.press("u")
        self.page.locator(f"#note_{id}").wait_for(state="detached")

    @property
    def sidecar(self) -> str:
        path = self.root / SIDECAR
        return path.read_text() if path.exists() else ""


BOX_OF = """words => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0 || walker.currentNode.parentElement.closest(".beside, .score")) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const box = range.getBoundingClientRect();
    return { left: box.left, right: box.right, middle: (box.top + box.bottom) / 2 };
  }
}"""


@pytest.fixture
def editor(browser: Browser, root: Path) -> Iterator[Editor]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        editor = Editor(context.new_page(), serving, root)
        editor.arrives()
        yield editor
        context.close()
        assert editor.complaints == []


CLAIM = """\
claims:
  only-cliches-fakes:
    speaker: konashenkov
    quote: only clichés and fakes
"""


def test_a_claim_by_mouse_in_four_moves(editor: Editor):
    editor.drags("only", "fakes")
    editor.page.get_by_role("toolbar").get_by_text("the only place").wait_for()
    editor.page.keyboard.press("c")
    editor.page.keyboard.press("Alt+1")
    editor.saves("only-cliches-fakes")
    assert editor.sidecar == CLAIM
    editor.page.locator("mark[data-annotation=only-cliches-fakes]").first.wait_for()


def test_a_claim_by_keys_alone(editor: Editor):
    page = editor.page
    page.keyboard.press("v")
    for _ in range(16):
        page.keyboard.press("ArrowRight")
    page.keyboard.press('"')
    page.keyboard.press("c")
    editor.form.wait_for()
    page.keyboard.press("Alt+1")
    editor.saves("nothing-concrete-new")
    assert "quote: There was nothing concrete or new, only clichés and fakes\n" in editor.sidecar


def test_everything_is_taken_back_byte_for_byte(editor: Editor):
    ids = ("only-cliches-fakes", "hundreds-civilians-dead")
    for id, first, last in zip(ids, ("only", "hundreds"), ("fakes", "dead"), strict=True):
        editor.drags(first, last)
        editor.page.keyboard.press("c")
        editor.page.keyboard.press("Alt+1")
        editor.saves(id)
    assert git(editor.root, "status", "--porcelain") != ""
    for id in reversed(ids):
        editor.takes_back(id)
    assert git(editor.root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("first", "last", "quote"),
    [
        ("hundreds", "dead", "hundreds of civilians dead"),
        ("forty", "flights", "forty flights"),
        ("الناطق", "التقرير", "الناطق إن التقرير"),
        ("二百", "死亡", "二百名平民死亡"),
    ],
)
def test_words_of_any_kind_are_selected(editor: Editor, first: str, last: str, quote: str):
    editor.drags(first, last) if first != "الناطق" else editor.drags(last, first)
    editor.page.keyboard.press("c")
    editor.form.locator("blockquote").wait_for()
    assert editor.form.locator("blockquote").inner_text() == quote


def test_the_title_can_be_annotated(editor: Editor):
    editor.drags("fake", "fake")
    editor.page.keyboard.press("n")
    editor.form.locator("textarea[name=note]").fill("The quotation marks are the outlet’s.")
    editor.saves("fake")
    assert "quote: {exact: fake, in: title}" in editor.sidecar


def test_what_is_typed_survives_a_page_that_loads_again(editor: Editor):
    editor.drags("only", "fakes")
    editor.page.keyboard.press("c")
    editor.form.locator("textarea[name=note]").fill("He names no passage.")
    editor.page.reload()
    editor.form.wait_for()
    assert editor.form.locator("textarea[name=note]").input_value() == "He names no passage."


def test_leaving_asks_once(editor: Editor):
    editor.drags("only", "fakes")
    editor.page.keyboard.press("c")
    editor.form.locator("textarea[name=note]").fill("He names no passage.")
    editor.page.keyboard.press("Escape")
    editor.form.get_by_text("drops what you wrote").wait_for()
    editor.page.keyboard.press("Escape")
    editor.form.wait_for(state="detached")
    assert editor.sidecar == ""


def test_letters_typed_into_the_form_are_no_keys(editor: Editor):
    editor.drags("only", "fakes")
    editor.page.keyboard.press("c")
    editor.form.locator("textarea[name=note]").press_sequentially("jackdaws v d u x")
    assert editor.form.locator("textarea[name=note]").input_value() == "jackdaws v d u x"


def test_a_form_without_who_says_it_says_so(editor: Editor):
    editor.drags("only", "fakes")
    editor.page.keyboard.press("c")
    editor.form.wait_for()
    editor.page.keyboard.press("Control+Enter")
    editor.form.get_by_text("Say who says it").wait_for()
    assert editor.sidecar == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_desk_breaks_no_rule_of_accessibility(editor: Editor, axe: str, scheme: str, width: int):
    editor.page.set_viewport_size({"width": width, "height": 900})
    editor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    editor.drags("only", "fakes")
    editor.page.keyboard.press("c")
    editor.form.wait_for()
    editor.page.wait_for_timeout(500)
    editor.page.evaluate(axe)
    found = editor.page.evaluate(
        "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`))"
    )
    assert found == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert editor.page.evaluate(overflow) <= 0

"""A site at whose desk editors work in the tests, and an editor: by mouse, by keys, by touch."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from generator.annotating.opened import open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import value_of
from tests.serving import Serving, problems_of, wait_until

if TYPE_CHECKING:
    from types import TracebackType

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

PATIENCE = 60_000
"""Milliseconds: machines have much else to do."""
MARKDOWN = """\
---
title: Moscow dismisses “fake” report
date: 2015-12-23
publisher: presstv
---

Moscow has dismissed a report by Amnesty on its strikes.

“There was nothing concrete or new, only clichés and fakes,” said the spokesman, Igor Konashenkov, on Wednesday.

The report says that strikes have left hundreds of *civilians* dead. Amnesty did not answer.
"""
SPEAKERS = """\
amnesty: {name: Amnesty International, kind: organization, also: [Amnesty]}
konashenkov: {name: Igor Konashenkov, kind: person, role: Spokesman}
presstv: {name: Press TV, kind: outlet}
board: {name: River Board, kind: organization}
gauges: {name: Gauge Office, kind: organization}
"""
CLAIM = """\
claims:
  only-cliches-fakes:
    speaker: konashenkov
    quote: only clichés and fakes
"""
"""What the first claim of many tests adds to an article without annotations."""


def git(root: Path, *arguments: str) -> str:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *own, "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def read_yaml(text: str) -> Any:
    """A file as a build reads it, which takes every value for text."""
    opened = open_yaml(text.encode(), "file.yaml")
    assert not isinstance(opened, Refused), str(opened)
    return value_of(opened.root)


class DeskSite:
    """A site in a Git repository that is served for as long as the context lasts. Each test has an article of its own,
    so that all of a file share one server."""

    def __init__(self, root: Path, settings: str = "title: Rivers\n", layer: str = "") -> None:
        self.root = root
        (root / "content/articles/2015").mkdir(parents=True)
        (root / "site.yaml").write_text(settings, encoding="utf-8")
        (root / "content/speakers.yaml").write_text(SPEAKERS, encoding="utf-8")
        (root / ".gitignore").write_text(".counterpoint/\n", encoding="utf-8")
        git(root, "init", "--quiet")
        self._articles = 0
        self.article()  # an archive without one is none
        self.serving = Serving(root, layer=layer)

    def __enter__(self) -> Self:
        self.serving.__enter__()
        self.serving.wait_for_build(1)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.serving.__exit__(kind, value, tb)

    def article(self, markdown: str = MARKDOWN, sidecar: str = "") -> str:
        """A new article, committed; its id."""
        self._articles += 1
        id = f"2015/report-{self._articles}"
        self.path(id, "md").write_text(markdown, encoding="utf-8")
        if sidecar:
            self.path(id, "yaml").write_text(sidecar, encoding="utf-8")
        self.commits()
        return id

    def path(self, id: str, extension: Literal["md", "yaml"]) -> Path:
        return self.root / f"content/articles/{id}.{extension}"

    def commits(self) -> None:
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--message", "A state")

    def cleans(self) -> None:
        """Puts back what a test left, so that the next begins with a site without problems."""
        git(self.root, "reset", "--quiet", "--hard")
        git(self.root, "clean", "--quiet", "--force", "-d")

    def problems(self) -> list[str]:
        """What `check --strict` complains of, but for that articles of several tests have one text."""
        found = problems_of(self.root)({})
        wrong = [one for one in found if one.severity != "notice" and one.code != "text-of-another"]
        return [f"{one.code}: {one.message}" for one in wrong]

    def changes(self) -> list[str]:
        """The lines that differ from the last commit, in all files, each with its sign."""
        git(self.root, "add", "--all", "--intent-to-add")
        lines = git(self.root, "diff", "--unified=0").splitlines()
        git(self.root, "reset", "--quiet")
        return [line for line in lines if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]


class Editor:
    """Somebody at the desk of an article."""

    def __init__(self, context: BrowserContext, site: DeskSite, article: str) -> None:
        self.context, self.site, self.article = context, site, article
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.set_default_timeout(PATIENCE)

    def arrives(self) -> None:
        """Opens the page of the article, once there is one."""
        target = f"/articles/{self.article}.html"
        wait_until(lambda: self.site.serving.get(target)[0].status == 200)
        self.page.goto(self.site.serving.address + target)
        self.bar.wait_for()

    def leaves(self) -> None:
        self.context.close()
        assert self.complaints == []

    # ── what is on the page ──

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("button", name="Changes")

    @property
    def form(self) -> Locator:
        return self.page.locator("form.form")

    @property
    def toolbar(self) -> Locator:
        return self.page.get_by_role("toolbar")

    @property
    def quote(self) -> str:
        """The passages in the form, a line each."""
        self.form.locator("blockquote").first.wait_for()
        return "\n".join(self.form.locator("blockquote").all_inner_texts())

    def field(self, name: str) -> Locator:
        return self.form.locator(f"[name={name}]")

    def is_told(self, words: str) -> None:
        """Waits until the bar says so; screen readers are told the same."""
        self.page.locator(".deskbar .hint", has_text=words).wait_for()

    @property
    def marks(self) -> Locator:
        """All that is marked on the page."""
        return self.page.locator("mark[data-annotation]")

    def mark(self, id: str) -> Locator:
        return self.page.locator(f"mark[data-annotation={id}]").first

    def note(self, id: str) -> Locator:
        return self.page.locator(f"#note_{id}")

    # ── by mouse ──

    def drags(self, first: str, last: str, nth: int = 0) -> None:
        """Over the text from the beginning of one word to the end of another; once more where a build just then moved
        the text below the mouse."""
        for _ in range(3):
            self._drags(first, last, nth)
            if self.page.evaluate("!getSelection().isCollapsed"):
                return

    def _drags(self, first: str, last: str, nth: int) -> None:
        self.scrolls_to(first, nth)
        start, end = (self.box_of(words, nth) for words in (first, last))
        begin, stop = (start["right"] - 1, end["left"] + 1) if start["rtl"] else (start["left"] + 1, end["right"] - 1)
        self.page.mouse.move(begin, start["middle"])
        self.page.mouse.down()
        self.page.mouse.move(stop, end["middle"], steps=6)
        self.page.mouse.up()

    def clicks(self, words: str, times: int) -> None:
        """Upon words in the text: twice takes a word, three times the paragraph."""
        self.scrolls_to(words)
        box = self.box_of(words)
        self.page.mouse.click((box["left"] + box["right"]) / 2, box["middle"], click_count=times)

    def scrolls_to(self, words: str, nth: int = 0) -> None:
        self.box_of(words, nth)
        self.page.evaluate("lastFound.startContainer.parentElement.scrollIntoView({block: 'center'})")
        self.settles()

    def settles(self) -> None:
        """Waits until the page scrolls no more."""
        before = None
        while before != (now := self.page.evaluate("[scrollY, document.body.scrollHeight]")):
            self.page.wait_for_timeout(60)
            before = now

    def box_of(self, words: str, nth: int = 0) -> dict[str, Any]:
        box = self.page.evaluate(BOX_OF, [words, nth])
        assert box, f"the article has no “{words}”"
        return dict(box)

    # ── by script ──

    def selects(self, words: str, nth: int = 0) -> None:
        """As a long press does, which no browser emulates."""
        self.scrolls_to(words, nth)
        self.page.evaluate("getSelection().removeAllRanges(); getSelection().addRange(lastFound)")

    # ── the form ──

    def opens(self, kind: str) -> None:
        """The form of a claim (`c`), an answer (`a`) or a note (`n`) about the selected words."""
        self.page.keyboard.press(kind)
        self.form.wait_for()

    def claims(self, first: str, last: str, id: str, *keys: str) -> None:
        """By mouse, with the speaker that is proposed first; `keys` are pressed before saving."""
        self.drags(first, last)
        self.opens("c")
        self.presses("Alt+1", *keys)
        self.saves(id)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def saves(self, id: str = "") -> None:
        """And waits until the form is gone, and the page shows the annotation."""
        self.presses("Control+Enter")
        self.form.wait_for(state="detached")
        if id:
            self.note(id).wait_for(state="attached")

    def takes_back(self, id: str) -> None:
        """The last change, by which the annotation goes."""
        self.presses("u")
        self.note(id).wait_for(state="detached")

    # ── the files ──

    @property
    def sidecar(self) -> str:
        path = self.site.path(self.article, "yaml")
        return path.read_bytes().decode() if path.exists() else ""

    @property
    def entries(self) -> dict[str, Any]:
        """The claims of the article, as a build reads its sidecar."""
        return dict(read_yaml(self.sidecar)["claims"])

    @property
    def markdown(self) -> str:
        return self.site.path(self.article, "md").read_bytes().decode()

    def writes(self, sidecar: str) -> None:
        """As another editor's program does."""
        self.site.path(self.article, "yaml").write_text(sidecar, encoding="utf-8")


BOX_OF = """([words, nth]) => {
  const parts = ".art-head h1, .art-head .subtitle, figcaption, [data-article-text]";
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  let left = nth;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(parts) || node.parentElement.closest(".beside")) continue;
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      if (left--) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      window.lastFound = range;
      const box = range.getBoundingClientRect();
      const rtl = /\\p{Script=Arabic}/u.test(words);
      return { left: box.left, right: box.right, middle: (box.top + box.bottom) / 2, rtl };
    }
  }
}"""
"""Finds the nth place of words in the text of the article, and gives where it is."""


def editor_in(browser: Browser, site: DeskSite, article: str, **context: Any) -> Editor:
    """Somebody who has just opened the page of an article, in a window of a computer unless `context` has another."""
    options = {"viewport": {"width": 1440, "height": 900}} | context
    editor = Editor(browser.new_context(**options), site, article)
    editor.arrives()
    return editor


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on a page."""
    page.evaluate(axe)
    found = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`))"
    return list(page.evaluate(found))

"""A page that is served while its article is edited: it is up to date, keeps its place, and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import Serving, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARTICLE = "content/articles/2015/x.md"
SIDECAR = "content/articles/2015/x.yaml"
PAGE = "/rivers/articles/2015/x.html"
HARM = "<script>window.harmed=1</script><img src=x onerror=window.harmed=2>"


def write(root: Path, path: str, text: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


def write_article(root: Path, title: str = "First", above: str = "") -> None:
    paragraphs = "\n\n".join(f"Paragraph {n} of the article. " + "It goes on and on. " * 20 for n in range(1, 80))
    write(root, ARTICLE, f"---\ntitle: {title}\ndate: 2015-12-23\n---\n\n{above}{paragraphs}\n")


def annotate(root: Path, quote: str = "Paragraph 40 of the article") -> None:
    write(root, SIDECAR, f"claims:\n  said:\n    speaker: {{unnamed: a voice}}\n    quote: {quote}\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "site.yaml", "title: Rivers\nurl: https://example.org/rivers/\n")
    write_article(tmp_path)
    annotate(tmp_path)
    write(tmp_path, "content/pages/about.md", "---\ntitle: About\n---\n\nWho we are.\n")
    return tmp_path


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        yield serving


class Visit:
    """A page, what it complained of, and how often it was loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.loads = 0
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("load", lambda _: setattr(self, "loads", self.loads + 1))

    def goes_to(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_load_state("load")

    def hears_of(self, serving: Serving, builds: int) -> None:
        """Until the page knows of that many builds, and has done what it does about them."""
        serving.wait_for_build(builds)
        self.page.wait_for_timeout(1000)

    def top_of(self, selector: str) -> float:
        """Where it is in the window, in pixels, once nothing moves any more."""
        before, now = float("nan"), 0.0
        while before != now:
            self.page.wait_for_timeout(300)
            before, now = now, float(self.page.locator(selector).evaluate("one => one.getBoundingClientRect().top"))
        return now


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    visit = Visit(context.new_page())
    visit.page.set_default_timeout(60_000)
    yield visit
    context.close()
    quiet = ("favicon.ico", "503 (Service Unavailable)", "404 (Not Found)")  # what browsers say of answers as they are
    assert [words for words in visit.complaints if not any(word in words for word in quiet)] == []


def shows(visit: Visit, expression: str) -> None:
    """Until the browser finds it true. Playwright's own way to wait is against the page's policy."""

    from playwright.sync_api import Error

    def is_true() -> bool:
        try:
            return bool(visit.page.evaluate(expression))
        except Error:  # the page is being loaded anew
            return False

    for _ in range(600):
        if is_true():
            return
        visit.page.wait_for_timeout(100)
    pytest.fail(f"{expression} never came about")


def heading(visit: Visit, text: str) -> None:
    visit.page.locator("h1", has_text=text).wait_for()


# ── up to date ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_saved_is_on_screen(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    for title in ("Second", "Third"):
        write_article(root, title)
        heading(visit, title)
    assert visit.page.url == serving.address + PAGE


def test_a_page_is_loaded_anew_only_when_it_became_another_one(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + "/rivers/about.html")
    write_article(root, "Second")
    visit.hears_of(serving, 2)
    assert visit.loads == 1
    write(root, "content/pages/about.md", "---\ntitle: About\n---\n\nWho we were.\n")
    visit.page.get_by_text("Who we were").wait_for()
    visit.hears_of(serving, 3)  # by then it is loaded whole, and not again
    assert visit.loads == 2


def test_a_style_is_exchanged_without_loading_the_page(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    own = "link[rel=stylesheet]:not([href*=_counterpoint])"
    sheets = visit.page.locator(own).count()
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        write(root, "templates/style/own.css", f"main {{ color: {colour} }}")
        shows(visit, f"getComputedStyle(document.querySelector('main')).color === '{colour}'")
    shows(visit, f"document.querySelectorAll('{own}').length === {sheets}")
    assert visit.loads == 1


def test_a_picture_that_is_shown_comes_anew(serving: Serving, visit: Visit, root: Path):
    from tests.browser.sites import png

    write(root, "content/articles/2015/map.png", png(40, 30))
    write_article(root, above="![A map](map.png)\n\n")
    visit.goes_to(serving.address + PAGE)
    width = "document.querySelector('main img')?.naturalWidth"
    shows(visit, f"{width} === 40")
    write(root, "content/articles/2015/map.png", png(60, 30))
    shows(visit, f"{width} === 60")


def test_a_page_that_goes_and_comes_back_is_shown_so(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    (root / ARTICLE).rename(root / "x.md")
    (root / SIDECAR).rename(root / "x.yaml")
    shows(visit, "!document.querySelector('[data-article-text]')")
    (root / "x.md").rename(root / ARTICLE)
    (root / "x.yaml").rename(root / SIDECAR)
    heading(visit, "First")


def test_a_page_that_nobody_looked_at_is_up_to_date_when_somebody_does(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    hide = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
    hide += " document.dispatchEvent(new Event('visibilitychange')) }"
    visit.page.evaluate(hide, True)
    write_article(root, "Second")
    visit.hears_of(serving, 2)
    assert visit.loads == 1
    visit.page.evaluate(hide, False)
    heading(visit, "Second")


def test_a_server_that_is_started_again_is_heard_again(root: Path, visit: Visit):
    with Serving(root) as first:
        first.wait_for_build(1)
        visit.goes_to(first.address + PAGE)
        port = first.server.server_port
    write_article(root, "Second")
    with Serving(root, port=port) as second:
        second.wait_for_build(1)
        heading(visit, "Second")
    visit.complaints = [words for words in visit.complaints if "ERR_CONNECTION_REFUSED" not in words]
    visit.complaints = [words for words in visit.complaints if "ERR_INCOMPLETE_CHUNKED" not in words]


# ── the place ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "above", ["", "A new paragraph. " * 40 + "\n\n", "New.\n\n" * 12], ids=["none", "long", "many"]
)
def test_the_lines_one_reads_stay_where_they_are(serving: Serving, visit: Visit, root: Path, above: str):
    visit.goes_to(serving.address + PAGE)
    seen = "#said"
    visit.page.locator(seen).evaluate("one => scrollTo(0, scrollY + one.getBoundingClientRect().top - 5)")
    before = visit.top_of(seen)
    write_article(root, "Second", above)
    heading(visit, "Second")
    visit.page.wait_for_load_state("load")
    assert abs(visit.top_of(seen) - before) < 3
    assert visit.page.evaluate("scrollY") > 1000


def test_what_was_aimed_at_still_is(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE + "#said")
    visit.page.mouse.wheel(0, 300)
    before = visit.top_of("#said")
    write_article(root, "Second", "New.\n\n" * 12)
    heading(visit, "Second")
    visit.page.wait_for_load_state("load")
    assert visit.page.evaluate("document.querySelector(':target')?.id") == "said"
    assert visit.page.url.endswith("#said")
    assert abs(visit.top_of("#said") - before) < 3


def test_a_page_that_is_opened_later_begins_at_its_top(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    visit.page.evaluate("scrollTo(0, 5000)")
    write_article(root, "Second")
    heading(visit, "Second")
    visit.goes_to(serving.address + "/rivers/about.html")
    visit.goes_to(serving.address + PAGE)
    assert visit.page.evaluate("scrollY") == 0


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_failing_build_is_laid_over_the_last_good_page_until_it_is_mended(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    write(root, "templates/article.html", "<p>\n{% if %}\n")
    dialog = visit.page.get_by_role("dialog", name="This page is not up to date")
    dialog.wait_for()
    assert "templates/article.html:2:1" in dialog.inner_text()
    assert re.search(r"2 \| \{% if %\}\n +\| \^", dialog.inner_text())
    assert "next: " in dialog.inner_text()
    assert visit.page.locator("h1", has_text="First").count(), "the page is still there"
    (root / "templates/article.html").unlink()
    dialog.wait_for(state="detached")
    assert visit.page.get_by_role("button", name="Not up to date").count() == 0


def test_it_can_be_closed_and_opened_and_stays_closed_on_the_next_page(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    write(root, "site.yaml", "title: [\n")
    dialog = visit.page.get_by_role("dialog")
    dialog.wait_for()
    visit.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    bar = visit.page.get_by_role("button", name="Not up to date")
    bar.click()
    dialog.wait_for()
    visit.page.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")
    visit.goes_to(serving.address + "/rivers/about.html")
    bar.wait_for()
    assert not dialog.is_visible()
    write(root, "site.yaml", "title: {\n")
    dialog.wait_for()


def test_errors_of_a_site_that_is_built_stand_in_a_small_bar(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    annotate(root, "these words stand nowhere at all")
    bar = visit.page.get_by_role("button", name="1 error")
    bar.wait_for()
    assert visit.page.get_by_role("dialog").count() == 0
    bar.click()
    dialog = visit.page.get_by_role("dialog")
    dialog.wait_for()
    assert f"{SIDECAR}:4:12" in dialog.inner_text()
    visit.page.keyboard.press("Escape")
    annotate(root)
    bar.wait_for(state="detached")


def test_a_button_fixes_a_problem_and_another_takes_that_back(serving: Serving, visit: Visit, root: Path):
    annotate(root, "Paragraph 40 of the article\n    verdict: unsuported\n    sources: [https://example.org/]")
    before = (root / SIDECAR).read_bytes()
    visit.goes_to(serving.address + PAGE)
    bar = visit.page.get_by_role("button", name="1 error")
    bar.wait_for()
    note = visit.page.locator("#note_said")
    note.locator("button.fix").wait_for(state="attached")
    bar.click()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("button", name=f"Fix {SIDECAR}, line 5").click()
    bar.wait_for(state="detached")
    assert (root / SIDECAR).read_bytes() == before.replace(b"unsuported", b"unsupported")
    back = visit.page.get_by_role("complementary", name="Last change").get_by_role("button", name="Take back")
    back.wait_for()
    visit.page.wait_for_load_state()
    back.click()
    bar.wait_for()
    assert (root / SIDECAR).read_bytes() == before
    back.wait_for(state="detached")
    note.locator("button.fix").evaluate("button => button.click()")
    bar.wait_for(state="detached")
    write(root, SIDECAR, (root / SIDECAR).read_bytes() + b"# newer\n")
    back.wait_for(state="detached")


def test_words_that_mean_harm_are_shown_as_words(serving: Serving, visit: Visit, root: Path):
    visit.goes_to(serving.address + PAGE)
    annotate(root, f"{HARM} stands nowhere")
    visit.page.get_by_role("button", name="1 error").click()
    assert HARM in visit.page.get_by_role("dialog").inner_text()
    write(root, "templates/article.html", f"{{% if {HARM} %}}")
    visit.page.get_by_role("dialog", name="This page is not up to date").wait_for()
    assert visit.page.evaluate("window.harmed") is None


def test_the_first_build_shows_how_far_it_is_and_then_the_page(root: Path, visit: Visit):
    from threading import Event

    from generator.pipeline.build import build_site
    from generator.pipeline.progress import Step, Watch
    from generator.pipeline.result import Built

    go_on = Event()

    def rebuild(watch: Watch) -> Built:
        for _ in watch(Step.COMPILE, range(1000)):
            go_on.wait(60)
        return build_site(root, watch=watch)

    with Serving(root, rebuild, "https://example.org/rivers/") as serving:
        visit.goes_to(serving.address + PAGE)
        visit.page.get_by_text("Compiling the articles: 0 of 1,000").wait_for()
        go_on.set()
        heading(visit, "First")
        assert visit.page.url == serving.address + PAGE


def test_a_first_build_that_fails_shows_why_and_then_the_page(root: Path, visit: Visit):
    write(root, "site.yaml", "title: [\n")
    with Serving(root, url="https://example.org/rivers/") as serving:
        serving.wait_for_build(1)
        visit.goes_to(serving.address + PAGE)
        heading(visit, "can’t be built")
        assert "site.yaml:1:" in visit.page.locator("main").inner_text()
        write(root, "site.yaml", "titel: T\n")
        visit.page.get_by_text("titel").first.wait_for()
        write(root, "site.yaml", "title: Rivers\nurl: https://example.org/rivers/\n")
        heading(visit, "First")
        visit.page.wait_for_load_state()  # the server must not end while the page still loads its style


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_wrong_can_be_read_by_everybody(serving: Serving, browser: Browser, root: Path, axe: str, scheme: str):
    from tests.browser.visiting import Axe

    context = browser.new_context(color_scheme=scheme, viewport={"width": 800, "height": 600})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(serving.address + PAGE)
    write(root, "site.yaml", "titel: T\n")
    page.get_by_role("dialog").wait_for()
    wait_until(lambda: page.locator("aside").last.evaluate("one => one.shadowRoot.styleSheets.length") == 1)
    assert Axe(page, axe).violations() == []
    context.close()

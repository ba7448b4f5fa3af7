"""Reading by keyboard, without scripts, on paper and from disk: everything is there, and every note is reached."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARTICLE = KINDS["article"]
ARTICLES = {"every thing": ("whole", ARTICLE), "nine notes": ("crowded", "articles/2020/nine.html")}
each_article = pytest.mark.parametrize(("site", "path"), ARTICLES.values(), ids=ARTICLES)

# ── by keyboard ──────────────────────────────────────────────────────────────────────────────────────────────────

REACHABLE = """() => {
    const seen = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length;
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(one => !one.disabled && one.tabIndex >= 0 && seen(one));
    const groups = new Set();
    return all.filter(one => {  // of radio buttons the chosen one alone
        if (one.type !== "radio") return true;
        const chosen = document.querySelector(`input[name="${one.name}"]:checked`) ?? one;
        return one === chosen && !groups.has(one.name) && groups.add(one.name);
    }).map((one, n) => one.dataset.reach = `${n} ${one.tagName} ${one.id || one.name || one.getAttribute("href")}`);
}"""

FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), r = one.getBoundingClientRect();
    const label = one.labels?.[0] ? getComputedStyle(one.labels[0]) : style;
    const drawn = s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
    return [one.dataset.reach ?? one.tagName, drawn(style) || drawn(label), r.bottom > 0 && r.top < innerHeight];
}"""


@each_article
def test_everything_is_reached_with_the_tab_key_in_order_and_seen(visitor: Visitor, site: str, path: str):
    page = visitor.visit(site, path, reduced_motion="reduce")
    wanted = page.evaluate(REACHABLE)
    reached, unseen = [], []
    for _ in wanted:
        page.keyboard.press("Tab")
        name, drawn, on_screen = page.evaluate(FOCUSED)
        reached.append(name)
        unseen += [] if drawn and on_screen else [name]
    assert reached == wanted
    assert unseen == [], "the focus can't be seen there"


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_key_offers_to_skip_to_the_main_part(visitor: Visitor, kind: str):
    page = visitor.visit("whole", KINDS[kind])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main_"
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main_"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") or kind == "not found"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_reference_leads_to_its_note_and_the_note_back(visitor: Visitor, width: int):
    page = visitor.visit("whole", ARTICLE, width=width, height=800, reduced_motion="reduce")
    reference = page.locator("[data-article-text] [role=doc-noteref]").first
    reference.focus()
    page.keyboard.press("Enter")
    note = reference.get_attribute("href")
    assert note
    assert page.evaluate("location.hash") == note
    page.locator(f"{note} [role=doc-backlink]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == note.replace("note_", "")
    assert _on_screen(page, note.replace("note_", ""))


def test_a_note_that_lies_over_the_text_is_left_with_escape(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, width=390, height=800)
    page.locator("[data-article-text] [role=doc-noteref]").first.click()
    assert page.evaluate("location.hash").startswith("#note_")
    page.keyboard.press("Escape")
    assert eventually(page, "!(document.querySelector(':target')?.id ?? '').startsWith('note_')")
    assert not page.evaluate("location.hash").startswith("#note_")


def test_choices_are_made_with_the_arrow_keys(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    groups = page.evaluate("[...new Set([...document.querySelectorAll('input[type=radio]')].map(one => one.name))]")
    assert groups
    for name in groups:
        page.locator(f'input[name="{name}"]:checked').focus()
        page.evaluate("document.activeElement.dataset.before = 'yes'")
        page.keyboard.press("ArrowDown")
        chosen = page.evaluate("(one => [one.name, one.checked, one.dataset.before])(document.activeElement)")
        assert chosen == [name, True, None]


def _on_screen(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(
            """selector => {
                const one = document.querySelector(selector), r = one.getBoundingClientRect();
                return one.checkVisibility({visibilityProperty: true}) && r.bottom > 0 && r.top < innerHeight;
            }""",
            selector,
        )
    )


# ── without scripts ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [1440, 390])
@each_article
def test_without_scripts_every_note_is_reached_from_its_passage(visitor: Visitor, site: str, path: str, width: int):
    page = visitor.visit(site, path, width=width, height=800, java_script_enabled=False, reduced_motion="reduce")
    references = page.locator("[role=doc-noteref]")
    targets = [references.nth(n).get_attribute("href") or "" for n in range(references.count())]
    assert len(targets) >= 9
    for n, target in enumerate(targets):
        references.nth(n).click()
        assert page.url.endswith(target)
        assert _on_screen(page, target), target
        back = page.locator(f"{target} [role=doc-backlink]").first
        back.click()
        assert not page.url.endswith(target)


@each_article
def test_without_scripts_all_words_are_there(visitor: Visitor, site: str, path: str):
    words = {}
    for javascript in (True, False):
        page = visitor.visit(site, path, java_script_enabled=javascript)
        notes = page.locator("[role=doc-endnotes] li[id^=note_]")
        words[javascript] = [(page.locator("[data-article-text]").inner_text()), *notes.all_inner_texts()]
    assert words[False][0] == words[True][0]
    assert all(words[False])


def test_without_scripts_the_switch_and_the_filters_work(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, java_script_enabled=False)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    seen = {page.screenshot(full_page=True)}
    groups = page.evaluate("[...new Set([...document.querySelectorAll('input[type=radio]')].map(one => one.name))]")
    assert groups
    for name in groups:
        page.locator(f'input[name="{name}"]').last.check(force=True)
        picture = page.screenshot(full_page=True)
        assert picture not in seen, f"{name} changes nothing"
        seen.add(picture)


# ── on paper ─────────────────────────────────────────────────────────────────────────────────────────────────────


def printed(page: Page) -> str:
    """The words of the page as it is printed, without white space: lines break anywhere on paper."""
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return "".join("".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in pages)


@pytest.mark.parametrize("width", [1440, 390])
def test_on_paper_the_text_and_every_note_are_there(visitor: Visitor, width: int):
    page = visitor.visit("crowded", "articles/2020/nine.html", width=width)
    paper = printed(page)
    assert [number for number in range(1, 61) if f"{number:05}" not in paper] == [], (
        "numbers run through the whole text"
    )
    assert all(f"SpeakerNumber{n}" in paper for n in range(1, 5))
    rated = page.get_by_text("The log of the harbour").count()
    assert rated >= 5
    assert (paper.count("Thelogoftheharbour"), paper.count("Mindthehour")) == (rated, 1), "each note, once"


def test_paper_obeys_the_switch(visitor: Visitor):
    """All that the page shows in a state of the switch is printed in that state, and notes that it hides are not."""
    page = visitor.visit("crowded", "articles/2020/nine.html")
    name = page.evaluate("[...document.querySelectorAll('input[type=radio]')].map(one => one.name)[0]")
    states = page.locator(f'input[name="{name}"]')
    assert states.count() >= 3, "Text, Marks, Marks and notes"
    found = {}
    for n in range(states.count()):
        states.nth(n).check(force=True)
        shown = page.locator("[role=doc-endnotes] li[id^=note_]").first.is_visible()
        paper = printed(page)
        assert "ministersansweredslowly" in paper
        found[n] = ("Mindthehour" in paper, shown)
    assert all(on_paper == on_screen for on_paper, on_screen in found.values()), found
    assert {on_paper for on_paper, _ in found.values()} == {True, False}


# ── from disk, and as the system asks ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_read_from_disk(visitor: Visitor, kind: str):
    if kind == "not found":
        pytest.skip("a host shows it at any address, so its links are whole")
    page = visitor.window()
    page.goto(visitor.on_disk("whole", KINDS[kind]))
    if kind == "alias":
        page.wait_for_url("**/every-thing.html")
    assert page.locator("h1").count() == 1
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.href.startsWith('file:'))")
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the style sheet is there"


def test_notes_stand_beside_the_text_from_disk_too(visitor: Visitor):
    page = visitor.window()
    page.goto(visitor.on_disk("crowded", "articles/2020/nine.html"))
    text = page.locator("[data-article-text]").bounding_box()
    note = page.locator("[role=doc-endnotes] li[id^=note_]").first.bounding_box()
    assert text
    assert note
    assert note["x"] >= text["x"] + text["width"]
    assert note["y"] < text["y"] + text["height"]


def test_in_forced_colours_passages_are_still_marked(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    lines = page.evaluate(
        "[...document.querySelectorAll('mark.claim')].map(one => getComputedStyle(one).textDecorationLine)"
    )
    assert lines
    assert set(lines) == {"underline"}


def test_where_less_motion_is_asked_for_nothing_moves(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(one => {
            const style = getComputedStyle(one);
            const times = (style.transitionDuration + "," + style.animationDuration).split(",").map(parseFloat);
            return times.some(time => time > 0.01) || style.scrollBehavior === "smooth";
        }).map(one => one.tagName + "." + one.className)"""
    )
    assert moving == []

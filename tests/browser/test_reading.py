"""Reading by keyboard, without scripts, on paper and from disk: everything is there, and every note is reached."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest

from tests.browser.measuring import SOURCE, ask, boxes
from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARTICLE = KINDS["article"]
ARTICLES = {"every thing": ("whole", ARTICLE), "nine notes": ("crowded", "articles/2020/nine.html")}
each_article = pytest.mark.parametrize(("site", "path"), ARTICLES.values(), ids=ARTICLES)

# ── by keyboard ──────────────────────────────────────────────────────────────────────────────────────────────────

FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), r = one.getBoundingClientRect();
    const label = one.labels?.[0] ? getComputedStyle(one.labels[0]) : style;
    const drawn = s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
    return [one.dataset.reach ?? one.tagName, drawn(style) || drawn(label), r.bottom > 0 && r.top < innerHeight];
}"""


@each_article
def test_everything_is_reached_with_the_tab_key_in_order_and_seen(visitor: Visitor, site: str, path: str):
    page = visitor.visit(site, path, reduced_motion="reduce")
    wanted = page.evaluate(
        f"""({SOURCE}).stops().map((one, n) =>
        one.dataset.reach = `${{n}} ${{one.tagName}} ${{one.id || one.name || one.getAttribute("href")}}`)"""
    )
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
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") or kind in {
        "not found",
        "codebook",
    }


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


def test_an_open_note_is_left_with_escape(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, width=390, height=800)
    reference = page.locator("[data-article-text] [role=doc-noteref]").first
    reference.click()
    note = reference.get_attribute("href") or ""
    assert page.evaluate("location.hash") == note
    assert _on_screen(page, note)
    page.keyboard.press("Escape")
    assert eventually(page, f"!document.querySelector('{note}').checkVisibility()"), "it folds"
    assert page.evaluate("document.activeElement.getAttribute('href')") == note, "and the text is read on where it was"


def test_j_and_k_walk_the_claims_in_the_order_of_the_text(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, reduced_motion="reduce")
    first_of_each = "[...all].filter(one => one.id === 'ref' + one.hash.slice(5)).map(one => one.hash)"
    claims = page.locator(".ref.claim").evaluate_all(f"all => {first_of_each}")
    assert len(claims) >= 6
    walked = []
    for key in ["j"] * len(claims) + ["k"]:
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.hash"))
        assert page.evaluate(
            "(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())"
        )
    assert walked == [*claims, claims[-2]]


def choose(page: Page, choice: str) -> None:
    """Makes a choice of the bar, in its menu if it stands in one."""
    menu = page.locator(f"details:has(> fieldset #{choice}) > summary")
    if menu.count():
        menu.click()
    page.locator(f"#{choice}").check()
    if menu.count():
        menu.click()


GROUPS = "[...new Set([...document.querySelectorAll('input[type=radio]')].map(one => one.name))]"


def test_choices_are_made_with_the_arrow_keys(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE)
    groups = page.evaluate(GROUPS)
    assert groups
    for name in groups:
        page.evaluate(f"document.querySelector('.menu:has([name={name}]:checked)')?.toggleAttribute('open', true)")
        page.locator(f'input[name="{name}"]:checked').focus()
        page.evaluate("document.activeElement.dataset.before = 'yes'")
        page.keyboard.press("ArrowDown")
        chosen = page.evaluate("(one => [one.name, one.checked, one.dataset.before])(document.activeElement)")
        assert chosen == [name, True, None]


def test_a_menu_closes_at_a_click_elsewhere(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE)
    menu = page.locator(".menu").first
    menu.locator("summary").click()
    menu.locator("label").nth(1).click()
    assert menu.evaluate("menu => menu.open"), "a choice is looked at before the next"
    page.locator("h1").click()
    assert not menu.evaluate("menu => menu.open")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_bar_stays_where_it_is_when_the_text_alone_is_chosen(visitor: Visitor, width: int):
    page = visitor.visit("whole", ARTICLE, width=width)
    place = "document.querySelector('.bar').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.evaluate("document.getElementById('show_text').click()")
    assert abs(page.evaluate(place) - before) < 1


@pytest.mark.parametrize("width", [1440, 1024])
def test_what_is_being_read_stays_where_it_is_at_any_choice(visitor: Visitor, width: int):
    page = visitor.visit("whole", ARTICLE, width=width, reduced_motion="reduce")
    place = "document.getElementById('p_3').getBoundingClientRect().top"
    page.evaluate(f"scrollBy(0, {place} - 150)")
    for choice in ("open", "lines", "text", "key", "marks", "worksheet", "open", "text", "lines"):
        before = page.evaluate(place)
        page.evaluate(f"document.getElementById('show_{choice}').click()")
        assert page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50, true)))")
        assert abs(page.evaluate(place) - before) < 2, choice


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
    """The note is folded until its reference is followed; what stands in the note leads back."""
    page = visitor.visit(site, path, width=width, height=800, java_script_enabled=False, reduced_motion="reduce")
    references = page.locator("[role=doc-noteref]")
    targets = [references.nth(n).get_attribute("href") or "" for n in range(references.count())]
    assert len(targets) >= 9
    assert not any(page.locator(target).is_visible() for target in targets), "all are folded at first"
    for n, target in enumerate(targets):
        references.nth(n).click()
        assert page.url.endswith(target)
        assert _on_screen(page, target), target
        back = page.locator(f"{target} [role=doc-backlink]").first
        back.click()
        assert page.url.endswith(target.replace("note_", "")), "to the passage"
        assert _on_screen(page, target.replace("note_", ""))


@pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_link_opens_the_note_that_holds_its_target(visitor: Visitor, width: int, javascript: bool):
    """An answer that stands deep in a thread, without a passage of its own; a claim without one; a remark."""
    options: dict[str, Any] = {
        "width": width,
        "height": 800,
        "java_script_enabled": javascript,
        "reduced_motion": "reduce",
    }
    for anchor in ("note_deep-1", "other-1", "note_everywhere", "note_nowhere", "note_late"):
        page = visitor.window(**options)
        page.goto(visitor.address("figures", "articles/2020/hard.html") + "#" + anchor)
        assert page.locator(f"#{anchor}").evaluate("one => one.closest('details').open"), anchor
        assert _on_screen(page, f"#{anchor}"), anchor
        page.close()


def test_without_scripts_all_words_are_there(visitor: Visitor):
    for site, path in ARTICLES.values():
        words = {}
        for javascript in (True, False):
            page = visitor.visit(site, path, java_script_enabled=javascript)
            ask(page, "show", "opened")
            shown = [page.locator("[data-article-text]").inner_text()]
            words[javascript] = shown + page.locator("li.note").all_inner_texts()
        assert words[False] == words[True]
        assert len(words[False]) > 9
        assert all(words[False])


def test_without_scripts_the_switch_and_the_filters_work(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE, java_script_enabled=False)
    assert page.evaluate(GROUPS) == ["show", "voice", "verdict"]
    seen = {page.screenshot(full_page=True)}
    for choice in ("show_text", "show_marks", "show_open", "show_worksheet", "show_key", "voice_2", "verdict_false"):
        choose(page, choice)
        picture = page.screenshot(full_page=True)
        assert picture not in seen, f"{choice} changes nothing"
        seen.add(picture)


def test_what_a_filter_leaves_out_is_dimmed_and_folded(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE)
    ask(page, "show", "opened")
    choose(page, "verdict_false")
    whole = page.locator("li.note:has(> details) > details > .body").evaluate_all(
        "all => all.map(one => one.checkVisibility())"
    )
    assert whole.count(True) == 1, "the one that is rated false"
    assert page.locator("#note_opens-in-april").is_visible()
    assert page.locator("li.note:has(> details) > details > summary").evaluate_all(
        "all => all.every(one => one.checkVisibility())"
    )


# ── the text is never touched ────────────────────────────────────────────────────────────────────────────────────

UNMARKED = """() => {
    const text = document.querySelector("[data-article-text]").cloneNode(true);
    for (const one of text.querySelectorAll(".beside, [role=doc-noteref]")) one.remove();
    for (const one of text.querySelectorAll("mark")) one.replaceWith(...one.childNodes);
    text.normalize();
    return [document.querySelector("h1"), text].map(one => one.innerHTML.replace(/>\\s+</g, "><").trim());
}"""


def test_without_marks_references_and_notes_the_text_is_that_of_a_page_without_annotations(visitor: Visitor):
    """Law 1, in the tree that a browser makes of the page."""
    marked = visitor.visit("figures", "articles/2019/usual.html")
    assert marked.locator("[data-article-text] mark").count() > 12
    plain = visitor.visit("figures", "articles/2019/plain.html")
    assert plain.locator("mark, .beside, [role=doc-noteref]").count() == 0
    assert marked.evaluate(UNMARKED)[1] == plain.evaluate(UNMARKED)[1]


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


def test_on_paper_each_note_is_whole_and_answers_are_in_it(visitor: Visitor):
    page = visitor.visit("figures", "articles/2019/usual.html")
    paper = printed(page)
    for words in (
        "She names no page of the study.", "the quotation marks are the newspaper’s.",  # a reason from end to end
        "The study describes six nights", "about a dozen mills were flooded.",  # an answer
        "no gauge of the board is among them", "First entered as context missing.",  # doubt, and what changed
        "Sixteen wardens were asked", "Canal Company of the Eastern Border Towns", "By whom is not said.",
    ):  # fmt: skip
        assert paper.count("".join(words.split())) == 1, words


SHOWN = {  # by state of the switch: whether text, marks, reasons, answers and numbers of paragraphs are shown
    "text": (True, False, False, False),
    "marks": (True, True, False, False),
    "lines": (True, True, True, False),
    "open": (True, True, True, True),
    "worksheet": (True, False, False, False),
    "key": (True, True, True, False),
}


@pytest.mark.parametrize("state", SHOWN)
def test_the_switch_is_obeyed_on_screen(visitor: Visitor, state: str):
    page = visitor.visit("figures", "articles/2019/usual.html")
    choose(page, f"show_{state}")
    line = page.locator("mark#answered-before").evaluate("one => getComputedStyle(one).textDecorationLine")
    assert (
        page.get_by_text("told reporters in Harwick").is_visible(),
        line == "underline",
        page.get_by_text("She names no page of the study.").is_visible(),
        page.get_by_text("The study describes six nights").is_visible(),
    ) == SHOWN[state]


@pytest.mark.parametrize("state", SHOWN)
def test_the_switch_is_obeyed_on_paper(visitor: Visitor, state: str):
    """Paper has every note whole, unless the text alone is asked for, or who speaks and how it is rated: the key."""
    page = visitor.visit("figures", "articles/2019/usual.html")
    choose(page, f"show_{state}")
    paper = printed(page)
    text, _, reasons, answers = SHOWN[state]
    answers |= state == "lines"
    found = ["toldreportersinHarwick" in paper, "Shenamesnopage" in paper, "Thestudydescribessixnights" in paper]
    assert found == [text, reasons, answers]
    if state == "key":
        assert "Spokeswoman" in paper
        assert paper.count("Unsupported") == 2


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
    text = boxes(page, "[data-article-text] > p")
    notes = boxes(page, "li.note:has(> details)")
    assert all(note.left >= text[0].right for note in notes)
    assert max(note.top for note in notes) < text[-1].bottom


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

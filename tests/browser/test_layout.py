"""How pages stand on a screen: nothing runs out sideways, notes lie beside their passages and not on each other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (320, 390, 820, 1440, 1920)
CROWDED = ("articles/2020/nine.html", "articles/2020/crowd.html")
NOTES = "[role=doc-endnotes] li[id^=note_]"


class Box(NamedTuple):
    """A rectangle on the page, in CSS pixels from its top left corner."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """By more than half a pixel each way: less is rounding."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def boxes(page: Page, selector: str) -> list[Box]:
    found = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(one => {
            const r = one.getBoundingClientRect();
            return [one.id || one.tagName, r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY];
        })""",
        selector,
    )
    return [Box(*one) for one in found]


# ── sideways ─────────────────────────────────────────────────────────────────────────────────────────────────────

RUNS_OUT = """() => {
    const page = document.documentElement, out = [], style = one => getComputedStyle(one);
    if (page.scrollWidth > page.clientWidth) out.push(`the page is ${page.scrollWidth} wide`);
    const scrolls = one => one !== document.body && ["auto", "scroll"].includes(style(one).overflowX);
    const stowed = one => one && (style(one).clipPath !== "none" || scrolls(one) || stowed(one.parentElement));
    const speaks = one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    const sticks_out = r => r.width && r.height && (r.left < -1 || r.right > page.clientWidth + 1);
    for (const one of document.body.querySelectorAll("*")) {
        if (!one.checkVisibility() || !speaks(one)) continue;
        const box = [...one.getClientRects()].find(sticks_out);
        if (box && !stowed(one)) out.push(`${one.outerHTML.slice(0, 80)} from ${box.left} to ${box.right}`);
    }
    return out;
}"""
"""Whether the page scrolls sideways, and which texts stand outside of it, but for those in a box that scrolls alone."""


@pytest.mark.parametrize("site", ["whole", "arabic"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_runs_out_sideways(visitor: Visitor, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(RUNS_OUT) == [], width


@pytest.mark.parametrize("path", CROWDED)
def test_no_crowded_page_runs_out_sideways(visitor: Visitor, path: str):
    page = visitor.visit("crowded", path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(RUNS_OUT) == [], width


@pytest.mark.parametrize("kind", ["home", "article", "claim", "claims", "speaker"])
def test_a_page_can_be_read_at_four_times_its_size(visitor: Visitor, kind: str):
    """A screen of 1280 by 1024 pixels shows 320 by 256 of them then: what stays in place must leave room to read."""
    page = visitor.visit("whole", KINDS[kind], width=320, height=256, device_scale_factor=4)
    assert page.evaluate(RUNS_OUT) == []
    page.mouse.wheel(0, 600)
    in_place = """() => [...document.querySelectorAll("body *")].filter(one => {
        const style = getComputedStyle(one), r = one.getBoundingClientRect();
        return ["fixed", "sticky"].includes(style.position) && r.height && r.bottom > 0 && r.top < innerHeight;
    }).reduce((sum, one) => sum + one.getBoundingClientRect().height, 0)"""
    assert page.evaluate(in_place) < 256 / 3


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without"])
@pytest.mark.parametrize("path", CROWDED)
def test_notes_stand_in_the_margin_and_none_lies_on_another(visitor: Visitor, path: str, javascript: bool):
    page = visitor.visit("crowded", path, java_script_enabled=javascript)
    notes = boxes(page, NOTES)
    assert len(notes) == (9 if "nine" in path else 150)
    text = boxes(page, "[data-article-text]")[0]
    assert all(note.left >= text.right for note in notes), "a wide screen has a margin for them"
    assert [(a.name, b.name) for n, a in enumerate(notes) for b in notes[n + 1 :] if a.overlaps(b)] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without"])
@pytest.mark.parametrize("width", [1440, 1920])
@pytest.mark.parametrize("path", CROWDED)
def test_no_note_lies_on_what_comes_after_the_text(visitor: Visitor, path: str, width: int, javascript: bool):
    page = visitor.visit("crowded", path, width=width, java_script_enabled=javascript)
    notes = boxes(page, NOTES)
    others = [*boxes(page, "footer"), *boxes(page, "[data-article-text] p"), *boxes(page, "header"), *boxes(page, "h1")]
    assert len(others) > 3
    assert [(note.name, other.name) for note in notes for other in others if note.overlaps(other)] == []
    assert max(note.bottom for note in notes) <= boxes(page, "footer")[-1].top


@pytest.mark.parametrize("site", ["whole", "arabic"])
@pytest.mark.parametrize("kind", ["article", "article of the demo", "article from right to left"])
def test_notes_of_the_demonstration_lie_on_nothing(visitor: Visitor, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind])
    notes = boxes(page, NOTES)
    others = [
        *boxes(page, "footer"),
        *boxes(page, "[data-article-text] :is(p, li, table, blockquote)"),
        *boxes(page, "h1"),
    ]
    assert [(a.name, b.name) for n, a in enumerate(notes) for b in notes[n + 1 :] if a.overlaps(b)] == []
    assert [(note.name, other.name) for note in notes for other in others if note.overlaps(other)] == []


def test_a_note_is_level_with_its_passage_where_there_is_room(visitor: Visitor):
    page = visitor.visit("crowded", CROWDED[0])
    notes = boxes(page, NOTES)
    passages = {box.name: box for box in boxes(page, "mark[id]")}
    for above, note in pairwise(notes):
        passage = passages[note.name.removeprefix("note_")]
        if above.bottom + 24 < passage.top:
            assert abs(note.top - passage.top) < 20, note.name
        else:
            assert note.top >= above.bottom, note.name
            assert note.top - above.bottom < 40, f"{note.name} stands lower than it must"
    assert abs(notes[0].top - passages[notes[0].name.removeprefix("note_")].top) < 20


def test_notes_stand_in_the_order_of_their_passages(visitor: Visitor):
    page = visitor.visit("crowded", CROWDED[1])
    tops = [note.top for note in boxes(page, NOTES)]
    assert tops == sorted(tops)


@pytest.mark.parametrize("path", CROWDED)
def test_on_a_narrow_screen_notes_follow_the_text(visitor: Visitor, path: str):
    page = visitor.visit("crowded", path, width=390, height=800)
    text = boxes(page, "[data-article-text]")[0]
    notes = boxes(page, NOTES)
    assert all(note.top >= text.bottom for note in notes)
    assert [(a.name, b.name) for a, b in pairwise(notes) if a.overlaps(b)] == []


def test_four_lanes_are_four_lines(visitor: Visitor):
    page = visitor.visit("crowded", CROWDED[1])
    offsets = page.evaluate(
        "[...document.querySelectorAll('mark.claim')].map(one => getComputedStyle(one).textUnderlineOffset)"
    )
    assert len(set(offsets)) >= 4


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [320, 1440])
def test_pictures_keep_their_place_and_fit(visitor: Visitor, width: int):
    page = visitor.visit("whole", KINDS["article"], width=width)
    pictures = page.evaluate(
        "[...document.images].map(one => [one.getAttribute('width'), one.getAttribute('height'), one.loading, one.alt])"
    )
    assert ["1600", "900", "lazy", "A bridge without a roadway"] in pictures
    assert ["300", "200", "lazy", "Costs by year, rising"] in pictures
    for box, ratio in zip(boxes(page, "main img"), [1600 / 900, 300 / 200], strict=True):
        assert box.right <= width
        assert (box.right - box.left) / (box.bottom - box.top) == pytest.approx(ratio, rel=0.02), "before it has loaded"


def test_a_small_screen_loads_a_small_picture(visitor: Visitor):
    pytest.importorskip("PIL", reason="Pillow makes the smaller copies: pip install '.[images]'")
    page = visitor.visit("whole", KINDS["article"], width=390)
    picture = page.locator("main img").first
    picture.scroll_into_view_if_needed()
    assert eventually(page, "document.images[0].complete && document.images[0].currentSrc !== ''")
    assert picture.evaluate("one => one.currentSrc").endswith("assets/images/articles/2016/bridge-480.png")

"""How pages stand on a screen: nothing runs out sideways, notes lie beside their passages and not on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.server import Server
from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Built

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


class Measured(NamedTuple):
    """A crowded page at one width, and what ran out of it sideways."""

    notes: list[Box]
    text: Box
    passages: dict[str, Box]
    others: list[Box]
    offsets: set[str]
    out: list[str]


Crowded = Callable[[str, bool, int], Measured]


@pytest.fixture(scope="module")
def crowded(browser: Browser, sites: Built, server: Server) -> Iterator[Crowded]:
    """Measures a crowded page (path, with the script or without, width). A page is opened once: they are slow."""
    visitor = Visitor(browser, sites.__getitem__, server)
    pages: dict[tuple[str, bool], Page] = {}
    known: dict[tuple[str, bool, int], Measured] = {}

    def measure(path: str, javascript: bool, width: int) -> Measured:
        if (path, javascript) not in pages:
            pages[path, javascript] = visitor.visit("crowded", path, java_script_enabled=javascript)
        if (path, javascript, width) not in known:
            page = pages[path, javascript]
            page.set_viewport_size({"width": width, "height": 900})
            known[path, javascript, width] = _measured(page)
        return known[path, javascript, width]

    yield measure
    visitor.close()
    assert visitor.complaints == []


def _measured(page: Page) -> Measured:
    lines = "[...document.querySelectorAll('mark.claim')].map(one => getComputedStyle(one).textUnderlineOffset)"
    return Measured(
        notes=boxes(page, NOTES),
        text=boxes(page, "[data-article-text]")[0],
        passages={box.name: box for box in boxes(page, "mark[id]")},
        others=boxes(page, "body > footer, body > header, h1, [data-article-text] p"),
        offsets=set(page.evaluate(lines)),
        out=page.evaluate(RUNS_OUT),
    )


of_the_crowded = pytest.mark.xdist_group("crowded")
in_both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without"])


@of_the_crowded
@in_both_ways
@pytest.mark.parametrize("path", CROWDED)
def test_crowded_pages_keep_in_line(crowded: Crowded, path: str, javascript: bool):
    for width in WIDTHS:
        page = crowded(path, javascript, width)
        assert page.out == [], width
        assert len(page.notes) == (9 if "nine" in path else 150)
        assert _on_each_other(page.notes) == [], width
        assert _lying_on(page.notes, page.others) == [], width
        tops = [note.top for note in page.notes]
        assert tops == sorted(tops), "notes stand in the order of their passages"
        if width >= 1440:
            assert all(note.left >= page.text.right for note in page.notes), "a wide screen has a margin for them"
        if width <= 390:
            assert all(note.top >= page.text.bottom for note in page.notes), "on a narrow one they follow the text"
        footer = next(box for box in page.others if box.name == "FOOTER")
        assert max(note.bottom for note in page.notes) <= footer.top


def _on_each_other(notes: list[Box]) -> list[tuple[str, str]]:
    return [(a.name, b.name) for n, a in enumerate(notes) for b in notes[n + 1 :] if a.overlaps(b)]


def _lying_on(notes: list[Box], others: list[Box]) -> list[tuple[str, str]]:
    assert len(others) > 3
    return [(note.name, other.name) for note in notes for other in others if note.overlaps(other)]


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
    assert _on_each_other(notes) == []
    assert _lying_on(notes, others) == []


@of_the_crowded
@in_both_ways
def test_a_note_is_level_with_its_passage_where_there_is_room(crowded: Crowded, javascript: bool):
    page = crowded(CROWDED[0], javascript, 1440)
    for above, note in pairwise([None, *page.notes]):
        assert note is not None
        passage = page.passages[note.name.removeprefix("note_")]
        if above is None or above.bottom + 24 < passage.top:
            assert abs(note.top - passage.top) < 20, note.name
        else:
            assert 0 < note.top - above.bottom < 40, f"{note.name} stands lower than it must"


@of_the_crowded
def test_four_lanes_are_four_lines(crowded: Crowded):
    assert len(crowded(CROWDED[1], True, 1440).offsets) >= 4


def test_a_browser_without_anchors_has_the_notes_beside_their_passages_by_the_script(visitor: Visitor):
    page = visitor.window(1440, 900)
    page.add_init_script(
        "const real = CSS.supports.bind(CSS); CSS.supports = (...of) => !/^anchor-name/.test(of) && real(...of)"
    )
    page.route("**/style.css", lambda route: route.fulfill(body=route.fetch().text().replace("anchor-name", "no-such")))
    page.goto(visitor.address("crowded", CROWDED[0]))
    assert eventually(page, "document.querySelector('.reading').classList.contains('aligned')")
    measured = _measured(page)
    assert len(measured.notes) == 9
    assert all(note.left >= measured.text.right for note in measured.notes)
    assert _on_each_other(measured.notes) == []
    assert _lying_on(measured.notes, measured.others) == []
    first = measured.notes[0]
    assert abs(first.top - measured.passages[first.name.removeprefix("note_")].top) < 20


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

"""How pages stand on a screen: nothing runs out sideways, notes lie beside their passages and not on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.browser.measuring import Figures, ask, boxes
from tests.browser.server import Server
from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Built

WIDTHS = (320, 390, 820, 1440, 1920)
CROWDED = {"articles/2020/nine.html": 9, "articles/2020/crowd.html": 150}


# ── sideways ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("site", ["whole", "arabic"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_runs_out_sideways(visitor: Visitor, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert ask(page, "runsOut") == [], width


@pytest.mark.parametrize("kind", ["home", "article", "claim", "claims", "speaker"])
def test_a_page_can_be_read_at_four_times_its_size(visitor: Visitor, kind: str):
    """A screen of 1280 by 1024 pixels shows 320 by 256 of them then: what stays in place must leave room to read."""
    page = visitor.visit("whole", KINDS[kind], width=320, height=256, device_scale_factor=4)
    assert ask(page, "runsOut") == []
    page.mouse.wheel(0, 600)
    in_place = """() => [...document.querySelectorAll("body *")].filter(one => {
        const style = getComputedStyle(one), r = one.getBoundingClientRect();
        return ["fixed", "sticky"].includes(style.position) && r.height && r.bottom > 0 && r.top < innerHeight;
    }).reduce((sum, one) => sum + one.getBoundingClientRect().height, 0)"""
    assert page.evaluate(in_place) < 256 / 3


# ── notes; more of them in `test_figures` ────────────────────────────────────────────────────────────────────────

Crowded = Callable[[str, bool, int], Figures]


@pytest.fixture(scope="module")
def crowded(browser: Browser, sites: Built, server: Server) -> Iterator[Crowded]:
    """Measures a crowded page (path, with the script or without, width). A page is opened once, and narrow
    first: they are slow."""
    visitor = Visitor(browser, sites.__getitem__, server)
    pages: dict[tuple[str, bool], Page] = {}
    known: dict[tuple[str, bool, int], Figures] = {}

    def measure(path: str, javascript: bool, width: int) -> Figures:
        if (path, javascript) not in pages:
            pages[path, javascript] = visitor.visit("crowded", path, width, java_script_enabled=javascript)
        if (path, javascript, width) not in known:
            page = pages[path, javascript]
            page.set_viewport_size({"width": width, "height": 900})
            known[path, javascript, width] = Figures.of(ask(page, "figures", "folded"))
        return known[path, javascript, width]

    yield measure
    visitor.close()
    assert visitor.complaints == []


of_the_crowded = pytest.mark.xdist_group("crowded")
in_both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["with the script", "without"])


@of_the_crowded
@in_both_ways
@pytest.mark.parametrize(("path", "notes"), CROWDED.items())
def test_crowded_pages_keep_in_line(crowded: Crowded, path: str, notes: int, javascript: bool):
    for width in (320, 820, 1440):
        page = crowded(path, javascript, width)
        assert page.faults() == []
        assert len(page.notes) == notes
        tops = [note.box.top for note in page.notes]
        assert tops == sorted(tops), "notes stand in the order of their passages"
        if width == 1440:
            assert all(note.box.left >= page.text.right for note in page.notes), "a wide screen has a margin for them"
        else:
            assert min(page.drifts) > 0, "on a narrow one they stand below their paragraph"


@pytest.mark.parametrize("site", ["whole", "arabic"])
@pytest.mark.parametrize("kind", ["article", "article of the demo", "article from right to left"])
def test_notes_of_the_demonstration_lie_on_nothing(visitor: Visitor, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind])
    for state in ("folded", "longest", "all"):
        assert Figures.of(ask(page, "figures", state)).faults() == []


@of_the_crowded
@in_both_ways
def test_a_note_is_level_with_its_passage_where_there_is_room(crowded: Crowded, javascript: bool):
    for above, note in pairwise([None, *crowded("articles/2020/nine.html", javascript, 1440).notes]):
        assert note
        assert note.passage
        if above is None or above.box.bottom + 24 < note.passage.top:
            assert 0 <= note.drift < 8, note.box.name
        else:
            assert 0 < note.box.top - above.box.bottom < 20, f"{note.box.name} stands lower than it must"


def test_four_lanes_are_four_lines(visitor: Visitor):
    page = visitor.visit("crowded", "articles/2020/crowd.html", width=390)
    lines = "[...document.querySelectorAll('mark.claim')].map(one => getComputedStyle(one).textUnderlineOffset)"
    assert len(set(page.evaluate(lines))) >= 4


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

"""The figures that the page of an article is held to, in Chromium and in Firefox, with anchors and without.

A note stands level with its passage, or as near as those above it let it; no two lie on each other; nothing scrolls
sideways, whatever is opened or left out. Distances are from the top of the first line of a note's first passage to the
top of the note.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.browser.conftest import Built, Firefox, without
from tests.browser.measuring import SOURCE, STATES, WIDTHS, Figures, ask
from tests.browser.server import Server
from tests.browser.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WAYS = ("chromium", "chromium without anchors", "firefox", "firefox without anchors")
each_way = pytest.mark.parametrize("way", WAYS)


class Shown(NamedTuple):
    """A page that is measured: its site and path, at these widths and in these states."""

    site: str
    path: str
    widths: tuple[int, ...] = WIDTHS
    states: tuple[str, ...] = STATES

    @property
    def windows(self) -> list[tuple[int, int]]:
        """Width and height of each window it is shown in."""
        return [(width, 844 if width <= 400 else 900) for width in self.widths]

    def site_of(self, anchors: bool) -> str:
        """The site that holds it, for browsers with anchors or as if for others."""
        return self.site if anchors else f"{self.site}-without-anchors"


PAGES: Mapping[str, Shown] = {
    "usual": Shown("figures", "articles/2019/usual.html", states=(*STATES, "menus")),
    "demo": Shown("figures", "articles/2015/amnesty-syria.html"),
    "crowded": Shown("figures", "articles/2020/crowded.html"),
    "dense": Shown("figures", "articles/2020/dense.html", (320, 1024, 1440), ("folded",)),
    "hard": Shown("figures", "articles/2020/hard.html"),
    "right to left": Shown("figures", "articles/2026/page-of-time.html"),
    "usual, in Arabic": Shown("figures-ar", "articles/2019/usual.html", states=(*STATES, "menus")),
    "right to left, in Arabic": Shown(
        "figures-ar", "articles/2026/page-of-time.html", states=("folded", "longest", "all")
    ),
}
"""`dense` has 150 notes in 600 words; each time that it is laid out takes long."""

NOTES = {
    "usual": 16, "demo": 20, "crowded": 36, "dense": 150, "hard": 10, "right to left": 19, "usual, in Arabic": 16,
    "right to left, in Arabic": 19,
}  # fmt: skip
"""How many notes stand on each page by themselves: answers without a passage are inside of others."""


# ── two browsers ─────────────────────────────────────────────────────────────────────────────────────────────────

ByState = Mapping[tuple[int, str], Figures]
Measured = Callable[[str, str], ByState]


@pytest.fixture(scope="module")
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The figures of a page by width and state: `measured(way, name)` for one of `WAYS` and one of `PAGES`. They are
    taken once, in whichever process of the tests asks first, and kept in a file for the others."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which all processes share

    @cache
    def measure(way: str, name: str) -> ByState:
        browser, _, rest = way.partition(" ")
        key = browser if browser == "firefox" else name  # Firefox measures all pages in one go
        with (folder / f"{key} {rest}.json").open("a+") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            kept.seek(0)
            if not (text := kept.read()):
                text = json.dumps(request.getfixturevalue(f"in_{browser}")(name, not rest))
                kept.write(text)
        return {(one["width"], one["state"]): Figures.of(one) for one in json.loads(text)[name]}

    return measure


@pytest.fixture(scope="module")
def in_chromium(browser: Browser, sites: Built, server: Server) -> Iterator[Callable[[str, bool], dict[str, Any]]]:
    """Measures a page, with anchors or without."""
    visitor = Visitor(browser, sites.__getitem__, server)

    def measure(name: str, anchors: bool) -> dict[str, Any]:
        shown = PAGES[name]
        page = visitor.visit(shown.site_of(anchors), shown.path, *shown.windows[0])
        found = []
        for width, height in shown.windows:
            page.set_viewport_size({"width": width, "height": height})
            found += [ask(page, "figures", state) for state in shown.states]
        page.close()
        return {name: found}

    yield measure
    visitor.close()
    assert visitor.complaints == []


@pytest.fixture(scope="module")
def in_firefox(firefox: Firefox, sites: Built, server: Server) -> Callable[[str, bool], dict[str, Any]]:
    """Measures all pages, with anchors or without."""

    def measure(_name: str, anchors: bool) -> dict[str, Any]:
        pages = []
        for shown in PAGES.values():
            site = shown.site_of(anchors)
            url = server.mount(f"/{site}/", sites[site].folder) + shown.path
            pages.append({"url": url, "windows": shown.windows, "states": shown.states})
        told = firefox("firefox.mjs", {"source": SOURCE, "anchors": anchors, "pages": pages})
        if anchors and not told["anchors"]:
            without("Firefox with anchor positioning", "147 or newer has it")
        return dict(zip(PAGES, told["measured"], strict=True))

    return measure


# ── what holds everywhere ────────────────────────────────────────────────────────────────────────────────────────


@each_way
@pytest.mark.parametrize("name", PAGES)
def test_nothing_lies_on_anything_or_runs_out(measured: Measured, way: str, name: str):
    found = measured(way, name)
    assert {len(one.notes) for one in found.values()} == {NOTES[name]}, "notes are folded, never taken away"
    assert [fault for one in found.values() for fault in one.faults()] == []


@each_way
@pytest.mark.parametrize("name", PAGES)
def test_notes_stand_in_the_order_of_their_passages(measured: Measured, way: str, name: str):
    for (width, state), one in measured(way, name).items():
        placed = [note for note in one.notes if note.passage and note.within == "text"]
        assert placed
        for above, below in pairwise(placed):
            chips = width < 992 and above.box.top == below.box.top  # side by side
            assert chips or below.box.top >= above.box.top + 1, f"{below.box.name} at {width}, {state}"


@each_way
@pytest.mark.parametrize("name", PAGES)
def test_notes_stand_beside_their_text_where_it_is_wide_and_below_where_not(measured: Measured, way: str, name: str):
    for (width, state), one in measured(way, name).items():
        for note in one.notes:
            if not note.passage or note.within != "text":
                continue
            if width < 992:
                assert note.box.top > note.passage.top, (note.box.name, width, state)
            elif name.endswith("in Arabic"):
                assert note.box.right <= one.text.left, (note.box.name, width, state)
            else:
                assert note.box.left >= one.text.right, (note.box.name, width, state)


# ── the figures ──────────────────────────────────────────────────────────────────────────────────────────────────

MEASURED = ("usual", "demo", "crowded")


@each_way
@pytest.mark.parametrize("name", MEASURED)
def test_a_note_keeps_up_with_its_passage(measured: Measured, way: str, name: str):
    wide = {state: measured(way, name)[1440, state] for state in STATES}
    if "without" in way:  # notes begin with their paragraph, and so above many a passage
        assert min(wide["folded"].drifts) > -200
    else:
        assert wide["folded"].median < 10
        assert min(wide["folded"].drifts) > -1
    assert wide["folded"].worst < 150
    assert wide["longest"].worst < 900
    assert wide["all"].worst < 900
    assert max(wide["voice"].worst, wide["verdict"].worst) < 150, "what is left out keeps no other note away"


@each_way
@pytest.mark.parametrize("name", MEASURED)
def test_on_a_phone_a_note_is_less_than_a_screen_below_its_passage(measured: Measured, way: str, name: str):
    folded = measured(way, name)[390, "folded"]
    assert folded.worst < (500 if way.startswith("firefox") else 450)
    assert min(folded.drifts) > 0


@each_way
def test_a_page_of_usual_length_is_short_and_begins_at_once(measured: Measured, way: str):
    usual, demo = measured(way, "usual"), measured(way, "demo")
    assert usual[1440, "folded"].height < 3200
    assert usual[390, "folded"].height < 5000
    assert usual[1440, "folded"].stops < 80
    assert usual[1440, "folded"].text.top < 700
    assert demo[1440, "folded"].text.top < 800


def test_levels_are_those_of_anchors_and_not_of_rows(measured: Measured):
    """A browser with anchors uses them: of notes that share a paragraph, the second is level with its own line too."""
    level = {way: [abs(d) < 8 for d in measured(way, "crowded")[1440, "folded"].drifts] for way in WAYS[:2]}
    assert sum(level["chromium"]) > 30
    assert sum(level["chromium"]) > sum(level["chromium without anchors"])

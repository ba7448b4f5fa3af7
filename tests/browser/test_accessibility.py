"""Law 18: no rule of WCAG 2.0 to 2.2 (A, AA) or of good practice that axe knows is broken on any kind of page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.measuring import ask
from tests.browser.visiting import COLOURS, KINDS, Axe, Visitor, eventually, kind_of, spoken

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (1440, 820, 320)
SCHEMES = ("light", "dark")
each_direction = pytest.mark.parametrize(
    "site",
    [pytest.param("whole", id="left to right"), pytest.param("arabic", id="right to left", marks=pytest.mark.slow)],
)
ARTICLE = KINDS["article"]
BROKEN = "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=><p><a href=a.html>a</a><a href=b.html>b</a></p>"


def none(found: Iterable[str]) -> None:
    """Fails with all that was found, a line each."""
    listed = list(found)
    assert not listed, "\n".join(listed)


def everywhere(page: Page, axe: Axe, widths: Iterable[int] = WIDTHS) -> Iterator[str]:
    """What axe finds at every width, in light and dark. In the dark only colours are others, so only they are looked at
    again."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        yield from (f"{width} light {found}" for found in axe.violations())
        page.emulate_media(color_scheme="dark")
        yield from (f"{width} dark {found}" for found in axe.violations(COLOURS))


@each_direction
@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_of_accessibility_is_broken(visitor: Visitor, axe: str, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind], reduced_motion="reduce")
    assert page.locator("html").get_attribute("dir") == ("rtl" if site == "arabic" else "ltr")
    none(everywhere(page, Axe(page, axe)))


def test_axe_sees_what_it_is_asked_for(visitor: Visitor, axe: str):
    page = visitor.visit("whole", ARTICLE)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", BROKEN)
    found = Axe(page, axe).violations()
    assert any(line.startswith("image-alt") for line in found)
    assert any(line.startswith("target-size") for line in found), "rules of WCAG 2.2 are off until they are asked for"


@pytest.mark.parametrize("state", ["all", "voice", "verdict", "opened", "show_text", "show_worksheet", "show_key"])
@each_direction
def test_no_rule_is_broken_in_any_state_of_an_article(visitor: Visitor, axe: str, site: str, state: str):
    """With all notes opened by the switch, a filter by a voice or a verdict, everything unfolded, in other views. What
    a filter leaves out is dimmed: to a contrast of AA, not of AAA as in the dark otherwise."""
    page = visitor.visit(site, ARTICLE, reduced_motion="reduce")
    ask(page, "show", state)
    found = everywhere(page, Axe(page, axe), (1440, 320))
    none(one for one in found if state not in ("voice", "verdict") or " color-contrast-enhanced " not in one)


@pytest.mark.parametrize("scheme", SCHEMES)
@each_direction
def test_no_rule_is_broken_while_a_note_is_open_on_a_phone(visitor: Visitor, axe: str, site: str, scheme: str):
    page = visitor.visit(site, ARTICLE, width=390, height=800, color_scheme=scheme, reduced_motion="reduce")
    page.locator("[role=doc-noteref]").nth(2).click()
    assert page.evaluate("document.getElementById(location.hash.slice(1))?.closest('details').open")
    none(Axe(page, axe).violations())


def test_no_rule_is_broken_on_a_crowded_page(visitor: Visitor, axe: str):
    page = visitor.visit("crowded", "articles/2020/crowd.html", reduced_motion="reduce")
    # what is folded away is laid out anew, with the whole margin, each time that its place is asked for
    ask(page, "show", "all")
    checker = Axe(page, axe)
    none(checker.violations())
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    none(checker.violations())


@pytest.mark.parametrize("asked", ["q=bridge", "verdict=false&kind=claim", "q=zeppelin"])
@each_direction
def test_no_rule_is_broken_by_what_a_search_finds(visitor: Visitor, axe: str, site: str, asked: str):
    page = visitor.window(reduced_motion="reduce")
    page.goto(f"{visitor.address(site, KINDS['search'])}?{asked}")
    assert eventually(page, "document.getElementById('status_').textContent")
    assert (page.locator("#results_ li").count() > 0) == ("zeppelin" not in asked)
    none(everywhere(page, Axe(page, axe)))


@pytest.mark.parametrize("path", [ARTICLE, KINDS["article of the demo"], KINDS["article from right to left"]])
def test_the_text_is_spoken_once_and_in_order(visitor: Visitor, path: str):
    page = visitor.visit("whole", path)
    references = "[data-article-text] :is([role=doc-noteref], .beside)"
    heard = spoken(page, "[data-article-text]", leaving_out=references)
    page.evaluate(f"document.querySelectorAll('{references}').forEach(one => one.remove())")
    written = page.locator("[data-article-text]").text_content() or ""
    assert "".join(heard.split()) == "".join(written.split())


def test_each_passage_leads_to_its_note_in_the_accessibility_tree(visitor: Visitor):
    page = visitor.visit("whole", ARTICLE)
    details = page.evaluate(
        "[...document.querySelectorAll('[aria-details]')].map(one => one.getAttribute('aria-details'))"
    )
    placed = page.evaluate("[...document.querySelectorAll('[role=doc-noteref]')].map(one => one.hash.slice(1))")
    assert sorted(set(" ".join(details).split())) == sorted(set(placed))
    assert page.evaluate("ids => ids.every(id => document.getElementById(id))", placed)


def test_every_page_is_of_a_kind_that_is_looked_at(visitor: Visitor):
    pages = visitor.site("whole").pages
    assert [page for page in pages if not kind_of(page)] == []
    assert [kind for kind, page in KINDS.items() if page not in pages] == []

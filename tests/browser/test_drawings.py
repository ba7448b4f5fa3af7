"""The pictures of an archive in a browser: no name covers another, nothing runs out, and all can be read.

They are on a page of their own here, made from a crowded archive, whatever pages of a site show of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.diagnostics import Diagnostic
from generator.model import Annotation, Archive, FrontMatter, Registry, Relation, Speaker
from generator.outputs.answer_matrix import answer_matrix, answers_counted
from generator.outputs.answer_times import newest_answered, times_of_claims
from generator.outputs.page import Page as Planned
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.recurrences import recurrences, recurring
from generator.outputs.stylesheets import plan_stylesheets
from generator.outputs.views import AnswerMatrix, AnswerTimes, Frame, Recurrences
from generator.rendering.templates import Templates
from tests.archives import by, link, lists_of, quoted, settings, written
from tests.browser.measuring import Box, ask
from tests.browser.visiting import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (320, 390, 560, 820, 1440, 2560)
NAMES = (
    "Konashenkov", "Organization for the Prohibition of Chemical Weapons", "WWW", "新华社通讯员", "منظمة العفو الدولية",
    "Ban", "The Times", "MEMRI", "US Mission", "Government of Iraq", "Middle East Media Research Institute", "iii lll",
    "Mohamed ElBaradei", "Ли", "ÅÄÖ Ölands Åkare", "Teitelbaum", "Steele", "Press TV", "Cole",
)  # fmt: skip
DATES = "2015-12-23 2015-12-24 2015-12-27 2016 2016-03 2016-03-04 2009-01-01 2015-11-30 2025-06 2015-12-22".split()
RELATIONS: tuple[Relation, ...] = ("rebuts", "qualifies", "supports", "corrects")
TEMPLATE = """{% extends "base.html" %}{% import "pictures.html" as pictures %}
{% block title %}Pictures{% endblock %}
{% block main %}<h1>Pictures</h1>
{{ pictures.when_answered(page.times) }}{{ pictures.who_answers_whom(page.matrix) }}
{{ pictures.same_claim(page.again) }}
{% endblock %}"""


@dataclass(frozen=True, slots=True)
class _View:
    frame: Frame
    times: AnswerTimes
    matrix: AnswerMatrix
    again: Recurrences


def crowded(language: str) -> Archive:
    """An archive of six articles that repeat claims and answer each other, the same at each call."""
    dice = random.Random(7)
    articles = []
    for n in range(6):
        annotations = []
        for c in range(4):
            repeats = f"a0#c{c}" if n and c < 3 else ""
            how = dice.choice(("often", "some 300 times", "never"))
            words = f"word{c} was heard {how} in the report of the ministry"
            annotations.append(
                Annotation(
                    f"c{c}", "claim", quoted(words), speaker=by(f"v{c}"), repeats=repeats, tags=("t",),
                    verdict="" if repeats else ("false", "missing-context", "unverified", "")[c],
                )
            )  # fmt: skip
            annotations += [
                Annotation(
                    f"a{c}_{a}", "counterpoint", statement="No.", to=(f"a{n}#c{c}",), said=dice.choice(DATES),
                    speaker=by(f"v{dice.randrange(len(NAMES))}"), relation=dice.choice(RELATIONS),
                )
                for a in range(dice.choice([0, 1, 3, 9]))
            ]  # fmt: skip
        front = FrontMatter(f"Article {n}", f"2015-12-2{n}", publisher=f"v{n + 1}", tags=("t",))
        text = "\n\n".join(a.quote[0].exact for a in annotations if a.quote)
        articles.append(written(f"a{n}", front, text, annotations).facts)
    speakers = {f"v{n}": Speaker(f"v{n}", name, "organization") for n, name in enumerate(NAMES)}
    return link(articles, Registry(speakers, {}), settings(language=language))


@pytest.fixture(scope="module", params=["en", "ar"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with all pictures, on disk."""
    archive = crowded(request.param)
    here = PageContext("page.html", site_of(archive), article_names(archive))
    lists = lists_of(archive)
    times = times_of_claims(newest_answered(archive, lists), archive.statements, here)
    matrix = answer_matrix(archive, lists, answers_counted(lists), here)
    again = recurrences(recurring(archive.tags[0].claims, archive.claims_by_ref), archive.statements, here)
    assert times
    assert matrix
    assert again
    templates = Templates({"own.html": TEMPLATE}, request.param)
    folder: Path = tmp_path_factory.mktemp("pictures")
    page = Planned("page.html", "it", "own.html", _View(here.frame(), times, matrix, again))
    for one in (page, *plan_stylesheets(archive)):
        out = templates.render(one)
        assert not isinstance(out, Diagnostic), out
        (folder / one.path).parent.mkdir(exist_ok=True)
        (folder / one.path).write_bytes(out)
    return (folder / "page.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    return page


def boxes(page: Page, selector: str) -> list[Box]:
    """The boxes of what is seen of a selector's elements, named by their texts."""
    found = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility()).map(one => {
            const r = one.getBoundingClientRect();
            return [one.textContent, r.left + scrollX, r.top + scrollY, r.right + scrollX, r.bottom + scrollY];
        })""",
        selector,
    )
    return [Box(*one) for one in found]


def smaller(box: Box) -> Box:
    """Without the space above and below its letters."""
    return Box(box.name, box.left, box.top + 2, box.right, box.bottom - 2)


def test_no_page_with_pictures_runs_out_sideways(page: Page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert ask(page, "runsOut") == [], width


def test_no_name_or_dot_in_a_picture_covers_another(page: Page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        drawn = page.locator(".lanes > li > svg").count()
        for row in range(drawn):
            here = f".scaled .lanes > li:nth-child({row + 1}) > svg"
            names, dots = [smaller(box) for box in boxes(page, f"{here} text")], boxes(page, f"{here} circle")
            assert not names or len(names) == len(dots)
            crossing = [(a.name, b.name) for a, b in combinations([*names, *dots], 2) if a.overlaps(b)]
            if width > 500:  # narrower, dots may touch: there are no names, and the list has all
                assert crossing == [], width
        heads = boxes(page, ".heads b, .heads time")
        assert [(a.name, b.name) for a, b in combinations(heads, 2) if a.overlaps(b)] == [], width
        ticks = [smaller(box) for box in boxes(page, ".ticks text")]
        assert [(a.name, b.name) for a, b in combinations(ticks, 2) if a.overlaps(b)] == [], width


def test_where_there_is_no_room_for_names_the_list_below_is_seen(page: Page):
    for width, named in ((320, False), (390, False), (820, True), (1440, True)):
        page.set_viewport_size({"width": width, "height": 900})
        assert bool(boxes(page, ".lanes svg text")) == named
        assert (boxes(page, ".scaled .lanes ul")[0].right - boxes(page, ".scaled .lanes ul")[0].left > 100) != named
        assert bool(boxes(page, ".matrix thead")) == (width == 1440)


def test_no_rule_of_accessibility_is_broken_by_pictures(page: Page, axe: str):
    checker = Axe(page, axe)
    for width in (1440, 820, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert list(checker.violations()) == [], (width, scheme)


def test_all_links_of_pictures_can_be_reached_and_seen(page: Page):
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        links = boxes(page, ".picture a")
        assert len(links) == page.locator(".picture a").count()
        assert all(box.right - box.left > 8 and box.bottom - box.top >= 20 for box in links)

"""What surrounds an article is told without gathering it only where nothing else could have changed it."""

from __future__ import annotations

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListTables
from generator.cache.serialize import dumps
from generator.model import Archive, ArticleFacts, Citation, LocalSpeaker, Registry, Settings, Source, Speaker
from generator.outputs.article_inputs import Gatherer, seen_by_others
from generator.outputs.hubs import plan_hubs
from generator.outputs.page import Listing, Page, Unit
from generator.pipeline.list_stage import ShownInLists, update_lists
from generator.values import replace
from tests.archives import WholeArchive, hub_inputs, link
from tests.facts import REGISTRY, SETTINGS, answer, article, claim, note

A = article("a", claim("x"), answer("y", "a#x"), note("n"), date="2015-06-01", publisher="The Outlet")
BEFORE = article("before", claim("x"), date="2015-01-01", title="Before")
AFTER = article("after", claim("x"), date="2016-01-01", title="After")


def told(
    *facts: ArticleFacts, registry: Registry = REGISTRY, settings: Settings = SETTINGS
) -> tuple[tuple[object, ...], bytes]:
    """What is told of the article `a` at a glance, and what surrounds it."""
    archive = link(facts, registry, settings)
    gather = Gatherer(archive, lambda id: {"x": "<p>A note.</p>"})
    a = archive.articles_by_id["a"]
    return gather.alone(a), dumps(gather.surroundings(a))


ALONE = told(BEFORE, A, AFTER)


def test_an_article_that_nobody_answers_is_alone_with_its_neighbours():
    assert ALONE[0]
    assert told(replace(AFTER, front=replace(AFTER.front, title="Later"), id="after"), A, BEFORE)[0] != ALONE[0]
    far = article("far", claim("x"), date="2020-01-01", title="Far")
    assert told(BEFORE, A, AFTER, far) == ALONE


@pytest.mark.parametrize(
    "others",
    [
        [BEFORE, AFTER, article("far", answer("k", "a#x"), date="2020-01-01")],
        [BEFORE, AFTER, article("far", claim("x", repeats="a#x"), date="2020-01-01")],
        [BEFORE, AFTER, article("between", date="2015-05-01")],
        [BEFORE],
        [article("before", claim("x"), claim("z"), date="2015-01-01", title="Before"), AFTER],
    ],
    ids=["answered", "repeated", "a neighbour", "none", "a neighbour's claims"],
)
def test_what_others_say_is_seen_where_it_stands_on_its_pages(others):
    alone, around = told(A, *others)
    assert around != ALONE[1], "the case is none"
    assert alone != ALONE[0]


def test_another_spelling_of_its_publisher_is_not_seen():
    far = [article(f"far-{n}", date="2020-01-01", publisher="the outlet") for n in range(2)]
    assert told(BEFORE, A, AFTER, *far) == ALONE


def test_the_pages_that_list_its_sources_are_seen(monkeypatch):
    own = replace(A, annotations=article("a", claim("x", sources=(Citation(Source(title="One")),))).annotations)
    other = article("far", claim("x", sources=(Citation(Source(title="Two")),)), date="2020-01-01")
    before = told(BEFORE, own, AFTER)
    assert told(BEFORE, own, AFTER, other) == before, "one more source of a publisher moves none"
    monkeypatch.setattr("generator.linking.sources.MOST_BY_LETTERS", (1, 100, 1_000))
    moved = told(BEFORE, own, AFTER, other)
    assert moved[0] != before[0]
    assert moved[1] != before[1]


@pytest.mark.parametrize(
    "own",
    [
        article("a", claim("x", repeats="before#x")),
        article("a", answer("x", "before#x")),
        article("a", claim("x"), links=("articles/before.html",)),
    ],
    ids=["it repeats", "it answers", "it leads there"],
)
def test_one_that_speaks_of_others_is_not_alone(own):
    assert told(BEFORE, own)[0] == ()


NAMES = st.sampled_from(["a", "b", "c"])
REFS = st.builds("{}#{}".format, NAMES, st.sampled_from(["x", "y", "old"]))
ANNOTATIONS = st.one_of(
    st.builds(lambda repeats: {"repeats": repeats}, REFS | st.just("")),
    st.builds(lambda to: {"to": tuple(to)}, st.lists(REFS, min_size=1, max_size=2)),
)


@st.composite
def any_article(draw, name: str) -> ArticleFacts:
    annotations = []
    for id in ("x", "y"):
        more = draw(ANNOTATIONS)
        aliases = draw(st.sampled_from([(), ("old",)]))
        one = answer(id, *more["to"], aliases=aliases) if "to" in more else claim(id, aliases=aliases, **more)
        annotations.append(one)
    local = draw(st.sampled_from([(), (LocalSpeaker("who", Speaker("who", "Somebody")),)]))
    return article(
        name, *annotations, speakers=local, date=draw(st.sampled_from(["2015-01-01", "2016-01-01"])),
        publisher=draw(st.sampled_from(["", "rt", "Paper", "paper"])), draft=draw(st.booleans()) and name != "a",
        aliases=draw(st.sampled_from([(), (f"{name}-old",), ("b-old",)])),
    )  # fmt: skip


@pytest.mark.parametrize(
    "others",
    [
        [BEFORE, AFTER, article("far", claim("x"), date="2020-01-01")],
        [BEFORE, AFTER, article("far", answer("k", "after#x"), date="2020-01-01")],
        [BEFORE, AFTER, article("between", date="2015-05-01", draft=True)],
        [article("before", claim("z", quote="others"), date="2015-01-01", title="Before"), AFTER],
        [article("before", claim("x", "rt"), date="2015-01-01", title="Before"), AFTER],
        [BEFORE, article("after", claim("x", repeats="before#x"), date="2016-01-01", title="After")],
        [BEFORE, article("after", claim("x"), date="2016-01-01", title="After", links=("articles/a.html",))],
    ],
    ids=[
        "far away", "an answer to a neighbour", "a draft", "a neighbour's text", "a neighbour's speaker",
        "neighbours that repeat each other", "a neighbour's links",
    ],
)  # fmt: skip
def test_a_change_elsewhere_leaves_both_as_they_were(others):
    """The cases in which the property below has something to compare: all of them differ, and `alone` is equal."""
    assert [*others] != [BEFORE, AFTER]
    assert told(A, *others) == ALONE


@given(any_article("a"), *[any_article("b")] * 2, *[any_article("c")] * 2)
def test_what_is_told_the_same_is_surrounded_by_the_same(a, b, other_b, c, other_c):
    """In two archives with the same article, where the speakers are the same, too."""
    one, other = link((a, b, c), REGISTRY, SETTINGS), link((a, other_b, other_c), REGISTRY, SETTINGS)
    assume([r.speaker for r in one.speakers] == [r.speaker for r in other.speakers])
    first, second = told(a, b, c), told(a, other_b, other_c)
    event(f"alone: {bool(first[0])}")
    if first[0] and first[0] == second[0]:
        event("told the same")
        assert first[1] == second[1]


def shown(archive: Archive) -> dict[str, ShownInLists]:
    gather = Gatherer(archive, lambda id: {"x": "<p>A note.</p>"})
    seen = ((one.id, seen_by_others(one.facts), gather.surroundings(one)) for one in archive.articles)
    return {id: ShownInLists(sha256_of_parts(dumps(facts), dumps(around))) for id, facts, around in seen}


def planned(archive: WholeArchive, tables: ListTables) -> dict[str, tuple[Unit, dict[str, tuple[Listing, Page]]]]:
    """The pages of lists: by the name of the unit, the unit, and its pages by path."""
    units = [one for one in plan_hubs(replace(hub_inputs(archive, tables), years=())) if isinstance(one, Unit)]
    assert len({one.name for one in units}) == len(units)
    return {one.name: (one, {page.path: (page, page.whole()) for page in one.pages()}) for one in units}


@given(any_article("a"), *[any_article("b")] * 2, *[any_article("c")] * 2)
def test_pages_of_lists_that_no_change_concerns_are_as_they_were(a, b, other_b, c, other_c):
    one, other = link((a, b, c), REGISTRY, SETTINGS), link((a, other_b, other_c), REGISTRY, SETTINGS)
    tables = ListTables.in_memory()
    before = update_lists(tables, one, shown(one))
    first = planned(one, tables)
    concerned = update_lists(tables, other, shown(other))
    kept = 0
    for name, (unit, pages) in planned(other, tables).items():
        if name not in first:
            continue
        former, known = first[name]
        if before.shape(former) == concerned.shape(unit) and not concerned.touches(unit.lists):
            assert {path: page for path, (_, page) in known.items()} == {
                path: page for path, (_, page) in pages.items()
            }
            kept += len(pages)
        for path in pages.keys() & known.keys():
            (listing, page), (former_listing, former_page) = pages[path], known[path]
            is_same = before.shape(former, former_listing) == concerned.shape(unit, listing)
            if is_same and not concerned.touches(unit.lists, listing.first, listing.last):
                assert page == former_page
                kept += 1
    event(f"kept some: {kept > 0}")


def test_where_notes_alone_changed_the_feeds_alone_are_looked_at_again():
    archive, tables = link((BEFORE, A, AFTER), REGISTRY, SETTINGS), ListTables.in_memory()
    before = shown(archive)
    update_lists(tables, archive, before)
    noted = before | {"a": replace(before["a"], notes="others")}
    concerned = update_lists(tables, archive, noted)
    looked_at = {name for name, (unit, _) in planned(archive, tables).items() if concerned.touches(unit.lists)}
    assert {"feed.xml", "claims/feed.xml"} <= looked_at
    assert all(name.endswith(".xml") for name in looked_at)
    assert not update_lists(tables, archive, noted).touched, "and then they are known"

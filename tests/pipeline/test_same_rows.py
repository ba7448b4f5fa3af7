"""Lists in which the rows of an edited article are as they were are not looked at again, and need not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListTables
from generator.cache.serialize import dumps
from generator.comparing.recorded import NO_HISTORY
from generator.linking.linked_article import LinkedArticle
from generator.model import Annotation, Archive, ArticleFacts, Citation, Source
from generator.outputs.article_inputs import Gatherer, seen_by_others
from generator.outputs.hubs import plan_hubs
from generator.outputs.page import Listing, Page, Unit
from generator.pipeline.kept_archive import WholeArticle
from generator.pipeline.list_stage import ShownInLists, update_lists, update_some_lists
from generator.pipeline.same_rows import SameRows
from generator.values import replace
from tests.archives import WholeArchive, hub_inputs, link
from tests.facts import REGISTRY, SETTINGS, answer, article, claim, note

NAMES = ("a", "b", "c")
REFS = st.builds("{}#{}".format, st.sampled_from(NAMES), st.sampled_from(["x", "y", "z"]))
CITED = {"x": (Citation(Source(title="One", publisher="Press")),), "y": (Citation(Source(title="Two")),), "z": ()}


def shown(archive: Archive) -> dict[str, ShownInLists]:
    gather = Gatherer(archive, lambda id: {})
    seen = ((one.id, seen_by_others(one.facts), gather.surroundings(one)) for one in archive.articles)
    return {id: ShownInLists(sha256_of_parts(dumps(facts), dumps(around))) for id, facts, around in seen}


def whole(archive: Archive, facts: Mapping[str, ArticleFacts]) -> dict[str, WholeArticle]:
    """All articles of an archive, as the tables keep them."""
    of = ((one.id, LinkedArticle.of(archive, one.id, facts[one.id])) for one in archive.articles)
    return {id: WholeArticle.of(dumps(linked), facts[id]) for id, linked in of}


def planned(archive: WholeArchive, tables: ListTables) -> dict[str, tuple[Unit, dict[str, tuple[Listing, Page]]]]:
    units = [one for one in plan_hubs(replace(hub_inputs(archive, tables), years=())) if isinstance(one, Unit)]
    return {one.name: (one, {page.path: (page, page.whole()) for page in one.pages()}) for one in units}


def kept_after(before: list[ArticleFacts], after: list[ArticleFacts]) -> tuple[set[str], set[str]]:
    """After an edit, the references whose rows are the same, and the pages of lists that are not looked at. These
    are as they were."""
    one, other = link(before, REGISTRY, SETTINGS), link(after, REGISTRY, SETTINGS)
    tables = ListTables.in_memory()
    first_time = update_lists(tables, one, shown(one))
    first = planned(one, tables)
    edited = {now.id for was, now in zip(before, after, strict=True) if was != now}
    ids = [id for id in other.articles_by_id if id in edited or shown(one)[id] != shown(other)[id]]
    known = whole(one, {facts.id: facts for facts in before})
    same = SameRows({id: known[id] for id in ids}, other)
    beside = {ref.partition("#")[0] for claim in other.claims for ref in claim.appearances}
    concerned = update_some_lists(
        tables, other, sorted({*ids, *beside}), shown(other).__getitem__, lambda id: NO_HISTORY, "", same
    )
    concerned = replace(concerned, ground=first_time.ground)
    kept: set[str] = set()
    for name, (unit, pages) in planned(other, tables).items():
        if name not in first:
            continue
        former, listed = first[name]
        if first_time.shape(former) == concerned.shape(unit) and not concerned.touches(unit.lists):
            assert {path: page for path, (_, page) in listed.items()} == {p: page for p, (_, page) in pages.items()}
            kept |= pages.keys()
        for path in pages.keys() & listed.keys():
            (listing, page), (former_listing, former_page) = pages[path], listed[path]
            is_same = first_time.shape(former, former_listing) == concerned.shape(unit, listing)
            if is_same and not concerned.touches(unit.lists, listing.first, listing.last):
                assert page == former_page
                kept.add(path)
    return {ref for ref in other.statements if ref in same}, kept


@st.composite
def any_annotation(draw: st.DrawFn, id: str) -> Annotation:
    """One that cites what it does in any case: an edit of a source is another kind of edit."""
    more: dict[str, Any] = {
        "sources": CITED[id],
        "tags": ("War",) if id == "y" else (),
        "statement": draw(st.sampled_from(["", "Said otherwise."])),
        "withdrawn": draw(st.sampled_from(["", "", "", "It was wrong."])),
        "said": draw(st.sampled_from(["", "", "2014-05-01"])),
    }
    kind, speaker = draw(st.sampled_from(["claim", "claim", "answer"])), draw(st.sampled_from(["mod", "amnesty"]))
    if kind == "answer":
        return answer(id, *draw(st.lists(REFS, min_size=1, max_size=2)), speaker=speaker, **more)
    verdict, repeats = draw(st.sampled_from(["", "false", "unsupported"])), draw(st.one_of(st.just(""), REFS))
    return claim(id, speaker, verdict=verdict, repeats=repeats, **more)


@st.composite
def any_article(draw: st.DrawFn, name: str) -> ArticleFacts:
    own = [draw(any_annotation(id)) for id in draw(st.lists(st.sampled_from(["x", "y", "z"]), unique=True, min_size=1))]
    return article(name, *own, date=f"201{NAMES.index(name)}-01-01", publisher="rt" if name == "a" else "Paper")


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[ArticleFacts], list[ArticleFacts]]:
    """Three articles, and these with a few annotations written anew, moved, put in or taken out."""
    before = [draw(any_article(name)) for name in NAMES]
    after = []
    for was in before:
        now = draw(st.just(was) | any_article(was.id))
        kept = {one.id: one for one in was.annotations}
        placed = [kept[a.id] if a.id in kept and draw(st.booleans()) else a for a in now.annotations]
        after.append(replace(was, annotations=tuple(placed)) if placed else was)
    return before, after


@settings(max_examples=150)
@given(edits())
def test_where_rows_are_the_same_pages_are_as_they_were(edit):
    same, kept = kept_after(*edit)
    event(f"same: {bool(same)}, kept: {bool(kept)}")


OWN = (claim("x", sources=CITED["x"]), claim("y", "mod"), answer("z", "a#x"), note("n"))


@pytest.mark.parametrize(
    ("edited", "same"),
    [
        ({"y": claim("y", "mod", verdict="false")}, {"a#x", "a#z", "a#n"}),
        ({"x": claim("x", sources=CITED["x"], verdict="false")}, {"a#y", "a#n"}),
        ({"z": answer("z", "a#x", statement="Said otherwise.")}, {"a#y", "a#n"}),
        ({"n": note("n", statement="Said otherwise.")}, {"a#x", "a#y", "a#z"}),
        ({}, {"a#x", "a#y", "a#z", "a#n"}),
    ],
    ids=["a verdict", "a verdict that is answered", "an answer", "a note", "nothing"],
)
def test_the_rows_of_an_edited_annotation_are_others_and_so_are_those_that_show_it(edited, same):
    now = article("a", *(edited.get(one.id, one) for one in OWN), date="2015-01-01")
    found, _ = kept_after([article("a", *OWN, date="2015-01-01"), B], [now, B])
    assert {ref for ref in found if ref.startswith("a#")} == same
    assert "b#far" in found


B = article("b", claim("far", "mod"), date="2016-01-01")


def test_where_a_number_or_a_place_changed_rows_are_the_same():
    before = article("a", *OWN, date="2015-01-01")
    moved = tuple(
        replace(one, marker="9", passages=tuple(replace(p, start=7, end=12, lane=2) for p in one.passages))
        for one in before.annotations
    )
    found, _ = kept_after([before, B], [replace(before, annotations=moved), B])
    assert found == {"a#x", "a#y", "a#z", "a#n", "b#far"}


def test_where_the_title_of_an_article_changed_no_row_is_the_same():
    found, _ = kept_after([article("a", *OWN, title="One"), B], [article("a", *OWN, title="Two"), B])
    assert found == {"b#far"}


def test_a_claim_that_stays_leaves_the_pages_of_its_speaker_alone():
    before = article("a", *OWN[1:], claim("x", verdict="unsupported"), date="2015-01-01")
    now = article(
        "a", claim("y", "mod", verdict="false"), *OWN[2:], claim("x", verdict="unsupported"), date="2015-01-01"
    )
    _, kept = kept_after([before, B], [now, B])
    assert "speakers/konashenkov.html" in kept
    assert not {"verdicts/false.html", "speakers/mod.html", "claims/index.html", "feed.xml"} & kept

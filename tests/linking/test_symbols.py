"""What references mean, which lead in circles, and what a date is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.linking.symbols import edges_in_circles, holds_date, instant_of, symbols_of
from generator.model import LocalSpeaker, Registry, Speaker
from generator.values import replace
from tests.facts import REGISTRY, SETTINGS, answer, article, claim, note


def test_a_reference_leads_on_from_former_ids_and_other_spellings():
    facts = [article("2015/été", claim("x", aliases=("y",)), aliases=("2015/summer",))]
    names = symbols_of(facts, REGISTRY, SETTINGS)
    references = ["2015/été#x", "2015/e\u0301te\u0301#x", "2015/summer#x", "2015/été#y", "2015/Summer#y"]
    assert [names.find(reference) for reference in references] == ["2015/été#x"] * 5
    assert [names.find(reference) for reference in ["2015/été#z", "2015/other#x", "x", ""]] == [""] * 4


def test_an_article_keeps_its_id_against_the_alias_of_another():
    facts = [article("a", claim("x")), article("b", claim("x"), aliases=("a", "c"))]
    names = symbols_of(facts, REGISTRY, SETTINGS)
    assert [names.article(name) for name in ("a", "A", "c")] == ["a", "a", "b"]


def test_speakers_of_a_draft_are_nobody():
    entry = (LocalSpeaker("secret", Speaker("secret", "Secret")),)
    facts = [article("a", draft=True, speakers=entry)]
    assert "secret" not in symbols_of(facts, REGISTRY, SETTINGS).speakers
    assert "secret" in symbols_of(facts, REGISTRY, replace(SETTINGS, drafts=True)).speakers


def test_of_two_descriptions_of_a_speaker_the_older_article_has_it():
    def described(name: str) -> tuple[LocalSpeaker, ...]:
        return (LocalSpeaker("x", Speaker("x", name)),)

    facts = [article("a", date="2016-01-01", speakers=described("B")), article("b", speakers=described("A"))]
    for order in (facts, facts[::-1]):
        assert symbols_of(order, Registry(), SETTINGS).speakers["x"].name == "A"


def test_what_can_not_be_answered_or_repeated_is_no_relation():
    facts = [
        article(
            "a",
            claim("x", repeats="d#x"),
            claim("y", repeats="a#c"),
            claim("z", repeats="a#gone"),
            note("n"),
            answer("c", "a#n", "d#x", "a#x", "a#x", "a#gone"),
        ),
        article("d", claim("x"), draft=True),
    ]
    relations = symbols_of(facts, REGISTRY, SETTINGS).relations
    assert relations.repeats == {}
    assert relations.answers == {"a#c": ("a#x",)}


def test_in_a_circle_of_answers_only_what_was_written_under_to_is_at_fault():
    facts = [article("a", answer("x", "a#z"), answer("y", "a#x", parent="x"), answer("z", "a#y", parent="y"))]
    relations = symbols_of(facts, REGISTRY, SETTINGS).relations
    assert relations.answer_circles == {("a#x", "a#z")}


GRAPHS = st.dictionaries(st.integers(0, 7).map(str), st.lists(st.integers(0, 9).map(str), max_size=3, unique=True))


def _reachable(edges: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += edges.get(node, [])
    return seen


@given(GRAPHS.map(lambda graph: {node: ways for node, ways in graph.items() if ways}))
def test_an_edge_lies_on_a_circle_if_its_end_leads_back_to_its_beginning(edges):
    expected = {(node, to) for node, ways in edges.items() for to in ways if node in _reachable(edges, to)}
    assert edges_in_circles(edges) == expected


def test_a_circle_of_many_thousands_is_found_in_time():
    size = 50_000
    edges = {str(n): (str((n + 1) % size),) for n in range(size)}
    assert len(edges_in_circles(edges)) == size


@pytest.mark.parametrize(
    ("date", "zone", "instant"),
    [
        ("2015-12-23", "UTC", "2015-12-23T00:00:00Z"),
        ("2015-12-23", "Europe/Moscow", "2015-12-22T21:00:00Z"),
        ("2015-12-23T10:30+03:00", "UTC", "2015-12-23T07:30:00Z"),
        ("2015-12-23 10:30:15 +03:00", "UTC", "2015-12-23T07:30:15Z"),
        ("2015-12-23T10:30:00.5Z", "Asia/Tokyo", "2015-12-23T10:30:00Z"),
        ("0800-01-02", "UTC", "0800-01-02T00:00:00Z"),
        ("0001-01-01", "Asia/Tokyo", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59-05:00", "UTC", "9999-12-31T23:59:59Z"),
        ("2015-12-23", "Nowhere/Nothing", "2015-12-23T00:00:00Z"),
        ("someday", "UTC", "0001-01-01T00:00:00Z"),
    ],
)
def test_a_bare_date_is_the_start_of_that_day_where_the_site_is(date, zone, instant):
    assert instant_of(date, zone) == instant


@pytest.mark.parametrize(
    ("since", "until", "date", "holds"),
    [
        ("", "", "2015-12-23", True),
        ("2015", "", "2015-01-01", True),
        ("2015", "", "2014-12-31", False),
        ("2014", "2015", "2015-12-31", True),
        ("2014", "2015", "2016-01-01", False),
        ("", "2015-05", "2015-05-31", True),
        ("", "2015-05", "2015-06-01", False),
        ("2015-05-02", "", "2015-05-02", True),
        ("2015-05-02", "", "2015-05-01", False),
        ("2015-05-02", "2015-05-02", "2015-05-02", True),
        ("2015-05-02", "2015-05-20", "2015-05", True),
        ("2015-05-02", "2015-05-20", "2015-06", False),
    ],
)
def test_the_ends_of_a_stretch_of_time_belong_to_it(since, until, date, holds):
    assert holds_date(since, until, date) is holds

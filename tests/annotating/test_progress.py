"""How far an article is annotated, and in which order to go on with several."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.progress import (
    ArticleLeft,
    ArticleProgress,
    by_what_is_left,
    lost_in,
    progress_of,
    touched_paragraphs,
)
from generator.model import Annotation, AnnotationFacts, Passage
from tests.facts import answer, claim, note


def test_each_count_has_its_claims():
    annotations = [
        claim("a", verdict="false", note="Why."),
        claim("b", verdict="false"),
        claim("c", unsure="Is it his?"),
        claim("d", repeats="y#z"),
        claim("gone", verdict="false", withdrawn="Misread.", unsure="Yes."),
        answer("e", "x#a", verdict="false"),
        answer("f", "y#b"),
        note("n", unsure="Whose marks?"),
    ]
    progress = progress_of("x", annotations, lost={"c", "gone"}, answered={"c"})
    assert progress == ArticleProgress(
        claims=4, answers=2, notes=1, rated=3, without_reason=2, unanswered=1, unsure=2, without_place=1
    )
    assert (progress.unrated, progress.left) == (1, 1 + 1 + 2 + 2)
    assert progress_of("x", []) == ArticleProgress()


def test_an_answer_that_is_withdrawn_answers_nothing():
    assert progress_of("x", [claim("a"), answer("b", "x#a", withdrawn="Misread.")]).unanswered == 1
    assert progress_of("x", [claim("a"), answer("b", "x#a")]).unanswered == 0


def test_articles_come_by_what_is_left():
    begun, most = ArticleProgress(claims=3, rated=2), ArticleProgress(claims=3)
    articles = [
        ArticleLeft("done", "", True, ArticleProgress(claims=2, rated=2)),
        ArticleLeft("new", "", False, ArticleProgress()),
        ArticleLeft("begun", "", False, begun),
        ArticleLeft("most", "", False, most),
        ArticleLeft("broken", "", True, ArticleProgress(claims=2, rated=2, without_place=1)),
    ]
    assert [one.id for one in by_what_is_left(articles)] == ["broken", "most", "begun", "new", "done"]
    assert [one.state for one in articles] == ["done", "not begun", "begun", "begun", "done"]


def fact(name: str, *places: tuple[int, int], part="body", placed=True, **more) -> AnnotationFacts:
    passages = tuple(Passage(part, start, end, "") for start, end in places)
    return AnnotationFacts(Annotation(name, "claim", **more), "1", passages, placed)


def test_each_paragraph_counts_the_annotations_that_touch_it():
    paragraphs = [(0, 10), (11, 20), (21, 30)]
    facts = [
        fact("a", (0, 4), (6, 8)),
        fact("b", (8, 15)),
        fact("c", (10, 11)),
        fact("d", (0, 9), part="title"),
        fact("e", (0, 30), withdrawn="Misread."),
        fact("f", (29, 30)),
    ]
    assert touched_paragraphs(paragraphs, facts) == (2, 1, 1)
    assert touched_paragraphs([], facts) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=5))
def test_a_paragraph_is_touched_by_what_shares_a_character_with_it(places):
    paragraphs = [(n, n + 7) for n in range(0, 80, 8)]
    spans = [(start, start + size) for start, size in places]
    wanted = [any(a < end and start < b for a, b in spans) for start, end in paragraphs]
    assert [bool(count) for count in touched_paragraphs(paragraphs, [fact("a", *spans)])] == wanted


def test_what_has_no_place_is_lost():
    assert lost_in([fact("a", placed=False), fact("b", (0, 1))]) == {"a"}

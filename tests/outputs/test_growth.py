"""What is planned for an archive grows no faster than the archive, however its statements refer to each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.model import ArticleFacts, Body
from generator.outputs.article_inputs import Gatherer, dossier
from generator.outputs.article_pages import plan_article
from generator.outputs.speakers import plan_speakers
from tests.archives import in_full, link, lists_of
from tests.facts import REGISTRY, SETTINGS, answer, article, claim, note

MOST = 2.6
"""The most that twice the archive may need in proportion."""


def ids(size: int, letter: str = "c") -> list[str]:
    return [f"{letter}{n}" for n in range(size)]


def refs(size: int, letter: str = "c", of: str = "a") -> list[str]:
    return [f"{of}#{id}" for id in ids(size, letter)]


def all_of_one(size: int) -> list[ArticleFacts]:
    return [article("a", *map(claim, ids(size)), *(answer(k, *refs(size)) for k in ids(8, "k")))]


def all_of_another(size: int) -> list[ArticleFacts]:
    return [article("a", *map(claim, ids(size))), *(article(b, answer("k", *refs(size))) for b in ids(8, "b"))]


def one_of_each_article(size: int) -> list[ArticleFacts]:
    """Two answers to the claims of as many articles."""
    targets = [f"{id}#c" for id in ids(size, "a")]
    return [
        *(article(id, claim("c")) for id in ids(size, "a")),
        article("z", answer("k", *targets), answer("l", *targets)),
    ]


def answers_to_a_shared_answer(size: int) -> list[ArticleFacts]:
    return [article("a", *map(claim, ids(size)), answer("k", *refs(size)), *(answer(m, "a#k") for m in ids(size, "m")))]


def answers_to_what_answers_in_layers(size: int) -> list[ArticleFacts]:
    below, made = refs(size), [claim(id) for id in ids(size)]
    while len(below) > 1:
        pairs = [below[n : n + 2] for n in range(0, len(below), 2)]
        made += [answer(f"l{len(below)}-{n}", *pair) for n, pair in enumerate(pairs)]
        below = [f"a#l{len(below)}-{n}" for n in range(len(pairs))]
    return [article("a", *made, *(answer(m, below[0]) for m in ids(size, "m")))]


def a_chain_of_answers(size: int) -> list[ArticleFacts]:
    chain = [answer(f"k{n}", f"a#k{n - 1}" if n else "a#c0") for n in range(size)]
    return [article("a", *map(claim, ids(size)), *chain)]


def answers_to_one(size: int) -> list[ArticleFacts]:
    return [article("a", claim("c0"), *(answer(k, "a#c0") for k in ids(size, "k")))]


def repeats_in_a_chain(size: int) -> list[ArticleFacts]:
    return [article("a", *(claim(f"c{n}", repeats=f"a#c{n - 1}" if n else "") for n in range(size)))]


def repeats_of_one_all_answered(size: int) -> list[ArticleFacts]:
    repeats = [claim(f"c{n}", repeats="a#c0" if n else "") for n in range(size)]
    return [article("a", *repeats, *(answer(f"k{n}", f"a#c{n}") for n in range(size)))]


def repeats_of_one_answered_at_once(size: int) -> list[ArticleFacts]:
    repeats = [claim(f"c{n}", repeats="a#c0" if n else "") for n in range(size)]
    return [article("a", *repeats, answer("k", *refs(size)), answer("l", *refs(size)))]


def repeats_in_many_articles(size: int) -> list[ArticleFacts]:
    return [article(f"a{n}", claim("c", repeats="a0#c" if n else "")) for n in range(size)]


def many_to_many(size: int) -> list[ArticleFacts]:
    """Here the archive itself grows with the square: all answers name all claims."""
    root = round(size**0.5 * 4)
    return [article("a", *map(claim, ids(root)), *(answer(k, *refs(root)) for k in ids(root, "k")))]


def notes_alone(size: int) -> list[ArticleFacts]:
    return [article("a", *map(note, ids(size)))]


SITES: list[Callable[[int], list[ArticleFacts]]] = [
    all_of_one, all_of_another, one_of_each_article, answers_to_a_shared_answer, answers_to_what_answers_in_layers,
    a_chain_of_answers, answers_to_one, repeats_in_a_chain, repeats_of_one_all_answered,
    repeats_of_one_answered_at_once, repeats_in_many_articles, many_to_many, notes_alone,
]  # fmt: skip


def planned(articles: list[ArticleFacts]) -> int:
    """The size of all that is planned, in characters: surroundings, views of articles and claims, rows of speakers."""
    archive = link(articles, REGISTRY, SETTINGS)
    gatherer = Gatherer(archive, lambda id: {})
    size = 0
    for one in archive.articles:
        around = gatherer.surroundings(one)
        size += len(repr(around))
        size += sum(
            len(repr(page.view)) for page in plan_article(dossier(gatherer.site, one.facts, Body((), ""), around))
        )
    size += sum(len(repr(page.view)) for page in in_full(plan_speakers(archive, lists_of(archive))))
    return size


@pytest.mark.parametrize("build", SITES, ids=lambda build: build.__name__)
def test_twice_the_archive_needs_about_twice_as_much(build):
    once, twice = planned(build(64)), planned(build(128))
    assert twice / once < MOST, f"{once:,} characters, then {twice:,}"

"""What an article has more of than is published: tags, and former addresses."""

from __future__ import annotations

import pytest

from generator.linking.limits import MOST_FORMER, MOST_TAGS, first_tag_too_many, former_addresses, with_most_tags
from generator.model import ArticleFacts
from tests.archives import link
from tests.facts import REGISTRY, SETTINGS, article, claim, note


def names(count: int, letter: str = "t") -> tuple[str, ...]:
    return tuple(f"{letter}{n}" for n in range(count))


def tags_in(facts: ArticleFacts) -> list[tuple[str, ...]]:
    return [facts.front.tags, *(placed.annotation.tags for placed in facts.annotations)]


MANY = {
    "of an article": (article("a", tags=names(MOST_TAGS + 5)), [names(MOST_TAGS)], ("", MOST_TAGS)),
    "of a claim": (article("a", claim("x", tags=names(MOST_TAGS + 1))), [(), names(MOST_TAGS)], ("x", MOST_TAGS)),
    "of both": (
        article("a", claim("x", tags=("t1", "u1", "u2", "t2")), tags=names(MOST_TAGS - 1)),
        [names(MOST_TAGS - 1), ("t1", "u1", "t2")],
        ("x", 2),
    ),
    "of notes": (
        article("a", *(note(f"n{n}", tags=(f"t{n}", "all")) for n in range(MOST_TAGS + 1))),
        [(), *((f"t{n}", "all") for n in range(MOST_TAGS - 1)), ("all",), ("all",)],
        (f"n{MOST_TAGS - 1}", 0),
    ),
}
FEW = {
    "none": article("a"),
    "as many as there may be": article("a", tags=names(MOST_TAGS)),
    "shared ones": article("a", *(claim(f"c{n}", tags=names(9)) for n in range(MOST_TAGS)), tags=names(9)),
}


@pytest.mark.parametrize(("facts", "kept", "first"), MANY.values(), ids=MANY)
def test_the_first_tags_are_kept(facts, kept, first):
    assert tags_in(with_most_tags(facts)) == kept
    assert first_tag_too_many(facts) == first
    assert sorted({name for tags in kept for name in tags}) == sorted(
        tag.name for tag in link([facts], REGISTRY, SETTINGS).tags
    )


@pytest.mark.parametrize("facts", FEW.values(), ids=FEW)
def test_nothing_is_left_out_of_few(facts):
    assert with_most_tags(facts) == facts
    assert first_tag_too_many(facts) is None


ALIASES = {
    "of an article": (article("a", aliases=names(MOST_FORMER + 9)), MOST_FORMER + 9),
    "of a claim": (article("a", claim("x", aliases=names(MOST_FORMER + 1))), MOST_FORMER + 1),
    "of an article with claims": (
        article("a", *(claim(f"c{n}") for n in range(100)), aliases=names(60)), 60 + 100 * 60,
    ),
    "of both": (article("a", claim("x", aliases=names(80, "u")), aliases=names(80)), 80 + 81 * 81 - 1),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "count"), ALIASES.values(), ids=ALIASES)
def test_only_so_many_former_addresses_lead_on(facts, count):
    assert former_addresses(facts) == count
    archive = link([facts], REGISTRY, SETTINGS)
    assert len(archive.aliases) == MOST_FORMER


def test_former_addresses_are_counted_as_they_are_made():
    facts = article("a", claim("x", aliases=("y",)), claim("z"), note("n", aliases=("m",)), aliases=("b", "c"))
    assert former_addresses(facts) == len(link([facts], REGISTRY, SETTINGS).aliases) == 9

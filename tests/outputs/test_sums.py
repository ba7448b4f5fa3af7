"""The sum of an article's claims: its numbers, and how they read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from generator.i18n.catalog import Catalog
from generator.model import Annotation, Archive, FrontMatter
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.sums import in_a_sentence, sum_of, summed
from generator.outputs.views import SumView, VerdictCount, VerdictView
from generator.rendering.templates import Templates
from tests.archives import archive_of, by, settings, written

ID = "2015/a"


def claim(id: str, verdict: str = "", withdrawn: str = "", repeats: str = "") -> Annotation:
    return Annotation(
        id, "claim", statement=id, speaker=by("amnesty"), verdict=verdict, withdrawn=withdrawn, repeats=repeats
    )


def answer(id: str, *to: str, withdrawn: str = "") -> Annotation:
    targets = tuple(f"{ID}#{one}" for one in to)
    return Annotation(id, "counterpoint", statement=id, speaker=by("defence"), to=targets, withdrawn=withdrawn)


def archive(annotations: Iterable[Annotation], **more: Iterable[Annotation]) -> Archive:
    others = [written(f"2016/{id}", FrontMatter("T", "2016-01-01"), "Text.", its) for id, its in more.items()]
    return archive_of([written(ID, FrontMatter("T", "2015-01-01"), "Text.", annotations), *others], settings())


def sum_in(archive: Archive, article: str = ID) -> SumView:
    found = summed(archive, article, PageContext("articles/index.html", site_of(archive), article_names(archive))).sum
    assert found is not None
    return found


def numbers(of: SumView) -> dict[str, int]:
    rated = {one.label: one.count for one in of.verdicts}
    return {**rated, "unrated": of.unrated, "withdrawn": of.withdrawn, "answered": of.answered, "claims": of.claims}


def test_every_claim_is_counted_once():
    several = [claim("a", "supported"), claim("b", "false"), claim("c"), claim("d", "false", withdrawn="A mistake.")]
    found = sum_in(archive([*several, claim("e", "false"), answer("f", "a")]))
    assert numbers(found) == {
        "false": 2, "supported": 1, "unrated": 1, "withdrawn": 1, "answered": 1, "claims": 5,
    }  # fmt: skip
    assert sum(one.count for one in found.verdicts) + found.unrated + found.withdrawn == found.claims
    assert [one.label for one in found.verdicts] == ["false", "supported"], "in the order of the vocabulary"


def test_a_claim_counts_as_answered_once_by_answers_of_any_article_that_stand():
    own = [claim("a"), claim("b"), claim("c"), claim("d", withdrawn="No."), answer("e", "a", "d")]
    taken_back = answer("f", "b", withdrawn="Not so.")
    assert sum_in(archive([*own, taken_back], x=[answer("g", "a", "c")])).answered == 2


def test_a_claim_that_repeats_another_has_the_verdict_of_that_one():
    again = claim("again", repeats=f"{ID}#a")
    assert numbers(sum_in(archive([claim("a", "false")], x=[again]), "2016/x"))["false"] == 1


def test_what_another_article_says_changes_only_the_sum_of_the_one_it_answers():
    before = archive([claim("a")], x=[claim("b")])
    after = archive([claim("a")], x=[claim("b"), answer("c", "a")])
    assert (sum_in(before).answered, sum_in(after).answered) == (0, 1)
    assert sum_in(before, "2016/x") == sum_in(after, "2016/x")
    assert article_names(before)[ID] == article_names(after)[ID], "no other page shows it, so none need be made anew"


def test_statements_alone_give_a_sum():
    linked = archive([claim("a", "false"), answer("b", "a")])
    here = PageContext("index.html", site_of(linked), article_names(linked))
    shown = sum_of(linked.statements.values(), linked.statements, here)
    assert (shown.claims, shown.answered) == (1, 1)
    assert shown.verdicts[0].verdict.href == "verdicts/false.html"


@pytest.mark.parametrize(
    ("label", "language", "shown"),
    [
        ("False", "en", "false"),
        ("Étayé", "fr", "étayé"),
        ("UN record", "en", "UN record"),
        ("Beleg fehlt", "de-AT", "Beleg fehlt"),
        ("خاطئ", "ar", "خاطئ"),
        ("", "en", ""),
        ("A", "en", "A"),
    ],
)
def test_a_label_loses_its_capital_letter_within_a_sentence_where_it_may(label, language, shown):
    assert in_a_sentence(label, language) == shown


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────

FALSE = VerdictCount(VerdictView("false", "False", "×", ""), "false", 2)
OPEN = VerdictCount(VerdictView("unverified", "Unverified", "?", ""), "unverified", 1)


def in_words(of: SumView, language: str = "en") -> str:
    """The sum as a page says it, with its tags."""
    template = '{% from "sums.html" import sum %}{{ sum(page.sum) }}'
    page = Page("t.html", "a page for a test", "t.html", SimpleNamespace(frame=None, sum=of))
    rendered = Templates({"t.html": template}, language).render(page)
    assert isinstance(rendered, bytes), rendered
    return rendered.decode()


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (SumView(8, (FALSE, OPEN), 4, 1, 3), "8 claims: 2 false, 1 unverified, 4 not rated, 1 withdrawn. 3 answered."),
        (SumView(2, (FALSE,), 0, 0, 0), "2 claims: 2 false. No answer yet."),
        (SumView(1, (OPEN,), 0, 0, 1), "1 claim: unverified. Answered."),
        (SumView(1, (), 1, 0, 0), "1 claim: not rated. No answer yet."),
        (SumView(1, (), 0, 1, 0), "1 claim: withdrawn."),
        (SumView(0, (), 0, 0, 0), "No claim is marked yet."),
    ],
)
def test_a_sum_reads_as_a_sentence(of, words):
    assert re.sub("<[^>]+>", "", in_words(of)) == words


def test_each_verdict_of_a_sum_wears_its_line():
    assert '<span class="verdict v-false">2 <span class="word">false</span></span>' in in_words(
        SumView(2, (FALSE,), 0, 0, 0)
    )


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 11, 100])
def test_the_words_of_a_sum_say_each_number_in_each_language(language, n):
    words = Catalog(language)
    said = [words.word(f"sum.{key}", n=n) for key in ("unrated", "withdrawn", "answered")]
    assert all(said)
    assert words.word("sum.line", n=n, what="<i>").count("<i>") == 1

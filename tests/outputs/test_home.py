"""The home page: which claim it shows and with which words, the articles, what happened on its own day."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Annotation, Body, FrontMatter, Passage, Statement
from generator.outputs.exhibit import (
    AROUND,
    LONGEST_PARAGRAPH,
    LONGEST_REASON,
    excerpt,
    featured_claim,
    first_sentences,
)
from generator.outputs.home import EVENTS, home_of
from generator.outputs.members import EXAMPLES
from generator.outputs.views import HomePage
from generator.values import replace
from tests.archives import (
    ARTICLES,
    WholeArchive,
    Written,
    archive_of,
    by,
    every_output_but,
    link,
    lists_of,
    settings,
    site,
    written,
)
from tests.facts import REGISTRY, SETTINGS, answer, article, claim

TURNS = {"a": "a#c", "b": "a#c", "n": "a#b"}
"""Three turns below the claim `a#c`: two answers, and an answer to the second."""


def home_view(archive: WholeArchive) -> HomePage:
    return home_of(archive, lists_of(archive), archive.body_of)


def featured(*articles, **changes) -> str:
    archive = link(articles, REGISTRY, replace(SETTINGS, **changes))
    chosen = featured_claim(archive, lists_of(archive))
    return chosen.ref if chosen else ""


def exchange(name: str, *more: Annotation, **of_article) -> object:
    return article(name, claim("c"), *(answer(id, to.replace("a#", f"{name}#")) for id, to in TURNS.items()), *more)


# ── which claim ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_claim_with_the_most_turns_is_shown_those_of_all_its_appearances():
    two = article("two", claim("c"), answer("k", "two#c"), answer("l", "two#c"))
    assert featured(two, exchange("a")) == "a#c"
    repeated = article("rep", claim("c", repeats="two#c"), answer("k", "rep#c"), answer("l", "rep#c"))
    assert featured(two, exchange("a"), repeated) == "two#c"


def test_turns_that_are_withdrawn_do_not_count():
    three = article("a", claim("c"), *(answer(id, "a#c", withdrawn="A mistake.") for id in "klm"))
    assert featured(three, article("b", claim("c"), answer("k", "b#c"))) == "b#c"


def test_of_equal_exchanges_the_one_of_the_newer_article_is_shown_there_the_first():
    def of(name, date):
        return article(name, claim("c"), claim("b"), answer("k", f"{name}#c", f"{name}#b"), date=date)

    assert featured(of("a", "2015-01-01"), of("b", "2016-01-01")) == "b#c"


@pytest.mark.parametrize(
    ("claims", "chosen"),
    [
        ([claim("a"), claim("b", verdict="false"), claim("c", verdict="false")], "new#b"),
        ([claim("a"), claim("b")], "new#a"),
        ([claim("a", withdrawn="A mistake.")], "old#o"),
    ],
)
def test_where_nothing_is_answered_the_newest_rated_claim_is_shown_and_where_none_is_the_newest(claims, chosen):
    old = article("old", claim("o", verdict="" if chosen != "new#b" else "false"), date="2014-01-01")
    assert featured(article("new", *claims), old) == chosen


def test_an_older_answered_claim_goes_before_a_newer_rated_one():
    old = article("old", claim("o"), answer("k", "old#o"), date="2014-01-01")
    assert featured(article("new", claim("a", verdict="false")), old) == "old#o"


def test_without_a_claim_there_is_none_to_show():
    assert featured() == featured(article("a")) == featured(article("a", claim("c", withdrawn="A mistake."))) == ""
    html = site(articles=[written("2020/a", FrontMatter("T", "2020-01-01"), "Text.")])["index.html"].decode()
    assert 'id="exhibit_"' not in html
    assert 'id="articles_"' in html


def test_the_claim_that_the_settings_name_is_shown():
    assert featured(exchange("a"), article("b", claim("c")), featured="b#c") == "b#c"
    assert featured(exchange("a"), article("b", claim("c", withdrawn="A mistake.")), featured="b#c") == "a#c"
    assert featured(exchange("a"), featured="nowhere#c") == "a#c"


class _Counting(dict[str, Statement]):
    asked = 0

    def __getitem__(self, key):
        _Counting.asked += 1
        return super().__getitem__(key)


@pytest.mark.parametrize("size", [100, 400])
def test_answers_that_many_claims_share_are_not_walked_again_for_each(size):
    """They would be as many as the square of the claims."""
    shared = [answer("k", *(f"a#c{n}" for n in range(size))), *(answer(f"m{n}", "a#k") for n in range(size))]
    archive = link([article("a", *(claim(f"c{n}") for n in range(size)), *shared)], REGISTRY, SETTINGS)
    _Counting.asked = 0
    assert lists_of(dataclasses.replace(archive, statements=_Counting(archive.statements))).latest([EXAMPLES], 1)
    assert _Counting.asked < 50 * len(archive.statements)


# ── its words ────────────────────────────────────────────────────────────────────────────────────────────────────

LINE = st.text(st.sampled_from("abc  .:“”é中"), max_size=90).map(lambda text: text * 9)


@st.composite
def texts(draw) -> tuple[str, list[Passage]]:
    text = "\n".join(draw(st.lists(LINE, min_size=1, max_size=4)))
    ends = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)) if len(text) > 1 else []
    spans = [tuple(sorted(ends[n : n + 2])) for n in range(0, len(ends) - 1, 2)]
    return text, [Passage("body", start, end, text[start:end]) for start, end in spans]


@given(texts())
def test_what_is_marked_is_the_passage_and_what_surrounds_it_is_its_text(case):
    text, passages = case
    pieces = excerpt(text, passages)
    if not pieces:
        return
    own = [words for words, is_own in pieces if is_own]
    first = min(passages, key=lambda passage: (passage.start, passage.end))
    longest = 2 * LONGEST_PARAGRAPH
    if len(first.text) <= longest:
        assert own[0] == first.text
        if all(len(passage.text) <= longest for passage in passages):
            assert set(own) <= {passage.text for passage in passages}
            shown = "".join(words for words, _ in pieces).removeprefix("… ").removesuffix(" …")
            assert shown in text
    assert sum(len(words) for words, is_own in pieces if not is_own) <= LONGEST_PARAGRAPH + 2 * AROUND + 20


@pytest.mark.parametrize(
    ("text", "own", "shown"),
    [
        ("Before.\nHe said so.\nAfter.", ["so"], "He said [so]."),
        ("He said:\nIt is so.\nAfter.", ["so"], "He said:\nIt is [so]."),
        ("Heading\nSo he said.", ["So"], "[So] he said."),
        ("It is so, and so on.", ["so,", "on"], "It is [so,] and so [on]."),
        ("It is so.\nAnd so on.", ["so", "on"], "It is [so]."),
        ("“It is so”\nMore.", ["It is so"], ""),
        ("x " * 300 + "here " + "y " * 300, ["here"], "… " + "x " * 74 + "[here] " + "y " * 74 + "…"),
        ("Yes, " + "a " * 500 + "b.", ["a " * 500 + "b"], "Yes, [" + "a " * 209 + "a] … [" + "a " * 74 + "b]."),
    ],
)
def test_the_paragraph_around_is_shown_and_of_a_long_one_what_is_near(text, own, shown):
    passages = [Passage("body", text.index(words), text.index(words) + len(words), words) for words in own]
    pieces = excerpt(text, passages)
    assert "".join(f"[{words}]" if is_own else words for words, is_own in pieces) == shown


def test_a_quote_in_the_title_and_one_of_a_text_that_is_withheld_have_no_surroundings():
    assert excerpt("A text.", [Passage("title", 0, 3, "The")]) == ()
    assert excerpt("", [Passage("body", 0, 3, "The")]) == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>He names <em>no</em> <a href=\"site:a.html\">passage</a>.</p>\n<p>More.</p>", "He names no passage."),
        ("<p>R&amp;D &lt;b&gt;</p>", "R&D <b>"),
        ("<ul>\n<li>One</li>\n</ul>", "One"),
        (f"<p>Mr. Ray said nothing. {'It is long ' * 20}.</p>", "Mr. Ray said nothing."),
        (f"<p>{'Short one. ' * 30}</p>", " ".join(["Short one."] * 18)),
        (f"<p>{'never ending ' * 30}</p>", "never ending " * 15 + "…"),
    ],
)  # fmt: skip
def test_of_a_reason_the_first_sentences_are_shown(html, text):
    assert first_sentences(html) == text
    assert len(text) <= LONGEST_REASON + 2


def test_a_claim_is_shown_as_on_the_page_of_its_article():
    html = site(settings(featured="2015/amnesty#only-cliches"))["index.html"].decode()
    note = "articles/2015/amnesty.html#note_only-cliches"
    mark = '<mark class="claim v-unsupported">'
    ref = f'<a class="ref claim v-unsupported" role="doc-noteref" href="{note}">1</a>'
    assert (
        f'<p class="record">Russia has dismissed as {mark}full of clichés</mark>{ref} a report. It held '
        f"{mark}nothing concrete or new</mark>{ref}, he said.</p>"
    ) in html
    assert "<bdi>He names no passage; see the answer.</bdi>" in html
    assert '<p class="speaks" aria-hidden="true"><bdi>Konashenkov</bdi></p>' in html
    assert '<a href="claims/2015/amnesty/only-cliches.html">The claim and its 2 answers</a>' in html
    without = site(settings(outputs=every_output_but("claims")))["index.html"].decode()
    assert "The claim and its" not in without
    assert mark in without


def answers_shown(*own: Annotation) -> list[tuple[str, str]]:
    """The letter and the words of each answer shown to the claim `2020/a#c`."""
    first = Annotation("c", "claim", statement="It is so.", speaker=by("defence"))
    elsewhere = written("2021/b", FrontMatter("T", "2021-01-01"), "Text.", [one for one in own if one.id == "far"])
    here = written("2020/a", FrontMatter("T", "2020-01-01"), "Text.", [first, *(a for a in own if a.id != "far")])
    exhibit = home_view(archive_of([here, elsewhere], settings(featured="2020/a#c"))).exhibit
    assert exhibit
    return [(one.marker, one.text.words) for one in exhibit.answers]


def says(id: str, speaker: str, **more) -> Annotation:
    return Annotation(id, "counterpoint", statement=f"{id}.", speaker=by(speaker), to=("2020/a#c",), **more)


def test_each_voice_is_heard_before_one_is_heard_again_and_the_editors_last():
    by_speaker = {"k": "editors", "l": "amnesty", "m": "amnesty", "n": "presstv"}
    editors, one, again, other = (says(id, who) for id, who in by_speaker.items())
    assert answers_shown(editors, one, again, other) == [("b", "l."), ("d", "n.")]
    assert answers_shown(editors, one, again) == [("b", "l."), ("c", "m.")]
    assert answers_shown(editors, one) == [("b", "l."), ("a", "k.")]
    assert answers_shown(replace(one, withdrawn="A mistake."), other) == [("b", "n.")]


def test_an_answer_of_another_article_has_no_letter_here():
    assert answers_shown(says("far", "amnesty")) == [("", "far.")]


def test_the_words_and_the_reason_come_from_one_article_alone():
    archive, asked = archive_of(ARTICLES, settings()), list[str]()

    def body_of(id: str) -> Body:
        asked.append(id)
        return replace(archive.body_of(id), notes={"only-cliches": "<p>He names none.</p>"})

    exhibit = home_of(archive, lists_of(archive), body_of).exhibit
    assert exhibit
    assert (exhibit.reason, asked) == ("He names none.", ["2015/amnesty"])


# ── what the archive is, and its articles ────────────────────────────────────────────────────────────────────────


def page(*articles: Written, **changes) -> str:
    return site(settings(**changes), articles)["index.html"].decode()


def told(retold: bool, **more) -> Written:
    return written(f"2020/{'ab'[retold]}", FrontMatter("T", "2020-01-01", retold=retold, **more), "Text.")


def test_the_promise_is_the_site_s_own_sentence_or_ours():
    assert "<h1>Disputed news stories, read closely</h1>" in page()
    assert "<h1>Who said it, in which words, and what answers it</h1>" in page(description="")
    assert f'<h1 class="long">{"word " * 20}</h1>' in page(description="word " * 20)


def test_no_text_is_called_kept_as_published_that_is_retold():
    assert "kept as they were published." in page(told(False))
    assert "kept as they were published or retold." in page(told(False), told(True))
    only = page(told(True))
    assert "retold in our own words." in only
    assert "as they were published" not in only


def test_an_article_has_a_headline_in_the_interface_s_language_and_its_own_below():
    other = written(
        "2020/fa", FrontMatter("عنوان", "2020-01-01", language="fa", titles=(("en", "A headline"),)), "متن."
    )
    html = page(other)
    assert '<h3><a href="articles/2020/fa.html">A headline</a></h3>' in html
    assert '<p class="original record soft" lang="fa" dir="rtl">عنوان</p>' in html
    assert '<h3 class="record"><a href="articles/2020/fa.html">عنوان</a></h3>' in page(other, language="fa")


def test_an_article_has_its_sum_in_words():
    assert re.search(r"4 claims: .*unsupported</span></span>.* 2 answered\.", page(*ARTICLES))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("articles", [(), (told(True),), ARTICLES[:1], ARTICLES], ids=["none", "plain", "one", "three"])
def test_sites_with_little_have_a_home_page_too(articles, language):
    outputs = ("home", "articles", "pages")
    for html in (page(*articles, language=language), page(*articles, language=language, outputs=outputs)):
        assert html.count("<h1") == 1
        assert 'href=""' not in html
        assert ('<ul class="stories">' in html) == bool(articles)
        assert 'id="marks_"' in html


# ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────


def events_of(*own: Annotation, date: str = "2026-11-22") -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    view = home_view(archive_of([written("2026/a", FrontMatter("T", date), "Text.", own)], settings()))
    answered, edited = ([(one.date, one.statement.id) for one in part] for part in (view.answered, view.edited))
    return answered, edited


def made(id: str, **more) -> Annotation:
    return Annotation(id, "claim", statement=f"{id}.", speaker=by("defence"), **more)


def answered(id: str, said: str) -> tuple[Annotation, Annotation]:
    no = Annotation(f"no-{id}", "counterpoint", statement="No.", speaker=by("amnesty"), said=said, to=(f"2026/a#{id}",))
    return made(id), no


def test_answers_are_in_the_order_of_their_own_dates_exact_or_not():
    pairs = {"a": "2006-06-11", "b": "2006", "c": "2006-06", "d": "", "e": "2005-12-31", "f": "2006-07"}
    found, _ = events_of(*(one for id, said in pairs.items() for one in answered(id, said)))
    assert found == [
        ("2026-11-22", "d"), ("2006-07", "f"), ("2006-06-11", "a"), ("2006-06", "c"), ("2006", "b"),
        ("2005-12-31", "e"),
    ]  # fmt: skip


def test_an_answer_is_never_given_the_date_of_its_article_where_it_has_its_own():
    articles = [written("2026/a", FrontMatter("T", "2026-11-22"), "Text.", answered("a", "2006-06"))]
    html = site(articles=articles)["index.html"].decode()
    assert re.search(r'Amnesty International</bdi></a>, <time datetime="2006-06">June 2006</time></p>', html)


def test_the_latest_are_shown_half_of_them_answers_as_far_as_there_are_both():
    answers = [one for n in range(10) for one in answered(f"a{n}", f"20{n:02}")]
    updated = [made(f"u{n}", updates=((f"2016-01-{n:02}", "Was false."),)) for n in range(1, 10)]
    few, many = events_of(*answers, *updated[:2]), events_of(*answers, *updated)
    assert [len(part) for part in few] == [EVENTS - 2, 2]
    assert [len(part) for part in many] == [EVENTS // 2, EVENTS // 2]
    assert many[0][0] == ("2009", "a9")
    assert many[1][0] == ("2016-01-09", "u9")
    assert [len(part) for part in events_of(*updated)] == [0, EVENTS]


def test_a_claim_is_told_of_once_with_its_latest_change():
    changes = {
        "updates": (("2016-01-01", "One."), ("2016-03-01", "Two.")),
        "reviewed": "2016-05-01",
        "verdict": "false",
    }
    later = {**changes, "withdrawn": "A mistake.", "withdrawn_date": "2016-04-01"}
    assert events_of(made("a", **changes))[1] == [("2016-03-01", "a")]
    assert events_of(made("a", **later))[1] == [("2016-04-01", "a")]


def test_ratings_are_shown_where_nothing_else_was_changed():
    rated = made("a", reviewed="2016-05-01", verdict="false")
    assert events_of(rated)[1] == [("2016-05-01", "a")]
    assert events_of(rated, made("b", updates=(("2016-01-01", "One."),)))[1] == [("2016-01-01", "b")]
    articles = [written("2026/a", FrontMatter("T", "2026-11-22"), "Text.", [rated])]
    html = site(articles=articles)["index.html"].decode()
    assert "Rated lately" in html
    assert "Changed our mind" not in html


def test_no_claim_is_told_of_twice_in_one_list():
    view = home_view(archive_of(ARTICLES, settings()))
    for part in (view.answered, view.edited):
        assert max(Counter(one.statement.ref for one in part).values()) == 1

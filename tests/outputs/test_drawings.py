"""The three pictures of an archive: what is drawn, what is left out and counted, and what a page must be known by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest

from generator.diagnostics import Diagnostic
from generator.model import (
    Annotation,
    Archive,
    FrontMatter,
    SpeakerRef,
    Voice,
)
from generator.outputs import answer_times, recurrences
from generator.outputs.answer_matrix import MOST_BARS, MOST_VOICES, answer_bars, answer_matrix, answers_counted
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import AnswerBars, AnswerMatrix, AnswerTimes, Frame, Recurrences
from generator.rendering.templates import Templates
from generator.values import replace
from tests.archives import ARTICLES, Written, archive_of, by, every_output_but, lists_of, quoted, settings, written

_V = TypeVar("_V")


def claim(id: str, words: str = "", **more) -> Annotation:
    return Annotation(id, "claim", quoted(words) if words else (), **{"speaker": by("konashenkov")} | more)


def answer(id: str, to: str, said: str = "", speaker: str = "amnesty", **more) -> Annotation:
    return Annotation(
        id,
        "counterpoint",
        statement="No.",
        speaker=by(speaker),
        to=tuple(to.split()),
        said=said,
        **{"relation": "rebuts"} | more,
    )


def article(id: str, date: str, *annotations: Annotation, text: str = "Text.", **front) -> Written:
    return written(id, FrontMatter(f"Title of {id}", date, **{"publisher": "presstv"} | front), text, annotations)


def context(archive: Archive, path: str = "x/page.html") -> PageContext:
    return PageContext(path, site_of(archive), article_names(archive))


def drawn(view: _V | None) -> _V:
    """The view, which there is."""
    assert view is not None
    return view


def times_or_none(archive: Archive) -> AnswerTimes | None:
    return answer_times.times_of_claims(
        answer_times.newest_answered(archive, lists_of(archive)), archive.statements, context(archive)
    )


def times(archive: Archive) -> AnswerTimes:
    return drawn(times_or_none(archive))


def of_article(archive: Archive, id: str) -> AnswerTimes:
    own = [archive.statements[ref] for ref in archive.articles_by_id[id].statements]
    return drawn(answer_times.times_of_article(own, archive.statements, context(archive)))


@dataclass(frozen=True, slots=True)
class _View:
    frame: Frame
    view: object


def rendered(macro: str, view: object, language: str = "en") -> str:
    """What a macro of `pictures.html` makes of a view."""
    own = {"own.html": f'{{% import "pictures.html" as pictures %}}{{{{ pictures.{macro} }}}}'}
    archive = archive_of(ARTICLES, settings(language=language))
    page = Page("own.html", "it", "own.html", _View(context(archive).frame(), view))
    out = Templates(own, language).render(page)
    assert not isinstance(out, Diagnostic), out
    return out.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


# ── when was it answered? ────────────────────────────────────────────────────────────────────────────────────────

EXCHANGE = article(
    "a",
    "2015-12-23",
    claim("first"),
    answer("day", "a#first", "2015-12-23"),
    answer("early", "a#first", "2014", relation="supports"),
    answer("late", "a#first", "2016-01", "presstv", relation="corrects"),
    answer("gone", "a#first", "2016-02-01", withdrawn="Wrong."),
    claim("second", said="2015-12-20"),
    answer("other", "a#second", "2015-12-27", "editors", relation="qualifies"),
    claim("alone"),
)


def archive(*articles: Written, **of) -> Archive:
    return archive_of(articles or (EXCHANGE,), settings(**of))


def test_each_answered_claim_has_a_row_with_its_answers_by_date():
    view = times(archive())
    assert [row.statement.id for row in view.rows] == ["first", "second"]
    first, second = view.rows
    assert [(a.date, a.relation, a.against, a.on_record) for a in first.answers] == [
        ("2014", "supports", False, True),
        ("2015-12-23", "rebuts", True, False),
        ("2016-01", "corrects", True, False),
    ]
    assert [bool(a.since) for a in first.answers] == [True, False, True]
    assert (second.statement.said, [a.date for a in second.answers]) == ("2015-12-20", ["2015-12-27"])
    assert (view.undated, view.more, view.rows_more) == (0, 0, 0)


def test_an_article_shows_the_answers_to_its_own_wording():
    again = article("b", "2016-05-01", claim("again", repeats="a#first"), answer("to-it", "b#again", "2016-06-01"))
    whole = archive(EXCHANGE, again)
    row, *others = of_article(whole, "a").rows
    assert [a.date for a in row.answers] == ["2014", "2015-12-23", "2016-01"]
    assert len(others) == 1
    assert [a.date for a in times(whole).rows[0].answers] == ["2014", "2015-12-23", "2016-01", "2016-06-01"]


def test_a_claim_is_as_old_as_its_first_appearance():
    older = article("b", "2015-01-01", claim("again", repeats="a#first"))
    whole = archive(EXCHANGE, older)
    view = drawn(answer_times.times_of_claims([whole.claims_by_ref["a#first"]], whole.statements, context(whole)))
    assert view.rows[0].statement.said == "2015-01-01"


@pytest.mark.parametrize(
    "annotations",
    [
        [claim("a")],
        [claim("a"), answer("b", "x#a", "2016-01-01")],  # its date says all
        [claim("a"), answer("b", "x#a"), answer("c", "x#a")],  # all on one day
        [claim("a", withdrawn="Wrong."), answer("b", "x#a", "2016"), answer("c", "x#a", "2017")],
    ],
)
def test_what_a_date_tells_needs_no_picture(annotations):
    assert times_or_none(archive(article("x", "2015-12-23", *annotations))) is None


def test_what_is_left_out_is_counted():
    many = [answer(f"n{n}", "x#c0", f"20{n + 16}-01-01") for n in range(11)]
    others = [a for n in range(1, 15) for a in (claim(f"c{n}"), answer(f"o{n}", f"x#c{n}", "2016"))]
    whole = archive(article("x", "2015-12-23", claim("c0"), *many, *others))
    view = of_article(whole, "x")
    assert len(view.rows) == answer_times.MOST_TIMED
    assert view.rows_more == 3
    assert len(view.rows[0].answers) == answer_times.MOST_ANSWERS
    assert [a.date[:4] for a in view.rows[0].answers] == [f"20{n}" for n in range(16, 24)]
    assert view.more == 3
    text = plain(rendered("when_answered(page.view)", view))
    assert "3 answers farther from their claims are left out." in text
    assert "3 more claims are answered." in text


def test_an_answer_whose_date_is_none_is_left_out_and_told():
    odd = replace(EXCHANGE, facts=replace(EXCHANGE.facts, annotations=tuple(
        replace(f, annotation=replace(f.annotation, said="long ago")) if f.id == "late" else f
        for f in EXCHANGE.facts.annotations
    )))  # fmt: skip
    view = times(archive(odd))
    assert view.undated == 1
    assert len(view.rows[0].answers) == 2
    assert "1 answer without a date is left out." in plain(rendered("when_answered(page.view)", view))


def test_the_picture_says_in_words_what_it_draws():
    page = rendered("when_answered(page.view)", times(archive()))
    said = [plain(item) for item in re.findall(r"<li(?: class=\"against\")?>(?:(?!<li|<ol|<p).)*?</li>", page)]
    assert said == [
        "on record already: supported by Amnesty International, 2014",
        "rebutted by Amnesty International, 23 December 2015",
        "corrected by Press TV, January 2016",
        "qualified by The editors’ club, 27 December 2015",
    ]
    assert page.count("<circle") == 4
    assert page.count('<circle class="against"') == 2
    assert page.count('class="about"') == 2
    drawings = re.findall(r"<svg[^>]*>", page)
    assert all('aria-hidden="true"' in drawing for drawing in drawings)
    assert not re.search(r"<a [^>]*>", "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL)))
    assert "style=" not in page
    assert "no sample" in page


def test_each_row_leads_to_its_claim_unless_it_is_that_claim_s_page():
    view = times(archive())
    page = rendered("when_answered(page.view)", view)
    assert re.findall(r'<p class="whose"><a href="([^"]*)"', page) == [
        "../claims/a/first.html",
        "../claims/a/second.html",
    ]
    assert "<a " not in rendered("when_answered(page.view, alone=true)", view)


def test_from_right_to_left_the_picture_is_mirrored():
    ltr, rtl = times(archive()), times(archive(language="ar"))
    for one, other in zip(ltr.rows, rtl.rows, strict=True):
        for a, b in zip(one.answers, other.answers, strict=True):
            assert float(a.x[:-1]) + float(b.x[:-1]) == pytest.approx(100, abs=0.11)
            assert a.aside == -b.aside
    assert plain(rendered("when_answered(page.view)", rtl, "ar")).startswith("متى جاء الرد؟")


def test_a_list_shows_the_newest_that_are_answered_and_is_known_by_all_that_they_show():
    older = article("b", "2014-01-01", claim("old"), answer("to-old", "b#old", "2014-02-01"))
    again = article("c", "2016-01-01", claim("again", repeats="a#first"), answer("to-it", "c#again", "2016-06-01"))
    whole = archive(EXCHANGE, older, again)
    chosen = answer_times.newest_answered(whole, lists_of(whole))
    assert [c.ref for c in chosen] == ["a#first", "a#second", "b#old"]
    shown = {ref for claim in chosen for ref in (*claim.appearances, *claim.answers)}
    assert {"a#first", "c#again", "c#to-it", "a#late", "b#to-old"} <= set(shown)
    assert len(shown) == len(set(shown))
    few = {ref: whole.statements[ref] for ref in shown}  # nothing else is read
    assert answer_times.times_of_claims(chosen, few, context(whole)) == times(whole)


# ── who answers whom ─────────────────────────────────────────────────────────────────────────────────────────────


def matrix_of(archive: Archive, here: PageContext) -> AnswerMatrix | None:
    lists = lists_of(archive)
    return answer_matrix(archive, lists, answers_counted(lists), here)


def matrix(archive: Archive) -> AnswerMatrix:
    return drawn(matrix_of(archive, context(archive)))


def counts(view: AnswerMatrix) -> dict[tuple[str, str], int]:
    return {
        (row.voice.name, column.name): cell.count
        for row in view.rows
        for column, cell in zip(view.columns, row.cells, strict=True)
        if cell.count
    }


WHO = article(
    "a",
    "2015-12-23",
    claim("one"),
    claim("two"),
    answer("both", "a#one a#two"),
    answer("again", "a#one"),
    answer("own", "a#one", speaker="konashenkov"),
    answer("theirs", "a#both", speaker="konashenkov"),
    claim("official", speaker=SpeakerRef(unnamed="a senior official")),
    answer("by-outlet", "a#official", speaker="outlet"),
    answer("by-editors", "a#official", speaker="editors"),
)


def test_a_field_counts_the_answers_each_once_however_many_statements_it_answers():
    view = matrix(archive(WHO))
    assert counts(view) == {
        ("Igor Konashenkov", "Amnesty International"): 2,
        ("Igor Konashenkov", "Igor Konashenkov"): 1,
        ("Amnesty International", "Igor Konashenkov"): 1,
        ("a senior official", "Press TV"): 1,
        ("a senior official", "The editors’ club"): 1,
    }
    assert [cell.own for cell in view.rows[0].cells].count(True) == 1


def test_rows_and_columns_begin_with_the_most_answers_and_go_by_name_then():
    view = matrix(archive(WHO))
    assert [row.voice.name for row in view.rows] == ["Igor Konashenkov", "a senior official", "Amnesty International"]
    assert [voice.name for voice in view.columns] == [
        "Amnesty International", "Igor Konashenkov", "Press TV", "The editors’ club",
    ]  # fmt: skip


def test_a_number_leads_to_its_answers():
    view = matrix(archive(WHO))
    hrefs = {
        (row.voice.name, column.name): cell.href
        for row in view.rows
        for column, cell in zip(view.columns, row.cells, strict=True)
    }
    assert hrefs["Igor Konashenkov", "Amnesty International"] == "../speakers/konashenkov.html#answered-by_"
    assert hrefs["Amnesty International", "Igor Konashenkov"] == "../articles/a.html#theirs"
    assert hrefs["Igor Konashenkov", "Igor Konashenkov"] == "../articles/a.html#own"
    assert hrefs["Amnesty International", "Press TV"] == ""


def test_without_pages_of_speakers_a_number_leads_to_the_first_of_its_answers():
    whole = archive(WHO, outputs=every_output_but("speakers"))
    (first, *_), *_ = [row.cells for row in matrix(whole).rows]
    assert (first.count, first.href) == (2, "../articles/a.html#both")


def voices(number: int) -> Iterator[Annotation]:
    for n in range(number):
        yield claim(f"c{n}", speaker=SpeakerRef(unnamed=f"a voice {n}"))
        yield answer(f"a{n}", f"x#c{n}")


def test_too_many_voices_have_no_table_but_their_own_lists():
    few, many = (archive(article("x", "2015", *voices(n))) for n in (MOST_VOICES - 1, MOST_VOICES))
    assert len(matrix(few).rows) == MOST_VOICES - 1
    assert matrix_of(many, context(many)) is None
    assert [answers_counted(lists_of(one)) is not None for one in (few, many)] == [True, False]


def test_where_nothing_is_answered_there_is_no_table():
    whole = archive(article("x", "2015", claim("c")))
    assert matrix_of(whole, context(whole)) is None


def test_the_table_is_one_that_can_be_listened_to():
    page = rendered("who_answers_whom(page.view)", matrix(archive(WHO)))
    assert page.count('<th scope="col">') == 4
    assert page.count('<th scope="row">') == 3
    links = re.findall(r'<a class="nth-(\d)" href="([^"]*)">(.*?)</a>', page)
    assert (links[0][0], plain(links[0][2])) == ("2", "Amnesty International 2")
    assert page.count('<td class="own">') == 2
    assert "style=" not in page


def bar_voices(*times: int) -> list[tuple[Voice, int]]:
    return [(Voice("unnamed", "", f"Voice {n:02}"), count) for n, count in enumerate(times)]


def test_a_speaker_s_own_row_and_column_are_bars_of_one_scale():
    here = context(archive())
    view = drawn(answer_bars("Konashenkov", bar_voices(1, 4), bar_voices(8), here))
    assert [(bar.voice.name, bar.count, bar.width) for bar in view.answered_by] == [
        ("Voice 01", 4, "50%"),
        ("Voice 00", 1, "12%"),
    ]
    assert [bar.width for bar in view.answering] == ["100%"]
    page = plain(rendered("answers_of_one(page.view)", view))
    assert "Who answers Konashenkov Voice 01 4 Voice 00 1" in page
    assert "Whom Konashenkov answers Voice 00 8" in page
    assert answer_bars("Nobody", [], [], here) is None


def test_the_voices_beyond_the_longest_list_are_counted():
    view = drawn(answer_bars("K", bar_voices(*[1] * (MOST_BARS + 3)), [], context(archive())))
    assert isinstance(view, AnswerBars)
    assert len(view.answered_by) == MOST_BARS
    assert "and 3 other voices" in plain(rendered("answers_of_one(page.view)", view))


def test_from_right_to_left_bars_begin_at_the_right():
    view = drawn(answer_bars("K", bar_voices(1, 4), [], context(archive(language="ar"))))
    assert [(bar.x, bar.width) for bar in view.answered_by] == [("0%", "100%"), ("75%", "25%")]


# ── the same claim, again ────────────────────────────────────────────────────────────────────────────────────────

WORDINGS = (
    "around 300 people died there",
    "some 300 people died there",
    "",
    "around 300 people died there",
    "es starben viele",
)


def wording(n: int, words: str, **front) -> Written:
    repeats = {"repeats": "a0#c"} if n else {"tags": ("deaths",), "verdict": "false"}
    statement = {} if words else {"statement": "Many died."}
    return article(
        f"a{n}", f"201{n}-01-01", claim("c", words, **statement, **repeats), text=f"It was said: {words}.", **front
    )


def recurring_archive(number: int = 5, **of) -> Archive:
    articles = [wording(n, WORDINGS[n % 5], language="de" if n % 5 == 4 else "en") for n in range(number)]
    return archive(*articles, **of)


def again(whole: Archive) -> Recurrences:
    return drawn(again_or_none(whole))


def again_or_none(whole: Archive) -> Recurrences | None:
    return recurrences.recurrences_of_claim(whole.claims[0], whole.statements, context(whole))


def test_a_claim_s_wordings_are_stops_by_date_each_with_what_differs():
    view = again(recurring_archive())
    (line,) = view.claims
    assert [article.id for article in view.articles] == ["a0", "a1", "a2", "a3", "a4"]
    assert [stop.how for stop in line.stops] == ["own", "changed", "paraphrased", "same", "translated"]
    assert [stop.column for stop in line.stops] == [1, 2, 3, 4, 5]
    assert [stop.x for stop in line.stops] == ["10%", "30%", "50%", "70%", "90%"]
    assert (line.since, line.width) == ("10%", "80%")
    change = drawn(line.stops[1].change)
    assert (change.before.words, change.after.words) == ("around", "some")


def test_the_picture_says_in_words_what_changed():
    page = rendered("same_claim(page.view)", again(recurring_archive()))
    text = plain(page)
    assert "Press TV, 1 January 2011: around became some" in text
    assert "1 January 2014: in another language" in text
    assert page.count("<circle") == 5
    assert page.count('<circle class="own"') == 1
    assert 'class="v-false"' in page
    assert "style=" not in page


def test_two_appearances_are_seen_at_a_glance():
    assert again_or_none(recurring_archive(2)) is None
    assert again_or_none(recurring_archive(3)) is not None


def test_of_many_articles_the_first_and_the_latest_are_shown():
    view = again(recurring_archive(9))
    assert [article.id for article in view.articles] == ["a0", "a4", "a5", "a6", "a7", "a8"]
    assert view.more == 3
    assert "3 more articles in between are left out." in plain(rendered("same_claim(page.view)", view))


def test_from_right_to_left_the_first_is_at_the_right():
    (line,) = again(recurring_archive(language="ar")).claims
    assert [stop.x for stop in line.stops] == ["90%", "70%", "50%", "30%", "10%"]
    assert (line.since, line.width) == ("10%", "80%")
    assert [stop.column for stop in line.stops] == [1, 2, 3, 4, 5]


def test_a_tag_shows_the_claims_that_recur_in_other_articles_as_far_as_they_fit():
    more = article(
        "b", "2016-01-01", claim("x", tags=("deaths",)), claim("y", repeats="b#x"), claim("z", tags=("deaths",))
    )
    third = article("c", "2017-01-01", claim("z", repeats="b#z"))
    whole = archive(*(wording(n, WORDINGS[n]) for n in range(5)), more, third)
    (tag,) = whole.tags
    chosen = recurrences.recurring(tag.claims, whole.claims_by_ref)
    assert [claim.ref for claim in chosen] == ["b#z"]  # with the other there would be seven columns; x stays in one
    fitting = archive(*(wording(n, WORDINGS[n]) for n in range(4)), more, third)
    chosen = recurrences.recurring(fitting.tags[0].claims, fitting.claims_by_ref)
    assert [claim.ref for claim in chosen] == ["b#z", "a0#c"]
    shown = {ref for claim in chosen for ref in claim.appearances}
    few = {ref: fitting.statements[ref] for ref in shown}  # nothing else is read
    view = drawn(recurrences.recurrences(chosen, few, context(fitting)))
    assert view == recurrences.recurrences(chosen, fitting.statements, context(fitting))
    assert [line.statement.ref for line in view.claims] == ["b#z", "a0#c"]
    assert len(view.articles) == recurrences.MOST_ARTICLES


def test_what_is_withdrawn_is_not_drawn():
    articles = [wording(n, WORDINGS[n]) for n in range(4)]
    gone = article("a9", "2019", claim("c", repeats="a0#c", withdrawn="Wrong."))
    view = again(archive(*articles, gone))
    assert [article.id for article in view.articles] == ["a0", "a1", "a2", "a3"]

"""The voice score on an article's page: who has a stave, what its signs lead to, what is said in words."""

import re
from dataclasses import replace

from tests.archives import AMNESTY, ANSWER, site

PAGE = site()["articles/2015/amnesty.html"].decode()
SCORE = PAGE[PAGE.index('<details class="score') : PAGE.index('<div class="reading">')]


def test_there_is_a_stave_for_each_voice_and_one_more_for_what_is_known_through_another():
    staves = re.findall(r"<li[^>]*><span>(.*?)<span", SCORE)
    assert staves == ["Konashenkov", "Amnesty International", "Press TV"]


def test_each_stave_says_in_words_what_stands_on_it():
    assert 'Konashenkov<span class="unseen">: 1, b</span>' in SCORE
    assert 'Press TV<span class="unseen">: 2</span>' in SCORE


def test_every_sign_leads_to_its_passage():
    signs = re.findall(r'<a class="seg[^"]*" href="#([^"]*)" tabindex="-1">(.*?)</a>', SCORE)
    assert signs == [
        ("only-cliches", "1"),
        ("only-cliches_2", "1"),
        ("cannot-know", "b"),
        ("hundreds-dead", "a"),
        ("launch", "2"),
    ]
    assert all(f'id="{anchor}"' in PAGE for anchor, _ in signs)


def test_the_drawing_is_kept_from_screen_readers_which_have_the_words():
    drawn = SCORE[SCORE.index("<svg") : SCORE.rindex("</svg>")]
    assert 'class="tracks" dir="ltr" aria-hidden="true"' in SCORE
    assert drawn.count("<a ") == drawn.count('tabindex="-1"')


def test_the_first_and_last_words_of_the_text_stand_at_the_ends():
    assert "<span>Russia has dismissed …</span> <span>… on September 30.</span>" in SCORE


def test_a_text_that_is_not_published_whole_has_no_words_at_the_ends():
    article = replace(AMNESTY, body=replace(AMNESTY.body, text=""))
    page = site(articles=[article, ANSWER])["articles/2015/amnesty.html"].decode()
    assert '<p class="axis' in SCORE
    assert '<details class="score' in page
    assert '<p class="axis' not in page


def test_a_score_runs_as_its_text_does():
    arabic = site()["articles/2016/answer.html"].decode()
    assert 'class="tracks" dir="rtl"' in arabic
    assert '<span lang="ar" dir="rtl">قالت المنظمة إن …</span>' in arabic


def test_where_nobody_speaks_there_is_no_score():
    assert 'class="score' not in site()["articles/2016/broken.html"].decode()


def test_what_is_known_through_others_has_a_stave_that_says_so():
    facts = AMNESTY.facts.annotations
    placed = [
        replace(f, passages=facts[1].passages) if f.id == "no-targets" else f for f in facts
    ]  # its words are not quoted in the article: lend it a passage
    article = replace(AMNESTY, facts=replace(AMNESTY.facts, annotations=tuple(placed)))
    page = site(articles=[article, ANSWER])["articles/2015/amnesty.html"].decode()
    assert "<span>Amnesty International, via Igor Konashenkov<span" in page

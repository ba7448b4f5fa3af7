"""The voice score on an article's page: who has a stave, what its signs lead to, what is said in words."""

import re

from generator.model import Annotation, SpeakerRef
from generator.values import replace
from tests.archives import AMNESTY, ANSWER, site, written

PAGE = site()["articles/2015/amnesty.html"].decode()
SCORE = PAGE[PAGE.index('<details class="score') : PAGE.index('<form class="bar"')]


def test_there_is_a_stave_for_each_voice_and_one_more_for_what_is_known_through_another():
    staves = [re.sub("<.*?>", "", name) for name in re.findall(r"<li[^>]*><span>(.*?)<span", SCORE, re.DOTALL)]
    assert [name.strip() for name in staves] == ["Konashenkov", "Amnesty International", "Press TV"]


def test_each_stave_says_in_words_what_stands_on_it():
    assert '<bdi>Konashenkov</bdi><span class="unseen">: 1, b</span>' in SCORE
    assert '<bdi>Press TV</bdi><span class="unseen">: 2</span>' in SCORE


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


def test_what_has_no_passage_in_the_text_shares_one_stave():
    voices = ("editors", "amnesty", "konashenkov")
    answers = [
        Annotation(f"a{n}", "counterpoint", statement="No.", speaker=SpeakerRef(who), to=("2015/amnesty#only-cliches",))
        for n, who in enumerate(voices)
    ]
    claims = [facts.annotation for facts in AMNESTY.facts.annotations]
    article = written(
        "2015/amnesty", AMNESTY.facts.front, "Full of “clichés and fakes”; full of clichés.", [*claims, *answers]
    )
    page = site(articles=[article, ANSWER])["articles/2015/amnesty.html"].decode()
    staves = page[page.index('<ul class="stave-names">') : page.index('<div class="tracks"')]
    assert staves.count('<span class="away">from elsewhere</span>') == 1
    assert staves.rindex("<li") < staves.index('<span class="away">'), "it is the last"


def test_a_score_runs_as_its_text_does():
    arabic = site()["articles/2016/answer.html"].decode()
    assert 'class="tracks" dir="rtl"' in arabic


def test_where_nobody_speaks_there_is_no_score():
    assert 'class="score' not in site()["articles/2016/broken.html"].decode()


def test_what_is_known_through_others_has_a_stave_that_says_so():
    facts = AMNESTY.facts.annotations
    placed = [
        replace(f, passages=facts[1].passages) if f.id == "no-targets" else f for f in facts
    ]  # its words are not quoted in the article: lend it a passage
    article = replace(AMNESTY, facts=replace(AMNESTY.facts, annotations=tuple(placed)))
    page = site(articles=[article, ANSWER])["articles/2015/amnesty.html"].decode()
    assert "<bdi>Amnesty International</bdi> <i>via Konashenkov</i>" in page

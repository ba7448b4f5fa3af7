"""Notes of an article's page: what their heads say, what they lead to, how they and their passages name each other."""

import re
from itertools import pairwise
from urllib.parse import unquote

import pytest

from generator.model import Annotation, SpeakerRef
from generator.values import replace
from tests.archives import AMNESTY, ANSWER, Written, settings, site, written
from tests.notes import note_in

PAGE = site()["articles/2015/amnesty.html"].decode()
REPEATING = site()["articles/2016/answer.html"].decode()


def note(id: str, page: str = PAGE) -> str:
    return note_in(page, id)


def summary(id: str, page: str = PAGE) -> str:
    """What a folded note says."""
    return note(id, page).partition("</summary>")[0]


def test_the_words_of_a_passage_are_not_said_again_in_its_note():
    assert "full of clichés" not in note("only-cliches")
    assert "They cannot know this" not in note("cannot-know")
    assert "words that stand nowhere" in note("lost")


def test_a_folded_note_says_verdict_speaker_how_many_answer_and_why():
    folded = summary("only-cliches")
    assert '<span class="marker">1</span>' in folded
    assert '<span class="word">Unsupported</span>' in folded
    assert '<span class="who">Konashenkov</span>' in folded
    assert '<span class="answered">' in folded
    assert "He names <strong>no passage</strong>; see " in folded


def test_a_summary_which_is_a_button_holds_no_link_and_the_opened_note_does():
    assert "<a " not in summary("only-cliches")
    assert '<span class="twice" dir="auto">He names' in summary("only-cliches"), "hidden where it is seen with links"
    assert "He names <strong>no passage</strong>; see <a " in note("only-cliches")
    plain = site(articles=[with_note("Without a link."), ANSWER])["articles/2015/amnesty.html"].decode()
    assert note("only-cliches", plain).count("Without a link.") == 1, "nothing is said twice"


def test_an_opened_note_says_who_speaks_and_how():
    assert "Spokesman" not in summary("only-cliches")
    assert "Spokesman" in note("only-cliches")
    assert "Spokesman" in note("cannot-know")


def test_only_the_first_paragraph_of_a_reason_stands_in_the_folded_note():
    page = site(articles=[with_note("One.\n\n- two\n- three"), ANSWER])["articles/2015/amnesty.html"].decode()
    assert '<span class="gist" dir="auto">One.</span>' in summary("only-cliches", page)
    assert '<div class="why" dir="auto"><ul>' in note("only-cliches", page)
    page = site(articles=[with_note("- two\n- three"), ANSWER])["articles/2015/amnesty.html"].decode()
    assert "gist" not in summary("only-cliches", page)
    assert "two" in note("only-cliches", page)


def with_note(text: str) -> Written:
    """The article with another note on its first claim."""
    made = written("x", AMNESTY.facts.front, "x", [Annotation("n", "claim", note=text, speaker=SpeakerRef("editors"))])
    return replace(
        AMNESTY,
        body=replace(AMNESTY.body, notes={**AMNESTY.body.notes, "only-cliches": made.body.notes["n"]}),
    )


def test_an_answer_without_a_passage_stands_in_the_note_of_what_it_answers():
    answer = Annotation("no-answer", "counterpoint", statement="It does not.", speaker=SpeakerRef("amnesty"),
                        to=("2015/amnesty#only-cliches",), relation="rebuts")  # fmt: skip
    further = replace(answer, id="further", statement="It does.", to=("2015/amnesty#no-answer",))
    claims = [facts.annotation for facts in AMNESTY.facts.annotations]
    text = "Russia has dismissed full of “clichés and fakes” and only clichés and fakes. They cannot know this."
    article = written("2015/amnesty", AMNESTY.facts.front, text, [*claims, answer, further])
    page = site(articles=[article, ANSWER])["articles/2015/amnesty.html"].decode()
    inside = note("only-cliches", page)
    assert 'id="note_no-answer" class="note counterpoint answer' in inside
    assert re.search(r'id="note_further" class="note counterpoint answer[^"]* depth-2"', inside)
    assert page.count("It does not.") == 1
    voice = re.search(r'id="note_no-answer" class="note counterpoint answer v(\d+)', inside)
    assert voice
    assert re.match(rf'<li class="note claim v-unsupported v1 [^"]*\bv{voice[1]}\b', inside), "a filter finds it there"
    assert 'id="no-answer"' in inside


def test_a_note_stands_behind_the_block_in_which_its_first_passage_begins():
    text = PAGE[PAGE.index("data-article-text") : PAGE.index('class="after"')]
    blocks = re.split(r'<div class="beside"', text)
    for before, beside in pairwise(blocks):
        for id in re.findall(r'<div class="body" id="note_([^"]+)"', beside.partition("</ol></div>")[0]):
            assert f'id="{id}"' in before, f"{id} begins in what stands before its note"
    assert 'role="group" aria-label="Notes on paragraph 1"><ol>' in text


def test_the_gutter_names_a_voice_where_it_changes():
    gutter = PAGE[PAGE.index('<ul class="gutter"') : PAGE.index("</ul>", PAGE.index('<ul class="gutter"'))]
    names = [re.sub("<.*?>", "", name) for name in re.findall(r'<li class="named [^>]*>(.*?)</li>', gutter)]
    assert names == ["Konashenkov", "Amnesty International", "Konashenkov", "Press TV"]
    marked = re.findall(r'<mark [^>]*class="(?:claim|counterpoint)[^>]*data-n="(\d+)"', PAGE)
    assert sorted(re.findall(r'<li class="(?:claim|counterpoint) [^>]*data-n="(\d+)"', gutter)) == sorted(marked)
    assert 'aria-hidden="true"' in gutter


def test_who_rated_stands_beside_when():
    rated = '<span>Rated <time datetime="2016-02-01">1 February 2016</time> by <a href="https://example.org/club">'
    assert rated in note("only-cliches")
    alone = site(settings(organization=None))["articles/2015/amnesty.html"].decode()
    assert '<span>Rated <time datetime="2016-02-01">1 February 2016</time></span>' in note("only-cliches", alone)


@pytest.mark.parametrize("id", ["only-cliches", "hundreds-dead", "no-targets", "lost", "scare"])
def test_each_note_has_a_link_to_copy_that_leads_to_what_it_is_about(id):
    (anchor,) = re.findall(r'<a class="copy" href="#([^"]*)"', note(id))
    assert anchor == id
    assert f'id="{anchor}"' in PAGE


def test_an_error_is_reported_where_there_is_a_repository():
    assert "issues/new" not in PAGE
    whole = settings(repository="https://git.example.org/desk/archive")
    page = note("only-cliches", site(whole)["articles/2015/amnesty.html"].decode())
    (href,) = re.findall(r'href="(https://git\.example\.org/desk/archive/issues/new[^"]*)"', page)
    assert "title=About 2015/amnesty#only-cliches&amp;" in unquote(href)
    assert unquote(href).endswith("https://example.org/archive/articles/2015/amnesty.html")
    assert " " not in href


def test_what_was_withdrawn_is_told_above_the_text():
    banner = PAGE[PAGE.index('aria-labelledby="withdrawn_"') : PAGE.index('class="prose')]
    assert "Misread the report." in banner
    assert 'href="#note_no-targets"' in banner
    assert 'aria-labelledby="withdrawn_"' not in REPEATING


def test_a_claim_that_repeats_another_is_marked_in_the_verdict_it_has_from_there():
    assert re.search(r'<mark data-annotation="cliches-again" class="claim v-unsupported" ', REPEATING)
    assert re.search(r'href="#note_cliches-again" class="ref claim v-unsupported">', REPEATING)


def test_a_voice_in_the_key_is_the_one_of_the_marks():
    choices = dict(re.findall(r'id="voice_(\d+)"> <span>(.*?)</span>', PAGE))
    assert choices["1"] == "Igor Konashenkov"
    assert " v1" in note("only-cliches")
    assert " v1" in note("cannot-know")
    (press,) = (number for number, name in choices.items() if name == "Press TV")
    assert f" v{press}" in note("launch")


def test_editors_in_the_key_are_called_so_since_an_outlet_may_have_their_name():
    said = [
        Annotation(f"c{n}", "claim", statement="It is.", speaker=SpeakerRef(who))
        for n, who in enumerate(("editors", "outlet"))
    ]
    front = replace(AMNESTY.facts.front, publisher="The editors’ club")
    page = site(articles=[written("x", front, "one two", said)])["articles/x.html"].decode()
    assert re.findall(r'id="voice_\d"> <span>(.*?)</span>', page) == [
        "The editors’ club, the editors",
        "The editors’ club",
    ]


def test_the_key_counts_and_defines_each_verdict_that_was_given():
    key = PAGE[PAGE.index('<form class="bar"') : PAGE.index("</form>")]
    assert re.search(r'id="verdict_unsupported">.*<small>No evidence was given.</small></span> <span class="n">1<', key)
    assert 'id="verdict_false"' not in key
    assert 'id="verdict_none_"' in key


def test_an_article_without_annotations_has_no_key_and_no_empty_list():
    page = site(articles=[replace(AMNESTY, facts=replace(AMNESTY.facts, annotations=())), ANSWER])
    html = page["articles/2015/amnesty.html"].decode()
    assert '<form class="bar"' not in html
    assert "<ol>" not in html.split('class="prose')[1]

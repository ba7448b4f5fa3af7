"""Notes of an article's page: what their heads say, what they lead to, how they and their passages name each other."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from tests.archives import AMNESTY, ANSWER, settings, site

PAGE = site()["articles/2015/amnesty.html"].decode()
REPEATING = site()["articles/2016/answer.html"].decode()


def note(id: str, page: str = PAGE) -> str:
    found = re.search(rf'<li id="note_{id}".*?</li>\n(?=<li id="note_|</ol>)', page, re.DOTALL)
    assert found, id
    return found.group()


def test_the_words_of_a_passage_are_not_said_again_in_its_note():
    assert "full of clichés" not in note("only-cliches")
    assert "They cannot know this" not in note("cannot-know")
    assert "words that stand nowhere" in note("lost")


def test_a_role_is_told_where_a_voice_first_speaks_and_folded_away_after():
    assert "Spokesman" in note("only-cliches").split("note-foot")[0]
    later = note("cannot-know")
    assert "Spokesman" not in later.split("<details>")[0]
    assert "Spokesman" in later.split("<details>")[1]


def test_a_reason_stands_apart_from_a_remark():
    assert '<span class="label">Why:</span>' in note("only-cliches")
    assert '<span class="label">Remark:</span>' in note("scare")


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


def test_a_sheet_leads_back_to_its_passage_or_to_the_notes():
    assert '<a class="close" href="#only-cliches">' in note("only-cliches")
    assert '<a class="close" href="#notes_">' in note("no-targets")


def test_what_was_withdrawn_is_told_above_the_text():
    banner = PAGE[PAGE.index('aria-labelledby="withdrawn_"') : PAGE.index('class="prose')]
    assert "Misread the report." in banner
    assert 'href="#note_no-targets"' in banner
    assert 'aria-labelledby="withdrawn_"' not in REPEATING


def test_a_claim_that_repeats_another_is_marked_in_the_verdict_it_has_from_there():
    assert re.search(r'<mark data-annotation="cliches-again" class="claim v-unsupported ', REPEATING)
    assert re.search(r'href="#note_cliches-again" class="ref claim v-unsupported ', REPEATING)


def test_a_voice_in_the_key_is_the_one_of_the_marks():
    choices = dict(re.findall(r'id="voice_(\d+)"> <span>(.*?)</span>', PAGE))
    assert choices["1"] == "Igor Konashenkov"
    assert " v1" in note("only-cliches")
    assert " v1" in note("cannot-know")
    (press,) = (number for number, name in choices.items() if name == "Press TV")
    assert f" v{press}" in note("launch")


def test_the_key_counts_and_defines_each_verdict_that_was_given():
    key = PAGE[PAGE.index('<aside class="filters"') : PAGE.index("</aside>")]
    assert re.search(r'id="verdict_unsupported">.*<small>No evidence was given.</small></span> <span class="n">1<', key)
    assert 'id="verdict_false"' not in key
    assert 'id="verdict_none_"' in key


def test_an_article_without_annotations_has_no_key_and_no_empty_list():
    page = site(articles=[replace(AMNESTY, facts=replace(AMNESTY.facts, annotations=())), ANSWER])
    html = page["articles/2015/amnesty.html"].decode()
    assert '<aside class="filters"' not in html
    assert "<ol>" not in html.split('class="prose')[1]

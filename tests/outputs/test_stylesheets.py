"""The generated style sheets: places for notes, and what is dimmed while a voice or a verdict is picked out."""

import re

from generator.model import MOST_NUMBERED, SpeakerRef
from generator.outputs.score_layout import ROWS
from generator.outputs.stylesheets import LANES, VOICES
from generator.values import replace
from tests.archives import AMNESTY, ARTICLES, quoted, site, written

SHEET = site()["assets/notes.css"].decode()


def crowd(count: int) -> str:
    """The page of an article with so many notes, each of another voice and with a passage of its own."""
    first = AMNESTY.facts.annotations[0].annotation
    claims = [
        replace(first, id=f"c{n}", kind="claim", quote=quoted(f"{n:04}"), speaker=SpeakerRef(unnamed=f"voice {n}"))
        for n in range(count)
    ]
    text = " ".join(f"{n:04}" for n in range(count))
    return site(articles=[written("2020/crowd", AMNESTY.facts.front, text, claims), *ARTICLES[1:]])[
        "articles/2020/crowd.html"
    ].decode()


def test_there_is_a_place_for_each_numbered_passage_in_every_archive():
    numbers = [str(n) for n in range(1, MOST_NUMBERED + 1)]
    assert re.findall(r'\[data-n="(\d+)"\]\{--at:--\1;--end:--e\1\}', SHEET) == numbers
    assert re.findall(r'\[data-e="(\d+)"\]\{--end:--e\1\}', SHEET) == numbers
    assert SHEET.rindex("[data-n=") < SHEET.index("[data-e="), "a mark may end another passage than it begins"
    assert site(articles=[])["assets/notes.css"].decode() == SHEET


def test_lanes_and_rows_are_numbers_and_the_first_of_each_needs_none():
    assert re.findall(r"mark\.lane-(\d+)\{--lane:(\d+)\}", SHEET) == [(str(n + 1), str(n)) for n in range(1, LANES)]
    assert re.findall(r"\.rows-(\d+)\{--rows:(\d+)\}", SHEET) == [(str(n), str(n)) for n in range(2, ROWS + 1)]


def test_there_is_an_end_to_places_and_voices():
    assert SHEET.count("#voice_") == VOICES + 1, "each and all"
    assert crowd(MOST_NUMBERED).count('<li class="note claim v') == MOST_NUMBERED
    assert crowd(MOST_NUMBERED).count('id="voice_') == VOICES + 1


def test_a_chosen_voice_dims_every_other_and_costs_nothing_while_none_is_chosen():
    gate = "main:not(:has(#voice_all:checked)) :is(mark,.ref,.seg,li.note:not(.answer),.gutter li)"
    assert f"{gate}{{body:has(#voice_1:checked) &:not(.v1)," in SHEET
    assert "body:has(#voice_2:checked) &:not(.v2)" in SHEET


def test_a_chosen_verdict_dims_every_other_and_unrated_is_one_to_choose():
    sheet = site()["assets/verdicts.css"].decode()
    assert ":has(#verdict_false:checked) &:not(.v-false)" in sheet
    assert """:has(#verdict_none_:checked) &:not(.claim:not([class*=" v-"]))""" in sheet

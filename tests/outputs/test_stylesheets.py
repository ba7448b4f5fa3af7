"""The generated style sheets: places for notes, and what is dimmed while a voice or a verdict is picked out."""

import re
from dataclasses import replace

from generator.model import SpeakerRef
from generator.outputs.stylesheets import VOICES
from tests.archives import AMNESTY, ARTICLES, site, written

SHEET = site()["assets/notes.css"].decode()


def crowd(count: int) -> dict[str, bytes]:
    """A site with an article of so many notes, each of another voice."""
    first = AMNESTY.facts.annotations[0].annotation
    claims = [
        replace(first, id=f"c{n}", kind="claim", quote=(), speaker=SpeakerRef(unnamed=f"voice {n}"), statement="So.")
        for n in range(count)
    ]
    return site(articles=[written("2020/crowd", AMNESTY.facts.front, "Text.", claims), *ARTICLES[1:]])


def test_every_note_beside_a_text_has_a_place_and_no_more_are_named_than_needed():
    named = re.findall(r'\[data-n="(\d+)"\]\{--at:--\1\}', SHEET)
    assert named == [str(n) for n in range(1, len(AMNESTY.facts.annotations) + 1)]


def test_there_is_an_end_to_places_and_voices():
    sheet = crowd(300)["assets/notes.css"].decode()
    assert sheet.count("[data-n=") == 256
    assert sheet.count("#voice_") == VOICES
    page = crowd(300)["articles/2020/crowd.html"].decode()
    assert max(map(int, re.findall(r'data-n="(\d+)"', page))) == 256
    assert page.count('id="voice_') == VOICES + 1


def test_a_chosen_voice_dims_every_other():
    assert ":has(#voice_1:checked) &:not(.v1),:has(#voice_2:checked) &:not(.v2)" in SHEET


def test_a_chosen_verdict_dims_every_other_and_unrated_is_one_to_choose():
    sheet = site()["assets/verdicts.css"].decode()
    assert ":has(#verdict_false:checked) &:not(.v-false)" in sheet
    assert ':has(#verdict_none_:checked) &[class*=" v-"],:has(#verdict_none_:checked) &:not(.claim)' in sheet


def test_a_site_without_articles_needs_no_places():
    assert site(articles=[])["assets/notes.css"] == b""

"""The id of a new annotation: telling words of its quote, free in its article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.new_id import ids_in_use, new_id, new_speaker_id
from generator.model import LONGEST_ID, Annotation, is_id


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("only clichés and fakes", "en", "only-cliches-fakes"),
        ("there have been no military targets in the areas", "en", "no-military-targets"),
        ("Around 300,000 people are estimated", "en", "around-300000-people"),
        ("Amnesty’s “report”", "en", "amnesty-report"),
        ("l’État islamique a dit", "fr", "etat-islamique-dit"),
        ("die Mannschaft war nicht dort", "de-AT", "mannschaft-nicht-dort"),
        ("civilians die in a war", "en", "civilians-die-war"),
        ("internationalisation of telecommunications networks", "en", "internationalisation-telecommunications"),
        ("it was", "en", "it-was"),
        ("二百人 CIA 死亡", "zh", "cia"),
        ("二百人", "zh", "claim-1"),
        ("", "en", "claim-1"),
    ],
)
def test_an_id_has_two_or_three_telling_words(words, language, name):
    assert new_id(words, (), language=language) == name


def test_an_id_is_free():
    taken = ids_in_use(
        [Annotation("fakes", "claim", aliases=("fakes-2",)), Annotation("claim-1", "claim")], ["fakes-3"]
    )
    assert new_id("fakes", taken) == "fakes-4"
    assert new_id("没有", taken) == "claim-2"
    assert new_id("没有", taken, kind="note") == "note-1"


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "b-2", "claim-1"])), st.sampled_from(["en", "fr", "xx"]))
def test_whatever_is_quoted_gives_a_valid_free_id(words, taken, language):
    name = new_id(words, taken, language=language)
    assert is_id(name)
    assert len(name) <= LONGEST_ID
    assert name not in taken
    assert name != new_id(words, {*taken, name}, language=language)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Igor Konashenkov", "konashenkov"),
        ("Amnesty International", "amnesty-international"),
        ("Ministry of Defence", "ministry-of-defence"),
        ("Human Rights Watch", "human-rights-watch"),
        ("TASS", "tass"),
        ("Angela Merkel", "merkel-2"),
        ("Игорь Конашенков", "speaker-1"),
        ("", "speaker-1"),
    ],
)
def test_a_speaker_is_called_by_the_last_name_and_a_body_by_the_whole(name: str, id: str):
    assert new_speaker_id(name, {"merkel"}) == id

"""Who is proposed for a passage, in which order and why; and who is found by typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.part_text import PartText, part_text
from generator.annotating.proposals import MOST_PROPOSED, matching, proposals
from generator.annotating.voices import KnownVoices, names_of, voices_of
from generator.model import EDITORS, OUTLET, LocalSpeaker, Registry, Role, Speaker
from tests.facts import article, claim

FIRST = "Russia has dismissed as full of “clichés and fakes” a report by Amnesty International."
SECOND = (
    "Ministry spokesman Igor Konashenkov said on Wednesday: “It is strange that Amnesty avoids the question that "
    "Assad asked.” Rathke did not answer."
)
THIRD = "Elsewhere he said they cannot know this and have no way of checking."
TEXT = "\n".join([FIRST, SECOND, THIRD])
SPEAKERS = {
    speaker.id: speaker
    for speaker in (
        Speaker("amnesty", "Amnesty International", short="Amnesty", kind="organization", also=("AI",)),
        Speaker("assad", "Bashar al-Assad", short="Assad", kind="person", names=(("ar", "بشار الأسد"),)),
        Speaker("konashenkov", "Igor Konashenkov", kind="person", role="Spokesman, Ministry of Defence"),
        Speaker("lee-ann", "Ann Lee", kind="person"),
        Speaker("lee-bob", "Bob Lee", kind="person"),
        Speaker("presstv", "Press TV", kind="outlet", role="broadcaster"),
        Speaker("rathke", "Jeff Rathke", kind="person", roles=(Role("State Department spokesman"),)),
    )
}
VOICES = KnownVoices(SPEAKERS, "Press TV", "presstv", ("amnesty", "lee-bob"))


def paragraphs(text: str) -> PartText:
    starts = [0, *(n + 1 for n, letter in enumerate(text) if letter == "\n")]
    return part_text("body", text, [(start, (text + "\n").index("\n", start)) for start in starts])


def proposed(words: str, text: str = TEXT, voices: KnownVoices = VOICES) -> list[tuple[str, str]]:
    start = text.index(words)
    return [(p.voice, p.reason) for p in proposals(paragraphs(text), [(start, start + len(words))], voices)]


def test_who_is_named_outside_the_quotation_comes_before_who_is_only_spoken_of():
    assert proposed("It is strange that Amnesty avoids") == [
        ("konashenkov", "named-here"),
        ("rathke", "named-here"),
        ("amnesty", "named-above"),
        ("assad", "spoken-of"),
        (OUTLET, "outlet"),
        ("lee-bob", "speaks-elsewhere"),
    ]


def test_for_words_that_are_not_quoted_the_outlet_comes_after_the_named():
    assert proposed("they cannot know this", voices=KnownVoices(SPEAKERS)) == [
        ("rathke", "named-above"),
        ("konashenkov", "named-above"),
        (OUTLET, "unquoted"),
        (EDITORS, "editors"),
    ]


def test_who_is_named_in_unquoted_words_comes_after_the_outlet():
    assert proposed("a report by Amnesty International")[:2] == [(OUTLET, "unquoted"), ("amnesty", "named-inside")]


def test_a_proposal_has_a_name_and_a_reason_to_read():
    first, *_, last = proposals(paragraphs(TEXT), [(TEXT.index("strange"), TEXT.index("strange") + 7)], VOICES)
    assert (first.name, first.why) == ("Igor Konashenkov", "named in this paragraph")
    assert (last.name, last.why) == ("Bob Lee", "speaks elsewhere in this article")
    assert KnownVoices({}).name(OUTLET) == "the outlet"
    assert KnownVoices({}).name("gone") == "gone"


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        ("Ann Lee said: “no way.”", "no way", ["lee-ann"]),
        ("Lee said: “no way.”", "no way", ["lee-ann", "lee-bob"]),
        ("Leeds said: “no way.”", "no way", []),
        ("Konashenkov’s words: “no way.”", "no way", ["konashenkov"]),
        ("وقال بشار الأسد: “كذب”", "كذب", ["assad"]),
        ("AI and Rathke said: “no way.”", "no way", ["rathke", "amnesty"]),
        ("Press TV said: “no way.”", "no way", [OUTLET]),
        ("“Rathke lied.” “No way,” they said.", "No way", []),
    ],
)
def test_names_are_found_as_whole_words_in_all_their_forms(text, words, first):
    assert [voice for voice, reason in proposed(text=text, words=words) if reason == "named-here"] == first


def test_a_name_in_the_title_counts_for_the_title_alone():
    text = part_text("title", "Rathke: no way")
    assert proposals(text, [(8, 14)], VOICES)[0].voice == "rathke"


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 200))
def test_each_is_proposed_once_and_six_at_most(start, size):
    found = proposals(paragraphs(TEXT), [(start, min(len(TEXT), start + size))], VOICES)
    voices = [proposal.voice for proposal in found]
    assert 2 <= len(voices) == len(set(voices)) <= MOST_PROPOSED
    assert OUTLET in voices
    assert "presstv" not in voices


@pytest.mark.parametrize(
    ("typed", "voices"),
    [
        ("kona", ["konashenkov"]),
        ("spokesman", ["konashenkov", "rathke"]),
        ("spokesman defence", ["konashenkov"]),
        ("ai", ["amnesty"]),
        ("lee", ["lee-ann", "lee-bob"]),
        ("lee-b", ["lee-bob"]),
        ("الأسد", ["assad"]),
        ("press", [OUTLET]),
        ("broadc", [OUTLET]),
        ("edit", [EDITORS]),
        ("nobody", []),
        ("", []),
    ],
)
def test_typing_searches_names_roles_ids_and_other_spellings(typed, voices):
    found = matching(typed, VOICES)
    assert [proposal.voice for proposal in found][: len(voices)] == voices
    assert voices or not found


def test_typing_ignores_case_and_accents_and_gives_the_likest_first():
    voices = KnownVoices(
        {name: Speaker(name, full) for name, full in {"a": "Zoë Renée", "b": "Renee", "c": "Xrenee"}.items()}
    )
    assert [proposal.voice for proposal in matching("RENEE", voices)] == ["b", "a", "c"]
    assert len(matching("e", KnownVoices({str(n): Speaker(str(n), "Lee") for n in range(20)}), most=4)) == 4


def test_the_voices_of_an_article_are_the_shared_ones_and_its_own():
    new = LocalSpeaker("new", Speaker("new", "New Voice"))
    role = LocalSpeaker("rathke", None, role="Spokesman")
    claims = (claim("a", "new"), claim("b", "rathke"), claim("c", "rathke"), claim("d", "presstv"))
    facts = article("x", *claims, speakers=(new, role), publisher="presstv")
    voices = voices_of(facts, Registry(SPEAKERS))
    assert voices.speakers == {**SPEAKERS, "new": new.speaker}
    assert (voices.outlet, voices.publisher) == ("Press TV", "presstv")
    assert voices.speaking == ("rathke", "new", OUTLET)
    assert voices_of(article("x", publisher="The Paper"), Registry()).outlet == "The Paper"
    assert voices_of(article("x", publisher="The Paper"), Registry()).publisher == ""


def test_the_names_of_a_speaker():
    assert set(names_of(SPEAKERS["assad"])) == {"Bashar al-Assad", "al-Assad", "Assad", "بشار الأسد", "الأسد"}
    assert set(names_of(SPEAKERS["amnesty"])) == {"Amnesty International", "Amnesty", "AI"}
    assert set(names_of(Speaker("x", "Martin King Jr.", kind="person"))) == {"Martin King Jr."}

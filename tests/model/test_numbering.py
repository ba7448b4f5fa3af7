"""The order and the numbers of an article's notes and voices."""

import pytest

from generator.model import NOTES_BESIDE, Annotation, SpeakerRef, in_order_of_notes, note_numbers, voice_numbers


def claims(*speakers: SpeakerRef) -> list[Annotation]:
    return [Annotation(f"c{n}", "claim", speaker=speaker) for n, speaker in enumerate(speakers)]


def by(id: str) -> SpeakerRef:
    return SpeakerRef(id=id)


@pytest.mark.parametrize(
    ("speakers", "publisher", "numbers"),
    [
        ([by("lind"), by("council"), by("lind")], "", [1, 2, 1]),
        ([by("council"), by("outlet"), by("courier")], "courier", [1, 2, 2]),
        ([by("outlet"), by("courier")], "", [1, 2]),
        ([by("outlet"), by("editors"), by("outlet")], "A plain name", [1, 2, 1]),
        ([SpeakerRef(unnamed="an official"), SpeakerRef(unnamed="an official")], "", [1, 2]),
    ],
)
def test_voices_are_counted_as_they_first_speak(speakers, publisher, numbers):
    assert list(voice_numbers(claims(*speakers), publisher).values()) == numbers


def test_a_note_has_no_voice():
    assert voice_numbers([Annotation("remark", "note"), *claims(by("lind"))], "") == {"c0": 1}


def test_answers_in_a_circle_are_still_on_the_page():
    first = Annotation("first", "counterpoint", to=("report#second",))
    second = Annotation("second", "counterpoint", to=("report#first",))
    claim = Annotation("claim", "claim")
    answer = Annotation("answer", "counterpoint", to=("report#claim",))
    ordered = in_order_of_notes(
        [first, answer, second, claim], dict.fromkeys(("first", "second", "claim", "answer"), ()), "report"
    )
    assert [a.id for a in ordered] == ["claim", "answer", "first", "second"]


def test_an_answer_to_itself_is_still_on_the_page():
    alone = Annotation("alone", "counterpoint", to=("report#alone",))
    assert in_order_of_notes([alone], {"alone": ()}, "report") == [alone]


def test_notes_are_numbered_as_far_as_there_are_places_beside_the_text():
    numbers = note_numbers(claims(*[by("lind")] * (NOTES_BESIDE + 2)))
    assert numbers["c0"] == 1
    assert max(numbers.values()) == len(numbers) == NOTES_BESIDE

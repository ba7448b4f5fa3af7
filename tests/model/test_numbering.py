"""The order and the numbers of an article's notes and voices."""

import pytest

from generator.model import MOST_NUMBERED, Annotation, SpeakerRef, in_order_of_notes, passage_numbers, voice_numbers


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


def test_first_passages_are_numbered_before_all_others():
    numbers = passage_numbers([("a", 2), ("b", 0), ("c", 3), ("d", 1)])
    assert list(numbers) == [("a", 1), ("c", 1), ("d", 1), ("a", 2), ("c", 2), ("c", 3)]
    assert list(numbers.values()) == [1, 2, 3, 4, 5, 6]


def test_passages_are_numbered_as_far_as_the_style_sheet_goes():
    numbers = passage_numbers([(f"c{n}", 2) for n in range(MOST_NUMBERED)])
    assert list(numbers) == [(f"c{n}", 1) for n in range(MOST_NUMBERED)]
    numbers = passage_numbers([("a", 2 * MOST_NUMBERED)])
    assert max(numbers.values()) == len(numbers) == MOST_NUMBERED


def test_where_there_are_more_notes_than_numbers_none_is_level_with_its_passage():
    assert passage_numbers([(f"c{n}", 1) for n in range(MOST_NUMBERED + 1)]) == {}

"""What a selection becomes: whole words without what surrounds them, and the passages of interrupted quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.part_text import part_text
from generator.annotating.selection import Selection, moved, same_passage, select, selection_of, snapped
from generator.model import Annotation, AnnotationFacts, Passage
from generator.text import find_range

SEED = (
    '"Once again there was nothing new, only clichés and fakes that we have exposed." '
    'It began in the U.S. with Mr. Lee. "Yes," he said, "we non-combatants can’t go." '
    "L’État said 1,200 dead—it was −5 °C."
)


def selected(text: str, dragged: str) -> list[str]:
    """The passages that dragging over a part of a text gives."""
    start = text.index(dragged)
    selection = select(part_text("body", text), start, start + len(dragged))
    return [text[slice(*span)] for span in selection.spans] if selection else []


@pytest.mark.parametrize(
    ("dragged", "passage"),
    [
        ("lichés and fak", "clichés and fakes"),
        (" only clichés ", "only clichés"),
        (", only clichés", "only clichés"),
        ("nothing new, ", "nothing new"),
        ("combatants", "non-combatants"),
        ("can’", "can’t"),
        ("tat said 1,", "État said 1,200"),
        ("État said", "État said"),
        ("200 dead—", "1,200 dead"),
        ("—it", "it"),
        ("was −5", "was −5"),
        ("5 °C", "−5 °C"),
        ("began in the U", "began in the U.S"),
        ("began in the U.S.", "began in the U.S."),
        ("with Mr.", "with Mr."),
        ('that we have exposed."', "that we have exposed"),
        ('"Once again there was nothing new', "Once again there was nothing new"),
        (
            '"Once again there was nothing new, only clichés and fakes that we have exposed."',
            "Once again there was nothing new, only clichés and fakes that we have exposed.",
        ),
        ("began in the U.S. with Mr. Lee.", "began in the U.S. with Mr. Lee"),
        ("It began in the U.S. with Mr. Lee.", "It began in the U.S. with Mr. Lee."),
    ],
)
def test_a_selection_becomes_whole_words(dragged, passage):
    assert selected(SEED, dragged) == [passage]


@pytest.mark.parametrize("dragged", [" ", '"', ', "', "—", '." '])
def test_what_has_no_words_is_no_selection(dragged):
    assert selected(SEED, dragged) == []


@pytest.mark.parametrize(
    ("text", "dragged", "passage"),
    [
        ("他说：“没有报告。”", "没有报告。”", "没有报告。"),
        ("他说：“没有报告。”", "报告。", "报告"),
        ("死亡一千二百人。", "二百人", "一千二百人"),
        ("قال الناطق “كذب” اليوم.", "ناطق “كذب” ", "الناطق “كذب"),
        ("אמר דובר צה״ל היום", "צה", "צה״ל"),
        ("אמר ב״הארץ״ היום", "הארץ", "הארץ"),
        ('so"no"so "no" so', 'no"s', 'no"so'),
        ("sie sagte „nein“, dann", "„nein“,", "nein"),
        ("a re\u00adport of it", "port", "re\u00adport"),
        ("so\u00a0it is ", "it is ", "it is"),
        ("e\u0301tat", "\u0301t", "e\u0301tat"),
        ("Is it so? It is.", "Is it so?", "Is it so?"),
        ("He waits… and goes", "waits…", "waits…"),
        ("Ask AT&T or x.example.org today", "T or x", "AT&T or x.example.org"),
        ("It ended.Then it began", "ended", "ended"),
    ],
)
def test_words_are_cut_as_their_script_writes_them(text, dragged, passage):
    assert selected(text, dragged) == [passage]


def test_a_sentence_at_the_start_of_a_paragraph_keeps_its_stop():
    text = "No end here\nIt is so. It was."
    part = part_text("body", text, [(0, 11), (12, 29)])
    assert snapped(part, 12, 21) == (12, 21)
    assert snapped(part, 15, 21) == (15, 20)
    assert snapped(part_text("body", text), 12, 21) == (12, 20), "without a paragraph the line before goes on"


def test_over_two_quotations_there_is_a_passage_for_each():
    assert selected(SEED, 'Yes," he said, "we non-combatants') == ["Yes", "we non-combatants"]
    assert selected(SEED, '"Yes," he said, "we non-combatants can’t go."') == ["Yes", "we non-combatants can’t go"]
    text = "full of “clichés” and “fakes” they said"
    assert selected(text, "of “clichés” and “fakes”") == ["of “clichés” and “fakes"]
    assert selected(text, "clichés” and “fakes") == ["clichés", "fakes"]
    assert selected("He said: “It is so.” Then", "“It is so.”") == ["It is so."]
    assert selected("They call it “so and so.” Then", "“so and so.”") == ["so and so"]


def test_a_selection_says_how_many_words_and_places_it_has_and_whether_it_is_quoted():
    text = "They said “no, never” and no more. Never, they said."
    part = part_text("body", text)
    quoted = Selection("body", ((11, 20),), 2, (1,), "direct")
    assert select(part, 10, 21) == quoted
    assert select(part, 5, 13) == Selection("body", ((5, 13),), 2, (1,), "mixed")
    assert select(part, 0, 9) == Selection("body", ((0, 9),), 2, (1,), "indirect")
    assert select(part, 5, 9) == Selection("body", ((5, 9),), 1, (2,), "indirect")
    assert selection_of(part, [(11, 20), (5, 9)]) == Selection("body", ((5, 9), (11, 20)), 3, (2, 1), "mixed")
    assert select(part_text("title", "没有报告"), 0, 4) == Selection("title", ((0, 4),), 4, (1,), "indirect")


@pytest.mark.parametrize(
    ("edge", "words", "passage"),
    [
        ("start", -1, "new, only clichés"),
        ("start", 1, "clichés"),
        ("start", 9, "clichés"),
        ("end", 1, "only clichés and"),
        ("end", -1, "only"),
        ("end", -9, "only"),
        ("start", 0, "only clichés"),
    ],
)
def test_an_end_of_a_passage_moves_by_words(edge, words, passage):
    start = SEED.index("only")
    part = part_text("body", SEED)
    assert part.words(moved(part, (start, start + 12), edge, words)) == passage


def test_no_end_moves_out_of_the_text():
    part = part_text("body", "−5 it was")
    assert part.words(moved(part, (3, 5), "start", -3)) == "−5 it"
    assert part.words(moved(part, (3, 5), "end", 9)) == "it was"


def test_annotations_with_the_same_passage_are_named():
    def fact(name: str, *places: tuple[int, int]) -> AnnotationFacts:
        passages = tuple(Passage("body", start, end, "") for start, end in places)
        return AnnotationFacts(Annotation(name, "claim"), "1", passages)

    facts = [fact("one", (0, 4)), fact("two", (9, 12), (0, 4)), fact("three", (0, 5)), fact("four")]
    assert same_passage("body", (0, 4), facts) == ("one", "two")
    assert same_passage("title", (0, 4), facts) == ()


PIECES = [
    *"so it’s “no” ‘it’ non-so 1,200 −5 e\u0301t U.S. … 二百人 没有 كذب, צה״ל x\u00ady no. 👍🏽 (a) l’or —".split(),
    "\u00a0",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map(" ".join), st.data())
def test_a_snapped_range_stays_as_it_is_when_it_is_selected_again(text, data):
    part = part_text("body", text)
    start = data.draw(st.integers(0, len(text)))
    span = snapped(part, start, data.draw(st.integers(start, len(text))))
    if span:
        assert snapped(part, *span) == span
        assert find_range(part.folded, part.words(span), "").spans == ()
        for edge in ("start", "end"):
            longer = moved(part, span, edge, -1 if edge == "start" else 1)
            assert longer[0] <= span[0] < span[1] <= longer[1]

"""What a comparison counts: pairs, finds of one alone, fields that agree, characters."""

from __future__ import annotations

import pytest

from generator.agreement.compared import UNNAMED_VOICE, Comparison, FieldPair, compared_article, comparison_of
from generator.agreement.rows import rows_of
from generator.model import FrontMatter, Image, SpeakerRef
from generator.values import replace
from tests.agreement.facts import TEXT, coded, marked
from tests.agreement.second_alpha import alpha_by_definition

pytest.importorskip("krippendorff", reason="krippendorff is not installed")

FIRST = coded(
    marked("a", (0, 18), verdict="false", codes=(("frame", ("x",)), ("tone", ("2", "1")))),
    marked("b", (20, 40), kind="counterpoint", relation="rebuts"),
    marked("c", (42, 63), kind="note"),
    marked("gone", (0, 63), withdrawn="Misread."),
    marked("nowhere"),
)
SECOND = coded(
    marked("x", (0, 18), verdict="unsupported", speaker="ann", codes=(("tone", ("1", "2")),)),
    marked("y", (20, 40), kind="counterpoint", relation="undercuts"),
    marked("z", (42, 50)),
)


def defined(units: list[tuple[str, str]]) -> float:
    alpha = alpha_by_definition(units)
    assert alpha is not None
    return float(alpha)


def comparison() -> Comparison:
    return comparison_of(("lr", "main"), ("L. R.", "the sidecars"), [found()], ["frame", "tone"])


def found():
    return compared_article(FIRST, SECOND, ["frame", "tone"])


def test_each_annotation_is_in_a_pair_or_found_by_one_alone_or_without_a_passage():
    article = found()
    assert [(pair.first.id, pair.second.id) for pair in article.pairs] == [("a", "x"), ("b", "y")]
    assert [one.id for one in article.only_first] == ["c"]
    assert [one.id for one in article.only_second] == ["z"]
    assert [one.id for one in article.unplaced_first] == ["nowhere"]
    assert article.unplaced_second == ()


def test_what_is_withdrawn_does_not_count():
    assert "gone" not in {row.either.id for row in rows_of(found())}


def test_the_fields_of_a_pair_are_those_that_either_has():
    claim, answer = found().pairs
    assert claim.fields == (
        FieldPair("speaker", "anna", "ann"),
        FieldPair("verdict", "false", "unsupported"),
        FieldPair("frame", "x", "", is_code=True),
        FieldPair("tone", "1 + 2", "1 + 2", is_code=True),
    )
    assert answer.fields == (FieldPair("speaker", "anna", "anna"), FieldPair("relation", "rebuts", "undercuts"))


def test_one_person_with_two_ids_is_one_by_name_and_voices_without_a_name_agree():
    one = coded(marked("a", (0, 9)), marked("b", (20, 30), speaker=""), names={"anna": "Anna Novak"})
    other = coded(marked("x", (0, 9), speaker="novak"), marked("y", (20, 30)), names={"novak": "Anna Novak"})
    other = replace(other, facts=replace(other.facts, annotations=(
        other.facts.annotations[0],
        replace(other.facts.annotations[1], annotation=replace(
            other.facts.annotations[1].annotation, speaker=SpeakerRef(unnamed="an official"))),
    )))  # fmt: skip
    values = [pair.fields[0] for pair in compared_article(one, other, []).pairs]
    assert values[0] == FieldPair("speaker", "Anna Novak", "Anna Novak")
    assert values[1].second == UNNAMED_VOICE


def test_fields_are_summed_up_over_all_pairs():
    sums = {one.name: (one.both, one.agreed, one.only_first, one.only_second) for one in comparison().fields}
    assert sums == {
        "speaker": (2, 1, 0, 0),
        "verdict": (1, 0, 0, 0),
        "relation": (1, 0, 0, 0),
        "frame": (0, 0, 1, 0),
        "tone": (1, 1, 0, 0),
    }
    shares = {one.name: one.share for one in comparison().fields}
    assert shares == {"speaker": 0.5, "verdict": 0, "relation": 0, "frame": None, "tone": 1}


def test_a_code_that_one_left_out_is_missing_and_no_value_of_alpha():
    alphas = {one.name: one.alpha for one in comparison().fields}
    assert alphas["frame"] is None
    assert alphas["speaker"] == pytest.approx(defined([("anna", "ann"), ("anna", "anna")]))


def test_each_character_of_the_text_and_the_title_is_marked_or_not():
    both, first, second, neither = found().characters
    assert both == 18 + 20 + 8
    assert (first, second) == (63 - 42 - 8, 0)
    assert both + first + second + neither == len(TEXT) + len("Said")


def test_a_caption_and_a_subtitle_count_as_well():
    front = FrontMatter(title="Said", date="2015-12-23", subtitle="Two", image=Image(caption="Three"))
    article = replace(FIRST, facts=replace(FIRST.facts, front=front))
    assert sum(compared_article(article, SECOND, []).characters) == len(TEXT) + len("Said") + len("Two") + len("Three")


def test_the_marking_is_measured_over_characters_and_over_passages():
    marking = comparison().marking
    counts = dict(zip((("1", "1"), ("1", "0"), ("0", "1"), ("0", "0")), marking.characters, strict=True))
    units = [pair for pair, count in counts.items() for _ in range(count)]
    assert marking.alpha == pytest.approx(defined(units))
    assert (marking.pairs, marking.first, marking.second) == (2, 3, 3)
    assert marking.f1 == pytest.approx(2 / 3)


def test_two_articles_add_up():
    other = compared_article(coded(marked("a", (0, 9)), id="b"), coded(marked("a", (0, 9)), id="b"), [])
    sums = comparison_of(("lr", "main"), ("L. R.", "the sidecars"), [found(), other], ["frame", "tone"])
    assert (sums.marking.pairs, sums.marking.first) == (3, 4)
    assert sums.fields[0].both == 3


def test_nothing_compared_has_no_measures():
    empty = comparison_of(("lr", "main"), ("L. R.", "the sidecars"), [], [])
    assert (empty.marking.alpha, empty.marking.f1, empty.fields) == (None, None, ())


def test_rows_are_in_the_order_of_the_text_and_those_without_a_passage_last():
    assert [row.either.id for row in rows_of(found())] == ["a", "b", "c", "z", "nowhere"]

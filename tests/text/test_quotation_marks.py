"""Quotation marks: pairs, the mode of a passage, and ranges from one quotation into another."""

import pytest

from generator.text import Quotations, mode_of_all
from generator.text.quotation_marks import quotation_pairs

SEED = (
    "Russia has dismissed as full of “clichés and fakes” a report.\n"
    'He said the report holds nothing. "Once again there was nothing new, only clichés and fakes."\n'
    '"The conflict goes on. It\'s strange," said the official.'
)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b” c", ["“b”"]),
        ('a "b" c "d"', ['"b"', '"d"']),
        ("« b » c", ["« b »"]),
        ("»b« c", ["»b«"]),
        ("„b“ c", ["„b“"]),
        ("the outlet's and the editors' own", []),
        ("'fake' report", ["'fake'"]),
        ("‘it’s fake’ he said", ["‘it’s fake’"]),
        ("“he called it ‘fake’ twice”", ["“he called it ‘fake’ twice”", "‘fake’"]),
        ("“never closed\nnext line", []),
        ("“goes on\n“and ends”", ["“goes on", "“and ends”"]),
        ("「甲」乙", ["「甲」"]),
        ("5'10\" tall and 6'", []),
        ('measures 5" and 6"', []),
    ],
)
def test_marks_pair_up_within_a_block(text, quoted):
    assert [text[a : b + 1].rstrip("\n") for a, b in quotation_pairs(text)] == quoted


@pytest.mark.parametrize(
    ("passage", "mode"),
    [
        ("clichés and fakes” a", "mixed"),
        ("full of “clichés and fakes”", "mixed"),
        ("“clichés and fakes”", "direct"),
        ("nothing new, only clichés", "direct"),
        ("Russia has dismissed", "indirect"),
        ("It's strange", "direct"),
        ("said the official", "indirect"),
        ('strange," said the', "mixed"),
    ],
)
def test_a_passage_is_quoted_partly_quoted_or_neither(passage, mode):
    start = SEED.index(passage)
    assert Quotations(SEED).mode(start, start + len(passage)) == mode


def test_a_range_from_one_quotation_into_another_is_noticed():
    quotations = Quotations(SEED)
    assert quotations.leaves_and_enters(SEED.index("Once"), SEED.index("goes on") + 7)
    assert not quotations.leaves_and_enters(SEED.index("Once"), SEED.index("new") + 3)
    assert not quotations.leaves_and_enters(0, SEED.index("report."))


def test_several_passages_agree_or_are_mixed():
    assert mode_of_all([]) == "indirect"
    assert mode_of_all(["direct", "direct"]) == "direct"
    assert mode_of_all(["direct", "indirect"]) == "mixed"

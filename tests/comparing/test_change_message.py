"""The changes of an article as a message to copy."""

from __future__ import annotations

import pytest

from generator.comparing.change_message import change_message
from generator.comparing.changes import FieldChange, compare_versions
from generator.comparing.versions import ARTICLE, read_version
from generator.comparing.vocabulary import Vocabulary
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.i18n.catalog import Catalog

BEFORE = b"""\
claims:
  ties:
    verdict: unverified
    speaker: outlet
    statement: There were ties.
notes:
  aside: {note: An aside.}
"""
AFTER = b"""\
speakers:
  petrov: {name: Ivan Petrov}
claims:
  ties:
    verdict: "false"
    speaker: outlet
    statement: There were ties.
    withdrawn: 2016-03-01 Misread the report.
    counterpoints:
      denial: {speaker: petrov, statement: There were none.}
  fakes:
    verdict: unsupported
    speaker: {unnamed: a senior official}
    quote: only fakes
  dead:
    speaker: konashenkov
    quote: 200 dead
"""
CHANGES = compare_versions(read_version("2015/x", BEFORE), read_version("2015/x", AFTER))
NAMES = {"konashenkov": "Igor Konashenkov"}


def message(language: str = "en", changes: tuple[FieldChange, ...] = CHANGES, title: str = "A briefing") -> str:
    return change_message(
        changes, title, Vocabulary(Catalog(language), BUILT_IN_VERDICTS, lambda _, id: NAMES.get(id, ""))
    )


def test_a_headline_counts_the_changes_and_each_has_a_line():
    assert message() == (
        "2 claims added, 1 answer added, 1 annotation taken out, 1 annotation withdrawn, 1 rating changed,"
        " 1 other change in “A briefing”\n"
        "\n"
        "- petrov: Added: a speaker, Ivan Petrov.\n"
        "- ties: Withdrawn: Misread the report.\n"
        "- ties: Rating changed from Unverified to False.\n"
        "- denial: Added: an answer, petrov.\n"
        "- fakes: Added: a claim, Unsupported, a senior official.\n"
        "- dead: Added: a claim, Igor Konashenkov.\n"
        "- aside: Taken out: a note.\n"
    )


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("fr", "2 affirmations ajoutées, 1 réponse ajoutée, 1 annotation supprimée, 1 annotation retirée,"
               " 1 évaluation modifiée, 1 autre changement dans « A briefing »"),
        ("ar", "أُضيف ادعاءان، أُضيف ردّ واحد، أُزيل تعليق واحد، سُحب تعليق واحد، تغيّر حكم واحد، تغيير آخر في «A briefing»"),
    ],
)  # fmt: skip
def test_it_is_in_the_language_of_the_interface(language, headline):
    assert message(language).splitlines()[0] == headline


def test_changes_of_no_kind_that_is_counted_are_changes():
    changes = (FieldChange(ARTICLE, "title", "A", "B"), FieldChange("ties", "tags", (), (("a",),)))
    assert message(changes=changes) == (
        "2 changes in “A briefing”\n\n- Article: Title: B, before A.\n- ties: Tags: a.\n"
    )  # fmt: skip


def test_no_change_gives_no_message():
    assert message(changes=()) == ""


def test_what_was_withdrawn_again_or_no_longer_is_no_new_withdrawal():
    back = FieldChange("ties", "withdrawn", (("Misread.", "2016-03-01"),), ())
    assert message(changes=(back,)).startswith("1 change in ")


def test_a_speaker_is_called_by_name_and_not_twice():
    change = FieldChange("speakers/konashenkov", "removed", (("speaker", "", "konashenkov", "Igor Konashenkov"),), ())
    assert message(changes=(change,)).splitlines()[2] == "- Igor Konashenkov: Taken out: a speaker."


def test_text_that_would_break_the_lines_or_steer_a_terminal_does_neither():
    title = "One\n\n# two {n} \x1b[31m\u202e"
    change = FieldChange("ties", "unsure", "", "a\nb \x1b[2J{after}")
    lines = message(changes=(change,), title=title).split("\n")
    assert lines == [
        "1 change in “One # two {n} \\u001b[31m\\u202e”",
        "",
        "- ties: Not sure: a b \\u001b[2J{after}.",
        "",
    ]

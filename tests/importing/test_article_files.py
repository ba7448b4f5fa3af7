"""A draft becomes files that a build reads as what was imported: front matter in order, the text, the annotations."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annotating.values import Value
from generator.formats.front_matter import read_front_matter
from generator.formats.sidecar import read_sidecar
from generator.importing.article_files import annotated_files, new_article_files
from generator.importing.blocks import Paragraph
from generator.importing.imported import Draft, ImportedAnnotation, ImportOptions, NotImported
from generator.model import Registry, Settings

OPTIONS = ImportOptions(dt.date(2026, 1, 31), Settings("T"), Registry())
TEXT, SIDECAR = "content/articles/2015/x.md", "content/articles/2015/x.yaml"
FRONT: dict[str, Value] = {
    "title": "A title: with a colon",
    "date": "2015-12-23",
    "authors": ["A", "B"],
    "image": {"caption": "C"},
}
BODY = (Paragraph(("The mayor says it rained.",)), Paragraph(("# one",)))


def claim(statement: str, id: str = "", **fields: object) -> ImportedAnnotation:
    return ImportedAnnotation("claims", {"statement": statement, "speaker": "outlet", **fields}, id)  # type: ignore[dict-item]


def answer(statement: str, answers: int) -> ImportedAnnotation:
    return ImportedAnnotation("counterpoints", {"statement": statement, "speaker": "editors"}, "", answers)


def made(draft: Draft):
    files = new_article_files(draft, "2015/x", OPTIONS)
    assert not isinstance(files, NotImported)
    return files


def test_front_matter_is_in_the_documented_order():
    files = made(Draft({**dict(reversed(FRONT.items())), "url": "https://example.org/"}, BODY))
    assert files.files[TEXT].decode() == (
        '---\ntitle: "A title: with a colon"\ndate: 2015-12-23\nauthors: [A, B]\nurl: https://example.org/\n'
        "captured: 2026-01-31\ndraft: true\nimage: {caption: C}\n---\n\nThe mayor says it rained.\n\n\\# one\n"
    )
    assert list(files.files) == [TEXT]
    assert not files.problems


def test_annotations_come_into_a_sidecar_below_what_they_answer():
    annotations = (answer("Not so.", 2), claim("It rained.", "rain"), claim("It rained.", "rain"), answer("Why?", 0))
    files = made(Draft(FRONT, BODY, annotations))
    assert files.files[SIDECAR].decode() == (
        "claims:\n  rain:\n    speaker: outlet\n    statement: It rained.\n"
        "  rain-2:\n    speaker: outlet\n    statement: It rained.\n    counterpoints:\n"
        "      not:\n        speaker: editors\n        statement: Not so.\n        counterpoints:\n"
        "          why:\n            speaker: editors\n            statement: Why?\n"
    )


def test_a_quote_without_a_place_is_written_and_reported():
    quote = {"exact": "It snowed", "prefix": "said "}
    files = made(Draft(FRONT, BODY, (ImportedAnnotation("notes", {"quote": quote, "note": "N"}),)))
    assert b"It snowed" in files.files[SIDECAR]
    assert [problem.code for problem in files.problems] == ["quote-not-found"]


def test_annotations_that_answer_each_other_in_a_circle_are_refused():
    found = new_article_files(Draft(FRONT, BODY, (answer("a", 1), answer("b", 0))), "2015/x", OPTIONS)
    assert isinstance(found, NotImported)
    assert "in a circle" in found.message


def test_annotations_of_an_article_that_is_there_are_added_at_the_end():
    text = made(Draft(FRONT, BODY)).files[TEXT]
    old = b"# mine\nclaims:\n  rained:  # sure\n    speaker: outlet\n    statement: S\n"
    files = annotated_files(Draft(annotations=(claim("Rained."),)), "2015/x", text, old)
    assert not isinstance(files, NotImported)
    assert files.files == {SIDECAR: old + b"  rained-2:\n    speaker: outlet\n    statement: Rained.\n"}
    assert files.before == {TEXT: text, SIDECAR: old}


def test_a_sidecar_that_is_broken_is_not_touched():
    found = annotated_files(Draft(annotations=(claim("Rained."),)), "2015/x", b"---\ntitle: T\n---\n", b"claims: [")
    assert isinstance(found, NotImported)


ANY_TEXT = st.text(st.characters(codec=None), min_size=1, max_size=40)


@settings(max_examples=100)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_texts_are_read_as_they_were_given(title: str, body: str, statement: str):
    files = made(
        Draft({"title": f"T {title}", "date": "2015-12-23"}, (Paragraph((body,)),), (claim(f"S {statement}"),))
    )
    front = read_front_matter(files.files[TEXT], TEXT)
    assert front.front is not None
    assert front.front.draft
    (found,) = read_sidecar(files.files[SIDECAR], SIDECAR, "2015/x").annotations
    assert found.statement.startswith("S")
    assert not [problem for problem in files.problems if problem.severity == "error"]

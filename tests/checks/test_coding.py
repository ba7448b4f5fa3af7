"""Codes of annotations: what the scheme allows, how many, and which it requires."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.model import Annotation, Completion
from generator.values import replace
from tests.archives import scheme
from tests.checks.test_checks import at, checked, codes, only, pasted
from tests.facts import answer, article, claim, note

(FRAME,) = scheme(frame=("conflict", "evidence"))
(TOPIC,) = scheme(topic=("war", "peace"))
SEVERAL = replace(FRAME, several=True)


def of_codes(written: str, given_codes: object, code=FRAME) -> list[Diagnostic]:
    """The problems of a claim whose line of codes, the third of its sidecar, is `written`."""
    place = {"x/codes/frame": at("a", 3, written.index("frame: ") + 8), "x/codes/frame/1": at("a", 3, 30)}
    facts = article("a", claim("x", codes=given_codes))
    problems: list[Diagnostic] = checked(facts, codes=(code,), locations={"a": place}, lines={3: written})
    return problems


def test_several_values_are_an_error_where_the_scheme_allows_one():
    problem = only(of_codes("    codes: {frame: [conflict, evidence]}", (("frame", ("conflict", "evidence")),)))
    assert (problem.code, problem.location.column) == ("code-several", 20)
    assert problem.step == (
        "Keep one of `conflict`, `evidence`, or write `several: true` at `frame` under `codes:` in `site.yaml`."
    )


def test_several_values_are_right_where_the_scheme_allows_them():
    given_codes = (("frame", ("conflict", "evidence")),)
    assert of_codes("    codes: {frame: [conflict, evidence]}", given_codes, SEVERAL) == []


def test_each_of_several_values_is_known():
    line = "    codes: {frame: [conflict, evidense]}"
    problem = only(of_codes(line, (("frame", ("conflict", "evidense")),), SEVERAL))
    assert (problem.code, problem.location.column) == ("unknown-code-value", 30)
    assert pasted(problem) == ("    codes: {frame: [conflict, evidence]}",)


@pytest.mark.parametrize(("sign", "end"), [("", " # both"), ('"', "}"), ("'", "}")])
def test_values_that_are_joined_to_one_text_are_made_a_list(sign, end):
    lead = "    codes: {" if end == "}" else "      "
    line = f"{lead}frame: {sign}conflict, evidence{sign}{end}"
    problem = only(of_codes(line, (("frame", ("conflict, evidence",)),), SEVERAL))
    assert (problem.code, problem.step) == ("unknown-code-value", "Write a list: `[conflict, evidence]`.")
    assert pasted(problem) == (f"{lead}frame: [conflict, evidence]{end}",)


def test_no_list_is_offered_where_the_scheme_allows_one_value_or_lacks_a_part():
    line = "    codes: {frame: 'conflict, evidence'}"
    assert only(of_codes(line, (("frame", ("conflict, evidence",)),))).paste is None
    assert only(of_codes(line, (("frame", ("conflict, other",)),), SEVERAL)).paste is None


# ── what is required ──

REQUIRED = (
    replace(FRAME, required=("claim", "note")),
    replace(TOPIC, required=("claim",)),
)
CODED = (("frame", ("conflict",)), ("topic", ("war",)))


def missing(*annotations: Annotation, **front: object) -> list[Diagnostic]:
    facts = article("a", *annotations, **front)  # type: ignore[arg-type]
    problems: list[Diagnostic] = checked(facts, codes=REQUIRED)
    return problems


def test_a_rated_claim_has_the_codes_that_are_required():
    problem = only(missing(claim("x", verdict="false")))
    assert (problem.code, problem.severity) == ("code-missing", "warning")
    assert problem.message == "Claim “x” is rated, but has no value for `frame` and `topic`."
    assert problem.details == ("`frame`: conflict, evidence", "`topic`: war, peace")
    assert problem.step == "Add `codes: {frame: …, topic: …}`."
    assert missing(claim("x", verdict="false", codes=CODED)) == []


def test_one_that_has_others_gets_those_that_are_missing():
    problem = only(missing(claim("x", verdict="false", codes=CODED[:1])))
    assert problem.message == "Claim “x” is rated, but has no value for `topic`."
    assert problem.step == "Add `topic: …` to its `codes`."


def test_what_isnt_rated_has_them_once_its_article_is_annotated():
    annotations = (claim("x"), answer("y", "a#x"), note("z"))
    assert missing(*annotations) == []
    problems = missing(*annotations, annotated=Completion("2016-01-01"))
    assert codes(problems) == ["code-missing"] * 2
    assert [problem.message.partition(",")[0] for problem in problems] == [
        "Claim “x” belongs to an article that is annotated",
        "Note “z” belongs to an article that is annotated",
    ]


def test_what_is_withdrawn_needs_no_code():
    assert missing(claim("x", verdict="false", withdrawn="x"), annotated=Completion()) == []


def test_a_scheme_that_requires_nothing_asks_for_nothing():
    facts = article("a", claim("x", verdict="false"), annotated=Completion())
    assert checked(facts, codes=(FRAME, TOPIC)) == []


@given(st.sets(st.sampled_from(["frame", "topic"])), st.booleans(), st.booleans())
def test_there_is_one_message_an_annotation_and_it_names_what_is_missing(has, rated, complete):
    given_codes = tuple((key, values) for key, values in CODED if key in has)
    one = claim("x", verdict="false" if rated else "", codes=given_codes)
    problems = missing(one, annotated=Completion() if complete else None)
    lacks = [key for key in ("frame", "topic") if key not in has]
    assert len(problems) == bool(lacks and (rated or complete))
    for problem in problems:
        assert [key for key in ("frame", "topic") if f"`{key}`" in problem.message] == lacks


# ── the codebook ──


def test_navigation_leads_to_the_codebook_where_there_is_one():
    assert checked(navigation=("articles", "codebook"), codes=(FRAME,)) == []
    problem = only(checked(navigation=("codebook",), codes=()))
    assert problem.code == "navigation-unknown"
    assert problem.message.endswith("“codebook”, which is written only where `site.yaml` has `codes`.")
    assert "`codebook`" in only(checked(navigation=("xyz",), codes=(FRAME,))).step

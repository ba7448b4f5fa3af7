"""`codes` of site.yaml: both forms, and every problem with its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.formats.settings import read_settings
from generator.model import CodeKey, CodeValue
from generator.yaml_text.tree import in_quotes
from tests.archives import scheme
from tests.pastes import pasted, told


def read(codes: str) -> tuple[CodeKey, ...]:
    settings, found, _ = read_settings(f"title: x\n{codes}".encode())
    assert found == []
    assert settings
    return settings.codes


def problems(text: str) -> list[Diagnostic]:
    return read_settings(f"title: x\n{text}".encode())[1]


def test_the_short_form_is_a_list_of_values():
    assert read("codes: {frame: [conflict, 3], attribution: [named]}\n") == scheme(
        frame=("conflict", "3"), attribution=("named",)
    )


def test_the_long_form_says_what_a_code_and_its_values_mean():
    codes = read(
        "codes:\n"
        "  stance:\n"
        "    definition: Towards the claim's subject.\n"
        "    values: {for: Praises or defends., against: {definition: Blames., example: only clichés}, none: }\n"
        "    several: yes\n"
        "    required: [claims, counterpoints, claims]\n"
        "  attribution: [named]\n"
    )
    stance = CodeKey(
        "stance",
        (
            CodeValue("for", "Praises or defends."),
            CodeValue("against", "Blames.", "only clichés"),
            CodeValue("none"),
        ),
        "Towards the claim's subject.",
        several=True,
        required=("claim", "counterpoint"),
    )
    assert codes == (stance, *scheme(attribution=("named",)))


def test_a_code_in_long_form_may_list_its_values_alone():
    assert read("codes: {frame: {values: [a, b], required: notes}}\n") == (
        CodeKey("frame", (CodeValue("a"), CodeValue("b")), required=("note",)),
    )


@pytest.mark.parametrize("nothing", ["", "codes:\n", "codes: {}\n", "codes: ~\n"])
def test_a_site_needs_no_coding_scheme(nothing):
    assert read(nothing) == ()


WRONG = [
    ("codes: [frame]", ("wrong-shape", 2, 8)),
    ("codes: {frame: conflict}", ("wrong-shape", 2, 16)),
    ("codes: {'': [a]}", ("missing-key", 2, 9)),
    ("codes:\n  frame:\n", ("missing-key", 3, 3)),
    ("codes: {frame: []}", ("wrong-value", 2, 16)),
    ("codes: {frame: [a, [b]]}", ("wrong-shape", 2, 20)),
    ("codes: {frame: [a, b, a]}", ("wrong-value", 2, 23)),
    ("codes:\n  frame:\n    - a\n    - a\n", ("wrong-value", 5, 7)),
    ("codes: {frame: {values: []}}", ("wrong-value", 2, 25)),
    ("codes: {frame: {values: {}}}", ("wrong-value", 2, 25)),
    ("codes: {frame: {values: a}}", ("wrong-shape", 2, 25)),
    ("codes: {frame: {definition: x}}", ("missing-key", 2, 9)),
    ("codes: {frame: {a: A, b: B}}", ("missing-key", 2, 9)),
    ("codes:\n  frame:\n    a: A\n    b: B\n", ("missing-key", 3, 3)),
    ("codes:\n  frame:\n    values:\n      - a: A\n      - b: B\n", ("wrong-shape", 5, 9)),
    ("codes: {frame: {values: {a: [x]}}}", ("wrong-shape", 2, 29)),
    ("codes: {frame: {values: {a: {exmple: x}}}}", ("unknown-key", 2, 30)),
    ("codes: {frame: {vales: [a]}}", ("unknown-key", 2, 17)),
    ("codes: {frame: {values: [a], several: often}}", ("wrong-value", 2, 39)),
    ("codes: {frame: {values: [a], required: claim}}", ("wrong-value", 2, 40)),
    ("codes: {frame: {values: [a], required: [notes, all]}}", ("wrong-value", 2, 48)),
    ("codes:\n  frame:\n    values:\n      a: Issue #5\n", ("yaml-comment", 5, 10)),
    ("codes:\n  frame:\n    definition: Issue #5\n    values: [a]\n", ("yaml-comment", 4, 17)),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_what_is_wrong_is_reported_with_its_place_and_what_is_pasted_fixes_it(text, problem):
    (found,) = problems(text)
    assert told([found]) == [problem]
    assert found.step
    if found.paste:
        assert problems(pasted(f"title: x\n{text}", found.paste).removeprefix("title: x\n")) == []


@pytest.mark.parametrize("text", [text for text, (code, *_) in WRONG])
def test_a_scheme_with_a_fault_is_not_used_in_part(text):
    """Else each use of what is left out would be an error, too."""
    assert read_settings(f"title: x\n{text}".encode())[0] is None


def test_what_can_be_required_is_named():
    (found,) = problems("codes: {frame: {values: [a], required: everything}}")
    assert re.findall(r"\w+", found.details[0].removeprefix("allowed: ")) == ["claims", "counterpoints", "notes"]
    assert "`required`" in found.message
    (found,) = problems("codes: {frame: {values: [a], required: counterpoint}}")
    assert found.step == "Write `counterpoints` if that is what you mean."


def test_a_value_that_is_defined_twice_is_an_error():
    assert told(problems("codes:\n  frame:\n    values:\n      a: A\n      a: B\n")) == [("yaml-duplicate-key", 6, 7)]


names = st.lists(st.text("abcé -:#", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=5, unique=True)


@given(names)
def test_all_forms_of_the_same_values_are_one_scheme(values):
    quoted = list(map(in_quotes, values))
    forms = [
        f"[{', '.join(quoted)}]",
        f"{{values: [{', '.join(quoted)}]}}",
        f"{{values: {{{', '.join(f'{value}: null' for value in quoted)}}}}}",
        f"{{values: {{{', '.join(f'{value}: {{}}' for value in quoted)}}}}}",
    ]
    assert {read(f"codes: {{frame: {form}}}\n") for form in forms} == {scheme(frame=values)}


@given(st.text(":#-[]{}'\" \nabvlues~,"))
def test_any_text_ends_in_a_scheme_or_in_a_diagnostic(text):
    settings, found, _ = read_settings(f"title: x\ncodes: {text}".encode())
    assert settings or found

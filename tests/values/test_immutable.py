"""What every value of the program is, whatever its fields mean."""

from __future__ import annotations

import ast
import gc
from pathlib import Path

import pytest

from generator.model import Speaker
from generator.values import Immutable, replace

GENERATOR = Path(__file__).parent.parent.parent / "generator"
BEFORE_SOURCES = (
    "values diagnostics model urls text markdown yaml_text formats compiling cache linking checks i18n comparing"
    " outputs rendering"
).split()


class Place(Immutable):
    path: str
    line: int = 1


def test_a_value_is_complete_when_it_is_made():
    with pytest.raises(AttributeError):
        Place("a").line = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]


def test_values_with_equal_fields_are_one_key():
    assert Place("a", 1) == Place("a")
    assert len({Place("a", 1), Place("a"), Place("b")}) == 2


def test_a_copy_differs_in_what_is_named_and_in_nothing_else():
    one = Place("a", 2)
    assert replace(one, path="b") == Place("b", 2)
    assert one == Place("a", 2)
    with pytest.raises(TypeError):
        replace(one, column=3)  # type: ignore[call-arg]


def test_the_collector_does_not_visit_a_value():
    assert not gc.is_tracked(Place("a"))


def test_the_file_that_describes_a_speaker_makes_it_no_other_speaker():
    one, other = Speaker("x", "X", path="content/speakers.yaml"), Speaker("x", "X", path="content/a.yaml")
    assert one == other
    assert len({one, other}) == 1
    assert replace(one, name="Y") != other


def test_the_frozen_dataclasses_that_remain_are_those_named_with_a_reason():
    remain = {
        node.name
        for package in BEFORE_SOURCES
        for path in (GENERATOR / package).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any("frozen=True" in ast.unparse(one) for one in node.decorator_list)
    }
    assert remain == {"Archive", "YamlText", "Comment"}

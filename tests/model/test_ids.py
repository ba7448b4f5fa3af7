"""What is spelled as an id."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from generator.model import ID_PATTERN, is_id


@example("a-1")
@example("a--1")
@example("-a")
@example("a-")
@example("a\n")
@given(st.text("a0-A \n", max_size=12))
def test_the_pattern_of_the_schema_says_the_same(text):
    assert is_id(text) == (re.fullmatch(ID_PATTERN, text) is not None)

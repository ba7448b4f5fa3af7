"""What was copied along with an article: that shortcuts for what is nothing of the kind change no answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from generator.compiling import copied_along as module
from generator.compiling.body_blocks import BodyBlock
from generator.compiling.copied_along import copied_along
from generator.diagnostics import Diagnostic
from generator.model import FrontMatter, Image

LONG = " and so it goes on, word after word" * 6
TITLES = ("A bridge in spring", "İstanbul waits", "Photo of a bridge", "_")
STARTS = (
    *TITLES, "Share this article", "Read more: A bridge", "*Share this article*", "## A bridge in spring",
    "[Share this article](https://e.example/)", "Photo: Anna", "By Anna", "12 January 2020", "©", "A. bridge", "…",
    "A bridge in spring - The Paper", "a" * 60, r"\\*Advertisement", "Advertisement",
)  # fmt: skip
LINES = st.builds("{}{}".format, st.sampled_from(STARTS), st.sampled_from(["", " ", ".", LONG, " *", "_"]))


@st.composite
def bodies(draw: st.DrawFn) -> list[BodyBlock]:
    blocks, at = list[BodyBlock](), 0
    for lines in draw(st.lists(st.lists(LINES, min_size=1, max_size=2), min_size=1, max_size=8)):
        blocks.append(BodyBlock(at, tuple(lines), "text"))
        at += len(lines) + 1
    return blocks


def found(front: FrontMatter, blocks: list[BodyBlock]) -> list[Diagnostic]:
    return list(copied_along(front, blocks, "content/articles/a.md", 5))


@given(bodies(), st.sampled_from(TITLES), st.sampled_from(["", *(f"{title}{LONG}" for title in TITLES)]))
def test_what_is_passed_over_is_nothing_that_is_told(blocks, title, subtitle):
    image = Image("a.png", alt="A bridge", caption="Anna on a bridge", credit=f"Anna{LONG}")
    front = FrontMatter(title, "2020-01-12", authors=("Anna",), subtitle=subtitle, publisher="The Paper", image=image)
    quick = found(front, blocks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SIGNED", re.compile(""))
        patch.setattr(module._Matter, "is_something_else", lambda self, text: False)
        assert found(front, blocks) == quick
    event(f"told: {bool(quick)}")

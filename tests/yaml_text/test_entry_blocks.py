"""The entries of a mapping have their lines: comments above, the key, the value, and comments inside."""

from __future__ import annotations

import pytest

from generator.yaml_text.document import read_yaml
from generator.yaml_text.entry_blocks import entry_blocks
from generator.yaml_text.tree import MappingNode


def blocks(text: str) -> list[tuple[str, int, int, int, int]] | None:
    document = read_yaml(text.encode(), "x.yaml")
    assert isinstance(document.root, MappingNode)
    found = entry_blocks(document.text, text.split("\n"), document.root)
    return None if found is None else [(one.name, one.head, one.key, one.last, one.end) for one in found]


def test_an_entry_has_the_comments_above_it_and_those_inside():
    text = "# vim: x\n# a\na:\n  - x\n\n  # inside\n\n# loose\n\n  # deeper\n# b\nb: |\n  # text\n\n\n"
    assert blocks(text) == [("a", 1, 2, 4, 6), ("b", 10, 11, 13, 13)]


def test_an_empty_value_ends_with_its_key():
    assert blocks("a:\nb: ~\n\nc:\n") == [("a", 0, 0, 1, 1), ("b", 1, 1, 2, 2), ("c", 3, 3, 4, 4)]


@pytest.mark.parametrize("text", ["{a: b}\n", "? a\n: b\n", "{a: b,\n c: d}\n"])
def test_entries_that_are_not_whole_lines_have_none(text: str):
    assert blocks(text) is None

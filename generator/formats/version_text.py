"""The text of a version of a file, where its lines show which entries it has. Knows no entry."""

from __future__ import annotations

from generator.yaml_text.document import MOST_BYTES
from generator.yaml_text.unmarked_lists import may_have_unmarked_lists


def text_by_lines(data: bytes) -> str | None:
    """The text of a version; None where entries may begin or end elsewhere than where its lines do."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    is_plain = len(data) <= MOST_BYTES and "\r" not in text and text.endswith("\n")
    return text if is_plain and not may_have_unmarked_lists(text) else None

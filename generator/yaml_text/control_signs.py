"""Control characters that word processors write for hyphens and line breaks, and what is meant by them."""

from __future__ import annotations

import re

from generator.yaml_text.tree import CONTROL

_OPTIONAL_HYPHEN, _FIXED_HYPHEN = "\x1f", "\x1e"
_PARAGRAPH = re.compile(
    "(?<![ \t])[ \t]*(?:\u2029[ \t\x0b\u2028\u2029]*|[\x0b\u2028](?:[ \t]*[\x0b\u2028\u2029])+)[ \t]*"
)
"""The end of a paragraph: its own sign, or two line breaks."""


def without_control(text: str, *, in_yaml: bool) -> str:
    """A line with what is meant by its control characters. A paragraph ends with a blank line, in YAML with a space."""
    if not in_yaml:
        text = _PARAGRAPH.sub("\n\n", text)
    return CONTROL.sub(_meant, text)


def on_one_line(text: str) -> str:
    """A text with what is meant by its control characters, or with U+FFFD where nothing is; it keeps its lines."""
    return CONTROL.sub(lambda c: _meant(c) or ("" if c[0] == _OPTIONAL_HYPHEN else "\ufffd"), text)


def control_step(text: str, *, in_yaml: bool) -> str:
    """What to do about the control character with which a text begins."""
    if text[0] == _OPTIONAL_HYPHEN:
        return "Remove the character, which is an optional hyphen of an office program."
    if text[0] == _FIXED_HYPHEN:
        return "Write a hyphen, for which the character is the sign of an office program."
    if not in_yaml and _PARAGRAPH.match(text):
        return "Write a blank line in its place, because a paragraph ends here."
    return "Remove the character or replace it with a space."


def _meant(character: re.Match[str]) -> str:
    if character[0] == _FIXED_HYPHEN:
        return "-"
    return " " if character[0].isspace() and character[0] != _OPTIONAL_HYPHEN else ""

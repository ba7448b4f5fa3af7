"""The text between quotation marks that are YAML's, where marks of the same kind inside it end it too early."""

from __future__ import annotations

import re

_INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_BEFORE_OPENING = frozenset(" ([{“‘«„-–—/")


def inside_outer_marks(value: str) -> str:
    """The text of `"Moscow dismisses "fake" report"` without its outer marks; empty where these are no pair.

    In `"Yes," he said, "and no"` the first mark inside closes a quotation, so that the outer ones are the text's own.
    """
    sign, inside = value[:1], value[1:-1]
    if len(value) < 3 or sign not in {'"', "'"} or value[-1] != sign or not inside.strip():
        return ""
    marks = _INNER_APOSTROPHE.sub("’", inside) if sign == "'" else inside
    first = marks.find(sign)
    is_closing = first > 0 and marks[first - 1] not in _BEFORE_OPENING
    return "" if (first < 0 and sign not in inside) or is_closing else inside

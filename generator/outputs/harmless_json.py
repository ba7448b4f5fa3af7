"""JSON (RFC 8259) in which no text can end a script element, begin a tag, or end a line of a script."""

from __future__ import annotations

import json

_ESCAPED = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]


def harmless_json(value: object) -> str:
    """The value on one line, without spaces; equal values with equal orders give equal texts."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED:  # a tenth of the time of `str.translate`
        text = text.replace(sign, escaped)
    return text

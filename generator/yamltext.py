"""Writes YAML values that survive: what tools paste into a sidecar. Knows nothing of what the values mean."""

from __future__ import annotations

import json
import re

_SURVIVES_PLAIN = re.compile(r"\w(?:[^\n:#]|:(?! |$)|(?<! )#)*", re.UNICODE)


def text_value(lead: str, text: str) -> tuple[str, ...]:
    """The lines for `lead` (`    quote: `, `      - `) and a text: plain where that survives, else as a `|` block."""
    if survives_plain(text):
        return (lead + text,)
    indent = " " * (len(lead) - len(lead.lstrip()) + 2)
    return (f"{lead.rstrip()} |", *(indent + line for line in text.split("\n")))


def survives_plain(text: str) -> bool:
    """Whether an unquoted scalar, outside of `{…}` and `[…]`, would be read back as just this text."""
    return bool(_SURVIVES_PLAIN.fullmatch(text)) and text == " ".join(text.split()) and text.isprintable()


def flow_mapping(**values: str | int) -> str:
    """`{exact: "…", prefix: "…"}`: texts in double quotes, words and numbers as they are. Empty ones are left out."""
    pairs = (f"{key.rstrip('_')}: {_flow_value(value)}" for key, value in values.items() if value != "")
    return "{" + ", ".join(pairs) + "}"


def _flow_value(value: str | int) -> str:
    if isinstance(value, int) or re.fullmatch(r"[A-Za-z]+", value):
        return str(value)
    return json.dumps(value, ensure_ascii=not value.isprintable())

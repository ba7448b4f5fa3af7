"""Sources that are cited as an office program or a web page writes them: several addresses in one text, a title before
its address, an address whose commas part a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.diagnostics import short
from generator.formats.fields import FieldError, is_web_address
from generator.model import is_id
from generator.yaml_text.tree import in_flow, in_quotes

_LONGEST = 4_000
_BETWEEN = re.compile(r"[,;]?\s+|[,;](?=https?://)", re.IGNORECASE)
_REST_OF_ADDRESS = re.compile(r"[\w.%?=&/-]*[0-9.][\w.%?=&/-]*")
_TITLE = re.compile(r"(\S.*?)(?:\s*[:,–—-])?\s+<?(https?://[^\s<>]+)>?", re.IGNORECASE)


def citations(value: object) -> object:
    """Returns a list of sources unchanged. Raises `FieldError` for several in one text, and for one in several."""
    if isinstance(value, str):
        parts = list(_sources_in(value))
        if len(parts) > 1:
            raise FieldError(
                "wrong-shape",
                f"“{short(value)}” is one text, and not a list.",
                step="Write a list.",
                as_yaml=_as_list(parts),
            )
    elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        _refuse_two_in_one(value)
        _refuse_one_in_pieces(value)
    return value


def refuse_title_with_address(text: str) -> None:
    """Raises `FieldError` for a title with an address after it."""
    match = _TITLE.fullmatch(text) if len(text) <= _LONGEST and "://" in text else None
    if not match or not is_web_address(match[2]) or "://" in match[1] or is_id(match[1].split(" ")[0]):
        return
    raise FieldError(
        "wrong-shape",
        f"“{short(text)}” is a title with its address, which a source has as `title` and `url`.",
        step="Write both with their keys.",
        as_yaml=f"{{title: {in_flow(match[1])}, url: {in_flow(match[2])}}}",
    )


def _refuse_two_in_one(items: Sequence[str]) -> None:
    several = [list(_sources_in(item)) if "://" in item else [item] for item in items]
    parts = [part for one in several for part in one]
    if len(parts) == len(items):
        return
    first = next(item for item, one in zip(items, several, strict=True) if len(one) > 1)
    raise FieldError(
        "wrong-shape",
        f"“{short(first)}” is one source with {first.count('://')} addresses.",
        step="Write an item for each address.",
        as_yaml=_as_list(parts),
    )


def _refuse_one_in_pieces(items: Sequence[str]) -> None:
    """Raises `FieldError` for a list of one address and what may follow its commas."""
    first, *rest = items
    if not rest or not is_web_address(first) or not all(map(_REST_OF_ADDRESS.fullmatch, (one[:200] for one in rest))):
        return
    if is_id(rest[-1]) and not all(one.isdigit() for one in rest):
        return
    whole = ",".join(items)
    raise FieldError(
        "yaml-comma",
        f"The commas in “{short(whole)}” part it into {len(items)} sources.",
        step="If it is one address, put it in quotation marks:",
        as_yaml=f"[{in_quotes(whole)}]",
    )


def _sources_in(text: str) -> Iterator[str]:
    """The addresses and ids of a text that holds nothing else; else the text."""
    parts = _BETWEEN.split(text) if len(text) <= _LONGEST and text.count("://") != 1 else [text]
    parts = [part for part in parts if part]
    are_ids = "," in text and all((is_id(part) and not part.isdigit()) or is_web_address(part) for part in parts)
    yield from parts if are_ids or all(map(is_web_address, parts)) else [text]


def _as_list(parts: Sequence[str]) -> str:
    return f"[{', '.join(map(in_flow, parts))}]"

"""Finds a note in the HTML of an article's page."""

from __future__ import annotations

import re

_ITEM = re.compile(r"<(/?)li\b[^>]*>")


def note_in(page: str, id: str) -> str:
    """The list item with the note of the annotation `id`, and the answers in it."""
    anchor = page.index(f'id="note_{id}"')
    starts = [found.start() for found in re.finditer(r'<li\b[^>]*class="note\b', page[: anchor + 1])]
    start = page.rfind("<li ", 0, anchor) if page[:anchor].endswith("<li ") else starts[-1]
    depth = 0
    for tag in _ITEM.finditer(page, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[start : tag.end()]
    raise AssertionError(f"the note {id} doesn't end")

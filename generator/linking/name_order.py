"""The order in which readers find names in a list. Knows no names."""

from __future__ import annotations

import unicodedata

from generator import urls


def by_name(name: str, otherwise: str) -> tuple[str, str, str]:
    """Sort key for names: first without case and accents, then as written, then by id or slug."""
    if name.isascii():
        return name.lower(), name, otherwise
    letters = (c for c in urls.unicode_normal_form("NFKD", name).casefold() if not unicodedata.combining(c))
    return "".join(letters), name, otherwise

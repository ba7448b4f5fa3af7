"""What an id of an annotation, speaker or source looks like."""

from __future__ import annotations

import re

LONGEST_ID = 64
"""Characters of an annotation's, speaker's or source's id."""
ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Regular expression of an id: small letters a to z, digits and single hyphens."""
_ID = re.compile(r"[a-z0-9]++(?:-[a-z0-9]++)*+")  # the same, but it never goes back: many hyphens take no stack


def is_id(text: str) -> bool:
    """Whether a text is spelled as an id. `formats.fields.identifier` also refuses one longer than `LONGEST_ID`."""
    return _ID.fullmatch(text) is not None

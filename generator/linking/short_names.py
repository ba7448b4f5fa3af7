"""The short name of a speaker: what stands in the margin of a text and in drawings, where there is little room.

Knows names, not articles: where two speakers of an article would have one short name, its page shows the whole names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.model import Speaker

_SUFFIX = re.compile(
    r"(?:jr|sr|jnr|snr|i{1,3}|iv|vi{0,3}|ph\.?\s?d|m\.?d|esq|obe|cbe|mbe|mp|qc|kc)\.?|\d+\.?", re.IGNORECASE
)
"""What follows a name and isn't part of it: a suffix, or a number."""
_FAMILY_NAME_FIRST = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""The letters of scripts in which the family name comes first: Han, kana, Hangul."""


def short_name(speaker: Speaker) -> str:
    """The short name: the one that was written, else the last word of a person's name, else the whole name.

    A person's name is whole, too, where its last word is a suffix (`Jr.`) or a number, or its script writes the family
    name first.
    """
    return speaker.short or (_last_word(speaker.name) if speaker.kind == "person" else speaker.name)


@lru_cache(maxsize=4096)
def _last_word(name: str) -> str:
    last = name.rsplit(maxsplit=1)[-1] if name.split() else name
    return name if _SUFFIX.fullmatch(last) or _FAMILY_NAME_FIRST.search(name) else last

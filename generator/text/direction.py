"""The writing direction of a language or a text. Knows nothing of documents."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import bidirectional

from generator.model import Direction

# ISO 15924 scripts and ISO 639 languages that are written from right to left.
_RTL_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))
_RTL_LANGUAGES = (
    " aeb ajp apc apd ar arc arq ary arz azb bal bgn bqi ckb dv fa glk he iw ji ks lrc luz mzn nqo pnb prs ps rhg sd "
    "sdh skr syr ug ur yi "
)


@lru_cache(maxsize=1024)
def direction_of(language: str) -> Direction:
    """The direction of a BCP 47 language tag: of the script it names (`az-Arab`, `ar-Latn`), else of the usual one."""
    primary, *others = language.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    rtl = script in _RTL_SCRIPTS if script else f" {primary} " in _RTL_LANGUAGES
    return "rtl" if rtl else "ltr"


def direction_of_text(text: str) -> str:
    """`ltr` or `rtl` as the first strongly directional letter decides; `""` if there is none."""
    strong = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "")
    return {"L": "ltr", "R": "rtl", "AL": "rtl", "": ""}[strong]

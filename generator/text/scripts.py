"""Scripts: in which one a text is written, and in which ones a language is. Never guesses a language from a script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_SAMPLE = 600
"""Characters from the beginning of a text that are looked at."""
_FEWEST = 20
"""Letters. The script of a shorter text isn't told."""
_SHARE = 0.8
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_EAST_ASIAN = {"CJK": "Chinese or Japanese", "HIRAGANA": "Chinese or Japanese", "KATAKANA": "Chinese or Japanese"}
_LANGUAGES = {
    "Latin": "af bs ca cs cy da de en eo es et eu fi fr ga gl hr hu id is it lt lv mt nb nl nn no pl pt ro sk sl sq sv "
    "sw tr vi",
    "Cyrillic": "be bg mk ru uk",
    "Arabic": "ar ckb fa ps ur",
    "Hebrew": "he yi",
    "Greek": "el",
    "Chinese or Japanese": "ja zh",
    "Hangul": "ko",
    "Devanagari": "hi mr ne",
    "Bengali": "as bn",
    "Gujarati": "gu",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Tamil": "ta",
    "Telugu": "te",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Khmer": "km",
    "Myanmar": "my",
    "Armenian": "hy",
    "Georgian": "ka",
    "Ethiopic": "am ti",
}
"""The languages that are written in one script alone, by script. Those of other languages aren't told."""
_SCRIPTS = {language: script for script, languages in _LANGUAGES.items() for language in languages.split()}


def script_of(text: str) -> str:
    """The script in which nearly all letters of a text are, of those that are known; empty where there is none."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST:
        return ""
    if len(_LATIN.findall(sample)) >= _SHARE * letters:
        return "Latin"
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in sample if letter.isalpha())
    scripts = Counter[str]()
    for name, count in names.items():
        scripts[_EAST_ASIAN.get(name, name.capitalize())] += count
    script, count = scripts.most_common(1)[0]
    return script if script in _LANGUAGES and count >= _SHARE * letters else ""


def script_of_language(tag: str) -> str:
    """The script of a language tag; empty where the tag names one of its own, and for languages with several."""
    primary, *parts = tag.lower().split("-")
    return "" if any(len(part) == 4 and part.isalpha() for part in parts) else _SCRIPTS.get(primary, "")


def languages_in(script: str) -> tuple[str, ...]:
    """The codes of languages that are written in a script, the best known of each at the front."""
    return tuple(_LANGUAGES.get(script, "").split())

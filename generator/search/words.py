"""Words: what of a text can be found. The script of the search page has the same rules (`templates/script/words.js`).

`tests/cases/search-words.tsv` holds both to one table. All classes of characters are written out here, and the script
reads them from the index; or they are categories of Unicode that both have: where one of them knows a newer
Unicode, they may differ in the letters new there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain

LONGEST_WORD = 40
"""Characters. What is longer is no word that anyone types; the rest of it is left out."""
_MOST_KEPT = 1 << 16
# Signs that join letters or hide between them: soft hyphen, combining grapheme joiner, signs of direction, tatweel,
# joiners, selectors of variants.
_UNSEEN = (
    "\u00ad\u034f\u061c\u0640\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
# Accents of Latin, Greek and Cyrillic letters; the points of Hebrew and Arabic. No other mark may go: the vowels of
# Indian scripts are letters' parts.
_POINTS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
)
# Han, kana, Hangul, and the scripts of Thailand, Laos, Burma and Cambodia: most of what they write has no spaces.
_WITHOUT_SPACES = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u1100-\u11ff\u3005-\u3007\u3031-\u3035\u3041-\u3096"
    "\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uff9f\uffa1-\uffdc\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_FIRST_WITHOUT_SPACES = min(_WITHOUT_SPACES.replace("-", ""))
_ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០"
_DIGITS = {chr(ord(zero) + n): str(n) for zero in _ZEROS for n in range(10)}
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ؤ": "و", "ة": "ه", "ک": "ك", "ς": "σ",
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
        **_DIGITS, "٫": ".", "٬": ",",
    }
)  # fmt: skip
_SEPARATORS = ".,٫٬"
_APOSTROPHES = "'’ʼ׳״"
_GERSHAYIM = '"(?=[א-ת])'  # the sign of an abbreviation, as it is typed
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]+")
_ARABIC_BEGINNINGS = ("وال", "بال", "كال", "فال", "ال", "لل")
_ARABIC_ENDS = ("هاي", "ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}")
_PLURAL_ES = re.compile(r"(?:s|x|z|sh|ch)es\Z")


def index_terms(text: str) -> Iterator[str]:
    """The terms under which a text is found, each as often as it is there, in the order of the text."""
    if not text.isascii() and _of_without_spaces().search(text):
        return chain.from_iterable(map(_terms_of_token, _token().findall(_unseen().sub("", text))))
    return chain.from_iterable(map(_BETWEEN_SPACES.__getitem__, text.split()))  # no word has a space in it


def query_terms(text: str) -> list[str]:
    """The terms that a record must have to be found, each once, in the order of the query. A single sign of a script
    without spaces stands for all terms that begin with it."""
    found: list[str] = []
    for token in _token().findall(_unseen().sub("", text)):
        if _is_without_spaces(token):
            signs = _signs(token)
            found += (signs[n : n + 2] for n in range(max(1, len(signs) - 1)))
        else:
            found += _terms_of_word(token)
    return list(dict.fromkeys(found))


def is_prefix(term: str, is_last: bool) -> bool:
    """Whether a term of a query is also the beginning of words: the last word may be half typed, and one of three
    letters says enough."""
    return _is_without_spaces(term) or len(term) > (1 if is_last else 2)


def weighed(parts: Iterable[tuple[int, str]]) -> dict[str, int]:
    """The terms of a record, each with its greatest weight among `parts`, which are pairs of a weight and a text. A
    term that stands three times or more in texts of weight 0 has weight 1."""
    texts: tuple[list[str], ...] = ([], [], [], [])
    for weight, text in parts:
        texts[weight].append(text)
    counts = Counter(index_terms(" ".join(texts[0])))
    weights = {term: 1 if count >= 3 else 0 for term, count in counts.items()}
    for weight in (1, 2, 3):
        weights.update(dict.fromkeys(index_terms(" ".join(texts[weight])), weight))
    return weights


def bucket(term: str, buckets: int) -> int:
    """The number of the file that holds a term. What begins with the same two characters is in one; of a script without
    spaces, what begins with the same."""
    return _number_of(term[: 1 if _is_without_spaces(term) else 2]) % buckets


@lru_cache(maxsize=1 << 14)
def _number_of(beginning: str) -> int:
    value = 0
    units = beginning.encode("utf-16-le", errors="surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        value = value * 31 + (low | high << 8)
    return value


def script_rules() -> tuple[list[str], str]:
    """What the script reads of these rules from the index: regular expressions as JavaScript has them, and letters,
    each with what it counts as, parted by spaces.

    The expressions find tokens, a sign without spaces at the beginning, points, unseen signs, an Arabic word, and what
    is taken from one.
    """
    sign = f"[{_WITHOUT_SPACES}]"
    letter = rf"(?:(?!{sign})[\p{{L}}\p{{Nl}}\p{{No}}](?:(?!{sign})\p{{M}})*)"
    token = rf"{sign}+|\p{{Nd}}+(?:[{_SEPARATORS}]\p{{Nd}}+)*|{letter}+(?:(?:[{_APOSTROPHES}]|{_GERSHAYIM}){letter}+)*"
    beginning = f"^(?:{'|'.join(_ARABIC_BEGINNINGS)})(?=..)"
    end = f"(?<=..)(?:{'|'.join(_ARABIC_ENDS)})$"
    arabic = [f"^{_ARABIC.pattern}$", "^و(?=.{5})", beginning, end]
    letters = " ".join(f"{chr(letter)}{other}" for letter, other in _LETTERS.items())
    return [token, f"^{sign}", f"[{_POINTS}{_UNSEEN}]", f"[{_UNSEEN}]", *arabic], letters


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN}]")


@cache
def _token() -> re.Pattern[str]:
    """Letters with their marks and inner apostrophes; numbers with their separators; runs of signs of a script without
    spaces."""
    # runs of one class, since a group that is repeated for each letter takes ten times as long
    letter, mark = rf"[^\W\d_{_WITHOUT_SPACES}]", f"[{_marks()}]"
    letters = f"{letter}+(?:{mark}+{letter}*)*"
    number = rf"\d+(?:[{_SEPARATORS}]\d+)*"
    return re.compile(f"{letters}(?:(?:[{_APOSTROPHES}]|{_GERSHAYIM}){letters})*|{number}|[{_WITHOUT_SPACES}]+")


@cache
def _marks() -> str:
    """The class of all combining marks: those of category M but the ones in `_WITHOUT_SPACES`, which are signs there.
    `\\w` has none of them."""
    own = re.compile(f"[{_WITHOUT_SPACES}]")
    # the planes above hold no other than those in _UNSEEN
    marks = [n for n in range(0x300, 0x20000) if unicodedata.category(chr(n))[0] == "M" and not own.match(chr(n))]
    runs: list[list[int]] = []
    for n in marks:
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs)


@cache
def _of_without_spaces() -> re.Pattern[str]:
    return re.compile(f"[{_WITHOUT_SPACES}]")


def _is_without_spaces(term: str) -> bool:
    return term >= _FIRST_WITHOUT_SPACES and bool(_of_without_spaces().match(term))


def _signs(run: str) -> str:
    return unicodedata.normalize("NFKC", run)


@cache
def _points() -> re.Pattern[str]:
    return re.compile(f"[{_POINTS}{_UNSEEN}]")


def _terms_of_token(token: str) -> Iterable[str]:
    if not _is_without_spaces(token):
        return _terms_of_word(token)
    signs = _signs(token)
    return (signs[n : n + 2] for n in range(len(signs)))  # the last stands alone


class _BetweenSpaces(dict[str, tuple[str, ...]]):
    """The terms of what stands between two spaces, if no sign of it is of a script without spaces.

    Kept, since few words make most of all texts: to find one here takes less time than an expression takes to find its
    ends, and a third less than an `lru_cache`, which also puts in order what was used last. Emptied when it is full.
    """

    def __missing__(self, text: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        terms = tuple(chain.from_iterable(map(_terms_of_word, _token().findall(_unseen().sub("", text)))))
        self[text] = terms
        return terms


_BETWEEN_SPACES = _BetweenSpaces()


@lru_cache(maxsize=1 << 14)
def _terms_of_word(token: str) -> tuple[str, ...]:
    """The terms of a number or of a word of letters: one, or two where an article or preposition is drawn together with
    it (“l’eau”)."""
    folded = unicodedata.normalize("NFKD", token[:LONGEST_WORD].lower())
    folded = unicodedata.normalize("NFC", _points().sub("", folded)).translate(_LETTERS).replace(" ", "")
    if folded[:1].isdecimal():
        return (folded.replace(",", "") if _GROUPED.fullmatch(folded) else folded,)
    parts = re.split(f'[{_APOSTROPHES}"]', folded)
    if len(parts) > 1 and parts[-1] == "s":
        parts.pop()
    drawn = [parts.pop(0)] if len(parts) > 1 and len(parts[0]) < 3 and parts[0].isascii() else []
    return tuple(filter(None, (*drawn, _stem("".join(parts)))))


def _stem(word: str) -> str:
    if word.isascii():
        return _singular(word)
    return _bare(word) if _ARABIC.fullmatch(word) else word


def _singular(word: str) -> str:
    """The word without the ending of an English plural, or of a verb that has the same."""
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if _PLURAL_ES.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _bare(word: str) -> str:
    """The Arabic word without “and”, its article and its endings, never less than two letters."""
    if word.startswith("و") and len(word) > 5:
        word = word[1:]
    for beginning in _ARABIC_BEGINNINGS:
        if word.startswith(beginning) and len(word) >= len(beginning) + 2:
            word = word.removeprefix(beginning)
            break
    for end in _ARABIC_ENDS:
        if word.endswith(end) and len(word) >= len(end) + 2:
            return word.removesuffix(end)
    return word

"""A second reading of where a quote has a place: written from the rules alone, by brute force, without the program.

`places` tries every range of a text. It shares nothing with the search that it judges, not even the normalization; so
it is slow, and for short texts only. Offsets are code points.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Span = tuple[int, int]

SINGLE, DOUBLE = "‘’‚‛′`", "“”„‟″«»"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
NOTHING = set("\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
NOTHING |= set(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))

ZWNJ, ZWJ = "\u200c", "\u200d"
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
EXTENDING = {*map(chr, range(0x1F3FB, 0x1F400)), *map(chr, range(0xE0020, 0xE0080)), "\uff9e", "\uff9f", "ำ", "ຳ"}
VISIBLE_KILLERS = {"\u0bcd", "\u0e3a", "\u0eba", "\u0f84", "\u103a"}
NUMBER_SIGNS = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")

UNSPACED = tuple(
    "CJK UNIFIED,CJK COMPATIBILITY,IDEOGRAPHIC,HANGZHOU,HIRAGANA,KATAKANA,HALFWIDTH KATAKANA,"
    "THAI,LAO,KHMER,MYANMAR".split(",")
)
LARGE = "万萬亿億兆"
UNITS = "十百千" + LARGE
HAN = set("〇零一二三四五六七八九两兩廿卅卌壹壱贰貳弐叁肆玖佰仟〡〢〣〤〥〦〧〨〩" + UNITS)
OF_CHEQUES = set("零壹壱贰貳弐叁參参肆伍陆陸柒捌玖拾佰仟" + LARGE)
BETWEEN_DIGITS = set(",.:/'´՚＇،٫٬⁄∕∶﹐﹒﹕，．／：")
GROUPING = "\u2007\u2008\u2009\u200a\u202f"
SIGNS = set("-+±＋﹢")
MARKS_OF_QUOTATION = set("\"'“”‘’‛«»‹›״＂＇")


@dataclass(frozen=True)
class Character:
    """One character of a folded text, and the range of the text that it comes from."""

    char: str
    start: int
    end: int


@dataclass
class Places:
    """The places of a quote, and why each other occurrence of its words is none."""

    spans: list[Span] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)


# ── folding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def composed(text: str) -> list[Character]:
    """NFC, part by part: a part ends wherever the two sides can be composed apart."""
    whole, start, out = nfc(text), 0, []
    for end in range(1, len(text) + 1):
        if nfc(text[:end]) + nfc(text[end:]) != whole:
            continue
        part = text[start:end]
        if nfc(part) == part:
            out += [Character(c, start + i, start + i + 1) for i, c in enumerate(part)]
        else:
            out += [Character(c, start, end) for c in nfc(part)]
        start = end
    return out


def folded(text: str) -> list[Character]:
    out: list[Character] = []
    for one in composed(text):
        char = one.char
        if char in NOTHING:
            continue
        if char in SINGLE:
            char = "'"
        elif char in DOUBLE:
            char = '"'
        elif char in DASHES:
            char = "-"
        elif char.isspace():
            char = " "
        if char == " " and out and out[-1].char == " ":
            out[-1] = Character(" ", out[-1].start, one.end)
        elif char == "…":
            out += [Character(".", one.start, one.end)] * 3
        else:
            out.append(Character(char, one.start, one.end))
    return out


def words(text: str) -> str:
    return "".join(c.char for c in folded(text))


def wide(char: str) -> bool:
    number = ord(char)
    is_emoji = 0x2300 < number < 0x2E80 or (0x1F000 <= number < 0x1FB00 and number >> 8 != 0x1F2)
    return unicodedata.east_asian_width(char) in "WF" and "HANGUL" not in unicodedata.name(char, "") and not is_emoji


def joined_lines(text: str) -> str:
    """A single line break between two wide characters is nothing."""
    lines = text.split("\n")
    out = lines[0]
    for above, below in pairwise(lines):
        a, b = above.rstrip(), below.lstrip()
        if a and b and wide(a[-1]) and wide(b[0]):
            out = out.rstrip() + b
        else:
            out += "\n" + below
    return out


def without_first_break(context: str) -> str:
    """A single line break at the outer end of a context, beside a wide character, may be one between two of them."""
    first, line_break, rest = context.partition("\n")
    is_outer = bool(line_break) and not first.strip()
    inner = rest.lstrip(" \t")
    return inner if is_outer and inner and wide(inner[0]) else context


# ── one character ────────────────────────────────────────────────────────────────────────────────────────────────────


def kind(char: str) -> str:
    return unicodedata.category(char)


def pictograph(char: str) -> bool:
    return (
        char in "©®‼⁉™ℹ〰〽㊗㊙"
        or 0x2190 <= ord(char) <= 0x2BFF
        or (0x1F000 <= ord(char) <= 0x1FFFD and ord(char) not in FLAG_LETTERS and char not in EXTENDING)
    )


def hangul(char: str) -> str:
    """L, V or T for the letters of a syllable, S for a whole one."""
    point = ord(char)
    if 0x1100 <= point <= 0x115F or 0xA960 <= point <= 0xA97C:
        return "L"
    if 0x1160 <= point <= 0x11FF or 0xD7B0 <= point <= 0xD7FB:
        return "VT"
    return "S" if 0xAC00 <= point <= 0xD7A3 else ""


def clusters(text: str) -> list[int]:
    """The number of the character, as a reader counts, that each code point is part of."""
    numbers: list[int] = []
    cluster = ""
    for i, char in enumerate(text):
        if i and goes_on(cluster, char):
            cluster += char
            numbers.append(numbers[-1])
        else:
            cluster = char
            numbers.append(i)
    return numbers


def goes_on(cluster: str, char: str) -> bool:
    last = cluster[-1]
    if last.isspace():
        return kind(char)[0] == "M"
    if last in NOTHING and last not in (ZWJ, ZWNJ):
        return False
    if kind(char)[0] == "M" or char in EXTENDING or char in (ZWJ, ZWNJ):
        return True
    if ord(char) in FLAG_LETTERS:
        return len(cluster) == 1 and ord(last) in FLAG_LETTERS
    if last in NUMBER_SIGNS:
        return True
    if hangul(char) == "VT":
        return bool(hangul(last))
    if hangul(last) == "L":
        return bool(hangul(char))
    bare = cluster.rstrip(ZWJ + ZWNJ)
    base = next((c for c in reversed(cluster[:-1]) if not (kind(c)[0] == "M" or c in EXTENDING or c in NOTHING)), "")
    if last == ZWJ and pictograph(char):
        return bool(base) and pictograph(base)
    while bare and kind(bare[-1])[0] == "M":
        if unicodedata.combining(bare[-1]) == 9 and bare[-1] not in VISIBLE_KILLERS:
            same_script = unicodedata.name(char, "").split(" ")[0] == unicodedata.name(bare[-1]).split(" ")[0]
            return kind(char)[0] == "L" and same_script and len(bare) > 1
        bare = bare[:-1].rstrip(ZWJ + ZWNJ)
    return False


# ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Text:
    """A text, with what can be asked of a cut before each of its folded characters."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.chars = folded(source)
        self.words = "".join(c.char for c in self.chars)
        self.clusters = clusters(source)

    def at(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def typed(self, i: int) -> str:
        """What is seen of a folded character as it was typed."""
        return "".join(c for c in self.source[self.chars[i].start : self.chars[i].end] if c not in NOTHING)

    def cuts_character(self, i: int) -> bool:
        if not 0 < i < len(self.chars):
            return False
        left, right = self.chars[i - 1], self.chars[i]
        if left.end > right.start or kind(right.char)[0] == "M":
            return True
        return self.clusters[left.end - 1] == self.clusters[right.start]

    def inside(self, i: int) -> str:
        """Why a cut is inside a word or number; empty where it is not."""
        if not 0 < i < len(self.chars):
            return ""
        if self.cuts_number(i):
            return "number"
        if self.cuts_han_number(i):
            return "Han number"
        if self.cuts_sign(i):
            return "sign"
        if any(
            self.at(s) in tuple("⁺⁻₊₋") and self.letter(s)[-1:].isalnum() and self.at(s + 1).isdigit()
            for s in (i - 1, i)
        ):
            return "exponent"
        left, right = self.letter(i), self.at(i)
        if not (letter_or_digit(left) and letter_or_digit(right)):
            return ""
        if kind(left) == kind(right) == "Nd":
            return "digits"
        return "" if unspaced(left) or unspaced(right) else "word"

    def letter(self, i: int) -> str:
        """The letter before a cut, its marks left out."""
        return next((c for c in reversed(self.words[:i]) if kind(c)[0] != "M"), "")

    def digit(self, i: int) -> bool:
        return bool(self.at(i)) and kind(self.at(i)) == "Nd"

    def cuts_number(self, i: int) -> bool:
        return any(
            self.digit(s - 1) and self.digit(s + 1) and self.separates(s) for s in (i - 1, i) if 0 < s < len(self.words)
        )

    def separates(self, s: int) -> bool:
        if self.at(s) != " ":
            return self.at(s) in BETWEEN_DIGITS
        if self.typed(s) == "\u00a0":
            return all(self.digit(s + n) for n in (1, 2, 3)) and not self.digit(s + 4)
        return len(self.typed(s)) == 1 and self.typed(s) in GROUPING

    def numeral(self, i: int) -> bool:
        return self.at(i) in HAN or (self.at(i) == "○" and i > 0 and self.numeral(i - 1))

    def cuts_han_number(self, i: int) -> bool:
        a, b = self.letter(i), self.at(i)
        if (
            (self.numeral(i - 1) and self.numeral(i))
            or (a in HAN and b in HAN)
            or (a in OF_CHEQUES and b in OF_CHEQUES)
        ):
            return True
        return (kind(a) == "Nd" and b in UNITS) or (a in UNITS and kind(b) == "Nd") if a else False

    def cuts_sign(self, i: int) -> bool:
        """`−|5`, and with a currency sign or a point between the sign and the digits."""
        for sign in range(max(0, i - 3), i):
            for digit in range(max(i, sign + 1), sign + 4):
                between = self.words[sign + 1 : digit]
                if not self.digit(digit) or not all(c == "." or kind(c) == "Sc" for c in between):
                    continue
                if self.at(sign) in SIGNS and self.typed(sign) not in "—―﹘" and self.opens(sign - 1):
                    return True
        return False

    def opens(self, i: int) -> bool:
        """Whether a space, an opening sign or the beginning is at `i`."""
        if i < 0 or self.at(i) == " ":
            return True
        typed = self.typed(i)
        if typed in MARKS_OF_QUOTATION:
            return self.opens(i - 1) or unspaced(self.at(i - 1))
        return typed in "¡¿" or kind(typed[0]) == "Ps" or (kind(typed[0]) == "Po" and wide(typed))

    def cuts_negation(self, i: int) -> bool:
        """Whether a passage that ends before `i` loses the ’t of a contraction."""
        for at in (i - 1, i):
            word_ends = not letter_or_digit(self.at(at + 2)) and kind(self.at(at + 2) or " ")[0] != "M"
            if self.at(at) in ("'", "´", "՚", "＇") and self.at(at + 1) in ("t", "T") and word_ends:
                return at > 0 and kind(self.at(at - 1))[0] == "L"
        return False


def letter_or_digit(char: str) -> bool:
    return bool(char) and kind(char)[0] in "LN"


def unspaced(char: str) -> bool:
    return bool(char) and kind(char) != "Nd" and unicodedata.name(char, "").startswith(UNSPACED)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def places(text: Text, exact: str, prefix: str = "", suffix: str = "") -> Places:
    """Every range of the text that the words of a quote equal, and that may begin and end where it does."""
    found = Places()
    exact = exact.strip()
    if not words(exact).strip():
        return found
    before = words(joined_lines(without_first_break(prefix) + exact[0])[:-1])
    after = words(joined_lines(exact[-1] + without_first_break(suffix[::-1])[::-1])[1:])
    quote = words(joined_lines(exact)).strip(" ")
    for start in range(len(text.words) - len(quote) + 1):
        end = start + len(quote)
        if text.words[start:end] == quote:
            if reason := objection(text, start, end, before, after):
                found.refused[reason] += 1
            else:
                found.spans.append((text.chars[start].start, text.chars[end - 1].end))
    return found


def objection(text: Text, start: int, end: int, before: str, after: str) -> str:
    """Why a range is no place of a quote between these words; empty where it is one."""
    if text.cuts_character(start) or text.cuts_character(end):
        return "character"
    if before.strip() and not touches(" " + text.words[:start], before):
        return "prefix"
    if after.strip() and not touches((text.words[end:] + " ")[::-1], after[::-1]):
        return "suffix"
    if (why := text.inside(start)) and not shows_word(before):
        return why
    if (why := text.inside(end) or ("negation" if text.cuts_negation(end) else "")) and not shows_word(after):
        return why
    return ""


def touches(beside: str, context: str) -> bool:
    """Whether a text ends with a context. A space at its end may be left out of the context only."""
    return beside.endswith(context) or (len(beside) > 1 and beside[-1] == " " and beside[:-1].endswith(context))


def shows_word(context: str) -> bool:
    return any(letter_or_digit(c) or c in SIGNS for c in context)


def of_range(text: Text, start: str, end: str) -> list[Span]:
    """The one range from words that have one place to words that have one place after it."""
    first = places(text, start).spans
    if len(first) != 1:
        return []
    last = [span for span in places(text, end).spans if span[0] >= first[0][1]]
    return [(first[0][0], last[0][1])] if len(last) == 1 else []


def of_plain(text: Text, quote: str) -> list[Span]:
    """The places of a bare quote: its words; where they are nowhere, a range from what is before an ellipsis."""
    if as_it_is := places(text, quote).spans:
        return as_it_is
    parts = split_at_ellipsis(words(quote).strip(" "))
    return of_range(text, *parts) if len(parts) == 2 else []


def split_at_ellipsis(quote: str) -> Sequence[str]:
    cuts = [i for i in range(len(quote)) if quote.startswith(" ... ", i)]
    return (quote[: cuts[0]], quote[cuts[0] + 5 :]) if len(cuts) == 1 else (quote,)

"""The rules for ids, slugs and file names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

MOST_BYTES_A_PART = 100
LONGEST_ID = 64
"""Characters of an annotation's, speaker's or source's id."""
ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Regular expression of an id: small letters a to z, digits and single hyphens."""
_ID = re.compile(ID_PATTERN)


# ── slugs and the rules for ids ──────────────────────────────────────────────────────────────────────────────────


_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
_PAGE_NUMBER = re.compile(r"page-[0-9]+\Z")
_FORBIDDEN = frozenset('\\:*?"<>|#%')
_BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_id(text: str) -> bool:
    """Whether a text is spelled as an id is, however long."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """A tag or a plain name as a part of a path: at most 100 bytes, the same for spellings that mean the same.

    What this adds by itself has an underscore, which comes out of no text: `index_` (the name is taken), a digest
    for a text that is cut, and `x_` with a digest where neither letter nor digit is left.
    """
    folded_text = text.lower() if text.isascii() else _nfkc_folded(text)
    name = "-".join(_ASCII_WORDS(folded_text) if text.isascii() else _words(folded_text))
    if not name:
        return f"x_{short_digest(folded_text)}"
    if len(name.encode()) > MOST_BYTES_A_PART:
        return f"{cut(name, MOST_BYTES_A_PART - 9)}_{short_digest(name)}"
    return f"{name}_" if taken_name(name) else name


_ASCII_WORDS = re.compile("[a-z0-9]+").findall  # the same as below, ten times as fast


def _words(folded_text: str) -> Iterator[str]:
    words = "".join(c if _belongs_to_a_word(c) else " " for c in folded_text)
    return filter(None, map(_without_loose_marks, words.split()))


def _nfkc_folded(text: str) -> str:
    return unicode_normal_form("NFKC", unicode_normal_form("NFKC", text).casefold())


def unicode_normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The normal form of a text; of a very long one piece by piece, as a run of 100,000 marks on one letter, of which
    somebody may make a name, takes minutes to put in order."""
    if len(text) <= _LONGEST_PIECE:
        return unicodedata.normalize(form, text)
    pieces = range(0, len(text), _LONGEST_PIECE)
    return "".join(unicodedata.normalize(form, text[n : n + _LONGEST_PIECE]) for n in pieces)


_LONGEST_PIECE = 1_000
_PLAIN_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,99}(?:\.[a-z0-9]{1,8})?")


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _without_loose_marks(word: str) -> str:
    """A word without the marks at its beginning, which belong to no letter."""
    first = next((i for i, c in enumerate(word) if unicodedata.category(c)[0] != "M"), len(word))
    return word[first:]


def folded(path: str) -> str:
    """A path or id as two are compared: without difference of case or of composed and decomposed letters."""
    if path.isascii():
        return path.lower()
    return unicode_normal_form("NFC", unicode_normal_form("NFD", path).casefold())


def taken_name(name: str) -> str | None:
    """Why a name can't be a file's in the output: a whole clause, or None.

    `index` and `page-N` are the names of lists; a device name of Windows can't be a file there.
    """
    bare = folded(name)
    if bare == "index" or _PAGE_NUMBER.match(bare):
        return f"“{name}” is the name of a list's own page"
    if bare.split(".")[0].rstrip(" ") in _DEVICES:
        return f"“{name}” is the name of a device in Windows, where no file can be called so"
    return None


def article_id_problem(article_id: str) -> str | None:
    """Why this can't be the id of an article: a whole clause, or None where it can."""
    return path_problem(article_id) or taken_name(article_id.rpartition("/")[2])


def path_problem(path: str) -> str | None:
    """Why this can't be the path of an article, page or file under content/: a whole clause, or None where it can."""
    if not path:
        return "it is empty"
    return next((problem for part in path.split("/") if (problem := _part_problem(part))), None)


def _part_problem(part: str) -> str | None:
    if _PLAIN_PART.fullmatch(part) and part.partition(".")[0] not in _DEVICES:
        return None  # nearly all are, and a large archive has many
    forbidden = next((c for c in part if c in _FORBIDDEN), None)
    if not part:
        return "it has an empty part (a slash too many)"
    if part[0] in "._":
        return f"“{part}” begins with “{part[0]}”"
    if part[-1] in ". ":
        return f"“{part}” ends in a {'dot' if part[-1] == '.' else 'space'}"
    if forbidden:
        return f"“{part}” holds “{forbidden}”"
    if any(_is_control(c) for c in part):
        return f"“{part}” holds a control character"
    if len(part.encode()) > MOST_BYTES_A_PART:
        return f"“{part}” is longer than {MOST_BYTES_A_PART} bytes"
    if folded(part).split(".")[0].rstrip(" ") in _DEVICES:
        return taken_name(part)
    return None


def _is_control(character: str) -> bool:
    return character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore").rstrip("-")


def short_digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]

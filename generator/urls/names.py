"""Slugs, and the rules that ids and file names follow so that every common system can store them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

MOST_BYTES_A_PART = 100
"""Bytes of UTF-8 in one part of a path. Common file systems allow 255, so that file name endings always fit."""

MOST_BYTES_A_PATH = 800
"""Bytes of UTF-8 in a whole path. Systems allow 1,024 or more, and the output adds folders and endings of its own."""

_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
_FORBIDDEN = frozenset('\\:*?"<>|#%')
_BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """A tag or a plain name as one part of a path, at most `MOST_BYTES_A_PART` long.

    Spellings that differ only in case, punctuation or the encoding of letters have the same slug. `#` and `+` directly
    behind a letter or digit count as the words `sharp` and `plus`: `C++` is not `C`. An underscore marks
    what no text can produce: `index_` (a reserved name), `long-na_1a2b3c4d` (cut, with a digest of the whole slug)
    and `x_1a2b3c4d` (a digest of a text without letters and digits).
    """
    folded_text = text.lower() if text.isascii() else _nfkc_folded(text)
    if "#" in folded_text or "+" in folded_text:
        folded_text = _SHARP_OR_PLUS.sub(_in_letters, folded_text)
    name = "-".join(_ASCII_WORDS(folded_text) if text.isascii() else _words(folded_text))
    if not name:
        return f"x_{short_digest(' '.join(folded_text.split()))}"
    if len(name.encode()) > MOST_BYTES_A_PART:
        return f"{cut(name, MOST_BYTES_A_PART - 9)}_{short_digest(name)}"
    return f"{name}_" if taken_name(name) else name


_SHARP_OR_PLUS = re.compile("[#+]+")


def _in_letters(signs: re.Match[str]) -> str:
    behind = signs.string[signs.start() - 1 : signs.start()]
    if not behind or not _belongs_to_a_word(behind):
        return " "
    return signs[0].replace("#", " sharp ").replace("+", " plus ")


_ASCII_WORDS = re.compile("[a-z0-9]+").findall  # as `_words`, and ten times as fast


def _words(folded_text: str) -> Iterator[str]:
    """The runs of letters, digits and combining marks in a text."""
    words = "".join(c if _belongs_to_a_word(c) else " " for c in folded_text)
    return filter(None, map(_without_loose_marks, words.split()))


def _nfkc_folded(text: str) -> str:
    return unicode_normal_form("NFKC", unicode_normal_form("NFKC", text).casefold())


def unicode_normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The Unicode normal form of a text (UAX #15), computed in pieces of `_LONGEST_PIECE` characters.

    In one piece, a hostile run of 100,000 combining marks would take minutes to reorder (law 16).
    """
    if len(text) <= _LONGEST_PIECE:
        return unicodedata.normalize(form, text)
    pieces = range(0, len(text), _LONGEST_PIECE)
    return "".join(unicodedata.normalize(form, text[n : n + _LONGEST_PIECE]) for n in pieces)


_LONGEST_PIECE = 1_000
"""Characters: far more than any real name has, and still normalized in an instant."""
_PLAIN_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,99}(?:\.[a-z0-9]{1,8})?")


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _without_loose_marks(word: str) -> str:
    """Strips leading combining marks, which belong to no letter."""
    first = next((i for i, c in enumerate(word) if unicodedata.category(c)[0] != "M"), len(word))
    return word[first:]


def folded(path: str) -> str:
    """A path or id in the form for comparing: equal for names that differ only in case or composed accents."""
    if path.isascii():
        return path.lower()
    return unicode_normal_form("NFC", unicode_normal_form("NFD", path).casefold())


def bare_address(address: str) -> str:
    """An address without what makes no difference to where it leads: its scheme, `www.`, a slash at its end."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def taken_name(name: str) -> str | None:
    """Why a name can't be a file name in the output, as a clause for a message; None if it can.

    `index` names list pages. Windows reserves device names; its documentation lists them under “Naming
    Files, Paths, and Namespaces”.
    """
    bare = folded(name)
    if bare == "index":
        return f"“{name}” is reserved for list pages"
    if bare.split(".")[0].rstrip(" ") in _DEVICES:
        return f"Windows reserves “{name}” for a device"
    return None


def article_id_problem(article_id: str) -> str | None:
    """Why this can't be an article's id, as a clause for a message; None if it can."""
    return path_problem(article_id) or taken_name(article_id.rpartition("/")[2])


def path_problem(path: str) -> str | None:
    """Why this can't be a path under content/ (article, page, file), as a clause for a message; None if it can."""
    if not path:
        return "it is empty"
    if is_too_long(path):
        return f"it is longer than {MOST_BYTES_A_PATH} bytes, folders included"
    return next((problem for part in path.split("/") if (problem := _part_problem(part))), None)


def original_of_copy(path: str) -> str:
    """The path of the file whose conflicting version a file is, by the name that a program for syncing gave to it.

    Dropbox and Nextcloud write `x (conflicted copy 2015-12-23).md` or `x (Anna's conflicted copy …).md`, Syncthing
    `x.sync-conflict-20151223-101010-ABCDEFG.md`. Empty for any other name.
    """
    folder, slash, name = path.rpartition("/")
    if "conflict" not in name.lower():
        return ""
    stem, dot, ending = name.rpartition(".")
    match = _CONFLICTED_COPY.fullmatch(stem) or _SYNC_CONFLICT.fullmatch(stem)
    return f"{folder}{slash}{match[1].rstrip()}{dot}{ending}" if match else ""


_CONFLICTED_COPY = re.compile(r"(.*?)\([^()]*conflicted copy[^()]*\)[^.]*", re.IGNORECASE)
_SYNC_CONFLICT = re.compile(r"(.*)\.sync-conflict-[0-9]{8}-[0-9]{6}-[A-Z0-9]+")


def is_too_long(path: str) -> bool:
    """Whether a whole path is longer than `MOST_BYTES_A_PATH`: in an article's id, or of a file or folder."""
    return len(path) > MOST_BYTES_A_PATH // 4 and len(path.encode(errors="surrogatepass")) > MOST_BYTES_A_PATH


def _part_problem(part: str) -> str | None:
    if _PLAIN_PART.fullmatch(part) and part.partition(".")[0] not in _DEVICES:
        return None  # fast path: nearly all parts are plain, and a large archive has many
    forbidden = next((c for c in part if c in _FORBIDDEN), None)
    if not part:
        return "it has an empty part (one slash too many)"
    if part[0] in "._":
        return f"“{part}” begins with “{part[0]}”"
    if part[-1] in ". ":
        return f"“{part}” ends in a {'dot' if part[-1] == '.' else 'space'}"
    if forbidden:
        return f"“{part}” contains “{forbidden}”"
    if any(_is_control(c) for c in part):
        return f"“{part}” contains a control character"
    if len(part.encode()) > MOST_BYTES_A_PART:
        return f"“{part}” is longer than {MOST_BYTES_A_PART} bytes"
    if folded(part).split(".")[0].rstrip(" ") in _DEVICES:
        return taken_name(part)
    return None


def _is_control(character: str) -> bool:
    return character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def cut(text: str, most_bytes: int) -> str:
    """The beginning of a slug, at most so many bytes of UTF-8, without splitting a character or ending in `-`."""
    return text.encode()[:most_bytes].decode(errors="ignore").rstrip("-")


def short_digest(text: str) -> str:
    """The first 8 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]

"""Finds the addresses of links in Markdown, and puts others in their place. What readers see stays as it is.

Reads no file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from generator.diagnostics import Location
from generator.markdown.document import Parsed, parse
from generator.urls import link_target, unicode_normal_form

_ADDRESS = re.compile(
    r"(?:\]\(\s*|^[ \t>*-]*\[[^\]\n]+\]:\s*)"  # behind the words of a link, or the label of a definition
    r"(?:<([^<>\n]*)>|([^\s()<>\"']+(?:\([^\s()]*\)[^\s()<>\"']*)*))",
    re.MULTILINE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NEEDS_ENCODING = re.compile(r"[\s()<>\"'%]")


class NewWords(NamedTuple):
    """A stretch of a text and what is put in its place."""

    start: int
    end: int
    new: str


Retarget = Callable[[str], str | None]
"""Gives the new address for one that is written; None where it stays."""


def pieces_in(text: str, retarget: Retarget) -> list[NewWords]:
    """The addresses of a text that change, in its order. What only looks like a link may be among them."""
    found: list[NewWords] = []
    for match in _ADDRESS.finditer(text):
        number = 1 if match[1] is not None else 2
        new = retarget(match[number])
        if new is not None and new != match[number]:
            found.append(NewWords(*match.span(number), _encoded(new) if number == 2 else new))
    return found


def with_pieces(text: str, pieces: Sequence[NewWords]) -> str:
    """The text with these changes."""
    for piece in reversed(pieces):
        text = text[: piece.start] + piece.new + text[piece.end :]
    return text


def links_among(text: str, pieces: Sequence[NewWords], path: str) -> list[NewWords]:
    """Those of the changes after which the text still reads as it did: what readers see is no address of a link.

    `path` is that of the file.
    """
    if not pieces:
        return []
    shown = _parsed(text, path).text
    if _parsed(with_pieces(text, pieces), path).text == shown:
        return [*pieces]
    return [piece for piece in pieces if _parsed(with_pieces(text, [piece]), path).text == shown]


def _parsed(text: str, path: str) -> Parsed:
    return parse(text, path, lambda line, column: Location(path, line + 1, column + 1))


def source_path(path: str, address: str) -> str:
    """The path in the site that the address of a link leads to, without a fragment; empty where that is none."""
    written = unquote(address.partition("#")[0])
    if not written or _SCHEME.match(written) or not link_target(path, written):
        return ""
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    return unicode_normal_form("NFC", there)


def relative_address(path: str, to: str, like: str) -> str:
    """The address of the file `to` as the file `path` writes it; with `./` before it, where `like` has that."""
    address = posixpath.relpath(to, posixpath.dirname(path))
    return f"./{address}" if like.startswith("./") and not address.startswith("../") else address


def moved_address(path: str, later: str, address: str) -> str:
    """A relative path in the site that the file `path` writes, as it writes it once it has the path `later`. Any other
    address is the same from there."""
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    is_in_site = not _SCHEME.match(address) and not there.startswith(("/", "../"))
    return relative_address(later, there, address) if is_in_site else address


def _encoded(address: str) -> str:
    """An address with percent signs for what would end it."""
    path, sign, fragment = address.partition("#")
    return _NEEDS_ENCODING.sub(lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), path) + sign + fragment

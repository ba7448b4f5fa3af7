"""The bytes of a web page → its tree: which encoding they are in, and which pages are too large. Reads no text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from generator.importing.file_text import FileKind, about_encoding, ruled_out
from generator.importing.imported import NotImported
from generator.yaml_text.encodings import encoding_name, single_byte, utf_16

MOST_ELEMENTS = 15_000
"""A page of news has 2,000. Some of what reads the tree takes time by the square of their number."""
MOST_PAGE_LETTERS = 2_000_000
"""Of the text between the tags, without spaces, scripts and styles."""

MOST_MARKUP = 8 * 2**20
"""Characters of a page without its pictures."""
_MOST_ATTRIBUTES = 2_000
"""Of one tag. libxml2 compares each attribute with all before it."""

_NOT_TEXT = frozenset({"script", "style", "svg", "template"})
_HEAD = 4096
"""Bytes in which a page names its encoding: HTML asks for the first 1024."""
_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_PICTURES = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,60};base64,[A-Za-z0-9+/=]*")
"""Pictures and fonts that were saved inside the page: most of its bytes, and none of its text."""
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_VALUE = re.compile(r"=\s{0,9}(?:\"[^\"]*\"|'[^']*')")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_BROWSERS_READ = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""By Python's name of an encoding that a page declares, the one that browsers take for it (WHATWG Encoding)."""
_OF_PAGES = frozenset(
    """
    big5 big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 euc_jp euc_kr
    gb18030 iso2022_jp iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 iso8859-2 iso8859-3 iso8859-4 iso8859-5
    iso8859-6 iso8859-7 iso8859-8 iso8859-9 koi8-r koi8-u mac-cyrillic mac-roman shift_jis tis-620 utf-8
    """.split()
)
"""Encodings that browsers read, by Python’s names: Python knows others, in which `\\u0041` is a letter."""
_SAVE_AGAIN = "Save the page in your browser as “Web Page, HTML only”, and import that file."
_COPY_TEXT = "Select the article in the browser, copy it, and import the copied text."
_PAGE = FileKind("a web page", 32 * 2**20, _SAVE_AGAIN, _COPY_TEXT)
"""Saved pages hold their pictures, and so are larger than their text."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was parsed. `root` is an element of lxml; `notices` are sentences for the editor."""

    root: Any
    notices: tuple[str, ...] = ()


def read_page(data: bytes) -> WebPage | NotImported:
    """The tree of a page or of a piece of markup, whatever its encoding; or why it can't be read."""
    if reason := ruled_out(data, _PAGE):
        return reason
    text, notices = _decoded(data)
    if _is_binary(text):
        return NotImported("The file has characters that no text has.", _SAVE_AGAIN)
    text = _PICTURES.sub("", text.translate(_UNREADABLE))
    if len(text) > MOST_MARKUP:
        message = f"The page has {len(text):,} characters without its pictures; {MOST_MARKUP:,} are the most."
        return NotImported(message, _COPY_TEXT)
    if _has_thousands_of_attributes(text):
        return NotImported("A tag of the page has thousands of attributes.", _COPY_TEXT)
    return _parsed(text, notices)


_UNREADABLE = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
"""Control characters, which no browser shows."""


def _has_thousands_of_attributes(text: str) -> bool:
    """Whether a tag outside scripts, which have `<` and `>` of their own, has more attributes than can be read."""
    markup = (part.partition("<script")[0] for part in text.lower().split("</script"))
    return any(
        len(_VALUE.sub(" ", tag[0]).replace("=", " ").split()) > _MOST_ATTRIBUTES
        for part in markup
        for tag in _LONG_TAG.finditer(part)
    )


def _is_binary(text: str) -> bool:
    sample = text[: 1 << 16]
    return sum(c == "\ufffd" or (c < " " and c not in "\t\n\r\f\0") for c in sample) * 20 > len(sample)


# ── encodings ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and what an editor has to know of how it was read.

    A byte order mark comes first, as in browsers; then UTF-8 wherever the bytes are valid: a browser that saves a page
    often converts it and leaves the old declaration in place. Then what the page declares.
    """
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), "") or utf_16(data)
    if mark:
        return data.decode(mark, "replace").removeprefix("\ufeff"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared and declared != "utf-8":
        return _with_gaps(data, declared)
    mostly = data.decode("utf-8", "replace")
    if mostly.count("\ufffd") * 20 < sum(c > "\x7f" for c in mostly[: 1 << 20]):
        return _with_gaps(data, "utf-8")
    name = single_byte(data) or "WINDOWS-1252"
    text, notices = _with_gaps(data, name)
    return text, (*about_encoding(encoding_name(name)), *notices)


def _declared(data: bytes) -> str:
    """The encoding that a page declares, by the name that Python uses; empty where there is none that it knows."""
    match = _DECLARED.search(data, 0, _HEAD)
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    name = _AS_BROWSERS_READ.get(name, name)
    return name if name in _OF_PAGES else ""


def _with_gaps(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    gaps = text.count("\ufffd")
    if not gaps:
        return text, ()
    places = "1 place" if gaps == 1 else f"{gaps} places"
    return text, (f"In {places} the page has bytes that are no letters in {encoding}. Look for “\ufffd” in the text.",)


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parsed(text: str, notices: tuple[str, ...]) -> WebPage | NotImported:
    from lxml import etree, html  # late: an extra, and slow to load

    # Without `huge_tree`, libxml2 stops at 256 levels and at texts of 10 MB: what comes later may use recursion.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return NotImported("The file holds no text of a web page.", _SAVE_AGAIN)
    if any(error.level_name == "FATAL" and "LIMIT" in error.type_name for error in parser.error_log):
        message = "The page’s elements are nested more than 250 deep, or one of its texts is longer than 10 MB."
        return NotImported(message, _COPY_TEXT)
    return _too_much(root) or WebPage(root, notices)


def _too_much(root: Any) -> NotImported | None:
    elements = characters = 0
    for element in root.iter():
        elements += 1
        texts = (element.tail, None if element.tag in _NOT_TEXT else element.text)
        characters += sum(len(word) for text in texts if text for word in text.split())
    if elements > MOST_ELEMENTS:
        return NotImported(f"The page has {elements:,} elements; {MOST_ELEMENTS:,} are the most.", _COPY_TEXT)
    if characters > MOST_PAGE_LETTERS:
        message = f"The page has {characters:,} characters of text; {MOST_PAGE_LETTERS:,} are the most."
        return NotImported(message, _COPY_TEXT)
    return None

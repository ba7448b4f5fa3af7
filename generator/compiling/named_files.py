"""Finds the addresses of files in a text: in its source, if it is withheld; in its HTML, if it is published."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.urls import link_target

_WORD = re.compile(r"[^\s<>\[\]{}\"'`|=]+")
_PHRASE = re.compile(r"<([^<>\n]+)>|\"([^\"\n]+)\"|'([^'\n]+)'|:[ \t]+([^\n]+)")
"""Candidates for the path of a file: single words, and bracketed, quoted or YAML values, which may have spaces."""
_AFTER_PATH = re.compile(r"[?#].*", re.DOTALL)
_HAS_ENDING = re.compile(r"\.\w{1,10}\Z").search
_ABSOLUTE = re.compile(r"(?:https?:)?//|/", re.IGNORECASE).match
_LINKED = re.compile(r'href="(https?://[^"]+)"', re.IGNORECASE)


def named_in(source: str, path: str) -> Iterator[str]:
    """Everything in the source file `path` that may be the address of a file to copy: a path in the output, or an
    absolute address (with a host, or from `/` on) as it is written."""
    phrases = ("".join(groups) for groups in _PHRASE.findall(source))
    for written in {*_WORD.findall(source), *phrases}:
        bare = written.strip(" \t\r.,;:!?'\"")
        inner = bare.removeprefix("(")
        for address in {written.rstrip("\r"), bare, inner, inner.removesuffix(")")} if "." in written else ():
            whole = unquote(_AFTER_PATH.sub("", address))
            if _HAS_ENDING(whole) and not whole.endswith(".md"):
                yield whole if _ABSOLUTE(whole) else link_target(path, whole)


def linked_files(html: str) -> Iterator[str]:
    """The absolute addresses in a published text that may be those of files."""
    for written in _LINKED.findall(html) if "://" in html else ():
        address = html_text.unescape(written)
        if _HAS_ENDING(_AFTER_PATH.sub("", address)):
            yield address

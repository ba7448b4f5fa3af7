"""What a web address is meant to be that was copied with signs around it, misspelt, or from the results of a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

_LONGEST = 4_000
_AROUND = re.compile(r"<([^<>]+)>|\[[^\[\]]*\]\(<?([^()<>]+)>?\)|HYPERLINK [\"“”]([^\"“”]+)[\"“”].*")
"""Signs around an address where an article's text has it, or an office program."""
_SCHEME_MISSPELT = re.compile(r"(?:https?:/+)?h{0,2}t{1,3}p{1,2}(s?)(?:[:;.]?[/\\]{1,3}|[:;](?=\w))", re.IGNORECASE)
"""`http:/`, `htps://`, `https//`, `https://https://`."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SEARCH = re.compile(r"https?://(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/url\?", re.IGNORECASE)


def near_addresses(text: str) -> Iterator[str]:
    """What may be meant by a text that is no address, the likeliest first."""
    text = text[:_LONGEST]
    if match := _AROUND.fullmatch(text):
        text = match[1] or match[2] or match[3]
        yield text
    text = _UNSEEN.sub("", text).strip().replace(" ", "%20")
    yield text
    if text.startswith("//"):
        yield "https:" + text
    elif match := _SCHEME_MISSPELT.match(text):
        yield f"http{match[1].lower()}://{text[match.end() :]}"
    elif re.match(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/:?]|$)", text, re.IGNORECASE):
        yield "https://" + text


def leads_through(address: str) -> str:
    """The address to which one leads that was copied from the results of a search; empty for any other."""
    if len(address) > _LONGEST or not _SEARCH.match(address):
        return ""
    given = parse_qs(urlsplit(address).query)
    meant = (given.get("q") or given.get("url") or [""])[0]
    return meant if re.match(r"https?://[^\s<>\"]+$", meant) else ""

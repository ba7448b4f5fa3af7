"""The importers by the names of their formats, and by which bytes a format is recognized."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.importing.claim_review import read_claim_reviews
from generator.importing.claims_table import read_claims_table
from generator.importing.html_page import import_html
from generator.importing.hypothesis_export import read_hypothesis
from generator.importing.imported import Importer
from generator.importing.scraped_text import import_scraped_text
from generator.importing.web_annotation import read_web_annotations

IMPORTERS: Mapping[str, Importer] = {
    "text": import_scraped_text,
    "html": import_html,
    "webannotation": read_web_annotations,
    "hypothesis": read_hypothesis,
    "csv": read_claims_table,
    "claimreview": read_claim_reviews,
}
"""The importer of each format, by the name that `--from` takes."""

_MARKS_AND_SPACE = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_LOOKED_AT = 2**16
"""Bytes by which a format is recognized."""
_HTML = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|meta|div|main|article|section|p|h[1-6]|span|table|ul|ol|blockquote)\b",
    re.IGNORECASE,
)
_PARTING = re.compile(rb"[,;\t]")
_LONGEST_HEADER = 2_000
_MOST_WORDS = 3
_OF_WORDS = frozenset({b"text", b"statement", b"quote"})
_FILLED_IN = frozenset({b"verdict", b"reviewed", b"note", b"tags"})
_IN_JSON = (
    ("claimreview", b'"ClaimReview"'),
    ("webannotation", b"anno.jsonld"),
    ("hypothesis", b'"export_date"'),
    ("hypothesis", b'"uri"'),
    ("webannotation", b'"Annotation"'),
    ("webannotation", b'"TextQuoteSelector"'),
)
"""What only one of the formats in JSON has; the first that is there decides."""


def format_of(data: bytes) -> str:
    """The name of the format that a file seems to have: `text` where it is no other. It is a guess, and `--from` says
    better."""
    start = data[:_LOOKED_AT].replace(b"\0", b"").lstrip(_MARKS_AND_SPACE)
    if start[:1] in {b"{", b"["}:
        return next((name for name, sign in _IN_JSON if sign in start), "text")
    if _HTML.match(start):
        return "html"
    first, _, rest = start.partition(b"\n")
    header = rest.partition(b"\n")[0] if first[:4].lower() == b"sep=" else first
    return "csv" if _is_header(header[:_LONGEST_HEADER]) else "text"


def _is_header(line: bytes) -> bool:
    """Whether a line names columns of the table of claims: their words, or what was filled in beside their ids."""
    names = [name.strip(b" \"'\r").lower() for name in _PARTING.split(line)]
    are_short = all(len(name.split()) <= _MOST_WORDS for name in names)
    has_words = not _OF_WORDS.isdisjoint(names)
    is_filled_in = not _FILLED_IN.isdisjoint(names) or any(name.startswith(b"code_") for name in names)
    return len(names) > 1 and are_short and (has_words or (b"claim" in names and is_filled_in))

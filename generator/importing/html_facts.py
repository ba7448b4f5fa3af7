"""What a web page says of its article: title, date, authors, publisher, language, address, and a caption."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.annotating.values import Value
from generator.formats.fields import FieldError, language_tag
from generator.importing.html_choice import ExtractedText, line_key
from generator.importing.html_headline import title_without_site
from generator.importing.html_links import whole_address
from generator.importing.html_runs import PageRun
from generator.importing.imported import ImportOptions

_CREDIT = re.compile(
    r"(?:^|\n|\s\(|\s\[|[.!?…”]\s+|\s)(?=(?:photos?|photograph|images?|pictures?|foto|fotos|bild|imagen|crédit|credit|"
    r"фото|©)[^:©\n]{0,20}(?:[:：©]|(?<=©)))",
    re.IGNORECASE,
)
_LONGEST = 2_000
_MOST_AUTHORS = 12
_OF_NOBODY = frozenset("admin administrator editor editorial staff webmaster".split())


def page_language(root: Any) -> str:
    """The language that a page declares; empty where it declares none, or none that is a language code."""
    html = root if root.tag == "html" else root.find(".//html")
    written = (
        (html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "") if html is not None else ""
    )
    try:
        return language_tag(written.strip().replace("_", "-")[:40]) if written.strip() else ""
    except FieldError:
        return ""


def front_of(
    article: ExtractedText, headline: str, subtitle: str, language: str, options: ImportOptions
) -> dict[str, Value]:
    """The front matter of a page: what the editor says comes before what the page says."""
    site = article.site.strip()
    found: dict[str, Value] = {
        "title": headline or title_without_site(article),
        "subtitle": subtitle,
        "date": options.date or _day(article.date),
        "publisher": options.publisher or (site if "|" not in site else ""),
        "authors": list(_authors(article)),
        "url": options.url or whole_address(article.address),
        "language": options.language or language,
    }
    return {key: value for key, value in found.items() if value}


def front_notices(front: dict[str, Value], options: ImportOptions) -> Iterator[str]:
    """Sentences on what an editor has to check, and on what is missing."""
    given = {"date": options.date, "publisher": options.publisher, "url": options.url, "language": options.language}
    for key, name in _NAMES.items():
        value = front.get(key)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value and not given.get(key):
            yield f"Check the {name}: the page says “{value}”."
    for key in ("title", "date"):
        if key not in front:
            yield f"The page says no {key}: add it."


_NAMES = {
    "title": "title",
    "subtitle": "subtitle",
    "date": "date",
    "publisher": "publisher",
    "authors": "authors",
    "url": "address",
    "language": "language",
}


def _day(written: str) -> str:
    try:
        return dt.date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return ""


def _authors(article: ExtractedText) -> Iterator[str]:
    """The authors, without the site and without what is no name. Often wrong: pages mark them in many ways."""
    for name in article.authors[:_MOST_AUTHORS]:
        is_site = line_key(name).lower() == line_key(article.site).lower()
        if not is_site and name.lower() not in _OF_NOBODY and len(name) < 80 and not any(map(str.isdigit, name)):
            yield name


def image_of(runs: Sequence[PageRun]) -> dict[str, Value]:
    """The picture's caption and credit, from the runs of its caption; empty where there is no caption."""
    captions = [run.text for run in runs if "credit" not in run.inside.names]
    credits = [run.text for run in runs if "credit" in run.inside.names]
    caption = "\n".join(captions)[:_LONGEST]
    if not credits and (match := _CREDIT.search(caption)):
        caption, credits = caption[: match.end()].rstrip(" \n(["), [caption[match.end() :].rstrip(")] \n")]
    found = {"caption": " ".join(caption.split()), "credit": " ".join(" ".join(credits).split())}
    return {key: value for key, value in found.items() if value} if found["caption"] else {}

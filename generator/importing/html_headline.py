"""The headline of a web page: which of its lines it is, and the page's title without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.importing.html_choice import ExtractedText, line_key
from generator.importing.html_runs import PageRun

_BEFORE_SITE = re.compile(r" (?:[-–—|·•»:]|--|::) ")


def headline_of(runs: Sequence[PageRun], article: ExtractedText) -> int | None:
    """The number of the run that is the headline: it is in the page's title, or like it, or the only one in `h1`.

    None where no run is.
    """
    title, site = line_key(article.title), line_key(article.site)
    large = [(n, key) for n, run in enumerate(runs) if _is_large(run) and (key := line_key(run.text)) and key != site]
    inside = [n for n, key in large if key in title and 2 * len(key) > len(title)]
    equal = [n for n, run in enumerate(runs) if title and line_key(run.text) == title]
    alike = [n for n, _ in large if _is_alike(runs[n].text, article.title)]
    for found in (inside, equal, alike):
        if found:
            return found[0]
    return large[0][0] if len(large) == 1 else None


def _is_alike(one: str, other: str) -> bool:
    """Whether two headlines share most of their words: pages often have a shorter one for search engines."""
    ones, others = set(one.lower().split()), set(other.lower().split())
    return 2 * len(ones & others) > min(len(ones), len(others)) and min(len(ones), len(others)) > 2


def _is_large(run: PageRun) -> bool:
    return "h1" in run.inside.tags and not run.inside.hidden


def title_without_site(article: ExtractedText) -> str:
    """The title that trafilatura found, without the site's name before or behind it."""
    title, site = " ".join(article.title.split()), line_key(article.site)
    signs = list(_BEFORE_SITE.finditer(title))
    if site and signs:
        first, last = signs[0], signs[-1]
        if _is_site(title[last.end() :], site):
            return title[: last.start()]
        if _is_site(title[: first.start()], site):
            return title[first.end() :]
    return title


def _is_site(text: str, site: str) -> bool:
    key, site = line_key(text).lower(), site.lower()
    return bool(key) and (key in site or site in key)

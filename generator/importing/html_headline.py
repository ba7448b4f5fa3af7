"""The headline of a web page: which of its lines it is, and the page's title without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.importing.html_choice import ExtractedText, line_key
from generator.importing.html_runs import Run

_BEFORE_SITE = re.compile(r" (?:[-–—|·•»:]|--|::) ")


def headline_of(runs: Sequence[Run], article: ExtractedText) -> int | None:
    """The number of the run that is the headline: it begins the page's title, or is the only one in `h1`.

    None where no run is.
    """
    title, site = line_key(article.title), line_key(article.site)
    large = [(n, key) for n, run in enumerate(runs) if _is_large(run) and (key := line_key(run.text)) and key != site]
    begins = [n for n, key in large if title.startswith(key) and 2 * len(key) > len(title)]
    if begins:
        return begins[0]
    equal = [n for n, run in enumerate(runs) if title and line_key(run.text) == title]
    if equal:
        return equal[0]
    return large[0][0] if len(large) == 1 else None


def _is_large(run: Run) -> bool:
    return any(element.tag == "h1" for element in run.inside.path()) and not run.inside.hidden


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

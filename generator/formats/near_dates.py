"""Dates in another form than ISO's, alone or at the beginning of a text: which date is meant, where that is certain."""

from __future__ import annotations

import re

from generator.formats.dates import date_in_words, likely_date, readings, with_plain_digits

_OTHER_DATES = (  # forms whose order is unambiguous, so that a correction can be offered
    re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})"),
)


def nearest_date(text: str) -> str:
    """The date in ISO form, from another unambiguous form; empty where the text is not one."""
    plain = text if text.isascii() or len(text) > _LONGEST_DATE else with_plain_digits(text).translate(_HYPHENS)
    for form in _OTHER_DATES:
        if match := form.fullmatch(plain):
            date = likely_date(int(match["y"]), int(match["m"]), int(match["d"]))
            return date if date != text else ""
    return date_in_words(plain)


_LONGEST_DATE = 80
_HYPHENS = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"}
_COMMAS = ",،，、"
_DATE_WORD = re.compile(rf"[^\s{_COMMAS}]+")
_MOST_WORDS = 7
"""Words of a date with its weekday, as in `Mittwoch, den 23. Dezember 2015`."""
_OF_YEARS = frozenset("г г. гг. год года году р р. рік року році".split())
"""Words for “year” that follow its number."""


def beginning_with_date(text: str) -> tuple[str, str]:
    """The date in ISO form with which a text begins in another form, and what follows; empty where there is none."""
    head = text[:_LONGEST_DATE]
    ends = [match.end() for match in _DATE_WORD.finditer(head)][:_MOST_WORDS]
    for n, end in enumerate(ends):
        if near := _date_meant(head[:end]):
            while n + 1 < len(ends) and _belongs_to_date(head[ends[n] : ends[n + 1]], head[: ends[n + 1]]):
                n += 1
            return near, text[ends[n] :].lstrip(f" {_COMMAS}:;-–—")
    return "", ""


def _date_meant(text: str) -> str:
    text = text.rstrip(":;")
    if not re.search(r"\d{4}|[年년]", text):
        return ""
    only = readings(with_plain_digits(text))
    return nearest_date(text) or (only[0] if len(only) == 1 else "")


def _belongs_to_date(word: str, whole: str) -> bool:
    """Whether the next `word` behind a date says “year”, or is the weekday of the `whole` date with it."""
    bare = word.strip(f" {_COMMAS}").casefold()
    return bare in _OF_YEARS or (len(bare) > _SHORTEST_WEEKDAY and bool(date_in_words(whole)))


_SHORTEST_WEEKDAY = 3

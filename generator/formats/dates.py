"""Dates as other programs and people write them: machine forms that are read, and others for which one can be offered.

Works on plain strings. Never guesses: a text with two readings has none here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_LONGEST = 80  # characters of a date in any form
_ZONE = r"(?P<zone>[Zz]|UTC|GMT|UT|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?)"
_TIME = r"(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_COMMENT = r"(?: \([^()]*\))?"
_NAMED = r"(?:(?P<weekday>[A-Z][a-z]{2}),? +)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # databases, git, Hugo, JavaScript, Java: `2015-12-23 10:00:00.000 +0200`
        rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[Tt]| +){_TIME} *{_ZONE}?(?:\[[A-Za-z_/+-]+\])?",
        # ISO 8601 in short: `20151223T100000Z`
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<date>[0-9]{2})[Tt](?P<digits>[0-9]{4}(?:[0-9]{2})?)" + _ZONE,
        # e-mail and feeds: `Wed, 23 Dec 2015 10:00:00 +0200`
        rf"{_NAMED}(?P<date>[0-9]{{1,2}}) (?P<name>[A-Z][a-z]{{2}}) (?P<year>[0-9]{{4}}) {_TIME} {_ZONE}{_COMMENT}",
        # JavaScript: `Wed Dec 23 2015 10:00:00 GMT+0200 (CET)`
        rf"{_NAMED}(?P<name>[A-Z][a-z]{{2}}) +(?P<date>[0-9]{{1,2}}) (?P<year>[0-9]{{4}}) {_TIME} {_ZONE}{_COMMENT}",
        # date and git: `Wed Dec 23 10:00:00 UTC 2015`, `Wed Dec 23 10:00:00 2015 +0200`
        rf"{_NAMED}(?P<name>[A-Z][a-z]{{2}}) +(?P<date>[0-9]{{1,2}}) {_TIME} {_ZONE} (?P<year>[0-9]{{4}})",
        rf"{_NAMED}(?P<name>[A-Z][a-z]{{2}}) +(?P<date>[0-9]{{1,2}}) {_TIME} (?P<year>[0-9]{{4}}) {_ZONE}",
    )
)


class Written(NamedTuple):
    """A date with its time: `2015-12-23`, `10:00:00`, and `+02:00`, `Z` or nothing. No calendar has checked it."""

    day: str
    time: str
    zone: str

    @property
    def is_bare(self) -> bool:
        """Whether it is midnight in no time zone, as databases and spreadsheets write a day."""
        return not self.zone and not self.time.replace(":", "").strip("0.")


def machine_form(text: str) -> Written | None:
    """The date and time in a text that a program wrote; None for any other text, or where the weekday is another."""
    if len(text) > _LONGEST:
        return None
    match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    parts = match.groupdict()
    day = parts.get("day") or _day_of(parts)
    weekday = (parts.get("weekday") or "").lower()
    if not day or (weekday and not _is_weekday(day, weekday)):
        return None
    digits = parts.get("digits") or ""
    time = (parts.get("time") or ":".join(re.findall("..", digits))).replace(",", ".")
    return Written(day, _at_most_microseconds(time), _zone(parts.get("zone") or ""))


def _day_of(parts: dict[str, str | None]) -> str:
    name = (parts.get("name") or "").lower()
    month = parts.get("month") or (f"{_MONTHS.index(name) + 1:02}" if name in _MONTHS else "")
    return f"{parts['year']}-{month}-{int(parts['date'] or 0):02}" if month else ""


def _is_weekday(day: str, name: str) -> bool:
    try:
        return _DAYS[dt.date.fromisoformat(day).weekday()] == name
    except ValueError:
        return name in _DAYS  # a day that is not in the calendar is reported as such


def _at_most_microseconds(time: str) -> str:
    whole, dot, fraction = time.partition(".")
    return f"{whole}{dot}{fraction[:6]}"


def _zone(zone: str) -> str:
    offset = zone.upper().removeprefix("UTC").removeprefix("GMT").removeprefix("UT").removeprefix("Z")
    if not zone or not offset:
        return "Z" if zone else ""
    return f"{offset[:3]}:{offset[3:].lstrip(':') or '00'}"


# ── numbers alone ────────────────────────────────────────────────────────────────────────────────────────────────────

_NUMERIC = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_MONTH_LAST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def readings(text: str) -> tuple[str, ...]:
    """The dates that `03/04/2015` can mean, the one with the day first at the front; of them, those in the calendar.

    `03/04/15` may begin with the year as well, and `2015-23-12` ends with the month.
    """
    if match := _MONTH_LAST.fullmatch(text):
        year, day, month = map(int, match.groups())
        return tuple(filter(None, [likely_date(year, month, day)])) if day > _NO_SLIP else ()
    match = _NUMERIC.fullmatch(text)
    if not match:
        return ()
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    year = last if len(match[4]) == 4 else _CENTURY + last
    orders = [(year, second, first), (year, first, second)]
    if len(match[4]) == 2:
        orders = [*orders[: 1 if match[2] == "." else 2], (_CENTURY + first, second, last)]
    return tuple(dict.fromkeys(iso for order in orders if (iso := likely_date(*order))))


_NO_SLIP = 19
"""A month up to here may be a month with a slip in its last digit: `2015-13-01` may mean December."""
_CENTURY = 2000
"""That of a year of two digits."""


def likely_date(year: int, month: int, day: int) -> str:
    """A date in ISO form; empty if it is not in the calendar, or is likely of another calendar."""
    try:
        return dt.date(year, month, day).isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else ""
    except ValueError:
        return ""


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_FIRST_YEAR, _LAST_YEAR = 1500, 2200  # others are most likely of another calendar, such as 1394 in Iran
_LANGUAGES = tuple(
    (
        "en ar ar_LB ar_DZ fa ur he yi de fr es pt it nl sv da nb fi pl cs sk hr sr sr_Latn bs sl hu ro bg ru uk be mk "
        "el tr az uz kk ka hy et lv lt ca eu gl ga cy is sq hi bn ta id ms sw af eo"
    ).split()
)
_EAST_ASIAN = re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日号號일]?")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""Eras of Japan and Taiwan, with the year before their first."""
_OF_AN_ERA = re.compile(rf"({'|'.join(_ERAS)}) ?(元|[0-9]{{1,3}}) ?年 ?([0-9]{{1,2}}) ?月 ?([0-9]{{1,2}}) ?[日號号]")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|º|ª|o|a|e|-?го)?")
_FILLERS = frozenset("of the de del d di den der am le el la on г года року р в ngày na".split())


_HYPHENED = re.compile(r"([0-9]{1,2})-([^\W\d_]+)\.?-([0-9]{4})")


def with_plain_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def date_in_words(text: str) -> str:
    """The date in a text such as `September 12, 2015` or `23. Dezember 2015`, in ISO form; empty if it isn't certain.

    Knows the names of months in the languages of `_LANGUAGES`, from CLDR.
    """
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return ""
    plain = with_plain_digits(unicodedata.normalize("NFKC", text).casefold().strip())
    plain = _HYPHENED.sub(r"\1 \2 \3", plain)
    if match := _EAST_ASIAN.fullmatch(plain):
        return likely_date(int(match[1]), int(match[2]), int(match[3]))
    if match := _OF_AN_ERA.fullmatch(plain):
        year = _ERAS[match[1]] + int(match[2].replace("元", "1"))
        return likely_date(year, int(match[3]), int(match[4]))
    words = re.split(r"[\s,.،’']+", plain.strip(" ,.،"))
    years = [word for word in words if re.fullmatch("[0-9]{4}", word)]
    days = [match[1] for word in words if (match := _ORDINAL.fullmatch(word))]
    rest = [word for word in words if word not in years and not _ORDINAL.fullmatch(word) and word not in _FILLERS]
    if len(years) != 1 or len(days) != 1 or not rest:
        return ""
    for languages in (("en",), _LANGUAGES):  # English alone first, because reading all the others takes half a second
        dates = set(_dates_meant(int(years[0]), rest, int(days[0]), languages))
        if dates:
            return dates.pop() if len(dates) == 1 else ""
    return ""


def _dates_meant(year: int, words: list[str], day: int, languages: tuple[str, ...]) -> Iterator[str]:
    for months, weekdays in map(_names, languages):
        left = " ".join(word for word in words if word not in weekdays)
        month = months.get(left) or months.get(left.removeprefix("ב"))  # Hebrew writes “in September” as one word
        date = likely_date(year, month, day) if month else ""
        named = [weekdays[word] for word in words if word in weekdays]
        if date and all(dt.date.fromisoformat(date).weekday() in days for days in named):
            yield date


@lru_cache(maxsize=128)
def _names(language: str) -> tuple[dict[str, int], dict[str, set[int]]]:
    """The names of a language's months with their numbers, and words of its weekdays with theirs, from 0 for Monday."""
    from babel import Locale  # late: only a message needs it

    locale = Locale.parse(language)
    widths = ("wide", "abbreviated")
    months: dict[str, int] = {}
    weekdays: dict[str, set[int]] = {}
    for form in locale.months.values():
        months |= {_bare(name): number for width in widths for number, name in form[width].items()}
    for form in locale.days.values():
        for number, name in (pair for width in widths for pair in form[width].items()):
            for word in _bare(name).split():
                weekdays.setdefault(word, set()).add(number)
    return months, weekdays


def _bare(name: str) -> str:
    words = re.split(r"[\s,.،’']+", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(word for word in words if word and word not in _FILLERS)


# ── days of the week ────────────────────────────────────────────────────────────────────────────────────────────────

_BEFORE_DAYS = frozenset("on this the am an den le el em в во у u w på".split())
_DAYS_AGO = {
    "today": 0, "yesterday": 1, "heute": 0, "gestern": 1, "aujourd'hui": 0, "hier": 1, "hoy": 0, "ayer": 1,
    "сегодня": 0, "вчера": 1, "اليوم": 0, "أمس": 1, "امروز": 0, "دیروز": 1,
}  # fmt: skip
"""How many days before a text's own date it means by this."""
_INFLECTED = {"среду": 2, "пятницу": 4, "субботу": 5}
"""Days of the week as they follow a preposition, from 0 for Monday."""


def day_named(text: str, day: str) -> str:
    """The date that an article of `day` means by `on Wednesday` or `yesterday`, in ISO form: that weekday up to its own
    date. Empty where it names no day, or one of several, as `last Wednesday` does."""
    if len(text) > _LONGEST or not _ISO_DAY.fullmatch(day):
        return ""
    words = [word for word in text.casefold().replace("’", "'").strip(" .").split() if word not in _BEFORE_DAYS]
    word = " ".join(words)
    if len(word) < 2 or not (own := _likely_day(day)):  # a letter, as calendars have it, is more often something else
        return ""
    if (days_ago := _DAYS_AGO.get(word)) is None:
        named = {_INFLECTED[word]} if word in _INFLECTED else _weekdays_named(word)
        if len(named) != 1:
            return ""
        days_ago = (own.weekday() - named.pop()) % 7
    return (own - dt.timedelta(days=days_ago)).isoformat()


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _likely_day(day: str) -> dt.date | None:
    iso = likely_date(*map(int, day.split("-")))
    return dt.date.fromisoformat(iso) if iso else None


def _weekdays_named(word: str) -> set[int]:
    """The weekdays, from 0 for Monday, that `word` means in English; else in any language that is known."""
    bare = _bare(word)
    for languages in (("en",), _LANGUAGES):
        if named := {day for language in languages for day in _whole_weekdays(language).get(bare, ())}:
            return named
    return set()


@lru_cache(maxsize=128)
def _whole_weekdays(language: str) -> dict[str, set[int]]:
    from babel import Locale  # late: only a message needs it

    weekdays: dict[str, set[int]] = {}
    for form in Locale.parse(language).days.values():
        for number, name in (pair for width in ("wide", "abbreviated") for pair in form[width].items()):
            weekdays.setdefault(_bare(name), set()).add(number)
    return weekdays

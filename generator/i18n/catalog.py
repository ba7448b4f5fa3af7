"""The words, dates and numbers of the interface in one language. Knows catalogues; knows nothing of archives or HTML.

A catalogue is one YAML file per language, `words/<language>.yaml`. Its nested keys are joined with dots
(`claims.heading`). An entry is a text, or a mapping of CLDR plural categories (`one`, `other` …) from which the number
`n` chooses. A key that `pt-BR` lacks is taken from `pt`, then from English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of Unicode CLDR."""
FALLBACK = "en"
"""The language of entries that a catalogue lacks. Its catalogue has every key."""

CatalogEntry = str | Mapping[str, str]
REMEMBERED = 16_384
"""Entries in the cache of formatted dates, and in that of numbers: a site shows the same ones again and again."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Catalog:
    """The words of one language (a BCP 47 tag).

    `own` has the site's words by language (lower case) and key; they replace those of the program. Where neither has
    an entry, English has.
    """

    def __init__(self, language: str, own: Mapping[str, Mapping[str, CatalogEntry]] | None = None) -> None:
        self.language = language
        self._locale = _locale(language)
        tags = _from_general(language.lower())
        self._entries: dict[str, CatalogEntry] = dict(catalog_of(FALLBACK))
        for entries in (*map(catalog_of, tags), *((own or {}).get(tag, {}) for tag in tags)):
            self._entries.update(entries)
        self._dates = (self.pattern("date.year"), self.pattern("date.month"), self.pattern("date.day"))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def pattern(self, key: str, n: int | None = None) -> str:
        """An entry with its `{placeholders}` still in it, in the plural form for `n`.

        Raises `KeyError` for an unknown key.
        """
        entry = self._entries[key]
        if isinstance(entry, str):
            return entry
        assert n is not None, f"`{key}` has plural forms and needs the argument `n`"
        return entry.get(str(self._locale.plural_form(n)), entry["other"])

    def word(self, key: str, /, **values: object) -> str:
        """An entry with its placeholders filled in. `n` chooses the plural form; whole numbers are formatted.

        Raises `KeyError` for an unknown key, or if a placeholder has no value.
        """
        n = values.get("n")
        pattern = self.pattern(key, n if isinstance(n, int) else None)
        return pattern.format(**{name: self.shown(value) for name, value in values.items()})

    def shown(self, value: object) -> object:
        """A value as `word` fills it in: whole numbers formatted, anything else unchanged."""
        return self.number(value) if isinstance(value, int) else value

    def number(self, value: int) -> str:
        """A whole number as the language writes it: `12,345`."""
        return _number(self.language, value)

    def listing(self, items: Iterable[str]) -> str:
        """A list as the language writes it: `A, B, and C`."""
        return str(format_list(list(items), locale=self._locale))

    def language_name(self, tag: str) -> str:
        """The name of another language in this one (`ar` → `Arabic`); the tag itself if Babel knows no name."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self._locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def date(self, iso: str) -> str:
        """A date as the language writes it: `2015`, `2015-12` or `2015-12-23`, without a time that follows.

        Any other text is returned unchanged.
        """
        return _date(self.language, self._dates, iso)


@lru_cache
def catalog_of(language: str) -> Mapping[str, CatalogEntry]:
    """All entries of a catalogue by dotted key; empty if the program has none for the language."""
    file = resources.files("generator.i18n") / "words" / f"{language}.yaml"
    if not file.is_file():
        return {}
    return dict(_flat(yaml.safe_load(file.read_text(encoding="utf-8")), ""))


def _from_general(language: str) -> list[str]:
    """A tag and the more general tags that it begins with, most general first: `pt`, `pt-BR`."""
    parts = language.split("-") if re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", language) else []
    return ["-".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _flat(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, CatalogEntry]]:
    for key, value in tree.items():
        if isinstance(value, str) or (isinstance(value, dict) and set(value) <= PLURALS):
            yield prefix + key, value
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")


@lru_cache(maxsize=REMEMBERED)
def _number(language: str, value: int) -> str:
    return str(format_decimal(value, locale=_locale(language)))


@lru_cache(maxsize=REMEMBERED)
def _date(language: str, forms: tuple[str, str, str], iso: str) -> str:
    """`forms` are Babel's date patterns for a year, a month and a day."""
    match = _DATE.match(iso)
    if not match:
        return iso
    parts = [int(part) for part in match.groups() if part]
    try:
        date = dt.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return iso
    return str(format_date(date, forms[len(parts) - 1], locale=_locale(language)))


@lru_cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)

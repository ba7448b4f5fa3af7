"""The interface's words, dates and numbers in one language. Knows catalogues; knows nothing of archives or HTML.

A catalogue is one YAML file a language, `words/<language>.yaml`: nested keys, joined with dots (`claims.heading`);
a mapping of plural categories (`one`, `other` …) is one word, chosen by the number `n`. What `pt-BR` has no word for
is said as in `pt`, and what that has none for in English.
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
FALLBACK = "en"

CatalogEntry = str | Mapping[str, str]
REMEMBERED = 16_384
"""How many dates and numbers are kept in words: a site shows the same ones again and again."""
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Catalog:
    """The words of one language (a BCP 47 tag): a site's `own` (language → entries) before those of the program,
    which are English where there are none yet."""

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
        """The word with its `{names}` still in it. An unknown key is a KeyError: no template may name one."""
        entry = self._entries[key]
        if isinstance(entry, str):
            return entry
        assert n is not None, f"“{key}” has plural forms: say how many with n=…"
        return entry.get(str(self._locale.plural_form(n)), entry["other"])

    def word(self, key: str, /, **values: object) -> str:
        """The word with its names filled in; `n` picks the plural form, and whole numbers are written as is usual."""
        n = values.get("n")
        pattern = self.pattern(key, n if isinstance(n, int) else None)
        return pattern.format(**{name: self.shown(value) for name, value in values.items()})

    def shown(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) else value

    def number(self, value: int) -> str:
        return _number(self.language, value)

    def listing(self, items: Iterable[str]) -> str:
        """`A, B, and C`, as it is usual."""
        return str(format_list(list(items), locale=self._locale))

    def language_name(self, tag: str) -> str:
        """`Arabic` for `ar`, in this language; the tag itself where babel knows no name."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self._locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    def date(self, iso: str) -> str:
        """`2015`, `2015-12` or `2015-12-23` (a time behind it is left out) as it is usual; other text as it is."""
        return _date(self.language, self._dates, iso)


@lru_cache
def catalog_of(language: str) -> Mapping[str, CatalogEntry]:
    """All entries of one catalogue by dotted key; empty where there is none for the language."""
    file = resources.files("generator.i18n") / "words" / f"{language}.yaml"
    if not file.is_file():
        return {}
    return dict(_flat(yaml.safe_load(file.read_text(encoding="utf-8")), ""))


def _from_general(language: str) -> list[str]:
    """`pt`, `pt-BR`: the tag and what it is a kind of, the most general first."""
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
    """`forms` are the patterns for a year, a month and a day."""
    match = _DATE.match(iso)
    if not match:
        return iso
    parts = [int(part) for part in match.groups() if part]
    try:
        meant = dt.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return iso
    return str(format_date(meant, forms[len(parts) - 1], locale=_locale(language)))


@lru_cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)

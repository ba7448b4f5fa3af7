"""The types of values in the formats: text, ids, references, dates, addresses, languages and paths.

Each type is a pydantic annotation around a function that returns the valid value or raises `FieldError`. Knows no
particular file and no positions; `validation` turns a `FieldError` into a diagnostic.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)

from generator.diagnostics import short
from generator.formats.dates import Written, machine_form, readings, with_plain_digits
from generator.formats.near_addresses import leads_through, near_addresses
from generator.formats.near_dates import nearest_date
from generator.model import ID_PATTERN, LONGEST_ID, is_id
from generator.urls import unicode_normal_form
from generator.values import Immutable

_REFERENCE = re.compile(rf"(?:[^#\s/](?:[^#]*[^#\s/])?#)?{ID_PATTERN}")
_LONGEST_REFERENCE = 1_000
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_FROM_DAY_TO_DAY = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ?(?:/|[-–—]|to|and|until|bis|und|au|et|al|y) ?[0-9][0-9-]*"
)
_DAY_TO_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})\.? ?(?:[-–—/&]|to|and|bis|und|au|et|al|y) ?[0-9]{1,2}(?=[\s.,])")
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # one more at either end could leave Python's calendar in some time zone
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
# Most addresses match this faster pattern.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[!#-;=?-\[\]-~]*)?", re.IGNORECASE | re.ASCII)
_LANGUAGE = re.compile(  # the syntax of RFC 5646 (BCP 47), section 2.1, without the grandfathered tags
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE | re.ASCII,
)


class FieldError(ValueError):
    """A value of a field is invalid.

    `code`, `message` and `step` are those of the diagnostic. `at` names the key to report, for an error in an entry as
    a whole. `as_yaml` is the corrected value as YAML; the remaining attribute is that to paste as a text, or empty.
    """

    def __init__(
        self, code: str, message: str, *, step: str = "", mended: str = "", as_yaml: str = "", at: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.step = step
        self.mended = mended
        self.as_yaml = as_yaml
        self.at = at


class ProseField(Immutable):
    """Marks a field with prose, in which `#` may be part of the text: an unquoted comment after it is an error.

    `when` decides from the text before the comment whether it is prose; `reference` marks references to annotations,
    of which `#id` would leave nothing.
    """

    when: Callable[[str], bool] = bool
    reference: bool = False


class Entry(BaseModel):
    """A mapping with known keys. `hints` holds the message for each key that is allowed only in other entries."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)
    hints: ClassVar[dict[str, str]] = {}


# ── types of values ──────────────────────────────────────────────────────────────────────────────────────────────────


_TYPED: dict[str, Any] = {"type": ["string", "number", "boolean"]}  # to editors, `1984` and `false` are not text

Prose = Annotated[str, Field(min_length=1), ProseField(), WithJsonSchema(_TYPED)]
"""Prose: a text that readers see."""
Plain = Annotated[str, Field(min_length=1), WithJsonSchema(_TYPED)]
"""A text that is not prose: a path or the name of a setting."""


def as_list(value: object) -> object:
    """Wraps a single value in a list; returns a list unchanged."""
    return value if isinstance(value, list) else [value]


ProseList = Annotated[list[Prose], BeforeValidator(as_list, json_schema_input_type=Prose | list[Prose])]


def identifier(text: str) -> str:
    """Returns a valid id unchanged. Raises `FieldError` with the nearest valid id where there is one."""
    if is_id(text) and len(text) <= LONGEST_ID:
        return text
    near = id_from(text)
    message = (
        f"“{short(text)}” has {len(text)} characters, but an id has at most {LONGEST_ID}."
        if is_id(text)
        else f"“{short(text)}” is not an id: use letters a–z, digits and single hyphens, {LONGEST_ID} at most."
    )
    raise FieldError(
        "wrong-id",
        message,
        step=f"Write `{near}`, or choose another id." if near else "Choose an id such as `only-cliches`.",
        mended=near,
    )


def id_from(text: str) -> str:
    """The valid id nearest to a text; empty where a letter or digit of it has no like in an id."""
    folded = unicodedata.normalize("NFKD", text[: 4 * LONGEST_ID].casefold().translate(_PLAIN_LETTERS))
    if any(letter.isalnum() and not letter.isascii() for letter in folded):
        return ""
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode().replace("'", ""))
    near = "-".join(words)
    if len(near) <= LONGEST_ID:
        return near
    return near[: LONGEST_ID + 1].rpartition("-")[0] or near[:LONGEST_ID]


_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "’": ""}
    | dict.fromkeys("‐‑–—−", "-")
)
"""Letters that don't come apart into a plain one and a mark, and dashes."""


def reference(text: str) -> str:
    """Returns `article#id`, or the id of an annotation of the same article, in NFC. Raises `FieldError` for others."""
    if _REFERENCE.fullmatch(text) and len(text.rpartition("#")[2]) <= LONGEST_ID:
        return unicode_normal_form("NFC", text)
    if text.startswith("#") and is_id(text[1:]):
        raise FieldError(
            "wrong-reference",
            f"“{text}” has a “#” without an article before it.",
            step=f"Write `{text[1:]}` for the annotation of this article.",
            mended=text[1:],
        )
    if near := _near_reference(text):
        message = f"“{short(text)}” is not a reference to an annotation."
        raise FieldError("wrong-reference", message, step=f"Write `{near}` if that is what you mean.", mended=near)
    no_part = "#" not in text and "/" in text
    raise FieldError(
        "wrong-reference",
        f"“{short(text)}” names an article instead of one of its annotations."
        if no_part
        else f"“{short(text)}” is not a reference to an annotation.",
        step="Write the id of an annotation of this article (`only-cliches`), or the id of another article, `#` and "
        "the id of its annotation (`2015/amnesty-syria#only-cliches`).",
    )


def _near_reference(text: str) -> str:
    """The reference that a text is but for its signs: `2015\\a#Only_Cliches` is `2015/a#only-cliches`; or empty."""
    if len(text) > _LONGEST_REFERENCE or "://" in text:
        return ""
    text = text.replace("\\", "/").strip("/ ")
    sign = next((sign for sign in "#:/" if sign in text), "")
    article, _, name = text.rpartition(sign) if sign else ("", "", text)
    article = article.strip("/ ")
    if " " in name.strip() or (sign == "/" and "/" not in article):
        return ""  # words whose id can't be guessed; an article alone
    near = f"{article}#{id_from(name)}" if article else id_from(name)
    return near if _REFERENCE.fullmatch(near) else ""


def _calendar(text: str) -> str:
    """Why a full or partial date in ISO form is invalid; empty where it is valid."""
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return f"The year of “{text}” is not between {_FIRST_YEAR} and {_LAST_YEAR}"
    try:
        dt.date(year, month, day)
    except ValueError:
        return f"“{text}” is not in the calendar"
    return ""


def _wrong_date(text: str, expected: str, why: str = "") -> FieldError:
    near = nearest_date(text)
    meant = readings(with_plain_digits(text[:_LONGEST_DATE]))
    if not near and len(meant) == 1:
        near = meant[0]
    first = "" if near or meant else first_of_several(text)
    if first:
        why = f"“{short(text)}” names several days"
    step = f"Write `{near}`." if near else f"Write {expected}."
    if not near and meant:
        step = f"Write {' or '.join(f'`{date}`' for date in meant)}, whichever is meant."
    elif first:
        step = f"Write one day, such as the first: `{first}`."
    elif not near and why and (bounds := days_of_month(text)):
        step = f"Write a day from 1 to {bounds}, or another month."
    return FieldError(
        "wrong-date",
        f"{why or f'“{short(text)}” is not a date in the form `2015-12-23`'}.",
        step=step,
        mended=near,
    )


def days_of_month(text: str) -> int:
    """The number of days of the month of a date such as `2015-02-31`; 0 where there is no such month."""
    match = _FULL_DATE.fullmatch(text)
    year, month = (int(text[:4]), int(text[5:7])) if match else (0, 0)
    return calendar.monthrange(year, month)[1] if 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR else 0


def first_of_several(text: str) -> str:
    """The first day of a text that names several, such as `23–24 December 2015`, in ISO form; else empty."""
    if len(text) > _LONGEST_DATE:
        return ""
    if match := _FROM_DAY_TO_DAY.fullmatch(text):
        return match[1] if not _calendar(match[1]) else ""
    one = _DAY_TO_DAY.sub(r"\1", text, count=1)
    return nearest_date(one) if one != text else ""


_LONGEST_DATE = 80


def full_date(text: str) -> str:
    """Returns a date such as `2015-12-23` unchanged, and the day of a date with a time as programs write it.

    Raises `FieldError` for any other text.
    """
    return _day(text, _FULL_DATE, "year, month and day as in `2015-12-23`")


def partial_date(text: str) -> str:
    """Returns a year, a month or a date in ISO form unchanged, and the day of a date with a time as programs write it.

    Raises `FieldError` for any other text.
    """
    return _day(text, _PARTIAL_DATE, "a year, a month or a date as in `2015`, `2015-12` or `2015-12-23`")


def _day(text: str, form: re.Pattern[str], expected: str) -> str:
    if form.fullmatch(text):
        day = text
    elif written := machine_form(text):
        day = written.day
        _checked_time(written)
    else:
        raise _wrong_date(text, expected)
    if why := _calendar(day):
        raise _wrong_date(text, expected, why)
    return day


def moment(text: str) -> str:
    """Returns a date unchanged, or a date and time with its zone normalized to `2015-12-23T14:30+03:00`.

    Raises `FieldError` for any other text.
    """
    written = machine_form(text)
    if written is None:
        expected = "a date, or a date and time with its zone, as in `2015-12-23` or `2015-12-23T14:30+03:00`"
        if _FULL_DATE.fullmatch(text) and not _calendar(text):
            return text
        raise _wrong_date(text, expected, _calendar(text) if _FULL_DATE.fullmatch(text) else "")
    day, time, zone = written
    full_date(day)
    if written.is_bare:
        return day
    if not zone:
        raise FieldError(
            "wrong-date",
            f"The time {time} has no time zone.",
            step=f"Add the zone (`{day}T{time}+03:00`, or `Z` for UTC), or leave out the time (`{day}`).",
        )
    _checked_time(written)
    return f"{day}T{time}{zone}"


def day_or_time(text: str) -> str:
    """Returns a date unchanged, or a date and time normalized to `2015-12-23T14:30` or `2015-12-23T14:30+03:00`.

    Raises `FieldError` for any other text.
    """
    written = machine_form(text)
    if written is None or written.is_bare:
        return full_date(text)
    full_date(written.day)
    _checked_time(written)
    return f"{written.day}T{written.time}{written.zone}"


def _checked_time(written: Written) -> None:
    try:
        dt.datetime.fromisoformat(f"2015-12-23T{written.time}{written.zone}")
    except ValueError:
        raise FieldError(
            "wrong-date",
            f"“{written.time}{written.zone}” is not a valid time of day.",
            step="Correct the hours, minutes, seconds or zone.",
        ) from None


def web_address(text: str) -> str:
    """Returns an http or https address unchanged. Raises `FieldError` for any other text."""
    if is_web_address(text):
        if not (meant := leads_through(text)):
            return text
        message = f"“{short(text)}” leads to “{short(meant)}” by way of a search engine."
        raise FieldError("wrong-address", message, step=f"Write `{meant}`.", mended=meant)
    near = next((near for near in near_addresses(text) if is_web_address(near)), "")
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text, re.IGNORECASE)
    other = scheme and scheme[1].lower() not in {"http", "https"} and not near
    raise FieldError(
        "wrong-address",
        f"An address cannot begin with “{scheme[1]}:” here."
        if other and scheme
        else f"“{short(text)}” is not a web address.",
        step=f"Write `{near}`." if near else "Write the whole address, beginning with `https://` or `http://`.",
        mended=near,
    )


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    if not _ADDRESS.fullmatch(text) or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.hostname not in {"http", "https"} and (parts.port or 0) >= 0
    except ValueError:
        return False


def language_tag(text: str) -> str:
    """Returns a language tag of BCP 47 (`en`, `pt-BR`, `zh-Hant`) unchanged. Raises `FieldError` for any other text.

    Checks the syntax, and not whether the tag is registered, but refuses codes that are often mistaken for one.
    """
    first, hyphen, rest = text.partition("-")
    if _LANGUAGE.fullmatch(text) and first.lower() not in _MISTAKEN_CODES:
        return text
    if first.lower() in _MISTAKEN_CODES:
        near = f"{_MISTAKEN_CODES[first.lower()]}{hyphen}{rest}"
    else:
        near = text.partition(".")[0].replace("_", "-")  # `en_US.UTF-8`, as systems write it
        near = near if _LANGUAGE.fullmatch(near) else language_named(text) or _without_remark(text)
    near = near if _LANGUAGE.fullmatch(near) else ""
    raise FieldError(
        "wrong-language",
        f"“{short(text)}” is not a language code.",
        step=f"Write `{near}`." if near else "Write a code such as `en`, `pt-BR` or `zh-Hant`.",
        mended=near,
    )


def _without_remark(text: str) -> str:
    """The tag in `fa-IR (Persian)`, or of a name with its country, `English (US)`; empty for any other text."""
    name, _, remark = text.partition("(")
    name, remark = name.strip(), remark.strip().removesuffix(")")
    if not remark or not name:
        return ""
    if len(name.partition("-")[0]) <= _LONGEST_CODE and _LANGUAGE.fullmatch(name):
        return name
    code = language_named(name)
    return f"{code}-{remark}" if code and re.fullmatch("[A-Z]{2}", remark) else code


_LONGEST_CODE = 3

_MISTAKEN_CODES = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "rus": "ru", "ara": "ar", "fas": "fa",
    "per": "fa", "zho": "zh", "chi": "zh", "jpn": "ja", "ita": "it", "por": "pt", "tur": "tr", "ukr": "uk", "heb": "he",
    "pol": "pl", "nld": "nl", "dut": "nl",
    "jp": "ja", "cz": "cs", "gr": "el", "dk": "da", "cn": "zh", "ua": "uk",
}  # fmt: skip
"""Codes of three letters where BCP 47 has two, and codes of countries that are those of no language."""


def language_named(name: str) -> str:
    """The code of a language from its name in English, or in one of a few others (`Russian`, `русский` → `ru`).

    Empty for an unknown name, and where several languages have it.
    """
    codes = _languages_by_name().get(name.casefold(), set()) if len(name) <= LONGEST_ID else set()
    return min(codes) if len(codes) == 1 else ""


@cache
def _languages_by_name() -> dict[str, set[str]]:
    from babel import Locale  # late: few sites name a language that has to be looked up

    by_name: dict[str, set[str]] = {}
    for spoken in _NAMING_LANGUAGES:
        for code, name in Locale(spoken).languages.items():
            by_name.setdefault(name.casefold(), set()).add(str(code).replace("_", "-"))
    return by_name


_NAMING_LANGUAGES = "en ar de es fa fr he it ja ko nl pl pt ru tr uk zh".split()


ID_SCHEMA = WithJsonSchema({**_TYPED, "pattern": f"^{ID_PATTERN}$", "maxLength": LONGEST_ID})
Id = Annotated[str, AfterValidator(identifier), ID_SCHEMA]
Aliases = Annotated[list[Id], BeforeValidator(as_list, json_schema_input_type=Id | list[Id])]
SpeakerId = Annotated[str, Field(min_length=1), ID_SCHEMA]
"""The id of a speaker. Any text is read: `generator.checks` knows the speakers, and whom a name means."""
Reference = Annotated[
    str, AfterValidator(reference), ProseField(lambda _: False, reference=True), WithJsonSchema(_TYPED)
]
FullDate = Annotated[
    str, AfterValidator(full_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}($|[Tt ])"})
]
DayOrTime = Annotated[str, AfterValidator(day_or_time), WithJsonSchema({"type": "string"})]
PartialDate = Annotated[
    str,
    AfterValidator(partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Moment = Annotated[
    str, AfterValidator(moment), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}($|[Tt ])"})
]
Url = Annotated[
    str, AfterValidator(web_address), WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
]
Language = Annotated[str, AfterValidator(language_tag), WithJsonSchema({"type": ["string", "boolean"]})]
Switch = Annotated[bool, WithJsonSchema({"enum": [True, False, "true", "false", "yes", "no", "on", "off"]})]


def relative_path(text: str) -> str:
    """Returns a relative path to a file of the site unchanged. Raises `FieldError` for addresses and absolute paths."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):|//", text, re.IGNORECASE)
    if not scheme and not text.startswith("/") and "\\" not in text and text.isprintable():
        return text
    raise FieldError(
        "wrong-address",
        f"An image must be a file of the archive, but “{short(text)}” begins like an address."
        if scheme
        else f"“{short(text)}” is not a path relative to this file.",
        step="Save the image beside this file and write its file name."
        if scheme
        else "Write the path relative to this file, with `/` between its parts.",
    )


ImagePath = Annotated[str, AfterValidator(relative_path), WithJsonSchema(_TYPED)]


def _shape_of(value: object) -> str | None:
    return "(text)" if isinstance(value, str) else "(mapping)" if isinstance(value, dict) else None


TEXT_TAG, MAPPING_TAG = Tag("(text)"), Tag("(mapping)")
BY_SHAPE = Discriminator(_shape_of)
"""Discriminates text and mapping where both are allowed: `Annotated[Annotated[A, TEXT_TAG] | …, BY_SHAPE]`."""


class ArchivedEntry(Entry):
    """An archived copy of a web page."""

    url: Url = Field(description="The address of the archived copy.")
    date: FullDate = Field(default="", description="The day it was archived.")


Archived = Annotated[Annotated[Url, TEXT_TAG] | Annotated[ArchivedEntry, MAPPING_TAG], BY_SHAPE]


def archived_parts(archived: str | ArchivedEntry | None) -> tuple[str, str]:
    """The address and the date of an archived copy; each empty where it is unknown."""
    if isinstance(archived, ArchivedEntry):
        return archived.url, archived.date
    return archived or "", ""

"""The kinds of value that keys take (texts, ids, dates, addresses, languages), and how a tree is held against a model.

Knows pydantic, and turns all it has to say into the writer's words, with the line; knows no particular file.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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

from generator.urls import ID_PATTERN, LONGEST_ID, is_id, unicode_normal_form

_REFERENCE = re.compile(rf"(?:[^#\s/](?:[^#]*[^#\s/])?#)?{ID_PATTERN}")
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]+"
    r"([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) *"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_OTHER_DATES = (  # the forms whose order nobody reads in two ways
    re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})"),
)
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # a day more at either end would leave the calendar in some time zone
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[!#-;=?-\[\]-~]*)?", re.IGNORECASE | re.ASCII)  # most are
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE | re.ASCII,
)


class FieldError(ValueError):
    """What is wrong with a value. `mended` is the text to put in its place; `at` names the key meant of an entry."""

    def __init__(self, code: str, message: str, *, step: str = "", mended: str = "", at: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.step = step
        self.mended = mended
        self.at = at


@dataclass(frozen=True, slots=True)
class ProseField:
    """Marks a text in words, of which a `#` may be part: a comment behind it, unquoted, is an error.

    `when` tells by what YAML left of the text whether it is in words; `reference` is one to an annotation, of which
    `#id` would leave nothing.
    """

    when: Callable[[str], bool] = bool
    reference: bool = False


class Entry(BaseModel):
    """A mapping with known keys. `hints` says of keys that belong elsewhere why they can't stand here."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)
    hints: ClassVar[dict[str, str]] = {}


# ── kinds of value ───────────────────────────────────────────────────────────────────────────────────────────────


_TYPED: dict[str, Any] = {"type": ["string", "number", "boolean"]}  # editors read `1984` and `false` as no text

Prose = Annotated[str, Field(min_length=1), ProseField(), WithJsonSchema(_TYPED)]
"""A text in words."""
Plain = Annotated[str, Field(min_length=1), WithJsonSchema(_TYPED)]
"""A text that is no words: a path, a name of a setting."""


def as_list(value: object) -> object:
    """One is a list of one."""
    return value if isinstance(value, list) else [value]


ProseList = Annotated[list[Prose], BeforeValidator(as_list, json_schema_input_type=Prose | list[Prose])]


def identifier(text: str) -> str:
    """A valid id, or a Problem with one that is near."""
    if is_id(text) and len(text) <= LONGEST_ID:
        return text
    near = id_from(text)
    why = "is longer than 64 characters" if is_id(text) else "is not an id"
    raise FieldError(
        "wrong-id",
        f"“{shortened(text)}” {why}: that is small letters a–z, digits and single hyphens, {LONGEST_ID} at most.",
        step=f"write `{near}`, or choose another id" if near else "choose an id such as `only-cliches`",
        mended="" if " " in text else near,  # several words are a name, of which no id can be guessed
    )


def id_from(text: str) -> str:
    """The nearest valid id to a text; empty where none of its letters can stay."""
    folded = unicodedata.normalize("NFKD", text[: 4 * LONGEST_ID].casefold())
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode().replace("'", ""))
    near = "-".join(words)
    if len(near) <= LONGEST_ID:
        return near
    return near[: LONGEST_ID + 1].rpartition("-")[0] or near[:LONGEST_ID]


def reference(text: str) -> str:
    """`article#id`, or the id of an annotation of the same article."""
    if _REFERENCE.fullmatch(text) and len(text.rpartition("#")[2]) <= LONGEST_ID:
        return unicode_normal_form("NFC", text)
    if text.startswith("#") and is_id(text[1:]):
        raise FieldError(
            "wrong-reference",
            "An annotation of the same article is named by its id alone, without “#”.",
            step=f"write `{text[1:]}`",
            mended=text[1:],
        )
    no_part = "#" not in text and "/" in text
    raise FieldError(
        "wrong-reference",
        f"“{shortened(text)}” names an article, but none of its annotations."
        if no_part
        else f"“{shortened(text)}” names no annotation.",
        step="write the id of an annotation of this article (`only-cliches`), or the other article's id, `#` and the "
        "annotation's (`2015/amnesty-syria#only-cliches`)",
    )


def _calendar(text: str) -> str:
    """Why a date in ISO form is no day, month or year of the calendar; empty where it is."""
    year, month, day = (int(part) for part in (text + "-01-01")[:10].split("-"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return f"“{text}” is no year that an archive of news knows"
    try:
        dt.date(year, month, day)
    except ValueError:
        return f"“{text}” is not in the calendar"
    return ""


def _wrong_date(text: str, expected: str, why: str = "") -> FieldError:
    near = _iso_form(text)
    return FieldError(
        "wrong-date",
        f"{why or f'“{shortened(text)}” is not a date in the form 2015-12-23'}.",
        step=f"write `{near}`" if near else f"write {expected}",
        mended=near,
    )


def _iso_form(text: str) -> str:
    for form in _OTHER_DATES:
        if match := form.fullmatch(text):
            date = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
            return date if date != text and not _calendar(date) else ""
    return ""


def full_date(text: str) -> str:
    expected = "year, month and day: `2015-12-23`"
    if not _FULL_DATE.fullmatch(text):
        raise _wrong_date(text, expected)
    if why := _calendar(text):
        raise _wrong_date(text, expected, why)
    return text


def partial_date(text: str) -> str:
    expected = "the year, year and month, or the day: `2015`, `2015-12`, `2015-12-23`"
    if not _PARTIAL_DATE.fullmatch(text):
        raise _wrong_date(text, expected)
    if why := _calendar(text):
        raise _wrong_date(text, expected, why)
    return text


def moment(text: str) -> str:
    """A day, or a day and time with its zone, which comes out as `2015-12-23T14:30:00+03:00`."""
    if not (match := _MOMENT.fullmatch(text)):
        expected = "the day, or the day and time with its zone: `2015-12-23`, `2015-12-23T14:30+03:00`"
        if _FULL_DATE.fullmatch(text) and not _calendar(text):
            return text
        raise _wrong_date(text, expected, _calendar(text) if _FULL_DATE.fullmatch(text) else "")
    day, time, zone = match.groups()
    full_date(day)
    if not zone:
        raise FieldError(
            "wrong-date",
            f"The time {time} has no zone, so that the moment is not known.",
            step=f"add the zone (`{day}T{time}+03:00`, or `Z` for UTC), or leave the time out (`{day}`)",
        )
    zone = "Z" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}"
    try:
        dt.datetime.fromisoformat(f"{day}T{time}{zone}")
    except ValueError:
        raise FieldError(
            "wrong-date", f"“{time}{zone}” is no time of a day.", step="look at hours and minutes"
        ) from None
    return f"{day}T{time}{zone}"


def web_address(text: str) -> str:
    """An http or https address, as it was written."""
    if _is_web_address(text):
        return text
    near = next((near for near in _near_addresses(text) if _is_web_address(near)), "")
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text, re.IGNORECASE)
    other = scheme and scheme[1].lower() not in {"http", "https"} and not near
    raise FieldError(
        "wrong-address",
        f"An address that begins with “{scheme[1]}:” can't stand here."
        if other and scheme
        else f"“{shortened(text)}” is not an address of the web.",
        step=f"write `{near}`" if near else "write the whole address, with http:// or https://",
        mended=near,
    )


def _is_web_address(text: str) -> bool:
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    if not _ADDRESS.fullmatch(text) or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def _near_addresses(text: str) -> Iterator[str]:
    yield text.replace(" ", "%20")
    if text.startswith("//"):
        yield "https:" + text
    elif re.match(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/:?]|$)", text, re.IGNORECASE):
        yield "https://" + text


def language_tag(text: str) -> str:
    """A language as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`. The form is looked at, not whether it is registered."""
    if _LANGUAGE.fullmatch(text):
        return text
    near = text.replace("_", "-")
    near = near if _LANGUAGE.fullmatch(near) else language_named(text)
    raise FieldError(
        "wrong-language",
        f"“{shortened(text)}” is not the code of a language.",
        step=f"write `{near}`" if near else "write a code such as `en`, `pt-BR` or `zh-Hant`",
        mended=near,
    )


def language_named(name: str) -> str:
    """The code of a language that is named in English (`Russian` → `ru`); empty where none has the name."""
    from babel import Locale  # late: few sites name a language that has to be looked up

    names = Locale("en").languages
    return next((str(code) for code, word in names.items() if word.casefold() == name.casefold()), "")


ID_SCHEMA = WithJsonSchema({**_TYPED, "pattern": f"^{ID_PATTERN}$", "maxLength": LONGEST_ID})
Id = Annotated[str, AfterValidator(identifier), ID_SCHEMA]
Reference = Annotated[
    str, AfterValidator(reference), ProseField(lambda _: False, reference=True), WithJsonSchema(_TYPED)
]
FullDate = Annotated[
    str, AfterValidator(full_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
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
    """A path to a file of the site, as it was written: no address, no absolute path."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):|//", text, re.IGNORECASE)
    if not scheme and not text.startswith("/") and "\\" not in text and text.isprintable():
        return text
    raise FieldError(
        "wrong-address",
        "An image must lie in the archive: one on another site is not loaded."
        if scheme
        else f"“{shortened(text)}” is not a path from this file to another.",
        step="save it beside this file and write its name"
        if scheme
        else "write the path as seen from this file, with “/” between its parts",
    )


ImagePath = Annotated[str, AfterValidator(relative_path), WithJsonSchema(_TYPED)]


def _shape_of(value: object) -> str | None:
    return "(text)" if isinstance(value, str) else "(mapping)" if isinstance(value, dict) else None


TEXT_TAG, MAPPING_TAG = Tag("(text)"), Tag("(mapping)")
BY_SHAPE = Discriminator(_shape_of)
"""Tells a text from a mapping where either may stand: `Annotated[Annotated[A, TEXT_TAG] | …, BY_SHAPE]`."""


class ArchivedEntry(Entry):
    url: Url = Field(description="The address of the archived copy.")
    date: FullDate = Field(default="", description="The day it was archived.")


Archived = Annotated[Annotated[Url, TEXT_TAG] | Annotated[ArchivedEntry, MAPPING_TAG], BY_SHAPE]


def archived_parts(archived: str | ArchivedEntry | None) -> tuple[str, str]:
    """Address and date of an archived copy; empty where there is none."""
    if isinstance(archived, ArchivedEntry):
        return archived.url, archived.date
    return archived or "", ""


# ── a tree against a model ───────────────────────────────────────────────────────────────────────────────────────


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"

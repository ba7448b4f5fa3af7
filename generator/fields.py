"""The kinds of value that keys take (texts, ids, dates, addresses, languages), and how a tree is held against a model.

Knows pydantic, and turns all it has to say into the writer's words, with the line; knows no particular file.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    WithJsonSchema,
)

from generator.diagnostics import Diagnostic, Paste
from generator.urls import normalized
from generator.yamltree import (
    CONTROL,
    Node,
    Scalar,
    Sequence,
    Text,
    Tree,
    end_of,
    holds_nothing,
    in_flow,
    in_quotes,
    plain,
)

if TYPE_CHECKING:  # a name of its own for what `ValidationError.errors` gives; no more of that package is used
    from pydantic_core import ErrorDetails

LONGEST_ID = 64
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(ID)
_REFERENCE = re.compile(rf"(?:[^#\s/](?:[^#]*[^#\s/])?#)?{ID}")
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


class Problem(ValueError):  # noqa: N818 - it reads as a noun wherever it is raised
    """What is wrong with a value. `mended` is the text to put in its place; `at` names the key meant of an entry."""

    def __init__(self, code: str, message: str, *, step: str = "", mended: str = "", at: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.step = step
        self.mended = mended
        self.at = at


@dataclass(frozen=True, slots=True)
class Words:
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

Prose = Annotated[str, Field(min_length=1), Words(), WithJsonSchema(_TYPED)]
"""A text in words."""
Plain = Annotated[str, Field(min_length=1), WithJsonSchema(_TYPED)]
"""A text that is no words: a path, a name of a setting."""


def as_list(value: object) -> object:
    """One is a list of one."""
    return value if isinstance(value, list) else [value]


ProseList = Annotated[list[Prose], BeforeValidator(as_list, json_schema_input_type=Prose | list[Prose])]


def identifier(text: str) -> str:
    """A valid id, or a Problem with one that is near."""
    if _ID.fullmatch(text) and len(text) <= LONGEST_ID:
        return text
    near = id_from(text)
    why = "is longer than 64 characters" if _ID.fullmatch(text) else "is not an id"
    raise Problem(
        "wrong-id",
        f"“{_short(text)}” {why}: that is small letters a–z, digits and single hyphens, {LONGEST_ID} at most.",
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
        return normalized("NFC", text)
    if text.startswith("#") and _ID.fullmatch(text[1:]):
        raise Problem(
            "wrong-reference",
            "An annotation of the same article is named by its id alone, without “#”.",
            step=f"write `{text[1:]}`",
            mended=text[1:],
        )
    no_part = "#" not in text and "/" in text
    raise Problem(
        "wrong-reference",
        f"“{_short(text)}” names an article, but none of its annotations."
        if no_part
        else f"“{_short(text)}” names no annotation.",
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


def _wrong_date(text: str, expected: str, why: str = "") -> Problem:
    near = _iso_form(text)
    return Problem(
        "wrong-date",
        f"{why or f'“{_short(text)}” is not a date in the form 2015-12-23'}.",
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
        raise Problem(
            "wrong-date",
            f"The time {time} has no zone, so that the moment is not known.",
            step=f"add the zone (`{day}T{time}+03:00`, or `Z` for UTC), or leave the time out (`{day}`)",
        )
    zone = "Z" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}"
    try:
        dt.datetime.fromisoformat(f"{day}T{time}{zone}")
    except ValueError:
        raise Problem("wrong-date", f"“{time}{zone}” is no time of a day.", step="look at hours and minutes") from None
    return f"{day}T{time}{zone}"


def web_address(text: str) -> str:
    """An http or https address, as it was written."""
    if _is_web_address(text):
        return text
    near = next((near for near in _near_addresses(text) if _is_web_address(near)), "")
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text, re.IGNORECASE)
    other = scheme and scheme[1].lower() not in {"http", "https"} and not near
    raise Problem(
        "wrong-address",
        f"An address that begins with “{scheme[1]}:” can't stand here."
        if other and scheme
        else f"“{_short(text)}” is not an address of the web.",
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
    raise Problem(
        "wrong-language",
        f"“{_short(text)}” is not the code of a language.",
        step=f"write `{near}`" if near else "write a code such as `en`, `pt-BR` or `zh-Hant`",
        mended=near,
    )


def language_named(name: str) -> str:
    """The code of a language that is named in English (`Russian` → `ru`); empty where none has the name."""
    from babel import Locale

    names = Locale("en").languages
    return next((str(code) for code, word in names.items() if word.casefold() == name.casefold()), "")


ID_SCHEMA = WithJsonSchema({**_TYPED, "pattern": f"^{ID}$", "maxLength": LONGEST_ID})
Id = Annotated[str, AfterValidator(identifier), ID_SCHEMA]
Reference = Annotated[str, AfterValidator(reference), Words(lambda _: False, reference=True), WithJsonSchema(_TYPED)]
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
    raise Problem(
        "wrong-address",
        "An image must lie in the archive: one on another site is not loaded."
        if scheme
        else f"“{_short(text)}” is not a path from this file to another.",
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

E = TypeVar("E", bound=Entry)
_ENTRY_SHAPE = "keys with their values"


def validate(
    text: Text, node: Node | None, model: type[E], what: str, key: Scalar | None = None
) -> tuple[E | None, list[Diagnostic]]:
    """The model made of a tree, or None; and everything that is wrong, each with its line.

    `what` names the entry in messages (`a claim`); `key` is the one it stands under, to point at for what is missing.
    """
    tree = _as_tree(node, key)
    if tree is None:
        assert node, "nothing at all is an empty tree"
        return None, [_wrong_shape(text, what, node, _ENTRY_SHAPE)]
    found = list(_comment_traps(text, tree, model)) if text.has_comments else []
    try:
        values = plain(tree)
        return model.model_validate(_showable(values) if text.has_escapes else values), found
    except ValidationError as error:
        place = _Placed(text, tree, model, what, key)
        errors = error.errors(include_url=False)
        meant = {place.meant(e["loc"]) for e in errors if e["type"] == "extra_forbidden"}
        errors = [e for e in errors if e["type"] != "missing" or (*e["loc"][:-1], str(e["loc"][-1])) not in meant]
        trapped = {d.location.line for d in found}
        return None, found + [d for e in errors if (d := place.said(e)).location.line not in trapped]


def _showable(value: object) -> object:
    """The same without the control characters that escapes stand for: they are reported, and no feed can hold them."""
    if isinstance(value, dict):
        return {key: _showable(item) for key, item in value.items()}  # a key is looked up again in the tree
    if isinstance(value, list):
        return [_showable(item) for item in value]
    return CONTROL.sub("\ufffd", value) if isinstance(value, str) and not value.isprintable() else value


def _as_tree(node: Node | None, key: Scalar | None) -> Tree | None:
    if node is None or (isinstance(node, Scalar) and holds_nothing(node) and not node.style):
        start = key.start if key else 0
        return Tree({}, start, start)
    return node if isinstance(node, Tree) else None


class _Placed:
    """pydantic's errors, said in the writer's words at their place in the tree."""

    def __init__(self, text: Text, tree: Tree, model: type[Entry], what: str, key: Scalar | None) -> None:
        self.text = text
        self.tree = tree
        self.model = model
        self.what = what
        self.key = key

    def said(self, error: ErrorDetails) -> Diagnostic:
        loc = error["loc"]
        if error["type"] == "missing":
            return self._missing(loc)
        if error["type"] == "extra_forbidden":
            return self._unknown(loc)
        key, node = self._find(loc)
        problem = error.get("ctx", {}).get("error")
        if isinstance(problem, Problem):
            return self._problem(problem, key, node)
        name = f"`{key.text}`" if key else self.what
        expected = _EXPECTED_SHAPES.get(error["type"], "")
        if expected and not (isinstance(node, Scalar) and expected == _A_TEXT):
            shape = _fields(_model_at(self.model, loc[:-1])).get(key.text) if key else None
            return _wrong_shape(self.text, name, node, expected, takes_words=bool(shape and shape.words))
        return self._wrong_value(error, name, node)

    def _find(self, loc: Iterable[int | str]) -> tuple[Scalar | None, Node]:
        """The node an error is about and the key it stands under. What pydantic adds of its own is passed over."""
        key, node = self.key, self.tree  # type: tuple[Scalar | None, Node]
        for part in loc:
            if part == "[key]" and key:
                return key, key
            if isinstance(node, Tree) and str(part) in node.entries:
                key, node = node.entries[str(part)]
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
        return key, node

    def _missing(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        key, node = self._find(loc[:-1])
        owner = f"`{key.text}`" if key and key is not self.key else self.what
        if isinstance(node, Tree) and name in node.entries:
            start = node.entries[name][0].start
            message = f"`{name}` has nothing behind it."
        else:
            start = key.start if key else node.start
            message = f"`{name}` is missing: {owner} needs it."
        return Diagnostic.of("missing-key", self.text.location(start), message, step=_step_for(self.model, loc))

    def meant(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """The path of the key that a misspelt one was meant for: it isn't missing, too."""
        _, node = self._find(loc[:-1])
        return (*loc[:-1], _near_key(str(loc[-1]), node, _model_at(self.model, loc[:-1])))

    def _unknown(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        _, node = self._find(loc[:-1])
        outer = _model_at(self.model, loc[:-1])
        assert isinstance(node, Tree), "only a mapping has keys"
        what = self.what if outer is self.model else "this entry"
        return _unknown_key(self.text, node.entries[name][0], node, outer, what)

    def _problem(self, problem: Problem, key: Scalar | None, node: Node) -> Diagnostic:
        if problem.at and isinstance(node, Tree) and problem.at in node.entries:
            key, node = node.entries[problem.at]
            start = key.start
        else:
            start = node.start if isinstance(node, Scalar) or node.flow or not key else key.start
        paste = None
        if problem.mended and isinstance(node, Scalar):
            paste = self.text.replaced(node.start, end_of(self.text, node), in_flow(problem.mended))
        return Diagnostic.of(problem.code, self.text.location(start), problem.message, step=problem.step, paste=paste)

    def _wrong_value(self, error: ErrorDetails, name: str, node: Node) -> Diagnostic:
        context: dict[str, Any] = error.get("ctx", {})
        kind = error["type"]
        at = self.text.location(node.start)
        if kind == "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return one_of(self.text, name, node, allowed)
        if kind == "string_too_short":
            return Diagnostic.of("missing-key", at, f"{name} holds nothing here.", step="write it, or remove the line")
        if kind.startswith("bool"):
            return Diagnostic.of("wrong-value", at, f"{name} takes `true` or `false`.", step="write one of the two")
        if kind.startswith("int"):
            return Diagnostic.of("wrong-value", at, f"{name} takes a whole number.", step="write it in digits: `3`")
        if kind in {"greater_than_equal", "less_than_equal"}:
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            return Diagnostic.of("wrong-value", at, f"{name} must be {bound}.", step="write another number")
        return Diagnostic.of("wrong-value", at, f"{name} can't have this value.", step="look the key up in the format")


def _unknown_key(text: Text, key: Scalar, tree: Tree, model: type[Entry], what: str) -> Diagnostic:
    """A key that can't stand here, with the nearest one that can."""
    if hint := model.hints.get(key.text):
        return Diagnostic.of("unknown-key", text.location(key.start), hint, step="remove it here")
    near = _near_key(key.text, tree, model)
    return Diagnostic.of(
        "unknown-key",
        text.location(key.start),
        f"“{_short(key.text)}” is not a key of {what}.",
        details=() if near else (f"known keys: {', '.join(keys_of(model))}",),
        step=f"write `{near}`, if that is meant" if near else "use a known key, or remove it",
        paste=text.replaced(key.start, key.end, near) if near else None,
    )


def _near_key(name: str, node: Node, model: type[Entry]) -> str:
    taken = node.entries if isinstance(node, Tree) else {}
    return "" if name in model.hints else nearest_name(name, [key for key in keys_of(model) if key not in taken])


def one_of(text: Text, name: str, node: Node, allowed: list[str]) -> Diagnostic:
    """A word that is not one of those allowed, with the nearest one."""
    value = node.text if isinstance(node, Scalar) else ""
    near = nearest_name(value, allowed)
    return Diagnostic.of(
        "wrong-value",
        text.location(node.start),
        f"{name} can't be “{_short(value)}”.",
        details=(f"allowed: {', '.join(allowed)}",),
        step=f"write `{near}`, if that is meant" if near else "write one of those",
        paste=text.replaced(node.start, end_of(text, node), in_flow(near)) if near else None,
    )


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The name that is most like another, case apart; empty where none is near."""
    from rapidfuzz import fuzz, process

    by_folded = {other.casefold(): other for other in reversed(list(names))}
    found = process.extractOne(name.casefold(), list(by_folded), scorer=fuzz.ratio, score_cutoff=60)
    return by_folded[found[0]] if found else ""


def keys_of(model: type[Entry]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _step_for(model: type[Entry], loc: tuple[int | str, ...]) -> str:
    name = str(loc[-1])
    fields = _fields(_model_at(model, loc[:-1]))
    description = fields[name].description if name in fields else ""
    return f"add `{name}: …`{f' ({description[0].lower()}{description[1:-1]})' if description else ''}"


def _wrong_shape(text: Text, name: str, node: Node, expected: str, *, takes_words: bool = False) -> Diagnostic:
    got = "a text" if isinstance(node, Scalar) else "a list" if isinstance(node, Sequence) else _ENTRY_SHAPE
    name = name[:1].upper() + name[1:]
    if isinstance(node, Scalar) and holds_nothing(node):
        got = "nothing"
    can_be_told = takes_words or expected == _ENTRY_SHAPE
    step, paste = _reshaped(text, node, expected) if can_be_told else (f"write {expected}", None)
    return Diagnostic.of(
        "wrong-shape",
        text.location(node.start),
        f"{name} takes {expected}, and here {'stand' if got == _ENTRY_SHAPE else 'stands'} {got}.",
        step=step,
        paste=paste,
    )


def _reshaped(text: Text, node: Node, expected: str) -> tuple[str, Paste | None]:
    """The next step for a value of the wrong shape, with the line to paste where one can be told."""
    typed = text.text[node.start : end_of(text, node)]
    if "\n" not in typed and typed:
        if expected == _A_TEXT and not isinstance(node, Scalar) and node.flow:
            return "put the text in quotation marks", text.replaced(node.start, node.end, in_quotes(typed))
        if expected == _A_LIST and isinstance(node, Scalar):
            return "write it as a list", text.replaced(node.start, node.end, f"[{in_flow(node.text)}]")
    if expected == _ENTRY_SHAPE:
        return "put each key in a line of its own below it, indented, with its value: `key: value`", None
    return f"write {expected}", None


_A_TEXT, _A_LIST = "a text", "a list"
_EXPECTED_SHAPES = {
    **dict.fromkeys(("string_type", "string_too_short", "literal_error"), _A_TEXT),
    **dict.fromkeys(("bool_type", "int_type"), "one value"),
    "list_type": _A_LIST,
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _ENTRY_SHAPE),
    **dict.fromkeys(("union_tag_not_found", "union_tag_invalid"), f"a text or {_ENTRY_SHAPE}"),
}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"


# ── words that a comment would cut off ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _FieldShape:
    """What a field may hold: words (then how they are told from ids), and the model of entries below it."""

    words: Words | None
    model: type[Entry] | None
    description: str


@cache
def _fields(model: type[Entry]) -> dict[str, _FieldShape]:
    """The fields of a model by key."""
    shapes = {}
    for name, info in model.model_fields.items():
        parts = [*info.metadata, *_parts_of(info.annotation)]
        words = next((part for part in parts if isinstance(part, Words)), None)
        below = next((part for part in parts if isinstance(part, type) and issubclass(part, Entry)), None)
        shapes[info.alias or name] = _FieldShape(words, below, info.description or "")
    return shapes


def _parts_of(annotation: object) -> Iterator[object]:
    """A type and all it is made of, with what `Annotated` hangs on it."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts_of(part)


def _model_at(model: type[Entry], loc: Iterable[int | str]) -> type[Entry]:
    """The model of the entry that a path of pydantic's leads to."""
    for part in loc:
        below = _fields(model).get(str(part))
        model = below.model if below and below.model else model
    return model


def _comment_traps(text: Text, tree: Tree, model: type[Entry]) -> Iterator[Diagnostic]:
    fields = _fields(model)
    for name, (key, value) in tree.entries.items():
        if shape := fields.get(name):
            yield from _traps_below(text, key, value, shape)


def _traps_below(text: Text, key: Scalar, node: Node, shape: _FieldShape) -> Iterator[Diagnostic]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _traps_below(text, key, item, shape)
    elif isinstance(node, Tree) and shape.model:
        yield from _comment_traps(text, node, shape.model)
    elif isinstance(node, Tree):
        for inner, (inner_key, value) in node.entries.items():
            assert inner == inner_key.text, "a mapping is keyed by its keys"
            yield from _traps_below(text, inner_key, value, shape)
    elif shape.words and not node.style:
        yield from _trap_at(text, key, node, shape.words)


_COMMENT = re.compile(r"[ \t]+(#.*)")
_COMMENT_AT_ONCE = re.compile(r"[ \t]*(#.*)")
_COMMENT_BEFORE = re.compile(r"\s*:[ \t]+(#.*)\n\s*")


def _trap_at(text: Text, key: Scalar, node: Scalar, words: Words) -> Iterator[Diagnostic]:
    if not node.text:
        if match := _COMMENT_AT_ONCE.match(text.text, node.end):
            yield _comment(text, key, match.span(1), match[1].rstrip(), match[1].rstrip(), words)
    elif match := _COMMENT_BEFORE.fullmatch(text.text, key.end, node.start):
        whole = f"{match[1].rstrip()} {node.text}"
        yield _comment(text, key, (match.start(1), node.end), match[1].rstrip(), whole, words)
    elif words.when(node.text) and (match := _COMMENT.match(text.text, node.end)):
        lost = match[0].rstrip()
        yield _comment(text, key, (node.start, match.end()), match[1].rstrip(), node.text + lost, words)


def _comment(text: Text, key: Scalar, span: tuple[int, int], lost: str, whole: str, words: Words) -> Diagnostic:
    """`lost` is the comment; `whole` is what the writer meant, to stand in place of `span`."""
    is_id = words.reference and _ID.fullmatch(whole[1:])
    new = whole[1:] if is_id else in_quotes(whole)
    return Diagnostic.of(
        "wrong-reference" if is_id else "yaml-comment",
        text.location(span[0]),
        f"`{key.text}` would lose “{_short(lost)}”: a `#` behind a space begins a comment.",
        step="name an annotation of the same article by its id alone" if is_id else "put the text in quotation marks",
        paste=text.replaced(*span, new),
    )

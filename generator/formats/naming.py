"""Reads the setting `people`: how the history names the people that Git knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, WithJsonSchema

from generator.diagnostics import short
from generator.formats.fields import FieldError
from generator.model import Naming
from generator.text import nearest_name

_Way = Literal["", "names", "initials"]
_WAYS: Mapping[str, _Way] = {"nobody": "", "names": "names", "initials": "initials"}
_OTHERS = "others"
_UNNAMED = frozenset({"false", "no", "off"})


def naming(value: object) -> Naming:
    """How people are named. Raises `FieldError` for an unknown way, and for a name that is an e-mail address."""
    if isinstance(value, str):
        return Naming(_way(value, "people"))
    if not isinstance(value, dict):
        ways = ", ".join(f"`{way}`" for way in _WAYS)
        step = f"Write one of {ways}, or names by address, as in `ada@example.org: Ada Lovelace`."
        raise FieldError("wrong-shape", "`people` must be one of three words, or names by address.", step=step)
    named = tuple((str(key).strip(), _name(one, str(key))) for key, one in value.items() if key != _OTHERS)
    return Naming(_way(str(value[_OTHERS]), _OTHERS) if _OTHERS in value else "", named)


def has_address(text: str) -> bool:
    """Whether a text holds what can be an e-mail address: an “@” between other signs."""
    return any("@" in word.strip("@") for word in text.split())


def _way(text: str, key: str) -> _Way:
    if text in _WAYS:
        return _WAYS[text]
    near = nearest_name(text, _WAYS)
    step = f"Write `{near}` if that is what you mean." if near else f"Choose from `{'`, `'.join(_WAYS)}`."
    raise FieldError("wrong-value", f"“{short(text)}” is no value of `{key}`.", step=step, mended=near)


def _name(value: object, key: str) -> str:
    """The name; empty for one who stays unnamed."""
    text = " ".join(str(value if value is not None else "false").split())
    if text in _UNNAMED:
        return ""
    if has_address(text):
        message = f"“{short(text)}” is an e-mail address, and the history would publish it."
        raise FieldError(
            "wrong-value", message, step="Write a name, or `false` for one who is to stay unnamed.", at=key
        )
    return text


_ONE = {"anyOf": [{"type": "string"}, {"const": False}]}
_BY_ADDRESS = {"type": "object", "additionalProperties": _ONE}
NamingOfPeople = Annotated[Any, AfterValidator(naming), WithJsonSchema({"anyOf": [{"enum": [*_WAYS]}, _BY_ADDRESS]})]

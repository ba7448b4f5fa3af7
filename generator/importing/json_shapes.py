"""The shapes of JSON-LD and its kin: where one program writes a text another writes a list or an object.

A field that has yet another shape is left out and reported, so that it costs no more than itself.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from generator.importing.json_text import JsonValue
from generator.yaml_text.control_signs import on_one_line
from generator.yaml_text.foreign_characters import repaired

_TEXT_KEYS = ("value", "name", "id")
"""Keys of an object one of which holds its text: `{"@value": …}`, `{"name": …}`, `{"@id": …}`."""
_PREFIXES = ("@", "schema:", "oa:", "as:", "https://schema.org/", "http://schema.org/", "http://www.w3.org/ns/oa#")
_MOST_ROUNDS = 4


class Shape(BaseModel):
    """An object of a foreign file: keys that it doesn't name are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


S = TypeVar("S", bound=Shape)


def shaped(shape: type[S], given: Mapping[str, object]) -> tuple[S, tuple[str, ...]]:
    """An object in its shape, and for each field that was left out, why: `datePublished is a list, not a text`."""
    kept, reasons = bare_keys(given), dict[str, str]()
    for _ in range(_MOST_ROUNDS):
        try:
            return shape.model_validate(kept), tuple(reasons.values())
        except ValidationError as error:
            for one in error.errors(include_url=False):
                name = str(one["loc"][0]) if one["loc"] else ""
                what = str(one["ctx"]["error"]) if "error" in one.get("ctx", {}) else "has a shape that is not known"
                reasons.setdefault(name, f"`{name}` {what}")
            kept = {key: value for key, value in kept.items() if key not in reasons}
    return shape(), tuple(reasons.values())


def bare_keys(given: Mapping[str, object]) -> dict[str, object]:
    """An object whose keys have no prefix of a known vocabulary: `@id` and `schema:name` are `id` and `name`."""
    bare = {bare_name(key): value for key, value in given.items()}
    return bare | {key: value for key, value in given.items() if key in bare}


def bare_name(name: str) -> str:
    """A name or a type without the prefix of its vocabulary."""
    prefix = next((one for one in _PREFIXES if name.startswith(one)), "")
    return name[len(prefix) :]


def texts_in(value: object) -> tuple[str, ...]:
    """The texts of a value: itself, those of its items, or that of an object. Raises `ValueError` for another shape."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (clean_text(value),) if value.strip() else ()
    if isinstance(value, list | tuple):
        return tuple(text for one in value for text in texts_in(one))
    if isinstance(value, dict):
        bare = bare_keys(value)
        found = next((bare[key] for key in _TEXT_KEYS if isinstance(bare.get(key), str)), None)
        if found is not None:
            return texts_in(found)
    raise ValueError(f"is {_called(value)}, not a text")


def objects_of(value: object) -> tuple[dict[str, object], ...]:
    """The objects of a value, their keys bare. A text counts as an object with that `id`.

    Raises `ValueError` for another shape.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        return ({"id": clean_text(value)},)
    if isinstance(value, dict):
        return (bare_keys(value),)
    if isinstance(value, list | tuple):
        return tuple(found for one in value for found in objects_of(one))
    raise ValueError(f"is {_called(value)}, not an object")


def clean_text(text: str) -> str:
    """A text without the characters that no file of a site may contain, and without white space at its ends."""
    return on_one_line(repaired(text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def plain_words(text: str) -> str:
    """A text of a web page on one line, with the characters that its entities stand for."""
    return " ".join(clean_text(html.unescape(text)).split())


def all_objects(value: JsonValue) -> Iterator[dict[str, JsonValue]]:
    """Every object of a JSON text, the outer before the inner, in the order of the text; keys as written."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _called(value: object) -> str:
    names = {bool: "true or false", dict: "an object", list: "a list"}
    return names.get(type(value), "a value")


def _first(value: object) -> str:
    return next(iter(texts_in(value)), "")


FirstText = Annotated[str, BeforeValidator(_first)]
"""A text; the first of several, or that of an object."""
Texts = Annotated[tuple[str, ...], BeforeValidator(texts_in)]
"""A text or several."""
Objects = Annotated[tuple[dict[str, object], ...], BeforeValidator(objects_of)]
"""An object or several."""

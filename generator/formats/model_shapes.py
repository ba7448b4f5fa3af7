"""Reads the pydantic models of the formats: the keys of an entry, and what each field accepts. Knows no YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import get_args, get_origin

from generator.formats.fields import Entry, ProseField
from generator.values import Immutable

# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def keys_of(model: type[Entry]) -> list[str]:
    """The keys of an entry, as written in a file, in the order of the model."""
    return [info.alias or name for name, info in model.model_fields.items()]


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class SwitchField(Immutable):
    """Marks a field of text that takes `true` and `false`, too."""


class FieldShape(Immutable):
    """What a field accepts.

    `words` is its `ProseField`, or None where it has no prose; `model` is that of entries below it, or None, and
    `by_key` says that these have keys of their own, as layers do.
    """

    words: ProseField | None
    model: type[Entry] | None
    description: str
    by_key: bool = False


@cache
def field_shapes(model: type[Entry]) -> dict[str, FieldShape]:
    """The fields of a model, keyed by the key as written in a file."""
    shapes = {}
    for name, info in model.model_fields.items():
        parts = [*info.metadata, *parts_of(info.annotation)]
        words = next((part for part in parts if isinstance(part, ProseField)), None)
        below = next((part for part in parts if isinstance(part, type) and issubclass(part, Entry)), None)
        by_key = below is not None and get_origin(info.annotation) is dict
        shapes[info.alias or name] = FieldShape(words, below, info.description or "", by_key)
    return shapes


def parts_of(annotation: object) -> Iterator[object]:
    """Yields a type and, recursively, its arguments, including the metadata of `Annotated`."""
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def model_at(model: type[Entry], loc: Iterable[int | str]) -> type[Entry]:
    """The model of the entry at the location that pydantic reports for an error."""
    for part in loc:
        below = field_shapes(model).get(str(part))
        model = below.model if below and below.model else model
    return model

"""What a pydantic model of the format says of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from generator.formats.fields import Entry, ProseField

# ── a tree against a model ───────────────────────────────────────────────────────────────────────────────────────


def keys_of(model: type[Entry]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


# ── words that a comment would cut off ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a field may hold: words (then how they are told from ids), and the model of entries below it."""

    words: ProseField | None
    model: type[Entry] | None
    description: str


@cache
def field_shapes(model: type[Entry]) -> dict[str, FieldShape]:
    """The fields of a model by key."""
    shapes = {}
    for name, info in model.model_fields.items():
        parts = [*info.metadata, *parts_of(info.annotation)]
        words = next((part for part in parts if isinstance(part, ProseField)), None)
        below = next((part for part in parts if isinstance(part, type) and issubclass(part, Entry)), None)
        shapes[info.alias or name] = FieldShape(words, below, info.description or "")
    return shapes


def parts_of(annotation: object) -> Iterator[object]:
    """A type and all it is made of, with what `Annotated` hangs on it."""
    yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def model_at(model: type[Entry], loc: Iterable[int | str]) -> type[Entry]:
    """The model of the entry that a path of pydantic's leads to."""
    for part in loc:
        below = field_shapes(model).get(str(part))
        model = below.model if below and below.model else model
    return model

"""Converts values to bytes and back, so that they can be stored and compared. Knows types, no meanings.

The bytes are MessagePack, with an `Immutable` as the array of its fields: equal values give equal bytes. A mapping
keeps its order, since pages may show it. Sets have none, so no type that is kept holds one. Unlike a pickle, the bytes
can't run code when they are read, and data that doesn't fit the expected type raises `NotSerializableError`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder


class NotSerializableError(ValueError):
    """The bytes don't hold a value of the expected type."""


def dumps(value: object) -> bytes:
    """The bytes of a value; equal values give equal bytes.

    Raises TypeError where its type has no plain form, ValueError or OverflowError where a text holds half a surrogate
    pair or a number needs more than 64 bits.
    """
    return _ENCODER.encode(value)


def loads(data: bytes, kind: Any) -> Any:
    """The value of type `kind` that the bytes hold. Raises `NotSerializableError` where they hold anything else."""
    try:
        return _decoder(kind).decode(data)
    except (MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotSerializableError(str(error)) from error


def loads_kept(data: bytes | None, kind: Any) -> Any:
    """The value of the type `kind` that a cache returned; None where it had none, or data that can't be read."""
    try:
        return loads(data, kind) if data else None
    except NotSerializableError:
        return None


def _as_plain_text(value: object) -> str:
    """What msgspec can't write by itself: a text of a class of its own, such as `Markup`."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"can't serialize values of {type(value)}")


def _as_own_text(kind: type, value: object) -> str:
    if issubclass(kind, str) and isinstance(value, str):
        return kind(value)
    raise TypeError(f"can't serialize values of {kind}")


_ENCODER = Encoder(enc_hook=_as_plain_text)


@cache
def _decoder(kind: Any) -> Decoder[Any]:
    """Made once for each type: making one reads all its annotations. Raises TypeError where it has no plain form."""
    return Decoder(kind, dec_hook=_as_own_text)

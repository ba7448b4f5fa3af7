"""Converts frozen dataclasses to bytes and back, so that they can be stored and compared. Knows types, no meanings.

A value becomes its *plain form*, made of tuples, texts, numbers, booleans, None, bytes and dicts, which `marshal`
writes in its version 2: equal values give equal bytes. Unlike a pickle, the bytes can't run code when they are read,
and data that doesn't fit the expected type raises `NotSerializableError`.
"""

from __future__ import annotations

import marshal
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from sys import intern
from typing import Any, Literal, Union

_FORMAT = 2  # later versions write references, which depend on how many other objects refer to a value
_AS_THEY_ARE = (str, int, bool, float, bytes, type(None))


class NotSerializableError(ValueError):
    """The bytes don't hold a value of the expected type."""


def dumps(value: object, kind: Any) -> bytes:
    """The bytes of a value of the type `kind`; equal values give equal bytes.

    Raises TypeError where the type has no plain form, ValueError where the value holds something that has none.
    """
    return marshal.dumps(to_plain(kind)(value), _FORMAT)


def loads(data: bytes, kind: Any) -> Any:
    """The value of type `kind` that the bytes hold. Raises `NotSerializableError` where they hold anything else."""
    try:
        return from_plain(kind)(marshal.loads(data))
    except NotSerializableError:
        raise
    except (ValueError, EOFError, TypeError, LookupError, AttributeError) as error:
        raise NotSerializableError(str(error)) from error


def loads_kept(data: bytes | None, kind: Any) -> Any:
    """The value of the type `kind` that a cache returned; None where it had none, or data that can't be read."""
    try:
        return loads(data, kind) if data else None
    except NotSerializableError:
        return None


Convert = Callable[[Any], Any]


@cache
def to_plain(kind: Any) -> Convert:
    """The function that converts values of a type into their plain form. Raises TypeError where there is none."""
    return _converter(kind, outwards=True)


@cache
def from_plain(kind: Any) -> Convert:
    """The function that converts plain forms into values of a type. Raises TypeError where the type has none."""
    return _converter(kind, outwards=False)


def _converter(kind: Any, outwards: bool) -> Convert:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal and not outwards:
        return intern  # share one object among equal texts: an archive holds hundreds of thousands of these
    if kind in _AS_THEY_ARE or kind is object or origin is Literal:
        return _same
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_out(kind) if outwards else _dataclass_in(kind)
    if origin is tuple:
        return _tuple(arguments, outwards)
    if origin in (frozenset, set):
        one = _cached_converter(arguments[0], outwards)
        return (lambda v: tuple(sorted(map(one, v)))) if outwards else (lambda v: frozenset(map(one, v)))
    if origin in (dict, Mapping):
        return _mapping(arguments[0], arguments[1], outwards)
    if origin in (Union, types.UnionType):
        return _union(arguments, outwards)
    if isinstance(kind, type) and issubclass(kind, str):
        return str if outwards else kind
    raise TypeError(f"can't serialize values of {kind}")


def _cached_converter(kind: Any, outwards: bool) -> Convert:
    return to_plain(kind) if outwards else from_plain(kind)


def _same(value: Any) -> Any:
    return value


def _dataclass_out(kind: type) -> Convert:
    names = [f.name for f in fields(kind)]
    hints = typing.get_type_hints(kind)
    changing = [(i, to_plain(hints[n])) for i, n in enumerate(names) if to_plain(hints[n]) is not _same]
    values = attrgetter(*names)

    def _out(value: Any) -> Any:
        plain = list(values(value)) if len(names) > 1 else [values(value)]
        for i, convert in changing:
            plain[i] = convert(plain[i])
        return tuple(plain)

    return _out


def _dataclass_in(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    converts = [from_plain(hints[f.name]) for f in fields(kind)]
    changing = [(i, convert) for i, convert in enumerate(converts) if convert is not _same]

    def _back(plain: Any) -> Any:
        if len(plain) != len(converts):
            raise NotSerializableError(f"{kind.__name__} has {len(converts)} fields, not {len(plain)}")
        values = list(plain)
        for i, convert in changing:
            values[i] = convert(values[i])
        return kind(*values)

    return _back


def _tuple(arguments: tuple[Any, ...], outwards: bool) -> Convert:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        one = _cached_converter(arguments[0], outwards)
        return tuple if one is _same else lambda v: tuple(map(one, v))
    each = [_cached_converter(argument, outwards) for argument in arguments]
    if all(convert is _same for convert in each):
        return tuple
    return lambda v: tuple(convert(item) for convert, item in zip(each, v, strict=True))


def _mapping(key: Any, value: Any, outwards: bool) -> Convert:
    keys, values = _cached_converter(key, outwards), _cached_converter(value, outwards)
    if keys is _same and values is _same:
        return (lambda v: tuple(v.items())) if outwards else dict
    if outwards:
        # keep the mapping's order: pages may show it
        return lambda v: tuple((keys(k), values(x)) for k, x in v.items())
    return lambda v: {keys(k): values(x) for k, x in v}


def _union(arguments: tuple[Any, ...], outwards: bool) -> Convert:
    """A dataclass or None, or a dataclass or a text: the value itself shows which of them it is."""
    others = [a for a in arguments if a not in _AS_THEY_ARE and typing.get_origin(a) is not Literal]
    if not others:
        return _same
    if len(others) > 1:
        raise TypeError(f"can't serialize a union of {others}: their plain forms look alike")
    convert = _cached_converter(others[0], outwards)
    return lambda v: v if isinstance(v, _AS_THEY_ARE) else convert(v)

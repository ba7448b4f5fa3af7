"""Frozen dataclasses as plain tuples and back, so that they can be kept and compared without being run. Knows types.

What is kept is made of tuples, texts, numbers, booleans, None, bytes and dicts, written by `marshal` in its version 2,
which gives equal bytes for equal values. Nothing that is read back can be called: unlike a pickle it holds no code
that runs, and whatever doesn't fit the type it is read as is a `NotSerializableError`.
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

_FORMAT = 2  # later ones write references, which depend on what else holds a value
_AS_THEY_ARE = (str, int, bool, float, bytes, type(None))


class NotSerializableError(ValueError):
    """What was read back isn't what it should be."""


def dumps(value: object, kind: Any) -> bytes:
    """The bytes of a value of the type `kind`; equal values give equal bytes."""
    return marshal.dumps(to_plain(kind)(value), _FORMAT)


def loads(data: bytes, kind: Any) -> Any:
    """The value again; NotPlainError where the bytes hold something else."""
    try:
        return from_plain(kind)(marshal.loads(data))
    except NotSerializableError:
        raise
    except (ValueError, EOFError, TypeError, LookupError, AttributeError) as error:
        raise NotSerializableError(str(error)) from error


def loads_kept(data: bytes | None, kind: Any) -> Any:
    """The value that was kept; None where nothing was, or something else."""
    try:
        return loads(data, kind) if data else None
    except NotSerializableError:
        return None


Convert = Callable[[Any], Any]


@cache
def to_plain(kind: Any) -> Convert:
    """What turns values of a type into plain ones."""
    return _converter(kind, outwards=True)


@cache
def from_plain(kind: Any) -> Convert:
    """What turns plain values into those of a type."""
    return _converter(kind, outwards=False)


def _converter(kind: Any, outwards: bool) -> Convert:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal and not outwards:
        return intern  # one text for all that say it: an archive has these by the hundred thousand
    if kind in _AS_THEY_ARE or kind is object or origin is Literal:
        return _same
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_out(kind) if outwards else _dataclass_in(kind)
    if origin is tuple:
        return _tuple(arguments, outwards)
    if origin in (frozenset, set):
        one = _lazily(arguments[0], outwards)
        return (lambda v: tuple(sorted(map(one, v)))) if outwards else (lambda v: frozenset(map(one, v)))
    if origin in (dict, Mapping):
        return _mapping(arguments[0], arguments[1], outwards)
    if origin in (Union, types.UnionType):
        return _union(arguments, outwards)
    if isinstance(kind, type) and issubclass(kind, str):
        return str if outwards else kind
    raise TypeError(f"values of {kind} have no plain form")


def _lazily(kind: Any, outwards: bool) -> Convert:
    return to_plain(kind) if outwards else from_plain(kind)


def _same(value: Any) -> Any:
    return value


def _dataclass_out(kind: type) -> Convert:
    names = [f.name for f in fields(kind)]
    hints = typing.get_type_hints(kind)
    changing = [(i, to_plain(hints[n])) for i, n in enumerate(names) if to_plain(hints[n]) is not _same]
    values = attrgetter(*names)

    def out(value: Any) -> Any:
        plain = list(values(value)) if len(names) > 1 else [values(value)]
        for i, convert in changing:
            plain[i] = convert(plain[i])
        return tuple(plain)

    return out


def _dataclass_in(kind: type) -> Convert:
    hints = typing.get_type_hints(kind)
    converts = [from_plain(hints[f.name]) for f in fields(kind)]
    changing = [(i, convert) for i, convert in enumerate(converts) if convert is not _same]

    def back(plain: Any) -> Any:
        if len(plain) != len(converts):
            raise NotSerializableError(f"{kind.__name__} has {len(converts)} fields, not {len(plain)}")
        values = list(plain)
        for i, convert in changing:
            values[i] = convert(values[i])
        return kind(*values)

    return back


def _tuple(arguments: tuple[Any, ...], outwards: bool) -> Convert:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        one = _lazily(arguments[0], outwards)
        return tuple if one is _same else lambda v: tuple(map(one, v))
    each = [_lazily(argument, outwards) for argument in arguments]
    if all(convert is _same for convert in each):
        return tuple
    return lambda v: tuple(convert(item) for convert, item in zip(each, v, strict=True))


def _mapping(key: Any, value: Any, outwards: bool) -> Convert:
    keys, values = _lazily(key, outwards), _lazily(value, outwards)
    if keys is _same and values is _same:
        return (lambda v: tuple(v.items())) if outwards else dict
    if outwards:
        # in their own order, which may be the one that is shown
        return lambda v: tuple((keys(k), values(x)) for k, x in v.items())
    return lambda v: {keys(k): values(x) for k, x in v}


def _union(arguments: tuple[Any, ...], outwards: bool) -> Convert:
    """One dataclass or None, or a text and a dataclass: told apart by what is there."""
    others = [a for a in arguments if a not in _AS_THEY_ARE and typing.get_origin(a) is not Literal]
    if not others:
        return _same
    if len(others) > 1:
        raise TypeError(f"a union of {others} can't be told apart")
    convert = _lazily(others[0], outwards)
    return lambda v: v if isinstance(v, _AS_THEY_ARE) else convert(v)

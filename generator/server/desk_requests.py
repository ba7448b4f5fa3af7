"""The values of a request to the desk, each of the kind that it has to be. Knows no operation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeGuard

Asked = Mapping[str, object]
"""A request, or a part of one, as JSON has it."""
LONGEST_DESK_REQUEST = 2**18
"""Bytes of a request: notes may be long."""


class WrongRequestError(Exception):
    """A request that no page of this server sends."""


def understood(request: bytes) -> Asked:
    """The object that a request is. Raises `WrongRequestError` for anything else."""
    try:
        asked = json.loads(request)
    except (ValueError, RecursionError) as error:
        raise WrongRequestError from error
    if not _is_object(asked):
        raise WrongRequestError
    return asked


def text(asked: Asked, key: str) -> str:
    """A text of a request; empty where it has none. Raises `WrongRequestError` where it is anything else."""
    value = asked.get(key, "")
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise WrongRequestError
    return value


def whole_number(asked: Asked, key: str) -> int:
    """A whole number of a request. Raises `WrongRequestError` where it has none."""
    value = asked.get(key)
    if type(value) is not int:
        raise WrongRequestError
    return value


def part_of(asked: Asked, key: str) -> Asked:
    """An object of a request; an empty one where it has none. Raises `WrongRequestError` for anything else."""
    value = asked.get(key)
    if value is None:
        return {}
    if not _is_object(value):
        raise WrongRequestError
    return value


def objects(asked: Asked, key: str) -> list[Asked] | None:
    """The objects of a list of a request; None where it has no list. Raises `WrongRequestError` for anything else."""
    value = asked.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > _MOST_OBJECTS:
        raise WrongRequestError
    found: list[Asked] = [one for one in value if _is_object(one)]
    if len(found) != len(value):
        raise WrongRequestError
    return found


_MOST_OBJECTS = 50


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)

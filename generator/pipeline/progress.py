"""How far a build is, for whoever waits; knows names of steps and what is counted in them, not what they do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """Told of each step of a build as it begins. Gives back the items, which are then gone through one by one."""

    def __call__(self, step: str, items: Collection[T] = ()) -> Iterable[T]: ...


def no_progress(step: str, items: Collection[T] = ()) -> Iterable[T]:
    """For when nobody waits."""
    return items

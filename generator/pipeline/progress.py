"""The interface by which a build reports its progress. Knows steps and their items, not what they do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class Step(StrEnum):
    """The steps of a build, in their order. `build -v` prints the values; other displays have words for each."""

    READ = "read"
    COMPILE = "compile"
    LINK = "link"
    RENDER = "render"
    PUBLISH = "publish"


class Watch(Protocol):
    """A progress callback: a build calls it at the start of each step.

    It returns the items of the step, which the build then processes one by one.
    """

    def __call__(self, step: Step, items: Collection[_T] = ()) -> Iterable[_T]: ...


def no_progress(step: Step, items: Collection[_T] = ()) -> Iterable[_T]:
    """A progress callback that does nothing."""
    return items

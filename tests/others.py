"""Other processes as slow as can be: what they do is never done before somebody can do nothing but wait for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Others(Executor):
    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:  # type: ignore[override]
        return _Slow(work, arguments)


class _Slow(Future[Any]):
    def __init__(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        super().__init__()
        self._work, self._arguments = work, arguments

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            self.set_result(self._work(*self._arguments))
        return super().result(timeout)

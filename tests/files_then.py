"""The files of a site at another time as values, in place of a revision of Git."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilesByPath:
    """The bytes of all files below content/, by path."""

    name: str
    files: Mapping[str, bytes]

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(self.files)

    def has(self, path: str, data: bytes) -> bool:
        return self.files.get(path) == data

    def read(self, limits: Mapping[str, int]) -> Iterator[tuple[str, bytes | None]]:
        for path, limit in limits.items():
            data = self.files[path]
            yield path, data if len(data) <= limit else None

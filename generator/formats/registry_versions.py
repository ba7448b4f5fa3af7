"""Reads versions of one file of shared speakers or sources: of each, only the entries that the last one did not have.

As in `sidecar_versions`, what an entry says depends on no other one as long as nothing is wrong anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import field

from generator.diagnostics import Diagnostic, has_errors
from generator.formats.registry import read_registry
from generator.formats.version_text import text_by_lines
from generator.model import Registry, Source, Speaker
from generator.values import Immutable

SharedKind = Literal["speakers", "sources"]
_OUTER_LINE = re.compile(r"\n([^ \n#][^\n]*)")
_ENTRY = re.compile(r"([a-z0-9-]{1,64}):(?: |$)")
_EMPTY = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*")


class SharedVersion(Immutable):
    """Shared speakers or sources at one time, by id. `unread` are the ids of entries that are there but invalid."""

    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


class RegistryVersions:
    """Reads one version after the other. It remembers the entries of the last one, and the lines above them."""

    def __init__(self, kind: SharedKind) -> None:
        self._kind = kind
        self._above = ""
        self._known: dict[str, tuple[str, Speaker | Source]] = {}

    def read(self, data: bytes) -> SharedVersion | None:
        """The entries of a file; None where it can't be read."""
        return self._by_entries(data) or self._whole(data)

    def _whole(self, data: bytes) -> SharedVersion | None:
        registry, problems = self._read(data)
        valid = registry.speakers.keys() | registry.sources.keys()
        if has_errors(problems) and not valid:
            return None
        named = {key.split("/")[1] for key in registry.locations if "/" in key}
        return SharedVersion(registry.speakers, registry.sources, frozenset(named - valid))

    def _by_entries(self, data: bytes) -> SharedVersion | None:
        """None where something is wrong, or where the lines don't show what belongs to which entry."""
        parts = _parts(data)
        if parts is None:
            return None
        above, ids, blocks = parts
        known = self._known if above == self._above else {}
        said = {block: known[block] for block in blocks if block in known}
        if unknown := [block for block in blocks if block not in said]:
            registry, problems = self._read("".join([above, *unknown]).encode())
            found: list[tuple[str, Speaker | Source]] = [*registry.speakers.items(), *registry.sources.items()]
            if problems or len(found) != len(unknown):
                return None
            said |= dict(zip(unknown, found, strict=True))
        entries = [said[block] for block in blocks]
        if [id for id, _ in entries] != ids or len({*ids}) < len(ids):
            return None
        self._above, self._known = above, said
        return SharedVersion(
            {id: one for id, one in entries if isinstance(one, Speaker)},
            {id: one for id, one in entries if isinstance(one, Source)},
        )

    def _read(self, data: bytes) -> tuple[Registry, list[Diagnostic]]:
        files = [(f"content/{self._kind}.yaml", data)]
        return read_registry(*((files, []) if self._kind == "speakers" else ([], files)))


def _parts(data: bytes) -> tuple[str, list[str], list[str]] | None:
    """The lines above all entries, the ids of the entries, and the lines of each up to the next one."""
    text = text_by_lines(data)
    if text is None:
        return None
    lines = list(_OUTER_LINE.finditer(f"\n{text}"))  # so that a line begins in the text where its match does
    keys = [entry[1] for line in lines if (entry := _ENTRY.match(line[1]))]
    starts = [line.start() for line in lines]
    if not starts or len(keys) < len(lines) or not _EMPTY.fullmatch(text[: starts[0]]):
        return None
    return text[: starts[0]], keys, [text[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]

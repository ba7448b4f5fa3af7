"""Indents the lines of a sidecar that has lost all indentation, by what its keys are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.model import is_id
from generator.yaml_text.entry_lines import key_of

_GROUPS = frozenset({"claims", "counterpoints", "notes", "speakers"})
_OF_QUOTES = frozenset({"exact", "prefix", "suffix", "times", "in", "from"})
_STEP = 2
_MOST_BELOW = 100
"""Lines of an entry that are looked at."""


def indented(lines: Sequence[str], known: Collection[str]) -> list[str]:
    """The lines, each as deep as its key belongs. Entries below a claim's answers are answers if they have a relation,
    else the next claims."""
    depth, group, opened, is_nested = 0, "", "", False
    new: list[str] = []
    for n, given in enumerate(lines):
        line = given.strip()
        key = key_of(line)
        is_bare = bool(key) and line.endswith(":")
        if not line or line.startswith("#"):
            new.append(line)
            continue
        if is_bare and key in _GROUPS:
            is_nested = key == "counterpoints" and group == "claims" and "to" not in _keys_below(lines, n + 1, known)
            group = group if is_nested else key
            depth = 3 * _STEP if is_nested else _STEP
            new.append(" " * (depth - _STEP) + line)
            opened = ""
        elif _names_an_entry(line, known):
            if is_nested and "relation" not in _keys_below(lines, n, known):
                depth, is_nested = _STEP, False
            new.append(" " * depth + line)
            opened = ""
        elif key and not _is_inside(key, opened, known):
            opened = key
            new.append(" " * (depth + _STEP) + line)
        else:
            new.append(" " * (depth + 2 * _STEP) + line)
    return new


def _is_inside(key: str, opened: str, known: Collection[str]) -> bool:
    """Whether a key belongs to the value of the key above, such as a date to `updates`."""
    return (opened == "quote" and key in _OF_QUOTES) or (opened in {"codes", "updates"} and key not in known)


def _names_an_entry(line: str, known: Collection[str]) -> bool:
    key = key_of(line)
    return line.endswith(":") and is_id(key) and key not in known


def _keys_below(lines: Sequence[str], first: int, known: Collection[str]) -> set[str]:
    """The keys of the entry that begins on a line."""
    return set(_until_the_next(lines, first, known))


def _until_the_next(lines: Sequence[str], first: int, known: Collection[str]) -> Iterator[str]:
    for line in lines[first + 1 : first + _MOST_BELOW]:
        key = key_of(line)
        if _names_an_entry(line.strip(), known) or key in _GROUPS:
            return
        yield key

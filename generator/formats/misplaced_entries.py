"""Finds entries of a sidecar that are one step too far to the left, or in a list: what they belong to is plain from the
lines around them, and every message about their keys would be about the wrong thing.

Reads the lines of a text as they are; knows the names of groups and fields, and no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Location, Paste
from generator.formats.sidecar_schema import ClaimEntry, CounterpointEntry
from generator.urls import slug
from generator.yaml_text.compose import compose
from generator.yaml_text.tree import YamlText

GROUPS = ("claims", "counterpoints", "notes")
_FIELDS = frozenset({*ClaimEntry.model_fields, *CounterpointEntry.model_fields, "counterpoints"})
_KEY = re.compile(r"(?P<indent> *)(?P<name>[A-Za-z0-9][\w-]*) *:(?P<value> +\S.*)?\s*")
_ITEM = re.compile(r"(?P<indent> *)-(?P<gap> +)(?P<name>[a-z]+) *:(?: +(?P<value>\S.*))?\s*")
_MOST_PASTED = 200
"""Lines of a block that are offered for pasting."""
_MOST_WORDS = 5


def misplaced_entries(text: YamlText) -> Diagnostic | None:
    """The problem of the first entry in a wrong place; None where no entry is surely meant for another one.

    Where there is one, further problems of the file follow from it.
    """
    lines = text.text.split("\n")
    for found in (_outside_of_its_group, _beside_its_claim, _in_a_list):
        for problem in found(text, lines):
            if problem.paste is None or _is_readable(lines, problem.paste, text.first_line):
                return problem
    return None


def _is_readable(lines: list[str], paste: Paste, first_line: int) -> bool:
    """Whether the parser can read the text with the lines that are offered; else something else is wrong before."""
    mended = [*lines[: paste.first - first_line], *paste.lines, *lines[paste.last - first_line + 1 :]]
    return compose(YamlText("", "\n".join(mended))).fault is None


def _outside_of_its_group(text: YamlText, lines: list[str]) -> Iterator[Diagnostic]:
    """`claims:`, its entries, and then one of them at the margin."""
    group = ""
    for n, line in enumerate(lines):
        key = _KEY.fullmatch(line)
        if not key or key["indent"]:
            continue
        if key["name"] in (*GROUPS, "speakers"):
            group = key["name"] if key["name"] in GROUPS else ""
        elif group and not key["value"] and (depth := _depth_of_fields(lines, n)):
            name = key["name"]
            last = n if depth > 2 else _end_of_fields(lines, n, depth)
            yield _moved(text, lines, n, last, 2, f"“{name}” is not inside `{group}`.")


def _beside_its_claim(text: YamlText, lines: list[str]) -> Iterator[Diagnostic]:
    """`counterpoints:` at the level of the claims' ids, where it is taken for a claim."""
    for n, line in enumerate(lines):
        key = _KEY.fullmatch(line)
        if not key or key["name"] != "counterpoints" or not key["indent"] or key["value"]:
            continue
        above = next((k for line in reversed(lines[:n]) if (k := _key_within(line, len(key["indent"])))), None)
        if above is None or above["name"] in _FIELDS or above["value"]:
            continue
        step = len(key["indent"])
        inner = next((k for i in range(n + 1, len(lines)) if (k := _KEY.fullmatch(lines[i]))), None)
        last = n if inner and len(inner["indent"]) > step + 2 else _end(lines, n, step)
        yield _moved(text, lines, n, last, 2, f"`counterpoints` is not inside “{above['name']}”.")


def _in_a_list(text: YamlText, lines: list[str]) -> Iterator[Diagnostic]:
    """`claims:` and then entries with a dash in place of an id."""
    for n, line in enumerate(lines):
        key = _KEY.fullmatch(line)
        if not key or key["name"] not in GROUPS or key["value"]:
            continue
        first = next((i for i in range(n + 1, len(lines)) if lines[i].strip()), 0)
        item = _ITEM.fullmatch(lines[first]) if first else None
        if item and (item["name"] in _FIELDS or item["name"] == "id"):
            yield _as_keys(text, lines, n, first, len(item["indent"]))


def _as_keys(text: YamlText, lines: list[str], group: int, first: int, indent: int) -> Diagnostic:
    """The list as a mapping: each item gets an id, from its own `id:` or its words."""
    deep = _indent(lines[group])
    last = first
    while last + 1 < len(lines) and (not lines[last + 1].strip() or _indent(lines[last + 1]) >= indent):
        if lines[last + 1].strip() and _indent(lines[last + 1]) == indent and not _ITEM.fullmatch(lines[last + 1]):
            break
        last += 1
    while not lines[last].strip():
        last -= 1
    starts = [i for i in range(first, last + 1) if _indent(lines[i]) == indent and _ITEM.fullmatch(lines[i])]
    pasted: list[str] = []
    taken: set[str] = set()
    for start, end in zip(starts, [*starts[1:], last + 1], strict=True):
        item = _ITEM.fullmatch(lines[start])
        assert item
        width = indent + 1 + len(item["gap"])
        entry = [" " * width + lines[start].lstrip(" -"), *lines[start + 1 : end]]
        name = _id_of(entry, width, taken)
        entry = [one for one in entry if not re.fullmatch(rf" {{{width}}}id *:.*", one)]
        pasted.append(f"{' ' * (deep + 2)}{name}:")
        pasted += [" " * (deep + 4) + one[width:] if one.strip() else "" for one in entry]
    at = text.first_line + group
    whole = len(pasted) <= _MOST_PASTED
    what = lines[group].strip(" :")
    return Diagnostic.of(
        "wrong-shape",
        Location(text.path, at, deep + 1),
        f"`{what}` is a list, but each of its entries needs an id before its fields.",
        step="Write an id in place of each dash, and the fields below it.",
        paste=Paste(text.first_line + first, text.first_line + last, tuple(pasted)) if whole else None,
    )


def _id_of(entry: list[str], width: int, taken: set[str]) -> str:
    """A free id for an entry: its `id`, else the first words of what it says."""
    said = {key["name"]: (key["value"] or "").strip(" '\"|>-") for one in entry if (key := _KEY.fullmatch(one[width:]))}
    words = said.get("id") or said.get("statement") or said.get("quote") or said.get("note") or "entry"
    name = "-".join(slug(words).split("-")[:_MOST_WORDS]) or "entry"
    free = next(one for n in range(1, len(taken) + 2) if (one := name if n == 1 else f"{name}-{n}") not in taken)
    taken.add(free)
    return free


def _depth_of_fields(lines: list[str], n: int) -> int:
    """How far the fields below an entry are indented; 0 where what follows is none."""
    below = next((line for line in lines[n + 1 :] if line.strip()), "")
    key = _KEY.fullmatch(below)
    return len(key["indent"]) if key and key["name"] in _FIELDS else 0


def _key_within(line: str, indent: int) -> re.Match[str] | None:
    """The key of a line that is indented no more than that."""
    key = _KEY.fullmatch(line)
    return key if key and len(key["indent"]) <= indent else None


def _end(lines: list[str], n: int, indent: int) -> int:
    """The last line of the block of an entry: before the next line that is indented no more than it."""
    last = n
    for i in range(n + 1, len(lines)):
        if lines[i].strip():
            if _indent(lines[i]) <= indent:
                break
            last = i
    return last


def _end_of_fields(lines: list[str], n: int, depth: int) -> int:
    """The last line of an entry at the margin: before the next one of its group, which stands where its fields do."""
    last = n
    for i in range(n + 1, _end(lines, n, 0) + 1):
        key = _KEY.fullmatch(lines[i])
        if key and len(key["indent"]) == depth and key["name"] not in _FIELDS and not key["value"]:
            break
        last = i if lines[i].strip() else last
    return last


def _moved(text: YamlText, lines: list[str], first: int, last: int, by: int, message: str) -> Diagnostic:
    moved = tuple(" " * by + line if line.strip() else line for line in lines[first : last + 1])
    at, end = text.first_line + first, text.first_line + last
    return Diagnostic.of(
        "wrong-shape",
        Location(text.path, at, _indent(lines[first]) + 1),
        message,
        step="Indent the line by two." if first == last else f"Indent lines {at}–{end} by two.",
        paste=Paste(at, end, moved) if len(moved) <= _MOST_PASTED else None,
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

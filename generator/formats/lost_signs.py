"""Finds what got lost from the lines of a sidecar, knowing its keys: colons, the key above entries, all indentation.

Looked for only where something is wrong, and told only where the sidecar then has its structure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from generator.diagnostics import Diagnostic, Location, Paste, listed
from generator.formats.lost_indentation import indented
from generator.model import is_id
from generator.yaml_text.compose import compose
from generator.yaml_text.entry_lines import begins_an_entry, indent_of, is_inside_text, key_of, written_before
from generator.yaml_text.search import STRUCTURAL, Judge
from generator.yaml_text.tree import LONGEST_PASTE, YamlText

_BARE = re.compile(r"(?P<lead>[ ]*)(?P<key>[A-Za-z0-9][\w-]{0,63})(?:[.,]?[ ]+(?P<value>[\w\"'“‘«„\[{|(].*)|[.,]?)")
_MOST_LINES = 10_000
_MOST_NAMED = 4
_MOST_AROUND = 100
"""Lines above and below one that are looked at."""
_GROUPS = ("claims", "counterpoints", "notes", "speakers")
_ENTRY_KEYS = frozenset({"speaker", "quote", "statement", "verdict", "relation", "to"})


def lost_signs(text: YamlText, known: Collection[str], judge: Judge) -> Diagnostic | None:
    """The problem of a sidecar whose structure is right with one of these repairs; None for others."""
    lines = text.text.split("\n")
    if len(lines) > _MOST_LINES:
        return None
    for problem in (_lost_colons(text, lines, known), _lost_group(text, lines), _lost_answers(text, lines)):
        if problem and problem.paste and _has_structure(_pasted(text, lines, problem.paste), judge):
            return problem
    return _no_indentation(text, lines, known, judge)


def _pasted(text: YamlText, lines: Sequence[str], paste: Paste) -> YamlText:
    first, last = paste.first - text.first_line, paste.last - text.first_line
    return YamlText(text.path, "\n".join([*lines[:first], *paste.lines, *lines[last + 1 :]]), text.first_line)


def _has_structure(text: YamlText, judge: Judge) -> bool:
    composed = compose(text)
    if composed.fault or composed.diagnostics:
        return False
    return not any(one.code in STRUCTURAL - {"wrong-id"} for one in judge(text, composed.root))


# ── colons ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lost_colons(text: YamlText, lines: Sequence[str], known: Collection[str]) -> Diagnostic | None:
    found: dict[int, str] = {}
    for n, line in enumerate(lines):
        match = _BARE.fullmatch(line)
        if match and _is_a_key(lines, n, match, known, found) and not is_inside_text(lines, n):
            name = match["key"].casefold() if match["key"].casefold() in known else match["key"]
            found[n] = f"{match['lead']}{name}: {(match['value'] or '').strip()}".rstrip()
    if not found:
        return None
    first, last = min(found), max(found)
    pasted = tuple(found.get(n, lines[n]) for n in range(first, last + 1))
    if sum(map(len, pasted)) > LONGEST_PASTE:
        return None
    names = [f"“{key_of(found[n])}”" for n in sorted(found)]
    named = listed(
        names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} more"]
    )
    return Diagnostic.of(
        "yaml-syntax",
        Location(text.path, text.first_line + first, _end_of_key(lines[first]) + 1),
        f"A colon is missing after {named}.",
        step="Insert a colon and a space after each." if names[1:] else "Insert a colon and a space.",
        paste=Paste(text.first_line + first, text.first_line + last, pasted),
    )


def _is_a_key(
    lines: Sequence[str], n: int, match: re.Match[str], known: Collection[str], found: Collection[int]
) -> bool:
    """Whether a line without a colon stands among keys and begins with one, or is the name above those of an entry."""
    indent = indent_of(lines[n])
    above = written_before(lines, n)
    below = next((line for line in lines[n + 1 : n + _MOST_AROUND] if line.strip()), "")
    if not match["value"]:
        word = _first_word(below)
        is_above = indent_of(below) > indent and (word in _ENTRY_KEYS or below.lstrip().startswith("- "))
        return is_above and (is_id(match["key"]) or match["key"] in known) and bool(indent)
    if match["key"].casefold() not in known or not indent:
        return False
    is_sibling = any(
        indent_of(lines[i]) == indent and (begins_an_entry(lines[i]) or i in found) for i in _beside(lines, n, indent)
    )
    opens = above < n and indent_of(lines[above]) < indent and lines[above].rstrip().endswith(":")
    return is_sibling or (opens and key_of(lines[above]) not in known)


def _end_of_key(line: str) -> int:
    match = _BARE.fullmatch(line)
    return match.end("key") if match else 0


def _first_word(line: str) -> str:
    return (line.split(maxsplit=1) or [""])[0].rstrip(":.,;").casefold()


def _beside(lines: Sequence[str], n: int, indent: int) -> Iterator[int]:
    """The nearest lines of the same depth, above and below."""
    for steps in (range(n - 1, max(-1, n - 50), -1), range(n + 1, min(len(lines), n + 50))):
        for i in steps:
            if lines[i].strip() and indent_of(lines[i]) <= indent:
                yield i
                break


# ── keys above entries ───────────────────────────────────────────────────────────────────────────────────────────────


def _lost_group(text: YamlText, lines: Sequence[str]) -> Diagnostic | None:
    """The entries at the beginning of a file, without `claims:` or `counterpoints:` above them."""
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), -1)
    if first < 0 or not indent_of(lines[first]) or not lines[first].rstrip().endswith(":"):
        return None
    own = list(_block(lines, first))
    group = "counterpoints" if "to" in own else "claims"
    if not _ENTRY_KEYS & set(own) or any(line.startswith(f"{group}:") for line in lines):
        return None
    return _missing_above(text, lines, first, group, "")


def _lost_answers(text: YamlText, lines: Sequence[str]) -> Diagnostic | None:
    """Answers further in than the key above them, which has a value, so that nothing can stand below it."""
    for n in range(1, len(lines)):
        line = lines[n]
        if not line.rstrip().endswith(":") or not key_of(line) or is_inside_text(lines, n):
            continue
        indent = indent_of(line)
        holder = next(
            (
                i
                for i in range(n - 1, max(-1, n - _MOST_AROUND), -1)
                if lines[i].strip() and indent_of(lines[i]) < indent
            ),
            -1,
        )
        if holder < 0 or lines[holder].rstrip().endswith(":") or key_of(lines[holder]) in _GROUPS:
            continue
        if "relation" in set(_block(lines, n)) and key_of(lines[holder]):
            return _missing_above(text, lines, n, "counterpoints", " " * indent_of(lines[holder]))
    return None


def _block(lines: Sequence[str], first: int) -> Iterator[str]:
    """The keys of the entry whose name stands on a line."""
    for line in lines[first + 1 : first + _MOST_AROUND]:
        if line.strip() and indent_of(line) <= indent_of(lines[first]):
            return
        if key := key_of(line):
            yield key


def _missing_above(text: YamlText, lines: Sequence[str], n: int, key: str, lead: str) -> Diagnostic:
    line = text.first_line + n
    return Diagnostic.of(
        "yaml-structure",
        Location(text.path, line, indent_of(lines[n]) + 1),
        f"`{key}:` is missing above `{key_of(lines[n])}`.",
        step="Write it on a line of its own.",
        paste=Paste(line, line, (f"{lead}{key}:", lines[n])),
    )


# ── indentation ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _no_indentation(text: YamlText, lines: Sequence[str], known: Collection[str], judge: Judge) -> Diagnostic | None:
    written = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if any(lines[n][:1].isspace() for n in written) or len(written) < len(_GROUPS):
        return None
    keys = [key_of(lines[n]) for n in written]
    if not set(_GROUPS) & set(keys) or not {"speaker", "quote"} & set(keys):
        return None
    paste = Paste(text.first_line, text.first_line + len(lines) - 1, tuple(indented(lines, known)))
    is_right = len(text.text) <= LONGEST_PASTE and _has_structure(_pasted(text, lines, paste), judge)
    return Diagnostic.of(
        "yaml-structure",
        Location(text.path, text.first_line + written[0], 1),
        "No line of this file is indented, so nothing tells which lines belong together.",
        step="Indent them like this, if it is what you mean:"
        if is_right
        else "Indent each id by two spaces and its keys by four, and answers below `counterpoints:` by four more.",
        paste=paste if is_right else None,
    )

"""Finds what other programs put around the lines of a file, or in their place: the fences of a block of code, the marks
of a quoted mail, the signs of a comparison, dots for what was left out, spaces that don't break.

Works on lines; knows no keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from generator.diagnostics import Diagnostic, Paste, short
from generator.yaml_text.entry_lines import begins_an_entry, indent_of, is_inside_text, key_of
from generator.yaml_text.sign_repairs import named
from generator.yaml_text.tree import LONGEST_PASTE, YamlText

_FENCE = re.compile(r"\s{0,40}(?:`{3,9}|~{3,9})[ ]{0,9}[\w-]{0,40}\s{0,40}")
_HEADER = re.compile(r"diff --git |index [0-9a-f]{7}|--- (?:a/|/dev/)|\+\+\+ (?:b/|/dev/)|@@ -\d|\\ No newline")
_TAKEN_OUT = re.compile(r"-(?:  |[a-z][\w-]{0,63}:|$)")
_DOTS = re.compile(r"\s{0,80}(?:-\s{1,9})?[\[(]?(?:\.\.\.|…)[\])]?\s{0,80}")
_REST = re.compile(
    r"\s{0,80}#[\s\[(]{0,9}(?:(?:\.\.\.|…).{0,80})?\b(?:rest of|remaining|unchanged|same as (?:before|above)|as before"
    r"|existing|omitted|other claims)\b.{0,200}",
    re.IGNORECASE,
)
_NO_BREAK = "\u00a0\u202f"
_INDENTED = re.compile(rf"[ ]{{0,80}}[{_NO_BREAK}][ {_NO_BREAK}]{{0,80}}(?=-[ {_NO_BREAK}]|[\w-]{{1,64}}[ ]?:(?:\s|$))")
_PARTED_ADDRESS = re.compile(
    r"[ ]{0,80}(?:- {1,9})?(?!quote|exact)(?:[\w-]{1,64}:[ ]{1,9})?\[?https?(?: {1,3}: {0,3}| {0,3}: {1,3})//",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\b(https?) {0,3}: {0,3}// {0,3}(?=\w)", re.IGNORECASE)
_BEFORE_COLON = re.compile(rf"([ ]{{0,80}}(?:- {{1,9}})?[\w-]{{1,64}})[ ]?[{_NO_BREAK}][ {_NO_BREAK}]{{0,9}}:(?=\s|$)")


def foreign_lines(text: YamlText) -> list[Diagnostic]:
    """The first problem of these kinds: what else is wrong shows without it."""
    whole = f"\n{text.text}"
    suspected = [find for find, signs in _FINDERS if any(sign in whole for sign in signs)]
    if not suspected:
        return []
    lines = text.text.split("\n")
    return list(islice((problem for find in suspected for problem in find(text, lines)), 1))


def _fences(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    found = [n for n, line in enumerate(lines) if _FENCE.fullmatch(line) and not is_inside_text(lines, n)]
    if not found:
        return
    gone = set(found)
    has_words = False
    if len(found) > 1:
        around = [*range(found[0]), *range(found[-1] + 1, len(lines))]
        if not any(begins_an_entry(lines[n]) for n in around):
            has_words = any(lines[n].strip() for n in around)
            gone |= set(around) if has_words else set()
    yield _without(
        text,
        lines,
        gone,
        found[0],
        f"“{short(lines[found[0]].strip())}” fences off a block of code where the file is shown, and is no part of it.",
        "Remove all that is around the lines of the file, if nothing of it belongs to them:"
        if has_words
        else f"Remove {'this line' if len(found) == 1 else 'the lines with it'}:",
    )


def _mail(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    quoted = [n for n, line in enumerate(lines) if line.startswith(">") and not line.startswith(">>>>>>>")]
    if quoted:
        yield _changed(
            text,
            lines,
            lambda n, line: line[1:].removeprefix(" ") if line.startswith(">") else line,
            "“>” marks the lines of a quoted mail, and is no part of the file.",
            "Remove it from the beginning of each line:",
        )


def _comparison(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    added = [n for n, line in enumerate(lines) if line.startswith("+") and line[1:2] in {"", " ", *_LETTERS}]
    if not added:
        return
    rest = [line for line in lines if line.strip() and line[0] not in "+-@\\" and not _HEADER.match(line)]
    is_whole = bool(rest) and all(line[0] == " " for line in rest) and any(indent_of(line) % 2 for line in rest)

    def meant(n: int, line: str) -> str | None:
        if _HEADER.match(line) or _TAKEN_OUT.match(line):
            return None
        return line[1:] if line.startswith("+") or (is_whole and line.startswith(" ")) else line

    yield _changed(
        text,
        lines,
        meant,
        "“+” marks the lines that a comparison of two versions shows as new, and is no part of the file.",
        "Remove it from the lines that begin with it, and remove those that begin with “-”:"
        if any(_TAKEN_OUT.match(line) for line in lines)
        else "Remove it from the beginning of each line:",
    )


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def _left_out(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Dots, or a comment, in place of lines that a shortened copy of a file leaves out."""
    dotted = [(n, line) for n, line in enumerate(lines) if "..." in line or "…" in line]
    dots = [n for n, line in dotted if _DOTS.fullmatch(line) and not is_inside_text(lines, n)]
    rest = [n for n, line in dotted if _REST.fullmatch(line) and not is_inside_text(lines, n)]
    marks = {*dots, *rest}
    if first := sorted(marks)[:1]:
        gone = set[int]()
        for n in range(first[0], len(lines)):
            if lines[n].strip() and n not in marks:
                break
            gone |= {n} & marks
        yield _without(
            text,
            lines,
            gone,
            first[0],
            f"“{short(lines[first[0]].strip())}” is here in place of lines that were left out.",
            "Write the lines that are missing; if none are, remove this:",
        )


def _no_break(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    suspects = [n for n, line in enumerate(lines) if "\u00a0" in line or "\u202f" in line]
    indented = {n for n in suspects if _INDENTED.match(lines[n]) and not is_inside_text(lines, n)}
    if indented and any(indent_of(line) for line in lines):
        what = named(next(sign for sign in lines[min(indented)] if sign in _NO_BREAK))
        yield _changed(
            text,
            lines,
            lambda n, line: _INDENTED.sub(lambda m: " " * len(m[0]), line, count=1) if n in indented else line,
            f"{what[0].upper()}{what[1:]} indents this line, but YAML allows only spaces.",
            "Indent with spaces.",
        )
        return
    before = {n for n in suspects if _BEFORE_COLON.match(lines[n]) and not is_inside_text(lines, n)}
    if before:
        yield _changed(
            text,
            lines,
            lambda n, line: _BEFORE_COLON.sub(r"\1:", line) if n in before else line,
            "A no-break space is before a colon, so that YAML takes it for a part of the key.",
            "Remove it.",
        )


def _letters(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """`quote: I` above the lines of a text, where a telephone or a reader of scans takes `|` for a letter."""
    for n, line in enumerate(lines[:-1]):
        below = lines[n + 1]
        is_above = indent_of(below) > indent_of(line) and not begins_an_entry(below)
        if line.endswith((": I", ": l")) and is_above and key_of(line) and not is_inside_text(lines, n):
            yield _changed(
                text,
                lines,
                lambda m, one, n=n: f"{one[:-1]}|" if m == n else one,  # type: ignore[misc]
                f"The letter “{line[-1]}” is where “|” begins a text on the lines below.",
                "Write “|”, if the letter is no part of the text; else write both on one line:",
            )


def _addresses(text: YamlText, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Spaces that a telephone writes into addresses: `Https: //example.org`."""
    parted = {n for n, line in enumerate(lines) if _PARTED_ADDRESS.match(line) and not is_inside_text(lines, n)}
    if parted:
        yield _changed(
            text,
            lines,
            lambda n, line: _SPACED.sub(lambda m: f"{m[1].lower()}://", line) if n in parted else line,
            "A space parts this address, so that YAML takes its beginning for a key.",
            "Write the address without spaces.",
        )


_FINDERS: Sequence[tuple[Callable[[YamlText, Sequence[str]], Iterator[Diagnostic]], Sequence[str]]] = (
    (_fences, ("```", "~~~")),
    (_mail, ("\n>",)),
    (_comparison, ("\n+",)),
    (_left_out, ("...", "…")),
    (_no_break, _NO_BREAK),
    (_letters, (": I\n", ": l\n")),
    (_addresses, (": //", " ://")),
)
"""What finds each kind, and the signs without one of which there is none."""


# ── pastes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _without(text: YamlText, lines: Sequence[str], gone: set[int], at: int, message: str, step: str) -> Diagnostic:
    return _changed(text, lines, lambda n, line: None if n in gone else line, message, step, at)


def _changed(
    text: YamlText,
    lines: Sequence[str],
    meant: Callable[[int, str], str | None],
    message: str,
    step: str,
    at: int | None = None,
) -> Diagnostic:
    """The problem with lines that are `meant` to be others, or to be gone (None)."""
    new = [meant(n, line) for n, line in enumerate(lines)]
    wrong = [n for n, (line, other) in enumerate(zip(lines, new, strict=True)) if line != other]
    first, last = wrong[0], wrong[-1]
    pasted = tuple(line for line in new[first : last + 1] if line is not None)
    place = text.location(sum(len(line) + 1 for line in lines[: first if at is None else at]))
    can_paste = sum(map(len, pasted)) <= LONGEST_PASTE
    paste = Paste(text.first_line + first, text.first_line + last, pasted) if can_paste else None
    return Diagnostic.of("yaml-foreign", place, message, step=step, paste=paste)

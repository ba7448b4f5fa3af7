"""Puts a repair into words: what is wrong with the lines, and how to write them."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Location, Paste
from generator.yaml_text.compose import compose
from generator.yaml_text.entry_lines import key_of
from generator.yaml_text.search import Found, holder_of
from generator.yaml_text.tree import LONGEST_PASTE, YamlText


def as_diagnostic(text: YamlText, found: Found, *, is_open: bool = False, code: str = "yaml-syntax") -> Diagnostic:
    """A repair as a diagnostic. Without a paste where another repair is just as likely (`is_open`)."""
    repair = found.repair
    first = text.first_line + repair.first
    last = first + repair.took - 1
    message, step = repair.message, repair.step
    if repair.by:
        message, step = _about_move(found, first, last)
    if is_open:
        message = f"{message.partition(' ')[0]} is indented in a way that fits nothing above it."
        step = f"Indent line{'s' if last > first else ''} {first}{f'–{last}' if last > first else ''} by "
        step += f"{abs(repair.by)} space{'s' if abs(repair.by) > 1 else ''} more or less, whichever is meant."
    return Diagnostic.of(
        code,
        Location(text.path, first, repair.column + 1),
        message,
        step=step,
        paste=None if is_open or sum(map(len, repair.lines)) > LONGEST_PASTE else Paste(first, last, repair.lines),
    )


def _about_move(found: Found, first: int, last: int) -> tuple[str, str]:
    """The message and step for lines that are indented too much or too little."""
    repair = found.repair
    name = key_of(repair.lines[0])
    what = f"`{name}`" if name else "This item"
    holder = holder_of(compose(found.text).root, found.text, first)
    where = f"belongs to `{holder}`, but is" if holder else "is a key of its own, but is" if holder == "" else "is"
    spaces = f"{abs(repair.by)} space{'s' if abs(repair.by) > 1 else ''}"
    lines = f"line {first}" if last == first else f"lines {first}–{last}"
    amount = "enough" if repair.by > 0 else "too far"
    step = f"Indent {lines} by {spaces} {'more' if repair.by > 0 else 'less'}."
    return f"{what} {where} {'not indented far ' if repair.by > 0 else 'indented '}{amount}.", step

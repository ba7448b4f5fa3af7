"""Finds where front matter begins and ends, and says what is wrong with its two `---` lines: one is missing, Word made
long dashes of them, a code block or other lines stand around them, or another program's signs are in their place.

Works on the lines of a file. Knows of its keys only their names.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence

from generator.diagnostics import Diagnostic, Location, Paste, short
from generator.values import Immutable
from generator.yaml_text.tree import CONTROL, in_quotes

_FENCE = re.compile(r"---[ \t]*")
_LONGEST_TITLE = 120
"""Characters of a title that is made of a file's first line: a line can have millions."""
_MOST_LINES = 100
"""How many lines of front matter in another form are looked through, and pasted."""
_LONGEST_LINE = 2_000
"""Characters of such a line. Front matter with a longer one is not offered in its right form."""
_LONGEST_RULE = 80
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f"
_DASHES = "-" + "".join(map(chr, range(0x2010, 0x2016))) + "\u2212\ufe58\ufe63\uff0d"
_RULES = (_DASHES, "*", "=", "_", "~", "+")
"""Signs that are drawn as a line. One line is of one kind."""
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:\s|$)")
_CODE = re.compile(r"(?:```|~~~)[ \t]*(?:yaml|yml|toml|markdown|md|text|txt)?", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*)-->")


def is_fence(line: str) -> bool:
    """Whether a line begins or ends front matter."""
    return line.startswith("---") and bool(_FENCE.fullmatch(line))


def closes(line: str) -> bool:
    """Whether a line ends front matter, or is meant to: no key or value is a line of dashes."""
    return line[:1] in _CLOSING and (is_fence(line) or line.rstrip() == "..." or _is_rule(line))


_CLOSING = frozenset(_DASHES) - {""} | {".", "*", "=", "_", "~", "+"}


def _is_rule(line: str) -> bool:
    """Whether a line is drawn of dashes or the like, in whatever number."""
    signs = line[: _LONGEST_RULE + 1].strip(_UNSEEN + " \t\u00a0").replace(" ", "").replace("\u00a0", "")
    if not signs or len(line) > _LONGEST_RULE or not any(set(signs) <= set(rule) for rule in _RULES):
        return False
    return len(signs) > 1 or (signs in _DASHES and signs != "-")


def no_front_matter(path: str, lines: list[str], start: tuple[str, ...], keys: Collection[str]) -> Diagnostic:
    """The problem of a file that does not begin with `---`. `start` is how such a file begins, `keys` what it may hold.

    `{title}` in `start` becomes the file's first line, of a file that only needs a title: the date of an article is
    known to its writer alone.
    """
    if written := _written_otherwise(lines, keys) or _below_the_text(lines, keys):
        return Diagnostic.of(
            "front-matter-missing", Location(path), written.message, step=written.step, paste=written.paste
        )
    first = next((i for i, line in enumerate(lines) if line.strip(_UNSEEN + " \t\u00a0")), None)
    if first is None:
        step = "Write front matter between two `---` lines, and the text below it."
        return Diagnostic.of("front-matter-missing", Location(path), "The file is empty.", step=step)
    message = "The file does not begin with front matter between two `---` lines."
    names = [line.partition(":")[0] for line in start if ":" in line]
    step = f"Write `---`, {', '.join(f'`{name}: …`' for name in names)} and `---` above the text, each on its own line."
    pasted = _with_title(lines[first], start) if names == ["title"] else None
    if pasted:
        is_alone = not "".join(lines[first + 1 : first + 2]).strip()
        where = f"replace {_lines_to(first + 1)} with" if is_alone else "insert at the very beginning"
        step = f"If “{short(_as_title(lines[first]))}” is the title, {where}:"
        pasted = Paste(1, first + 1 if is_alone else 0, pasted.lines[:-1] if is_alone else pasted.lines)
    return Diagnostic.of("front-matter-missing", Location(path), message, step=step, paste=pasted)


def _as_title(heading: str) -> str:
    return CONTROL.sub(" ", heading[:_LONGEST_TITLE].strip().strip("#")).strip()


def _with_title(heading: str, start: tuple[str, ...]) -> Paste | None:
    """The lines of `start` above a text, with its first line as the title; None where that is no title."""
    title = _as_title(heading)
    if len(heading) > _LONGEST_TITLE or not any(map(str.isalnum, title)) or title[-1] in ".,;:":
        return None
    return Paste(1, 0, tuple(line.format(title=in_quotes(title)) if "{" in line else line for line in start))


def not_closed(path: str, lines: list[str], end: int) -> Diagnostic:
    """The problem of front matter without a second `---`. `end` is the index of a line meant to be it, or 0."""
    last = _last_key_line(lines)
    meant = end or next((i for i in range(last + 1, min(last + 3, len(lines))) if _ends_somehow(lines[i])), 0)
    if not meant and last > 1 and _is_rule(lines[last]):  # an indented one continues a value
        meant = last
    if meant:
        return Diagnostic.of(
            "front-matter-open",
            Location(path, meant + 1),
            f"The front matter ends with {_named(lines[meant])} instead of `---`.",
            step=f"Replace line {meant + 1} with:",
            paste=Paste(meant + 1, meant + 1, ("---",)),
        )
    return Diagnostic.of(
        "front-matter-open",
        Location(path),
        "The front matter that begins here is not closed by a second `---` line.",
        step=f"Insert it after the last key, as line {last + 2}:",
        paste=Paste(last + 2, last + 1, ("---",)),
    )


def _ends_somehow(line: str) -> bool:
    return _is_rule(line) or bool(_CODE.fullmatch(line.rstrip()))


def _named(line: str) -> str:
    """A line of dashes as a message names it, with what can't be seen in it."""
    if line.strip("-"):
        unseen = next((c for c in line if c in _UNSEEN or c == "\u00a0"), "")
        if unseen:
            return f"“{short(line.strip(_UNSEEN))}” and the invisible character U+{ord(unseen):04X}"
        if line.strip() == "---":
            return "an indented “---”"
    return f"“{short(line)}”"


class _Written(Immutable):
    """Front matter that is in another place or form: what is wrong with it, and what to do."""

    message: str
    step: str
    paste: Paste | None = None


def _written_otherwise(lines: list[str], own: Collection[str]) -> _Written | None:
    """Front matter that is there, but in another place or form; None where there is none."""
    head = lines[:_MOST_LINES]
    remarks = []
    first = len(head)
    for i, line in enumerate(head):
        if comment := _COMMENT.fullmatch(line[:_LONGEST_LINE].strip()):
            remarks.append(f"# {comment[1].strip()}")
        elif line.strip(_UNSEEN + " \t\u00a0"):
            first = i
            break
    if first == len(head):
        return None
    opening = lines[first].strip(_UNSEEN).rstrip()
    if opening.startswith("{"):
        return _in_json(head, first)
    if opening == "+++" and (made := _in_toml(head, first)):
        return made
    return _with_other_edges(lines, head, first, tuple(remarks), own)


def _with_other_edges(
    lines: list[str], head: list[str], first: int, remarks: tuple[str, ...], own: Collection[str]
) -> _Written | None:
    """Keys of front matter that begin or end with another line than `---`, from the line `first` on."""
    opening = lines[first].strip(_UNSEEN).rstrip()
    code = bool(_CODE.fullmatch(opening))
    begin = first + 1 if code else first
    drawn = begin < len(head) and _is_rule(head[begin])
    beside = re.fullmatch(r"---[ \t]+(\S.*)", opening[:_LONGEST_LINE])
    keys_at = begin + 1 if drawn else begin
    written = [beside[1]] if beside else []
    rows = [*written, *head[keys_at + bool(beside) :]]
    last = _last_key_line(["", *rows])
    keys = rows[:last]
    named = [match[1] for line in keys if (match := _KEY.match(line)) and match[1] in own]
    is_certain = code or drawn or beside or {"title", "date"} & set(named[:1]) or len(named) > 1
    if not keys or not named or not _KEY.match(keys[0]) or not is_certain:
        return None
    if any(len(line) > _LONGEST_LINE for line in keys):
        return None
    end = keys_at + last
    close = next((i for i in range(end, min(end + 2, len(lines))) if _ends_somehow(lines[i])), -1)
    if any(line.strip() for line in lines[end:close]):
        close = -1
    what = _Opening(lines, first, code, (drawn and lines[begin]) or "", bool(beside))
    if code and (end_of_code := _last_line(lines)) > max(close, end) and not _closes_code(lines, close):
        return _whole_file_in_code(lines, first, end_of_code)
    if close >= 0 and is_fence(lines[close]) and not _closes_code(lines, close):
        return what.told(
            _inserted()
            if keys_at == 0 and not beside
            else Paste(1, keys_at + bool(beside), ("---", *remarks, *written))
        )
    after = end if close < 0 else close + 1
    if code and close >= 0 and _closes_code(lines, close):
        after = _after_code(lines, close)
    return what.told(Paste(1, after, ("---", *remarks, *keys, "---")))


def _below_the_text(lines: list[str], own: Collection[str]) -> _Written | None:
    """Front matter whose `---` lines and keys are there, but below the text or a part of it; None where it is not."""
    for begin in (i for i in range(1, len(lines) - 1) if is_fence(lines[i]) and _KEY.match(lines[i + 1])):
        head = lines[begin + 1 : begin + 1 + _MOST_LINES]
        size = next((n for n, line in enumerate(head) if closes(line)), len(head))
        keys = head[:size]
        while keys and not keys[-1].strip():
            keys.pop()
        named = {match[1] for line in keys if (match := _KEY.match(line)) and match[1] in own}
        if len(named) < 2 or not named & {"title", "date"}:
            continue
        end = min(begin + 1 + size, len(lines) - 1)
        if not closes(lines[end]) and any(line.strip() for line in lines[end + 1 :]):
            return None
        message, above = f"The front matter is below the text, in line {begin + 1}.", lines[:begin]
        while above and not above[-1].strip():
            above.pop()
        while above and not above[0].strip():
            above.pop(0)
        if len(above) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in (*above, *keys)):
            return _Written(message, f"Move lines {begin + 1} to {end + 1} to the beginning of the file.")
        moved = ("---", *keys, "---", "", *above)
        return _Written(message, f"Move it up: replace {_lines_to(end + 1)} with:", Paste(1, end + 1, moved))
    return None


def _inserted() -> Paste:
    return Paste(1, 0, ("---",))


def _last_line(lines: Sequence[str]) -> int:
    """The index of the last line, if it is the bare mark of a code block; else 0."""
    last = next((i for i in range(len(lines) - 1, 0, -1) if lines[i].strip()), 0)
    return last if lines[last].rstrip() in {"```", "~~~"} else 0


def _closes_code(lines: Sequence[str], close: int) -> bool:
    """Whether a code block ends with the line `close`, or right below it."""
    return close >= 0 and any(line.rstrip() in {"```", "~~~"} for line in lines[close : close + 2])


def _after_code(lines: Sequence[str], close: int) -> int:
    return close + 1 if lines[close].rstrip() in {"```", "~~~"} else close + 2


def _whole_file_in_code(lines: Sequence[str], first: int, last: int) -> _Written:
    message, inside = "The whole file is in a code block.", tuple(lines[first + 1 : last])
    if last > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in inside):
        return _Written(message, f"Remove the lines {first + 1} and {last + 1}.")
    return _Written(message, f"Replace lines 1 to {last + 1} with:", Paste(1, last + 1, inside))


class _Opening(Immutable):
    """How front matter begins: in the line `first`, with `rule` or none; inside a `code` block, `beside` a key."""

    lines: Sequence[str]
    first: int
    code: bool
    rule: str
    beside: bool

    @property
    def message(self) -> str:
        """What is wrong with it."""
        if self.code:
            return "The front matter is in a code block."
        if self.beside:
            return "A key follows the `---` that begins the front matter, which needs a line of its own."
        if self.rule and not is_fence(self.rule):
            return f"The front matter begins with {_named(self.rule)} instead of `---`."
        if self.rule:
            return f"Nothing may come before the front matter, which begins in line {self.first + 1}."
        return "The front matter does not begin with a `---` line."

    def told(self, paste: Paste) -> _Written:
        """What is wrong, and the lines to paste."""
        if paste.last == 0:
            return _Written(self.message, "Insert it as line 1:", paste)
        return _Written(self.message, f"Replace {_lines_to(paste.last)} with:", paste)


def _lines_to(last: int) -> str:
    return "line 1" if last == 1 else f"lines 1 to {last}"


_IN_YAML = "Write it as YAML between two `---` lines"


def _in_json(head: Sequence[str], first: int) -> _Written | None:
    if not re.match(
        r"\{?\s*\"", head[first][:_LONGEST_LINE] + "".join(head[first + 1 : first + 2])[:_LONGEST_LINE].strip()
    ):
        return None
    message = "The front matter is written in JSON without `---` lines."
    end = next((i for i in range(first, len(head)) if head[i].rstrip().endswith("}")), None)
    if end is None:
        return _Written(message, f"{_IN_YAML}.")
    return _Written(message, f"{_IN_YAML}:", Paste(1, end + 1, ("---", *head[first : end + 1], "---")))


def _in_toml(head: Sequence[str], first: int) -> _Written | None:
    """Front matter as Hugo has it, between `+++`; None where no second `+++` follows, or what it holds is YAML."""
    end = next((i for i in range(first + 1, len(head)) if head[i].rstrip() == "+++"), None)
    if end is None or any(_KEY.match(line) for line in head[first + 1 : first + 2]):
        return None
    message = "The front matter is written in TOML."
    rows: tuple[str, ...] = ()
    if all(len(line) <= _LONGEST_LINE for line in head[first:end]):
        rows = tuple(_yaml_of_toml("\n".join(head[first + 1 : end])))
    if not rows:
        return _Written(message, f"{_IN_YAML}, as in `title: A title`.")
    return _Written(message, f"{_IN_YAML}:", Paste(1, end + 1, ("---", *rows, "---")))


def _yaml_of_toml(text: str) -> Iterator[str]:
    try:
        found = tomllib.loads(text)
        rows = [f"{key}: {_flow(value)}" for key, value in found.items()]
    except (ValueError, RecursionError):
        return
    yield from (row for row in rows if all(map(str.isprintable, row)))


def _flow(value: object) -> str:
    """A value of TOML in YAML, on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else in_quotes(str(value))


def _last_key_line(lines: list[str]) -> int:
    """The index of the last line that looks like front matter: a key, or a line indented or listed below one."""
    last = 0
    for i, line in enumerate(lines[1:], 1):
        if re.match(r"[A-Za-z_][\w-]*:(\s|$)|\s+\S|- ", line) and not (last and _is_rule(line)):
            last = i
        elif not line.startswith("#") and (line.strip() or last):
            break
    return last

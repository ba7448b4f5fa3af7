"""Repairs for signs that are typed in place of YAML's own: other colons, commas, brackets, marks, spaces and dashes.

Works on single lines, or on the lines of one block; knows no structure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.yaml_text.entry_lines import Mend, begins_an_entry, indent_of, key_of, lines_around, written_before

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""White space that is no indentation to YAML, as a class of an expression."""
_UNSEEN = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad"
_INDENTATION = re.compile(rf"[ ]*[\t{SPACES}{_UNSEEN}][ \t{SPACES}{_UNSEEN}]*(?=[^ \t{SPACES}{_UNSEEN}])")
_KEY = r"(?P<lead>[ ]*(?:- +)?)(?P<key>[A-Za-z][\w-]{0,63})"
_OTHER_COLON = re.compile(rf"{_KEY}[ ]?(?P<sign>[：﹕︓∶꞉ː᛬;=])[ {SPACES}]*(?P<value>.*)")
_COLON_BEFORE = re.compile(rf"{_KEY}[ ]+:(?P<value>[^\s:/].*)")
_OTHER_SPACE = re.compile(rf"{_KEY}:(?P<sign>[{SPACES}])[ {SPACES}]*(?P<value>.*)")
_NO_SPACE = re.compile(rf"{_KEY}:(?P<value>[^\s/:].*)")
_NO_COLON = re.compile(rf"{_KEY.replace('[A-Za-z]', '[A-Za-z0-9]')}(?P<value>|[ ]+[^\s:#-].*)")
_BRACKETS = re.compile(r"(?P<lead>[ ]*(?:- +)*[\w.-]+:[ ]+)(?P<value>[\[{［｛【「〔].*)")
_DASH = re.compile(
    rf"(?P<indent>[ ]*)(?P<sign>-[{SPACES}]*(?=[^\s\d-])|\d{{1,2}}[.)][ {SPACES}]+|[–—•·‣▪●*+][ {SPACES}]*)"
    r"(?P<value>\S.*)"
)
_DASH_BEFORE_KEY = re.compile(r"(?P<indent>[ ]*)-[ ]+(?P<entry>[A-Za-z0-9][\w-]*:(?:[ ].*)?)")
_BETWEEN = re.compile(r"[ ]*(?:- |[\w-]+:$)")
_WORDS = re.compile(r"[ ]*[^\s:#]+[ ]+[^\s:#]+")
_IN_BRACKETS = str.maketrans({
    "，": ", ", "、": ", ", "،": ", ", "﹐": ", ", "：": ": ", "﹕": ": ", "［": "[", "］": "]", "｛": "{", "｝": "}",
    "【": "[", "】": "]", "「": "[", "」": "]", "〔": "[", "〕": "]", "“": '"', "”": '"', "„": '"', "＂": '"',
    "«": '"', "»": '"',
})  # fmt: skip
_NAMES = {
    "\t": "a tab", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space", "\u3000": "an ideographic space",
    "\u200b": "a zero-width space", "\ufeff": "a byte order mark",
}  # fmt: skip


def sign_repairs(lines: Sequence[str], suspects: Iterable[int]) -> Iterator[Mend]:
    """Repairs of signs in the suspected lines and, where its lines have the same mistake, in their whole block."""
    near = list(suspects)
    for i in near:
        yield from _indentation(lines, i)
    for i in near:
        yield from _colons(lines, i, _OTHER_COLON, _OTHER_SPACE, _COLON_BEFORE, _NO_SPACE)
        yield from _brackets(lines, i)
        yield from signs_for_dashes(lines, i)


def missing_colons(lines: Sequence[str], suspects: Iterable[int]) -> Iterator[Mend]:
    """A colon behind the first word of each suspected line that has none."""
    for i in suspects:
        yield from _colons(lines, i, _NO_COLON)


def needless_dashes(lines: Sequence[str], suspects: Iterable[int]) -> Iterator[Mend]:
    """A key without the dash before it."""
    for i in suspects:
        if match := _DASH_BEFORE_KEY.fullmatch(lines[i]):
            yield Mend(
                i, 1, (match["indent"] + match["entry"],), len(match["indent"]),
                f"A dash before “{key_of(match['entry'])}” begins an item of a list, but here are keys.",
                "Remove the dash.",
            )  # fmt: skip


def texts_without_sign(lines: Sequence[str], suspects: Iterable[int]) -> Iterator[Mend]:
    """The sign of a block behind a key with a text below it, which has a colon."""
    for i in suspects:
        name, last = key_of(lines[i]), i
        if not name or not lines[i].rstrip().endswith(":"):
            continue
        for line in lines[i + 1 :]:
            if line.strip() and indent_of(line) <= indent_of(lines[i]):
                break
            last += 1
        below = [line for line in lines[i + 1 : last + 1] if line.strip()]
        has_prose = any(_WORDS.match(line) for line in below)
        if has_prose and not any(line.lstrip().startswith("- ") for line in below):
            yield Mend(
                i, 1, (f"{lines[i].rstrip()} |",), len(lines[i].rstrip()),
                f"The text below “{name}” has a colon, which YAML reads as the end of a key.",
                "Write “|” behind the key, so that the lines below it are one text.",
            )  # fmt: skip


def named(sign: str) -> str:
    """A sign as a message names it: white space by its name, other signs as they are."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
    return _NAMES.get(sign) or (f"the character “{name}”" if sign.isspace() or not sign.isprintable() else f"“{sign}”")


# ── indentation ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _indentation(lines: Sequence[str], i: int) -> Iterator[Mend]:
    """White space other than spaces before the lines of a block, replaced by spaces to the depth of the neighbours."""
    if not _INDENTATION.match(lines[i]):
        return
    first, last = _block(lines, i, lambda line: bool(_INDENTATION.match(line)))
    sign = next(c for c in lines[first] if c != " ")
    what = named(sign)
    message = f"{what[0].upper()}{what[1:]} is before the key, but YAML allows only spaces."
    if sign.isspace():
        message = f"{what[0].upper()}{what[1:]} indents this line, but YAML allows only spaces."
    depths = _depths_near(lines, first)
    for tab, wide in ((2, 2), (4, 1), (8, 1), (1, 1)):
        widths = [_width(line, tab, wide) for line in lines[first : last + 1]]
        for depth in dict.fromkeys((widths[0], *depths)):
            by = depth - widths[0]
            if min(w + by for w, line in zip(widths, lines[first : last + 1], strict=True) if line.strip()) < 0:
                continue
            spaced = tuple(
                " " * (width + by) + _after_indentation(line) if line.strip() else ""
                for width, line in zip(widths, lines[first : last + 1], strict=True)
            )
            yield Mend(first, len(spaced), spaced, 0, message, "Indent with spaces.")


def _block(lines: Sequence[str], i: int, has_mistake: Callable[[str], bool]) -> tuple[int, int]:
    """The first and last of the lines around one that have the same mistake, with blank lines between them."""
    first = last = i
    for n in range(i - 1, -1, -1):
        if lines[n].strip() and not has_mistake(lines[n]):
            break
        first = n if lines[n].strip() else first
    for n in range(i + 1, len(lines)):
        if lines[n].strip() and not has_mistake(lines[n]):
            break
        last = n if lines[n].strip() else last
    return first, last


def _after_indentation(line: str) -> str:
    match = _INDENTATION.match(line)
    return line[match.end() :] if match else line.lstrip(" ")


def _width(line: str, tab: int, wide: int) -> int:
    """The columns of a line's indentation, with tabs and ideographic spaces of a given width."""
    width = 0
    for character in line[: len(line) - len(_after_indentation(line))]:
        unseen = not character.isspace()
        width += 0 if unseen else tab if character == "\t" else wide if character == "\u3000" else 1
    return width


def _depths_near(lines: Sequence[str], first: int) -> list[int]:
    """How far the line above is indented, and the lines that hold it; first what comes inside it, where it has none."""
    above = written_before(lines, first)
    if above == first:
        return [0]
    depths = [indent_of(lines[above]), *(indent_of(lines[i]) for i in lines_around(lines, above))]
    return [depths[0] + 2, *depths] if lines[above].rstrip().endswith(":") else depths


# ── colons ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _colons(lines: Sequence[str], i: int, *forms: re.Pattern[str]) -> Iterator[Mend]:
    for form in forms:
        if not (match := form.fullmatch(lines[i])):
            continue
        first, last = i, i
        if form not in (_NO_COLON, _COLON_BEFORE):
            first, last = _run(lines, i, form.fullmatch)
        message, step = _about_colon(match, form)
        spans = [(first, last), (i, i)] if last > first else [(i, i)]
        for a, b in spans:
            block = tuple(_with_colon(form.fullmatch(line), line) for line in lines[a : b + 1])
            start = form.fullmatch(lines[a])
            key = start["key"] if start else match["key"]
            yield Mend(a, len(block), block, (start or match).end("key"), message.replace("\0", key), step)


def _run(lines: Sequence[str], i: int, form: Callable[[str], object]) -> tuple[int, int]:
    """The first and last of the lines in a row that have a mistake, with items and keys of lists between them."""
    first = last = i
    while first and (form(lines[first - 1]) or _BETWEEN.match(lines[first - 1])):
        first -= 1
    while last + 1 < len(lines) and (form(lines[last + 1]) or _BETWEEN.match(lines[last + 1])):
        last += 1
    while not form(lines[first]):
        first += 1
    while not form(lines[last]):
        last -= 1
    return first, last


def _with_colon(match: re.Match[str] | None, line: str) -> str:
    return f"{match['lead']}{match['key']}: {match['value'].strip()}".rstrip() if match else line


def _about_colon(match: re.Match[str], form: re.Pattern[str]) -> tuple[str, str]:
    """The message, with a placeholder for the key, and the step."""
    if form is _NO_COLON:
        return "A colon is missing after “\0”.", "Insert a colon and a space."
    if form is _COLON_BEFORE or form is _NO_SPACE:
        return "A space is missing after the colon of “\0”.", "Insert a space after the colon."
    sign = named(match["sign"])
    if form is _OTHER_SPACE:
        return f"After the colon of “\0” is {sign}, but YAML knows only a space there.", "Write a space."
    name = unicodedata.name(match["sign"], "").lower()
    return f"After “\0” is {sign} ({name}), but YAML knows only “:”.", "Write a colon and a space."


# ── brackets and dashes ──────────────────────────────────────────────────────────────────────────────────────────────


def _brackets(lines: Sequence[str], i: int) -> Iterator[Mend]:
    """Signs of other scripts in a list or mapping on one line."""
    match = _BRACKETS.fullmatch(lines[i])
    if not match:
        return
    value = match["value"]
    found = next((c for c in value if ord(c) in _IN_BRACKETS), "")
    if found:
        plain = re.sub(r"[ ]+(?=[,\]}])|(?<=[,:])[ ]+(?= )", "", value.translate(_IN_BRACKETS)).rstrip()
        yield Mend(
            i, 1, (match["lead"] + plain,), match.start("value") + value.index(found),
            f"“{found}” ({unicodedata.name(found, '').lower()}) is no sign of YAML.", "Write the signs of YAML.",
        )  # fmt: skip
    wrong_end = {"[": "}", "{": "]"}.get(value[0])
    if wrong_end and value.endswith(wrong_end):
        yield Mend(
            i, 1, (match["lead"] + value[:-1] + {"[": "]", "{": "}"}[value[0]],), len(lines[i]) - 1,
            f"“{value[0]}” is closed by “{wrong_end}”.", "Close it with the other sign.",
        )  # fmt: skip


def signs_for_dashes(lines: Sequence[str], i: int) -> Iterator[Mend]:
    """Items of a list after another sign than a dash, or after a dash without a space."""
    match = _DASH.fullmatch(lines[i])
    if not match or begins_an_entry(lines[i]):
        return
    indent = match["indent"]
    first, last = _run(lines, i, lambda line: (m := _DASH.fullmatch(line)) and m["indent"] == indent)
    above = lines[written_before(lines, first)]
    if not key_of(above) and not above.startswith(f"{indent}- "):
        return
    items = [_DASH.fullmatch(line) for line in lines[first : last + 1]]
    yield Mend(
        first, len(items),
        tuple(
            f"{indent}- {item['value']}" if item and not begins_an_entry(line) else line
            for item, line in zip(items, lines[first : last + 1], strict=True)
        ),
        len(indent), about_dash(match["sign"]), "Begin each item with a dash and a space.",
    )  # fmt: skip


def about_dash(sign: str) -> str:
    """The message about a sign before an item of a list."""
    if sign == "-":
        return "A space is missing after the dash, so this is no list."
    if sign[0] == "-":
        return f"After the dash is {named(sign[1])}, but YAML knows only a space there."
    return f"“{sign.strip()}” does not begin an item of a list."

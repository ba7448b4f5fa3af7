"""What a writer meant where YAML gave up: the problem in plain words and a mend that was tried before it is offered.

Knows how people slip in YAML (a colon, a star, a tab, a quotation mark left open) and nothing of what keys mean. A
mend keeps the number of lines, so that reading can go on behind it and show the errors that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Location, Paste
from generator.yaml_text.tree import Fault, Scalar, YamlText, compose, in_quotes

# Indentation, dashes and a key with its colon; then the value. A key is a word, a date, or stands in quotation marks.
_VALUE = re.compile(r"""(?P<lead>[ ]*(?:-[ ]+)*(?:(?:[\w.-]+|"[^"]*"|'[^']*')[ ]*:[ ]+)?)(?P<value>\S.*?)\s*$""")
_KEY_AT_START = re.compile(r"""\s*(?:-\s+)*(?:[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)""")
_WORD_AND_MORE = re.compile(r"( +)([a-z][a-z-]*) +([^\s:#\-][^:#]*)$")
_TOUCHING_COLON = re.compile(r"(\s*(?:- +)*[A-Za-z_][\w-]*):(?=[^\s/:])(.*)$")
_BLOCK = re.compile(r"[|>][-+0-9]*")
_COLON_IN_BRACES = re.compile(r"""[{,]\s*[\w.-]+:\s+([^\s,"'{}\[\]:#][^,{}\[\]"'#:]*:\s[^,{}\[\]"'#]*)""")
_INDENTED_BY_TAB = re.compile(r"[ ]*\t[ \t]*(?=\S)")
_MOST_TRIED = 1 << 18  # characters: each try reads the text anew
_SIGNS = {
    "*": "an alias", "&": "an anchor", "!": "a tag", "|": "a block of text", ">": "a block of text",
    "[": "a list", "{": "a mapping", "]": "the end of a list", "}": "the end of a mapping", ",": "a separator",
    "%": "a directive", "@": "something reserved", "`": "something reserved", "-": "an entry of a list",
    "?": "a key", "#": "a comment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mend:
    """Lines `first` … (indices) are replaced by `lines`; `took` says how many of the old ones they stand for."""

    first: int
    took: int
    lines: tuple[str, ...]
    column: int
    message: str
    step: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A problem in the writer's words; where a mend was found, the text as it would be then, line for line."""

    diagnostic: Diagnostic
    mended: YamlText | None = None


def explain_fault(text: YamlText, fault: Fault) -> Explained:
    """Tries the mends for a fault, each by composing the mended text, and takes the first that gets beyond it."""
    lines = text.text.split("\n")
    wreck = _Wreck(text, lines, fault)
    for mend in wreck.mends() if len(text.text) <= _MOST_TRIED else ():
        mended = _applied(text, lines, mend)
        if _gets_beyond(mended, mend, wreck):
            return Explained(_diagnostic(text, mend), mended)
    return Explained(wreck.unexplained())


def _applied(text: YamlText, lines: list[str], mend: Mend) -> YamlText:
    blank = [""] * (mend.took - len(mend.lines))
    changed = [*lines[: mend.first], *mend.lines, *blank, *lines[mend.first + mend.took :]]
    return YamlText(text.path, "\n".join(changed), text.first_line)


def _gets_beyond(mended: YamlText, mend: Mend, wreck: _Wreck) -> bool:
    composed = compose(mended)
    if composed.fault is None:
        return not composed.too_deep
    line = mended.line_number(composed.fault.offset) - mended.first_line
    reading = mended.line_number(composed.fault.context_offset) - mended.first_line
    is_open = "quoted scalar" in composed.fault.context or "flow" in composed.fault.context
    still_there = is_open and mend.first <= reading < mend.first + mend.took
    return line > max(wreck.line, mend.first + mend.took - 1) and not still_there


def _diagnostic(text: YamlText, mend: Mend) -> Diagnostic:
    first = text.first_line + mend.first
    return Diagnostic.of(
        "yaml-syntax",
        Location(text.path, first, mend.column + 1),
        mend.message,
        step=mend.step,
        paste=Paste(first, first + mend.took - 1, mend.lines),
    )


class _Wreck:
    """The lines around a fault, and what can be tried on them."""

    def __init__(self, text: YamlText, lines: list[str], fault: Fault) -> None:
        self.text = text
        self.lines = lines
        self.fault = fault
        self.line = self._index(fault.offset)
        self.context = self._index(fault.context_offset)
        self.before = self._written_before(self.line)

    def _index(self, offset: int) -> int:
        index = self.text.line_number(min(offset, len(self.text.text))) - self.text.first_line
        while index > 0 and not self.lines[index].strip():
            index -= 1
        return index

    def _written_before(self, index: int) -> int:
        """The line before this one that holds something, or the first."""
        return next((i for i in range(index - 1, -1, -1) if self.lines[i].strip()), 0)

    def mends(self) -> Iterator[Mend]:
        yield from self._tabs_to_spaces()
        yield from self._space_behind_colon()
        yield from self._closed_quotation()
        yield from self._backslash()
        yield from self._comment_inside_text()
        yield from self._colon_in_braces()
        yield from self._brackets()
        yield from self._line_of_a_block()
        yield from self._colon_behind_key()
        yield from self._text_at_the_margin()
        yield from self._whole_value_in_quotes()
        yield from self._indented_like_neighbours()

    def _tabs_to_spaces(self) -> Iterator[Mend]:
        near = [i for i in (self.line, self.context, self.before) if _INDENTED_BY_TAB.match(self.lines[i])]
        if not near:
            return
        first = last = near[0]
        while first and _INDENTED_BY_TAB.match(self.lines[first - 1]):
            first -= 1
        while last + 1 < len(self.lines) and _INDENTED_BY_TAB.match(self.lines[last + 1]):
            last += 1
        for width in (2, 4, 8):
            spaced = tuple(
                _INDENTED_BY_TAB.sub(lambda m: m[0].replace("\t", " " * width), line, count=1)  # noqa: B023 - used at once
                for line in self.lines[first : last + 1]
            )
            yield Mend(
                first, last - first + 1, spaced, 0,
                "A tab indents this line; YAML allows only spaces there.", "indent with spaces",
            )  # fmt: skip

    def _space_behind_colon(self) -> Iterator[Mend]:
        for i in dict.fromkeys((self.before, self.line, self.context)):
            if match := _TOUCHING_COLON.match(self.lines[i]):
                yield Mend(
                    i, 1, (f"{match[1]}: {match[2]}",), match.end(1),
                    f"A space is missing behind the colon of “{match[1].strip(' -')}”.", "put a space behind the colon",
                )  # fmt: skip

    def _colon_behind_key(self) -> Iterator[Mend]:
        """A line in which a word and more stand where its neighbours of the same indentation have keys."""
        for i in dict.fromkeys((self.context, self.before)):
            match = _WORD_AND_MORE.match(self.lines[i])
            near = [self.lines[self._written_before(i)], self.lines[self.line]]
            if match and any(_KEY_AT_START.match(line) and _indent(line) == len(match[1]) for line in near):
                yield Mend(
                    i, 1, (f"{match[1]}{match[2]}: {match[3]}",), match.end(2),
                    f"A colon is missing behind “{match[2]}”.", "put a colon and a space there",
                )  # fmt: skip

    def _closed_quotation(self) -> Iterator[Mend]:
        opening = self._open_quotation()
        if opening is None:
            return
        i = self._index(opening)
        column = opening - self.text.line_start(opening)
        lead, value = self.lines[i][:column], self.lines[i][column:].rstrip()
        closed = value + '"' if value[0] == '"' and '"' not in value[1:] else in_quotes(value)
        yield Mend(
            i, 1, (lead + closed,), column,
            "The quotation mark that opens here is not closed in its line.",
            "close it, or put a text that begins with a quotation mark of its own in other ones",
        )  # fmt: skip

    def _open_quotation(self) -> int | None:
        last = self.fault.last
        if "quoted scalar" in self.fault.context and "end of stream" in self.fault.problem:
            return self.fault.context_offset
        if isinstance(last, Scalar) and last.style in {"'", '"'} and "\n" in self.text.text[last.start : last.end]:
            return last.start
        return None

    def _backslash(self) -> Iterator[Mend]:
        if "escape" not in self.fault.problem:
            return
        line = self.lines[self.context]
        column = self.fault.context_offset - self.text.line_start(self.fault.context_offset)
        if match := re.match(r'"([^"]*)"', line[column:]):
            literal = "'" + match[1].replace("'", "''") + "'"
            yield Mend(
                self.context, 1, (line[:column] + literal + line[column + match.end() :],), column,
                "In “\"…\"” a backslash begins an escape, and this isn't one.", "use single quotation marks",
            )  # fmt: skip

    def _line_of_a_block(self) -> Iterator[Mend]:
        """A line of a text behind `|` that is indented less than those above it."""
        last = self.fault.last
        if last is None or last.style not in {"|", ">"}:
            return
        for i in dict.fromkeys((self.context, self.line)):
            before = self.lines[self._written_before(i)]
            if not _begins_an_entry(self.lines[i]) and _indent(before) > _indent(self.lines[i]):
                yield Mend(
                    i, 1, (" " * _indent(before) + self.lines[i].strip(),), _indent(self.lines[i]),
                    "This line is indented less than the text above, and has no key.", "indent it like that text",
                )  # fmt: skip

    def _text_at_the_margin(self) -> Iterator[Mend]:
        """A text that goes on in a line which is not indented."""
        line = self.lines[self.context]
        if "could not find expected ':'" not in self.fault.problem or _begins_an_entry(line) or not self.context:
            return
        above = self._first_line_of_text(self._written_before(self.context))
        indented = " " * (_indent(self.lines[above]) + 2) + line.strip()
        yield Mend(
            self.context, 1, (indented,), _indent(line),
            "This line has no key, and is not indented so that it could go on with the text above.",
            "indent it, or give it a key",
        )  # fmt: skip

    def _comment_inside_text(self) -> Iterator[Mend]:
        """A plain text over several lines ends for YAML at a `#` behind a space."""
        last = self.fault.last
        if last is None or last.style or not last.text or "#" not in self.text.text[last.end : self.fault.offset]:
            return
        first = self._index(last.start)
        if _KEY_AT_START.match(self.lines[self.line]) or self.line <= first:
            return
        yield from self._joined(
            first, self.line, "A `#` behind a space begins a comment: the rest of this text would be lost."
        )

    def _colon_in_braces(self) -> Iterator[Mend]:
        """`{title: One: two}`: the text alone goes into quotation marks, and not all that stands in the braces."""
        line = self.lines[self.line]
        if "{" in line and (match := _COLON_IN_BRACES.search(line)):
            mended = line[: match.start(1)] + in_quotes(match[1].rstrip()) + line[match.end(1) :]
            yield Mend(
                self.line, 1, (mended,), match.start(1),
                "A colon followed by a space inside a text makes a key for YAML.", "put the text in quotation marks",
            )  # fmt: skip

    def _brackets(self) -> Iterator[Mend]:
        if "flow" not in self.fault.context:
            return
        i = self.context
        line = self.lines[i].rstrip()
        column = self.fault.context_offset - self.text.line_start(self.fault.context_offset)
        lead, value = line[:column], line[column:]
        without_hashes = re.sub(r"(?<=[\[,\s])#(?=[a-z0-9])", "", value)
        if re.match(r"\s*(?:to|repeats|aliases)\s*:", lead) and without_hashes != value:
            yield Mend(
                i, 1, (lead + without_hashes,), column,
                "A `#` begins a comment here, so that the list is never closed.", "name an annotation by its id alone",
            )  # fmt: skip
        quoted = re.sub(r"((?:^\[|[:,])\s*)([^\s,:\[\]{}\"'#][^,\[\]{}\"']*?\s#[^,\[\]{}]*)", _inner_quoted, value)
        if quoted != value:
            yield Mend(
                i, 1, (lead + quoted,), column,
                "A `#` behind a space begins a comment here, so that what opens is never closed.",
                "put the text in quotation marks",
            )  # fmt: skip
        closing = "]" if value.startswith("[") else "}"
        yield Mend(
            i, 1, (line + closing,), column,
            f"What opens here with “{value[:1]}” is not closed.",
            f"close it with “{closing}”; a text that begins with a bracket belongs in quotation marks",
        )  # fmt: skip

    def _whole_value_in_quotes(self) -> Iterator[Mend]:
        starts = [self.line, self.context, self._first_line_of_text(self.line), self.before]
        for i in dict.fromkeys(starts):
            match = _VALUE.match(self.lines[i])
            if not match or not match["lead"].strip() or _BLOCK.fullmatch(match["value"]):
                continue  # without a key or a dash it would be no value in quotation marks either
            message = _why_in_quotes(match["value"])
            last = self._last_line_of_text(i)
            if last > i:
                yield from self._joined(i, last, message)
            quoted = match["lead"] + in_quotes(match["value"])
            yield Mend(i, 1, (quoted,), match.start("value"), message, "put the whole text in quotation marks")

    def _joined(self, first: int, last: int, message: str) -> Iterator[Mend]:
        """The text of several lines in quotation marks, in one."""
        match = _VALUE.match(self.lines[first])
        if not match:
            return
        words = " ".join([match["value"], *(line.strip() for line in self.lines[first + 1 : last + 1] if line.strip())])
        yield Mend(
            first, last - first + 1, (match["lead"] + in_quotes(words),), match.start("value"), message,
            "put the whole text in quotation marks",
        )  # fmt: skip

    def _first_line_of_text(self, index: int) -> int:
        """The line with the key or dash of a text that goes on in this line."""
        while index > 0 and not _begins_an_entry(self.lines[index]):
            index -= 1
        return index

    def _last_line_of_text(self, index: int) -> int:
        last, indent = index, _indent(self.lines[index])
        for i in range(index + 1, len(self.lines)):
            line = self.lines[i]
            if line.strip() and (_indent(line) <= indent or _begins_an_entry(line)):
                break
            last = i if line.strip() else last
        return last

    def _indented_like_neighbours(self) -> Iterator[Mend]:
        line = self.lines[self.line]
        if not _begins_an_entry(line):
            return
        near = [self.lines[self.before], *(self.lines[i] for i in range(self.line - 1, -1, -1))][:40]
        for indent in dict.fromkeys(_indent(other) for other in near if other.strip()):
            if indent != _indent(line):
                yield Mend(
                    self.line, 1, (" " * indent + line.strip(),), _indent(line),
                    "This line's indentation fits none of the lines above it.", "indent it like those it belongs to",
                )  # fmt: skip

    def unexplained(self) -> Diagnostic:
        """The problem in general words: no mend was found that works."""
        in_text = self.fault.offset < len(self.text.text.rstrip())
        in_text = in_text and "could not find expected ':'" not in self.fault.problem
        place = self.text.location(self.fault.offset if in_text else self.fault.context_offset)
        problem = next((words for sign, words in _IN_OTHER_WORDS.items() if sign in self.fault.problem), "")
        return Diagnostic.of(
            "yaml-syntax",
            place,
            problem or "This can't be read as YAML.",
            details=() if problem else (f"YAML says: {self.fault.problem}",),
            step="look at this line and the one above: an indentation that fits no other line, a colon followed by a "
            "space inside a text, or a quotation mark or bracket that is not closed; a text in quotation marks is safe",
        )


_IN_OTHER_WORDS = {
    "mapping values are not allowed": "A colon followed by a space stands where no key can be.",
    "could not find expected ':'": "This line has no key: a colon followed by a space is missing, or the text above "
    "was not meant to end.",
    "sequence entries are not allowed": "A list can't begin here: it begins in a line of its own.",
    "unexpected end of stream": "What opens here is never closed.",
    "did not find expected key": "This doesn't belong to what stands above it: the indentation fits no other line.",
    "expected <block end>": "This doesn't belong to what stands above it: the indentation fits no other line.",
    "did not find expected '-' indicator": "A list stands above, and this line doesn't begin with a dash.",
    "cannot start any token": "A text can't begin with this character unless it is in quotation marks.",
    "unknown escape character": 'In “"…"” a backslash begins an escape, and this isn\'t one.',
    "expected <document start>": "Something stands behind the end of what YAML could read.",
}


def _inner_quoted(match: re.Match[str]) -> str:
    return match[1] + in_quotes(match[2].rstrip())


def _why_in_quotes(value: str) -> str:
    sign = value[0]
    if sign in "\"'":
        return "The text goes on behind its closing quotation mark." if sign in value[1:] else "A quotation is open."
    if sign in _SIGNS and not re.match(r"[-?][^\s]", value):
        return f"A text that begins with “{sign}” is {_SIGNS[sign]} for YAML."
    if re.search(r":(\s|$)", value):
        return "A colon followed by a space inside a text makes a key for YAML."
    if re.search(r"\s#", value):
        return "A `#` behind a space begins a comment: the rest of this text would be lost."
    return "This text can't be read without quotation marks."


def _begins_an_entry(line: str) -> bool:
    return bool(_KEY_AT_START.match(line)) or line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

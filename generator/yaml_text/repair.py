"""Explains YAML syntax errors in plain words and suggests a repair that has been tested by parsing.

Knows the usual mistakes in YAML and which keys hold prose. A repair keeps the number of lines, so that the parser can
go on and report later errors on the right lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain

from generator.diagnostics import Diagnostic
from generator.values import Immutable
from generator.yaml_text.compose import Fault, compose, half_a_character
from generator.yaml_text.entry_lines import (
    KEY_AT_START,
    Mend,
    begins_an_entry,
    indent_of,
    lines_around,
    moved_blocks,
    written_before,
)
from generator.yaml_text.foreign_characters import HALF, without_halves
from generator.yaml_text.markdown_links import links_as_sources
from generator.yaml_text.outer_marks import inside_outer_marks
from generator.yaml_text.parser_messages import PLAIN_MESSAGES
from generator.yaml_text.repair_messages import as_diagnostic
from generator.yaml_text.search import Found, Judge, applied, best_repair
from generator.yaml_text.sign_repairs import missing_colons, needless_dashes, sign_repairs, texts_without_sign
from generator.yaml_text.tree import LONGEST_PASTE, Scalar, YamlText, in_flow, in_quotes, survives

# Indentation, dashes and a key with its colon; then the value. A key is a name, a date or a quoted text.
_VALUE = re.compile(r"""(?P<lead>[ ]*(?:-[ ]+)*(?:(?:[\w.-]+|"[^"]*"|'[^']*')[ ]*:[ ]+)?)(?P<value>\S.*)""")
_NAME_AND_TEXT = re.compile(r"( +)([a-z][a-z-]*) +([^\s:#\-][^:#]*)$")
_UNNAMED = re.compile(r"(\s*(?:-\s+)?(?:speaker|via)\s*:\s+(?:-\s+)?)unnamed\s*:\s+(\S.*)")
_CODES = re.compile(
    r"([ ]*codes[ ]*:[ ]+)[(“„][ ]*([a-z][^(){}“”]*)[)”“][ ]*|([ ]*codes[ ]*:[ ]+)([a-z][\w-]*[ ]*:[ ][^{}]*)"
)
_TOUCHING_COLON = re.compile(r"(\s*(?:- +)*[A-Za-z_][\w-]*):(?=[^\s/:])(.*)$")
_TEXT_BEHIND_BLOCK = re.compile(r"(?P<lead>[ ]*(?:- +)?[\w-]+:[ ]+)(?P<sign>[|])[ ]+(?P<value>[^\s#-].*)")
_BLOCK = re.compile(r"[|>][-+0-9]*")
_COLON_IN_BRACES = re.compile(r"""[{,]\s*[\w.-]+:\s+([^\s,"'{}\[\]:#][^,{}\[\]"'#:]*:\s[^,{}\[\]"'#]*)""")
_MOST_TRIED = 1 << 18  # characters; longer texts are not repaired, because each attempt parses the whole text
_PROSE = re.compile(
    r"""(?P<lead>\s*(?:-\s+)*(?:(?:alt|caption|credit|definition|description|excerpt|exact|label|name|note|prefix|publisher
    |quote|rights|role|short|statement|subtitle|suffix|summary|text|title|unnamed|unsure|withdrawn
    |(?!to\b|via\b)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*:\s+)?)(?P<value>[\[{].*)""",
    re.VERBOSE,
)
"""A line with a text that begins with a bracket, where only prose makes sense: behind these keys, behind that of a
language (`titles: {en: …}`), or as an item."""
_PROSE_KEY = re.compile(
    r"\s*(?:- +)*(?:caption|definition|description|excerpt|note|quote|rights|statement|subtitle|summary|text|title"
    r"|unsure|withdrawn)\s*:\s+[^\s|>'\"]"
)
_NAME_AND_COLON = re.compile(r"\s+(?![a-z])[^\W\d_][\w.-]*\s*:(?:\s|$)")
"""A line that begins with a name and a colon; keys begin with a small letter."""
_PARAGRAPH = "\n\n"
_ENTRY_IN_BRACES = re.compile(
    r"\{\s*(?:accessed|archived|authors|date|end|exact|excerpt|from|in|kind|language|organization|prefix|publisher|suffix"
    r"|text|times|title|to|unnamed|url)\s*:\s"
)
_OPEN_IN_BRACES = re.compile(
    r"""(?P<lead>[^"'{]*\{[^"']*(?P<mark>["']))(?P<words>[^"'{},]*)(?P<rest>(?:,[^"',]*:[^"']*)?\}\s*)"""
)
_MOST_LINES_BACK = 50
"""Lines before a syntax error in which a text in brackets may have caused it."""
_SIGNS = {
    "*": "an alias", "&": "an anchor", "!": "a tag", "|": "a block of text", ">": "a block of text",
    "[": "a list", "{": "a mapping", "]": "the end of a list", "}": "the end of a mapping", ",": "a separator",
    "%": "a directive", "@": "a reserved character", "`": "a reserved character", "-": "a list item",
    "?": "a key", "#": "a comment",
}  # fmt: skip
"""How YAML reads a character at the beginning of an unquoted text."""


class Explained(Immutable):
    """A syntax error as a diagnostic and, where a repair works, the repaired text with the same number of lines."""

    diagnostic: Diagnostic
    mended: YamlText | None = None


def explain_fault(text: YamlText, fault: Fault, judge: Judge | None = None) -> Explained:
    """Explains a syntax error with the first repair after which the parser gets beyond it; never raises.

    With a `judge`, it is the one after which that finds the fewest problems.
    """
    if half := HALF.match(text.text, max(0, fault.offset - 2)):  # libyaml reports the place of the digits
        start, end = half.start(), text.line_end(half.start())
        mended = text.text[:start] + without_halves(text.text[start:end]) + text.text[end:]
        return Explained(half_a_character(text, start, half[0]), YamlText(text.path, mended, text.first_line))
    lines = text.text.split("\n")
    broken = _BrokenText(text, [line[:LONGEST_PASTE].rstrip() for line in lines], fault)
    repairs = [
        repair
        for repair in (broken.repairs(judge is None) if len(text.text) <= _MOST_TRIED else ())
        if all(len(line) <= LONGEST_PASTE for line in lines[repair.first : repair.first + repair.took])
    ]  # of a longer line only the beginning was looked at, and it could not be pasted
    if judge is None:
        tried = ((repair, applied(text, lines, repair)) for repair in repairs)
        found = next((Found(r, changed, 0) for r, changed in tried if _gets_beyond(changed, r, broken)), None)
        return Explained(as_diagnostic(text, found), found.text) if found else Explained(broken.unexplained())
    moves = moved_blocks(broken.lines, broken.suspects(), frozenset())
    is_read = partial(_gets_beyond, broken=broken)
    best, is_open = best_repair(text, lines, chain(repairs, moves), judge, is_read, 1000)
    if best is None:
        return Explained(broken.unexplained())
    return Explained(as_diagnostic(text, best, is_open=is_open), best.text)


def _gets_beyond(repaired: YamlText, repair: Mend, broken: _BrokenText) -> bool:
    """Whether the parser reads the repaired lines and stops, if at all, only after the original error."""
    composed = compose(repaired)
    if composed.fault is None:
        return not composed.too_deep
    line = repaired.line_number(composed.fault.offset) - repaired.first_line
    reading = repaired.line_number(composed.fault.context_offset) - repaired.first_line
    is_open = "quoted scalar" in composed.fault.context or "flow" in composed.fault.context
    still_there = is_open and repair.first <= reading < repair.first + repair.took
    return line > max(broken.line, repair.first + repair.took - 1) and not still_there


class _BrokenText:
    """The lines around a syntax error, and the repairs to try. Line attributes are indices from 0.

    Each of `lines` is cut after `LONGEST_PASTE` characters and has no white space at its end.
    """

    def __init__(self, text: YamlText, lines: list[str], fault: Fault) -> None:
        self.text = text
        self.lines = lines
        self.fault = fault
        self.line = self._index(fault.offset)
        self.context = self._index(fault.context_offset)
        self.before = written_before(self.lines, self.line)

    def _index(self, offset: int) -> int:
        index = self.text.line_number(min(offset, len(self.text.text))) - self.text.first_line
        while index > 0 and not self.lines[index].strip():
            index -= 1
        return index

    def suspects(self) -> list[int]:
        """The lines that may have caused the error, the most likely first: those around it, and what holds them."""
        near = dict.fromkeys((self.line, self.context, self.before))
        around = [i for line in near for i in lines_around(self.lines, line)]
        return list(dict.fromkeys([*near, *around, max(self.line - 1, 0)]))

    def repairs(self, moves: bool) -> Iterator[Mend]:
        """Possible repairs, the most specific first: a general one would hide the actual mistake.

        `moves` tells whether lines that begin an entry may be indented otherwise.
        """
        yield from sign_repairs(self.lines, self.suspects())
        yield from self._space_behind_colon()
        yield from self._without_braces()
        yield from () if moves else links_as_sources(self.lines, self.suspects())
        yield from self._prose_in_brackets()
        yield from self._text_behind_a_block()
        yield from self._closed_quotation()
        yield from self._backslash()
        yield from self._comment_inside_text()
        yield from self._colon_in_braces()
        yield from self._brackets()
        if closing := self._closing_words():
            yield closing
        else:
            yield from self._line_of_a_block()
        if not moves:
            yield from missing_colons(self.lines, self.suspects())
        yield from self._colon_behind_key()
        yield from self._text_at_the_margin()
        yield from self._names_in_text()
        yield from self._whole_value_in_quotes()
        if moves:
            yield from self._indented_like_neighbours()
            return
        yield from needless_dashes(self.lines, self.suspects())
        yield from texts_without_sign(self.lines, self.suspects())

    def _space_behind_colon(self) -> Iterator[Mend]:
        for i in dict.fromkeys((self.before, self.line, self.context)):
            if match := _TOUCHING_COLON.match(self.lines[i]):
                yield Mend(
                    i, 1, (f"{match[1]}: {match[2]}",), match.end(1),
                    f"A space is missing after the colon of “{match[1].strip(' -')}”.",
                    "Insert a space after the colon.",
                )  # fmt: skip

    def _without_braces(self) -> Iterator[Mend]:
        """`speaker: unnamed: estimates`, or `codes: frame: evidence`, which are mappings only in braces."""
        line = self.lines[self.line]
        if match := _CODES.fullmatch(line):
            lead, inner = match[1] or match[3], match[2] or match[4]
            yield Mend(
                self.line, 1, (f"{lead}{{{inner.strip()}}}",), len(lead),
                "`codes` with its values is missing its braces.", "Put the values in braces.",
            )  # fmt: skip
        if match := _UNNAMED.match(line):
            braced = f"{match[1]}{{unnamed: {in_flow(match[2])}}}"
            yield Mend(
                self.line, 1, (braced,), match.end(1),
                "`unnamed` with its text is missing its braces.", "Put both in braces.",
            )  # fmt: skip

    def _colon_behind_key(self) -> Iterator[Mend]:
        """A line that begins with a name and further text, next to a line of the same indentation that has a key."""
        for i in dict.fromkeys((self.context, self.before)):
            match = _NAME_AND_TEXT.match(self.lines[i])
            near = [self.lines[written_before(self.lines, i)], self.lines[self.line]]
            if match and any(KEY_AT_START.match(line) and indent_of(line) == len(match[1]) for line in near):
                yield Mend(
                    i, 1, (f"{match[1]}{match[2]}: {match[3]}",), match.end(2),
                    f"A colon is missing after “{match[2]}”.", "Insert a colon and a space.",
                )  # fmt: skip

    def _prose_in_brackets(self) -> Iterator[Mend]:
        """`title: [Video] A speech` or `title: [Video`: to close the bracket would make a list of the text."""
        near = range(self.line, max(-1, self.line - _MOST_LINES_BACK), -1)
        for i in dict.fromkeys((self.context, *near)):
            match = _PROSE.fullmatch(self.lines[i])
            if match is None or not match["lead"].strip():
                continue
            value = match["value"]
            is_entry = _ENTRY_IN_BRACES.match(value) and not re.match(r"\s*(?!quote)[a-z]+\s*:", match["lead"])
            if is_entry or compose(YamlText("", value)).fault is None:
                continue  # a list or a mapping
            yield Mend(
                i, 1, (match["lead"] + in_quotes(value),), match.start("value"),
                f"YAML reads “{value[0]}” at the beginning of a text as {_SIGNS[value[0]]}.",
                "Put the whole text in quotation marks.",
            )  # fmt: skip

    def _text_behind_a_block(self) -> Iterator[Mend]:
        """`note: | text`: the sign of a block that goes on in the same line."""
        for i in dict.fromkeys((self.line, self.context, self.before)):
            if match := _TEXT_BEHIND_BLOCK.fullmatch(self.lines[i]):
                value = match["value"] if survives(match["value"]) else in_quotes(match["value"])
                yield Mend(
                    i, 1, (match["lead"] + value,), match.end("lead"),
                    "Behind “|” the text must begin in the next line.",
                    "Remove “|”, or begin the text in the next line.",
                )  # fmt: skip

    def _closed_quotation(self) -> Iterator[Mend]:
        opening = self._open_quotation()
        if opening is None:
            return
        for line in dict.fromkeys((self._index(opening), self.context)):
            if match := _OPEN_IN_BRACES.fullmatch(self.lines[line]):
                quoted = f"{match['lead']}{match['words']}{match['mark']}{match['rest']}"
                yield Mend(
                    line, 1, (quoted,), match.start("words") - 1,
                    "This quotation mark is not closed.", "Close it behind the text.",
                )  # fmt: skip
        i = self._index(opening)
        column = opening - self.text.line_start(opening)
        lead, value = self.lines[i][:column], self.lines[i][column:].rstrip()
        closed = _closed(value)
        yield Mend(
            i, 1, (lead + closed,), column,
            "This quotation mark is not closed on its line.",
            "Close it, or enclose a text that begins with a quotation mark in quotation marks of the other kind.",
        )  # fmt: skip

    def _open_quotation(self) -> int | None:
        last = self.fault.last
        if "quoted scalar" in self.fault.context and "end of stream" in self.fault.problem:
            return self.fault.context_offset
        if isinstance(last, Scalar) and last.style in {"'", '"'} and "\n" in self.text.text[last.start : last.end]:
            return last.start
        return None

    def _backslash(self) -> Iterator[Mend]:
        if "escape" not in self.fault.problem and "hexdec" not in self.fault.problem:
            return
        line = self.lines[self.context]
        column = self.fault.context_offset - self.text.line_start(self.fault.context_offset)
        if match := re.match(r'"([^"]*)"', line[column:]):
            literal = "'" + match[1].replace("'", "''") + "'"
            yield Mend(
                self.context, 1, (line[:column] + literal + line[column + match.end() :],), column,
                "In double quotation marks a backslash begins an escape, but this is not a valid one.",
                "Use single quotation marks.",
            )  # fmt: skip

    def _line_of_a_block(self) -> Iterator[Mend]:
        """A line of a `|` or `>` block that is indented less than the lines above it."""
        last = self.fault.last
        if last is None or last.style not in {"|", ">"}:
            return
        for i in dict.fromkeys((self.context, self.line)):
            before = self.lines[written_before(self.lines, i)]
            if not begins_an_entry(self.lines[i]) and indent_of(before) > indent_of(self.lines[i]):
                yield Mend(
                    i, 1, (" " * indent_of(before) + self.lines[i].strip(),), indent_of(self.lines[i]),
                    "This line has no key and is indented less than the text above it.",
                    "Indent it like the text above.",
                )  # fmt: skip

    def _text_at_the_margin(self) -> Iterator[Mend]:
        """A text that continues on a line without indentation."""
        line = self.lines[self.context]
        if "could not find expected ':'" not in self.fault.problem or begins_an_entry(line) or not self.context:
            return
        if self._closing_words():
            return
        above = self._first_line_of_text(written_before(self.lines, self.context))
        indented = " " * (indent_of(self.lines[above]) + 2) + line.strip()
        yield Mend(
            self.context, 1, (indented,), indent_of(line),
            "This line has no key and is not indented far enough to continue the text above.",
            "Indent the line, or give it a key." if indent_of(line) else "Indent the line, if it belongs to that text.",
        )  # fmt: skip

    def _closing_words(self) -> Mend | None:
        """Words at the margin below a blank line, as at the end of a mail: they belong to no text."""
        for i in dict.fromkeys((self.context, self.line)):
            line = self.lines[i]
            if not i or not line or line[0] in " #\"'[{" or self.lines[i - 1] or begins_an_entry(line):
                continue
            last = i
            while last + 1 < len(self.lines) and self.lines[last + 1][:1].isalnum():
                if begins_an_entry(self.lines[last + 1]):
                    break
                last += 1
            return Mend(
                i, last - i + 1, (), 0, "This line has no key, and is not indented like a text.",
                "Remove it, if it is no part of the file; else indent it, or give it a key:",
            )  # fmt: skip
        return None

    def _comment_inside_text(self) -> Iterator[Mend]:
        """An unquoted text over several lines that YAML ends at a `#` after a space."""
        last = self.fault.last
        if last is None or last.style or not last.text or "#" not in self.text.text[last.end : self.fault.offset]:
            return
        first = self._index(last.start)
        if KEY_AT_START.match(self.lines[self.line]) or self.line <= first:
            return
        yield from self._joined(first, self.line, _LOST_IN_COMMENT)

    def _colon_in_braces(self) -> Iterator[Mend]:
        """`{title: One: two}`: quotes only the text and not the whole content of the braces."""
        line = self.lines[self.line]
        if "{" in line and (match := _COLON_IN_BRACES.search(line)):
            quoted = line[: match.start(1)] + in_quotes(match[1].rstrip()) + line[match.end(1) :]
            yield Mend(
                self.line, 1, (quoted,), match.start(1), _COLON_IN_TEXT, "Put the text in quotation marks.",
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
                "A `#` begins a comment here, so the list is never closed.", "Write the id without `#`.",
            )  # fmt: skip
        quoted = re.sub(r"((?:^\[|[:,])\s*)([^\s,:\[\]{}\"'#][^,\[\]{}\"']*?\s#[^,\[\]{}]*)", _inner_quoted, value)
        if quoted != value:
            yield Mend(
                i, 1, (lead + quoted,), column,
                f"A `#` after a space begins a comment here, so “{value[:1]}” is never closed.",
                "Put the text in quotation marks.",
            )  # fmt: skip
        closing = "]" if value.startswith("[") else "}"
        yield Mend(
            i, 1, (line + closing,), column,
            f"“{value[:1]}” is never closed.",
            f"Close it with “{closing}”, or put a text that begins with a bracket in quotation marks.",
        )  # fmt: skip

    def _whole_value_in_quotes(self) -> Iterator[Mend]:
        starts = [self.line, self.context, self._first_line_of_text(self.line), self.before]
        for i in dict.fromkeys(starts):
            match = _VALUE.match(self.lines[i])
            if not match or not match["lead"].strip() or _BLOCK.fullmatch(match["value"]):
                continue  # without a key or a dash, quotation marks do not help
            if inside := inside_outer_marks(match["value"]):
                yield Mend(
                    i, 1, (match["lead"] + in_quotes(inside),), match.start("value"),
                    _ENDS_ITSELF.format(match["value"][0]),
                    _HOW_TO_ENCLOSE[in_quotes(inside)[0]],
                )  # fmt: skip
            message = _why_in_quotes(match["value"])
            last = self._last_line_of_text(i)
            if last > i:
                yield from self._joined(i, last, message)
            quoted = match["lead"] + in_quotes(match["value"])
            yield Mend(i, 1, (quoted,), match.start("value"), message, "Put the whole text in quotation marks.")

    def _names_in_text(self) -> Iterator[Mend]:
        """An unquoted text of several lines of which one begins with a name and a colon, as in an interview."""
        for first in dict.fromkeys((self.line, self.before, self._first_line_of_text(self.before))):
            begun = _PROSE_KEY.match(self.lines[first])
            if not begun:
                continue
            indent, last, found = indent_of(self.lines[first]), first, False
            for i in range(first + 1, min(len(self.lines), first + _MOST_LINES_BACK)):
                line = self.lines[i]
                is_name = bool(_NAME_AND_COLON.match(line))
                if line.strip() and (indent_of(line) <= indent or (begins_an_entry(line) and not is_name)):
                    break
                last, found = (i if line.strip() else last), found or is_name
            if found:
                yield from self._joined(first, last, _COLON_IN_TEXT)

    def _joined(self, first: int, last: int, message: str) -> Iterator[Mend]:
        """The text of several lines joined into one line and quoted."""
        match = _VALUE.match(self.lines[first])
        if not match:
            return
        words = match["value"]
        for i in range(first + 1, last + 1):
            if line := self.lines[i].strip():
                words += f"{' ' if self.lines[i - 1].strip() else _PARAGRAPH}{line}"
        yield Mend(
            first, last - first + 1, (match["lead"] + in_quotes(words),), match.start("value"), message,
            "Put the whole text in quotation marks.",
        )  # fmt: skip

    def _first_line_of_text(self, index: int) -> int:
        """The line with the key or dash of the text that continues on this line."""
        while index > 0 and not begins_an_entry(self.lines[index]):
            index -= 1
        return index

    def _last_line_of_text(self, index: int) -> int:
        last, indent = index, indent_of(self.lines[index])
        for i in range(index + 1, len(self.lines)):
            line = self.lines[i]
            if line.strip() and (indent_of(line) <= indent or begins_an_entry(line)):
                break
            last = i if line.strip() else last
        return last

    def _indented_like_neighbours(self) -> Iterator[Mend]:
        line = self.lines[self.line]
        if not begins_an_entry(line):
            return
        near = [self.lines[self.before], *(self.lines[i] for i in range(self.line - 1, -1, -1))][:40]
        for indent in dict.fromkeys(indent_of(other) for other in near if other.strip()):
            if indent != indent_of(line):
                yield Mend(
                    self.line, 1, (" " * indent + line.strip(),), indent_of(line),
                    "This line's indentation matches none of the lines above it.",
                    "Indent it like the lines it belongs to.",
                )  # fmt: skip

    def unexplained(self) -> Diagnostic:
        """A general diagnostic, for an error that no repair fixes."""
        in_text = self.fault.offset < len(self.text.text.rstrip())
        in_text = in_text and "could not find expected ':'" not in self.fault.problem
        place = self.text.location(self.fault.offset if in_text else self.fault.context_offset)
        problem = next((plain for part, plain in PLAIN_MESSAGES.items() if part in self.fault.problem), "")
        return Diagnostic.of(
            "yaml-syntax",
            place,
            problem or "This is not valid YAML.",
            details=() if problem else (f"YAML parser: {self.fault.problem}",),
            step="Check this line and the one above for wrong indentation, a colon followed by a space inside a text, "
            "or an unclosed quotation mark or bracket; text in quotation marks is safe.",
        )


_ENDS_ITSELF = "The first `{0}` inside this text ends it, because it is also enclosed in `{0}`."
_HOW_TO_ENCLOSE = {
    '"': "Enclose it in double quotation marks.",
    "'": "Enclose it in single quotation marks, with two for an apostrophe.",
}
_COLON_IN_TEXT = "YAML reads a colon followed by a space as the end of a key, even inside a text."
_LOST_IN_COMMENT = "A `#` after a space begins a comment, so the rest of this text is lost."


def _closed(value: str) -> str:
    """A text whose quotation mark is not closed, closed: at a mark of another kind, before what follows in braces."""
    mark, rest = value[0], value[1:]
    if mark in rest or _APOSTROPHE.match(value):
        return in_quotes(value)
    return (value[:-1] if rest[-1:] in "”’“‘„»" else value) + mark


_APOSTROPHE = re.compile(r"'(?:t(?:is|was|were|il|ill)|em|cause|bout|round|n|neath|s|\d\ds?)\b", re.IGNORECASE)
"""Words that begin with an apostrophe, which is no quotation mark."""


def _inner_quoted(match: re.Match[str]) -> str:
    return match[1] + in_quotes(match[2].rstrip())


def _why_in_quotes(value: str) -> str:
    """The message for a value that YAML can read only in quotation marks."""
    sign = value[0]
    if sign in "\"'":
        return _why_quotes_fail(value)
    if sign in _SIGNS and not re.match(r"[-?][^\s]", value):
        return f"YAML reads “{sign}” at the beginning of a text as {_SIGNS[sign]}."
    if re.search(r":(\s|$)", value):
        return _COLON_IN_TEXT
    if re.search(r"\s#", value):
        return _LOST_IN_COMMENT
    return "YAML cannot read this text without quotation marks."


def _why_quotes_fail(value: str) -> str:
    if value[0] in value[1:]:
        return "The text continues after its closing quotation mark."
    return "The quotation mark at the beginning of this text is never closed."

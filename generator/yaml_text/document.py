"""Reads YAML bytes into a tree with positions, and reports every problem instead of only the first.

Knows what a YAML file may contain (size, encoding, characters, depth); knows nothing of the meaning of its keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Location, Paste, short
from generator.values import Immutable, replace
from generator.yaml_text.compose import Composed, compose
from generator.yaml_text.control_signs import control_step, without_control
from generator.yaml_text.encodings import in_utf_16, not_utf8, of_a_word_processor, utf_16
from generator.yaml_text.entry_lines import Mend, indent_of, key_of
from generator.yaml_text.foreign_characters import LEFTOVER, WINDOWS_1252, repaired
from generator.yaml_text.foreign_lines import foreign_lines
from generator.yaml_text.garbled import garbled_lines, may_be_garbled, ungarbled
from generator.yaml_text.merge_markers import merge_problems
from generator.yaml_text.repair import explain_fault
from generator.yaml_text.repair_messages import as_diagnostic
from generator.yaml_text.search import STRUCTURAL, Found, Judge, applied
from generator.yaml_text.tree import CONTROL, LONGEST_PASTE, Node, YamlText
from generator.yaml_text.unmarked_lists import unmarked_lists

MOST_BYTES = 1 << 20
"""Bytes of a file, or characters of front matter.

Larger ones are refused: no article has that many annotations, and parsing them takes time and memory.
"""
MOST_PROBLEMS = 1000
"""Problems reported per file. A file with more is usually another kind of file with a wrong name."""
_MOST_TRIED = 4 << 20  # characters parsed while looking for repairs: limits the time spent on a damaged file
_MOST_PASTED = 20  # lines with leftovers of Windows-1252 and those between, up to which they are offered for pasting
_MOST_SHOWN = 50  # syntax errors repaired and lines with control characters reported, per file


class Document(Immutable):
    """The result of reading a YAML text. `root` is None where the text is empty or could not be read.

    `broken` means that the text has errors that prevent publishing. After a syntax error that could be repaired,
    `root` is the tree of the repaired text, so that later errors are found as well; `broken` is still True.
    The last but one holds the numbers of the repaired lines; `unsettled` means that a repair moved lines or made keys
    of them, so that further problems with keys may follow from that.
    """

    text: YamlText
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    mended: frozenset[int] = frozenset()
    unsettled: bool = False

    def trusted(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics that don't follow from what is already reported.

        Those in repaired lines do; where lines are unsettled, so may all that are about keys.
        """
        kept = [d for d in diagnostics if d.location.line not in self.mended]
        return [d for d in kept if d.code not in STRUCTURAL] if self.unsettled else kept


def read_yaml(data: bytes, path: str, judge: Judge | None = None) -> Document:
    """Reads a whole YAML file; `judge` is as in `read_text`. Never raises."""
    if len(data) > MOST_BYTES:
        return _unread(path, _too_large(path, "bytes"))
    text, problem, leftovers = decoded(data, path)
    if problem:
        return _unread(path, problem)
    document = read_text(YamlText(path, text), judge)
    return replace(document, diagnostics=(*leftovers, *document.diagnostics)) if leftovers else document


def read_text(text: YamlText, judge: Judge | None = None) -> Document:
    """Reads decoded YAML: a whole file, or the front matter of one. Problems become its diagnostics; never raises.

    `judge` says what is wrong with the keys and values of a tree, by which repairs of syntax errors are chosen.
    """
    if len(text.text) > MOST_BYTES:
        return _unread(text.path, _too_large(text.path, "characters"))
    if merges := merge_problems(text.text, text.path, in_yaml=True, first_line=text.first_line):
        return Document(text, None, tuple(merges), broken=True)
    if foreign := foreign_lines(text):
        return Document(text, None, tuple(foreign), broken=True)
    if characters := control_characters(text):
        return Document(text, None, tuple(characters), broken=True)
    composed = compose(text)
    if composed.fault is None:
        if lists := list(unmarked_lists(text, composed.root)):
            return _with_lists(text, lists)
        problems = (*composed.diagnostics, *_escapes_left_over(text, composed.leftovers))
        return Document(text, composed.root, problems, broken=composed.too_deep)
    return _read_with_repairs(text, composed, judge)


def _read_with_repairs(text: YamlText, composed: Composed, judge: Judge | None) -> Document:
    """Repairs each syntax error in memory and parses again, so that all errors are reported and not only the first."""
    problems: list[Diagnostic] = []
    repaired: set[int] = set()
    unsettled = False
    tries = max(1, min(_MOST_SHOWN, _MOST_TRIED // (10 * len(text.text) + 1)))
    for _ in range(tries):
        if composed.fault is None:
            break
        explanation = explain_fault(text, composed.fault, judge)
        paste = explanation.diagnostic.paste
        lines = set(range(paste.first, paste.last + 1)) if paste else {explanation.diagnostic.location.line}
        if lines & repaired:
            break  # a repair must have caused this error, so further errors would be misleading
        problems.append(explanation.diagnostic)
        if explanation.mended is None:
            break
        repaired |= lines
        unsettled |= _changes_keys(text, paste)
        text = explanation.mended
        composed = compose(text)
    document = Document(text, composed.root, (), broken=True, mended=frozenset(repaired), unsettled=unsettled)
    return replace(document, diagnostics=(*problems, *document.trusted(composed.diagnostics)))


def _with_lists(text: YamlText, repairs: Sequence[Mend]) -> Document:
    """The document with lists in place of the texts as which they were read."""
    given, lines, mended = text, text.text.split("\n"), set[int]()
    for repair in repairs:
        text = applied(text, lines, repair)
        lines = text.text.split("\n")
        mended |= set(range(text.first_line + repair.first, text.first_line + repair.first + repair.took))
    problems = [as_diagnostic(given, Found(repair, text, 0), code="yaml-structure") for repair in repairs]
    composed = compose(text)
    document = Document(text, composed.root, (), broken=True, mended=frozenset(mended), unsettled=True)
    return replace(document, diagnostics=(*problems, *document.trusted(composed.diagnostics)))


def _changes_keys(text: YamlText, paste: Paste | None) -> bool:
    """Whether a repair changes how a line is indented, or with which key it begins."""
    if paste is None:
        return False
    lines = text.text.split("\n")[paste.first - text.first_line : paste.last - text.first_line + 1]
    before, after = ([(indent_of(line), key_of(line)) for line in side] for side in (lines, paste.lines))
    return before[: len(after)] != after


class Decoded(NamedTuple):
    """A text without byte order mark and with `\\n` line ends. It is empty where `problem` says why it can't be read.

    Characters that are left over from Windows-1252, and lines that were decoded as it, are replaced by what they stand
    for; `leftovers` are the warnings.
    """

    text: str
    problem: Diagnostic | None = None
    leftovers: tuple[Diagnostic, ...] = ()


def decoded(data: bytes, path: str) -> Decoded:
    """Decodes UTF-8."""
    if problem := of_a_word_processor(data, path):
        return Decoded("", problem)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Decoded("", not_utf8(data, path, error.start))
    if "\0" in text and utf_16(data):
        return Decoded("", in_utf_16(data, path))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    garbled: tuple[Diagnostic, ...] = ()
    if b"\xc3" in data and may_be_garbled(text) and (found_lines := dict(garbled_lines(text))):
        garbled = (_garbled(path, text, found_lines),)
        text = "\n".join(found_lines.get(n, line) for n, line in enumerate(text.split("\n")))
    if b"\xc2" in data and LEFTOVER.search(text):  # in UTF-8 they all begin with this byte
        found = [(match.start(), match.end(), ord(match[0])) for match in LEFTOVER.finditer(text)]
        text = repaired(text)
        return Decoded(text, None, (*garbled, _left_over(YamlText(path, text), found, text.split("\n"))))
    return Decoded(text, None, garbled)


def at_most(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems of one file; of more than `MOST_PROBLEMS` only the first, and a diagnostic that counts the rest."""
    if len(problems) <= MOST_PROBLEMS:
        return list(problems)
    ordered = sorted(problems, key=lambda d: (d.location.line, d.location.column))
    further = len(problems) - MOST_PROBLEMS
    message = f"{further:,} further problems in this file, from this line on, are not shown."
    step = "Check that this is the right file, then fix the problems above."
    return [
        *ordered[:MOST_PROBLEMS],
        Diagnostic.of("too-many-problems", ordered[MOST_PROBLEMS].location, message, step=step),
    ]


def control_characters(text: YamlText, *, in_yaml: bool = True) -> list[Diagnostic]:
    """One diagnostic for each line with control characters, for the first `_MOST_SHOWN` such lines."""
    lines: dict[int, int] = {}
    for match in CONTROL.finditer(text.text):
        lines.setdefault(text.line_start(match.start()), match.start())
        if len(lines) == _MOST_SHOWN:
            break
    return [_control(text, offset, in_yaml) for offset in lines.values()]


def _escapes_left_over(text: YamlText, found: Sequence[tuple[int, int, int]]) -> list[Diagnostic]:
    """The warning about escapes of characters that are left over from Windows-1252."""
    if not found:
        return []
    pieces, end = [], 0
    for start, stop, code in found:
        character = WINDOWS_1252[code]
        pieces += [text.text[end:start], f"\\{character}" if character in '"\\' else character]
        end = stop
    return [_left_over(text, found, "".join([*pieces, text.text[end:]]).split("\n"))]


def _left_over(text: YamlText, found: Sequence[tuple[int, int, int]], lines: Sequence[str]) -> Diagnostic:
    """The warning about the leftovers `found` (start, end, code point); `lines` are all lines of the text, repaired."""
    counts = Counter(code for _, _, code in found)
    first, last = text.line_number(found[0][0]), text.line_number(found[-1][0])
    pasted = tuple(lines[first - text.first_line : last - text.first_line + 1])
    can_paste = len(pasted) <= _MOST_PASTED and sum(map(len, pasted)) <= LONGEST_PASTE
    one = f"U+{found[0][2]:04X} is left over from Windows-1252, where it is “{WINDOWS_1252[found[0][2]]}”"
    message = f"The invisible character {one}."
    if len(found) > 1:
        message = f"Invisible characters are left over from Windows-1252 in {len(found)} places, from here on."
    meant = [f"U+{code:04X} is published as {WINDOWS_1252[code]}" for code in sorted(counts)]
    return Diagnostic.of(
        "windows-character",
        text.location(found[0][0]),
        message,
        details=meant if len(found) > 1 else (),
        step=("Write the character that is meant:" if len(found) == 1 else "Write the characters that are meant:")
        if can_paste
        else "Replace them throughout the file, in an editor that shows invisible characters.",
        paste=Paste(first, last, pasted) if can_paste else None,
    )


def _garbled(path: str, text: str, found: Mapping[int, str]) -> Diagnostic:
    """The warning about lines (numbers from 0, each as it was written) that were decoded wrongly."""
    lines = text.split("\n")
    first, last = min(found), max(found)
    column = next((n for n, letter in enumerate(lines[first]) if not letter.isascii()), 0)
    word = lines[first][:column].split(" ")[-1] + lines[first][column:].split(" ")[0]
    meant = ungarbled(word)
    pasted = tuple(found.get(n, lines[n]) for n in range(first, last + 1))
    can_paste = len(pasted) <= _MOST_PASTED and sum(map(len, pasted)) <= LONGEST_PASTE
    count = f"{len(found)} lines, from here on, hold" if len(found) > 1 else "This line holds"
    seen = f": `{short(word)}` is `{short(meant)}`" if meant != word else ""
    return Diagnostic.of(
        "garbled-text",
        Location(path, first + 1, column + 1),
        f"{count} UTF-8 that another program took for Windows-1252{seen}.",
        step="Write the letters that were meant:"
        if can_paste
        else "Copy the text again, from a page that shows its letters as they are meant.",
        paste=Paste(first + 1, last + 1, pasted) if can_paste else None,
    )


def _unread(path: str, problem: Diagnostic) -> Document:
    return Document(YamlText(path, ""), None, (problem,), broken=True)


def _too_large(path: str, unit: str) -> Diagnostic:
    return Diagnostic.of(
        "yaml-size",
        Location(path),
        f"This YAML is larger than {MOST_BYTES:,} {unit}.",
        step="Check that this is the right file; speakers and sources can be split into several files.",
    )


def _control(text: YamlText, offset: int, in_yaml: bool) -> Diagnostic:
    start, end = text.line_start(offset), text.line_end(offset)
    line = text.line_number(offset)
    # White space at the end of a line is kept, because two spaces there are a line break of Markdown.
    clean = tuple(without_control(text.text[start:end], in_yaml=in_yaml).split("\n"))
    return Diagnostic.of(
        "yaml-character",
        text.location(offset),
        f"The text contains an invisible character that is not allowed (U+{ord(text.text[offset]):04X}).",
        step=control_step(text.text[offset:end], in_yaml=in_yaml),
        paste=Paste(line, line, clean) if end - start <= LONGEST_PASTE else None,
    )

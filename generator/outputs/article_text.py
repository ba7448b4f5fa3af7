"""The text of an article as its page shows it: runs of blocks with the notes beside them, and who speaks in the gutter.

Knows statements, their notes and the order of the text; knows nothing else of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from generator.model import PARTS, Body, Statement
from generator.outputs.views import GutterLine, TextRun, Thread
from generator.outputs.voice_names import VoiceNames

_PARAGRAPH = re.compile(r'<p id="p_([0-9]+)"')

MOST_IN_GUTTER = 100
"""The most passages for which the gutter says who speaks. Browsers take time for each: its square, at worst."""

FEW_NOTES = 12

# Estimates of what stands on a wide page, in pixels, to tell whether folded notes keep up with their text.
_CHARACTERS_A_LINE, _LINE, _BETWEEN = 64, 32, 21
_NOTE, _REASON, _REMARK = 30, 19, 28


def text_runs(body: Body, notes: Mapping[str, Thread], finished: Callable[[str], Markup]) -> tuple[TextRun, ...]:
    """The runs of a text. `notes` are by annotation id; `finished` makes compiled HTML that of the page."""
    return tuple(
        TextRun(
            html=Markup(finished(blocks.html).removesuffix("\n")),
            notes=tuple(notes[id] for id in blocks.notes if id in notes),
            number=int(found[-1]) if (found := _PARAGRAPH.findall(blocks.html)) else 0,
        )
        for blocks in body.blocks
    )


def gutter(
    statements: Iterable[Statement],
    numbers: Mapping[tuple[str, int], int],
    voices: Mapping[str, int],
    names: VoiceNames,
) -> Iterator[GutterLine]:
    """The passages of an article with a number, in the order of the text, each with who speaks where that changes; none
    where there are more than `MOST_IN_GUTTER`.

    `numbers` are those of `passage_numbers`, `voices` those of `voice_numbers`.
    """
    passages = sorted(
        (
            ((PARTS.index(passage.part), passage.start, -passage.end), statement, n)
            for statement in statements
            if statement.voice
            for n, passage in enumerate(statement.facts.passages, 1)
            if (statement.id, n) in numbers
        ),
        key=lambda one: one[0],
    )
    if len(passages) > MOST_IN_GUTTER:
        return
    before = None
    for _, statement, n in passages:
        voice = names.view(statement)
        number, voice_number = numbers[statement.id, n], voices.get(statement.id, 0)
        yield GutterLine(number, statement.kind, voice_number, voice if voice != before else None)
        before = voice


def lines_of_reason(characters: int, paragraphs: int, notes: Sequence[Thread]) -> int:
    """How many lines of a folded note's reason there is room for beside a text of so many characters: 2, 1 or 0. A few
    notes always have two: they can't drift far, however short their text is."""
    if len(notes) <= FEW_NOTES:
        return 2
    text = (characters // _CHARACTERS_A_LINE + paragraphs) * _LINE + paragraphs * _BETWEEN
    remarks = sum(one.note.statement.kind == "note" for one in notes)
    for lines in (2, 1):
        if remarks * _REMARK + (len(notes) - remarks) * (_NOTE + lines * _REASON) <= text:
            return lines
    return 0

"""The voice score of an article: who speaks where in it, who answers whom. Knows statements and what each is called;
where things stand in the drawing is found in `charts`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from generator.model import Article, Statement
from generator.outputs.page_context import Here
from generator.outputs.score_layout import DrawnStatement, Sign, draw
from generator.outputs.views import Score, ScoreSign, ScoreStave, StaveVoice
from generator.urls import mark_anchor, note_anchor

WORDS_AT_THE_ENDS = 3
LETTERS_AT_THE_ENDS = 28
NO_NUMBERS: Mapping[str, int] = {}
FOLDED_FROM = 8
"""A score of more staves is folded, on wide screens too."""


def score(
    article: Article,
    statements: Sequence[Statement],
    here: Here,
    text: str = "",
    numbers: Mapping[str, int] = NO_NUMBERS,
) -> Score | None:
    """The score of an article that has voices in it: of `statements`, all of its annotations.

    `text` is its projection, whose first and last words are shown, `numbers` those of the voices by annotation id:
    a list of articles needs neither.
    """
    speaking = {statement.ref: statement for statement in statements if statement.voice}
    drawing = draw(tuple(map(_part, speaking.values())), article.facts.length, article.direction == "rtl")
    if not drawing.staves:
        return None
    first, last = _ends(text)
    return Score(
        staves=tuple(
            ScoreStave(
                voice=_voice(speaking[stave.signs[0].part.ref], here),
                y=stave.y,
                rows=stave.rows,
                signs=tuple(_sign(sign, speaking[sign.part.ref], numbers) for sign in stave.signs),
                markers=tuple(dict.fromkeys(sign.part.label for sign in stave.signs)),
            )
            for stave in drawing.staves
        ),
        ties=drawing.ties,
        height=drawing.height,
        direction=article.direction,
        first=here.text(first, article.language, article.direction),
        last=here.text(last, article.language, article.direction),
        folded=len(drawing.staves) > FOLDED_FROM,
    )


def _part(statement: Statement) -> DrawnStatement:
    spans = tuple((p.start, p.end) if p.part == "body" else (0, 0) for p in statement.facts.passages)
    return DrawnStatement(statement.ref, _who(statement), statement.facts.marker, spans, statement.targets)


def _who(statement: Statement) -> Hashable:
    """What tells staves apart: who speaks, and through whom. Unnamed voices are never the same."""
    voice = statement.voice
    assert voice is not None, f"{statement.ref} has no voice, so no stave"
    alone = statement.ref if voice.kind == "unnamed" else ""
    return voice.id or (voice.kind, voice.name), tuple(v.id or v.name or v.kind for v in statement.via), alone


def _voice(statement: Statement, here: Here) -> StaveVoice:
    assert statement.voice is not None, f"{statement.ref} has no voice, so no stave"
    return StaveVoice(here.voice_of(statement.voice), tuple(map(here.voice_of, statement.via)))


def _sign(sign: Sign, statement: Statement, numbers: Mapping[str, int]) -> ScoreSign:
    anchor = note_anchor(statement.id) if sign.elsewhere else mark_anchor(statement.id, sign.number)
    return ScoreSign(
        kind=statement.kind,
        verdict=statement.verdict.key if statement.verdict else "",
        marker=sign.part.label,
        anchor=anchor,
        x=f"{round(sign.start, 1):g}%",
        width=f"{round(sign.width, 1):g}%",
        y=sign.y,
        elsewhere=sign.elsewhere,
        voice_number=numbers.get(statement.id, 0),
    )


def _ends(text: str) -> tuple[str, str]:
    """The first and the last words of a text, each with the sign that it goes on."""
    first = " ".join(text.split(None, WORDS_AT_THE_ENDS)[:WORDS_AT_THE_ENDS])[:LETTERS_AT_THE_ENDS].strip()
    last = " ".join(text.rsplit(None, WORDS_AT_THE_ENDS)[-WORDS_AT_THE_ENDS:])[-LETTERS_AT_THE_ENDS:].strip()
    return f"{first} …", f"… {last}"

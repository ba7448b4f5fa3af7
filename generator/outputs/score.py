"""The voice score of an article: who speaks where in it, and who answers whom.

Knows statements and their labels; `score_layout` computes positions in the drawing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from generator.model import Article, Statement
from generator.outputs.score_layout import DrawnStatement, Sign, draw
from generator.outputs.views import Score, ScoreSign, ScoreStave
from generator.outputs.voice_names import VoiceNames
from generator.urls import mark_anchor, note_anchor

ELSEWHERE = "elsewhere"
"""The key of the stave that all statements without a passage in the text share."""
FOLDED_FROM = 8
"""The most staves of a score that is not folded, even on wide screens."""


def score(
    article: Article, statements: Sequence[Statement], names: VoiceNames, numbers: Mapping[str, int]
) -> Score | None:
    """The score of an article; None if none of its `statements`, those of all its annotations, has a voice.

    `names` are those of the voices; `numbers` holds the number of the voice of each annotation, by its id.
    """
    speaking = {statement.ref: statement for statement in statements if statement.voice}
    drawing = draw(tuple(map(_part, speaking.values())), article.facts.length, article.direction == "rtl")
    if not drawing.staves:
        return None
    return Score(
        staves=tuple(
            ScoreStave(
                voice=None if stave.voice == ELSEWHERE else names.view(speaking[stave.signs[0].part.ref]),
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
        folded=len(drawing.staves) > FOLDED_FROM,
    )


def _part(statement: Statement) -> DrawnStatement:
    spans = tuple((p.start, p.end) if p.part == "body" else (0, 0) for p in statement.facts.passages)
    return DrawnStatement(statement.ref, _stave_key(statement), statement.facts.marker, spans, statement.targets)


def _stave_key(statement: Statement) -> Hashable:
    """Identifies a statement's stave: who speaks, and through whom. Each unnamed voice has a stave of its own; what has
    no passage in the text shares one."""
    if not statement.facts.passages:
        return ELSEWHERE
    voice = statement.voice
    assert voice is not None, f"{statement.ref} has a stave but no voice"
    alone = statement.ref if voice.kind == "unnamed" else ""
    return voice.id or (voice.kind, voice.name), tuple(v.id or v.name or v.kind for v in statement.via), alone


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

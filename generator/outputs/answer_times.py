"""Plans the picture “When was it answered?”: claims, and on a scale of time the answers to each.

Knows statements and the order of claims; `answer_times_layout` computes positions in the drawing.

What a page shows of it depends on the appearances of its claims and the answers to them, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model import Archive, Claim, Relation, Statement
from generator.outputs.answer_times_layout import AnswerMark, Dot, Row, days_of, draw_times, mark
from generator.outputs.members import ANSWERED, Lists
from generator.outputs.page_context import PageContext
from generator.outputs.views import AnswerTimes, TimedAnswer, TimedClaim, TimeTick
from generator.values import Immutable, replace

MOST_TIMED = 12
"""The most rows of a picture."""
MOST_ANSWERS = 8
"""The most answers that are drawn in a row: those nearest to the claim."""
LEAST_ANSWERS = 2
"""The fewest answers that make a picture, one of them on another day than its claim: what less would show, a date
does."""
AGAINST = frozenset[Relation]({"rebuts", "undercuts", "corrects"})
"""The relations that say no or take something back: their dots are filled."""

_Statements = Mapping[str, Statement]


class _Timed(Immutable):
    """A claim with the answers to draw, each with its mark; `undated` and `more` count those that are not drawn."""

    claim: Statement
    said: str
    marks: tuple[tuple[Statement, AnswerMark], ...]
    undated: int
    more: int


def newest_answered(archive: Archive, lists: Lists) -> tuple[Claim, ...]:
    """The newest `MOST_TIMED` of the claims that are answered."""
    return tuple(archive.claims_by_ref[member.ref] for member in lists.newest(ANSWERED, MOST_TIMED))


def times_of_claims(claims: Iterable[Claim], statements: _Statements, here: PageContext) -> AnswerTimes | None:
    """The picture of one or more claims, with the answers to all of their appearances; None if too few are dated.

    The day of a claim is that of its first appearance. Withdrawn claims and answers are left out.
    """
    rows = (_of_claim(claim, statements) for claim in claims if not statements[claim.ref].is_withdrawn)
    return _picture(rows, here)


def times_of_article(own: Iterable[Statement], statements: _Statements, here: PageContext) -> AnswerTimes | None:
    """The picture of an article: its claims that are answered, in the order of its notes, each with the answers to this
    appearance. None if too few are dated."""
    answered = (s for s in own if s.kind == "claim" and s.answers and not s.is_withdrawn)
    return _picture((_timed(s, s.said, [statements[ref] for ref in s.answers]) for s in answered), here)


def _of_claim(claim: Claim, statements: _Statements) -> _Timed | None:
    said = min((statements[ref].said for ref in claim.appearances), key=_first_day)
    return _timed(statements[claim.ref], said, [statements[ref] for ref in claim.answers])


def _first_day(date: str) -> float:
    days = days_of(date)
    return days.first if days else float("inf")


def _timed(claim: Statement, said: str, answers: Iterable[Statement]) -> _Timed | None:
    """The claim with its answers that have a date; None if it has no date or none of them does."""
    day = days_of(said)
    if day is None:
        return None
    kept = [answer for answer in answers if not answer.is_withdrawn]
    dated = [(answer, mark(day, days, _name(answer))) for answer in kept if (days := days_of(answer.said))]
    nearest = sorted(dated, key=lambda pair: abs(pair[1].days))[:MOST_ANSWERS]
    if not nearest:
        return None
    by_date = tuple(sorted(nearest, key=lambda pair: pair[1].days))
    return _Timed(claim, said, by_date, len(kept) - len(dated), len(dated) - len(nearest))


def _name(statement: Statement) -> str:
    voice = statement.voice
    return (voice.short or voice.name) if voice else ""


def _picture(timed: Iterable[_Timed | None], here: PageContext) -> AnswerTimes | None:
    rows = [row for row in timed if row]
    drawn = rows[:MOST_TIMED]
    marks = [mark for row in drawn for _, mark in row.marks]
    if len(marks) < LEAST_ANSWERS or not any(mark.least or mark.most for mark in marks):
        return None
    drawing = draw_times([[mark for _, mark in row.marks] for row in drawn], here.site.direction == "rtl")
    return AnswerTimes(
        rows=tuple(_row(row, place, here) for row, place in zip(drawn, drawing.rows, strict=True)),
        ticks=tuple(TimeTick(tick.key, per_cent(tick.x), tick.room) for tick in drawing.ticks),
        middle=per_cent(drawing.middle),
        early=any(mark.days < 0 for mark in marks),
        late=any(mark.days >= 0 for mark in marks),
        aside=_aside(here),
        undated=sum(row.undated for row in drawn),
        more=sum(row.more for row in drawn),
        rows_more=len(rows) - len(drawn),
    )


def _row(timed: _Timed, place: Row, here: PageContext) -> TimedClaim:
    return TimedClaim(
        statement=replace(here.statement(timed.claim), said=timed.said),
        answers=tuple(_answers(timed.marks, place.dots, here)),
        height=place.height,
        y=place.y,
        since=per_cent(place.since),
        until=per_cent(place.until),
    )


def _answers(
    marks: Sequence[tuple[Statement, AnswerMark]], dots: Sequence[Dot], here: PageContext
) -> Iterator[TimedAnswer]:
    for (answer, _), dot in zip(marks, dots, strict=True):
        relation = answer.facts.annotation.relation
        yield TimedAnswer(
            voice=here.voice(answer.voice),
            relation=relation,
            against=relation in AGAINST,
            date=answer.said,
            on_record=dot.mark.most < 0,
            x=per_cent(dot.x),
            y=dot.y,
            early=dot.early,
            named=dot.named,
            name=dot.name,
            aside=-_aside(here) if dot.early else _aside(here),
            since=per_cent(dot.since) if dot.since is not None else "",
            until=per_cent(dot.until) if dot.until is not None else "",
        )


def _aside(here: PageContext) -> int:
    return -1 if here.site.direction == "rtl" else 1


def per_cent(share: float) -> str:
    """A measure as an attribute has it, to a tenth of a per cent: `36.5%`."""
    return f"{round(share, 1):g}%"

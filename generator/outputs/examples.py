"""Ranks claims by how well they show what the archive does. Knows neither lists nor pages."""

from __future__ import annotations

from collections.abc import Iterable

from generator.linking.exchanges import Turn, turns
from generator.model import Archive, Claim

_MOST_TURNS = 9999


def rank_of(archive: Archive, claim: Claim) -> str:
    """The later a claim's rank is as text, the better an example it is: the more turns its exchange has, those of all
    its appearances, withdrawn ones apart; of claims without turns, one that is rated."""
    known = archive.statements
    answers = [known[ref] for ref in claim.answers]
    if any(answer.answers for answer in answers):
        number = _count(turns(archive, claim.ref))
    else:
        number = sum(not answer.is_withdrawn for answer in answers)
    is_rated = not number and known[claim.ref].verdict is not None
    return f"{min(number, _MOST_TURNS):04} {int(is_rated)}"


def _count(exchange: Iterable[Turn]) -> int:
    return sum(_count(turn.answers) + (not turn.statement.is_withdrawn) for turn in exchange)

"""Who answers whom, as an exchange."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.model import (
    Archive,
    Relation,
    Statement,
)

DEEPEST_TURN = 32
"""Nested answers are never deeper; answers to answers by `to` may be, and stand side by side from there on."""


# ── what planners ask ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Turn:
    """One statement in an exchange, how it bears on what it answers, and the answers to it.

    What stands in several places of an exchange is shown at the first. Deeper than `DEEPEST_TURN`, answers to answers
    stand beside what they answer.
    """

    statement: Statement
    relation: Relation
    answers: tuple[Turn, ...] = ()


def turns(archive: Archive, ref: str) -> tuple[Turn, ...]:
    """The exchange below a claim (all of its appearances) or a counter-point, without it: its answers as trees."""
    seen = {ref}
    depth: dict[str, int] = {}
    children: dict[str, list[str]] = defaultdict(list)
    todo = [(answer, ref, 1) for answer in reversed(_answers_to(archive, ref))]
    while todo:
        answer, parent, level = todo.pop()
        if answer in seen:
            continue
        seen.add(answer)
        depth[answer] = level
        children[parent].append(answer)
        parent, level = (answer, level + 1) if level < DEEPEST_TURN else (parent, level)
        todo += [(deeper, parent, level) for deeper in reversed(archive.statements[answer].answers)]
    made: dict[str, Turn] = {}
    for answer in sorted(depth, key=depth.__getitem__, reverse=True):
        statement = archive.statements[answer]
        below = tuple(made[child] for child in children.get(answer, ()))
        made[answer] = Turn(statement, statement.facts.annotation.relation, below)
    return tuple(made[answer] for answer in children[ref])


def _answers_to(archive: Archive, ref: str) -> tuple[str, ...]:
    claim = archive.claims_by_ref.get(archive.statements[ref].root)
    return claim.answers if claim else archive.statements[ref].answers

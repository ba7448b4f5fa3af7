"""The answers below a claim or counter-point, as trees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from generator.model import (
    Archive,
    Relation,
    Statement,
)

DEEPEST_TURN = 32
"""Levels of answers in an exchange. Nesting in a sidecar never goes deeper. Chains of `to` may: from there on, answers
to an answer become its siblings."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One statement in an exchange, its relation to what it answers, and the answers to it."""

    statement: Statement
    relation: Relation
    answers: tuple[Turn, ...] = ()


def turns(archive: Archive, ref: str) -> tuple[Turn, ...]:
    """The answers to a claim (to any of its appearances) or to a counter-point, each with the answers to it.

    A statement that answers several others is listed once, at its first place. Below `DEEPEST_TURN` levels, answers
    to an answer are listed beside it. Raises `KeyError` where `ref` is not a statement of the archive.
    """
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
    built: dict[str, Turn] = {}
    for answer in sorted(depth, key=depth.__getitem__, reverse=True):
        statement = archive.statements[answer]
        below = tuple(built[child] for child in children.get(answer, ()))
        built[answer] = Turn(statement, statement.facts.annotation.relation, below)
    return tuple(built[answer] for answer in children[ref])


def _answers_to(archive: Archive, ref: str) -> tuple[str, ...]:
    claim = archive.claims_by_ref.get(archive.statements[ref].root)
    return claim.answers if claim else archive.statements[ref].answers

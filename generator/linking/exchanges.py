"""The answers below a claim or counter-point, as trees."""

from __future__ import annotations

from collections import defaultdict

from generator.model import (
    Archive,
    Relation,
    Statement,
)
from generator.values import Immutable

DEEPEST_TURN = 32
"""Levels of answers in an exchange. Nesting in a sidecar never goes deeper. Chains of `to` may: from there on, answers
to an answer become its siblings."""
MOST_WHOLE = 16
"""The most exchanges in which a statement stands with the answers to it: repeated below each of a thousand claims, they
would be as many as their square. In the others it stands alone."""


class Turn(Immutable):
    """One statement in an exchange, its relation to what it answers, and the answers to it.

    `whole_in` is empty, or the claim in whose exchange the statement stands with its answers, which are left out here.
    """

    statement: Statement
    relation: Relation
    answers: tuple[Turn, ...] = ()
    whole_in: str = ""


def turns(archive: Archive, ref: str) -> tuple[Turn, ...]:
    """The answers to a claim (to any of its appearances) or to a counter-point, each with the answers to it.

    A statement that answers several others is listed once, at its first place. Below `DEEPEST_TURN` levels, answers
    to an answer are listed beside it. A statement in the exchanges of many claims has the answers to it only in the
    first `MOST_WHOLE`. Raises `KeyError` where `ref` is not a statement of the archive.
    """
    claims = archive.once(_ClaimsAnswered)
    root = archive.statements[ref].root if archive.statements[ref].kind == "claim" else ""
    whole_in: dict[str, str] = {}
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
        homes = claims.of(answer) if root else ()
        if len(homes) == MOST_WHOLE and root not in homes:
            whole_in[answer] = homes[0]
            continue
        parent, level = (answer, level + 1) if level < DEEPEST_TURN else (parent, level)
        todo += [(deeper, parent, level) for deeper in reversed(archive.statements[answer].answers)]
    built: dict[str, Turn] = {}
    for answer in sorted(depth, key=depth.__getitem__, reverse=True):
        statement = archive.statements[answer]
        below = tuple(built[child] for child in children.get(answer, ()))
        built[answer] = Turn(statement, statement.facts.annotation.relation, below, whole_in.get(answer, ""))
    return tuple(built[answer] for answer in children[ref])


class _ClaimsAnswered:
    """The claims that statements answer, computed at the first question about each."""

    def __init__(self, archive: Archive) -> None:
        self._statements = archive.statements
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, ref: str) -> tuple[str, ...]:
        """The first `MOST_WHOLE` claims (refs of roots) that a statement answers, directly or through others."""
        todo = [ref]
        while todo:
            statement = self._statements[todo[-1]]
            if statement.ref in self._known:
                todo.pop()
                continue
            unknown = [to for to in statement.targets if to not in self._known]
            if unknown and statement.kind != "claim":
                todo += unknown
            else:
                self._known[todo.pop()] = self._of(statement)
        return self._known[ref]

    def _of(self, statement: Statement) -> tuple[str, ...]:
        if statement.kind == "claim":
            return (statement.root,)
        if len(statement.targets) == 1:
            return self._known[statement.targets[0]]
        claims: dict[str, None] = {}
        for to in statement.targets:
            claims |= dict.fromkeys(self._known[to])
            if len(claims) >= MOST_WHOLE:
                break
        return tuple(claims)[:MOST_WHOLE]


def _answers_to(archive: Archive, ref: str) -> tuple[str, ...]:
    claim = archive.claims_by_ref.get(archive.statements[ref].root)
    return claim.answers if claim else archive.statements[ref].answers

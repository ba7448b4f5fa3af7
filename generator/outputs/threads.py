"""Which answers stand inside a note of an article's page: those without a quote, inside the note of what they answer.

An answer with a passage of its own stands beside that. Knows statements and their order; knows no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import field

from generator.model import Statement
from generator.values import Immutable


class Threads(Immutable):
    """All references: `parents` maps each answer in a thread to what it stands below, `below` each note beside the text
    to the answers in it, in reading order, each with its depth (1 for an answer to the note itself)."""

    parents: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


def threads_of(statements: Sequence[Statement]) -> Threads:
    """The threads of an article with these statements, which are in the order of its notes: an answer without a quote
    comes behind the first statement of the article that it answers."""
    parents: dict[str, str] = {}
    below: dict[str, list[tuple[str, int]]] = {}
    places: dict[str, tuple[str, int]] = {}  # the note that a statement stands in, and its depth there
    for statement in statements:
        answered = next((to for to in statement.targets if to in places), "")
        if statement.facts.annotation.quote or not answered:
            places[statement.ref] = (statement.ref, 0)
            continue
        note, depth = places[answered]
        places[statement.ref] = (note, depth + 1)
        parents[statement.ref] = answered
        below.setdefault(note, []).append((statement.ref, depth + 1))
    return Threads(parents, below)

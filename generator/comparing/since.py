"""What the messages on losses have in common: since when, today's date, and the words for verdicts. Finds nothing."""

from __future__ import annotations

import shlex

from generator.comparing.vocabulary import Vocabulary
from generator.diagnostics import Diagnostic
from generator.values import Immutable
from generator.yaml_text.tree import in_quotes


class Since(Immutable):
    """The name of the revision that an archive is compared with, as it was typed; today as YYYY-MM-DD."""

    revision: str
    today: str
    vocabulary: Vocabulary

    @property
    def name(self) -> str:
        """The revision as messages name it."""
        return f"`{self.revision}`"

    def update(self, text: str = "…") -> str:
        """A line for `updates` with today's date, to be pasted: the text is in quotation marks, so that one with a
        colon in its place is still a text."""
        return f"`{self.today}: {in_quotes(text)}`"

    def restoring(self, path: str) -> str:
        """The command that brings a file back as it was."""
        return f"`git checkout {shlex.quote(self.revision)} -- {shlex.quote(path)}`"


class Loss(Immutable):
    """A problem that only a comparison shows, and the problems of today that it says better."""

    problem: Diagnostic
    instead_of: tuple[Diagnostic, ...] = ()

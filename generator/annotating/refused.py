"""Why an edit is not made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """An edit that is not made: `why`, and the next `step` of the editor; each is a sentence. Nothing is changed."""

    why: str
    step: str

    def __str__(self) -> str:
        return f"{self.why} {self.step}"

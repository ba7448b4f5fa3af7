"""What the ratings of others mean in the site's vocabulary: a verdict with that very name, or a doubt to be settled."""

from __future__ import annotations

from generator.annotating.values import Value
from generator.model import Settings
from generator.text import normalize_text


def verdict_named(words: str, settings: Settings) -> str:
    """The key of the one verdict whose key or label these words are, whatever their capitals; else empty."""
    folded = normalize_text(words).casefold()
    keys = [one.key for one in settings.verdicts if one.key.casefold() == folded]
    keys = keys or [one.key for one in settings.verdicts if normalize_text(one.label).casefold() == folded]
    return keys[0] if len(keys) == 1 and folded else ""


def judgement(words: str, by: str, settings: Settings) -> dict[str, Value]:
    """The field for a rating in another's words: `verdict` where the site has it, else `unsure`; none for no words."""
    if not words:
        return {}
    if verdict := verdict_named(words, settings):
        return {"verdict": verdict}
    return {"unsure": f"rated “{words}” by {by}" if by else f"rated “{words}” elsewhere"}

"""Where selected words are, for the page: the quote of them, who may say them, and what an id would be."""

from __future__ import annotations

from collections.abc import Iterable

from generator.annotating.new_id import ids_in_use, new_id
from generator.annotating.part_text import PartText
from generator.annotating.proposals import Proposal, matching, proposals
from generator.annotating.selection import Selection, same_passage
from generator.annotating.selector import NoQuote, quote_value, quotes_of
from generator.annotating.voices import KnownVoices
from generator.model import ArticleFacts, QuoteSelector
from generator.server.reply import Reply

_MOST_FOUND = 12


def place_reply(facts: ArticleFacts, part: PartText, selection: Selection, voices: KnownVoices) -> Reply:
    """What there is to say of a selection, for the toolbar and the form."""
    quotes = quotes_of(part, selection.spans)
    if isinstance(quotes, NoQuote):
        return Reply(422, quotes.message)
    pieces = [
        {"part": part.part, "start": start, "end": end, "quote": quote_value([quote])}
        for (start, end), quote in zip(selection.spans, quotes, strict=True)
    ]
    words = " ".join(map(part.words, selection.spans))
    taken = ids_in_use((one.annotation for one in facts.annotations), facts.left_out)
    values = {
        **pieces[0],
        "end": pieces[-1]["end"],
        "words": selection.words,
        "places": max(selection.places),
        "mode": selection.mode,
        "pick": _picked_by(quotes[0]),
        "two": pieces if len(pieces) > 1 else [],
        "marked": list(same_passage(part.part, selection.spans[0], facts.annotations)),
        "speakers": shown_voices(proposals(part, selection.spans, voices), voices),
        "id": new_id(words, taken, language=facts.front.language or "en"),
    }
    return Reply(200, values=values)


def found_voices(words: str, voices: KnownVoices) -> list[dict[str, str]]:
    """The voices whose name, role, id or other spelling has these words."""
    return shown_voices(matching(words, voices, _MOST_FOUND), voices)


def shown_voices(found: Iterable[Proposal], voices: KnownVoices) -> list[dict[str, str]]:
    """Voices as the form lists them: id, name, role, and why."""
    return [
        {"id": one.voice, "name": one.name, "role": role_of(one.voice, voices), "why": _why(one, voices)}
        for one in found
    ]


def role_of(voice: str, voices: KnownVoices) -> str:
    """The role of a voice, as its file has it; empty where it has none."""
    return voices.speakers[voice].role if voice in voices.speakers else ""


def _why(one: Proposal, voices: KnownVoices) -> str:
    return role_of(one.voice, voices) if one.reason == "typed" else one.why


def _picked_by(quote: QuoteSelector) -> str:
    """The words beside a passage that tell it from others, for the toolbar; empty where it is the only one."""
    before, after = f"“{quote.prefix}” before" * bool(quote.prefix), f"“{quote.suffix}” after" * bool(quote.suffix)
    return " and ".join(filter(None, (before, after)))

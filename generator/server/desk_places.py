"""Where selected words stand, as the page is told it: the quote of them, who may say them, and what an id would be."""

from __future__ import annotations

from generator.annotating.new_id import ids_in_use, new_id
from generator.annotating.part_text import PartText
from generator.annotating.selection import Selection, same_passage
from generator.annotating.selector import NoQuote, quote_of, value_of
from generator.model import QuoteSelector, Registry
from generator.server.desk_article import DeskArticle
from generator.server.desk_model import voices_of
from generator.server.reply import Reply
from generator.text import Span

_MOST_FOUND = 12


def placed(now: DeskArticle, part: PartText, selection: Selection, registry: Registry) -> Reply:
    """What there is to say of a selection, for the toolbar and the form."""
    annotations = now.facts.annotations if now.facts else ()
    quotes = [quote_of(part, span) for span in selection.spans]
    wrong = next((quote.message for quote in quotes if isinstance(quote, NoQuote)), "")
    if wrong:
        return Reply(422, wrong)
    pieces = [
        {"part": part.part, "start": span[0], "end": span[1], "quote": value_of([quote])}
        for span, quote in zip(selection.spans, quotes, strict=True)
        if isinstance(quote, QuoteSelector)
    ]
    words = " ".join(part.words(span) for span in selection.spans)
    broken = now.facts.left_out if now.facts else ()
    taken = ids_in_use((one.annotation for one in annotations), broken)
    first: Span = selection.spans[0]
    values = {
        **pieces[0],
        "end": pieces[-1]["end"],
        "words": selection.words,
        "places": max(selection.places),
        "mode": selection.mode,
        "pick": _picked_by(quotes[0]) if isinstance(quotes[0], QuoteSelector) else "",
        "two": pieces if len(pieces) > 1 else [],
        "marked": list(same_passage(part.part, first, annotations)),
        "speakers": [
            {"id": id, "name": name, "role": role, "why": role} for id, name, role in voices_of(now, registry)[-8:]
        ],
        "id": new_id(words, taken),
    }
    return Reply(200, values=values)


def found_voices(words: str, now: DeskArticle, registry: Registry) -> list[dict[str, str]]:
    """The speakers of whom the name, the role or the id has these words, those first whose name begins so."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [
        (not name.casefold().startswith(wanted[0]), name, id, role)
        for id, name, role in voices_of(now, registry)
        if all(word in f"{name} {role} {id}".casefold() for word in wanted)
    ]
    return [{"id": id, "name": name, "role": role, "why": role} for _, name, id, role in sorted(found)[:_MOST_FOUND]]


def _picked_by(quote: QuoteSelector) -> str:
    """The words beside a passage that tell it from others, for the toolbar; empty where it is the only one."""
    before, after = f"“{quote.prefix}” before" * bool(quote.prefix), f"“{quote.suffix}” after" * bool(quote.suffix)
    return " and ".join(filter(None, (before, after)))

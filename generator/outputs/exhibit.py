"""The claim that the home page shows as an example: which one it is, the words around it, and what answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.model import Archive, Body, Claim, Passage, Statement, Voice
from generator.outputs.descriptions import paragraphs, plain_text
from generator.outputs.members import EXAMPLES, Lists
from generator.outputs.page_context import PageContext
from generator.outputs.views import Answered, Exhibit
from generator.values import replace

ANSWERS_SHOWN = 2
"""The most answers that are shown."""
LONGEST_PARAGRAPH = 420
"""The most characters of a paragraph that is shown whole."""
AROUND = 150
"""Characters shown on either side of the words marked, where the paragraph is longer."""
LONGEST_REASON = 200
"""Characters. Of a longer reason only the first sentences are shown."""

BodyOf = Callable[[str], Body]
"""Gives the text and the notes of an article, by its id."""
_Pieces = tuple[tuple[str, bool], ...]
_COLONS = (":", "：")
# The end of a sentence, behind three letters or more, so that no `Mr.` ends one.
_END = re.compile(r"(?<=\w\w\w)[.!?؟。]+[\"”’»)]*(?=\s)")


def featured_claim(archive: Archive, lists: Lists) -> Claim | None:
    """The claim that site.yaml names; else the one with the most turns in its exchange, else the newest that is rated,
    else the newest. Of equal ones that of the newer article, there the first. None where every claim is withdrawn."""
    named = archive.claims_by_ref.get(archive.settings.featured)
    if named and not archive.statements[named.ref].is_withdrawn:
        return named
    best = lists.latest([EXAMPLES], 1)
    return archive.claims_by_ref[best[0].ref] if best else None


def exhibit_of(archive: Archive, lists: Lists, body_of: BodyOf, here: PageContext) -> Exhibit | None:
    """The view of the featured claim, with the words around it; None where there is no claim."""
    claim = featured_claim(archive, lists)
    if claim is None:
        return None
    statement = archive.statements[claim.ref]
    answers = [one for one in map(archive.statements.__getitem__, claim.answers) if not one.is_withdrawn]
    has_place = bool(statement.facts.passages)
    body = body_of(statement.article)
    return Exhibit(
        claim=here.statement(statement, len(answers)),
        marker=statement.facts.marker if has_place else "",
        note=here.href(here.site.urls.note(claim.ref)),
        quote=here.words_of_article(statement),
        answers=tuple(_answer(one, statement.article, here) for one in _most_telling(answers)[:ANSWERS_SHOWN]),
        pieces=excerpt(body.text, statement.facts.passages),
        reason=first_sentences(body.notes.get(statement.facts.id, "")),
    )


def _most_telling(answers: Iterable[Statement]) -> list[Statement]:
    """The answers in another order: those of others before the editors' own, the first of each voice before its next,
    else as they were."""
    heard: set[Voice | None] = set()
    ranked: list[tuple[bool, bool, int, Statement]] = []
    for place, answer in enumerate(answers):
        by_editors = answer.voice is not None and answer.voice.kind == "editors"
        ranked.append((by_editors, answer.voice in heard, place, answer))
        heard.add(answer.voice)
    return [one[-1] for one in sorted(ranked, key=lambda one: one[:3])]


def _answer(statement: Statement, article: str, here: PageContext) -> Answered:
    """An answer, with its letter if it is in the same article: elsewhere the letter stands for something else."""
    named = here.named(statement, statement)
    if statement.article != article:
        return named
    return replace(named, marker=statement.facts.marker, href=here.href(here.site.urls.note(statement.ref)))


def excerpt(text: str, passages: Sequence[Passage]) -> _Pieces:
    """The paragraph around the first passage in the text of an article, cut into pieces: (words, whether they are the
    claim's). Of a long paragraph only words around the passage, with `…` where others are left out; a short one has
    the line before it, if that leads up to it with a colon. Empty where no passage is in the text, where none of the
    text is kept, and where nothing but signs stand around the passage."""
    own = sorted((p.start, p.end) for p in passages if p.part == "body")
    if not own or not text:
        return ()
    first, last = own[0]
    start, end = text.rfind("\n", 0, first) + 1, _found(text.find("\n", last), len(text))
    if end - start > LONGEST_PARAGRAPH:
        start, end = _word_before(text, start, first - AROUND), _word_after(text, end, last + AROUND)
    elif text[:start].rstrip().endswith(_COLONS):
        before = text.rfind("\n", 0, max(start - 1, 0)) + 1
        start = before if end - before <= LONGEST_PARAGRAPH else start
    pieces = tuple(_cut(text, start, end, [(a, b) for a, b in own if b <= end]))
    return pieces if any(map(str.isalnum, "".join(words for words, own in pieces if not own))) else ()


def _cut(text: str, start: int, end: int, own: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = start
    before = "… " if start and text[start - 1] != "\n" else ""
    for first, last in own:
        if first < at:
            continue  # it overlaps the one before
        if between := before + text[at:first]:
            yield between, False
        yield from _shortened(text[first:last])
        at, before = last, ""
    after = text[at:end] + ("" if end == len(text) or text[end] == "\n" else " …")
    if after:
        yield after, False


def _shortened(words: str) -> Iterator[tuple[str, bool]]:
    """The words of a passage as one piece; of a long one its beginning and its end."""
    if len(words) <= 2 * LONGEST_PARAGRAPH:
        yield words, True
        return
    yield words[:LONGEST_PARAGRAPH].rpartition(" ")[0] or words[:LONGEST_PARAGRAPH], True
    yield " … ", False
    yield words[-AROUND:].partition(" ")[2] or words[-AROUND:], True


def _word_before(text: str, start: int, near: int) -> int:
    """Where words begin, at `near` or a little later; `start` if that is behind `near`."""
    return start if near <= start else _found(text.find(" ", near), near - 1) + 1


def _word_after(text: str, end: int, near: int) -> int:
    """Where words end, at `near` or a little earlier; `end` if that is before `near`."""
    return end if near >= end else _found(text.rfind(" ", near - AROUND + 1, near), near)


def _found(place: int, otherwise: int) -> int:
    return otherwise if place < 0 else place


def first_sentences(html: str) -> str:
    """The first sentences of a rendered note as plain text: as many as have room, at least one, of a long one its
    beginning. Empty for an empty note."""
    text = plain_text(next(paragraphs(html), html))
    if len(text) <= LONGEST_REASON:
        return text
    ends = [end.end() for end in _END.finditer(text, 0, LONGEST_REASON + 2)]
    return text[: ends[-1]] if ends else f"{text[:LONGEST_REASON].rpartition(' ')[0] or text[:LONGEST_REASON]} …"

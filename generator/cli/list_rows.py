"""The rows of `list`: articles and claims by what is left to do, speakers and sources by how much they are used.

Knows an archive; reads and prints nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from generator import urls
from generator.annotating.progress import ArticleLeft
from generator.linking.sources import cited_source, title_in_list
from generator.linking.symbols import Symbols
from generator.model import Archive, Claim, Source, Statement

Cell = str | int


@dataclass(frozen=True, slots=True)
class ListRows:
    """A list: the names of its columns, and its rows in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def article_rows(articles: Iterable[ArticleLeft]) -> ListRows:
    """The articles in the order in which to go on: those begun, those not begun, those done."""
    columns = (
        "article", "state", "claims", "answers", "notes", "unrated", "without-reason", "unanswered", "unsure",
        "without-place", "title",
    )  # fmt: skip
    rows = (
        (one.id, one.state, p.claims, p.answers, p.notes, p.unrated, p.without_reason, p.unanswered, p.unsure,
         p.without_place, one.title)
        for one in articles for p in [one.progress]
    )  # fmt: skip
    return ListRows(columns, tuple(rows))


def speaker_rows(archive: Archive) -> ListRows:
    """The speakers by how often they speak and publish, the most used first; one that is not used is the last."""
    voices = [(one, one.voice.id) for one in archive.statements.values() if one.voice and one.voice.id]
    said = Counter((who, _how(one)) for one, who in voices)
    passed_on = Counter(voice.id for one in archive.statements.values() for voice in one.via if voice.id)
    rows: list[tuple[Cell, ...]] = []
    for record in archive.speakers:
        speaker = record.speaker
        counts = [said[speaker.id, how] for how in ("claim", "counterpoint", "reported")]
        counts += [passed_on[speaker.id], len(record.articles)]
        rows.append((speaker.id, sum(counts), *counts, speaker.kind, ", ".join(speaker.aliases), speaker.name))
    columns = ("speaker", "uses", "claims", "answers", "reported", "passed-on", "published", "kind", "aliases", "name")
    return ListRows(columns, tuple(sorted(rows, key=_most_used_first)))


def _most_used_first(row: tuple[Cell, ...]) -> tuple[object, ...]:
    """ListRows whose second cell is a number, by that; then by the others."""
    used = row[1]
    assert isinstance(used, int), "it counts uses"
    return (-used, *map(str, row))


def _how(statement: Statement) -> str:
    return "reported" if statement.via else statement.kind


def source_rows(symbols: Symbols) -> ListRows:
    """The sources by how often annotations cite them, the most cited first. Those that are written out where they are
    cited have no id."""
    known: dict[str, Source] = {urls.source_anchor(one): one for one in symbols.sources.values()}
    cited: Counter[str] = Counter()
    articles: dict[str, set[str]] = {}
    for article in symbols.published:
        for placed in article.annotations:
            for one in placed.annotation.sources:
                if source := cited_source(symbols, one):
                    anchor = urls.source_anchor(source)
                    known.setdefault(anchor, source)
                    cited[anchor] += 1
                    articles.setdefault(anchor, set()).add(article.id)
    rows: list[tuple[Cell, ...]] = [
        (one.id, cited[anchor], len(articles.get(anchor, ())), one.publisher, title_in_list(one), one.url)
        for anchor, one in known.items()
    ]
    columns = ("source", "cited", "articles", "publisher", "title", "url")
    return ListRows(columns, tuple(sorted(rows, key=_most_used_first)))


def claim_rows_left(archive: Archive, noted: Collection[str]) -> ListRows:
    """The claims by what is left to do: those without a verdict, those without a reason, those that nothing answers,
    and the others; of each, the newest first. What is withdrawn is the last. `noted` are the references of the
    annotations that have a note."""
    rows = [_claim_row(archive, claim, noted) for claim in archive.claims]
    columns = ("claim", "left", "verdict", "answers", "appearances", "speaker", "words")
    return ListRows(columns, tuple(sorted(rows, key=lambda row: _ORDER.index(str(row[1])))))


_ORDER: Sequence[str] = ("verdict", "reason", "answer", "", "withdrawn")
"""What is left to do for a claim, in the order of the list."""


def _claim_row(archive: Archive, claim: Claim, noted: Collection[str]) -> tuple[Cell, ...]:
    statement = archive.statements[claim.ref]
    written, voice = statement.facts.annotation, statement.voice
    if written.withdrawn:
        left = "withdrawn"
    elif not statement.verdict:
        left = "verdict"
    elif claim.ref not in noted:
        left = "reason"
    else:
        left = "" if claim.answers else "answer"
    key = statement.verdict.key if statement.verdict else ""
    who = (voice.id or voice.name) if voice else ""
    return claim.ref, left, key, len(claim.answers), len(claim.appearances), who, " ".join(statement.words.split())

"""In which lists an article and its statements stand. Knows what belongs into a list, not what a list shows of it.

A list is called `articles`, `claims`, or by its group and what it is of: `verdict/false`. An entry is of an article or
of a statement in it, and from that article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from generator.comparing.recorded import NO_HISTORY
from generator.linking.symbols import day_in
from generator.model import Archive, Article, Claim, Member, Publisher, Statement
from generator.outputs.corrected import HistoryOf, corrections_of
from generator.outputs.examples import rank_of
from generator.outputs.last_changed import article_changed, claim_changed, latest_events
from generator.outputs.voice_pairs import pair_as_text, pairs_of
from generator.urls import Urls, present_tags, slug

ARTICLES = "articles"
CLAIMS = "claims"
VERDICT = "verdict"
"""The group of the claims with a verdict, by its key."""
PUBLISHED, PUBLISHED_CLAIMS, PUBLISHED_MARKS = "published", "published-claims", "published-marks"
"""The groups of the articles of a publisher that is no speaker, of the claims that these are the first to make, and of
all claims marked in them, by slug."""
TAGGED_ARTICLES, TAGGED_CLAIMS = "tagged-articles", "tagged-claims"
"""The groups of what has a tag, by slug: articles, and claims as their roots. A tag of any annotation but a claim is
one of its article."""
SAID, REPORTED, ANSWERED_BY, ANSWERING, OUTLET_ARTICLES, OUTLET_CLAIMS = (
    "said", "reported", "answered-by", "answering", "outlet-articles", "outlet-claims",
)  # fmt: skip
"""The groups of what involves a speaker, by id: see `SpeakerRecord`. The last is of the claims in its articles."""
CODED = "coded"
"""The group of the claims with a value of the coding scheme, by `coded_as`. A claim that is repeated is its root."""
ANNOTATED_ARTICLES = "annotated"
"""The list of the articles that have annotations."""
RETOLD, PUBLISHED_TEXTS = "text/retold", "text/published"
"""The lists of the articles that the archive retells, and of all others."""
EXAMPLES = "examples"
"""The list of the claims that are not withdrawn. The better one stands as an example, the later is its stamp."""
ANSWERED = "answered"
"""The list of the claims that are answered."""
HAPPENED = "happened"
"""The group of the claims to which something happened, by what: see `last_changed.latest_events`. The stamp is the day
on which it did."""
ANSWERS = "answers"
"""The group of the counter-points of one voice to what another says, by `voice_pairs.pair_as_text`."""
CORRECTED, CHANGED = "corrected", "changed"
"""The lists of the corrections that editors wrote down, and of those that the repository knows. An entry is the
reference of a statement, a space, and the key of the correction (see `Corrected`)."""
SOURCES = "sources"
"""The group of what cites a source, by the path of the page that lists the source."""


class Lists(Protocol):
    """The entries of all lists: see `cache.list_tables.ListTables`."""

    def days(self, lists: Sequence[str]) -> dict[str, int]: ...

    def between(self, lists: Sequence[str], first: str, last: str) -> list[Member]: ...

    def newest(self, name: str, most: int) -> list[Member]: ...

    def latest(self, lists: Sequence[str], most: int) -> list[Member]: ...

    def last_changes(self, lists: Sequence[str]) -> dict[str, str]: ...

    def counts(self, group: str) -> dict[str, int]: ...


def list_of(group: str, of: str) -> str:
    """The name of a list."""
    return f"{group}/{of}"


def notes_in(name: str) -> str:
    """What stands for a list where only the notes behind its entries changed: of what lists have, feeds alone show
    them."""
    return f"notes/{name}"


def coded_as(key: str, value: str) -> str:
    """Of what the list of the claims with a value of the coding scheme is."""
    return f"{key}/{value}"


_Entry = tuple[str, str, str]
"""The name of a list, what stands there, and its stamp."""


class Memberships:
    """Finds the entries of articles in an archive."""

    def __init__(self, archive: Archive, history_of: HistoryOf = lambda id: NO_HISTORY) -> None:
        self._archive = archive
        self._history_of = history_of if Urls.of(archive.settings).writes("corrections") else None
        self._statements = archive.statements
        self._present_tags = present_tags(archive.settings)
        self._first_by: dict[str, dict[str, str]] = {}

    def of(self, article: Article) -> tuple[Member, ...]:
        """The entries of an article and its statements in all lists, in order."""
        day = day_in(self._archive.settings.timezone, article.front.date)
        places: dict[str, int] = {}
        found: list[Member] = []
        for name, ref, stamp in self._entries(article):
            place = places[name] = places.get(name, -1) + 1
            found.append(Member(name, day, article.instant, article.id, place, ref, stamp))
        return (*found, *self._corrections(article))

    def _corrections(self, article: Article) -> Iterator[Member]:
        """Those of its statements, each on its own day."""
        if self._history_of is None:
            return
        for place, one in enumerate(corrections_of(self._archive, article, self._history_of(article.id))):
            name = CHANGED if one.recorded else CORRECTED
            yield Member(name, one.day, one.stamp, article.id, place, f"{one.ref} {one.key}", one.stamp)

    def _entries(self, article: Article) -> Iterator[_Entry]:
        own = [self._statements[ref] for ref in article.statements]
        changed = article_changed(self._archive, article)
        publisher = article.publisher
        yield ARTICLES, article.id, changed
        yield RETOLD if article.front.retold else PUBLISHED_TEXTS, article.id, changed
        if own:
            yield ANNOTATED_ARTICLES, article.id, changed
        if publisher:
            group = OUTLET_ARTICLES if publisher.speaker else PUBLISHED
            yield list_of(group, publisher.slug), article.id, changed
        tags = [*article.front.tags, *(tag for s in own if s.kind != "claim" for tag in s.facts.annotation.tags)]
        for tag in self._slugs(tags):
            yield list_of(TAGGED_ARTICLES, tag), article.id, changed
        for statement in own:
            yield from self._of_statement(statement, article)

    def _of_statement(self, statement: Statement, article: Article) -> Iterator[_Entry]:
        ref, claim = statement.ref, self._archive.claims_by_ref.get(statement.root)
        changed = claim_changed(self._archive, claim) if claim else article.instant
        if claim and article.publisher and not article.publisher.speaker:
            yield list_of(PUBLISHED_MARKS, article.publisher.slug), ref, changed
        if claim and claim.ref == ref:
            yield from ((name, ref, changed) for name in self._of_claim(claim, statement, article.publisher))
            yield from ((name, ref, stamp) for name, stamp in self._at_home(claim, statement))
        yield from ((name, ref, changed) for name in self._of_speakers(statement, claim))
        yield from ((list_of(ANSWERS, pair_as_text(pair)), ref, changed) for pair in pairs_of(self._archive, statement))
        for page in dict.fromkeys(cited.page for cited in statement.sources if cited.page):
            yield list_of(SOURCES, page), ref, changed

    def _at_home(self, claim: Claim, root: Statement) -> Iterator[tuple[str, str]]:
        """The lists that the home page reads, each with the stamp of the claim there."""
        if not root.is_withdrawn:
            yield EXAMPLES, rank_of(self._archive, claim)
        yield from ((list_of(HAPPENED, what), one.date) for what, one in latest_events(self._archive, claim).items())

    def _of_claim(self, claim: Claim, root: Statement, publisher: Publisher | None) -> Iterator[str]:
        yield CLAIMS
        if claim.answers:
            yield ANSWERED
        if root.verdict:
            yield list_of(VERDICT, root.verdict.key)
        if publisher:
            yield list_of(OUTLET_CLAIMS if publisher.speaker else PUBLISHED_CLAIMS, publisher.slug)
        for key, values in root.facts.annotation.codes:
            yield from (list_of(CODED, coded_as(key, value)) for value in values)
        tags = (tag for ref in claim.appearances for tag in self._statements[ref].facts.annotation.tags)
        yield from (list_of(TAGGED_CLAIMS, tag) for tag in self._slugs(tags))

    def _slugs(self, tags: Iterable[str]) -> dict[str, None]:
        """The slugs of tags in their present spelling, each once."""
        of_tags = map(slug, tags)
        return dict.fromkeys(slug(self._present_tags.get(one, one)) for one in of_tags)

    def _of_speakers(self, statement: Statement, claim: Claim | None) -> Iterator[str]:
        who = _speaker_of(statement)
        if who and claim and not statement.via and self._first_of(claim)[who] == statement.ref:
            yield list_of(SAID, who)
        if who and statement.via:
            yield list_of(REPORTED, who)
        targets = [self._statements[to] for to in statement.targets]
        others = dict.fromkeys(_speaker_of(target) for target in targets if not target.via)
        yield from (list_of(ANSWERED_BY, other) for other in others if other and other != who)
        if who and not statement.via and any(_speaker_of(target) != who for target in targets):
            yield list_of(ANSWERING, who)

    def _first_of(self, claim: Claim) -> Mapping[str, str]:
        """By the id of each speaker who makes a claim directly, the appearance that the speaker's list has of it: the
        claim itself, or, if another speaker made that, the speaker's first repeat."""
        if claim.ref not in self._first_by:
            direct = [s for ref in claim.appearances if not (s := self._statements[ref]).via]
            first: dict[str, str] = {}
            for statement in sorted(direct, key=lambda one: one.ref != claim.ref):
                first.setdefault(_speaker_of(statement), statement.ref)
            self._first_by[claim.ref] = first
        return self._first_by[claim.ref]


def _speaker_of(statement: Statement) -> str:
    """The speaker's id; empty for an unnamed voice, the editors, and an outlet that is no speaker."""
    return statement.voice.id if statement.voice else ""

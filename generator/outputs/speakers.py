"""Who speaks: the list of speakers, and each: who it is, what it claims, what is reported of it, who answers whom."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator.archive import direction_of
from generator.markdown import parse, to_html
from generator.model import Archive, Location, Page, Speaker, SpeakerRecord, Statement
from generator.outputs.article import written_paths
from generator.outputs.original import outside
from generator.outputs.showing import Here, article_names, numbered, pager, site_of
from generator.urls import index_path, link_target, localize, speaker_feed_path, speaker_path
from generator.views import (
    Answered,
    ArticleLink,
    Feed,
    Link,
    RoleView,
    SpeakerEntry,
    SpeakerPage,
    SpeakersPage,
    StatementList,
    Text,
)

A_PAGE = 100
"""How many entries of each list a speaker's page holds before all of them go on, on another page."""
_HOME = "content/speakers.yaml"
"""What links in a speaker's description are read from, and its picture."""


def plan(archive: Archive) -> Iterator[Page]:
    site, names = site_of(archive), article_names(archive)
    if not site.urls.writes("speakers"):
        return
    here = Here(index_path("speakers"), site, names)
    entries = tuple(_entry(record, here) for record in archive.speakers)
    yield Page(here.path, "the list of speakers", "speakers.html", SpeakersPage(here.frame(), entries))
    paths = written_paths(archive)
    for record in archive.speakers:
        yield from _Portrait(archive, record, paths).pages(Here("", site, names))


@dataclass(frozen=True, slots=True)
class _Portrait:
    archive: Archive
    record: SpeakerRecord
    paths: frozenset[str]

    def pages(self, ground: Here) -> Iterator[Page]:
        record, id = self.record, self.record.speaker.id
        lists = (record.claims, record.reported, record.answered_by, record.answering, record.articles)
        total = max(1, *(math.ceil(len(entries) / A_PAGE) for entries in lists))
        for number in range(1, total + 1):
            here = Here(numbered(speaker_path(id), number), ground.site, ground.articles)
            yield Page(here.path, f"the speaker “{id}”", "speaker.html", self._view(here, number, total))

    def _view(self, here: Here, number: int, total: int) -> SpeakerPage:
        record, speaker = self.record, self.record.speaker
        feeds = [Feed("feed.speaker", here.to(speaker_feed_path(speaker.id)), speaker.name)]
        return SpeakerPage(
            frame=here.frame(feeds if here.site.has_feeds else (), current=index_path("speakers")),
            name=speaker.name,
            kind=speaker.kind,
            role=speaker.role,
            organization=self._organization(speaker.organization, here),
            roles=tuple(
                RoleView(r.title, self._organization(r.organization, here), r.since, r.until) for r in speaker.roles
            ),
            description=self._description(speaker, here),
            names=tuple(Text(name, language, direction_of(language)) for language, name in speaker.names),
            also=speaker.also,
            url=outside(speaker.url),
            wikidata=outside(f"https://www.wikidata.org/wiki/{speaker.wikidata}") if speaker.wikidata.isalnum() else "",
            picture=self._picture(speaker, here),
            claims=self._list(record.claims, here, number),
            reported=self._list(record.reported, here, number),
            answered_by=self._list(record.answered_by, here, number),
            answering=self._list(record.answering, here, number),
            people=self._people(here) if number == 1 else (),
            articles=self._articles(here, number),
            article_count=len(record.articles),
            pager=pager(number, total, lambda n: numbered(speaker_path(speaker.id), n), here),
        )

    def _list(self, refs: Sequence[str], here: Here, number: int) -> StatementList:
        statements, claims = self.archive.statements, self.archive.claims_by_ref
        shown = []
        for ref in _part(refs, number):
            claim = claims.get(ref)
            view = here.statement(statements[ref], len(claim.answers) if claim else None)
            shown.append(replace(view, targets=self._targets(statements[ref], here)))
        return StatementList(tuple(shown), len(refs))

    def _targets(self, statement: Statement, here: Here) -> tuple[Answered, ...]:
        return tuple(here.named(self.archive.statements[target], statement) for target in statement.targets)

    def _articles(self, here: Here, number: int) -> tuple[ArticleLink, ...]:
        return tuple(here.article(id) for id in _part(self.record.articles, number))

    def _people(self, here: Here) -> tuple[SpeakerEntry, ...]:
        known = self.archive.speakers_by_id
        return tuple(_entry(known[id], here) for id in self.record.people if id in known)

    def _organization(self, id: str, here: Here) -> Link | None:
        record = self.archive.speakers_by_id.get(id)
        return Link(record.speaker.name, here.href(here.site.urls.speaker(id))) if record else None

    def _description(self, speaker: Speaker, here: Here) -> Markup:
        parsed = parse(speaker.description, _HOME, lambda line, column: Location(_HOME))
        return Markup(localize(to_html(parsed), here.path, self.paths.__contains__))

    def _picture(self, speaker: Speaker, here: Here) -> str:
        path = link_target(_HOME, speaker.image) if speaker.image else ""
        return here.to(path) if path in self.archive.files else ""


def _part(entries: Sequence[str], number: int) -> Iterator[str]:
    return itertools.islice(entries, (number - 1) * A_PAGE, number * A_PAGE)


def _entry(record: SpeakerRecord, here: Here) -> SpeakerEntry:
    speaker = record.speaker
    href = here.href(here.site.urls.speaker(speaker.id))
    return SpeakerEntry(speaker.name, href, speaker.role, speaker.kind, len(record.claims), len(record.articles))

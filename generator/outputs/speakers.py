"""Plans the index of speakers, and each speaker's pages: description, claims, reported claims, answers, articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from markupsafe import Markup

from generator.comparing.recorded import NO_HISTORY, shared_key
from generator.comparing.versions import SPEAKER_PREFIX
from generator.diagnostics import Location
from generator.linking.queries import listed_voice
from generator.markdown.document import parse, to_html
from generator.model import Archive, Speaker, SpeakerRecord, Statement, Voice
from generator.outputs.answer_matrix import answer_bars
from generator.outputs.claims_csv import claims_table
from generator.outputs.corrected import HistoryOf
from generator.outputs.dated_lists import FIRST_DAY, LAST_DAY, DatedList
from generator.outputs.external_links import outside
from generator.outputs.finish_html import finish_html
from generator.outputs.former_pages import Formerly
from generator.outputs.link_targets import Destinations
from generator.outputs.members import ANSWERED_BY, ANSWERING, OUTLET_ARTICLES, REPORTED, SAID, Lists, list_of
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.page_history import shared_history_view
from generator.outputs.pictures import PORTRAIT, picture
from generator.outputs.speakers_index import SpeakerCounts, plan_speakers_index, speaker_row
from generator.outputs.sums import summed
from generator.outputs.views import (
    Answered,
    Feed,
    HistoryView,
    LanguageText,
    LinkView,
    ListName,
    PeriodPage,
    Picture,
    RoleView,
    SpeakerPage,
    SpeakerRow,
    StatementGroup,
    StatementList,
    StatementView,
    VerdictView,
    VoiceView,
)
from generator.text import direction_of
from generator.urls import index_path, link_target, speaker_feed_path, speaker_path
from generator.values import replace

MOST_OF_A_SPEAKER = 100
"""The most entries of each list on a speaker's page; pages by date have all that it says and published."""


def plan_speakers(
    archive: Archive, lists: Lists, history_of: HistoryOf = lambda key: NO_HISTORY
) -> Iterator[Page | Unit]:
    site = site_of(archive)
    if not site.urls.writes("speakers"):
        return
    here = PageContext(index_path("speakers"), site, article_names(archive))
    counted = SpeakerCounts.of(lists)
    yield from plan_speakers_index(archive, lists, counted, here)
    paths = Destinations(archive)
    present = {speaker_path(record.speaker.id) for record in archive.speakers}
    for record in archive.speakers:
        speaker = record.speaker
        page = here.at(speaker_path(speaker.id))
        former = Formerly(page.path, map(speaker_path, speaker.aliases), speaker.name, present)
        history = shared_history_view(archive, history_of(shared_key(f"{SPEAKER_PREFIX}{speaker.id}")), page)
        units = _SpeakerPages(archive, lists, counted, record, paths, page, history).units()
        yield from (former.unit_with_former(unit, page) for unit in units)


class _SpeakerPages:
    """Plans the page of one speaker, at `here`, its pages by date and its tables."""

    def __init__(
        self,
        archive: Archive,
        lists: Lists,
        counted: SpeakerCounts,
        record: SpeakerRecord,
        paths: Destinations,
        here: PageContext,
        history: HistoryView | None,
    ) -> None:
        self.archive, self.lists, self.counted, self.record, self.paths, self.here, self.history = (
            archive, lists, counted, record, paths, here, history,
        )  # fmt: skip
        id = record.speaker.id
        owner, name = f"the speaker “{id}”", ListName("speaker", record.speaker.name)
        said = [list_of(SAID, id), list_of(REPORTED, id)]
        self._groups_of = {
            group: list_of(group, id) for group in (SAID, REPORTED, ANSWERED_BY, ANSWERING, OUTLET_ARTICLES)
        }
        published = [*said, self._groups_of[OUTLET_ARTICLES]]
        self.dated = DatedList(lists, here.path, owner, name, published, MOST_OF_A_SPEAKER)
        """What the speaker says and published."""
        self.said = DatedList(lists, here.path, owner, name, said, MOST_OF_A_SPEAKER)
        """The same without the articles: what the tables have."""
        self.has_matrix = counted.answers is not None

    def units(self) -> Iterator[Unit]:
        view = self._view(self.here)
        page = Page(self.here.path, self.dated.owner, "speaker.html", view)
        yield index_of(page, [*self._groups_of.values()], partial(self._with_rows, view), self.has_matrix)
        yield self.dated.by_date(
            lambda: self.dated.pages(self.here, index_path("speakers"), self._with_period, self.said.years()),
            lambda: self.said.tables(partial(claims_table, self.archive)),
        )

    def _refs(self, group: str, most: int | None = None) -> list[str]:
        """What the speaker's list of a group has, the newest first."""
        name = self._groups_of[group]
        found = self.lists.between([name], FIRST_DAY, LAST_DAY) if most is None else self.lists.newest(name, most)
        return [member.ref for member in found]

    def _view(self, here: PageContext) -> SpeakerPage:
        """The view of the speaker's page, with lists that have neither rows nor years yet: they are looked up
        only where an entry of these lists changed."""
        speaker, own = self.record.speaker, self.counted.of_speaker(self.record.speaker.id)
        feeds = [Feed("feed.speaker", here.to(speaker_feed_path(speaker.id)), speaker.name)]
        return SpeakerPage(
            frame=here.frame(
                feeds if here.site.has_feeds and (own.claims or own.reported) else (),
                current=index_path("speakers"),
            ),
            name=speaker.name,
            kind=speaker.kind,
            role=speaker.role,
            organization=self._organization(speaker.organization, here),
            roles=tuple(
                RoleView(r.title, self._organization(r.organization, here), r.since, r.until) for r in speaker.roles
            ),
            description=self._description(speaker, here),
            names=tuple(LanguageText(name, language, direction_of(language)) for language, name in speaker.names),
            also=speaker.also,
            url=outside(speaker.url),
            wikidata=outside(f"https://www.wikidata.org/wiki/{speaker.wikidata}") if speaker.wikidata.isalnum() else "",
            picture=self._picture(speaker, here),
            claims=_list(own.claims),
            reported=_list(own.reported),
            answered_by=_list(own.answered_by),
            answering=_list(own.answering),
            answer_bars=None,
            verdicts=(),
            people=self._people(here),
            articles=(),
            article_count=own.articles,
            years=(),
            tables=(),
            history=self.history,
        )

    def _with_rows(self, view: SpeakerPage) -> SpeakerPage:
        here, most = self.here, MOST_OF_A_SPEAKER
        answerers, answered = Counter(self._answerers()).most_common(), Counter(self._answered()).most_common()
        claims = self._rows(view.claims, self._refs(SAID, most), here)
        reported = self._rows(view.reported, self._refs(REPORTED, most), here)
        answered_by = replace(view.answered_by, voices=_voices(answerers, here))
        answering = replace(view.answering, voices=_voices(answered, here))
        bars = None if self.has_matrix else answer_bars(self.record.speaker.name, answerers, answered, here)
        return replace(
            view,
            claims=claims,
            reported=reported,
            answered_by=self._rows(answered_by, self._refs(ANSWERED_BY, most), here, by_occasion=False),
            answering=self._rows(answering, self._refs(ANSWERING, most), here),
            answer_bars=bars,
            verdicts=self._verdicts(here, claims, reported),
            articles=tuple(summed(self.archive, id, here) for id in self._refs(OUTLET_ARTICLES, most)),
            years=self.dated.page_links(here),
            tables=self.said.table_links(here),
        )

    def _answerers(self) -> Iterator[Voice]:
        """The voice of each answer to the speaker, without its role on that day."""
        statements = (self.archive.statements[ref] for ref in self._refs(ANSWERED_BY))
        return (_without_role(listed_voice(self.archive, s.voice)) for s in statements if s.voice)

    def _answered(self) -> Iterator[Voice]:
        """The voices that each counter-point of the speaker answers, other than its own."""
        known = self.archive.statements
        for ref in self._refs(ANSWERING):
            voices = (known[target].voice for target in known[ref].targets)
            others = (listed_voice(self.archive, v) for v in voices if v and v.id != self.record.speaker.id)
            yield from dict.fromkeys(map(_without_role, others))

    def _with_period(self, view: PeriodPage, rows: Sequence[str], here: PageContext) -> PeriodPage:
        said = [row for row in rows if "#" in row]
        by_others = {row for row in said if self.archive.statements[row].via}
        return replace(
            view,
            said=self._groups((row for row in said if row not in by_others), here),
            reported=self._groups((row for row in said if row in by_others), here),
            articles=tuple(summed(self.archive, row, here) for row in rows if "#" not in row),
        )

    def _rows(
        self, part: StatementList, refs: Sequence[str], here: PageContext, by_occasion: bool = True
    ) -> StatementList:
        return replace(part, groups=self._groups(refs, here, by_occasion), shown=len(refs))

    def _groups(self, refs: Iterable[str], here: PageContext, by_occasion: bool = True) -> tuple[StatementGroup, ...]:
        """The rows by article, and `by_occasion` by the day, the occasion and the speaker's role there as well."""
        groups: dict[tuple[object, ...], list[StatementView]] = {}
        for ref in refs:
            row = self._row(self.archive.statements[ref], here)
            held = (row.voice.role, row.voice.organization) if row.voice else ()
            key = (row.said, row.occasion, held) if by_occasion else ()
            groups.setdefault((row.article.id, *key), []).append(row)
        return tuple(
            StatementGroup(
                rows[0].article,
                rows[0].said if by_occasion else "",
                rows[0].occasion if by_occasion else "",
                tuple(rows),
            )
            for rows in groups.values()
        )

    def _row(self, statement: Statement, here: PageContext) -> StatementView:
        claim = self.archive.claims_by_ref.get(statement.root)
        return here.statement(statement, len(claim.answers) if claim else None, self._targets(statement, here))

    def _verdicts(self, here: PageContext, *lists: StatementList) -> tuple[VerdictView, ...]:
        rows = (row for part in lists for group in part.groups for row in group.statements)
        given = {row.verdict.key for row in rows if row.verdict}
        return tuple(here.verdict_of(verdict) for verdict in self.archive.settings.verdicts if verdict.key in given)

    def _targets(self, statement: Statement, here: PageContext) -> tuple[Answered, ...]:
        """What a statement answers. Of the targets of another voice, only those by this speaker are shown."""
        own = self.record.speaker.id
        targets = [self.archive.statements[target] for target in statement.targets]
        by_speaker = [target for target in targets if target.voice and target.voice.id == own]
        is_own = statement.voice is not None and statement.voice.id == own
        return tuple(here.named(target, statement) for target in (targets if is_own else by_speaker))

    def _people(self, here: PageContext) -> tuple[SpeakerRow, ...]:
        known = self.archive.speakers_by_id
        return tuple(speaker_row(known[id], self.counted, here) for id in self.record.people if id in known)

    def _organization(self, id: str, here: PageContext) -> LinkView | None:
        record = self.archive.speakers_by_id.get(id)
        return LinkView(record.speaker.name, here.href(here.site.urls.speaker(id))) if record else None

    def _description(self, speaker: Speaker, here: PageContext) -> Markup:
        parsed = parse(speaker.description, speaker.path, lambda line, column: Location(speaker.path))
        return finish_html(to_html(parsed), here, self.paths.__contains__, self.archive.pictures)

    def _picture(self, speaker: Speaker, here: PageContext) -> Picture | None:
        path = link_target(speaker.path, speaker.image) if speaker.image else ""
        if path not in self.archive.files:
            return None
        return picture(path, here, self.archive.pictures, alt="", sizes=PORTRAIT)  # the name is beside it


def _list(count: int) -> StatementList:
    """A list without rows yet."""
    return StatementList((), 0, count)


def _voices(voices: Iterable[tuple[Voice, int]], here: PageContext) -> tuple[tuple[VoiceView, int], ...]:
    return tuple((here.voice_of(voice), times) for voice, times in voices)


def _without_role(voice: Voice) -> Voice:
    return Voice(voice.kind, voice.id, voice.name, short=voice.short)

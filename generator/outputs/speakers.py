"""Plans the index of speakers, and each speaker's pages: description, claims, reported claims, answers, articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from markupsafe import Markup

from generator.diagnostics import Location
from generator.linking.queries import listed_voice
from generator.markdown.document import parse, to_html
from generator.model import Archive, Speaker, SpeakerRecord, Statement, Voice
from generator.outputs.answer_matrix import answer_bars, has_matrix
from generator.outputs.claims_csv import claims_table
from generator.outputs.dated_lists import DatedList
from generator.outputs.external_links import outside
from generator.outputs.finish_html import finish_html
from generator.outputs.former_pages import Formerly
from generator.outputs.link_targets import Destinations
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.pictures import PORTRAIT, picture
from generator.outputs.speakers_index import plan_speakers_index, speaker_row
from generator.outputs.sums import summed
from generator.outputs.views import (
    AnswerBars,
    Answered,
    Feed,
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
)
from generator.text import direction_of
from generator.urls import index_path, link_target, speaker_feed_path, speaker_path
from generator.values import Immutable, replace

MOST_OF_A_SPEAKER = 100
"""The most entries of each list on a speaker's page; pages by date have all that it says and published."""


def plan_speakers(archive: Archive) -> Iterator[Page | Listing]:
    site = site_of(archive)
    if not site.urls.writes("speakers"):
        return
    here = PageContext(index_path("speakers"), site, article_names(archive))
    yield from plan_speakers_index(archive, here)
    paths = Destinations(archive)
    present = {speaker_path(record.speaker.id) for record in archive.speakers}
    for record in archive.speakers:
        speaker = record.speaker
        page = here.at(speaker_path(speaker.id))
        former = Formerly(page.path, map(speaker_path, speaker.aliases), speaker.name, present)
        yield from former.with_former(_SpeakerPages.of(archive, record, paths, page).pages(), page)


class _SpeakerPages(Immutable):
    """Plans the page of one speaker, at `here`, its pages by date and its tables.

    `dated` has what the speaker says and published, and `said` is without the articles: what the tables have.
    `answerers` are the voices that answer the speaker, `answered` those the speaker answers, each with how often.
    """

    archive: Archive
    record: SpeakerRecord
    paths: Destinations
    here: PageContext
    dated: DatedList
    said: DatedList
    answerers: Sequence[tuple[Voice, int]]
    answered: Sequence[tuple[Voice, int]]

    @staticmethod
    def of(archive: Archive, record: SpeakerRecord, paths: Destinations, here: PageContext) -> _SpeakerPages:
        owner, name = f"the speaker “{record.speaker.id}”", ListName("speaker", record.speaker.name)
        said = (record.claims, record.reported)
        list_of = partial(DatedList.of, archive, here.path, owner, name, shown=MOST_OF_A_SPEAKER)
        answerers, answered = Counter(_answerers(archive, record)), Counter(_answered(archive, record))
        return _SpeakerPages(
            archive,
            record,
            paths,
            here,
            list_of((*said, record.articles)),
            list_of(said),
            answerers.most_common(),
            answered.most_common(),
        )

    def pages(self) -> Iterator[Listing]:
        yield self._index()
        yield from self.dated.pages(self.here, index_path("speakers"), self._with_period, self.said.years())
        yield from self.said.tables(partial(claims_table, self.archive))

    def _index(self) -> Listing:
        record, view = self.record, self._view(self.here)
        page = Page(self.here.path, self.dated.owner, "speaker.html", view)
        lists = (record.claims, record.reported, record.answered_by, record.answering, record.articles)
        shows = tuple(ref for entries in lists for ref in entries[:MOST_OF_A_SPEAKER])
        return Listing(page, shows, lambda: replace(page, view=self._with_rows(view)))

    def _view(self, here: PageContext) -> SpeakerPage:
        """The view of the speaker's page, with lists that have no rows yet."""
        record, speaker = self.record, self.record.speaker
        feeds = [Feed("feed.speaker", here.to(speaker_feed_path(speaker.id)), speaker.name)]
        return SpeakerPage(
            frame=here.frame(
                feeds if here.site.has_feeds and (record.claims or record.reported) else (),
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
            claims=_list(record.claims),
            reported=_list(record.reported),
            answered_by=_list(record.answered_by, here, self.answerers),
            answering=_list(record.answering, here, self.answered),
            answer_bars=self._bars(here),
            verdicts=(),
            people=self._people(here),
            articles=(),
            article_count=len(record.articles),
            years=self.dated.page_links(here),
            tables=self.said.table_links(here),
        )

    def _bars(self, here: PageContext) -> AnswerBars | None:
        """The speaker's own row and column, where the list of speakers has no table of all."""
        if has_matrix(self.archive):
            return None
        return answer_bars(self.record.speaker.name, self.answerers, self.answered, here)

    def _with_rows(self, view: SpeakerPage) -> SpeakerPage:
        record, here = self.record, self.here
        claims = self._rows(view.claims, record.claims[:MOST_OF_A_SPEAKER], here)
        reported = self._rows(view.reported, record.reported[:MOST_OF_A_SPEAKER], here)
        return replace(
            view,
            claims=claims,
            reported=reported,
            answered_by=self._rows(view.answered_by, record.answered_by[:MOST_OF_A_SPEAKER], here, by_occasion=False),
            answering=self._rows(view.answering, record.answering[:MOST_OF_A_SPEAKER], here),
            verdicts=self._verdicts(here, claims, reported),
            articles=tuple(summed(self.archive, id, here) for id in record.articles[:MOST_OF_A_SPEAKER]),
        )

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
        return tuple(speaker_row(known[id], here) for id in self.record.people if id in known)

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


def _answerers(archive: Archive, record: SpeakerRecord) -> Iterator[Voice]:
    """Yields the voice of each answer to the speaker, without its role on that day."""
    statements = (archive.statements[ref] for ref in record.answered_by)
    return (_without_role(listed_voice(archive, s.voice)) for s in statements if s.voice)


def _answered(archive: Archive, record: SpeakerRecord) -> Iterator[Voice]:
    """Yields the voices that each counter-point of the speaker answers, other than its own."""
    for ref in record.answering:
        voices = (archive.statements[target].voice for target in archive.statements[ref].targets)
        others = (listed_voice(archive, v) for v in voices if v and v.id != record.speaker.id)
        yield from dict.fromkeys(map(_without_role, others))


def _list(
    refs: Sequence[str], here: PageContext | None = None, voices: Iterable[tuple[Voice, int]] = ()
) -> StatementList:
    shown = tuple((here.voice_of(voice), times) for voice, times in voices) if here else ()
    return StatementList((), 0, len(refs), shown)


def _without_role(voice: Voice) -> Voice:
    return Voice(voice.kind, voice.id, voice.name, short=voice.short)

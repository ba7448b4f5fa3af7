"""What the pages of an article show of its history: the newest commits, and the names that their sentences use.

Knows changes as values. The sentences are made where the page is rendered, in the words of the interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.comparing.annotation_times import AnnotationTimes, annotation_times
from generator.comparing.changes import FieldChange
from generator.comparing.recorded import NO_HISTORY, ArticleHistory, Recorded, without_details
from generator.comparing.versions import SPEAKER_PREFIX
from generator.model import Archive
from generator.outputs.external_links import outside
from generator.outputs.page_context import PageContext
from generator.outputs.views import CommitView, HistoryView
from generator.urls import article_path
from generator.values import Immutable, replace

MOST_COMMITS = 50
"""Commits on a page; the repository has all."""
_MOST_CHANGES = 30
"""Changes of one commit on a page."""
SHORT_COMMIT = 10
"""Characters of the id of a commit that are shown."""
_VOICES = frozenset({"speaker", "via"})


class PageHistory(Immutable):
    """The history of an article, or of one annotation in it, as far as a page shows it.

    `names` are those of speakers and sources, by `speaker <id>` and `source <id>`. `last` is the newest commit that
    changed anything, `older` the number of commits left out.
    """

    history: ArticleHistory = NO_HISTORY
    names: tuple[tuple[str, str], ...] = ()
    older: int = 0

    @property
    def times(self) -> Mapping[str, AnnotationTimes]:
        """When the annotations of the article came and changed, by id; without those of which that isn't known."""
        return annotation_times(self.history)

    def page(self, path: str, article: str) -> PageHistory:
        """What one page of the article shows: that of a claim, what changed in the claim."""
        if path != article_path(article):
            id = path.removeprefix(f"claims/{article}/").removesuffix(".html")
            return _cut(self, self.history.of(id))
        entries = (replace(one, changes=without_details(one.changes)) for one in self.history.entries)
        return _cut(self, replace(self.history, entries=tuple(entries)))


NO_PAGE_HISTORY = PageHistory()


def page_history(archive: Archive, history: ArticleHistory) -> PageHistory:
    """The history of an article with the names that it uses, as they are now."""
    names = {key: name for key in dict.fromkeys(_named(history)) if (name := _name(archive, key))}
    return PageHistory(history, tuple(sorted(names.items())))


def history_view(shown: PageHistory, here: PageContext, *, overview: bool, anchors: Iterable[str] = ()) -> HistoryView:
    """The history on a page: in an `overview`, each sentence is labelled with what it is about. `anchors` are the ids
    of annotations to which such a label can lead."""
    commits = tuple(commit_view(one, here) for one in shown.history.entries)
    return HistoryView(
        commits=commits,
        older=shown.older,
        is_cut=shown.history.is_cut,
        overview=overview,
        anchors=tuple(anchors),
        names=shown.names,
        verdicts=here.site.verdicts,
    )


def shared_history_view(archive: Archive, history: ArticleHistory, here: PageContext) -> HistoryView | None:
    """The history of a shared speaker or source on its page; None where there is nothing to show."""
    if not history.entries:
        return None
    return history_view(_cut(page_history(archive, history), history), here, overview=False)


def commit_view(one: Recorded, here: PageContext) -> CommitView:
    """A commit, with the link to it where the site names its repository."""
    repository = outside(here.site.repository).rstrip("/")
    return CommitView(
        commit=one.commit[:SHORT_COMMIT],
        href=f"{repository}/commit/{one.commit}" if repository else "",
        date=one.day,
        by=one.by,
        changes=one.changes[:_MOST_CHANGES],
        more=max(0, len(one.changes) - _MOST_CHANGES),
    )


def _cut(whole: PageHistory, history: ArticleHistory) -> PageHistory:
    shown = replace(history, entries=history.entries[:MOST_COMMITS])
    used = frozenset(_named(shown))
    names = tuple(one for one in whole.names if one[0] in used)
    return PageHistory(shown, names, len(history.entries) - len(shown.entries))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def names_used(changes: Iterable[FieldChange]) -> Iterator[str]:
    """What the sentences of changes name: `speaker <id>` or `source <id>`."""
    for change in changes:
        if change.id.startswith(SPEAKER_PREFIX):
            yield f"speaker {change.id.removeprefix(SPEAKER_PREFIX)}"
        for value in (change.before, change.after):
            if isinstance(value, str):
                if change.field in ("publisher", "organization") and value:
                    yield f"speaker {value}"
                continue
            for record in value:
                if change.field in _VOICES:
                    yield f"speaker {record[0]}"
                elif change.field == "sources" and record[0]:
                    yield f"source {record[0]}"
                elif change.field in ("added", "removed") and len(record) > 2:
                    yield f"speaker {record[2]}"


def _named(history: ArticleHistory) -> Iterator[str]:
    return names_used(change for one in history.entries for change in one.changes)


def _name(archive: Archive, key: str) -> str:
    kind, _, id = key.partition(" ")
    if kind == "speaker":
        record = archive.speakers_by_id.get(id)
        return record.speaker.name if record else ""
    source = archive.once(_sources).get(id)
    return source or ""


def _sources(archive: Archive) -> Mapping[str, str]:
    listed = (record.listed.source for record in archive.sources)
    return {source.id: source.title or source.url for source in listed if source.id}


def names_for(archive: Archive, changes: Iterable[FieldChange]) -> tuple[tuple[str, str], ...]:
    """The names that the sentences of changes use, as they are now."""
    return tuple((key, name) for key in dict.fromkeys(names_used(changes)) if (name := _name(archive, key)))

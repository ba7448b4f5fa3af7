"""Reads the histories of articles that a build shows, and says what is missing of them. Knows no page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator.diagnostics import Diagnostic, Location
from generator.history.reading import Histories, HistoryInputs, KnownHistories, Spread, no_histories, read_histories
from generator.history.repository import NO_REPOSITORY, Repository, repository_of
from generator.model import Archive
from generator.pipeline.batches import in_batches
from generator.pipeline.build_context import BuildContext
from generator.sources.read import SETTINGS
from generator.urls import Urls

_OUTPUT = "history"
_T = TypeVar("_T")
_R = TypeVar("_R")


def with_repository(context: BuildContext, root: Path) -> BuildContext:
    """The context with the repository that the site in the folder `root` is in, if that is not known yet."""
    return context if context.repository else replace(context, repository=repository_of(root))


def history_inputs(archive: Archive) -> HistoryInputs | None:
    """What the histories of the articles of an archive depend on; None where the site shows none."""
    if not Urls.of(archive.settings).writes(_OUTPUT):
        return None
    return HistoryInputs(
        articles={article.id: article.front.aliases for article in archive.articles},
        withheld=tuple(sorted(article.id for article in archive.articles if article.front.text == "passages")),
        people=archive.settings.people,
        zone=archive.settings.timezone,
    )


def histories_of(
    inputs: HistoryInputs | None, context: BuildContext, root: Path, places: Mapping[str, Location]
) -> tuple[Histories, list[Diagnostic]]:
    """The histories for these inputs, and notices of what is missing. `places` are those of settings."""
    if inputs is None:
        return no_histories(), []
    repository = context.repository or NO_REPOSITORY
    histories = read_histories(root, repository, inputs, context.cache, _spread_in(context))
    is_asked_for = any(key == "outputs" or key.startswith("outputs/") for key in places)
    return histories, list(_notices(histories.known, repository, places, is_asked_for))


def _spread_in(context: BuildContext) -> Spread:
    def spread(work: Callable[[Sequence[_T]], _R], items: Iterable[_T]) -> Iterator[_R]:
        if context.pool:
            context.pool.submit(int).result()  # the first work starts all processes
        return in_batches(work, items, context.pool, context.jobs)

    return spread


def _notices(
    known: KnownHistories, repository: Repository, places: Mapping[str, Location], is_asked_for: bool
) -> Iterator[Diagnostic]:
    at = places.get("outputs") or places.get("title") or Location(SETTINGS)
    if known.refused:
        message = f"Git does not say what changed in the articles: {known.refused}."
        step = "Run `git log -- content/articles` to see more, or leave out `history` in `outputs`."
        yield Diagnostic.of("history-missing", at, message, step=step)
    elif repository == NO_REPOSITORY and is_asked_for:
        message = "The site is in no repository of Git with a commit, so the history shows only what `updates` say."
        step = "Run `git init`, and commit the site; or leave out `history` in `outputs`."
        yield Diagnostic.of("history-missing", at, message, step=step)
    if known.is_cut:
        message = "This copy of the repository is shallow, so pages say that older changes are not in it."
        step = "Run `git fetch --unshallow`; in a workflow, give `actions/checkout` the option `fetch-depth: 0`."
        yield Diagnostic.of("history-incomplete", at, message, step=step)
    if known.is_partial:
        message = "This copy of the repository lacks the contents of older versions, so pages can't say what changed."
        step = "Run `git fetch --refetch --no-filter`; in a workflow, use `filter: blob:limit=1m` and no other filter."
        yield Diagnostic.of("history-incomplete", at, message, step=step)
    for key in known.strangers:
        where = places.get(f"people/{key}") or places.get("people") or at
        message = f"`people` names “{key}”, but no commit that changed an article is by that address or name."
        step = "Write it as `git shortlog --summary --email` does, or remove the entry."
        yield Diagnostic.of("people-unknown", where, message, step=step)

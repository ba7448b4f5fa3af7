"""Compares a site with its files at another time, for `check --against`: each change, and what was lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from generator.comparing.archive_changes import ArchiveChange, ArchivePair, archive_changes, archive_pair, losses
from generator.comparing.article_state import ArticleState, article_state
from generator.comparing.names import shared_names
from generator.comparing.settings_changes import setting_changes
from generator.comparing.since import Loss, Since
from generator.comparing.vocabulary import Vocabulary
from generator.diagnostics import Diagnostic, in_order
from generator.formats.registry import read_registry
from generator.formats.settings import default_rules, read_settings
from generator.i18n.catalog import Catalog
from generator.i18n.overrides import own_words
from generator.model import Archive, ArticleSource, Registry, Settings, Speaker
from generator.pipeline.result import Built
from generator.sources.read import (
    MARKDOWN_LIMIT,
    SETTINGS,
    YAML_LIMIT,
    ListedFiles,
    Sources,
    listed_files,
    load_article,
)
from generator.sources.stat_cache import StatCache
from generator.values import Immutable, replace


class FilesThen(Protocol):
    """The files of a site at another time, by path in the site."""

    @property
    def name(self) -> str:
        """What that time is called in messages: `main`."""

    @property
    def paths(self) -> Collection[str]:
        """The paths of all files below content/, and that of site.yaml."""

    def has(self, path: str, data: bytes) -> bool:
        """Whether the file at `path` was there with these bytes."""

    def read(self, limits: Mapping[str, int]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of files by path, in the order of `limits`; None for one with more bytes than its limit."""


class Compared(Immutable):
    """Every change since then, and all problems of the site: those of today, and what was lost."""

    changes: tuple[ArchiveChange, ...]
    diagnostics: tuple[Diagnostic, ...]


def compared_with(then: FilesThen, sources: Sources, built: Built, today: dt.date) -> Compared:
    """Compares the site that `sources` and `built` have with its files at another time.

    Where site.yaml or a template is broken, so that `built` has no archive, what was lost is not looked for.
    """
    settings = built.archive.settings if built.archive else Settings("")
    settings_then = _settings(then, sources)
    listed = listed_files(then.paths)
    pair = archive_pair(*_articles(then, listed, sources), _registries(then, listed, sources))
    words = Catalog(settings.language, own_words(sources.templates).entries)
    vocabulary = Vocabulary(
        words, settings.verdicts, shared_names(pair.now, dict(_other_speakers(pair, built.archive)))
    )
    since = Since(then.name, today.isoformat(), vocabulary)
    rules = _stricter(settings_then, settings)
    found = tuple(_losses(pair, since, built.archive, rules)) if built.archive else ()
    said_better = {problem for loss in found for problem in loss.instead_of}
    known = [problem for problem in built.diagnostics if problem not in said_better]
    changes = (*_setting_changes(settings_then, sources, since), *archive_changes(pair, since))
    return Compared(changes, tuple(in_order([*known, *(loss.problem for loss in found)])))


# ── the files of both times ──────────────────────────────────────────────────────────────────────────────────────────


def _articles(
    then: FilesThen, listed: ListedFiles, sources: Sources
) -> tuple[Iterator[ArticleState], list[ArticleState]]:
    """The articles whose files are not the same in both, as they were and as they are."""
    before = {source.id: source for source in listed.articles}
    now: list[ArticleState] = []
    for source in sources.articles:
        read = load_article(sources.root, source, StatCache(str(sources.root)))
        if _is_same(then, before.get(source.id), read):
            del before[source.id]
        else:
            now.append(article_state(read))
    return _states(then, before.values()), now


def _is_same(then: FilesThen, before: ArticleSource | None, now: ArticleSource) -> bool:
    if before is None or (before.path, before.sidecar_path) != (now.path, now.sidecar_path):
        return False
    same_sidecar = now.sidecar is not None and then.has(now.sidecar_path, now.sidecar)
    return then.has(now.path, now.text) and (same_sidecar or not now.sidecar_path)


def _states(then: FilesThen, sources: Iterable[ArticleSource]) -> Iterator[ArticleState]:
    """The articles as they were; one whose text was too large was no article."""
    sources = list(sources)
    limits: dict[str, int] = {}
    for source in sources:  # an article's text, then its sidecar
        limits |= {source.path: MARKDOWN_LIMIT, **({source.sidecar_path: YAML_LIMIT} if source.sidecar_path else {})}
    files = then.read(limits)
    for source in sources:
        _, text = next(files)
        sidecar = next(files)[1] if source.sidecar_path else None
        if text is not None:
            yield article_state(replace(source, text=text, sidecar=sidecar, is_read=True))


def _registries(then: FilesThen, listed: ListedFiles, sources: Sources) -> tuple[Registry, Registry]:
    """The shared speakers and sources as they were, and as they are."""
    now, _ = read_registry(sources.speaker_files, sources.source_files)
    present = dict((*sources.speaker_files, *sources.source_files))
    paths = (*listed.speaker_files, *listed.source_files)
    if {*paths} == present.keys() and all(then.has(path, data) for path, data in present.items()):
        return now, now
    files = {path: data for path, data in then.read(dict.fromkeys(paths, YAML_LIMIT)) if data is not None}
    kinds = (
        [(path, files[path]) for path in kind if path in files] for kind in (listed.speaker_files, listed.source_files)
    )
    return read_registry(*kinds)[0], now


# ── the settings of both times ───────────────────────────────────────────────────────────────────────────────────────

_SEVERITIES = ("off", "warning", "error")


def _settings(then: FilesThen, sources: Sources) -> Settings | None:
    """The settings as they were; None where site.yaml was missing or broken, or is the same."""
    if SETTINGS not in then.paths or (sources.settings is not None and then.has(SETTINGS, sources.settings)):
        return None
    data = next(then.read({SETTINGS: YAML_LIMIT}))[1]
    return read_settings(data)[0] if data is not None else None


def _setting_changes(then: Settings | None, sources: Sources, since: Since) -> Iterator[ArchiveChange]:
    now, _, places = read_settings(sources.settings or b"")
    return setting_changes(then, now, places, since) if then and now else iter(())


def _stricter(then: Settings | None, now: Settings) -> dict[str, str]:
    """The house rules, each as strict as it was or is: a change that turns one off is still held to it."""
    rules = default_rules() | dict(now.rules)
    before = default_rules() | dict(then.rules) if then else rules
    return {name: max(rules[name], before.get(name, "off"), key=_SEVERITIES.index) for name in rules}


# ── what was lost ────────────────────────────────────────────────────────────────────────────────────────────────────


def _losses(pair: ArchivePair, since: Since, archive: Archive, rules: Mapping[str, str]) -> Iterator[Loss]:
    """What was lost, with the severity that the house rules give it."""

    def shown(reference: str) -> str:
        statement = archive.statements.get(reference)
        return statement.verdict.key if statement and statement.verdict else ""

    for loss in losses(pair, since, shown, archive.speakers_by_id.keys()):
        match rules.get(loss.problem.code, "error"):
            case "error" | "warning" as severity:
                yield replace(loss, problem=loss.problem.with_severity(severity))


def _other_speakers(pair: ArchivePair, archive: Archive | None) -> Iterator[tuple[str, Speaker]]:
    """The speakers that are gone, by id, then those of the whole archive: of two with one id the later counts."""
    yield from pair.before.speakers.items()
    for one in pair.articles:
        for local in one.before.facts.speakers if one.before and one.before.facts else ():
            if local.speaker:
                yield local.id, local.speaker
    yield from ((id, record.speaker) for id, record in (archive.speakers_by_id.items() if archive else ()))

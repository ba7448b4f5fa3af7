"""Checks that speakers, organizations, sources, verdicts and codes are known, and described only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cached_property, partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.wording import did_you_mean, kind_and_id, quoted_list, replacement
from generator.diagnostics import Diagnostic, Location, capitalized, short
from generator.model import (
    EDITORS,
    OUTLET,
    RESERVED_VOICES,
    Annotation,
    Speaker,
    SpeakerRef,
)
from generator.text import NearestNames, nearest_name

_DESCRIBE = "describe the speaker under `speakers:` here or in `content/speakers.yaml`"


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def unknown_speakers(scope: Scope) -> Problems:
    """Annotations, and sidecar entries without a name, whose speaker is not described anywhere."""
    known_speakers = _KnownSpeakers(scope, (OUTLET, EDITORS))
    for article in scope.articles:
        entries = {entry.id for entry in article.speakers}
        for placed in article.annotations:
            for field, who in _voices(placed.annotation):
                known = who.id in scope.symbols.speakers or who.id in entries
                if not known and not scope.is_broken("speakers", who.id):
                    at = scope.at(article, f"{placed.id}/{field}")
                    subject = capitalized(kind_and_id(placed.annotation))
                    message = f"{subject} names an unknown speaker, “{short(who.id)}”."
                    yield _unknown_speaker(known_speakers, at, who.id, message, _DESCRIBE)
        for entry in article.speakers:
            is_known = entry.id in scope.symbols.speakers or scope.is_broken("speakers", entry.id)
            if entry.speaker is None and not is_known:
                message = f"“{entry.id}” is an unknown speaker, and this entry doesn't describe one."
                at = scope.at(article, f"speakers/{entry.id}")
                yield _unknown_speaker(known_speakers, at, entry.id, message, "give the entry a `name`")


def _voices(annotation: Annotation) -> Iterator[tuple[str, SpeakerRef]]:
    voices = (("speaker", annotation.speaker), *((f"via/{n}", who) for n, who in enumerate(annotation.via)))
    return ((field, who) for field, who in voices if who.id and who.id not in RESERVED_VOICES)


class _KnownSpeakers:
    """The speakers of a site, and the ids in `more`, among which to find the one that a wrong id may mean."""

    def __init__(self, scope: Scope, more: Iterable[str] = ()) -> None:
        self.scope = scope
        self._ids = NearestNames([*scope.symbols.speakers, *more])

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        by_name: dict[str, str] = {}
        for speaker in self.scope.symbols.speakers.values():
            for name in (speaker.name, *speaker.also):
                by_name.setdefault(urls.folded(name), speaker.id)
        return by_name

    def nearest(self, written: str) -> str:
        """The id of the speaker with this name or spelling (`also`), or with the nearest id; empty if none is near."""
        return self._by_name.get(urls.folded(written), "") or self._ids.nearest(written)


def _unknown_speaker(known: _KnownSpeakers, at: Location, written: str, message: str, otherwise: str) -> Diagnostic:
    nearest = known.nearest(written)
    paste = replacement(known.scope, at, written, nearest) if nearest else None
    return Diagnostic.of("unknown-speaker", at, message, step=did_you_mean(nearest, otherwise), paste=paste)


def unknown_organizations(scope: Scope) -> Problems:
    """Values of `organization` that are not the id of a speaker."""
    known = _KnownSpeakers(scope)
    for place, organization in _organizations(scope):
        if (
            organization
            and organization not in scope.symbols.speakers
            and not scope.is_broken("speakers", organization)
        ):
            at = place()
            nearest = known.nearest(organization)
            message = f"`organization` names an unknown speaker, “{short(organization)}”."
            step = did_you_mean(nearest, "describe it as a speaker with `kind: organization` and write its id here")
            paste = replacement(scope, at, organization, nearest) if nearest else None
            yield Diagnostic.of("unknown-organization", at, message, step=step, paste=paste)


def _organizations(scope: Scope) -> Iterator[tuple[LazyLocation, str]]:
    for speaker in scope.registry.speakers.values():
        for key, organization in _organizations_of(speaker):
            yield partial(scope.at_speaker, speaker.id, key), organization
    for article in scope.articles:
        for entry in article.speakers:
            own = _organizations_of(entry.speaker) if entry.speaker else [("organization", entry.organization)]
            for key, organization in own:
                yield partial(scope.at, article, f"speakers/{entry.id}/{key}"), organization


def _organizations_of(speaker: Speaker) -> list[tuple[str, str]]:
    roles = ((f"roles/{n}/organization", role.organization) for n, role in enumerate(speaker.roles))
    return [("organization", speaker.organization), *roles]


def speakers_described_twice(scope: Scope) -> Problems:
    """Sidecars that describe a shared speaker, or describe a speaker differently from an earlier sidecar."""
    first: dict[str, tuple[Speaker, LazyLocation]] = {}
    for article in scope.articles:
        for entry in article.speakers:
            if entry.speaker is None:
                continue
            place = partial(scope.at, article, f"speakers/{entry.id}")
            if entry.id in scope.registry.speakers:
                yield _described_though_shared(scope, entry.speaker, place())
                continue
            other, there = first.setdefault(entry.id, (entry.speaker, place))
            if other != entry.speaker:
                yield _described_otherwise(entry.speaker, place(), other, there())


def _described_though_shared(scope: Scope, speaker: Speaker, at: Location) -> Diagnostic:
    there = scope.at_speaker(speaker.id)
    return Diagnostic.of(
        "speaker-shared",
        at,
        f"“{speaker.id}” is a shared speaker (`{there}`), so a sidecar may set only its `role` and `organization`.",
        step="Remove all but `role` and `organization`, or give a different speaker another id.",
    )


def _described_otherwise(speaker: Speaker, at: Location, other: Speaker, there: Location) -> Diagnostic:
    different = [f.name for f in fields(speaker) if f.compare and getattr(speaker, f.name) != getattr(other, f.name)]
    return Diagnostic.of(
        "speaker-twice",
        at,
        f"The descriptions of speaker “{speaker.id}” here and in `{there}` differ in {quoted_list(different)}.",
        step="Describe the speaker once, in `content/speakers.yaml`; sidecars may still set `role` and `organization`.",
    )


# ── sources, verdicts, codes ─────────────────────────────────────────────────────────────────────────────────────


def unknown_sources(scope: Scope) -> Problems:
    """Citations of a source id that is not described anywhere."""
    known = NearestNames(scope.symbols.sources)
    for article, annotation in scope.annotations():
        for n, cited in enumerate(annotation.sources):
            is_unknown = isinstance(cited.source, str) and cited.source not in scope.symbols.sources
            if is_unknown and isinstance(cited.source, str) and not scope.is_broken("sources", cited.source):
                at = scope.at(article, f"{annotation.id}/sources/{n}")
                nearest = known.nearest(cited.source)
                yield Diagnostic.of(
                    "unknown-source",
                    at,
                    f"{capitalized(kind_and_id(annotation))} cites an unknown source, “{short(cited.source)}”.",
                    step=did_you_mean(nearest, "describe the source in `content/sources.yaml` or here"),
                    paste=replacement(scope, at, cited.source, nearest) if nearest else None,
                )


def unknown_verdicts(scope: Scope) -> Problems:
    """Verdicts that are not in the site's vocabulary."""
    known = {verdict.key: verdict.label for verdict in scope.settings.verdicts}
    by_label = {urls.slug(label): key for key, label in known.items()}
    names = NearestNames(known)
    for article, annotation in scope.annotations():
        if annotation.verdict and annotation.verdict not in known:
            at = scope.at(article, f"{annotation.id}/verdict")
            nearest = by_label.get(urls.slug(annotation.verdict)) or names.nearest(annotation.verdict)
            yield Diagnostic.of(
                "unknown-verdict",
                at,
                f"{capitalized(kind_and_id(annotation))} has an unknown verdict, “{short(annotation.verdict)}”.",
                details=[f"Known verdicts: {', '.join(known)}."] if known else [],
                step=did_you_mean(nearest, "define it under `verdicts:` in `site.yaml`"),
                paste=replacement(scope, at, annotation.verdict, nearest) if nearest else None,
            )


def unknown_codes(scope: Scope) -> Problems:
    """Keys and values of `codes` that are not in the site's coding scheme."""
    scheme = dict(scope.settings.codes)
    for article, annotation in scope.annotations():
        for key, value in annotation.codes:
            place = partial(scope.at, article, f"{annotation.id}/codes/{key}")
            if key not in scheme:
                yield _unknown_code(scope, place(), annotation, key, scheme)
            elif value not in scheme[key]:
                yield _unknown_code_value(scope, place(), key, value, scheme[key])


def _unknown_code(scope: Scope, at: Location, annotation: Annotation, key: str, known: Iterable[str]) -> Diagnostic:
    nearest = nearest_name(key, known)
    before = (scope.line_of(at.path, at.line) or "")[: at.column - 1]
    at = replace(at, column=max(before.rfind(key), 0) + 1)  # the known location is the value's; its key comes before it
    return Diagnostic.of(
        "unknown-code",
        at,
        f"`codes` of {kind_and_id(annotation)} has an unknown key, “{key}”.",
        step=did_you_mean(nearest, "add it under `codes:` in `site.yaml`"),
        paste=replacement(scope, at, key, nearest, followed_by=r"(?=\s*:)") if nearest else None,
    )


def _unknown_code_value(scope: Scope, at: Location, key: str, value: str, allowed: Iterable[str]) -> Diagnostic:
    nearest = nearest_name(value, allowed)
    return Diagnostic.of(
        "unknown-code-value",
        at,
        f"The coding scheme doesn't allow “{short(value)}” for `{key}`.",
        details=[f"Allowed values: {', '.join(allowed)}."],
        step=did_you_mean(nearest, f"add the value to `{key}` under `codes:` in `site.yaml`"),
        paste=replacement(scope, at, value, nearest) if nearest else None,
    )

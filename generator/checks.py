"""What can only be seen across articles: unknown names, circles, clashes, links to nothing. It changes nothing.

`CHECKS` is a tuple of plain functions over one `Whole`. What they report, `archive.link` leaves out: both ask `names`.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from urllib.parse import quote, unquote

from generator import urls
from generator.diagnostics import Diagnostic, Location, Paste, in_order
from generator.linking.queries import shown_spellings
from generator.linking.symbols import Names, names_of
from generator.markdown.document import parse
from generator.model import (
    EDITORS,
    OUTLET,
    OUTPUT_NAMES,
    RESERVED_VOICES,
    Annotation,
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
    Speaker,
    SpeakerRef,
)

Problems = Iterable[Diagnostic]
SourceLine = Callable[[str, int], str | None]
Place = Callable[[], Location]
"""A location that is looked up only if something is wrong there: nearly always nothing is."""

_KIND_WORDS = {"claim": "claim", "counterpoint": "counter-point", "note": "note"}
_RULES = {"answer-needs-quote-or-source": "error", "verdict-needs-source": "off"}
_MOST_PLACES_SHOWN = 5
_DESCRIBE = "describe the speaker under `speakers:` here, or in content/speakers.yaml"


@dataclass(frozen=True, slots=True)
class Whole:
    """All that a check may look at. `articles` are those that this build shows, oldest first.

    `locations` leads from an article's id, or `pages/<id>`, to where its values stand, by key (`publisher`,
    `link/2`, `sidecar/only-cliches/to/0`); `unreadable` are the keys of those whose front matter is broken, which has
    been reported and explains what leads to them; `line_of` gives a line of a source file, so that one can be mended.
    """

    articles: tuple[ArticleFacts, ...]
    registry: Registry
    settings: Settings
    pages: tuple[PageFacts, ...]
    draft_pages: tuple[PageFacts, ...]
    locations: Mapping[str, Mapping[str, Location]]
    settings_locations: Mapping[str, Location]
    files: frozenset[str]
    unreadable: frozenset[str]
    names: Names
    line_of: SourceLine

    def annotations(self) -> Iterator[tuple[ArticleFacts, Annotation]]:
        return ((article, placed.annotation) for article in self.articles for placed in article.annotations)

    def is_broken(self, kind: str, name: str) -> bool:
        """Whether a shared speaker or source was described, but wrongly: that error is the one to mend."""
        return f"{kind}/{name}" in self.registry.locations and name not in getattr(self.registry, kind)

    def at(self, article: ArticleFacts, key: str) -> Location:
        """Where a value of a sidecar stands: as near as is known (`x/to/1`, else `x/to`, else `x`)."""
        path = article.sidecar_path or article.path
        return _nearest_known(self.locations.get(article.id, {}), f"sidecar/{key}", path)

    def at_front(self, article: ArticleFacts, key: str) -> Location:
        return _nearest_known(self.locations.get(article.id, {}), key, article.path)

    def at_page(self, page: PageFacts, key: str) -> Location:
        return _nearest_known(self.locations.get(f"pages/{page.id}", {}), key, page.path)

    def at_setting(self, key: str) -> Location:
        return _nearest_known(self.settings_locations, key, "site.yaml")


def _nearest_known(locations: Mapping[str, Location], key: str, path: str) -> Location:
    while key:
        if found := locations.get(key):
            return found
        key = key.rpartition("/")[0]
    return Location(path)


def check(
    *,
    facts: Iterable[ArticleFacts],
    registry: Registry,
    settings: Settings,
    pages: Iterable[PageFacts] = (),
    locations: Mapping[str, Mapping[str, Location]] | None = None,
    settings_locations: Mapping[str, Location] | None = None,
    files: Collection[str] = frozenset(),
    unreadable: Collection[str] = frozenset(),
    line_of: SourceLine = lambda path, line: None,
    names: Names | None = None,
) -> list[Diagnostic]:
    """All problems across articles, in order. `files` are the paths in the output of the files that are copied,
    `unreadable` the ids of articles (and `pages/<id>`) that are there but whose front matter could not be read;
    `names` those of these facts, where they are known."""
    names = names or names_of(facts, registry, settings)
    pages = sorted(pages, key=lambda page: page.id)
    whole = Whole(
        articles=tuple(names.published),
        registry=registry,
        settings=settings,
        pages=tuple(page for page in pages if settings.drafts or not page.draft),
        draft_pages=tuple(page for page in pages if page.draft and not settings.drafts),
        locations={} if locations is None else locations,
        settings_locations=settings_locations or {},
        files=frozenset(files),
        unreadable=frozenset(unreadable),
        names=names,
        line_of=line_of,
    )
    return in_order(problem for one in CHECKS for problem in one(whole))


# ── saying it ────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(annotation: Annotation) -> str:
    return f"{_KIND_WORDS[annotation.kind]} “{annotation.id}”"


def _nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like one that isn't; empty where none is much like it."""
    from rapidfuzz import fuzz, process

    match = process.extractOne(urls.folded(name), list(known), scorer=fuzz.ratio, score_cutoff=65)
    return match[0] if match else ""


def _did_you_mean(nearest: str, otherwise: str) -> str:
    return f"write “{nearest}” if that is meant, or {otherwise}" if nearest else otherwise


def _replaced(whole: Whole, at: Location, written: str, by: str, followed_by: str = "") -> Paste | None:
    """The line with one value changed, if the line is known, the value stands there once (followed by a pattern), and
    the new one needs no quotation marks."""
    line = whole.line_of(at.path, at.line)
    if line is None or not written or not _needs_no_quotes(by):
        return None
    value = re.compile(rf"(?<![\w#/.-]){re.escape(written)}(?![\w#/-]){followed_by}")
    places = [found.start() for found in value.finditer(line, at.column - 1)]
    begins_here = [start for start in places if line[at.column - 1 : start] in ("", '"', "'")]
    if not begins_here and len(places) != 1:
        return None
    start = (begins_here or places)[0]
    return Paste(at.line, at.line, (line[:start] + by + line[start + len(written) :],))


def _needs_no_quotes(text: str) -> bool:
    return re.fullmatch(r"[^\W_](?:[\w./#-]| (?=[\w./-]))*", text) is not None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def unknown_speakers(whole: Whole) -> Problems:
    for article in whole.articles:
        entries = {entry.id for entry in article.speakers}
        for placed in article.annotations:
            for field, who in _voices(placed.annotation):
                known = who.id in whole.names.speakers or who.id in entries
                if not known and not whole.is_broken("speakers", who.id):
                    at = whole.at(article, f"{placed.id}/{field}")
                    message = f"Nobody knows the speaker “{who.id}” of the {_named(placed.annotation)}."
                    yield _unknown_speaker(whole, at, who.id, message, _DESCRIBE)
        for entry in article.speakers:
            is_known = entry.id in whole.names.speakers or whole.is_broken("speakers", entry.id)
            if entry.speaker is None and not is_known:
                message = f"“{entry.id}” is not a speaker of the archive, and this entry doesn't describe one."
                yield _unknown_speaker(
                    whole, whole.at(article, f"speakers/{entry.id}"), entry.id, message, "give the entry a `name`"
                )


def _voices(annotation: Annotation) -> Iterator[tuple[str, SpeakerRef]]:
    voices = (("speaker", annotation.speaker), *((f"via/{n}", who) for n, who in enumerate(annotation.via)))
    return ((field, who) for field, who in voices if who.id and who.id not in RESERVED_VOICES)


def _unknown_speaker(whole: Whole, at: Location, written: str, message: str, otherwise: str) -> Diagnostic:
    nearest = _speaker_called(whole, written) or _nearest(written, [*whole.names.speakers, OUTLET, EDITORS])
    paste = _replaced(whole, at, written, nearest) if nearest else None
    return Diagnostic.of("unknown-speaker", at, message, step=_did_you_mean(nearest, otherwise), paste=paste)


def _speaker_called(whole: Whole, name: str) -> str:
    """The id of the speaker whose name, or other spelling, was written where an id is expected."""
    wanted = urls.folded(name)
    called = (s.id for s in whole.names.speakers.values() if wanted in map(urls.folded, (s.name, *s.also)))
    return next(called, "")


def unknown_organizations(whole: Whole) -> Problems:
    for place, organization in _organizations(whole):
        if organization and organization not in whole.names.speakers and not whole.is_broken("speakers", organization):
            at = place()
            nearest = _speaker_called(whole, organization) or _nearest(organization, whole.names.speakers)
            message = f"The organization “{organization}” is not a speaker of the archive."
            step = _did_you_mean(nearest, "describe it as a speaker (kind: organization) and write its id here")
            paste = _replaced(whole, at, organization, nearest) if nearest else None
            yield Diagnostic.of("unknown-organization", at, message, step=step, paste=paste)


def _organizations(whole: Whole) -> Iterator[tuple[Place, str]]:
    for speaker in whole.registry.speakers.values():
        for key, organization in _organizations_of(speaker):
            yield partial(_at_shared, whole, speaker.id, key), organization
    for article in whole.articles:
        for entry in article.speakers:
            own = _organizations_of(entry.speaker) if entry.speaker else [("organization", entry.organization)]
            for key, organization in own:
                yield partial(whole.at, article, f"speakers/{entry.id}/{key}"), organization


def _organizations_of(speaker: Speaker) -> list[tuple[str, str]]:
    roles = ((f"roles/{n}/organization", role.organization) for n, role in enumerate(speaker.roles))
    return [("organization", speaker.organization), *roles]


def _at_shared(whole: Whole, speaker_id: str, key: str = "") -> Location:
    wanted = f"speakers/{speaker_id}/{key}".rstrip("/")
    while wanted not in whole.registry.locations and "/" in wanted:
        wanted = wanted.rpartition("/")[0]
    return whole.registry.locations.get(wanted, Location("content/speakers.yaml"))


def speakers_described_twice(whole: Whole) -> Problems:
    first: dict[str, tuple[Speaker, Place]] = {}
    for article in whole.articles:
        for entry in article.speakers:
            if entry.speaker is None:
                continue
            place = partial(whole.at, article, f"speakers/{entry.id}")
            if entry.id in whole.registry.speakers:
                yield _described_though_shared(whole, entry.speaker, place())
                continue
            other, there = first.setdefault(entry.id, (entry.speaker, place))
            if other != entry.speaker:
                yield _described_otherwise(entry.speaker, place(), other, there())


def _described_though_shared(whole: Whole, speaker: Speaker, at: Location) -> Diagnostic:
    there = _at_shared(whole, speaker.id)
    return Diagnostic.of(
        "speaker-shared",
        at,
        f"“{speaker.id}” is a shared speaker, described in {there}; here only a role and an organization may be set.",
        step="take out all but `role` and `organization`; if it is somebody else, give them another id",
    )


def _described_otherwise(speaker: Speaker, at: Location, other: Speaker, there: Location) -> Diagnostic:
    different = [f.name for f in fields(speaker) if f.compare and getattr(speaker, f.name) != getattr(other, f.name)]
    return Diagnostic.of(
        "speaker-twice",
        at,
        f"The speaker “{speaker.id}” is described here and in {there}, with different {_fields_in_words(different)}.",
        step="describe the speaker once, in content/speakers.yaml; a sidecar may still set `role` and `organization`",
    )


def _fields_in_words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# ── sources, verdicts, codes ─────────────────────────────────────────────────────────────────────────────────────


def unknown_sources(whole: Whole) -> Problems:
    for article, annotation in whole.annotations():
        for n, cited in enumerate(annotation.sources):
            is_unknown = isinstance(cited.source, str) and cited.source not in whole.names.sources
            if is_unknown and isinstance(cited.source, str) and not whole.is_broken("sources", cited.source):
                at = whole.at(article, f"{annotation.id}/sources/{n}")
                nearest = _nearest(cited.source, whole.names.sources)
                yield Diagnostic.of(
                    "unknown-source",
                    at,
                    f"Nobody knows the source “{cited.source}” that the {_named(annotation)} cites.",
                    step=_did_you_mean(nearest, "describe it in content/sources.yaml, or write it out here"),
                    paste=_replaced(whole, at, cited.source, nearest) if nearest else None,
                )


def unknown_verdicts(whole: Whole) -> Problems:
    known = {verdict.key: verdict.label for verdict in whole.settings.verdicts}
    by_label = {urls.slug(label): key for key, label in known.items()}
    for article, annotation in whole.annotations():
        if annotation.verdict and annotation.verdict not in known:
            at = whole.at(article, f"{annotation.id}/verdict")
            nearest = by_label.get(urls.slug(annotation.verdict)) or _nearest(annotation.verdict, known)
            yield Diagnostic.of(
                "unknown-verdict",
                at,
                f"The verdict “{annotation.verdict}” of the {_named(annotation)} is not in the vocabulary.",
                details=[f"It has: {', '.join(known)}."] if known else [],
                step=_did_you_mean(nearest, "describe it under `verdicts:` in site.yaml"),
                paste=_replaced(whole, at, annotation.verdict, nearest) if nearest else None,
            )


def unknown_codes(whole: Whole) -> Problems:
    scheme = dict(whole.settings.codes)
    for article, annotation in whole.annotations():
        for key, value in annotation.codes:
            place = partial(whole.at, article, f"{annotation.id}/codes/{key}")
            if key not in scheme:
                yield _unknown_code(whole, place(), annotation, key, scheme)
            elif value not in scheme[key]:
                yield _unknown_code_value(whole, place(), key, value, scheme[key])


def _unknown_code(whole: Whole, at: Location, annotation: Annotation, key: str, known: Iterable[str]) -> Diagnostic:
    nearest = _nearest(key, known)
    before = (whole.line_of(at.path, at.line) or "")[: at.column - 1]
    at = replace(at, column=max(before.rfind(key), 0) + 1)  # what is located is the value: its key stands before it
    return Diagnostic.of(
        "unknown-code",
        at,
        f"“{key}” in the `codes` of the {_named(annotation)} is not in the site's coding scheme.",
        step=_did_you_mean(nearest, "add it under `codes:` in site.yaml"),
        paste=_replaced(whole, at, key, nearest, followed_by=r"(?=\s*:)") if nearest else None,
    )


def _unknown_code_value(whole: Whole, at: Location, key: str, value: str, allowed: Iterable[str]) -> Diagnostic:
    nearest = _nearest(value, allowed)
    return Diagnostic.of(
        "unknown-code-value",
        at,
        f"“{value}” is not a value that the coding scheme allows for `{key}`.",
        details=[f"It allows: {', '.join(allowed)}."],
        step=_did_you_mean(nearest, f"add it to `codes: {key}` in site.yaml"),
        paste=_replaced(whole, at, value, nearest) if nearest else None,
    )


# ── references ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference as it was written, under `to` or `repeats`, and what it leads to (empty: nothing)."""

    article: ArticleFacts
    annotation: Annotation
    field: str
    written: str
    found: str
    place: Place

    @property
    def at(self) -> Location:
        return self.place()


def _references(whole: Whole) -> Iterator[_Reference]:
    for article, annotation in whole.annotations():
        parent = f"{article.id}#{annotation.parent}"
        pairs = [(f"to/{n}", to) for n, to in enumerate(annotation.to) if to != parent]
        pairs += [("repeats", annotation.repeats)] if annotation.repeats else []
        for key, written in pairs:
            place = partial(whole.at, article, f"{annotation.id}/{key}")
            yield _Reference(article, annotation, key.partition("/")[0], written, whole.names.find(written), place)


def unusable_references(whole: Whole) -> Problems:
    for reference in _references(whole):
        if not reference.found:
            yield from _leading_nowhere(whole, reference)
        elif whole.names.in_draft(reference.found):
            yield _leading_to_draft(reference)
        elif problem := _of_a_wrong_kind(whole, reference):
            yield problem
        elif urls.folded(reference.written) != urls.folded(reference.found):
            yield _by_a_former_id(whole, reference)


def _leading_nowhere(whole: Whole, reference: _Reference) -> Problems:
    written = reference.written.partition("#")[0]
    article_id = whole.names.article(written)
    if written in whole.unreadable or (article_id and whole.names.articles[article_id].broken_sidecar):
        return  # its own error is reported, and mending that mends this
    nearest = _nearest_reference(whole, reference, article_id)
    yield Diagnostic.of(
        "unknown-reference",
        reference.at,
        f"`{reference.field}` of the {_named(reference.annotation)} leads to “{_short(reference, reference.written)}”, "
        f"but {_what_is_missing(reference, article_id)}.",
        step=_did_you_mean(nearest, "name an annotation as `article#annotation`"),
        paste=_mended_reference(whole, reference, nearest) if nearest else None,
    )


def _what_is_missing(reference: _Reference, article_id: str) -> str:
    article, _, annotation = reference.written.partition("#")
    if not article_id:
        return f"there is no article “{article}”"
    if article_id == reference.article.id:
        return f"this article has no annotation “{annotation}”"
    return f"the article “{article_id}” has no annotation “{annotation}”"


def _nearest_reference(whole: Whole, reference: _Reference, article_id: str) -> str:
    """The nearest usable reference, as it would be written here. Nothing of a draft is ever suggested."""
    article, _, annotation = reference.written.partition("#")
    if article_id in whole.names.drafts:
        return ""
    published = (other.id for other in whole.articles)
    article_id = article_id or _nearest(article, published)
    if not article_id:
        return ""
    usable = [
        placed.id
        for placed in whole.names.articles[article_id].annotations
        if placed.annotation.kind == "claim" or (reference.field == "to" and placed.annotation.kind == "counterpoint")
        if (article_id, placed.id) != (reference.article.id, reference.annotation.id)
    ]
    nearest = annotation if annotation in usable else _nearest(annotation, usable)
    return _short(reference, f"{article_id}#{nearest}") if nearest else ""


def _short(reference: _Reference, ref: str) -> str:
    """A reference as it is written in its own article: without the article's id where it leads to the same."""
    return ref.removeprefix(f"{reference.article.id}#")


def _mended_reference(whole: Whole, reference: _Reference, by: str) -> Paste | None:
    local = _short(reference, reference.written)
    whole_line = _replaced(whole, reference.at, reference.written, by)
    return whole_line or (_replaced(whole, reference.at, local, by) if local != reference.written else None)


def _leading_to_draft(reference: _Reference) -> Diagnostic:
    if reference.field == "repeats":
        message = f"The {_named(reference.annotation)} repeats “{reference.written}”, which is in a draft."
        step = "publish that article first, or take `repeats` out: a draft can't give the claim its verdict"
        return Diagnostic.of("repeats-draft", reference.at, message, step=step)
    message = f"The {_named(reference.annotation)} answers “{reference.written}”, which is in a draft: left out."
    return Diagnostic.of("reference-to-draft", reference.at, message, step="nothing, if the draft is published later")


def _of_a_wrong_kind(whole: Whole, reference: _Reference) -> Diagnostic | None:
    target = whole.names.annotations[reference.found].annotation
    words = f"“{_short(reference, reference.written)}” is a {_KIND_WORDS[target.kind]}"
    if reference.field == "repeats" and target.kind != "claim":
        message = f"{words}, and only a claim can be repeated (by the {_named(reference.annotation)})."
        return Diagnostic.of("reference-kind", reference.at, message, step="name a claim, or take `repeats` out")
    if reference.field == "to" and target.kind == "note":
        message = f"{words}, and nobody says it: the {_named(reference.annotation)} can't answer it."
        return Diagnostic.of("reference-kind", reference.at, message, step="name a claim or a counter-point")
    return None


def _by_a_former_id(whole: Whole, reference: _Reference) -> Diagnostic:
    present = _short(reference, reference.found)
    return Diagnostic.of(
        "former-id",
        reference.at,
        f"“{_short(reference, reference.written)}” is now called “{present}”.",
        step=f"write “{present}”",
        paste=_mended_reference(whole, reference, present),
    )


def circles(whole: Whole) -> Problems:
    in_a_circle = {"to": whole.names.relations.answer_circles, "repeats": whole.names.relations.repeat_circles}
    for reference in _references(whole):
        ref = f"{reference.article.id}#{reference.annotation.id}"
        if (ref, reference.found) not in in_a_circle[reference.field]:
            continue
        verb = "answers" if reference.field == "to" else "repeats"
        itself = reference.found == ref
        way = "itself" if itself else f"“{_short(reference, reference.found)}”, which leads back to it"
        yield Diagnostic.of(
            "reference-circle",
            reference.at,
            f"The {_named(reference.annotation)} {verb} {way}.",
            step=f"name another, or take `{reference.field}` out"
            if itself
            else f"take one `{reference.field}` out of the circle: that of the statement that was made first",
        )


def repeats_with_something_of_their_own(whole: Whole) -> Problems:
    for ref, repeated in whole.names.relations.repeats.items():
        if (ref, repeated) in whole.names.relations.repeat_circles:
            continue
        annotation = whole.names.annotations[ref].annotation
        claim = whole.names.annotations[repeated].annotation
        article = whole.names.articles[ref.partition("#")[0]]
        for name in ("verdict", "statement", "updates"):
            if getattr(annotation, name) and getattr(annotation, name) != getattr(claim, name):
                yield Diagnostic.of(
                    "repeat-has-own",
                    whole.at(article, f"{annotation.id}/{name}"),
                    f"The claim “{annotation.id}” repeats “{repeated}” and has {_own(name)}.",
                    step=f"take `{name}` out here (it belongs to the claim that is repeated), or take `repeats` out",
                )


def _own(name: str) -> str:
    return "`updates` of its own" if name == "updates" else f"another `{name}`"


# ── ids, tags, publishers ────────────────────────────────────────────────────────────────────────────────────────


def clashing_ids(whole: Whole) -> Problems:
    articles, pages = whole.names.articles.values(), (*whole.pages, *whole.draft_pages)
    yield from _clashes(
        "article",
        [(article.id, partial(whole.at_front, article, "")) for article in articles],
        [(alias, article.id, partial(whole.at_front, article, f"aliases/{n}"))
         for article in articles for n, alias in enumerate(article.front.aliases)],
    )  # fmt: skip
    yield from _clashes(
        "page",
        [(page.id, partial(whole.at_page, page, "")) for page in pages],
        [(alias, page.id, partial(whole.at_page, page, f"aliases/{n}"))
         for page in pages for n, alias in enumerate(page.aliases)],
    )  # fmt: skip
    for article in whole.articles:
        aliases = [
            (alias, placed.id, partial(whole.at, article, f"{placed.id}/aliases/{n}"))
            for placed in article.annotations
            for n, alias in enumerate(placed.annotation.aliases)
        ]
        # That an article's ids are all different is known from reading it.
        ids = [(placed.id, partial(whole.at, article, placed.id)) for placed in article.annotations] if aliases else []
        yield from _clashes("annotation", ids, aliases)


def _clashes(
    what: str, ids: Iterable[tuple[str, Place]], aliases: Iterable[tuple[str, str, Place]]
) -> Iterator[Diagnostic]:
    """Ids that fall together, and aliases (alias, whose, where) that are another's id or alias."""
    taken: dict[str, tuple[str, str, Place]] = {}
    named = set()
    for name, at in ids:
        named.add(urls.folded(name))
        other = taken.setdefault(urls.folded(name), (name, name, at))
        if other[0] != name:
            message = f"The {what}s “{name}” and “{other[0]}” ({other[2]().path}) have ids that fall together."
            yield Diagnostic.of("ids-fall-together", at(), message, step="give one of them another name")
    for alias, owner, at in aliases:
        _, theirs, there = taken.setdefault(urls.folded(alias), (alias, owner, at))
        if there is not at:
            whose = "already its name" if theirs == owner else f"taken by the {what} “{theirs}” ({there()})"
            message = f"The alias “{alias}” of the {what} “{owner}” is {whose}."
            step = "take the alias out" if urls.folded(alias) in named else "take the alias out of one of them"
            yield Diagnostic.of("ids-fall-together", at(), message, step=step)


def taken_names(whole: Whole) -> Problems:
    for at, name in _names_that_become_files(whole):
        if problem := urls.taken_name(name):
            yield Diagnostic.of("name-taken", at(), f"This id can't be used: {problem}.", step="choose another id")


def _names_that_become_files(whole: Whole) -> Iterator[tuple[Place, str]]:
    for speaker_id in whole.registry.speakers:
        yield partial(_at_shared, whole, speaker_id), speaker_id
    for verdict in whole.settings.verdicts:
        yield partial(whole.at_setting, f"verdicts/{verdict.key}"), verdict.key
    for article in whole.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id not in whole.registry.speakers:
                yield partial(whole.at, article, f"speakers/{entry.id}"), entry.id
        for placed in article.annotations:
            if placed.annotation.kind == "claim":
                yield partial(whole.at, article, placed.id), placed.id


def tags_spelled_differently(whole: Whole) -> Problems:
    spelled: dict[str, list[Place]] = defaultdict(list)
    for article in whole.articles:
        for n, name in enumerate(article.front.tags):
            spelled[name].append(partial(whole.at_front, article, f"tags/{n}"))
        for placed in article.annotations:
            for n, name in enumerate(placed.annotation.tags):
                spelled[name].append(partial(whole.at, article, f"{placed.id}/tags/{n}"))
    return _odd_spellings(whole, "tag-spellings", "tag", spelled)


def publishers_spelled_differently(whole: Whole) -> Problems:
    spelled: dict[str, list[Place]] = defaultdict(list)
    for article in whole.articles:
        name = article.front.publisher
        if name.strip() and name not in whole.names.speakers:
            spelled[name].append(partial(whole.at_front, article, "publisher"))
    return _odd_spellings(whole, "publisher-spellings", "publisher", spelled)


def _odd_spellings(whole: Whole, code: str, what: str, spelled: Mapping[str, list[Place]]) -> Problems:
    """One warning for each spelling that isn't the one shown, at its first place."""
    shown = shown_spellings(name for name, places in spelled.items() for _ in places)
    for name, places in spelled.items():
        usual = shown[urls.slug(name)]
        if " ".join(name.split()) == usual:
            continue
        at, *others = sorted(place() for place in places)
        more = [f"also in {other}" for other in others[:_MOST_PLACES_SHOWN]]
        more += [f"and in {len(others) - _MOST_PLACES_SHOWN} more places"] if len(others) > _MOST_PLACES_SHOWN else []
        yield Diagnostic.of(
            code,
            at,
            f"The {what} “{name}” has the same page as “{usual}”: they are shown as one, spelled “{usual}”.",
            details=more,
            step=f"write “{usual}”, or, if another {what} is meant, a name that differs in a letter or a digit",
            paste=_replaced(whole, at, name, usual) if not others else None,
        )


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────


def broken_links(whole: Whole) -> Problems:
    good, drafts = _linked_paths(whole), _draft_paths(whole)
    fragments = {urls.article_path(a.id): a for a in whole.articles}
    for article in whole.articles:
        for n, link in enumerate(article.links):
            place = partial(whole.at_front, article, f"link/{n}")
            yield from _checked_link(whole, place, link, good, drafts, fragments)
        picture = article.front.image.src if article.front.image else ""
        if picture and picture not in whole.files:
            yield _bad_link(whole, whole.at_front(article, "image/src"), picture, whole.files, drafts)
    for page in whole.pages:
        for n, link in enumerate(page.links):
            yield from _checked_link(whole, partial(whole.at_page, page, f"link/{n}"), link, good, drafts, fragments)


def speakers_texts(whole: Whole) -> Problems:
    """What is wrong in the descriptions of speakers, shared and local, and with where they lead."""
    good, drafts = _linked_paths(whole), _draft_paths(whole)
    articles = {urls.article_path(a.id): a for a in whole.articles}
    for speaker, where in _described_speakers(whole):
        if speaker.description:
            at = where("description")
            parsed = parse(speaker.description, speaker.path, lambda line, column, at=at: at)  # type: ignore[misc]
            yield from parsed.problems
            for link in parsed.links:
                yield from _checked_link(whole, partial(_it_is, at), str(link), good, drafts, articles)
        if speaker.image and (picture := urls.link_target(speaker.path, speaker.image)) not in whole.files:
            yield _bad_link(whole, where("image"), picture, whole.files, drafts)


def _it_is(at: Location) -> Location:
    return at


def _described_speakers(whole: Whole) -> Iterator[tuple[Speaker, Callable[[str], Location]]]:
    """Each speaker with a function that tells where a field of it stands."""
    for speaker in whole.registry.speakers.values():
        yield speaker, partial(_at_shared, whole, speaker.id)
    for article in whole.articles:
        for entry in article.speakers:
            if entry.speaker and entry.id not in whole.registry.speakers:
                yield entry.speaker, lambda key, a=article, e=entry: whole.at(a, f"speakers/{e.id}/{key}")  # type: ignore[misc]


def _checked_link(
    whole: Whole,
    place: Place,
    link: str,
    good: Collection[str],
    drafts: Collection[str],
    articles: Mapping[str, ArticleFacts],
) -> Problems:
    target, _, fragment = link.partition("#")
    if target not in good:
        yield _bad_link(whole, place(), target, good, drafts)
    elif fragment and (target not in articles or fragment not in urls.article_fragments(articles[target])):
        at = place()
        known = sorted(urls.article_fragments(articles[target])) if target in articles else []
        nearest = _nearest(fragment, known)
        places = "name an annotation by its id, or a paragraph: #p_2" if known else f"leave “#{fragment}” out"
        yield Diagnostic.of(
            "link-fragment",
            at,
            f"The link leads to “#{fragment}”, but there is no such place on that page.",
            step=_did_you_mean(f"#{nearest}" if nearest else "", places),
            paste=_replaced_fragment(whole, at, fragment, nearest) if nearest else None,
        )


def _linked_paths(whole: Whole) -> frozenset[str]:
    """The places in the output that a text may link to. Whether `pages` is written doesn't matter: it is no mistake."""
    articles = (urls.article_path(name) for a in whole.articles for name in (a.id, *a.front.aliases))
    pages = (urls.page_path(name) for p in whole.pages for name in (p.id, *p.aliases))
    unreadable = (
        urls.page_path(key.removeprefix("pages/")) if key.startswith("pages/") else urls.article_path(key)
        for key in whole.unreadable
    )
    return frozenset((*articles, *pages, *unreadable, *whole.files))


def _draft_paths(whole: Whole) -> frozenset[str]:
    pages = (urls.page_path(page.id) for page in whole.draft_pages)
    return frozenset((*map(urls.article_path, whole.names.drafts), *pages))


def _bad_link(whole: Whole, at: Location, target: str, good: Collection[str], drafts: Collection[str]) -> Diagnostic:
    written = _written_address(whole, at, target) or _source_of(target)
    if target in drafts:
        message = f"The link to “{written}” leads to a draft: it is shown without the link."
        return Diagnostic.of("link-to-draft", at, message, step="nothing, if the draft is published later")
    nearest = _nearest_path(target, good, at) if target else ""
    address = posixpath.relpath(_source_of(nearest), posixpath.dirname(at.path)) if nearest else ""
    if target:
        message = f"The link to “{written}” leads to nothing that is published."
    else:
        message = "The link leads out of content/, where nothing is published."
    return Diagnostic.of(
        "link-broken",
        at,
        message,
        step=_did_you_mean(address, "link to a text or a file under content/, as seen from this one"),
        paste=_replaced_address(whole, at, target, address) if address else None,
    )


def _nearest_path(target: str, good: Iterable[str], at: Location) -> str:
    """The path most like one that leads nowhere: of the same kind, its name alike and not only its folder, and not
    the very page that holds the link."""
    from rapidfuzz import fuzz

    kind, name = target.endswith(".html"), posixpath.basename(target)
    candidates = (path for path in good if path.endswith(".html") == kind and _source_of(path) != at.path)
    alike = (path for path in candidates if fuzz.ratio(name, posixpath.basename(path), score_cutoff=70))
    return _nearest(target, sorted(alike))  # of two as near, every run names the same


def _source_of(path: str) -> str:
    """The source file that a path in the output is made from: what a writer would link to."""
    if not path.endswith(".html"):
        return f"content/{path}" if "/" in path else f"content/pages/{path}"
    stem = path.removesuffix(".html")
    return f"content/{stem}.md" if stem.startswith("articles/") else f"content/pages/{stem}.md"


def _written_address(whole: Whole, at: Location, target: str) -> str:
    """What is written at the location, where that is the address that leads to the target; else empty."""
    line = whole.line_of(at.path, at.line)
    match = re.match(r"[^\s()<>#\"']+", line[at.column - 1 :]) if line else None
    written = match.group() if match else ""
    for address in (written, written.rstrip(",]}")):  # in braces a comma or a brace may follow
        if address and urls.link_target(at.path, unquote(address)) == target:
            return address
    return ""


def _replaced_fragment(whole: Whole, at: Location, fragment: str, by: str) -> Paste | None:
    line = whole.line_of(at.path, at.line) or ""
    start = line.find(f"#{fragment}", at.column - 1)
    return Paste(at.line, at.line, (f"{line[:start]}#{by}{line[start + 1 + len(fragment) :]}",)) if start >= 0 else None


def _replaced_address(whole: Whole, at: Location, target: str, by: str) -> Paste | None:
    line, written = whole.line_of(at.path, at.line), _written_address(whole, at, target)
    if not line or not written:
        return None
    start, end = at.column - 1, at.column - 1 + len(written)
    return Paste(at.line, at.line, (line[:start] + quote(by, safe="/") + line[end:],))


# ── house rules, settings, doubts ────────────────────────────────────────────────────────────────────────────────


def house_rules(whole: Whole) -> Problems:
    rules = _RULES | dict(whole.settings.rules)
    wants_sources = rules["verdict-needs-source"] != "off"
    for article, annotation in whole.annotations():
        rests_on_nothing = not annotation.sources and not annotation.withdrawn
        if annotation.kind == "counterpoint" and rests_on_nothing and not annotation.quote:
            message = f"The {_named(annotation)} has neither a quote nor a source."
            step = "quote where it is said in the article, or add `sources:`"
            problem = Diagnostic.of(
                "answer-needs-quote-or-source", whole.at(article, annotation.id), message, step=step
            )
            yield from _as_the_house_has_it(problem, rules)
        if wants_sources and annotation.verdict and rests_on_nothing and not annotation.repeats:
            message = f"The verdict of the {_named(annotation)} rests on no source."
            at = whole.at(article, f"{annotation.id}/verdict")
            problem = Diagnostic.of("verdict-needs-source", at, message, step="add `sources:`")
            yield from _as_the_house_has_it(problem, rules)


def _as_the_house_has_it(problem: Diagnostic, rules: Mapping[str, str]) -> Problems:
    match rules[problem.code]:
        case "error" | "warning" as severity:
            yield problem.with_severity(severity)


def navigation_to_nothing(whole: Whole) -> Problems:
    written = urls.Urls.of(whole.settings)
    pages = {page.id for page in whole.pages}
    for n, entry in enumerate(whole.settings.navigation or ()):
        at = whole.at_setting(f"navigation/{n}")
        known = entry in pages or f"pages/{entry}" in whole.unreadable
        if (known and written.writes("pages")) or written.index(entry) or _is_to_come(whole, entry):
            continue
        if any(page.id == entry for page in whole.draft_pages):
            message = f"The navigation names the page “{entry}”, which is a draft: left out."
            yield Diagnostic.of("reference-to-draft", at, message, step="nothing, if the draft is published later")
            continue
        choice = [*(name for name in OUTPUT_NAMES if written.index(name)), *pages]
        nearest = _nearest(entry, choice)
        yield Diagnostic.of(
            "navigation-unknown",
            at,
            f"The navigation names “{entry}”, {_why_not(whole, entry)}.",
            step=_did_you_mean(nearest, f"choose from {_listed(choice)}"),
            paste=_replaced(whole, at, entry, nearest) if nearest else None,
        )


def _is_to_come(whole: Whole, entry: str) -> bool:
    """An output that is wanted and not built yet gives nothing, and is no mistake."""
    return entry in whole.settings.outputs and entry not in urls.BUILT_OUTPUTS


def _why_not(whole: Whole, entry: str) -> str:
    if entry in OUTPUT_NAMES and entry not in whole.settings.outputs:
        return "which is not among the `outputs`"
    if entry in OUTPUT_NAMES:
        return "which has no page to begin with"
    return "which is neither an output nor a page under content/pages/"


def site_without_address(whole: Whole) -> Problems:
    if not whole.settings.url:
        message = "The site has no `url`: feeds, the site map and canonical links are left out."
        step = "add `url:` to site.yaml once it is known where the site will be found"
        yield Diagnostic.of("no-url", whole.at_setting("title"), message, step=step)


def doubts(whole: Whole) -> Problems:
    for article, annotation in whole.annotations():
        if annotation.unsure:
            at = whole.at(article, f"{annotation.id}/unsure")
            message = f"The {_named(annotation)} is marked as unsure: {annotation.unsure}"
            yield Diagnostic.of("unsure", at, message, step="if you know more, say so there and take `unsure` out")


CHECKS: tuple[Callable[[Whole], Problems], ...] = (
    unknown_speakers,
    unknown_organizations,
    speakers_described_twice,
    unknown_sources,
    unknown_verdicts,
    unknown_codes,
    unusable_references,
    circles,
    repeats_with_something_of_their_own,
    clashing_ids,
    taken_names,
    tags_spelled_differently,
    publishers_spelled_differently,
    broken_links,
    speakers_texts,
    house_rules,
    navigation_to_nothing,
    site_without_address,
    doubts,
)

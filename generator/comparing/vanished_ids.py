"""Finds published ids that are gone: of articles, annotations, speakers and sources, without an alias or a trace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.checks.wording import kind_and_id
from generator.comparing.article_pair import ArticlePair
from generator.comparing.article_state import ArticleState
from generator.comparing.since import Loss, Since
from generator.comparing.versions import Version
from generator.diagnostics import Diagnostic, Location, Paste, capitalized, short
from generator.model import Annotation, AnnotationFacts, Source, Speaker

_MOST_NAMED = 10


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def vanished_articles(pairs: Iterable[ArticlePair], since: Since) -> Iterator[Loss]:
    """An error for each article that was published and is gone, or is a draft now."""
    pairs = list(pairs)
    added = [pair.now for pair in pairs if pair.now and pair.before is None]
    for pair in pairs:
        if pair.before is None or not pair.before.is_published:
            continue
        if pair.now is None:
            yield Loss(_gone(pair.before, added, since))
        elif pair.now.facts and not pair.now.is_published:
            yield Loss(_drafted(pair.before, pair.now, since))


def _gone(before: ArticleState, added: Iterable[ArticleState], since: Since) -> Diagnostic:
    message = f"Article “{before.id}”, published at {since.name}, is gone, and no other has its id among its `aliases`."
    heir = next((one for one in added if _has_files_of(one, before)), None)
    if heir is None:
        step = f"Restore it with {since.restoring(before.source.path)}, or name its id where its text is now."
        return Diagnostic.of("vanished-id", Location(before.source.path), message, step=step)
    paste = _alias_in_front_matter(heir, before.id)
    step = f"If “{heir.id}”, which has what it had, is the same article, write into its front matter"
    step = f"{step}:" if paste else f"{step} `aliases: [{before.id}]`."
    return Diagnostic.of("vanished-id", Location(heir.source.path), message, step=step, paste=paste)


def _has_files_of(one: ArticleState, other: ArticleState) -> bool:
    """Whether an article has the text of another, or its sidecar."""
    sidecar = one.source.sidecar
    return one.text == other.text != "" or (bool(sidecar) and sidecar == other.source.sidecar)


def _alias_in_front_matter(heir: ArticleState, alias: str) -> Paste | None:
    """The line `aliases`, below the first of the front matter; None where it has that key, or begins otherwise."""
    if heir.facts is None or heir.facts.front.aliases or not heir.source.text.startswith((b"---\n", b"---\r\n")):
        return None
    return Paste(2, 1, (f"aliases: [{alias}]",)) if alias.isascii() and "," not in alias else None


def _drafted(before: ArticleState, now: ArticleState, since: Since) -> Diagnostic:
    return Diagnostic.of(
        "vanished-id",
        now.locations.get("draft", Location(now.source.path)),
        f"Article “{before.id}”, published at {since.name}, is a draft now.",
        step="Remove `draft: true`; an annotation that no longer holds is `withdrawn`, with the day and the reason.",
    )


# ── annotations ──────────────────────────────────────────────────────────────────────────────────────────────────────


def vanished_annotations(pair: ArticlePair, since: Since) -> Iterator[Loss]:
    """An error for each annotation that was published and is gone; one for a sidecar that has none left."""
    before, now = pair.before, pair.now
    if before is None or now is None or not before.is_published or not now.is_published or not now.is_readable:
        return
    version = now.version(with_places=False)
    assert isinstance(version, Version), "it is readable"
    if before.annotations and not now.annotations and not version.unread and not version.keys:
        yield _emptied(before, now, since)
        return
    heirs = {alias: one for one in version.annotations for alias in one.aliases}
    for id, was in before.annotations.items():
        if id in now.annotations or version.may_hold(id):
            continue
        heir = heirs.get(id)
        if heir is None:
            yield Loss(_vanished(was, now, before, since))
        elif heir.id in before.annotations and not _says_the_same(heir, was.annotation):
            yield Loss(_replaced(was, heir, now, since))


def _emptied(before: ArticleState, now: ArticleState, since: Since) -> Loss:
    ids = list(before.annotations)
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    named = ", ".join(ids[:_MOST_NAMED]) + more
    is_there = bool(now.source.sidecar_path)
    path = before.source.sidecar_path
    problem = Diagnostic.of(
        "sidecar-emptied",
        now.annotations_at,
        f"The sidecar {'holds nothing' if is_there else 'is gone'}, and what it held was published at {since.name}.",
        details=[f"It held {named}."],
        step=f"Restore it with {since.restoring(path)}; what no longer holds is `withdrawn` there, with a reason.",
    )
    return Loss(problem, tuple(one for one in now.problems if one.code == "sidecar-empty"))


def _vanished(was: AnnotationFacts, now: ArticleState, before: ArticleState, since: Since) -> Diagnostic:
    said = was.annotation.statement or was.words or was.annotation.note
    heir = next((one for one in now.annotations.values() if _succeeds(one.annotation, was.annotation, before)), None)
    paste = _alias_in_sidecar(now, heir.annotation, was.id) if heir else None
    if heir:
        if_renamed = f"If it is called “{heir.id}” now, write below that id"
        step = f"{if_renamed}:" if paste else f"{if_renamed} `aliases: [{was.id}]`."
    else:
        step = (
            f"Take it back from {since.name}; if it no longer holds, keep it with `withdrawn`, the day and the reason."
        )
    return Diagnostic.of(
        "vanished-id",
        now.at(heir.id) if heir else now.annotations_at,
        f"{capitalized(kind_and_id(was.annotation))}, published at {since.name}, is gone.",
        details=[f"It said “{short(said)}”."] if said else (),
        step=step,
        paste=paste,
    )


def _replaced(was: AnnotationFacts, heir: Annotation, now: ArticleState, since: Since) -> Diagnostic:
    """The problem of an annotation that is gone, and whose id was given to another that was published beside it."""
    said = was.annotation.statement or was.words or was.annotation.note
    return Diagnostic.of(
        "vanished-id",
        now.at(f"{heir.id}/aliases", heir.id),
        f"{capitalized(kind_and_id(was.annotation))}, published at {since.name}, is gone, and its id leads to "
        f"“{heir.id}”, which was published beside it and says something else.",
        details=[f"It said “{short(said)}”."] if said else (),
        step=f"Remove that alias, and take “{was.id}” back from {since.name}; if it no longer holds, keep it with "
        "`withdrawn`, the day and the reason.",
    )


def _succeeds(one: Annotation, gone: Annotation, before: ArticleState) -> bool:
    """Whether a new annotation says what one that is gone said."""
    return one.id not in before.annotations and _says_the_same(one, gone)


def _says_the_same(one: Annotation, other: Annotation) -> bool:
    return (one.quote, one.statement, one.speaker) == (other.quote, other.statement, other.speaker)


def _alias_in_sidecar(state: ArticleState, annotation: Annotation, alias: str) -> Paste | None:
    """The line `aliases`, below the id of an annotation; None where it has that key, or is written in braces."""
    at = state.at(annotation.id)
    lines = (state.source.sidecar or b"").decode("utf-8-sig", "replace").splitlines()
    if annotation.aliases or not 0 < at.line < len(lines) or not lines[at.line - 1].rstrip().endswith(":"):
        return None
    below = lines[at.line]
    indent = below[: len(below) - len(below.lstrip(" "))]
    return Paste(at.line + 1, at.line, (f"{indent}aliases: [{alias}]",)) if len(indent) >= at.column else None


# ── speakers and sources ─────────────────────────────────────────────────────────────────────────────────────────────


def vanished_shared(
    before: Mapping[str, Speaker] | Mapping[str, Source],
    now: Mapping[str, Speaker] | Mapping[str, Source],
    places: Mapping[str, Location],
    known: Collection[str],
    since: Since,
) -> Iterator[Loss]:
    """An error for each speaker or source that was published and is gone. `places` are where they were, by id.

    `known` are further ids that exist now, valid or not.
    """
    aliases = {alias for one in now.values() for alias in former_ids_of(one)}
    for id, was in before.items():
        if id in now or id in aliases or id in known:
            continue
        kind, name = ("Speaker", was.name) if isinstance(was, Speaker) else ("Source", was.title or was.url)
        heir = next((new for new, one in now.items() if new not in before and _is_alike(one, was)), "")
        step = (
            f"If “{heir}” is the same, write `aliases: [{id}]` there."
            if heir
            else f"Take the entry back from {since.name}, or write `aliases: [{id}]` where it has another id now."
        )
        message = f"{kind} “{id}” ({short(name)}), published at {since.name}, is gone."
        yield Loss(Diagnostic.of("vanished-id", Location(places[id].path), message, step=step))


def former_ids_of(entry: Speaker | Source) -> tuple[str, ...]:
    """The former ids of a shared speaker or source."""
    return entry.aliases


def _is_alike(one: Speaker | Source, other: Speaker | Source) -> bool:
    if isinstance(one, Speaker) and isinstance(other, Speaker):
        return one.name == other.name
    return isinstance(one, Source) and isinstance(other, Source) and (one.title, one.url) == (other.title, other.url)

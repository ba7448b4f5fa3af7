"""Links the facts of all articles into an `Archive`: appearances, answers, speakers, publishers, tags, neighbours.

It knows no HTML and reports nothing. It leaves out what can't be linked (unknown names, circles, references into
drafts); `checks` reports the same, because both resolve names through `Symbols`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from generator import urls
from generator.linking.limits import MOST_FORMER, with_most_tags
from generator.linking.queries import usual_spellings
from generator.linking.short_names import short_name
from generator.linking.sources import SourceTable, cited_source, publisher_named, source_table, title_in_list
from generator.linking.symbols import Relations, Symbols, holds_date
from generator.model import (
    EDITORS,
    OUTLET,
    Annotation,
    AnnotationFacts,
    Archive,
    Article,
    ArticleFacts,
    CitedSource,
    Claim,
    Direction,
    LocalSpeaker,
    PageFacts,
    Publisher,
    Role,
    Settings,
    SourceRecord,
    Speaker,
    SpeakerRecord,
    SpeakerRef,
    Statement,
    Tag,
    Verdict,
    Voice,
)
from generator.text import direction_of


def link_symbols(symbols: Symbols, settings: Settings, pages: Iterable[PageFacts] = ()) -> Archive:
    """The archive of everything published, from a symbol table.

    Drafts and references into them are left out, unless `settings.drafts`.
    """
    newest_first = [with_most_tags(_without_drafts(symbols, article)) for article in symbols.published][::-1]
    tables = _tables(symbols, settings, newest_first)
    articles = _articles(tables, newest_first)
    statements = {
        ref: _statement(tables, article, placed, ref)
        for article in newest_first
        for ref, placed in zip(symbols.refs[article.id], article.annotations, strict=True)
    }
    shown_pages = tuple(sorted((p for p in pages if settings.drafts or not p.draft), key=lambda p: p.id))
    claims = _claims(statements, tables)
    speakers = _speaker_records(tables, articles, statements)
    return Archive(
        settings=replace(settings, featured=symbols.featured(settings.featured)),
        articles=articles,
        statements=statements,
        claims=claims,
        speakers=speakers,
        sources=_source_records(tables.sources, statements),
        publishers=_publishers_with_articles(articles),
        tags=_tags(articles, statements),
        pages=shown_pages,
        aliases=_aliases(settings, articles, statements, shown_pages),
        articles_by_id={article.id: article for article in articles},
        claims_by_ref={claim.ref: claim for claim in claims},
        speakers_by_id={record.speaker.id: record for record in speakers},
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """Lookup tables shared by all articles and statements.

    `publishers` and `entries` (local speakers by id) are keyed by article id; `roots`, `targets`, `answers` and `order`
    by ref. `order` is the position of each statement, oldest article first.
    """

    symbols: Symbols
    settings: Settings
    verdicts: Mapping[str, Verdict]
    publishers: Mapping[str, Publisher]
    sources: SourceTable
    entries: Mapping[str, Mapping[str, LocalSpeaker]]
    roots: Mapping[str, str]
    targets: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]
    order: Mapping[str, int]


def _tables(symbols: Symbols, settings: Settings, newest_first: Sequence[ArticleFacts]) -> _Tables:
    targets = _targets(symbols.relations)
    refs = (ref for article in reversed(newest_first) for ref in symbols.refs[article.id])
    return _Tables(
        symbols=symbols,
        settings=settings,
        verdicts={verdict.key: verdict for verdict in settings.verdicts},
        publishers=_publishers(symbols, newest_first),
        sources=source_table(symbols, newest_first, listed=urls.Urls.of(settings).writes("sources")),
        entries={a.id: {entry.id: entry for entry in a.speakers} for a in newest_first if a.speakers},
        roots=_roots(symbols.relations),
        targets=targets,
        answers=_answers(targets),
        order={ref: number for number, ref in enumerate(refs)},
    )


def _without_drafts(symbols: Symbols, article: ArticleFacts) -> ArticleFacts:
    """The facts without references into drafts: even a draft's id would give something of it away."""
    annotations = (placed.annotation for placed in article.annotations)
    if not symbols.drafts or not any(
        _leads_into_draft(symbols, ref) for a in annotations for ref in (a.repeats, *a.to)
    ):
        return article
    return replace(
        article, annotations=tuple(_placed_without_drafts(symbols, placed) for placed in article.annotations)
    )


def _placed_without_drafts(symbols: Symbols, placed: AnnotationFacts) -> AnnotationFacts:
    annotation = placed.annotation
    repeats = "" if _leads_into_draft(symbols, annotation.repeats) else annotation.repeats
    to = tuple(ref for ref in annotation.to if not _leads_into_draft(symbols, ref))
    return replace(placed, annotation=replace(annotation, repeats=repeats, to=to))


def _leads_into_draft(symbols: Symbols, reference: str) -> bool:
    return bool(reference) and symbols.article(reference.partition("#")[0]) in symbols.drafts


# ── repeats and answers ──────────────────────────────────────────────────────────────────────────────────────────


def _roots(relations: Relations) -> dict[str, str]:
    """Ref of a repeat → ref of the claim at the end of its chain of repeats. Edges on circles don't count."""
    next_one = {ref: to for ref, to in relations.repeats.items() if (ref, to) not in relations.repeat_circles}
    roots: dict[str, str] = {}
    for start in next_one:
        chain, ref = [], start
        while ref in next_one and ref not in roots:
            chain.append(ref)
            ref = next_one[ref]
        roots.update(dict.fromkeys(chain, roots.get(ref, ref)))
    return roots


def _targets(relations: Relations) -> dict[str, tuple[str, ...]]:
    """Ref → refs of the statements that it answers, without circles."""
    if not relations.answer_circles:
        return dict(relations.answers)
    return {
        ref: tuple(to for to in targets if (ref, to) not in relations.answer_circles)
        for ref, targets in relations.answers.items()
    }


def _answers(targets: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Ref → refs of its answers: first those in its own article, then the others by date."""
    answers: dict[str, list[str]] = defaultdict(list)
    for ref, answered in targets.items():
        for to in answered:
            answers[to].append(ref)
    return {to: tuple(_own_article_first(to, refs)) for to, refs in answers.items()}


def _own_article_first(ref: str, others: Iterable[str]) -> list[str]:
    own = _article_of(ref) + "#"
    return sorted(others, key=lambda other: not other.startswith(own))


def _article_of(ref: str) -> str:
    return ref.partition("#")[0]


def _claims(statements: Mapping[str, Statement], tables: _Tables) -> tuple[Claim, ...]:
    """The claims, newest first by the article of their root: the appearance whose ref is the claim's."""
    appearances: dict[str, list[str]] = defaultdict(list)
    for statement in statements.values():
        if statement.kind == "claim":
            appearances[statement.root].append(statement.ref)
    roots = (statement.ref for statement in statements.values() if statement.ref in appearances)
    return tuple(_claim(ref, appearances[ref], tables) for ref in roots)


def _claim(ref: str, appearances: list[str], tables: _Tables) -> Claim:
    if appearances == [ref]:
        return Claim(ref, (ref,), tables.answers.get(ref, ()))
    by_date = sorted(appearances, key=tables.order.__getitem__)
    answers = {answer for appearance in by_date for answer in tables.answers.get(appearance, ())}
    return Claim(ref, tuple(by_date), tuple(_own_article_first(ref, sorted(answers, key=tables.order.__getitem__))))


# ── articles and publishers ──────────────────────────────────────────────────────────────────────────────────────


def _articles(tables: _Tables, newest_first: Sequence[ArticleFacts]) -> tuple[Article, ...]:
    earlier = [*(article.id for article in newest_first[1:]), ""]
    later = ["", *(article.id for article in newest_first[:-1])]
    return tuple(map(_article, [tables] * len(newest_first), newest_first, earlier, later))


def _article(tables: _Tables, facts: ArticleFacts, earlier: str, later: str) -> Article:
    language = facts.front.language or tables.settings.language
    return Article(
        facts=facts,
        language=language,
        direction=facts.front.direction or direction_of(language),
        instant=tables.symbols.instants[facts.id],
        publisher=tables.publishers.get(facts.id),
        statements=tables.symbols.refs[facts.id],
        earlier=earlier,
        later=later,
    )


def _publishers(symbols: Symbols, articles: Iterable[ArticleFacts]) -> dict[str, Publisher]:
    """Article id → publisher, as its article spells it and with `articles` left empty: otherwise every article would
    change with any other one."""
    named = ((article.id, publisher_named(article.front.publisher, symbols)) for article in articles)
    return {article_id: publisher for article_id, publisher in named if publisher}


def _publishers_with_articles(articles: Iterable[Article]) -> tuple[Publisher, ...]:
    """The publishers under their usual spelling, by name."""
    published: dict[Publisher, list[str]] = defaultdict(list)
    named = [(article.id, article.publisher) for article in articles if article.publisher]
    usual = usual_spellings(publisher.name for _, publisher in named if not publisher.speaker)
    for id, publisher in named:
        name = publisher.name if publisher.speaker else usual[publisher.slug]
        published[replace(publisher, name=name)].append(id)
    whole = (replace(publisher, articles=tuple(ids)) for publisher, ids in published.items())
    return tuple(sorted(whole, key=lambda publisher: _by_name(publisher.name, publisher.slug)))


def _by_name(name: str, otherwise: str) -> tuple[str, str, str]:
    """Sort key for names: first without case and accents, then as written, then by id or slug."""
    if name.isascii():
        return name.lower(), name, otherwise
    letters = (c for c in urls.unicode_normal_form("NFKD", name).casefold() if not unicodedata.combining(c))
    return "".join(letters), name, otherwise


# ── statements and voices ────────────────────────────────────────────────────────────────────────────────────────


def _statement(tables: _Tables, article: ArticleFacts, placed: AnnotationFacts, ref: str) -> Statement:
    annotation = placed.annotation
    root = tables.roots.get(ref, ref)
    rated = tables.symbols.annotations[root].annotation
    said = annotation.said or article.front.date[:10]
    language, direction = _language(tables.settings, article, annotation)
    return Statement(
        ref=ref,
        article=article.id,
        facts=placed,
        voice=None if annotation.kind == "note" else _voice(tables, article, annotation.speaker, said),
        via=tuple(_voice(tables, article, speaker, said) for speaker in annotation.via),
        said=said,
        occasion=annotation.occasion,
        language=language,
        direction=direction,
        verdict=tables.verdicts.get(rated.verdict),
        root=root,
        targets=tables.targets.get(ref, ()),
        answers=tables.answers.get(ref, ()),
        sources=_cited_sources(tables.sources, annotation),
    )


def _language(settings: Settings, article: ArticleFacts, annotation: Annotation) -> tuple[str, Direction]:
    """Language and direction of the words that readers see: the statement if there is one, else the quote.

    With a quote, the annotation's `language` is the quote's, and the statement is the editors' paraphrase, in the
    site's language.
    """
    own = article.front.language or settings.language
    if annotation.statement:
        language = settings.language if annotation.quote else annotation.language or settings.language
        return language, direction_of(language)
    language = annotation.language or own
    given = article.front.direction if language == own else ""
    return language, given or direction_of(language)


def _cited_sources(table: SourceTable, annotation: Annotation) -> tuple[CitedSource, ...]:
    if not annotation.sources:
        return ()
    bearing = annotation.relation if annotation.kind == "counterpoint" else ""
    resolved = ((cited_source(table.symbols, cited), cited.locator) for cited in annotation.sources)
    return tuple(table.cited(source, locator, bearing) for source, locator in resolved if source)


def _voice(tables: _Tables, article: ArticleFacts, who: SpeakerRef, said: str) -> Voice:
    if who.id == OUTLET:
        publisher = tables.publishers.get(article.id)
        if publisher is None:
            return Voice("outlet", "", "")
        outlet = tables.symbols.speakers.get(publisher.speaker)
        return Voice("outlet", publisher.speaker, publisher.name, short=short_name(outlet) if outlet else "")
    if who.id == EDITORS:
        organization = tables.settings.organization
        return Voice("editors", "", organization.name if organization else "")
    speaker = tables.symbols.speakers.get(who.id)
    if speaker is None:
        return Voice("unnamed", "", who.unnamed or who.id)
    entry = tables.entries.get(article.id, {}).get(who.id)
    role, organization_id = role_at(speaker, entry, said)
    employer = tables.symbols.speakers.get(organization_id)
    return Voice("speaker", speaker.id, speaker.name, role, employer.name if employer else "", short_name(speaker))


def role_at(speaker: Speaker, entry: LocalSpeaker | None, date: str) -> tuple[str, str]:
    """Role and organization (an id) of a speaker on a date, as an article shows them. `entry` is the sidecar's.

    What the sidecar sets comes first, then the role held on that date, then the speaker's present role. A dated role
    without an organization has none: the present one may be wrong for that date.
    """
    dated = next((role for role in speaker.roles if holds_date(role.since, role.until, date)), None)
    then = dated or Role(speaker.role, speaker.organization)
    here = _entry_for_shared(speaker, entry)
    return here.title or then.title, here.organization or then.organization


def _entry_for_shared(speaker: Speaker, entry: LocalSpeaker | None) -> Role:
    if entry is None or entry.speaker == speaker:
        return Role("")
    own = entry.speaker
    return Role(entry.role or (own.role if own else ""), entry.organization or (own.organization if own else ""))


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _speaker_records(
    tables: _Tables, articles: Iterable[Article], statements: Mapping[str, Statement]
) -> tuple[SpeakerRecord, ...]:
    withheld = tables.symbols.drafts_speakers
    speakers = {id: speaker for id, speaker in tables.symbols.speakers.items() if id not in withheld}
    all_statements = statements.values()
    claims = _claims_by_speaker(statements)
    reported = _grouped((_speaker_of(s), s.ref) for s in all_statements if s.via)
    answered_by = _grouped((who, s.ref) for s in all_statements for who in _others_answered(s, statements))
    answering = _grouped(
        (_speaker_of(s), s.ref) for s in all_statements if not s.via and _answers_others(s, statements)
    )
    people = _grouped(
        (employer, s.id) for s in speakers.values() for employer in _organizations_of(s) if employer != s.id
    )
    published = _grouped((a.publisher.speaker, a.id) for a in articles if a.publisher)
    records = (
        SpeakerRecord(
            speaker=_with_known_organizations(speaker, speakers),
            claims=claims.get(speaker.id, ()),
            reported=reported.get(speaker.id, ()),
            answered_by=answered_by.get(speaker.id, ()),
            answering=answering.get(speaker.id, ()),
            people=tuple(
                sorted(people.get(speaker.id, ()), key=lambda person: _by_name(speakers[person].name, person))
            ),
            articles=published.get(speaker.id, ()),
        )
        for speaker in speakers.values()
    )
    return tuple(sorted(records, key=lambda record: _by_name(record.speaker.name, record.speaker.id)))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _speaker_of(statement: Statement) -> str:
    """The speaker's id; empty for an unnamed voice, the editors, and an outlet that is no speaker."""
    return statement.voice.id if statement.voice else ""


def _claims_by_speaker(statements: Mapping[str, Statement]) -> dict[str, tuple[str, ...]]:
    """Speaker id → refs of the claims that it makes directly (not `via` others), newest first.

    A claim that the speaker repeats is listed once: as its root, or, if another speaker made the root, as the speaker's
    oldest repeat.
    """
    order = {ref: number for number, ref in enumerate(statements)}
    spoken: dict[str, dict[str, str]] = defaultdict(dict)
    for statement in statements.values():
        if statement.kind == "claim" and not statement.via and (who := _speaker_of(statement)):
            of_this_claim = spoken[who].get(statement.root)
            if of_this_claim != statement.root:
                spoken[who][statement.root] = statement.ref
    return {who: tuple(sorted(claims.values(), key=order.__getitem__)) for who, claims in spoken.items()}


def _others_answered(statement: Statement, statements: Mapping[str, Statement]) -> dict[str, None]:
    """Ids of the other speakers whose direct statements this one answers, as an ordered set."""
    targets = (statements[to] for to in statement.targets)
    who = dict.fromkeys(_speaker_of(target) for target in targets if not target.via)
    return {other: None for other in who if other and other != _speaker_of(statement)}


def _answers_others(statement: Statement, statements: Mapping[str, Statement]) -> bool:
    who = _speaker_of(statement)
    return bool(who) and any(_speaker_of(statements[to]) != who for to in statement.targets)


def _organizations_of(speaker: Speaker) -> dict[str, None]:
    return dict.fromkeys(name for name in (speaker.organization, *(r.organization for r in speaker.roles)) if name)


def _with_known_organizations(speaker: Speaker, speakers: Mapping[str, Speaker]) -> Speaker:
    if all(organization in speakers for organization in _organizations_of(speaker)):
        return speaker
    roles = (r if r.organization in speakers else replace(r, organization="") for r in speaker.roles)
    own = speaker.organization if speaker.organization in speakers else ""
    return replace(speaker, organization=own, roles=tuple(roles))


# ── sources and tags ─────────────────────────────────────────────────────────────────────────────────────────────


def _source_records(table: SourceTable, statements: Mapping[str, Statement]) -> tuple[SourceRecord, ...]:
    """The shared sources and those that sidecars write out, by title, with what cites them."""
    cited_by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for statement in statements.values() if table.sources else ():
        for cited in statement.sources:
            cited_by[table.anchors[cited.source]].append((statement.ref, cited.locator))
    records = (
        SourceRecord(table.cited(source), anchor, tuple(cited_by.get(anchor, ())))
        for anchor, source in table.sources.items()
    )
    return tuple(sorted(records, key=lambda record: _by_name(title_in_list(record.source), record.slug)))


def _tags(articles: Iterable[Article], statements: Mapping[str, Statement]) -> tuple[Tag, ...]:
    """All tags. A tag on a claim lists the claim (for a repeat, its root), on any other annotation the article."""
    named: list[str] = []
    of_articles: dict[str, dict[str, None]] = defaultdict(dict)
    of_claims: dict[str, dict[str, None]] = defaultdict(dict)
    for article in articles:
        for name in article.front.tags:
            named.append(name)
            of_articles[urls.slug(name)][article.id] = None
        for ref in article.statements:
            statement = statements[ref]
            for name in statement.facts.annotation.tags:
                named.append(name)
                is_claim = statement.kind == "claim"
                group, entry = (of_claims, statement.root) if is_claim else (of_articles, article.id)
                group[urls.slug(name)][entry] = None
    tags = (
        Tag(name, slug, tuple(of_articles.get(slug, ())), tuple(of_claims.get(slug, ())))
        for slug, name in usual_spellings(named).items()
    )
    return tuple(sorted(tags, key=lambda tag: _by_name(tag.name, tag.slug)))


# ── aliases ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _aliases(
    settings: Settings, articles: Sequence[Article], statements: Mapping[str, Statement], pages: Sequence[PageFacts]
) -> tuple[tuple[str, str], ...]:
    """Pairs (former path, present path). A path that exists is never redirected; of two claimants, the newer wins."""
    written = urls.Urls.of(settings)
    moved = [pair for article in articles for pair in islice(_moved_with(article, statements, written), MOST_FORMER)]
    if written.writes("pages"):
        moved += [(urls.page_path(alias), urls.page_path(page.id)) for page in pages for alias in page.aliases]
    taken = {urls.folded(urls.article_path(article.id)) for article in articles}
    taken |= {urls.folded(urls.page_path(page.id)) for page in pages} if written.writes("pages") else set()
    taken |= {urls.claim_path(s.ref) for s in statements.values() if s.kind == "claim"} if moved else set()
    first: dict[str, tuple[str, str]] = {}
    for former, present in moved:
        if urls.folded(former) not in taken:
            first.setdefault(urls.folded(former), (former, present))
    return tuple(sorted(first.values()))


def _moved_with(article: Article, statements: Mapping[str, Statement], written: urls.Urls) -> Iterator[tuple[str, str]]:
    """Pairs (former path, present path) of an article and its claims, for each combination of ids and aliases."""
    for former in article.front.aliases:
        yield urls.article_path(former), urls.article_path(article.id)
    for ref in article.statements if written.writes("claims") else ():
        claim = statements[ref]
        if claim.kind != "claim" or not (article.front.aliases or claim.facts.annotation.aliases):
            continue
        for of_article in (article.id, *article.front.aliases):
            for of_claim in (claim.id, *claim.facts.annotation.aliases):
                if (of_article, of_claim) != (article.id, claim.id):
                    yield urls.claim_path(f"{of_article}#{of_claim}"), urls.claim_path(ref)

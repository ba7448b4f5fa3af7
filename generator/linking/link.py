"""Links the facts of all articles into an `Archive`: appearances, answers, voices, publishers, tags, neighbours.

It knows no HTML and reports nothing. It leaves out what can't be linked (unknown names, circles, references into
drafts); `checks` reports the same, because both resolve names through `Symbols`.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from generator import urls
from generator.linking.limits import MOST_FORMER, with_most_tags
from generator.linking.name_order import by_name
from generator.linking.queries import usual_spellings
from generator.linking.short_names import short_name
from generator.linking.sources import SourceTable, cited_source, publisher_named, source_table, title_in_list
from generator.linking.speaker_records import speaker_records
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
    SpeakerRef,
    Statement,
    Tag,
    Verdict,
    Voice,
)
from generator.text import direction_of
from generator.values import Immutable, replace


class Linker:
    """Links what is published of the articles behind a symbol table.

    Drafts and references into them are left out, unless `settings.drafts`.
    """

    def __init__(
        self,
        symbols: Symbols,
        settings: Settings,
        pages: Iterable[PageFacts] = (),
        cut: Mapping[str, int] | None = None,
    ) -> None:
        """`cut`: see `source_table`; needed where the symbols are not those of all articles."""
        newest_first = [with_most_tags(_without_drafts(symbols, article)) for article in symbols.published][::-1]
        self._tables = _tables(symbols, settings, newest_first, cut)
        articles, claims = _articles(self._tables, newest_first), _claims(self._tables)
        shown_pages = tuple(sorted((p for p in pages if settings.drafts or not p.draft), key=lambda p: p.id))
        self.articles = Archive(
            settings=replace(settings, featured=symbols.featured(settings.featured)),
            articles=articles,
            statements=_Statements(self._tables),
            claims=claims,
            pages=shown_pages,
            aliases=_aliases(settings, newest_first, shown_pages),
            articles_by_id={article.id: article for article in articles},
            claims_by_ref={claim.ref: claim for claim in claims},
        )
        """The archive as the pages of articles read it: without its speakers, sources, publishers and tags. Each
        statement is linked when it is first asked for, so that one article's pages can be made before all others."""

    def whole(self) -> Archive:
        """The archive with its speakers, sources, publishers and tags."""
        articles, statements = self.articles.articles, dict(self.articles.statements)
        speakers = speaker_records(self._tables.symbols, articles, statements)
        return dataclasses.replace(
            self.articles,
            statements=statements,
            speakers=speakers,
            sources=_source_records(self._tables.sources, statements),
            publishers=_publishers_with_articles(articles),
            tags=_tags(articles, statements, urls.present_tags(self.articles.settings)),
            speakers_by_id={record.speaker.id: record for record in speakers},
        )


class _Tables(Immutable):
    """Lookup tables shared by all articles and statements.

    `organizations` are the names, folded, of all that is known not to be a person.
    `publishers` and `entries` (local speakers by id) are keyed by article id; `roots`, `targets`, `answers` and `order`
    by ref. `order` is the position of each statement, oldest article first; `placed` has each with its article, newest
    article first.
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
    placed: Mapping[str, tuple[ArticleFacts, AnnotationFacts]]
    organizations: frozenset[str]


class _Statements(Mapping[str, Statement]):
    """The statements by ref, newest article first; each is linked when it is first asked for."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._known: dict[str, Statement] = {}

    def __getitem__(self, ref: str) -> Statement:
        known = self._known.get(ref)
        if known is None:
            article, placed = self._tables.placed[ref]
            known = self._known[ref] = _statement(self._tables, article, placed, ref)
        return known

    def __contains__(self, ref: object) -> bool:
        return ref in self._tables.placed

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables.placed)

    def __len__(self) -> int:
        return len(self._tables.placed)


def _tables(
    symbols: Symbols, settings: Settings, newest_first: Sequence[ArticleFacts], cut: Mapping[str, int] | None
) -> _Tables:
    targets, publishers = _targets(symbols.relations), _publishers(symbols, newest_first)
    refs = (ref for article in reversed(newest_first) for ref in symbols.refs[article.id])
    return _Tables(
        symbols=symbols,
        settings=settings,
        verdicts={verdict.key: verdict for verdict in settings.verdicts},
        publishers=publishers,
        sources=source_table(symbols, newest_first, listed=urls.Urls.of(settings).writes("sources"), cut=cut),
        entries={a.id: {entry.id: entry for entry in a.speakers} for a in newest_first if a.speakers},
        roots=_roots(symbols.relations),
        targets=targets,
        answers=_answers(targets),
        order={ref: number for number, ref in enumerate(refs)},
        placed={
            ref: (article, placed)
            for article in newest_first
            for ref, placed in zip(symbols.refs[article.id], article.annotations, strict=True)
        },
        organizations=frozenset(map(urls.folded, _organizations(symbols, settings, publishers.values()))),
    )


def _organizations(symbols: Symbols, settings: Settings, publishers: Iterable[Publisher]) -> Iterator[str]:
    """The names of publishers, of the site's organization, and of speakers that are no persons."""
    yield from (publisher.name for publisher in publishers)
    if settings.organization:
        yield settings.organization.name
    for speaker in symbols.speakers.values():
        if speaker.kind not in ("", "person"):
            yield from (speaker.name, *speaker.also)


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


def _claims(tables: _Tables) -> tuple[Claim, ...]:
    """The claims, newest first by the article of their root: the appearance whose ref is the claim's."""
    repeats: dict[str, list[str]] = defaultdict(list)
    for ref, root in tables.roots.items():
        repeats[root].append(ref)
    placed = (ref for ref, (_, one) in tables.placed.items() if one.annotation.kind == "claim")
    roots = (ref for ref in placed if ref not in tables.roots)
    return tuple(_claim(ref, repeats.get(ref, ()), tables) for ref in roots)


def _claim(ref: str, repeats: Sequence[str], tables: _Tables) -> Claim:
    if not repeats:
        return Claim(ref, (ref,), tables.answers.get(ref, ()))
    by_date = sorted((ref, *repeats), key=tables.order.__getitem__)
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
        persons=tuple(author for author in facts.front.authors if urls.folded(author) not in tables.organizations),
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
    return tuple(sorted(whole, key=lambda publisher: by_name(publisher.name, publisher.slug)))


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
        if outlet is None:
            return Voice("outlet", "", publisher.name)
        return _described(Voice("outlet", outlet.id, publisher.name, short=short_name(outlet)), outlet)
    if who.id == EDITORS:
        organization = tables.settings.organization
        return Voice("editors", "", organization.name if organization else "")
    speaker = tables.symbols.speakers.get(who.id)
    if speaker is None:
        return Voice("unnamed", "", who.unnamed or who.id)
    entry = tables.entries.get(article.id, {}).get(who.id)
    role, organization_id = role_at(speaker, entry, said)
    employer = tables.symbols.speakers.get(organization_id)
    of = employer.name if employer else ""
    return _described(Voice("speaker", speaker.id, speaker.name, role, of, short_name(speaker)), speaker)


def _described(voice: Voice, speaker: Speaker) -> Voice:
    also = tuple(dict.fromkeys((*speaker.also, *(name for _, name in speaker.names))))
    return replace(voice, nature=speaker.kind, url=speaker.url, wikidata=speaker.wikidata, also=also)


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
    return tuple(sorted(records, key=lambda record: by_name(title_in_list(record.source), record.slug)))


def _tags(
    articles: Iterable[Article], statements: Mapping[str, Statement], former: Mapping[str, str]
) -> tuple[Tag, ...]:
    """All tags under their present spelling: `former` has it by the slug of a former one.

    A tag on a claim lists the claim (for a repeat, its root), on any other annotation the article.
    """
    named: list[str] = []
    of_articles: dict[str, dict[str, None]] = defaultdict(dict)
    of_claims: dict[str, dict[str, None]] = defaultdict(dict)
    for article in articles:
        for name in (former.get(urls.slug(tag), tag) for tag in article.front.tags):
            named.append(name)
            of_articles[urls.slug(name)][article.id] = None
        for ref in article.statements:
            statement = statements[ref]
            for name in (former.get(urls.slug(tag), tag) for tag in statement.facts.annotation.tags):
                named.append(name)
                is_claim = statement.kind == "claim"
                group, entry = (of_claims, statement.root) if is_claim else (of_articles, article.id)
                group[urls.slug(name)][entry] = None
    tags = (
        Tag(name, slug, tuple(of_articles.get(slug, ())), tuple(of_claims.get(slug, ())))
        for slug, name in usual_spellings(named).items()
    )
    return tuple(sorted(tags, key=lambda tag: by_name(tag.name, tag.slug)))


# ── aliases ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _aliases(
    settings: Settings, newest_first: Sequence[ArticleFacts], pages: Sequence[PageFacts]
) -> tuple[tuple[str, str], ...]:
    """Pairs (former path, present path). A path that exists is never redirected; of two claimants, the newer wins."""
    written = urls.Urls.of(settings)
    moved = [pair for article in newest_first for pair in islice(_moved_with(article, written), MOST_FORMER)]
    if written.writes("pages"):
        moved += [(urls.page_path(alias), urls.page_path(page.id)) for page in pages for alias in page.aliases]
    if not moved:
        return ()
    taken = {urls.folded(urls.article_path(article.id)) for article in newest_first}
    taken |= {urls.folded(urls.page_path(page.id)) for page in pages} if written.writes("pages") else set()
    taken |= {urls.claim_path(f"{article.id}#{claim.id}") for article in newest_first for claim in _claims_in(article)}
    first: dict[str, tuple[str, str]] = {}
    for former, present in moved:
        if urls.folded(former) not in taken:
            first.setdefault(urls.folded(former), (former, present))
    return tuple(sorted(first.values()))


def _moved_with(article: ArticleFacts, written: urls.Urls) -> Iterator[tuple[str, str]]:
    """Pairs (former path, present path) of an article and its claims, for each combination of ids and aliases."""
    for former in article.front.aliases:
        yield urls.article_path(former), urls.article_path(article.id)
    for claim in _claims_in(article) if written.writes("claims") else ():
        if not (article.front.aliases or claim.aliases):
            continue
        for of_article in (article.id, *article.front.aliases):
            for of_claim in (claim.id, *claim.aliases):
                if (of_article, of_claim) != (article.id, claim.id):
                    present = urls.claim_path(f"{article.id}#{claim.id}")
                    yield urls.claim_path(f"{of_article}#{of_claim}"), present


def _claims_in(article: ArticleFacts) -> Iterator[Annotation]:
    return (placed.annotation for placed in article.annotations if placed.annotation.kind == "claim")

"""Plans an article's own pages: the article, a page for each claim made in it, and a short page for each repeat.

`plan_article` reads nothing but the dossier, so that pages can be cached by the digest of their dossier.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from generator.model import CitedSource, Part, Relation, Statement, passage_numbers, voice_numbers
from generator.outputs.answer_times import times_of_article, times_of_claims
from generator.outputs.article_inputs import Dossier, Exchange, Move
from generator.outputs.article_text import gutter, lines_of_reason, text_runs
from generator.outputs.corrected import has_corrections
from generator.outputs.external_links import outside
from generator.outputs.finish_html import finish_html
from generator.outputs.notes import Notes
from generator.outputs.page import Page
from generator.outputs.page_context import MOST_NAMED, PageContext
from generator.outputs.page_history import history_view
from generator.outputs.pictures import picture
from generator.outputs.recurrences import recurrences_of_claim
from generator.outputs.score import score
from generator.outputs.structured_data import article_data, claim_data
from generator.outputs.sums import sum_of
from generator.outputs.threads import threads_of
from generator.outputs.views import (
    Appearance,
    ArticlePage,
    Bearing,
    ClaimPage,
    CorrectionView,
    LanguageText,
    LinkView,
    Picture,
    RepeatPage,
    SourceView,
    Thread,
    TurnView,
    VoiceChoice,
    WordChange,
)
from generator.outputs.voice_names import VoiceNames
from generator.outputs.web_annotations import plan_web_annotations
from generator.outputs.wording_changes import wordings
from generator.text import Difference
from generator.urls import article_path, claim_path, source_anchor
from generator.values import replace

_PARAGRAPH = re.compile(r'<p id="(p_[0-9]+)"')

BEARINGS: tuple[Relation | str, ...] = (
    "", "supports", "rebuts", "undercuts", "qualifies", "adds-context", "corrects", "answers",
)  # fmt: skip
"""The order in which evidence is listed. Sources that the verdict rests on have no relation and come first."""


def plan_article(dossier: Dossier) -> tuple[Page, ...]:
    """The article's page, its annotations as JSON-LD, then the pages of its claims, then those of its repeats, each in
    the order of its notes."""
    annotations = plan_web_annotations(dossier)
    return (_article_page(dossier), *annotations, *_claim_pages(dossier), *_repeat_pages(dossier))


def _article_page(dossier: Dossier) -> Page:
    article = dossier.article
    here = _here(dossier, article_path(article.id))
    return Page(here.path, f"the article “{article.id}”", "article.html", _article_view(dossier, here))


def _article_view(dossier: Dossier, here: PageContext) -> ArticlePage:
    article, body, front = dossier.article, dossier.body, dossier.article.front
    own = [dossier.statements[ref] for ref in article.statements]
    verdicts = _verdicts(own)
    written = [facts.annotation for facts in article.facts.annotations]
    voices = voice_numbers(written, front.publisher)
    numbers = passage_numbers((facts.id, len(facts.passages)) for facts in article.facts.annotations)
    threads, names = threads_of(own), VoiceNames.of(own)
    beside = {id: number for (id, passage), number in numbers.items() if passage == 1}
    planner = replace(_notes(dossier), beside=beside, voices=voices, names=names, threads=threads)
    text = here.text(front.title, article.language, article.direction)
    publisher = article.publisher
    links = {tag: here.href(here.site.urls.tag(tag)) for tag in front.tags}
    name = dossier.articles[article.id]
    notes = {s.id: planner.thread(s, here) for s in own if s.ref not in threads.parents}
    placed = [s for s in own if s.id in notes and s.facts.placed]
    every = [note for thread in notes.values() for note in (thread.note, *thread.answers)]
    shown = [note.statement for note in every]
    rated = Counter(statement.verdict for statement in own if statement.kind == "claim")
    runs = text_runs(body, notes, partial(_finished, here=here, dossier=dossier, verdicts=verdicts))
    lines = lines_of_reason(article.facts.length, article.facts.paragraphs, [n for run in runs for n in run.notes])
    return ArticlePage(
        frame=here.frame(current=here.site.urls.index("articles").path),
        id=article.id,
        title=front.title,
        language=text.language,
        direction=text.direction,
        title_html=_finished(body.title, here, dossier, verdicts),
        subtitle_html=_finished(body.subtitle, here, dossier, verdicts),
        headline=name.headline,
        runs=runs,
        title_notes=_notes_in(("title", "subtitle"), placed, notes),
        caption_notes=_notes_in(("caption",), placed, notes),
        loose=tuple(notes[s.id] for s in placed if not s.facts.passages),
        unplaced=tuple(notes[s.id] for s in own if s.id in notes and not s.facts.placed),
        gutter=tuple(gutter(own, numbers, voices, names)) if lines else (),
        lines=lines,
        picture=_picture(dossier, here, verdicts),
        section=front.section,
        publisher=LinkView(publisher.name, here.href(name.publisher_address)) if publisher else None,
        authors=front.authors,
        date=front.date,
        updated=front.updated,
        original=outside(front.url),
        archived=outside(front.archived),
        archived_date=front.archived_date,
        captured=front.captured,
        rights=front.rights,
        summary=front.summary,
        tags=tuple(LinkView(tag, href) for tag, href in links.items()),
        corrections=tuple(CorrectionView(c.date, c.text, outside(c.url)) for c in front.corrections),
        retold=front.retold,
        withdrawn=tuple(note for note in every if note.statement.withdrawn),
        example=next((statement for statement in shown if statement.kind == "claim"), shown[0] if shown else None),
        first_paragraph=found[1] if (found := _PARAGRAPH.search(body.html)) else "",
        sources=_sources(own, here),
        broken_sidecar=article.facts.broken_sidecar,
        sum=sum_of(own, dossier.statements, here),
        claim_count=name.claims,
        counterpoint_count=name.counterpoints,
        earlier=here.article(article.earlier) if article.earlier else None,
        later=here.article(article.later) if article.later else None,
        score=score(article, own, names, voices),
        answer_times=times_of_article(own, dossier.statements, here),
        voices=tuple(_voice_choices(own, voices, here)),
        verdicts=tuple((here.verdict_of(verdict), rated[verdict]) for verdict in here.site.verdicts),
        unrated=rated[None],
        published=front.date[:10].replace("-", "/"),
        article_language=article.language,
        annotations=here.href(here.site.urls.annotations(article.id)),
        persons=article.persons,
        structured=article_data(dossier, here),
        history=history_view(dossier.history.page(here.path, article.id), here, overview=True, anchors=notes.keys()),
        corrections_href=_corrections_of(dossier, own, here),
    )


def _corrections_of(dossier: Dossier, statements: Iterable[Statement], here: PageContext) -> str:
    """The link to the corrections of the archive, if some are of these statements; else empty."""
    some = any(has_corrections(statement, dossier.history.history) for statement in statements)
    return here.href(here.site.urls.index("corrections")) if some else ""


def _notes_in(
    parts: Sequence[Part], statements: Iterable[Statement], notes: Mapping[str, Thread]
) -> tuple[Thread, ...]:
    """The notes of the statements whose first passage is in one of the parts."""
    return tuple(notes[s.id] for s in statements if s.facts.passages and s.facts.passages[0].part in parts)


def _verdicts(statements: Iterable[Statement]) -> dict[str, str]:
    """The keys of the verdicts of an article's claims, by id: a claim that repeats another has that one's."""
    return {statement.id: statement.verdict.key for statement in statements if statement.verdict}


def _voice_choices(
    statements: Iterable[Statement], numbers: Mapping[str, int], here: PageContext
) -> Iterator[VoiceChoice]:
    speaking: dict[int, list[Statement]] = {}
    for statement in statements:
        if statement.voice:
            speaking.setdefault(numbers[statement.id], []).append(statement)
    for number, said in sorted(speaking.items()):
        kinds = [statement.kind for statement in said]
        assert said[0].voice is not None, f"{said[0].ref} has a voice number but no voice"
        voice = here.voice_of(said[0].voice)
        yield VoiceChoice(number, voice, kinds.count("claim"), kinds.count("counterpoint"))


def _claim_pages(dossier: Dossier) -> Iterator[Page]:
    if not dossier.site.urls.writes("claims"):
        return
    here = _here(dossier, claim_path(dossier.article.id))
    for exchange in dossier.exchanges:
        here = here.at(claim_path(exchange.claim.ref))
        yield Page(here.path, f"the claim “{exchange.claim.ref}”", "claim.html", _claim_view(dossier, exchange, here))


def _claim_view(dossier: Dossier, exchange: Exchange, here: PageContext) -> ClaimPage:
    claim, notes = exchange.claim, _notes(dossier)
    own = dossier.statements[claim.ref]
    shown = [dossier.statements[ref] for ref in claim.appearances]
    numbers = {move.ref: n for n, move in enumerate(exchange.moves, 1)}
    turns = tuple(_turn(move, numbers, notes, here) for move in exchange.moves)
    return ClaimPage(
        frame=here.frame(current=here.site.urls.index("claims").path),
        note=notes.view(own, here),
        turns=turns,
        appearances=_appearances(shown, own, notes, here) if len(shown) > 1 else (),
        answer_times=times_of_claims([claim], dossier.statements, here),
        recurrences=recurrences_of_claim(claim, dossier.statements, here),
        evidence=tuple(_evidence((*shown, *_direct_answers(dossier, exchange)), here)),
        structured=claim_data(dossier, exchange, here),
        dated=(own.facts.annotation.reviewed or own.said)[:10].replace("-", "/"),
        history=history_view(dossier.history.page(here.path, dossier.article.id), here, overview=False),
        corrections_href=_corrections_of(dossier, [dossier.statements[claim.ref]], here),
    )


def _appearances(shown: Sequence[Statement], own: Statement, notes: Notes, here: PageContext) -> tuple[Appearance, ...]:
    words = [here.words_of_article(statement) for statement in shown]
    compared = wordings([(text.language or here.site.language, text.words) for text in words], shown.index(own))
    return tuple(
        Appearance(
            note=notes.view(statement, here),
            other=here.article(shown[wording.other].article) if wording.other is not None else None,
            changes=tuple(_word_change(change, words[wording.other or 0], text) for change in wording.changes),
            otherwise=wording.otherwise,
            more=wording.more,
        )
        for statement, text, wording in zip(shown, words, compared, strict=True)
    )


def _word_change(change: Difference, before: LanguageText, after: LanguageText) -> WordChange:
    return WordChange(change.kinds, replace(before, words=change.mine), replace(after, words=change.theirs))


def _direct_answers(dossier: Dossier, exchange: Exchange) -> Iterator[Statement]:
    """The direct answers to a claim; with only some of their sources where they stand whole on another claim's page."""
    for move in exchange.moves:
        if move.depth == 1:
            statement = dossier.statements[move.ref]
            yield replace(statement, sources=statement.sources[:MOST_NAMED]) if move.whole_in else statement


def _turn(move: Move, numbers: Mapping[str, int], notes: Notes, here: PageContext) -> TurnView:
    statement = notes.statements[move.ref]
    answered = here.named(notes.statements[move.target], statement)
    if move.target in numbers:
        answered = replace(answered, href=here.to(here.path, f"turn_{numbers[move.target]}"))
    return TurnView(
        note=notes.short(statement, here) if move.whole_in else notes.view(statement, here),
        relation=statement.facts.annotation.relation,
        depth=move.depth,
        number=numbers[move.ref],
        answers=answered,
        whole=here.href(here.site.urls.claim(move.whole_in)) if move.whole_in else "",
    )


def _evidence(statements: Iterable[Statement], here: PageContext) -> Iterator[Bearing]:
    """The sources that a claim's appearances and their direct answers cite, grouped by how they bear on the claim.
    Sources cited deeper in the exchange bear on a counter-point instead."""
    cited = [cited for statement in statements for cited in statement.sources]
    for bearing in BEARINGS:
        if sources := tuple(dict.fromkeys(here.source(c) for c in cited if c.bearing == bearing)):
            yield Bearing(bearing, sources)


def _repeat_pages(dossier: Dossier) -> Iterator[Page]:
    if not dossier.site.urls.writes("claims"):
        return
    for ref in dossier.article.statements:
        statement = dossier.statements[ref]
        if statement.kind == "claim" and statement.root != ref:
            here = _here(dossier, claim_path(ref))
            root = dossier.statements[statement.root]
            frame = here.frame(canonical=claim_path(root.ref), current=here.site.urls.index("claims").path)
            view = RepeatPage(frame, here.statement(statement), here.statement(root))
            yield Page(here.path, f"the claim “{ref}”", "repeat.html", view)


def _here(dossier: Dossier, path: str) -> PageContext:
    return PageContext(path, dossier.site, dossier.articles)


def _exists(dossier: Dossier) -> Callable[[str], bool]:
    return dossier.paths.__contains__


def _notes(dossier: Dossier) -> Notes:
    return Notes(dossier.statements, dossier.notes, _exists(dossier), dossier.pictures)


def _finished(html: str, here: PageContext, dossier: Dossier, verdicts: Mapping[str, str]) -> Markup:
    return finish_html(html, here, _exists(dossier), dossier.pictures, verdicts)


def _picture(dossier: Dossier, here: PageContext, verdicts: Mapping[str, str]) -> Picture | None:
    image = dossier.article.front.image
    if image is None:
        return None
    src = image.src if image.src in dossier.paths else ""
    caption = _finished(dossier.body.caption, here, dossier, verdicts)
    return picture(src, here, dossier.pictures, alt=image.alt, caption=caption, credit=image.credit)


def _sources(statements: Iterable[Statement], here: PageContext) -> tuple[SourceView, ...]:
    """All sources that the article's annotations cite, each once."""
    cited: dict[str, CitedSource] = {}
    for statement in statements:
        for citation in statement.sources:
            cited.setdefault(source_anchor(citation.source), citation)
    return tuple(here.source(replace(citation, locator="", bearing="")) for citation in cited.values())

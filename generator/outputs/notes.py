"""Views of annotations: all that is shown of one, in its note in the article and in its turn of an exchange.

Knows statements and their rendered notes; plans no page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup
from msgspec import field

from generator.linking.limits import MOST_FORMER_NAMES
from generator.model import PictureFile, Statement
from generator.outputs.external_links import original_words
from generator.outputs.finish_html import finish_html
from generator.outputs.page_context import MOST_NAMED, PageContext
from generator.outputs.threads import Threads
from generator.outputs.views import CodeView, LanguageText, LinkView, NoteView, Thread, Update
from generator.outputs.voice_names import VoiceNames
from generator.urls import mark_anchor, note_anchor
from generator.values import Immutable, replace

NO_THREADS, NO_NAMES = Threads(), VoiceNames({})
_LINK = re.compile(r"</?a\b[^>]*>")
MOST_LETTERS = 300
"""The most characters of a statement that stands in short."""


class Notes(Immutable):
    """Statements and their rendered notes (HTML), both by reference, with a test of which link targets exist and the
    pictures by path."""

    statements: Mapping[str, Statement]
    html: Mapping[str, str]
    exists: Callable[[str], bool]
    pictures: Mapping[str, PictureFile]
    beside: Mapping[str, int] = field(default_factory=dict)
    """The numbers of the notes beside the text, by annotation id; empty off the article's page."""
    voices: Mapping[str, int] = field(default_factory=dict)
    """The numbers of the voices, by annotation id; empty off the article's page."""
    names: VoiceNames = NO_NAMES
    """The short names of the voices on the article's page; none off it."""
    threads: Threads = NO_THREADS
    """The answers that stand in other notes on the article's page; none off it."""

    def view(self, statement: Statement, here: PageContext) -> NoteView:
        """The view of a statement's note on the page `here`."""
        written = statement.facts.annotation
        urls = here.site.urls
        is_at_home = urls.article(statement.article).path == here.path
        most = None if is_at_home else MOST_NAMED  # all, on every claim's page, would be as many as their square
        owns_page = statement.kind == "claim" and urls.writes("claims")
        note = self.html_of(statement.ref, here)
        gist, rest, twice = _first_paragraph(note)
        elsewhere = [ref for ref in statement.answers if self.threads.parents.get(ref) != statement.ref]
        return NoteView(
            statement=here.statement(statement),
            marker=statement.facts.marker,
            anchor=note_anchor(statement.id),
            place="" if statement.facts.passages else statement.id,
            former=tuple(self._former(statement)) if is_at_home else (),
            passages=_links_to_passages(statement, here),
            note=note,
            gist=gist,
            rest=rest,
            twice=twice,
            quote=_quote_beside(statement, here),
            original=_link_to_original(statement, here),
            targets=tuple(here.named(target, statement) for target in self._known(statement.targets[:most])),
            answers=tuple(here.named(answer, answer) for answer in self._known(elsewhere[:most])),
            sources=tuple(map(here.source, statement.sources)),
            updates=tuple(Update(date, text) for date, text in written.updates),
            reviewed=written.reviewed,
            unsure=written.unsure,
            codes=tuple(CodeView(key, value) for key, values in written.codes for value in values),
            codebook=here.href(urls.index("codebook")) if written.codes else "",
            tags=tuple(LinkView(tag, here.href(urls.tag(tag))) for tag in written.tags),
            claim=here.href(urls.claim(statement.root)) if owns_page else "",
            beside=self.beside.get(statement.id, 0),
            voice_number=self.voices.get(statement.id, 0),
            who=self.names.of_voice(statement.voice),
        )

    def thread(self, statement: Statement, here: PageContext) -> Thread:
        """The statement's note on the page of its article, with the answers in it."""
        answers = (
            replace(self.view(self.statements[ref], here), depth=depth)
            for ref, depth in self.threads.below.get(statement.ref, ())
        )
        return Thread(self.view(statement, here), tuple(answers))

    def short(self, statement: Statement, here: PageContext) -> NoteView:
        """The view of a statement whose note is on another page: its speaker and its words, shortened."""
        shown = here.statement(statement)
        return NoteView(
            statement=replace(shown, text=replace(shown.text, words=_shortened(shown.text.words))),
            marker=statement.facts.marker,
            anchor=note_anchor(statement.id),
            place="",
            passages=(),
            note=Markup(),
        )

    def html_of(self, ref: str, here: PageContext) -> Markup:
        """The rendered note of a statement, finished for the page `here`; empty where it has none."""
        return finish_html(self.html.get(ref, ""), here, self.exists, self.pictures)

    def _former(self, statement: Statement) -> Iterator[str]:
        """The former ids of the annotation, as far as no other of its article has them now."""
        aliases = dict.fromkeys(statement.facts.annotation.aliases[:MOST_FORMER_NAMES])
        return (id for id in aliases if f"{statement.article}#{id}" not in self.statements)

    def _known(self, refs: Iterable[str]) -> list[Statement]:
        return [self.statements[ref] for ref in refs if ref in self.statements]


def _first_paragraph(note: Markup) -> tuple[Markup, Markup, bool]:
    """What the first paragraph of a note holds, and the rest of the note; the first is empty where a note begins with
    something else. It stands in a summary, which is a button and can't hold links: a paragraph that has some is given
    without them first, and whole in the rest (then the third value is true)."""
    if not note.startswith("<p>"):
        return Markup(), note, False
    paragraph, _, rest = note.removeprefix("<p>").partition("</p>")
    if "<a " in paragraph:
        return Markup(_LINK.sub("", paragraph)), note, True
    return Markup(paragraph), Markup(rest.strip()), False


def _shortened(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else words[:MOST_LETTERS].rpartition(" ")[0] + " …"


def _links_to_passages(statement: Statement, here: PageContext) -> tuple[str, ...]:
    article = here.site.urls.article(statement.article).path
    count = len(statement.facts.passages)
    return tuple(here.to(article, mark_anchor(statement.id, n)) for n in range(1, count + 1))


def _quote_beside(statement: Statement, here: PageContext) -> LanguageText | None:
    """The article's own words, where the statement shown is a paraphrase."""
    return here.words_of_article(statement) if statement.is_paraphrase and statement.facts.words else None


def _link_to_original(statement: Statement, here: PageContext) -> str:
    passages = [passage.text for passage in statement.facts.passages if passage.part in ("body", "title")]
    article = here.articles[statement.article]
    if article.retold and passages:  # its words aren't there
        return article.original
    return original_words(article.original, passages) if passages else ""

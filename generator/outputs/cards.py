"""Plans the pictures that other sites show for links to articles and claims: what each says. Draws none.

A card says of a claim its verdict, its words, and whose they are; of an article its headline, its outlet, and how its
claims are rated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model import Archive, Article, Claim, Direction, Verdict
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, Site, article_names, site_of
from generator.outputs.views import ArticlePage, CardView, ClaimPage
from generator.urls import absolute, article_path, card_path, claim_path
from generator.values import Immutable, replace

CARD_SIZE = (1200, 630)
"""Width and height in pixels: the size that sites ask for which show such pictures."""
_LONGEST = 600
"""Characters of a text. More of it would not fit into a picture."""
_MARKS = (("fr", "«\u202f", "\u202f»"), ("ar fa ru uk es it", "«", "»"), ("de cs", "„", "“"), ("pl", "„", "”"))
"""Quotation marks by language, as in the style sheet; in all others `“` and `”`."""

Macro = Callable[[str, object], str]
"""Returns the plain text that a macro of `parts.html` makes of a view: its name, the view."""


class CardVerdict(Immutable):
    """A verdict on a card. `claims` is how many have it; 0 on the card of one claim."""

    label: str
    mark: str
    line: str
    tone: str
    claims: int = 0


class Card(Immutable):
    """What a card says. `words` are the record's if `is_record`, else the archive's; `below` says whose they are.

    In `below`, names are isolated (U+2068, U+2069). `also` is a headline in the interface's language where the words
    have another. `direction` is the interface's, `words_direction` that of the words.
    """

    words: str
    words_direction: Direction
    is_record: bool
    below: str
    site: str
    direction: Direction
    verdicts: tuple[CardVerdict, ...] = ()
    also: str = ""

    @property
    def alt(self) -> str:
        """The same in one line, for those who don't see the picture."""
        verdicts = (f"{v.claims} {v.label}" if v.claims else v.label for v in self.verdicts)
        texts = (*verdicts, self.words, self.also, "".join(self.below_in_pieces), self.site)
        return " · ".join(text for text in texts if text)

    @property
    def below_in_pieces(self) -> tuple[str, ...]:
        """`below` in pieces, of which every other one is a name, whatever its script and direction."""
        return tuple(self.below.replace("\u2069", "\u2068").split("\u2068"))


def plan_cards(archive: Archive, macro: Macro) -> Iterator[tuple[str, Card]]:
    """The path of each page that gets a card, with the card. There are none without `cards` and `url` in site.yaml.

    A withdrawn claim gets none: the picture would go on saying what the archive no longer says.
    """
    if not archive.settings.cards or not archive.settings.url:
        return
    site = site_of(archive)
    here = PageContext("index.html", site, article_names(archive))
    for article in archive.articles:
        yield article_path(article.id), _of_article(archive, article, here, macro)
    for claim in archive.claims if site.urls.writes("claims") else ():
        if not archive.statements[claim.ref].is_withdrawn:
            yield claim_path(claim.ref), _of_claim(archive, claim, here, macro)


def with_cards(pages: Iterable[Page], cards: Mapping[str, str], site: Site) -> Iterator[Page]:
    """The pages of an article, of which those that have a card name it. `cards` holds what each says, by page."""
    for page in pages:
        if page.path in cards and isinstance(page.view, ArticlePage | ClaimPage):
            width, height = CARD_SIZE
            card = CardView(absolute(site.url, card_path(page.path)), width, height, cards[page.path])
            yield replace(page, view=replace(page.view, frame=replace(page.view.frame, card=card)))
        else:
            yield page


def _of_article(archive: Archive, article: Article, here: PageContext, macro: Macro) -> Card:
    claims = (archive.statements[ref] for ref in article.statements)
    standing = (s for s in claims if s.kind == "claim" and not s.is_withdrawn)
    rated = Counter(statement.verdict for statement in standing)
    link = here.article(article.id)
    return Card(
        words=_cut(article.front.title),
        words_direction=article.direction,
        is_record=not article.front.retold,
        below=_cut(macro("provenance_plain", link)),
        also=_cut(link.headline),
        site=_cut(here.site.title),
        direction=here.site.direction,
        verdicts=tuple(_verdict(v, rated[v]) for v in archive.settings.verdicts if rated[v]),
    )


def _of_claim(archive: Archive, claim: Claim, here: PageContext, macro: Macro) -> Card:
    statement = archive.statements[claim.ref]
    view = here.statement(statement)
    if statement.is_paraphrase:
        view = replace(view, mode="indirect")  # however the article has it, the card has our words
    words = _cut(statement.words)
    return Card(
        words=words if statement.is_paraphrase else _quoted(words, statement.language),
        words_direction=statement.direction,
        is_record=not statement.is_paraphrase,
        below=_cut(macro("voice", view)),
        site=_cut(here.site.title),
        direction=here.site.direction,
        verdicts=(_verdict(statement.verdict),) if statement.verdict else (),
    )


def _verdict(verdict: Verdict, claims: int = 0) -> CardVerdict:
    return CardVerdict(verdict.label, verdict.mark, verdict.line, verdict.tone, claims)


def _quoted(words: str, language: str) -> str:
    """The words in the quotation marks of their language, unless they bring their own."""
    if words[:1] in "“\"«„‘'":
        return words
    main = language.partition("-")[0].lower()
    opening, closing = next(((o, c) for of, o, c in _MARKS if main in of.split()), ("“", "”"))
    return f"{opening}{words}{closing}"


def _cut(text: str) -> str:
    """The text in one line, and not longer than fits into a picture."""
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0] or line[:_LONGEST]}…"

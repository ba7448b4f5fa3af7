"""The data of the menus that filter the list of claims (`claims/index.js`), which `site.js` reads.

It is a script that sets one variable rather than JSON, so that a browser can load it from disk as well. Values that
many claims share are stored once and referred to by their index; the names of the columns are stored once, too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from generator.i18n.catalog import Catalog
from generator.linking.queries import listed_publisher, listed_voice
from generator.model import Archive, Claim, Statement, Voice
from generator.outputs.page_context import PageContext

VARIABLE = "claimsOfTheArchive"
NO_VERDICT = "unrated"
"""The value of the choice “no verdict”. The page has its label, as it has those of `answered` and `open`."""


class Choice(NamedTuple):
    """An entry of a menu: its value, its label (empty where the page has one), and the sign of a verdict."""

    value: str
    label: str = ""
    sign: str = ""


class ArticleColumns(NamedTuple):
    """An article that claims refer to."""

    href: str
    publisher: str
    date: str


class ClaimColumns(NamedTuple):
    """A claim. `picks` holds the index of its choice in each menu, -1 where it has none, and the values of the choices
    where it has several; `article` is an index, too.

    `language` and `direction` are empty where they are the page's. `mode` and `via` say how the claim is known: the key
    of a wording that the page has, and the names of the voices between.
    """

    picks: list[int | list[str]]
    href: str
    words: str
    language: str
    direction: str
    quoted: bool
    mode: str
    via: list[str]
    article: int
    withdrawn: bool


_COLUMNS = {
    "choices": (*Choice._fields, "count"),
    "articles": ArticleColumns._fields,
    "claims": ClaimColumns._fields,
}


class _Table:
    def __init__(self, archive: Archive, here: PageContext) -> None:
        self._archive = archive
        self._here = here
        self._words = Catalog(here.site.language)
        self._rated = {v.key: Choice(v.key, v.label, v.mark) for v in archive.settings.verdicts}
        self.articles: list[ArticleColumns] = []
        self._places: dict[str, int] = {}

    def picks(self, claim: Claim) -> dict[str, tuple[Choice, ...]]:
        """The claim's choices in each menu, by the menu's name: one, none or several of a code, one of any other. Where
        a value is unknown, that of the choice is empty."""
        statement = self._archive.statements[claim.ref]
        voice, article = listed_voice(self._archive, _voice(statement)), self._here.articles[statement.article]
        publisher = self._publisher(statement.article)
        language = self._here.words_of_article(statement).language or self._here.site.language
        given = dict(statement.facts.annotation.codes)
        one = {
            "speaker": Choice(voice.id or voice.name or voice.kind, voice.name or voice.kind),
            "publisher": Choice(publisher, publisher),
            "verdict": self._rated[statement.verdict.key] if statement.verdict else Choice(NO_VERDICT),
            "answers": Choice("answered" if claim.answers else "open"),
            "year": Choice(article.date[:4], article.date[:4]),
            "language": Choice(language, self._words.language_name(language)),
        }
        codes = {
            f"code_{code.key}": tuple(Choice(value, value) for value in given.get(code.key, ()))
            for code in self._archive.settings.codes
        }
        return {menu: (choice,) for menu, choice in one.items()} | codes

    def _publisher(self, article_id: str) -> str:
        publisher = self._archive.articles_by_id[article_id].publisher
        return listed_publisher(self._archive, publisher).name if publisher else ""

    def in_order(self, menu: str, choices: Iterable[Choice]) -> list[Choice]:
        """The choices of a menu in order: verdicts as in the vocabulary, the latest year first, the rest by label.
        Choices without a value are left out."""
        named = sorted(filter(attrgetter("value"), choices), key=lambda choice: (choice.label.casefold(), choice.value))
        if menu == "verdict":
            order = [*self._rated, NO_VERDICT]
            return sorted(named, key=lambda choice: order.index(choice.value))
        return named[::-1] if menu == "year" else named

    def claim(self, claim: Claim, picks: list[int | list[str]]) -> ClaimColumns:
        statement = self._archive.statements[claim.ref]
        text = self._here.text(statement.words, statement.language, statement.direction)
        return ClaimColumns(
            picks,
            self._here.href(self._here.site.urls.claim(claim.ref)),
            text.words,
            text.language,
            text.direction,
            not statement.is_paraphrase,
            _manner(_voice(statement), statement.facts.mode, self._here.articles[statement.article].retold),
            [via.name or via.kind for via in statement.via],
            self._article(statement.article),
            bool(statement.facts.annotation.withdrawn),
        )

    def _article(self, id: str) -> int:
        if id not in self._places:
            link, name = self._here.article(id), self._here.articles[id]
            self._places[id] = len(self.articles)
            self.articles.append(ArticleColumns(link.href, name.publisher, self._words.date(name.date)))
        return self._places[id]


def claims_data(archive: Archive, claims: Sequence[Claim], here: PageContext) -> bytes:
    """The script, whose variable is `{columns, menus: [[name, choices]], articles, claims}`.

    `columns` names those of `choices`, `articles` and `claims`, which are lists of values. Links are relative to the
    page `here`.
    """
    table = _Table(archive, here)
    picked = [table.picks(claim) for claim in claims]
    names = list(picked[0]) if picked else []
    counts = {name: Counter(choice for picks in picked for choice in picks[name]) for name in names}
    menus = {name: table.in_order(name, counts[name]) for name in names}
    places = {name: {choice: place for place, choice in enumerate(menu)} for name, menu in menus.items()}
    listed = [
        table.claim(claim, [_pick(choices, places[name]) for name, choices in picks.items()])
        for claim, picks in zip(claims, picked, strict=True)
    ]
    counted = [(name, [(*choice, counts[name][choice]) for choice in menu]) for name, menu in menus.items()]
    return _script({"columns": _COLUMNS, "menus": counted, "articles": table.articles, "claims": listed})


def _pick(choices: Sequence[Choice], places: Mapping[Choice, int]) -> int | list[str]:
    """What a claim has in a menu: the place of its choice, -1 for none, the values of several."""
    if len(choices) > 1:
        return [choice.value for choice in choices]
    return places.get(choices[0], -1) if choices else -1


def _script(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":  # `<` could end a script element; before ES2019 the others ended a line
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"var {VARIABLE}={text}\n".encode(errors="replace")


def _voice(statement: Statement) -> Voice:
    assert statement.voice is not None, "a claim has a voice"
    return statement.voice


def _manner(voice: Voice, mode: str, is_retold: bool) -> str:
    """The key of the page's wording for how a statement is known: its mode, or `outlet`, `retold` (an outlet's article
    is a retelling) or `editors` for their own words, with `Alone` appended if the voice has no name."""
    own = {"outlet": "retold" if is_retold else "outlet", "editors": "editors"}.get(voice.kind, "")
    return f"{own}{'' if voice.name else 'Alone'}" if own else mode

"""The data of the menus that filter the list of claims, a file a year (`claims/2015.js`), which `site.js` reads.

Each is a script that adds to one variable rather than JSON, so that a browser can load it from disk as well. Values
that many claims share are stored once and referred to by their index; rows are lists in the order of their columns.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from generator.i18n.catalog import Catalog
from generator.linking.queries import article_days, listed_publisher, listed_voice
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
    """An article that claims refer to. The publisher is isolated (`_alone`); the date has no space at which a line may
    break."""

    href: str
    publisher: str
    date: str


class ClaimColumns(NamedTuple):
    """A claim. `picks` holds the index of its choice in each menu, -1 where it has none, and the values of the choices
    where it has several; `article` is an index, too.

    `language` and `direction` are empty where they are the page's. `mode` and `via` say how the claim is known: the key
    of a wording that the page has, and the names of the voices between, isolated.
    """

    picks: list[int | list[str]]
    article: int
    href: str
    words: str
    language: str
    direction: str
    quoted: bool
    mode: str
    via: list[str]
    withdrawn: bool


class _Table:
    def __init__(self, archive: Archive, here: PageContext) -> None:
        self._archive = archive
        self._here = here
        self._days = article_days(archive)
        self._words = Catalog(here.site.language)
        self._rated = {v.key: Choice(v.key, v.label, v.mark) for v in archive.settings.verdicts}
        self.articles: list[ArticleColumns] = []
        self._places: dict[str, int] = {}

    def picks(self, claim: Claim) -> dict[str, tuple[Choice, ...]]:
        """The claim's choices in each menu, by the menu's name: one, none or several of a code, one of any other. Where
        a value is unknown, that of the choice is empty."""
        statement = self._archive.statements[claim.ref]
        voice = listed_voice(self._archive, _voice(statement))
        publisher = self._publisher(statement.article)
        language = self._here.words_of_article(statement).language or self._here.site.language
        given = dict(statement.facts.annotation.codes)
        year = self._days[statement.article][:4]
        one = {
            "speaker": Choice(voice.id or voice.name or voice.kind, voice.name or voice.kind),
            "publisher": Choice(publisher, publisher),
            "verdict": self._rated[statement.verdict.key] if statement.verdict else Choice(NO_VERDICT),
            "answers": Choice("answered" if claim.answers else "open"),
            "year": Choice(year, year),
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
        """The choices of a menu: verdicts all and in the order of the vocabulary, so that the menus of all years have
        it together; the others by label, which the script sorts once more. Choices without a value are left out."""
        if menu == "verdict":
            return [*self._rated.values(), Choice(NO_VERDICT)]
        return sorted(filter(attrgetter("value"), choices), key=lambda choice: (choice.label.casefold(), choice.value))

    def claim(self, claim: Claim, picks: list[int | list[str]]) -> ClaimColumns:
        statement = self._archive.statements[claim.ref]
        text = self._here.text(statement.words, statement.language, statement.direction)
        return ClaimColumns(
            picks,
            self._article(statement.article),
            self._here.href(self._here.site.urls.claim(claim.ref)),
            text.words,
            text.language,
            text.direction,
            not statement.is_paraphrase,
            _manner(_voice(statement), statement.facts.mode, self._here.articles[statement.article].retold),
            [_alone(via.name or via.kind) for via in statement.via],
            bool(statement.facts.annotation.withdrawn),
        )

    def _article(self, id: str) -> int:
        if id not in self._places:
            link, name = self._here.article(id), self._here.articles[id]
            self._places[id] = len(self.articles)
            date = self._words.date(name.date).replace(" ", "\N{NO-BREAK SPACE}")
            self.articles.append(ArticleColumns(link.href, name.publisher and _alone(name.publisher), date))
        return self._places[id]


def claims_data(archive: Archive, claims: Sequence[Claim], here: PageContext) -> bytes:
    """The script for the claims of a year, which adds `{menus: [[name, choices]], articles, claims}` to its variable, a
    list.

    `choices` are lists of the values of a `Choice` and how many claims have it. Links are relative to the page `here`.
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
    return _script({"menus": counted, "articles": table.articles, "claims": listed})


def _pick(choices: Sequence[Choice], places: Mapping[Choice, int]) -> int | list[str]:
    """What a claim has in a menu: the place of its choice, -1 for none, the values of several."""
    if len(choices) > 1:
        return [choice.value for choice in choices]
    return places.get(choices[0], -1) if choices else -1


def _script(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":  # `<` could end a script element; before ES2019 the others ended a line
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"(self.{VARIABLE}??=[]).push({text})\n".encode(errors="replace")


def _voice(statement: Statement) -> Voice:
    assert statement.voice is not None, "a claim has a voice"
    return statement.voice


def _alone(name: str) -> str:
    """A name that may run in another direction than the line it is in, between the signs that isolate it."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def _manner(voice: Voice, mode: str, is_retold: bool) -> str:
    """The key of the page's wording for how a statement is known: its mode, or `outlet`, `retold` (an outlet's article
    is a retelling) or `editors` for their own words, with `Alone` appended if the voice has no name."""
    own = {"outlet": "retold" if is_retold else "outlet", "editors": "editors"}.get(voice.kind, "")
    return f"{own}{'' if voice.name else 'Alone'}" if own else mode

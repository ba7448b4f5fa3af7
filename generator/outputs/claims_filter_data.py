"""The data of the menus that filter the list of claims (`claims/index.js`), which `site.js` reads.

It is a script that sets one variable rather than JSON, so that a browser can load it from disk as well. Values that
many claims share are stored once and referred to by their index.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from generator.i18n.catalog import Catalog
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


class _Table:
    def __init__(self, archive: Archive, here: PageContext) -> None:
        self._archive = archive
        self._here = here
        self._words = Catalog(here.site.language)
        self._rated = {v.key: Choice(v.key, v.label, v.mark) for v in archive.settings.verdicts}
        self.articles: list[tuple[str, ...]] = []
        self._places: dict[str, int] = {}

    def picks(self, claim: Claim) -> dict[str, Choice]:
        """The claim's choice in each menu, by the menu's name. Its value is empty where the claim has none."""
        statement = self._archive.statements[claim.ref]
        voice, article = _voice(statement), self._here.articles[statement.article]
        language = self._here.words_of_article(statement).language or self._here.site.language
        given = dict(statement.facts.annotation.codes)
        codes = {
            f"code_{key}": Choice(given.get(key, ""), given.get(key, "")) for key, _ in self._archive.settings.codes
        }
        return {
            "speaker": Choice(voice.id or voice.name or voice.kind, voice.name or voice.kind),
            "publisher": Choice(article.publisher, article.publisher),
            "verdict": self._rated[statement.verdict.key] if statement.verdict else Choice(NO_VERDICT),
            "answers": Choice("answered" if claim.answers else "open"),
            "year": Choice(article.date[:4], article.date[:4]),
            "language": Choice(language, self._words.language_name(language)),
            **codes,
        }

    def in_order(self, menu: str, choices: Iterable[Choice]) -> list[Choice]:
        """The choices of a menu in order: verdicts as in the vocabulary, the latest year first, the rest by label.
        Choices without a value are left out."""
        named = sorted(filter(attrgetter("value"), choices), key=lambda choice: (choice.label.casefold(), choice.value))
        if menu == "verdict":
            order = [*self._rated, NO_VERDICT]
            return sorted(named, key=lambda choice: order.index(choice.value))
        return named[::-1] if menu == "year" else named

    def row(self, claim: Claim, picks: list[int]) -> tuple[object, ...]:
        """`[picks, href, words, language, direction, tag, mode, via, article, class]`.

        `picks` holds an index for each menu; `language` and `direction` are empty where they are the page's; `tag` is
        the HTML element of the words; `article` is an index into `articles`.
        """
        statement = self._archive.statements[claim.ref]
        text = self._here.text(statement.words, statement.language, statement.direction)
        return (
            picks,
            self._here.href(self._here.site.urls.claim(claim.ref)),
            text.words,
            text.language,
            text.direction,
            "span" if statement.is_paraphrase else "q",
            _manner(_voice(statement), statement.facts.mode),
            [via.name or via.kind for via in statement.via],
            self._article(statement.article),
            " withdrawn" if statement.facts.annotation.withdrawn else "",
        )

    def _article(self, id: str) -> int:
        if id not in self._places:
            link, name = self._here.article(id), self._here.articles[id]
            title, date = link.title, self._words.date(name.date)
            self._places[id] = len(self.articles)
            self.articles.append((title.words, title.language, title.direction, link.href, name.publisher, date))
        return self._places[id]


def claims_data(archive: Archive, claims: Sequence[Claim], here: PageContext) -> bytes:
    """The script, whose variable is `{menus: [[name, [[value, label, sign, count]]]], articles, rows}`.

    Links are relative to the page `here`. A claim without a choice in a menu has the index -1 there.
    """
    table = _Table(archive, here)
    picked = [table.picks(claim) for claim in claims]
    names = list(picked[0]) if picked else []
    counts = {name: Counter(picks[name] for picks in picked) for name in names}
    menus = {name: table.in_order(name, counts[name]) for name in names}
    places = {name: {choice: place for place, choice in enumerate(menu)} for name, menu in menus.items()}
    rows = [
        table.row(claim, [places[name].get(choice, -1) for name, choice in picks.items()])
        for claim, picks in zip(claims, picked, strict=True)
    ]
    listed = [(name, [(*choice, counts[name][choice]) for choice in menu]) for name, menu in menus.items()]
    return _script({"menus": listed, "articles": table.articles, "rows": rows})


def _script(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":  # `<` could end a script element; before ES2019 the others ended a line
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"var {VARIABLE}={text}\n".encode(errors="replace")


def _voice(statement: Statement) -> Voice:
    assert statement.voice is not None, "a claim has a voice"
    return statement.voice


def _manner(voice: Voice, mode: str) -> str:
    """The key of the page's wording for how a statement is known: its mode, or `outlet` or `editors` for their own
    words, with `Alone` appended if the voice has no name."""
    own = {"outlet": "outlet", "editors": "editors"}.get(voice.kind, "")
    return f"{own}{'' if voice.name else 'Alone'}" if own else mode

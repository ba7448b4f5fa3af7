"""The speakers of a site, and which of them a writer means who wrote a name instead of an id, or misspelt the id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from generator import urls
from generator.linking.short_names import short_name
from generator.model import Speaker
from generator.text import MOST_NEAREST, misspelt

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 200
"""Characters. A longer text is no name."""
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady general gen major maj lieutenant lt colonel col captain capt "
    "admiral president minister premier chancellor senator sen ambassador spokesman spokeswoman spokesperson the "
    "herr frau monsieur madame señor señora генерал майор президент министр".split()
)
"""Words before a name that are not part of it."""


class KnownSpeakers:
    """The speakers of a site, and `more` ids that may be written in their place."""

    def __init__(self, speakers: Mapping[str, Speaker], more: Iterable[str] = ()) -> None:
        self._speakers = speakers
        self._more = tuple(more)
        self._left = MOST_NEAREST
        self._found: dict[str, tuple[str, ...]] = {}

    def meant(self, written: str) -> tuple[str, ...]:
        """The ids of the speakers with this name, spelling (`also`), name in another language or short name; else
        those of whose id it is likely a misspelling. None after `MOST_NEAREST` different ones (law 16)."""
        if written not in self._found:
            if self._left <= 0 or len(written) > _LONGEST:
                return ()
            self._left -= 1
            self._found[written] = self._search(written)
        return self._found[written]

    def named(self, written: str) -> tuple[str, ...]:
        """The ids of the speakers that have exactly this name, whatever its case and punctuation."""
        return self._by_name.get(urls.slug(written), ())

    def _search(self, written: str) -> tuple[str, ...]:
        folded = written.casefold()
        same = [id for id in (*self._speakers, *self._more) if id == folded]
        return (
            tuple(same)
            or self.named(written)
            or self._by_words.get(_words(written), ())
            or self._by_short_name.get(_words(written), ())
            or misspelt(urls.slug(written), (*self._speakers, *self._more))
            or self._of_misspelt(written)
        )

    def _of_misspelt(self, written: str) -> tuple[str, ...]:
        """The speakers of whose names it is likely a misspelling."""
        names = misspelt(urls.slug(written), self._by_name) if " " in written.strip() else ()
        return tuple(dict.fromkeys(id for name in names for id in self._by_name[name]))

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        return _by(((urls.slug(name), id) for id, one in self._speakers.items() for name in _names(one)))

    @cached_property
    def _by_words(self) -> dict[str, tuple[str, ...]]:
        """By the words of a name in any order, without titles, and with an initial for the first (`I. Konashenkov`)."""
        pairs = [(name, id) for id, one in self._speakers.items() for name in _names(one)]
        initials = [
            (f"{first[0]} {rest}", id)
            for name, id in pairs
            if self._speakers[id].kind in ("person", "") and (first := name.partition(" ")[0])
            if (rest := name.partition(" ")[2])
        ]
        return _by((_words(name), id) for name, id in (*pairs, *initials))

    @cached_property
    def _by_short_name(self) -> dict[str, tuple[str, ...]]:
        return _by((_words(short_name(one)), id) for id, one in self._speakers.items())


def _names(speaker: Speaker) -> Iterator[str]:
    yield speaker.name
    yield from speaker.also
    yield from (name for _, name in speaker.names)


def _words(name: str) -> str:
    words = _WORD.findall(name[:_LONGEST].casefold())
    return " ".join(sorted(word for word in words if word not in _TITLES) or sorted(words))


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, id in pairs:
        if id not in found.get(name, ()):
            found[name] = (*found.get(name, ()), id)
    return found

"""The speakers of a site, and which of them a writer means who wrote a name instead of an id, or misspelt the id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from generator import urls
from generator.checks.scope import Scope, ids_by
from generator.linking.known_as import all_names, slugs_of
from generator.linking.short_names import short_name
from generator.model import EDITORS, OUTLET, Speaker, is_id
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


_FEWEST_WORDS = 2
_OWN_VOICES = {
    **dict.fromkeys(
        "article author newspaper paper journal journalist reporter narrator zeitung artikel auteur статья автор "
        "газета المقال مقاله".split(),
        (OUTLET,),
    ),
    **dict.fromkeys(
        "rédaction redaction redaktion redacción redazione redactie редакция التحرير تحریریه newsroom".split(),
        (OUTLET, EDITORS),
    ),
}
"""Words for the voice of an article itself, or of those who edit."""


class SpeakersByName:
    """The speakers that have exactly a name, whatever its case and punctuation: first the shared ones, then those that
    only sidecars describe."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __call__(self, name: str) -> tuple[str, ...]:
        slug = urls.slug(name)
        in_sidecars = self._scope.known.speakers_by_name
        return (*self._scope.index.speakers_by_name.get(slug, ()), *in_sidecars.get(slug, ()))


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

    def __getitem__(self, id: str) -> Speaker | None:
        return self._speakers.get(id)

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
            or self._of_some_words(written)
            or self._without_remark(written)
            or tuple(id for id in _OWN_VOICES.get(folded.removeprefix("the ").strip(" ."), ()) if id in self._more)
        )

    def _of_some_words(self, written: str) -> tuple[str, ...]:
        """The only speaker in whose name all words of a former id are, as `civil-defense` in “Saudi Civil Defense”."""
        words = set(_words(written).split())
        if len(words) < _FEWEST_WORDS or not is_id(written):
            return ()
        having = dict.fromkeys(id for name, ids in self._by_words.items() if words <= set(name.split()) for id in ids)
        return tuple(having) if len(having) == 1 else ()

    def _without_remark(self, written: str) -> tuple[str, ...]:
        """The speakers named before a remark in parentheses, as in `Amnesty (London)`."""
        name, _, remark = written.partition("(")
        return self.named(name) if remark and name.strip() else ()

    def _of_misspelt(self, written: str) -> tuple[str, ...]:
        """The speakers of whose names it is likely a misspelling."""
        names = misspelt(urls.slug(written), self._by_name) if " " in written.strip() else ()
        return tuple(dict.fromkeys(id for name in names for id in self._by_name[name]))

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        return ids_by((slug, id) for id, one in self._speakers.items() for slug in slugs_of(one))

    @cached_property
    def _by_words(self) -> dict[str, tuple[str, ...]]:
        """By the words of a name in any order, without titles, and with an initial for the first (`I. Konashenkov`)."""
        pairs = [(name, id) for id, one in self._speakers.items() for name in all_names(one)]
        initials = [
            (f"{first[0]} {rest}", id)
            for name, id in pairs
            if self._speakers[id].kind in ("person", "") and (first := name.partition(" ")[0])
            if (rest := name.partition(" ")[2])
        ]
        return ids_by((_words(name), id) for name, id in (*pairs, *initials))

    @cached_property
    def _by_short_name(self) -> dict[str, tuple[str, ...]]:
        return ids_by((_words(short_name(one)), id) for id, one in self._speakers.items())


def _words(name: str) -> str:
    words = _WORD.findall(name[:_LONGEST].casefold())
    return " ".join(sorted(word for word in words if word not in _TITLES) or sorted(words))

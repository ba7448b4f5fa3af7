"""The id of an imported article: its year, and the first words of its title that tell something."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.annotating.new_id import words_without_weight
from generator.formats.fields import id_from
from generator.text import is_wide
from generator.urls import folded, slug

_MOST_WORDS, _MOST_CHARACTERS, _MOST_WIDE = 5, 60, 12
_MOST_LOOKED_AT = 60
_AROUND = "'\"“”„‘«»‹›「」『』《》()[]{}.,;:!?…。，！？،؟-–—"


def imported_id(title: str, date: str, taken: Collection[str], language: str = "") -> str:
    """The id `YEAR/words-of-the-title`, with `-2` and so on behind it where it is among `taken`.

    `date` is in ISO form; `taken` are ids as `folded` compares them. `language` says which words tell nothing.
    """
    base = f"{date[:4]}/{_words(title, language or 'en')}"
    name, number = base, 1
    while folded(name) in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _words(title: str, language: str) -> str:
    silent = words_without_weight(language)
    spelled = list(_spelled(title, silent))
    telling = [word for word in spelled if word not in silent] or spelled
    some = telling[:_MOST_WORDS]
    while len(some) > 1 and len("-".join(some)) > _MOST_CHARACTERS:
        some.pop()
    return slug("-".join(some)[:_MOST_CHARACTERS].strip("-") or "article")


def _spelled(title: str, silent: Collection[str]) -> Iterator[str]:
    """The words of a title as an id has them: in Latin letters without accents, others in their own script."""
    for word in title.split()[:_MOST_LOOKED_AT]:
        bare = word.replace("’", "'").strip(_AROUND).removesuffix("'s")
        article, _, rest = bare.partition("'")
        bare = rest if rest and article.casefold() in silent else bare
        if not any(map(str.isalnum, bare)):
            continue
        near = id_from(bare) or slug(bare)
        yield near[:_MOST_WIDE].strip("-") if any(map(is_wide, near)) else near

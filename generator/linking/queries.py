"""Lists that several planners and checks derive from an archive or from names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from generator import urls
from generator.linking.symbols import day_in
from generator.model import Archive, Voice
from generator.values import replace


def spelling(name: str) -> str:
    """The spelling of a name: in NFC, with single spaces, so that what looks the same is one spelling."""
    return urls.unicode_normal_form("NFC", " ".join(name.split()))


def usual_spellings(names: Iterable[str]) -> dict[str, str]:
    """Slug → the usual spelling: the most frequent one, on a tie the first in code point order. Pages and lists of all
    that has this slug show it; an article shows its own."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for name, times in Counter(map(spelling, names)).items():
        used[urls.slug(name)][name] += times
    return {slug: min(names, key=lambda name: (-names[name], name)) for slug, names in used.items()}


def listed_voice(archive: Archive, voice: Voice) -> Voice:
    """A voice as lists that group by voice name it: an outlet that is no speaker has the usual spelling."""
    if voice.kind != "outlet" or voice.id or not voice.name:
        return voice
    return replace(voice, name=archive.once(_usual_publishers)[urls.slug(voice.name)])


def _usual_publishers(archive: Archive) -> Mapping[str, str]:
    return {publisher.slug: publisher.name for publisher in archive.publishers if not publisher.speaker}


def names_of_publishers(archive: Archive) -> dict[str, str]:
    """Slug → usual spelling, of those publishers that some article spells otherwise."""
    usual = archive.once(_usual_publishers)
    named = (article.publisher for article in archive.articles if article.publisher and not article.publisher.speaker)
    return {one.slug: usual[one.slug] for one in named if one.name != usual[one.slug]}


def article_days(archive: Archive) -> dict[str, str]:
    """Article id → its day in the site's time zone (`2015-12-23`), newest first; computed once per archive.

    In one zone days follow each other as `Article.instant` does; as they are written they needn't.
    """
    return archive.once(_days)


def _days(archive: Archive) -> dict[str, str]:
    zone = archive.settings.timezone
    return {article.id: day_in(zone, article.front.date) for article in archive.articles}

"""Lists that several planners and checks derive from an archive or from names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from generator import urls
from generator.linking.symbols import day_in
from generator.model import Archive, Claim


def shown_spellings(names: Iterable[str]) -> dict[str, str]:
    """Slug → the spelling that readers see: the most frequent one, on a tie the first in code point order.

    Spellings are in NFC, with single spaces: what looks the same is one spelling.
    """
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for name, times in Counter(urls.unicode_normal_form("NFC", " ".join(name.split())) for name in names).items():
        used[urls.slug(name)][name] += times
    return {slug: min(names, key=lambda name: (-names[name], name)) for slug, names in used.items()}


def claims_by_verdict(archive: Archive) -> dict[str, list[Claim]]:
    """Key of a verdict → the claims with that verdict, newest first, each claim once however often it appears."""
    rated: dict[str, list[Claim]] = defaultdict(list)
    for claim in archive.claims:
        if verdict := archive.statements[claim.ref].verdict:
            rated[verdict.key].append(claim)
    return dict(rated)


def article_days(archive: Archive) -> dict[str, str]:
    """Article id → its day in the site's time zone (`2015-12-23`), newest first; computed once per archive.

    In one zone days follow each other as `Article.instant` does; as they are written they needn't.
    """
    return archive.once(_days)


def _days(archive: Archive) -> dict[str, str]:
    zone = archive.settings.timezone
    return {article.id: day_in(zone, article.front.date) for article in archive.articles}

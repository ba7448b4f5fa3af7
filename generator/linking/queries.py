"""Questions about a linked archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from generator import urls
from generator.model import (
    Archive,
    Article,
    Claim,
)

# ── articles and publishers ──────────────────────────────────────────────────────────────────────────────────────


def shown_spellings(names: Iterable[str]) -> dict[str, str]:
    """Slug → the spelling that is shown: the most used, of equals the first by the alphabet."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for name, times in Counter(" ".join(name.split()) for name in names).items():
        used[urls.slug(name)][name] += times
    return {slug: min(names, key=lambda name: (-names[name], name)) for slug, names in used.items()}


# ── what planners ask ────────────────────────────────────────────────────────────────────────────────────────────


def claims_by_verdict(archive: Archive) -> dict[str, list[Claim]]:
    """The claims rated so, by the verdict's key, newest first; each once, whatever its appearances."""
    rated: dict[str, list[Claim]] = defaultdict(list)
    for claim in archive.claims:
        if verdict := archive.statements[claim.ref].verdict:
            rated[verdict.key].append(claim)
    return dict(rated)


def year_of(article: Article) -> str:
    """The year of the article's own date, as written there: not that of UTC."""
    return article.front.date[:4]

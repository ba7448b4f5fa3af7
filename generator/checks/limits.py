"""Checks that no article has more tags or former addresses than are published: each is a page of its own."""

from __future__ import annotations

from collections import Counter

from generator.checks.scope import ArchiveScope, Problems, Scope
from generator.diagnostics import Diagnostic
from generator.linking.limits import MOST_FORMER, MOST_FORMER_NAMES, MOST_TAGS, first_tag_too_many, former_addresses


def too_many_tags(scope: Scope) -> Problems:
    """Articles with more different tags than are published, their annotations' included."""
    for article in scope.articles:
        if found := first_tag_too_many(article):
            annotation, position = found
            key = f"tags/{position}"
            at = scope.at(article, f"{annotation}/{key}") if annotation else scope.at_front(article, key)
            message = (
                f"The article and its annotations have more than {MOST_TAGS} different tags; only the first count."
            )
            step = "Remove this tag and those after it, or use tags that several annotations share."
            yield Diagnostic.of("tags-many", at, message, step=step)


def too_many_former_addresses(scope: Scope) -> Problems:
    """Articles with more former addresses than lead on, counting each old id of the article with each of its claims."""
    for article in scope.articles:
        if (count := former_addresses(article)) > MOST_FORMER:
            of_claims = (placed.id for placed in article.annotations if placed.annotation.aliases)
            own = article.front.aliases
            at = scope.at_front(article, "aliases") if own else scope.at(article, f"{next(of_claims)}/aliases")
            message = (
                f"The `aliases` of the article and its claims make {count:,} former addresses, "
                f"of which only {MOST_FORMER:,} lead on."
            )
            step = "Remove the aliases that no link uses any more."
            yield Diagnostic.of("aliases-many", at, message, step=step)


def too_many_former_names(scope: ArchiveScope) -> Problems:
    """Speakers, sources and tags with more former names than lead on."""
    own = Counter(tag for _, tag in scope.settings.former_tags)
    counts = (
        *((f"speaker “{id}”", len(one.aliases), scope.at_speaker(id, "aliases"))
          for id, one in scope.speakers.items() if one.aliases),
        *((f"source “{id}”", len(one.aliases), scope.at_source(id, "aliases"))
          for id, one in scope.registry.sources.items() if one.aliases),
        *((f"tag “{tag}”", count, scope.at_setting(f"tags/{tag}")) for tag, count in own.items()),
    )  # fmt: skip
    for what, count, at in counts:
        if count > MOST_FORMER_NAMES:
            message = f"The `aliases` of {what} are {count:,}, of which only {MOST_FORMER_NAMES} lead on."
            yield Diagnostic.of("aliases-many", at, message, step="Remove the aliases that no link uses any more.")

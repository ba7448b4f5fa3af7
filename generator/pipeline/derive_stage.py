"""Links and checks one article with its neighbourhood alone. What that gives is kept until an edit concerns it.

A draft that the build leaves out is neither linked nor checked: it only has the values that groups of articles are
checked with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.cache.derived_tables import KeptArticle
from generator.cache.digest import sha256_of_parts
from generator.cache.name_tables import Name
from generator.cache.serialize import dumps
from generator.checks.look_ups import names_checked, paths_checked
from generator.checks.others import Others
from generator.checks.registry import Checked, check_articles
from generator.checks.scope import Basis
from generator.checks.table import TraitTable
from generator.checks.traits import TRAITS
from generator.linking.asked_names import AskedNames
from generator.linking.link import Linker
from generator.linking.linked_article import LinkedArticle
from generator.linking.names_had import CALLED, REFERS, names_called
from generator.linking.neighbourhood import FactsOf, Names, Neighbourhood
from generator.linking.symbols import Symbols
from generator.model import Archive, ArticleFacts, PageFacts, Registry
from generator.urls import folded
from generator.values import Immutable, replace


class Ground(Immutable):
    """What all articles are linked and checked with: the names of all, the facts of some by id, what is kept of each,
    all that a site has once, and its ordinary pages. The registry of `basis` is as it is written."""

    names: Names
    facts_of: FactsOf
    table: TraitTable
    basis: Basis
    pages: tuple[PageFacts, ...]


class DerivedArticle(Immutable):
    """An article, linked and checked. `archive` is what its pages show; None for a draft that the build leaves out.

    `used` are the names that it looked up, whether or not an article has them.
    """

    id: str
    traits: tuple[object, ...]
    used: frozenset[Name]
    archive: Archive | None
    linked: LinkedArticle | None
    found: Checked

    def kept(self) -> KeptArticle:
        """What is kept of it from build to build."""
        linked = dumps(self.linked) if self.linked else b""
        found = dumps(self.found) if self.found != Checked() else b""
        used = dumps(sorted(self.used))
        return KeptArticle(self.id, self.used, linked, found, sha256_of_parts(linked, found, used))


def derive_article(id: str, ground: Ground) -> DerivedArticle | None:
    """Link and check one article; None where its neighbourhood is too large. Raises `KeyError` where there is none."""
    settings, registry = ground.basis.settings, ground.basis.registry_as_written
    facts = ground.facts_of([id])[id]
    more = names_checked(facts, registry)
    near = Neighbourhood(id, ground.names, ground.facts_of, registry, settings, more)
    if not near.is_whole:
        return None
    traits = tuple(trait.of(near.symbols.articles[id]) for trait in TRAITS)
    used = near.asked | paths_checked(facts)
    if id in near.symbols.drafts:
        return DerivedArticle(id, traits, _of_others(used, facts), None, None, Checked())
    archive = Linker(near.symbols, settings, ground.pages, near.cut).articles
    found, more_used = _checked(facts, near.symbols, ground)
    linked = LinkedArticle.of(archive, id, facts)
    return DerivedArticle(id, traits, _of_others(used | more_used, facts), archive, linked, found)


def derive_all(
    archive: Archive,
    symbols: Symbols,
    as_written: Iterable[ArticleFacts],
    registry: Registry,
    found: Mapping[str, tuple[Checked, frozenset[Name]]],
) -> Iterator[KeptArticle]:
    """What is kept of all articles of an archive that is linked whole: the same as `derive_article` finds for each.

    `as_written` are the facts as they were compiled, and `registry` as it was written. `found` has the problems of each
    article that is published, by id, and what was looked up for them.
    """
    asked = AskedNames(symbols)
    for facts in as_written:
        article, names = archive.articles_by_id.get(facts.id), names_checked(facts, registry)
        beside = [id for id in (article.earlier, article.later) if id] if article else []
        looked_up = asked.by(facts.id, beside, names)
        used = frozenset((kind, name) for kind, some in looked_up.items() for name in some) | paths_checked(facts)
        problems, more = found.get(facts.id, (Checked(), frozenset[Name]()))
        linked = LinkedArticle.of(archive, facts.id, facts) if article else None
        yield DerivedArticle(facts.id, (), _of_others(used | more, facts), None, linked, problems).kept()


def looked_up_by(others: Others) -> frozenset[Name]:
    """The names that a check asked of others, and those of the articles that it read."""
    return frozenset(others.asked).union((CALLED, folded(id)) for id in others.read)


def _checked(facts: ArticleFacts, symbols: Symbols, ground: Ground) -> tuple[Checked, frozenset[Name]]:
    """What is wrong in an article, and what was looked up beside the names of its neighbourhood."""
    basis = replace(ground.basis, registry=symbols.present.of_registry(ground.basis.registry_as_written))
    others = Others(ground.table, basis.registry, basis.settings)
    found = check_articles(basis, [symbols.articles[facts.id]], symbols, others, [facts])
    return found, looked_up_by(others)


def _of_others(used: frozenset[Name], facts: ArticleFacts) -> frozenset[Name]:
    """The names but the article's own: an edit of whatever refers to one of these concerns it in any case."""
    own = frozenset(names_called(facts))
    return frozenset(
        (kind, name) for kind, name in used if kind not in (CALLED, REFERS) or name.partition("#")[0] not in own
    )

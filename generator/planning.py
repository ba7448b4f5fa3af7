"""Which pages there are to be, from what each is made, and whose each path is; then they are made, or left as they are.

Between the archive, which knows no page, and `making`, which knows no archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.compiling import Compiler, Understood
from generator.files import Sources
from generator.ground import Ground
from generator.making import ArticlePages, Maker, Means, Parts, Record
from generator.model import Archive, Listing, Settings
from generator.outputs import HUBS
from generator.outputs.dossier import Gatherer, Surroundings, page_paths
from generator.outputs.showing import Site, site_of
from generator.owners import Owners
from generator.pictures import scaler, smaller_copies
from generator.plain import dumped
from generator.progress import Watch
from generator.result import About
from generator.work import SHORT, Head, Rendering, digest_of, templates, view_of

SHARED = ("templates", "site")
"""The names of the parts that the pages of all articles have in common."""
Lent = Mapping[str, tuple[str, ...]]
"""Statements (by reference) that are shown on the pages of other articles: the ids of these."""
OF_ARTICLES = ("article.html", "claim.html", "repeat.html")
"""The templates that make an article's pages."""


def make_pages(
    archive: Archive, articles: Collection[Understood], ground: Ground, sources: Sources, compiler: Compiler,
    means: Means, record: Record, watch: Watch,
) -> tuple[Maker, Lent]:  # fmt: skip
    """Everything that the tree is to hold, made as far as it isn't there already; and which notes stand elsewhere."""
    own = tuple(sorted(sources.templates.items()))
    rendering = Rendering(own, ground.settings.language, site_of(archive), means.stage)
    maker, owners = Maker(means, rendering, sources.root, record), Owners(archive)
    known = {article.facts.id: article for article in articles if article.facts}
    lent: dict[str, tuple[str, ...]] = {}
    signs = _Signs(archive)
    maker.articles(_article_pages(archive, known, shared_parts(rendering), compiler, owners, lent, signs, watch))
    hubs = (page for plan in HUBS for page in plan(archive) if owners.claim(page.path, page.owner))
    maker.pages(hubs, templates(own, ground.settings.language).digest, signs.of_listing)
    maker.pictures(_smaller_pictures(archive, ground, owners))
    for path, source in ground.copied:
        if owners.claim(path, f"the file {source}", source):
            maker.copy(path, source, ground.digests[source])
    of_templates = templates(own, ground.settings.language).problems()
    maker.found += (*owners.diagnostics, *of_templates)
    maker.is_broken |= bool(of_templates)
    return maker, lent


def about(archive: Archive) -> About:
    settings = archive.settings
    return About(len(archive.articles), len(archive.claims), settings.url, settings.strict, site_of(archive).home)


def shared_parts(rendering: Rendering) -> Parts:
    """What the pages of all articles are made from."""
    known = templates(rendering.templates, rendering.language)
    of_templates = digest_of(rendering.language, *map(known.digest, OF_ARTICLES))[:SHORT]
    return ("templates", of_templates), ("site", digest_of(dumped(rendering.site, Site))[:SHORT])


def parts_of(head: Head, around: bytes) -> Parts:
    """What the pages of an article are made from, beside what all are."""
    named = {"facts": head.facts, "body": head.body, "notes": head.notes, "around": digest_of(around)}
    return tuple((name, digest[:SHORT]) for name, digest in named.items())


def _article_pages(
    archive: Archive,
    known: Mapping[str, Understood],
    shared: Parts,
    compiler: Compiler,
    owners: Owners,
    lent: dict[str, tuple[str, ...]],
    signs: _Signs,
    watch: Watch,
) -> Iterator[ArticlePages]:
    gather = Gatherer(archive, lambda id: compiler.notes(known[id]))
    for article in watch("make", archive.articles):
        around = gather.surroundings(article)
        paths = tuple(path for path, owner in page_paths(gather.site.urls, around) if owners.claim(path, owner))
        for s in around.others:
            lent[s.ref] = (*lent.get(s.ref, ()), article.id)
        plain = dumped(around, Surroundings)
        head = known[article.id].head
        parts = (*shared, *parts_of(head, plain))
        signs.note(article.id, head, plain)
        yield ArticlePages(known[article.id].source, parts, plain, paths)


class _Signs:
    """Digests of what rows of lists show: of each article, what others see of it and what surrounds it. All that a row
    shows is among these, or in the article of the claim that it repeats."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._settings = dumped(archive.settings, Settings)
        self._of_articles: dict[str, str] = {}

    def note(self, article: str, head: Head, around: bytes) -> None:
        self._of_articles[article] = digest_of(head.shown, around)

    def of_listing(self, listing: Listing) -> str:
        signs = (sign for what in listing.shows for sign in (what, *self._of(what)))
        return digest_of(self._settings, view_of(listing.page), *listing.besides, *signs)

    def _of(self, what: str) -> Iterator[str]:
        statement = self._archive.statements.get(what)
        if statement is None:
            yield self._of_articles[what]
            return
        yield self._of_articles[statement.article]
        if statement.root != what:
            yield self._of_articles[statement.root.partition("#")[0]]


def _smaller_pictures(archive: Archive, ground: Ground, owners: Owners) -> Iterator[tuple[str, str, int, str]]:
    for path, original, width in smaller_copies(archive, ground.copied):
        if owners.claim(path, f"a smaller copy of {original}"):
            yield path, original, width, digest_of(ground.digests[original], str(width), scaler())[:SHORT]

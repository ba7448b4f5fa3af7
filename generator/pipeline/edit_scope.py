"""Finds the edits that can be built without linking the whole archive: those of a few articles that leave what the
archive has once, and what groups of articles are checked for, as it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.cache.derived_tables import DerivedTables
from generator.cache.list_tables import ListTables
from generator.cache.name_tables import NameTables
from generator.cache.serialize import loads, loads_kept
from generator.cache.tables import Tables
from generator.checks.registry import Checked
from generator.checks.traits import TRAITS, Anchors, Outline, PlacedQuotes, Telling
from generator.diagnostics import Diagnostic
from generator.linking.draft_names import NamesUsed
from generator.model import ArticleFacts, ArticleSource, in_numbers
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler, LoadedArticles
from generator.pipeline.last_build import BuildOptions, LastBuild
from generator.pipeline.progress import Watch
from generator.pipeline.site_data import SiteData, read_site_data
from generator.sources.read import Sources
from generator.values import replace

_MOST_EDITED = 20
"""Articles edited at once. If there are more, the archive is linked whole."""


@dataclass(frozen=True)
class LocalEdit:
    """An edit of a few articles since the last build, and all that there is to build it with.

    `edited` are these articles as they are now, `former` their facts as they were, by id. `articles` loads any other
    one, and `tables` have what the last build knew of all.
    """

    sources: Sources
    options: BuildOptions
    context: BuildContext
    compiler: Compiler
    last: LastBuild
    site: SiteData
    articles: LoadedArticles
    edited: tuple[CompiledArticle, ...]
    former: Mapping[str, ArticleFacts]
    tables: Tables

    @cached_property
    def names(self) -> NameTables:
        return NameTables(self.tables)

    @cached_property
    def derived(self) -> DerivedTables:
        return DerivedTables(self.tables)

    @cached_property
    def lists(self) -> ListTables:
        return ListTables(self.tables)

    def found(self) -> dict[str, Checked]:
        """What is known to be wrong in single articles, by id, where something is."""
        return {id: loads(kept, Checked) for id, kept in self.derived.found().items()}


def find_edit(
    sources: Sources, options: BuildOptions, context: BuildContext, compiler: Compiler, watch: Watch
) -> LocalEdit | None:
    """The edit since the last build with these options; None where it may change more than articles and lists."""
    last: LastBuild | None = loads_kept(context.cache.get(options.key("last")), LastBuild)
    if last is None or last.inputs != context.inputs or context.remake or last.world != options.world(sources):
        return None
    tables = context.cache.tables(options.key("tables"))
    if tables.built != last.inputs:  # they were lost, or are not believed
        return None
    before = dict(zip((source.id for source in sources.articles), last.digests, strict=True))
    edited = [source for source in sources.articles if source.digest != before[source.id]]
    if len(edited) > _MOST_EDITED or any(is_named(source, last.found) for source in edited):
        return None
    anew = compiler.compile(edited, watch)
    former = {source.id: _facts_in(context, before[source.id]) for source in edited}
    site, _ = read_site_data(sources, options.drafts, options.base_url)
    if site is None or not all(_leaves_the_rest(one.facts, former[one.source.id], last, site) for one in anew):
        return None
    if not _share_no_paragraph(anew, last):
        return None
    files = frozenset(last.shared.files)
    copied = tuple(one for one in site.copied if one[0] in files)
    articles = LoadedArticles({source.id: source for source in sources.articles}, compiler, anew)
    return LocalEdit(
        sources, options, context, compiler, last, dataclasses.replace(site, copied=copied), articles, tuple(anew),
        {id: facts for id, facts in former.items() if facts}, tables,
    )  # fmt: skip


def is_named(source: ArticleSource, found: Collection[Diagnostic]) -> bool:
    """Whether one of these problems is in an article, or quotes a line of its files."""
    paths = [path for path in (source.path, source.sidecar_path) if path]
    return any(path in repr(diagnostic) for diagnostic in found for path in paths)


def _facts_in(context: BuildContext, digest: str) -> ArticleFacts | None:
    facts: ArticleFacts | None = loads_kept(context.cache.get(f"facts:{digest}"), ArticleFacts)
    return facts


def _leaves_the_rest(now: ArticleFacts | None, former: ArticleFacts | None, last: LastBuild, site: SiteData) -> bool:
    if now is None or former is None or _given_by(now) != _given_by(former):
        return False
    return all(_trait(trait, now, last, site) == _trait(trait, former, last, site) for trait in TRAITS)


def _share_no_paragraph(edited: Iterable[CompiledArticle], last: LastBuild) -> bool:
    """Whether no edited article has a paragraph of another one, edited or not, so that none can have its text."""
    own = {one.source.id: set(in_numbers(one.head.paragraph_digests)) for one in edited}
    seen = set(in_numbers(b"".join(digests for id, digests in last.paragraph_digests.items() if id not in own)))
    for digests in own.values():
        if not seen.isdisjoint(digests):
            return False
        seen |= digests
    return True


def _given_by(facts: ArticleFacts) -> object:
    """What an article gives to that which the archive has once: its addresses, speakers, sources, tags and files."""
    annotations = [placed.annotation for placed in facts.annotations]
    given = [(one.id, one.sources, one.tags) for one in annotations if one.sources or one.tags]
    has_aliases = bool(facts.front.aliases) or any(one.aliases for one in annotations)
    former = [(one.id, one.kind, one.aliases) for one in annotations] if has_aliases else []
    return facts.front, facts.speakers, facts.links, facts.withheld_links, facts.addresses, given, former


def _trait(trait: type, facts: ArticleFacts, last: LastBuild, site: SiteData) -> object:
    """A value that groups of articles are checked with, as far as it counts: no other article shares a paragraph; as
    long as no quote has lost its place, none is looked for elsewhere; only of places that something links to it
    matters whether they are there; which claims there are matters to the one that site.yaml names; and who speaks,
    as long as others let them speak, too (see `relink_stage`)."""
    value = trait.of(facts)  # type: ignore[attr-defined]
    if isinstance(value, NamesUsed):
        return replace(value, voices=())
    if isinstance(value, Outline) and not site.settings.featured:
        return facts.broken_sidecar, facts.left_out
    if isinstance(value, Telling):
        return replace(value, paragraph_digests=b"")
    if isinstance(value, PlacedQuotes) and not last.has_lost_quotes:
        return None
    if isinstance(value, Anchors):
        return {fragment for id, fragment in last.linked_to if id == facts.id and fragment in value.fragments}
    return value

"""The program in a page: read, compile, link, check, plan, render. Knows the order, not how; it writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from generator.archive import link
from generator.article import Compiled, CompiledPage, compile_article, compile_page, without_facts
from generator.checks import check
from generator.diagnostics import Diagnostic, Location, in_order
from generator.files import copied_files, inputs_digest, read_sources, source_lines
from generator.model import Archive, Page
from generator.outputs import HUBS, dossiers, plan_article
from generator.owners import Owned, one_owner_each
from generator.pictures import scaler, smaller_copies, with_files
from generator.progress import Watch, unwatched
from generator.registry import read_registry
from generator.settings import read_settings
from generator.templates import Templates, worded


@dataclass(frozen=True, slots=True)
class Built:
    """`files`: path in the output → bytes, or the file to copy; None where site.yaml or a template is broken.
    `archive` is None where site.yaml is. `inputs` is the digest of all that was read."""
    files: Mapping[str, bytes | Path] | None
    diagnostics: list[Diagnostic]
    archive: Archive | None = None
    inputs: str = ""


def build(root: Path, drafts: bool = False, base_url: str = "", watch: Watch = unwatched) -> Built:
    """The whole site in the folder `root`, in memory; `base_url` takes the place of `url` in site.yaml."""
    watch("read")
    sources = read_sources(root)
    settings, of_settings, places = read_settings(sources.settings) if sources.settings is not None else (None, [], {})
    registry, of_registry = read_registry(sources.speaker_files, sources.source_files)
    articles = [*map(compile_article, watch("compile", sources.articles))]
    pages = [*map(compile_page, sources.pages)]
    of_texts = [*(d for c in articles for d in c.diagnostics), *(d for c in pages for d in c.diagnostics)]
    found = [*sources.diagnostics, *of_settings, *of_registry, *of_texts]
    if settings is None:
        return Built(None, in_order(found))
    settings = worded(replace(settings, drafts=drafts, url=base_url or settings.url), sources.templates)
    copied, of_copied = copied_files(sources.others, settings.files, places)
    facts, texts = [c.facts for c in watch("link", articles) if c.facts], [c.facts for c in pages if c.facts]
    archive = with_files(link(facts, registry, settings, texts), copied, sources.picture_sizes)
    of_whole = check(
        facts=facts, registry=registry, settings=settings, pages=texts, files=archive.files, settings_locations=places,
        unreadable=without_facts(sources.articles, articles) | without_facts(sources.pages, pages),
        locations=_locations(articles, pages), line_of=source_lines(root),
    )  # fmt: skip
    owned = one_owner_each(_planned(archive, articles, smaller_copies(archive, copied, root), watch), copied, archive)
    files, of_templates = _rendered(Templates(sources.templates, settings.language), owned, root, watch)
    found += [*of_copied, *of_whole, *owned.diagnostics, *of_templates]
    return Built(files, in_order(found), archive, inputs_digest(sources, drafts, base_url, scaler()))


def _locations(articles: Iterable[Compiled], pages: Iterable[CompiledPage]) -> dict[str, Mapping[str, Location]]:
    own = {c.facts.id: c.locations for c in articles if c.facts}
    return own | {f"pages/{c.facts.id}": c.locations for c in pages if c.facts}


def _planned(archive: Archive, articles: Collection[Compiled], more: Iterable[Page], watch: Watch) -> Iterator[Page]:
    bodies = {c.facts.id: c.body for c in watch("plan", articles) if c.facts and c.body}
    return chain(*map(plan_article, dossiers(archive, bodies)), *(plan(archive) for plan in HUBS), more)


def _rendered(
    templates: Templates, owned: Owned, root: Path, watch: Watch
) -> tuple[dict[str, bytes | Path] | None, list[Diagnostic]]:
    made = {page.path: templates.render(page) for page in watch("render", owned.pages)}
    broken = [*templates.problems(), *(result for result in made.values() if isinstance(result, Diagnostic))]
    files = {path: data for path, data in made.items() if isinstance(data, bytes)}
    return (None if broken else {**files, **{path: root / source for path, source in owned.copied.items()}}), broken

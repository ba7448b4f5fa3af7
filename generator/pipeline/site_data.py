"""Site-wide inputs of a build: settings, registry, ordinary pages and files to copy. Knows no article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.compiling.article import CompiledPage, compile_page
from generator.diagnostics import Diagnostic, Location
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.model import PageFacts, Registry, Settings
from generator.rendering.templates import worded
from generator.sources.copied import copied_files
from generator.sources.read import SETTINGS, Sources
from generator.values import replace


@dataclass(frozen=True, slots=True)
class SiteData:
    """The site-wide inputs.

    `places` are the locations of the settings in site.yaml, by key. `copied` are the files to copy, as (path in the
    output, path in the site); `digests` are their SHA-256, by path in the site.
    """

    settings: Settings
    places: Mapping[str, Location]
    registry: Registry
    pages: tuple[CompiledPage, ...]
    copied: tuple[tuple[str, str], ...]
    digests: Mapping[str, str]

    @property
    def texts(self) -> list[PageFacts]:
        """The facts of all ordinary pages that could be compiled."""
        return [page.facts for page in self.pages if page.facts]


def read_site_data(sources: Sources, drafts: bool, base_url: str) -> tuple[SiteData | None, list[Diagnostic]]:
    """The site-wide inputs, and all their problems. None in place of the inputs where site.yaml can't be used.

    `base_url`, unless it is empty, overrides `url` in site.yaml.
    """
    settings, of_settings, places = read_settings(sources.settings) if sources.settings is not None else (None, [], {})
    registry, of_registry = read_registry(sources.speaker_files, sources.source_files)
    pages = tuple(map(compile_page, sources.pages))
    problems = [*sources.diagnostics, *of_settings, *of_registry, *(d for page in pages for d in page.diagnostics)]
    if settings is None:
        return None, problems
    settings = worded(replace(settings, drafts=drafts, url=base_url or settings.url), sources.templates)
    copied, of_copied = copied_files(sources.others, settings.files, places, sources.texts)
    digests = {other.path: other.digest for other in sources.others}
    if sources.is_bare:
        problems.append(_without_content(places.get("title", Location(SETTINGS))))
    return SiteData(settings, places, registry, pages, tuple(copied), digests), [*problems, *of_copied]


def _without_content(at: Location) -> Diagnostic:
    message = "The folder `content/` is missing or empty, so the site has no articles."
    step = "Put articles into `content/articles/`, or name another site with `--site`."
    return Diagnostic.of("content-missing", at, message, step=step)

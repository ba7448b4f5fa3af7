"""Decides which files stay out of a build because only withheld texts use them. Copies nothing.

Withheld are drafts, and the blocks that `text: passages` leaves out. A file that no text uses is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.diagnostics import Location
from generator.linking.symbols import Symbols
from generator.markdown.document import parse
from generator.model import ArticleFacts, PageFacts, Speaker
from generator.pipeline.site_data import SiteData
from generator.urls import link_target


def without_withheld_files(site: SiteData, symbols: Symbols) -> SiteData:
    """The site without the files to copy that withheld texts use and published ones don't."""
    drafts = [symbols.articles[id] for id in symbols.drafts]
    hidden = {path for page in site.texts if _is_hidden(page, site) for path in _paths(page.links)}
    hidden |= {path for article in symbols.published for path in article.withheld_links}
    hidden |= {path for article in drafts for path in (*_used_by(article), *article.withheld_links)}
    if not hidden:
        return site
    shown = {path for page in site.texts if not _is_hidden(page, site) for path in _paths(page.links)}
    shown |= {path for article in symbols.published for path in _used_by(article)}
    shown |= {path for speaker in site.registry.speakers.values() for path in _used_by_speaker(speaker)}
    withheld = hidden - shown
    return replace(site, copied=tuple((path, source) for path, source in site.copied if path not in withheld))


def _is_hidden(page: PageFacts, site: SiteData) -> bool:
    return page.draft and not site.settings.drafts


def _used_by(article: ArticleFacts) -> Iterator[str]:
    """The paths in the output that an article's texts, picture and own speakers lead to."""
    yield from _paths(article.links)
    if article.front.image:
        yield article.front.image.src
    for entry in article.speakers:
        if entry.speaker:
            yield from _used_by_speaker(entry.speaker)


def _used_by_speaker(speaker: Speaker) -> Iterator[str]:
    if speaker.image:
        yield link_target(speaker.path, speaker.image)
    if speaker.description:
        parsed = parse(speaker.description, speaker.path, lambda line, column: Location(speaker.path))
        yield from _paths(map(str, parsed.links))


def _paths(links: Iterable[str]) -> Iterator[str]:
    return (link.partition("#")[0] for link in links)

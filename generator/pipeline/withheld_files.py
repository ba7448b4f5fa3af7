"""Decides which files stay out of a build because only withheld texts use them. Copies nothing.

Withheld are drafts, and the blocks that `text: passages` leaves out. A file is used by a text that links to it or shows
it. What a draft says of a file is looked for twice: in its compiled links, and in its source, since a draft may be
broken, or keep a link in a comment or an unused definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from generator.diagnostics import Location
from generator.linking.symbols import Symbols
from generator.markdown.document import parse
from generator.model import Archive, ArticleFacts, Source, Speaker
from generator.pipeline.site_data import SiteData
from generator.sources.read import Sources, load_article
from generator.sources.stat_cache import StatCache
from generator.urls import link_target, unicode_normal_form

_WORD = re.compile(r"[^\s<>\[\]{}\"'`|=]+")
_PHRASE = re.compile(r"<([^<>\n]+)>|\"([^\"\n]+)\"|'([^'\n]+)'|:[ \t]+([^\n]+)")
"""Candidates for the path of a file: single words, and bracketed, quoted or YAML values, which may have spaces."""


def without_withheld_files(site: SiteData, archive: Archive, symbols: Symbols, sources: Sources) -> SiteData:
    """The site without the files to copy that are used by withheld texts, and by none that is published.

    `archive` is what this build publishes. Outside it are drafts, and texts whose front matter is broken: these may be
    drafts, too. A file that no text uses is kept, and so is one whose name a template contains.
    """
    hidden = [source for source in sources.articles if source.id not in archive.articles_by_id]
    shown = {page.id for page in archive.pages}
    hidden_pages = [page for page in sources.pages if page.id not in shown]
    withheld_blocks = {path for article in symbols.published for path in article.withheld_links}
    if not site.copied or not (hidden or hidden_pages or withheld_blocks):
        return site
    spare = {path for path, _ in site.copied}.difference(_used_in_public(site, archive, symbols))
    drafts = [symbols.articles[id] for id in symbols.drafts]
    used = withheld_blocks.union(*(article.withheld_links for article in drafts), *map(_used_by, drafts))
    used |= {link.partition("#")[0] for page in site.texts if page.id not in shown for link in page.links}
    for source in hidden if spare else ():
        article = load_article(sources.root, source, StatCache(str(sources.root)))
        used.update(_named_in(article.text, article.path, archive.settings.url))
        used.update(_named_in(article.sidecar or b"", article.sidecar_path, archive.settings.url))
    for page in hidden_pages if spare else ():
        used.update(_named_in(page.text, page.path, archive.settings.url))
    in_templates = "\n".join(sources.templates.values())
    withheld = {path for path in spare & used if path.rpartition("/")[2] not in in_templates}
    return replace(site, copied=tuple(pair for pair in site.copied if pair[0] not in withheld)) if withheld else site


# ── what uses a file ─────────────────────────────────────────────────────────────────────────────────────────────


def _used_in_public(site: SiteData, archive: Archive, symbols: Symbols) -> Iterator[str]:
    """The targets of all links and pictures of what this build publishes, as paths in the output."""
    for article in symbols.published:
        yield from _used_by(article)
    for page in archive.pages:
        yield from (link.partition("#")[0] for link in page.links)
    for speaker in site.registry.speakers.values():
        yield from _used_by_speaker(speaker)
    cited = (record.source for record in archive.sources)
    yield from _own_addresses((*site.registry.sources.values(), *cited), archive.settings.url)


def _used_by(article: ArticleFacts) -> Iterator[str]:
    yield from (link.partition("#")[0] for link in article.links)
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
        yield from (str(link).partition("#")[0] for link in parsed.links)


def _own_addresses(sources: Iterable[Source], site_url: str) -> Iterator[str]:
    """The paths in the output of sources that the site itself hosts."""
    for address in (address for source in sources for address in (source.url, source.archived)):
        if site_url and address.startswith(site_url):
            yield unicode_normal_form("NFC", unquote(address.removeprefix(site_url).partition("#")[0]))


def _named_in(source: bytes, path: str, site_url: str) -> Iterator[str]:
    """Paths in the output of everything in a source file that may be a link to a file."""
    text = source.decode(errors="replace")
    phrases = ("".join(groups) for groups in _PHRASE.findall(text))
    for written in {*_WORD.findall(text), *phrases}:
        bare = written.strip(" \t\r.,;:!?'\"")
        inner = bare.removeprefix("(")
        for address in {written.rstrip("\r"), bare, inner, inner.removesuffix(")")} if "." in written else ():
            whole = unquote(address.partition("#")[0])
            if site_url and whole.startswith(site_url):
                yield unicode_normal_form("NFC", whole.removeprefix(site_url))
            else:
                yield link_target(path, whole)

"""Decides which files stay out of a build because only withheld texts use them. Copies nothing.

Withheld are drafts, and the blocks that `text: passages` leaves out. A file is used by a text that links to it or shows
it. What a draft says of a file is looked for twice: in its compiled links, and in its source, since a draft may be
broken, or keep a link in a comment or an unused definition. There an address counts in any letter case, and with any
query: what leads nowhere as it is written was meant for the file all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from generator.compiling.named_files import linked_files, named_in
from generator.diagnostics import Location
from generator.linking.symbols import Symbols
from generator.markdown.document import Parsed, parse, to_html
from generator.model import Archive, ArticleFacts, ArticleSource, PageSource, Speaker
from generator.pipeline.site_data import SiteData
from generator.sources.read import Sources, load_article
from generator.sources.stat_cache import StatCache
from generator.urls import folded, link_target, unicode_normal_form

_AFTER_PATH = re.compile(r"[?#].*", re.DOTALL)


def without_withheld_files(site: SiteData, archive: Archive, symbols: Symbols, sources: Sources) -> SiteData:
    """The site without the files to copy that are used by withheld texts, and by none that is published.

    `archive` is what this build publishes. Outside it are drafts, and texts whose front matter is broken: these may be
    drafts, too. A file that no text uses is kept, and so is one whose name a template contains.
    """
    hidden = [source for source in sources.articles if source.id not in archive.articles_by_id]
    shown = {page.id for page in archive.pages}
    hidden_pages = [page for page in sources.pages if page.id not in shown]
    withheld_blocks = {path for article in symbols.published for path in article.withheld_links}
    if not site.copied or not (hidden or hidden_pages or withheld_blocks or sources.unused):
        return site
    spare = {path for path, _ in site.copied}.difference(_used_in_public(site, archive, symbols))
    drafts = [symbols.articles[id] for id in symbols.drafts]
    used = withheld_blocks.union(*(article.withheld_links for article in drafts), *map(_used_by, drafts))
    used.update(*(_used_by_speaker(symbols.speakers[id]) for id in symbols.drafts_speakers))
    for source in (symbols.sources[id] for id in symbols.drafts_sources):
        used |= {source.url, source.archived}
    used |= {link.partition("#")[0] for page in site.texts if page.id not in shown for link in page.links}
    for path, text in _hidden_texts(hidden, hidden_pages, sources) if spare else ():
        used.update(named_in(text.decode(errors="replace"), path))
    named = {folded(path) for path in _in_site(used, archive.settings.url)}
    templates = "\n".join(sources.templates.values())
    in_templates = f"{templates}\n{unquote(templates)}"
    withheld = {path for path in spare if folded(path) in named and not _is_named(path, in_templates)}
    return replace(site, copied=tuple(pair for pair in site.copied if pair[0] not in withheld)) if withheld else site


def _hidden_texts(
    articles: Iterable[ArticleSource], pages: Iterable[PageSource], sources: Sources
) -> Iterator[tuple[str, bytes]]:
    """The source files, by path, of what is not published, one at a time."""
    for source in articles:
        article = load_article(sources.root, source, StatCache(str(sources.root)))
        yield article.path, article.text
        yield article.sidecar_path, article.sidecar or b""
    yield from ((page.path, page.text) for page in pages)
    yield from sources.unused


def _is_named(path: str, text: str) -> bool:
    """Whether the name of a file stands in a text, and not as the end or the beginning of a longer name."""
    name = path.rpartition("/")[2]
    return name in text and re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text) is not None


# ── what uses a file ─────────────────────────────────────────────────────────────────────────────────────────────


def _used_in_public(site: SiteData, archive: Archive, symbols: Symbols) -> Iterator[str]:
    """The targets of all links and pictures of what this build publishes, as paths in the output."""
    for article in symbols.published:
        yield from _used_by(article)
    for page in archive.pages:
        yield from (link.partition("#")[0] for link in page.links)
    for record in archive.speakers:
        yield from _used_by_speaker(record.speaker)
    yield from _in_site(_outside_addresses(site, archive, symbols), archive.settings.url)


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
        yield from (str(link).partition("#")[0] for link in _description(speaker).links)


def _description(speaker: Speaker) -> Parsed:
    return parse(speaker.description, speaker.path, lambda line, column: Location(speaker.path))


def _outside_addresses(site: SiteData, archive: Archive, symbols: Symbols) -> Iterator[str]:
    """The absolute addresses in what this build publishes that may be those of files of this site."""
    organization = archive.settings.organization
    yield organization.url if organization else ""
    for article in symbols.published:
        front = article.front
        yield from (*article.addresses, front.url, front.archived, *(one.url for one in front.corrections))
    for page in archive.pages:
        yield from linked_files(page.html)
    for speaker in (record.speaker for record in archive.speakers):
        yield speaker.url
        yield from linked_files(to_html(_description(speaker))) if speaker.description else ()
    for source in (record.source for record in archive.sources):
        yield from (source.url, source.archived)


def _in_site(addresses: Iterable[str], site_url: str) -> Iterator[str]:
    """The paths in the output of addresses of this site, whatever their scheme. Those from `/` on may be meant from the
    site's own address on, too. Paths in the output stay as they are."""
    home = site_url.partition("//")[2]
    base = "/" + home.partition("/")[2]
    for address in filter(None, addresses):
        scheme, slashes, rest = _AFTER_PATH.sub("", address).partition("//")
        if slashes and scheme.lower() in ("", "http:", "https:"):
            found = [rest.removeprefix(home)] if home and rest.startswith(home) else []
        elif address.startswith("/"):
            found = [scheme.removeprefix(base), scheme.removeprefix("/")]
        else:
            found = [address]
        yield from (unicode_normal_form("NFC", unquote(path)) for path in found)

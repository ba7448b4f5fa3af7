"""Has the pictures for links drawn, with the fonts of this computer. Knows which there are, not what they look like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.diagnostics import Diagnostic, Location
from generator.model import Archive
from generator.outputs.cards import Card, plan_cards
from generator.pipeline.batches import SHORT, CardWork
from generator.pipeline.render_stage import Renderer
from generator.pipeline.site_data import SiteData
from generator.rendering.templates import Templates
from generator.sources.card_drawing import DrawingTools, fonts_for
from generator.sources.fonts import Fonts
from generator.sources.read import SETTINGS
from generator.urls import card_path

Claims = Callable[[str, str], bool]
"""Says whether a page gets its path, given the path and the page's owner: see `Owners`."""


def with_drawn_cards(
    archive: Archive, maker: Renderer, claim: Claims, templates: Templates, site: SiteData, tools: DrawingTools | None
) -> tuple[Archive, list[Diagnostic]]:
    """The archive with the pictures for links that there are now, and a notice about those that can't be drawn."""
    at = site.places.get("cards", Location(SETTINGS))
    if not archive.settings.cards or not archive.settings.url:
        return archive, []
    if tools is None:
        message = "There are no pictures for links, because Pillow is not installed."
        step = "Install it with `pip install pillow`, or remove `cards`."
        return archive, [Diagnostic.of("no-card", at, message, step=step)]
    cards = dict(plan_cards(archive, templates.words_of))
    left_out: list[str] = []
    made = maker.cards(_work(cards, tools, claim, left_out))
    archive = replace(archive, cards={page: card.alt for page, card in cards.items() if card_path(page) in made})
    return archive, [_without_font(at, left_out)] if left_out else []


def _work(
    cards: Mapping[str, Card], tools: DrawingTools, claim: Claims, left_out: list[str]
) -> Iterator[tuple[str, CardWork]]:
    """The key and the work for each card. Adds the pages for whose cards there is no font to `left_out`."""
    known = Fonts(tools.fonts, shapes=tools.shapes)
    for page, card in cards.items():
        fonts = fonts_for(card, known)
        if not fonts:
            left_out.append(page)
        elif claim(card_path(page), f"the picture for links to `{page}`"):
            key = sha256_of_parts(dumps(card), tools.libraries, *(font.digest for font in fonts))[:SHORT]
            yield key, CardWork(card_path(page), card, tuple(font.path for font in fonts), tools.shapes)


def _without_font(at: Location, pages: list[str]) -> Diagnostic:
    n = len(pages)
    which = "One page has no picture for links" if n == 1 else f"{n:,} pages have no picture for links"
    message = f"{which}, because this computer can't draw all of the letters in it."
    step = "Install a font that has them, such as Noto, or do without the picture."
    return Diagnostic.of("no-card", at, message, details=[f"`{page}`" for page in sorted(pages)], step=step)

"""Web pages as a browser saves them, or as it copies a part of one: bytes in, a draft of an article out."""

from __future__ import annotations

from generator.importing.html_article import chosen_text
from generator.importing.html_blocks import blocks_of
from generator.importing.html_choice import extracted
from generator.importing.html_headline import headline_of
from generator.importing.html_runs import page_text
from generator.importing.html_source import read_page
from generator.importing.imported import Draft, ImportOptions, NotImported


def import_html(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """x."""
    page = read_page(data)
    if isinstance(page, NotImported):
        return page
    text = page_text(page.root)
    article = extracted(page.root, options.today)
    chosen = chosen_text(article.lines, text.runs, headline_of(text.runs, article))
    return (Draft({}, blocks_of(chosen.runs), (), (), page.notices+chosen.unseen),)

"""Web pages as a browser saves them, or a part of one as it copies it: bytes in, a draft of an article out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set
from dataclasses import replace

from generator.importing.html_article import chosen_text, runs_in_order
from generator.importing.html_blocks import text_blocks
from generator.importing.html_choice import ExtractedText, extracted
from generator.importing.html_facts import front_notices, front_of, image_of, page_language
from generator.importing.html_headline import headline_of
from generator.importing.html_links import with_web_links
from generator.importing.html_runs import EMBEDS, PageElement, PageRun, page_text
from generator.importing.html_source import read_page
from generator.importing.imported import Draft, ImportOptions, LeftOut, NotImported

_LOST = {
    "q": "{} short quotations (`q`) have quotation marks that the browser adds: here “ and ”. Check them.",
    "sub": "{} lowered signs (`sub`) are in line with the text.",
    "sup": "{} raised signs (`sup`) are in line with the text. Check numbers behind words: they may be those of notes.",
    "del": "{} struck-out pieces (`del`) are plain text. Check whether they belong.",
}
_NO_TEXT = NotImported(
    "The page shows no text: a script may write it in the browser.",
    "Open the page in a browser, select the article, copy it, and import what was copied.",
)


_MISSING = NotImported(
    "Web pages need two libraries that are not installed: trafilatura and lxml_html_clean.",
    "Install them with `pip install 'counterpoint-archive[import]'`, or import the text: select it in the browser and "
    "copy it.",
)


def import_html(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The article of a page (`Importer`): one draft. Needs the extra `import`, and says so where it is missing.

    A page without `title` is a part that was copied: all its text is the article, but for what is marked as beside it.
    """
    if not _is_installed():
        return _MISSING
    page = read_page(data)
    if isinstance(page, NotImported):
        return page
    text, language = page_text(page.root), page_language(page.root)
    shown = tuple(run for run in text.runs if not run.inside.hidden)
    is_part = page.root.find(".//title") is None
    article = ExtractedText(tuple(run.text for run in shown)) if is_part else extracted(page.root, options.today)
    draft = _draft(_Page(text.runs, article), language, options)
    lost = tuple(_LOST[tag].format(number) for tag, number in sorted(text.lost.items()))
    return (replace(draft, notices=(*page.notices, *draft.notices, *lost)),) if draft.blocks else _NO_TEXT


def _is_installed() -> bool:
    try:
        import lxml_html_clean  # noqa: F401 - is it there? (late: an extra, and slow to load)
        import trafilatura  # noqa: F401 - as above
    except ImportError:
        return False
    return True


class _Page:
    """The runs of a page, and which of them are the article."""

    def __init__(self, runs: Sequence[PageRun], article: ExtractedText) -> None:
        self.runs, self.article = runs, article
        self.headline = headline_of(runs, article)
        self.chosen = chosen_text(article.lines, runs, self.headline)
        held = self.chosen.numbers if self.headline is None else {*self.chosen.numbers, self.headline}
        self._main = _around([runs[n].inside for n in held])

    def near(self) -> Iterator[int]:
        """The numbers of the runs that are shown in the element that holds the article and its headline."""
        for n, run in enumerate(self.runs):
            if not run.inside.hidden and (self._main is None or self._main in run.inside.path()):
                yield n

    def caption(self) -> frozenset[int]:
        """The numbers of the runs that are the caption of the first picture with one."""
        found: list[int] = []
        for n in self.near():
            if "figcaption" in self.runs[n].inside.tags and (not found or found[-1] == n - 1):
                found.append(n)
        return frozenset(n for n in found if _figcaption(self.runs[n]) is _figcaption(self.runs[found[0]]))

    def line(self, number: int | None) -> str:
        """The text of a run on one line."""
        return " ".join(self.runs[number].text.split()) if number is not None else ""


def _figcaption(run: PageRun) -> PageElement | None:
    return next((element for element in run.inside.path() if element.tag == "figcaption"), None)


def _around(elements: Sequence[PageElement]) -> PageElement | None:
    """The innermost element that holds all of these."""
    paths = [element.path() for element in elements]
    together = [same[0] for same in zip(*paths, strict=False) if all(one is same[0] for one in same)]
    return together[-1] if together else None


def _draft(page: _Page, language: str, options: ImportOptions) -> Draft:
    chosen = page.chosen
    caption = page.caption() - chosen.numbers
    front = front_of(page.article, page.line(page.headline), page.line(chosen.subtitle), language, options)
    if image := image_of([page.runs[n] for n in sorted(caption)]):
        front["image"] = image
    used = {page.headline, chosen.subtitle, *(caption if image else ())}
    body = _body(page, used)
    out = {n: LeftOut(page.runs[n].text, _why(page, n), page.runs[n].line) for n in page.near() if n not in used | body}
    back = {n for n, piece in out.items() if options.keep_all or piece.text in options.kept}
    lines = [one for one in chosen.unseen if options.keep_all or one[1] in options.kept or not chosen.is_shown]
    linked, about_links = with_web_links(runs_in_order(page.runs, body | back, lines), str(front.get("url", "")))
    left_out = (
        *(piece for n, piece in out.items() if n not in back),
        *(LeftOut(line, _UNSEEN) for after, line in chosen.unseen if (after, line) not in lines),
    )
    about_unseen = (_MOSTLY_UNSEEN,) if lines and not chosen.is_shown else ()
    notices = (*front_notices(front, options), *about_unseen, *about_links, *_about_elsewhere(page))
    return Draft(front, text_blocks(linked), left_out=left_out, notices=notices)


_UNSEEN = "text that the page does not show"
_MOSTLY_UNSEEN = (
    "The page shows less than half of the text: the rest is in its source, and in the body. Compare it with the page."
)


def _body(page: _Page, used: Container[int | None]) -> Set[int]:
    """The numbers of the runs that are the body: those of the article, or where there are none, all that is shown."""
    numbers = page.chosen.numbers
    if numbers or not page.chosen.is_shown:
        return numbers
    return {n for n in page.near() if n not in used and page.runs[n].inside.tag not in EMBEDS}


def _why(page: _Page, number: int) -> str:
    return page.chosen.beside.get(number, "text beside the article")


def _about_elsewhere(page: _Page) -> Iterator[str]:
    """A sentence on the parts of the page that are not listed: menus, other columns, the foot."""
    near = set(page.near())
    words = sum(len(run.text.split()) for n, run in enumerate(page.runs) if n not in near and not run.inside.hidden)
    if words:
        yield f"{words} words of the page are outside the article, such as menus and the foot, and are not listed."

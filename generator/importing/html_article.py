"""The article of a web page among its runs: what trafilatura found, what belongs between, and what does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.importing.html_blocks import HEADINGS, LISTS
from generator.importing.html_choice import line_key, places
from generator.importing.html_runs import EMBEDS, PageElement, PageRun, StyledText

_MAIN_SHARE = 0.4
"""Of the article's letters. An element that holds more is never taken for a part beside it, whatever its name."""
_FEWEST_LETTERS = 40
"""Letters of a paragraph that shows how the page marks its paragraphs."""
_TEASER_WORDS = 4
"""Words of a link that stands for another article; a shorter one may be a part of a list."""
_BESIDE: Mapping[str, re.Pattern[str]] = {
    why: re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])")
    for why, names in {
        "caption": r"\w{0,20}caption\w{0,9}|photo-?credits?|image-(?:source|credits?)",
        "date or byline": r"\w{0,9}date|datetime|timestamp|bylines?|author-?\w{0,9}|(?:post|entry|article)-?meta",
        "teaser": r"newsletters?|related|recirc\w{0,9}|promos?|teasers?|latest|trending|recommended|recommendations|"
        r"outbrain|taboola|read-?more|most-?read|more-?stories|top-?stories|you-may-like|also-?read|dont-?miss",
        "advertisement": r"ads?|advert\w{0,12}|sponsor\w{0,4}|paywall-\w{1,20}|subscri\w{1,9}|sign-?up",
        "comment": r"comments?|disqus\w{0,9}|respond",
        "sign of the site": r"share|sharing|social-?(?:share|links|icons|bar)|breadcrumbs?|copyright|print-\w{1,9}|"
        r"tags|tag-?(?:list|links|box)|toolbar|cookie\w{0,9}",
    }.items()
}
"""What authors of pages call an element that is beside the article, by what it is."""
_BY_TAG = {
    "figcaption": "caption",
    "nav": "menu",
    "footer": "foot of the page",
    "form": "form",
    "aside": "aside",
    **dict.fromkeys(EMBEDS, "embed"),
}
_CLOSING = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_SHAPES = HEADINGS | LISTS | frozenset("blockquote li p pre".split())


@dataclass(frozen=True, slots=True)
class ChosenText:
    """The runs of an article, without its headline, by their `numbers` in the page.

    `beside` says of other runs what they are: `teaser`. `unseen` are lines of the article that the page doesn't show,
    each behind the number of the run that it follows (-1: none); `is_shown` says whether it shows most of the article,
    else the unseen lines are part of it. `subtitle` is the number of the line below the headline.
    """

    numbers: frozenset[int] = frozenset()
    beside: Mapping[int, str] = field(default_factory=dict)
    unseen: tuple[tuple[int, str], ...] = ()
    is_shown: bool = True
    subtitle: int | None = None


def chosen_text(lines: Sequence[str], runs: Sequence[PageRun], headline: int | None) -> ChosenText:
    """The runs that are the article: those with the lines that trafilatura found, without the headline (by number) and
    what is beside the text, and with what is between them in the same place."""
    found, unseen = _found(lines, runs)
    region = _Region(runs, found)
    beside = {n: why for n in range(len(runs)) if (why := region.beside(runs[n]))}
    numbers = {n for n in found if n not in beside and (headline is None or n > headline)}
    if not numbers:
        numbers = {n for n in found if n != headline}
    numbers = region.with_what_is_between(numbers, beside, headline)
    subtitle = region.subtitle(numbers, headline)
    numbers = region.without_tail(numbers, beside) - {subtitle}
    is_shown = sum(len(line) for _, line in unseen) <= sum(len(runs[n].text) for n in numbers)
    return ChosenText(frozenset(numbers), beside, tuple(unseen), is_shown, subtitle)


def runs_in_order(
    runs: Sequence[PageRun], numbers: Iterable[int], unseen: Iterable[tuple[int, str]]
) -> tuple[PageRun, ...]:
    """The runs of these numbers, and lines that the page doesn't show, each behind the run that it follows."""
    lines = [(after, 1, PageRun((StyledText(line),), PageElement("page"))) for after, line in unseen]
    return tuple(run for _, _, run in sorted([*((n, 0, runs[n]) for n in numbers), *lines], key=lambda one: one[:2]))


def _found(lines: Sequence[str], runs: Sequence[PageRun]) -> tuple[set[int], list[tuple[int, str]]]:
    """The runs with these lines, by number; and the lines that are in none, each with the run that it follows."""
    page = [(n, key) for n, run in enumerate(runs) for line in run.text.split("\n") if (key := line_key(line))]
    wanted = [(line, key) for line in lines if (key := line_key(line))]
    found = places([key for _, key in wanted], [key for _, key in page])
    unseen = []
    last = 0
    for n, (line, key) in enumerate(wanted):
        if n in found:
            last = max(last, found[n][-1])
        elif not any(key in near for _, near in page[last : last + 3]):
            unseen.append((page[last][0] if last else -1, line))
    return {page[place][0] for where in found.values() for place in where}, unseen


class _Region:
    """The runs of a page, with how much of the article each element holds."""

    def __init__(self, runs: Sequence[PageRun], found: Iterable[int]) -> None:
        self._runs = runs
        self._letters: Counter[PageElement] = Counter()
        self._all = 1
        for n in found:
            length = len(runs[n].text)
            self._all += length
            for element in runs[n].inside.path():
                self._letters[element] += length
        self._menus = _lists_of_links(runs)
        self._known: dict[PageElement, str] = {}

    def beside(self, run: PageRun) -> str:
        """What a run is that is beside the article; empty for any other."""
        return self._beside(run.inside) or ("teaser" if _is_teaser(run) else "")

    def _beside(self, inside: PageElement) -> str:
        unknown = []
        element: PageElement | None = inside
        while element is not None and element not in self._known:
            unknown.append(element)
            element = element.above
        why = self._known[element] if element is not None else ""
        for element in reversed(unknown):
            why = why or self._why(element)
            self._known[element] = why
        return why

    def _why(self, element: PageElement) -> str:
        if self._letters[element] > _MAIN_SHARE * self._all:
            return ""
        if element.hidden:
            return "hidden text"
        is_inner = element.tag == "article" and element.above is not None and "article" in element.above.tags
        return _called(element) or ("teaser" if is_inner or element in self._menus else "")

    def with_what_is_between(self, numbers: set[int], beside: Mapping[int, str], headline: int | None) -> set[int]:
        """With the runs that are where the article's paragraphs are, and with the quotations between them."""
        if not numbers:
            return numbers
        marked = {_signature(self._runs[n].inside) for n in numbers if len(self._runs[n].text) >= _FEWEST_LETTERS}
        homes = {_home(self._runs[n].inside) for n in numbers}
        first, last = min(numbers), max(numbers)
        added = set()
        for n in range(first if headline is None or headline > first else headline + 1, len(self._runs)):
            inside = self._runs[n].inside
            if n in beside:
                continue
            is_marked = _signature(inside) in marked and len(self._runs[n].text) >= _FEWEST_LETTERS
            if first < n < last:
                home = _home(inside)
                belongs = "blockquote" in inside.tags or home in homes or (home is not None and home.above in homes)
            else:
                belongs = n < first or inside.tag == "p"
            if belongs and (is_marked or first < n < last):
                added.add(n)
        return numbers | added

    def subtitle(self, numbers: set[int], headline: int | None) -> int | None:
        """The number of the line below the headline: a heading before the text that is not in the same place."""
        if headline is None or len(numbers) < 2:
            return None
        first, second = sorted(numbers)[:2]
        run = self._runs[first]
        other = _home(run.inside) is not _home(self._runs[second].inside)
        return first if _is_heading(run) and not _is_heading(self._runs[second]) and other else None

    def without_tail(self, numbers: set[int], beside: Mapping[int, str]) -> set[int]:
        """Without what follows the text: headings that nothing follows, signs of copyright, and texts of teasers."""
        rows = sorted(numbers)
        while len(rows) > 1 and self._is_tail(rows[-1], beside):
            rows.pop()
        return set(rows)

    def _is_tail(self, n: int, beside: Mapping[int, str]) -> bool:
        run = self._runs[n]
        card = _home(run.inside)
        above = self._runs[n - 1].inside.path()
        of_teaser = beside.get(n - 1) == "teaser" and card in above and self._letters[card] < 0.1 * self._all
        return _is_heading(run) or of_teaser or bool(_CLOSING.match(run.text))


def _called(element: PageElement) -> str:
    """What an element beside the article is, by its tag or by what its author calls it; empty for any other."""
    named = next((why for why, pattern in _BESIDE.items() if pattern.search(element.names)), "")
    return _BY_TAG.get(element.tag, named)


def _is_heading(run: PageRun) -> bool:
    return bool(run.inside.tags & HEADINGS)


def _is_teaser(run: PageRun) -> bool:
    """Whether a paragraph is nothing but a link to another text, with or without “Read more:” before it."""
    if run.inside.tags & _KEPT:
        return False
    spans = [span for span in run.spans if span.text.strip()]
    begins = spans[0].text.strip() if len(spans) > 1 and not spans[0].address else ""
    if begins.endswith((":", "：")) and len(begins.split()) < _TEASER_WORDS:
        spans = spans[1:]
    return all(span.address for span in spans) and len(run.text.split()) >= _TEASER_WORDS


_KEPT = HEADINGS | LISTS | frozenset("blockquote table".split())


def _lists_of_links(runs: Sequence[PageRun]) -> set[PageElement]:
    """The lists of which all items are links to other texts."""
    letters: Counter[PageElement] = Counter()
    linked: Counter[PageElement] = Counter()
    words: Counter[PageElement] = Counter()
    items: Counter[PageElement] = Counter()
    for run in runs:
        in_run, of_links = len(run.text), sum(len(span.text) for span in run.spans if span.address)
        in_words = len(run.text.split())
        for element in run.inside.path() if run.inside.tags & LISTS else ():
            if element.tag in LISTS:
                letters[element] += in_run
                linked[element] += of_links
                words[element] += in_words
                items[element] += 1
    return {one for one in letters if linked[one] > 0.95 * letters[one] and words[one] >= _TEASER_WORDS * items[one]}


def _signature(inside: PageElement) -> tuple[tuple[str, str], ...]:
    """How the page marks a text: the tags that it is in, and what they are called."""
    return tuple((element.tag, element.names) for element in inside.path())


def _home(inside: PageElement) -> PageElement | None:
    """The element in which the author put a text: the nearest that gives it no shape."""
    element: PageElement | None = inside
    while element is not None and element.tag in _SHAPES:
        element = element.above
    return element

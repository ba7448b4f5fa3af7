"""The article of a web page among its runs: what trafilatura found, what belongs between, and what does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.importing.html_blocks import HEADINGS
from generator.importing.html_choice import line_key, places
from generator.importing.html_runs import EMBEDS, PageElement, Run, Span

_MAIN_SHARE = 0.4
"""Of the article's letters. An element that holds more is never taken for a part beside it, whatever its name."""
_FEWEST_LETTERS = 40
"""Letters of a paragraph that shows how the page marks its paragraphs."""
_BESIDE: Mapping[str, re.Pattern[str]] = {
    why: re.compile(rf"(?:^|[\s_-])(?:{names})(?:$|[\s_-])")
    for why, names in {
        "caption": r"\w{0,20}caption\w{0,9}|photo-?credits?|image-(?:source|credits?)",
        "teaser": r"newsletters?|related|recirc\w{0,9}|promos?|teasers?|latest|trending|recommended|recommendations|"
        r"outbrain|taboola|read-?more|most-?read|more-?stories|top-?stories|you-may-like|also-?read|dont-?miss",
        "advertisement": r"ads?|advert\w{0,12}|sponsor\w{0,4}|paywall-\w{1,20}|subscri\w{1,9}|sign-?up|signup",
        "comment": r"comments?|disqus\w{0,9}|respond",
        "sign of the site": r"share|sharing|social-?(?:share|links|icons|bar)|breadcrumbs?|copyright|print-\w{1,9}|tags|"
        r"tag-?(?:list|links|box)|toolbar|cookie\w{0,9}",
    }.items()
}
"""What an author calls an element that is beside the article, by what it is."""
_BY_TAG = {
    "figcaption": "caption",
    "nav": "menu",
    "footer": "foot of the page",
    "form": "form",
    "aside": "aside",
    **dict.fromkeys(EMBEDS, "embed"),
}


@dataclass(frozen=True, slots=True)
class ChosenText:
    """The runs of an article in order. `numbers` are those in the page; `unseen` are lines that no run has."""

    runs: tuple[Run, ...]
    numbers: frozenset[int]
    unseen: tuple[str, ...] = ()


def chosen_text(lines: Sequence[str], runs: Sequence[Run], title: str) -> ChosenText:
    """The runs that are the article: those with the lines that trafilatura found, without the headline and what is
    beside the text, and with what is between them in the same place."""
    page = [(n, key) for n, run in enumerate(runs) for line in run.text.split("\n") if (key := line_key(line))]
    wanted = [(line, key) for line in lines if (key := line_key(line))]
    found = places([key for _, key in wanted], [key for _, key in page])
    numbers = {page[place][0] for where in found.values() for place in where}
    unseen: dict[int, list[str]] = {}
    last = -1
    for n, (line, _) in enumerate(wanted):
        if n in found:
            last = max(last, page[found[n][-1]][0])
        else:
            unseen.setdefault(last, []).append(line)
    region = _Region(runs, numbers)
    numbers = region.without_head(region.with_what_is_between(region.without_what_is_beside(numbers)), title)
    numbers = region.without_tail(numbers)
    return _in_order(runs, numbers, unseen)


def _in_order(runs: Sequence[Run], numbers: set[int], unseen: dict[int, list[str]]) -> ChosenText:
    found: list[Run] = []
    for n in range(-1, len(runs)):
        if n in numbers:
            found.append(runs[n])
        found += [Run((Span(line),), PageElement("page")) for line in unseen.get(n, ())]
    return ChosenText(tuple(found), frozenset(numbers), tuple(line for lines in unseen.values() for line in lines))


class _Region:
    """The runs of a page, with how much of the article each element holds."""

    def __init__(self, runs: Sequence[Run], numbers: set[int]) -> None:
        self._runs = runs
        self._letters: Counter[PageElement] = Counter()
        for n in numbers:
            for element in runs[n].inside.path():
                self._letters[element] += len(runs[n].text)
        self._all = max(1, sum(len(runs[n].text) for n in numbers))

    def beside(self, run: Run) -> str:
        """What a run is that is beside the article; empty for any other."""
        for element in run.inside.path():
            if self._letters[element] > _MAIN_SHARE * self._all:
                continue
            if element.hidden:
                return "hidden text"
            if why := self._why(element):
                return why
        return ""

    def _why(self, element: PageElement) -> str:
        named = next((why for why, pattern in _BESIDE.items() if pattern.search(element.names)), "")
        return _BY_TAG.get(element.tag, named)

    def without_what_is_beside(self, numbers: set[int]) -> set[int]:
        return {n for n in numbers if not self.beside(self._runs[n]) and not _is_lone_link(self._runs[n])}

    def with_what_is_between(self, numbers: set[int]) -> set[int]:
        """With the runs that are where the article's paragraphs are, and the quotations between them."""
        if not numbers:
            return numbers
        marked = {_signature(self._runs[n].inside) for n in numbers if len(self._runs[n].text) >= _FEWEST_LETTERS}
        homes = {_home(self._runs[n].inside) for n in numbers}
        first, last = min(numbers), max(numbers)
        added = set()
        for n in range(first, len(self._runs)):
            run = self._runs[n]
            if n in numbers or self.beside(run) or _is_lone_link(run):
                continue
            quoted = any(element.tag == "blockquote" for element in run.inside.path())
            if n < last and (quoted or _home(run.inside) in homes):
                added.add(n)
            elif _signature(run.inside) in marked and run.inside.tag == "p" and len(run.text) >= _FEWEST_LETTERS:
                added.add(n)
        return numbers | added

    def without_head(self, numbers: set[int], title: str) -> set[int]:
        """Without the headline and what is above it."""
        key = line_key(title)
        rows = sorted(numbers)
        letters = 0
        for n in rows:
            if letters > self._all * 0.1:
                break
            if line_key(self._runs[n].text) == key:
                return {m for m in rows if m > n}
            letters += len(self._runs[n].text)
        return numbers

    def without_tail(self, numbers: set[int]) -> set[int]:
        """Without headings at the end that nothing follows."""
        rows = sorted(numbers)
        while rows and _is_heading(self._runs[rows[-1]]):
            rows.pop()
        return set(rows)


def _is_heading(run: Run) -> bool:
    return any(element.tag in HEADINGS for element in run.inside.path())


def _is_lone_link(run: Run) -> bool:
    return all(span.address or not span.text.strip() for span in run.spans) and len(run.text.split()) > 3 and run.inside.tag != "li" and not _is_heading(run) 


def _signature(inside: PageElement) -> tuple[tuple[str, str], ...]:
    return tuple((element.tag, element.names) for element in inside.path())


def _home(inside: PageElement) -> PageElement | None:
    """The element in which the author put a text: the nearest that gives it no shape."""
    element: PageElement | None = inside
    while element is not None and element.tag in _FORMS:
        element = element.above
    return element


_FORMS = HEADINGS | frozenset("blockquote li menu ol p pre ul".split())

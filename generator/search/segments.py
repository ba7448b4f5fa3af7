"""Segments: the files in which a browser looks words up, for the articles of some time. Knows no article and no page.

Each file is a script that calls one function with its name and its content, since a browser loads scripts from disk,
too. No term and no value is the key of an object, where `__proto__` would have a meaning.

- `w0.js` … hold words: terms, sorted by code point, and for each a list of records: `(record − the one before) × 4 +
  weight` in base 36, parted by spaces; the one before the first is −1.
- `d0.js` … hold what results show, `CHUNK` records each.
- `f.js` holds facets: for each its values, and for each record the places of its values among them, from 1, in base 36:
  records are parted by commas, several values of one by `+`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.search.records import SearchedArticle, SearchRecord
from generator.search.words import bucket
from generator.values import Immutable

FUNCTION = "counterpoint_search"
"""The function that every file calls."""
CHUNK = 32
"""Records in a file of what results show."""
MOST_TOGETHER = 5_000
"""The most records that are one segment. More have a segment for each year."""
MOST_IN_A_YEAR = 8_000
"""The most records of a year that are one segment. A year with more has one for each quarter."""
_WORD_FILE = 16_384
"""Characters of a file of words, about."""
_MOST_BUCKETS = 4_096
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
WHOLE = "all"
"""The id of the segment of an archive that has only one."""


class SearchedSize(Immutable):
    """When an article is, and how many records it has."""

    id: str
    day: str
    instant: str
    records: int


class SegmentSummary(Immutable):
    """What the index says of a segment. `choices` has the values of each facet, each with its label and how many
    records have both, in order."""

    id: str
    records: int
    buckets: int
    digest: str
    choices: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = ()


def cut_into_segments(sizes: Iterable[SearchedSize]) -> dict[str, tuple[str, ...]]:
    """The ids of the articles of each segment, by its id: newest segment first, and in each the newest article."""
    newest_first = sorted(sizes, key=lambda one: (one.day, one.instant, one.id), reverse=True)
    whole = sum(one.records for one in newest_first) <= MOST_TOGETHER
    of_years = Counter[str]()
    for one in newest_first:
        of_years[_year(one)] += one.records
    segments: dict[str, list[str]] = defaultdict(list)
    for one in newest_first:
        year = _year(one)
        quarter = f"{year}-{_quarter(one)}" if of_years[year] > MOST_IN_A_YEAR else year
        segments[WHOLE if whole else quarter].append(one.id)
    return {id: tuple(articles) for id, articles in segments.items()}


def _year(one: SearchedSize) -> str:
    return one.day[:4]


def _quarter(one: SearchedSize) -> int:
    return (int(one.day[5:7]) + 2) // 3


class SegmentFiles(Immutable):
    """The files of a segment by name (`w0.js`), each as the call that it is."""

    id: str
    articles: Sequence[SearchedArticle]

    @property
    def records(self) -> list[SearchRecord]:
        return [record for article in self.articles for record in article.records]

    def named(self) -> Iterator[tuple[str, bytes]]:
        records = self.records
        for n, (terms, lists) in enumerate(_word_files(records)):
            yield f"w{n}.js", self._call(f"w{n}", "\n".join(terms), "\n".join(lists))
        for n, first in enumerate(range(0, len(records), CHUNK)):
            shown = [_columns(record) for record in records[first : first + CHUNK]]
            yield f"d{n}.js", self._call(f"d{n}", shown)
        yield "f.js", self._call("f", _facets(records))

    def _call(self, name: str, *arguments: object) -> bytes:
        return script_call(f"{self.id}/{name}", *arguments)

    def choices(self) -> tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]:
        """See `SegmentSummary`."""
        counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for record in self.records:
            for facet, choices in record.choices:
                counts[facet].update(choices)
        return tuple((facet, tuple((*choice, n) for choice, n in sorted(of.items()))) for facet, of in counts.items())


def script_call(name: str, *arguments: object) -> bytes:
    """A script that calls `FUNCTION`. It has no `<`, which could end an element, and no end of a line but its own."""
    text = ",".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (name, *arguments))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"{FUNCTION}({text})\n".encode(errors="replace")


def base_36(number: int) -> str:
    """A number from 0 on in base 36."""
    if number < len(_SMALL):
        return _SMALL[number]
    head, last = divmod(number, 36)
    return base_36(head) + _BASE_36[last]


_SMALL = tuple(a + b for a in ("", *_BASE_36[1:]) for b in _BASE_36)


def _columns(record: SearchRecord) -> list[str]:
    one = record.shown
    return [one.address, one.words, one.kind, one.byline, one.date, one.verdict, one.excerpt, one.language]


def _word_files(records: Sequence[SearchRecord]) -> list[tuple[list[str], list[str]]]:
    """The terms of each file, and the list of each term."""
    lists = _lists(records)
    size = sum(len(term) + len(places) + 2 for term, places in lists.items())
    buckets = min(1 << max(0, (size - 1) // _WORD_FILE).bit_length(), _MOST_BUCKETS)
    files: list[tuple[list[str], list[str]]] = [([], []) for _ in range(buckets)]
    for term in sorted(lists):
        terms, places = files[bucket(term, buckets)]
        terms.append(term)
        places.append(lists[term])
    return files


def _lists(records: Sequence[SearchRecord]) -> dict[str, str]:
    """The list of each term: see the module."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        for term, weight in record.terms.items():
            found[term].append(4 * n + weight)
    return {term: " ".join(map(base_36, _steps(places))) for term, places in found.items()}


def _steps(places: Sequence[int]) -> Iterator[int]:
    before = -4
    for place in places:
        yield place - before
        before = place & ~3


def _facets(records: Sequence[SearchRecord]) -> list[tuple[str, list[str], str]]:
    """Each facet, its values in order, and the values of each record: see the module."""
    of_records = [dict(record.choices) for record in records]
    made = []
    for facet in dict.fromkeys(name for choices in of_records for name in choices):
        chosen = [[value for value, _ in choices.get(facet, ())] for choices in of_records]
        values = sorted({value for one in chosen for value in one})
        places = {value: base_36(n) for n, value in enumerate(values, 1)}
        made.append((facet, values, ",".join("+".join(places[value] for value in one) for one in chosen)))
    return made


def choices_of(summaries: Iterable[SegmentSummary]) -> Mapping[str, Mapping[str, tuple[str, int]]]:
    """The values of each facet in all segments, each with its usual label and how many records have it."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for summary in summaries:
        for facet, choices in summary.choices:
            for value, label, n in choices:
                counts[facet][value][label] += n
    return {
        facet: {value: (_usual(labels), labels.total()) for value, labels in values.items()}
        for facet, values in counts.items()
    }


def _usual(labels: Counter[str]) -> str:
    """The most frequent label; of equal ones the first in order."""
    return min(labels, key=lambda label: (-labels[label], label))

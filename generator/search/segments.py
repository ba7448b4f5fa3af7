"""Segments: the files in which a browser looks words up, for the articles of some time. Knows no article and no page.

Each file is a script that calls one function with its name and its content, since a browser loads scripts from disk,
too. No term and no value is the key of an object, where `__proto__` would have a meaning.

- `w0.js` … hold words: terms, sorted by code point, and for each a list of records: `(record − the one before) × 4 +
  weight` in base 36, parted by spaces; the one before the first is −1.
- `f.js` holds facets in the same form: `verdict=false` and a list of the records that have this value, of weight 0.
- `d0.js` … hold what results show, `CHUNK` records each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise

from msgspec import json

from generator.search.records import SearchedArticle, SearchRecord
from generator.search.words import bucket
from generator.values import Immutable

FUNCTION = "counterpoint_search"
"""The function that every file calls."""
CHUNK = 48
"""Records in a file of what results show. Fewer would make a query load less, and the files more: 100,000 records are
3,500 files."""
MOST_TOGETHER = 5_000
"""The most records that are one segment. More have a segment for each year."""
MOST_IN_A_YEAR = 8_000
"""The most records of a year that are one segment. A year with more has one for each quarter."""
_WORD_FILE = 16_384
"""Characters of a file of words, about."""
_MOST_BUCKETS = 4_096
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_RECORD = 4
"""How many numbers in a list stand for a record, one for each weight."""
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
        for n, lists in enumerate(_word_files(records)):
            yield f"w{n}.js", self._call(f"w{n}", *_joined(lists))
        for n, first in enumerate(range(0, len(records), CHUNK)):
            shown = [record.shown for record in records[first : first + CHUNK]]
            yield f"d{n}.js", self._call(f"d{n}", shown)
        yield "f.js", self._call("f", *_joined(_lists_of_values(records)))

    def _call(self, name: str, *arguments: object) -> bytes:
        return script_call(f"{self.id}/{name}", *arguments)

    def summary(self, files: Sequence[str], digest: str) -> SegmentSummary:
        """What the index says of the segment, given the paths of its files and a digest of them."""
        buckets = sum(path.rpartition("/")[2].startswith("w") for path in files)
        return SegmentSummary(self.id, len(self.records), buckets, digest[:8], self.choices())

    def choices(self) -> tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]:
        """See `SegmentSummary`."""
        counts = Counter[tuple[str, tuple[str, str]]]()
        # the values of a whole facet first: few records have others than many before them
        for (facet, of), records in Counter(chain.from_iterable(one.choices for one in self.records)).items():
            for choice in of:
                counts[facet, choice] += records
        found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for (facet, choice), records in counts.items():
            found[facet].append((*choice, records))
        return tuple((facet, tuple(sorted(of))) for facet, of in found.items())


def script_call(name: str, *arguments: object) -> bytes:
    """A script that calls `FUNCTION`. It has no `<`, which could end an element, and no end of a line but its own."""
    data = json.encode((name, *arguments))[1:-1]
    for sign in "<\u2028\u2029":
        data = data.replace(sign.encode(), b"\\u%04x" % ord(sign))
    return b"%s(%s)\n" % (FUNCTION.encode(), data)


def in_base_36(count: int) -> list[str]:
    """The numbers from 0 on in base 36, so many or more."""
    numbers = list(_BASE_36)
    for head in islice(numbers, 1, None):  # it grows meanwhile
        if len(numbers) >= count:
            break
        numbers += [head + digit for digit in _BASE_36]
    return numbers


def _word_files(records: Sequence[SearchRecord]) -> list[dict[str, str]]:
    """The lists of each file, by term."""
    lists = _lists([record.terms for record in records])
    size = sum(len(term) + len(places) + 2 for term, places in lists.items())
    buckets = min(1 << max(0, (size - 1) // _WORD_FILE).bit_length(), _MOST_BUCKETS)
    files: list[dict[str, str]] = [{} for _ in range(buckets)]
    for term, places in lists.items():
        files[bucket(term, buckets)][term] = places
    return files


def _lists(weights: Iterable[Mapping[str, int]]) -> dict[str, str]:
    """The list of each term: see the module."""
    found: dict[str, list[int]] = defaultdict(list)
    record = 0
    for terms in weights:
        for term, weight in terms.items():
            found[term].append(record + weight)
        record += _RECORD
    return _as_steps(found, record)


def _lists_of_values(records: Sequence[SearchRecord]) -> dict[str, str]:
    """The list of each value of a facet: see the module."""
    places: dict[tuple[str, tuple[tuple[str, str], ...]], list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        for facet in record.choices:
            places[facet].append(n * _RECORD)
    found: dict[str, list[int]] = defaultdict(list)
    for (name, choices), having in places.items():
        for value in {value for value, _ in choices}:
            found[f"{name}={value}"] += having
    return _as_steps({value: sorted(having) for value, having in found.items()}, len(records) * _RECORD)


def _as_steps(found: Mapping[str, Sequence[int]], end: int) -> dict[str, str]:
    """Lists of numbers below `end`, which stand for records and weights, as the steps from one record to the next."""
    numbers = in_base_36(end + _RECORD)
    return {
        term: " ".join([numbers[place - (before & -_RECORD)] for before, place in pairwise((-_RECORD, *places))])
        for term, places in found.items()
    }


def _joined(lists: Mapping[str, str]) -> tuple[str, str]:
    """All terms in order, a line each, and their lists likewise."""
    terms = sorted(lists)
    return "\n".join(terms), "\n".join(lists[term] for term in terms)


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

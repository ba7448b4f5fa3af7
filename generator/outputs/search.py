"""Plans the search page, its script and style, and the index that names the segments: see `search.segments`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.linking.name_order import by_name
from generator.model import Archive
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, site_of
from generator.outputs.search_records import UNRATED
from generator.outputs.views import NavigationEntry, SearchPage
from generator.search.segments import CHUNK, SegmentSummary, choices_of, script_call
from generator.search.words import script_rules
from generator.urls import SEARCH, SEARCH_INDEX

SEARCH_SCRIPT_PATH = "assets/search.js"
SEARCH_STYLE_PATH = "assets/search.css"
_VERSION = 1
_LISTS = ("articles", "claims", "speakers", "sources", "publishers", "tags")


def plan_search(archive: Archive) -> Iterator[Page]:
    """The search page, its script and its style. They show nothing of the index."""
    site = site_of(archive)
    if not site.urls.writes("search"):
        return
    here = PageContext(SEARCH, site, {})
    written = ((name, site.urls.index(name)) for name in _LISTS)
    view = SearchPage(
        frame=here.frame(),
        script=here.to(SEARCH_SCRIPT_PATH),
        style=here.to(SEARCH_STYLE_PATH),
        verdicts=tuple(map(here.verdict_of, site.verdicts)),
        unrated=UNRATED,
        codes=tuple(code.key for code in archive.settings.codes),
        lists=tuple(NavigationEntry(name, "", here.href(index), False) for name, index in written if index),
    )
    yield Page(here.path, "the search page", "search.html", view)
    yield Page(SEARCH_SCRIPT_PATH, "the script of the search page", "search.js")
    yield Page(SEARCH_STYLE_PATH, "the style sheet of the search page", "style/search.css")


def plan_index(segments: Sequence[SegmentSummary]) -> Page:
    """The index of the segments, newest first.

    It is `{v, chunk, words, records, segments: [[id, records, word files, digest], …], facets: [[name, [[value, label,
    records], …]], …]}`. `words` are rules of `search.words`. A label is empty where the search page has it.
    """
    records = sum(one.records for one in segments)
    known = {facet: _narrowing(choices, records) for facet, choices in choices_of(segments).items()}
    index = {
        "v": _VERSION,
        "chunk": CHUNK,
        "words": script_rules(),
        "records": records,
        "segments": [[one.id, one.records, one.buckets, one.digest] for one in segments],
        "facets": [[facet, _in_order(facet, choices)] for facet, choices in sorted(known.items()) if choices],
    }
    return Page(SEARCH_INDEX, "the search index", data=script_call("index", index))


def _narrowing(choices: Mapping[str, tuple[str, int]], records: int) -> Mapping[str, tuple[str, int]]:
    """The values of a facet; none if they narrow nothing."""
    return {} if all(n == records for _, n in choices.values()) else choices


def _in_order(facet: str, choices: Mapping[str, tuple[str, int]]) -> Iterable[tuple[str, str, int]]:
    """The values of a facet by label; years newest first."""
    named = [(value, label, records) for value, (label, records) in choices.items()]
    if facet == "year":
        return sorted(named, reverse=True)
    return sorted(named, key=lambda one: by_name(one[1], one[0]))

"""Plans the codebook: the keys of the coding scheme, their values, and how many claims have each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model import Archive, CodeKey, Kind
from generator.outputs.members import CODED, Lists, coded_as
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, site_of
from generator.outputs.views import CodebookPage, CodedValue, CodeSection
from generator.urls import CODEBOOK, CODEBOOK_DATA

_AS_PLURAL: dict[Kind, str] = {"claim": "claims", "counterpoint": "counterpoints", "note": "notes"}


def plan_codebook(archive: Archive, lists: Lists) -> Iterator[Page]:
    """The page `codebook.html`, where the site has a coding scheme."""
    codes = archive.settings.codes
    if not codes:
        return
    here = PageContext(CODEBOOK, site_of(archive), {})
    used = lists.counts(CODED)
    sections = tuple(_section(code, used) for code in codes)
    data = here.to(CODEBOOK_DATA) if here.site.urls.writes("data") else ""
    yield Page(here.path, "the codebook", "codebook.html", CodebookPage(here.frame(), sections, data))


def _section(code: CodeKey, used: Mapping[str, int]) -> CodeSection:
    """The section of a key; `used` has how many claims have each value. A claim that is repeated counts once."""
    counts = {value.name: used.get(coded_as(code.key, value.name), 0) for value in code.values}
    values = (CodedValue(value.name, value.definition, value.example, counts[value.name]) for value in code.values)
    required = tuple(_AS_PLURAL[kind] for kind in code.required)
    is_used = any(name.startswith(coded_as(code.key, "")) for name in used)
    return CodeSection(code.key, code.definition, tuple(values), code.several, required, is_used)

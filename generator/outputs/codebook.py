"""Plans the codebook: the keys of the coding scheme, their values, and how many claims have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.model import Archive, CodeKey, Kind
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, site_of
from generator.outputs.views import CodebookPage, CodedValue, CodeSection
from generator.urls import CODEBOOK, CODEBOOK_DATA

_AS_PLURAL: dict[Kind, str] = {"claim": "claims", "counterpoint": "counterpoints", "note": "notes"}


def plan_codebook(archive: Archive) -> Iterator[Page]:
    """The page `codebook.html`, where the site has a coding scheme."""
    codes = archive.settings.codes
    if not codes:
        return
    here = PageContext(CODEBOOK, site_of(archive), {})
    used = _uses(archive)
    coded = {key for key, _ in used}
    sections = tuple(_section(code, used, is_used=code.key in coded) for code in codes)
    data = here.to(CODEBOOK_DATA) if here.site.urls.writes("data") else ""
    yield Page(here.path, "the codebook", "codebook.html", CodebookPage(here.frame(), sections, data))


def _uses(archive: Archive) -> Counter[tuple[str, str]]:
    """How many claims have each value, by key and value. A claim that is repeated counts once."""
    return Counter(
        (key, value)
        for claim in archive.claims
        for key, values in archive.statements[claim.ref].facts.annotation.codes
        for value in values
    )


def _section(code: CodeKey, used: Counter[tuple[str, str]], *, is_used: bool) -> CodeSection:
    values = (
        CodedValue(value.name, value.definition, value.example, used[code.key, value.name]) for value in code.values
    )
    required = tuple(_AS_PLURAL[kind] for kind in code.required)
    return CodeSection(code.key, code.definition, tuple(values), code.several, required, is_used)

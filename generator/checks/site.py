"""Problems of the site as a whole: its navigation, its address, and what editors have marked as unsure."""

from __future__ import annotations

from generator import urls
from generator.checks.scope import ArchiveScope, Problems, Scope
from generator.checks.wording import did_you_mean, kind_and_id, quoted_list, replacement
from generator.diagnostics import Diagnostic, capitalized
from generator.model import OUTPUT_NAMES
from generator.text import nearest_name

_CODEBOOK = "codebook"


def navigation_to_nothing(scope: ArchiveScope) -> Problems:
    """Entries of `navigation` that lead to no page of this build."""
    written = urls.Urls.of(scope.settings)
    pages = {page.id for page in scope.pages}
    for n, entry in enumerate(scope.settings.navigation or ()):
        at = scope.at_setting(f"navigation/{n}")
        known = entry in pages or f"pages/{entry}" in scope.unreadable
        if (known and written.writes("pages")) or written.index(entry):
            continue
        if any(page.id == entry for page in scope.draft_pages):
            message = f"`navigation` names the page “{entry}”, which is a draft, so the entry is left out."
            yield Diagnostic.of("reference-to-draft", at, message, step="Publish the draft, or remove the entry.")
            continue
        choice = [*(name for name in (*OUTPUT_NAMES, _CODEBOOK) if written.index(name)), *pages]
        nearest = nearest_name(entry, choice)
        yield Diagnostic.of(
            "navigation-unknown",
            at,
            f"`navigation` names “{entry}”, {_why_not(scope, entry, known)}.",
            step=did_you_mean(nearest, f"name one of these: {quoted_list(choice)}"),
            paste=replacement(scope, at, entry, nearest) if nearest else None,
        )


def _why_not(scope: ArchiveScope, entry: str, is_page: bool) -> str:
    """Why an entry of `navigation` leads nowhere, as a relative clause."""
    if is_page:
        return "which is an ordinary page, but `outputs` leaves out `pages`"
    if entry in OUTPUT_NAMES and entry not in scope.settings.outputs:
        return "which `outputs` leaves out"
    if entry in OUTPUT_NAMES:
        return "which has no index page"
    if entry == _CODEBOOK:
        return "which is written only where `site.yaml` has `codes`"
    return "which is neither an output nor a page under `content/pages/`"


def site_without_address(scope: ArchiveScope) -> Problems:
    """A notice if site.yaml has no `url`."""
    if not scope.settings.url:
        message = "The site has no `url`, so feeds, the sitemap and canonical links are left out."
        step = "Add `url` to `site.yaml` once you know the site's address."
        yield Diagnostic.of("no-url", scope.at_setting("title"), message, step=step)


def doubts(scope: Scope) -> Problems:
    """A notice for each annotation that its annotator marked as unsure."""
    for article, annotation in scope.annotations():
        if annotation.unsure:
            at = scope.at(article, f"{annotation.id}/unsure")
            message = f"{capitalized(kind_and_id(annotation))} is marked as unsure: {annotation.unsure}"
            yield Diagnostic.of("unsure", at, message, step="Remove `unsure` once the doubt is settled.")

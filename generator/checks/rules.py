"""The site's own rules."""

from __future__ import annotations

from collections.abc import Mapping

from generator import urls
from generator.checks.scope import Problems, Scope
from generator.checks.suggest import did_you_mean, kind_and_id, quoted_list, replacement
from generator.diagnostics import Diagnostic
from generator.model import (
    OUTPUT_NAMES,
)
from generator.text import nearest_name

_RULES = {"answer-needs-quote-or-source": "error", "verdict-needs-source": "off"}


# ── house rules, settings, doubts ────────────────────────────────────────────────────────────────────────────────


def house_rules(whole: Scope) -> Problems:
    rules = _RULES | dict(whole.settings.rules)
    wants_sources = rules["verdict-needs-source"] != "off"
    for article, annotation in whole.annotations():
        rests_on_nothing = not annotation.sources and not annotation.withdrawn
        if annotation.kind == "counterpoint" and rests_on_nothing and not annotation.quote:
            message = f"The {kind_and_id(annotation)} has neither a quote nor a source."
            step = "quote where it is said in the article, or add `sources:`"
            problem = Diagnostic.of(
                "answer-needs-quote-or-source", whole.at(article, annotation.id), message, step=step
            )
            yield from _as_the_house_has_it(problem, rules)
        if wants_sources and annotation.verdict and rests_on_nothing and not annotation.repeats:
            message = f"The verdict of the {kind_and_id(annotation)} rests on no source."
            at = whole.at(article, f"{annotation.id}/verdict")
            problem = Diagnostic.of("verdict-needs-source", at, message, step="add `sources:`")
            yield from _as_the_house_has_it(problem, rules)


def _as_the_house_has_it(problem: Diagnostic, rules: Mapping[str, str]) -> Problems:
    match rules[problem.code]:
        case "error" | "warning" as severity:
            yield problem.with_severity(severity)


def navigation_to_nothing(whole: Scope) -> Problems:
    written = urls.Urls.of(whole.settings)
    pages = {page.id for page in whole.pages}
    for n, entry in enumerate(whole.settings.navigation or ()):
        at = whole.at_setting(f"navigation/{n}")
        known = entry in pages or f"pages/{entry}" in whole.unreadable
        if (known and written.writes("pages")) or written.index(entry) or _is_to_come(whole, entry):
            continue
        if any(page.id == entry for page in whole.draft_pages):
            message = f"The navigation names the page “{entry}”, which is a draft: left out."
            yield Diagnostic.of("reference-to-draft", at, message, step="nothing, if the draft is published later")
            continue
        choice = [*(name for name in OUTPUT_NAMES if written.index(name)), *pages]
        nearest = nearest_name(entry, choice)
        yield Diagnostic.of(
            "navigation-unknown",
            at,
            f"The navigation names “{entry}”, {_why_not(whole, entry)}.",
            step=did_you_mean(nearest, f"choose from {quoted_list(choice)}"),
            paste=replacement(whole, at, entry, nearest) if nearest else None,
        )


def _is_to_come(whole: Scope, entry: str) -> bool:
    """An output that is wanted and not built yet gives nothing, and is no mistake."""
    return entry in whole.settings.outputs and entry not in urls.BUILT_OUTPUTS


def _why_not(whole: Scope, entry: str) -> str:
    if entry in OUTPUT_NAMES and entry not in whole.settings.outputs:
        return "which is not among the `outputs`"
    if entry in OUTPUT_NAMES:
        return "which has no page to begin with"
    return "which is neither an output nor a page under content/pages/"


def site_without_address(whole: Scope) -> Problems:
    if not whole.settings.url:
        message = "The site has no `url`: feeds, the site map and canonical links are left out."
        step = "add `url:` to site.yaml once it is known where the site will be found"
        yield Diagnostic.of("no-url", whole.at_setting("title"), message, step=step)


def doubts(whole: Scope) -> Problems:
    for article, annotation in whole.annotations():
        if annotation.unsure:
            at = whole.at(article, f"{annotation.id}/unsure")
            message = f"The {kind_and_id(annotation)} is marked as unsure: {annotation.unsure}"
            yield Diagnostic.of("unsure", at, message, step="if you know more, say so there and take `unsure` out")

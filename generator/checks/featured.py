"""Checks `featured` in site.yaml: that it names a published claim, and names it by its present id."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.scope import Problems, Scope
from generator.checks.wording import KIND_WORDS, did_you_mean, replacement
from generator.diagnostics import Diagnostic, short
from generator.text import only_misspelt
from generator.urls import folded

_ANOTHER = "name a claim by `article#claim`, as in `2015/amnesty-syria#only-cliches`"


def featured_to_nothing(scope: Scope) -> Problems:
    """Where `featured` names no claim that the home page can show, or one by a former id."""
    written = scope.settings.featured
    if not written:
        return
    ref, at = scope.symbols.find(written), scope.at_setting("featured")
    if not ref:
        yield from _leading_nowhere(scope, written)
    elif why := _why_unusable(scope, ref):
        claim = scope.symbols.featured(scope.symbols.relations.repeats.get(ref, ""))
        yield Diagnostic.of(
            "featured-unusable",
            at,
            f"`featured` names “{written}”, {why}.",
            step=f"Write `{claim}`, the claim that it repeats."
            if claim
            else "Name another claim, or remove `featured`.",
            paste=replacement(scope, at, written, claim) if claim else None,
        )
    elif folded(written) != folded(ref):
        message = f"“{written}” is a former id of “{ref}”."
        paste = replacement(scope, at, written, ref)
        yield Diagnostic.of("former-id", at, message, step=f"Write `{ref}`.", paste=paste)


def _why_unusable(scope: Scope, ref: str) -> str:
    """Why the home page can't show this annotation, as a relative clause; empty where it can.

    Of a draft it tells nothing else.
    """
    annotation = scope.symbols.annotations[ref].annotation
    if scope.symbols.in_draft(ref):
        return "which is in a draft"
    if annotation.kind != "claim":
        return f"which is a {KIND_WORDS[annotation.kind]} and not a claim"
    if repeated := scope.symbols.relations.repeats.get(ref):
        return f"which repeats “{repeated}”"
    return "which is withdrawn" if annotation.withdrawn else ""


def _leading_nowhere(scope: Scope, written: str) -> Problems:
    name, _, claim = written.rpartition("#")
    symbols = scope.symbols
    article = symbols.article(name) if name else ""
    if name in scope.unreadable or (article and symbols.articles[article].is_broken(claim)):
        return  # the error in that file is already reported, and fixing it fixes this reference
    if not name:
        why = "which is no article and claim with `#` between them"
    elif article:
        why = f"but article “{article}” has no annotation “{short(claim)}”"
    else:
        why = f"but there is no article “{short(name)}”"
    nearest, at = _nearest(scope, written, article), scope.at_setting("featured")
    yield Diagnostic.of(
        "unknown-reference",
        at,
        f"`featured` names “{short(written)}”, {why}.",
        step=did_you_mean(nearest, _ANOTHER),
        paste=replacement(scope, at, written, nearest) if nearest else None,
    )


def _nearest(scope: Scope, written: str, article: str) -> str:
    """The nearest claim that can be featured; empty where none is near, or several are as near. Never a draft's."""
    name, _, claim = written.rpartition("#")
    if not name:  # only the claim was written, or only the article
        known = [ref for ref in _usable(scope) if claim in ref.split("#")]
        return known[0] if len(known) == 1 else ""
    article = article or only_misspelt(name, [one.id for one in scope.articles])
    claims = [ref.partition("#")[2] for ref in _usable(scope, article)] if article else []
    nearest = claim if claim in claims else only_misspelt(claim, claims)
    return f"{article}#{nearest}" if nearest else ""


def _usable(scope: Scope, article: str = "") -> Iterator[str]:
    """The claims that can be featured: of one article, or of all."""
    known = scope.symbols.refs
    refs = known[article] if article else (ref for one in scope.articles for ref in known[one.id])
    return (ref for ref in refs if scope.symbols.featured(ref))

"""Checks `featured` in site.yaml: that it names a published claim, and names it by its present id."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.scope import ArchiveScope, Problems
from generator.checks.traits import Outline
from generator.checks.wording import KIND_WORDS, did_you_mean, replacement
from generator.diagnostics import Diagnostic, short
from generator.linking.names_had import CALLED
from generator.linking.symbols import Symbols, symbols_of
from generator.model import ArticleFacts, Registry
from generator.text import only_misspelt
from generator.urls import folded

_ANOTHER = "name a claim by `article#claim`, as in `2015/amnesty-syria#only-cliches`"


def featured_to_nothing(scope: ArchiveScope) -> Problems:
    """Where `featured` names no claim that the home page can show, or one by a former id."""
    written = scope.settings.featured
    if not written:
        return
    symbols = _outlined_near(scope, written)
    ref, at = symbols.find(written), scope.at_setting("featured")
    if not ref:
        yield from _leading_nowhere(scope, symbols, written)
    elif why := _why_unusable(symbols, ref):
        claim = symbols.featured(symbols.relations.repeats.get(ref, ""))
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


def _outlined_near(scope: ArchiveScope, reference: str) -> Symbols:
    """The outlines of the article that a reference names, and of those whose claims are repeated there."""
    known: dict[str, ArticleFacts] = {}
    asked, wanted = set[str](), {folded(reference.rpartition("#")[0])}
    while wanted:
        found = scope.table.of(Outline, scope.table.having(CALLED, wanted))
        asked |= wanted
        known |= {id: outline.facts for id, outline in found.items()}
        repeated = (one.annotation.repeats for outline in found.values() for one in outline.facts.annotations)
        wanted = {folded(ref.partition("#")[0]) for ref in repeated if ref} - asked
    return symbols_of(known.values(), Registry(), scope.settings)


def _why_unusable(symbols: Symbols, ref: str) -> str:
    """Why the home page can't show this annotation, as a relative clause; empty where it can.

    Of a draft it tells nothing else.
    """
    annotation = symbols.annotations[ref].annotation
    if symbols.in_draft(ref):
        return "which is in a draft"
    if annotation.kind != "claim":
        return f"which is a {KIND_WORDS[annotation.kind]} and not a claim"
    if repeated := symbols.relations.repeats.get(ref):
        return f"which repeats “{repeated}”"
    return "which is withdrawn" if annotation.withdrawn else ""


def _leading_nowhere(scope: ArchiveScope, symbols: Symbols, written: str) -> Problems:
    name, _, claim = written.rpartition("#")
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


def _nearest(scope: ArchiveScope, written: str, article: str) -> str:
    """The nearest claim that can be featured; empty where none is near, or several are as near. Never a draft's."""
    name, _, claim = written.rpartition("#")
    symbols = symbols_of((one.facts for _, one in scope.table.each(Outline)), Registry(), scope.settings)
    if not name:  # only the claim was written, or only the article
        known = [ref for ref in _usable(symbols) if claim in ref.split("#")]
        return known[0] if len(known) == 1 else ""
    article = article or only_misspelt(name, [one.id for one in symbols.published])
    claims = [ref.partition("#")[2] for ref in _usable(symbols, article)] if article else []
    nearest = claim if claim in claims else only_misspelt(claim, claims)
    return f"{article}#{nearest}" if nearest else ""


def _usable(symbols: Symbols, article: str = "") -> Iterator[str]:
    """The claims that can be featured: of one article, or of all."""
    refs = symbols.refs[article] if article else (ref for one in symbols.published for ref in symbols.refs[one.id])
    return (ref for ref in refs if symbols.featured(ref))

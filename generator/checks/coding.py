"""Checks the codes of annotations against the site's coding scheme: keys, values, how many, and which are missing."""

from __future__ import annotations

from functools import partial

from generator import urls
from generator.checks.scope import LazyLocation, Problems, Scope
from generator.checks.wording import did_you_mean, kind_and_id, quoted_list, replacement
from generator.diagnostics import Diagnostic, Location, Paste, capitalized, listed, short
from generator.model import Annotation, ArticleFacts, CodeKey, Kind
from generator.text import only_misspelt
from generator.values import replace
from generator.yaml_text.tree import in_flow

_KINDS: tuple[Kind, ...] = ("claim", "counterpoint", "note")


def unknown_codes(scope: Scope) -> Problems:
    """Keys and values of `codes` that are not in the site's coding scheme, and several values where it allows one."""
    scheme = {code.key: (code, frozenset(value.name for value in code.values)) for code in scope.settings.codes}
    for article, annotation in scope.annotations():
        for key, values in annotation.codes:
            place = partial(scope.at, article, f"{annotation.id}/codes/{key}")
            if key not in scheme:
                yield _unknown_code(scope, place(), annotation, key)
                continue
            code, known = scheme[key]
            for n, value in enumerate(values):
                if value not in known:
                    at = partial(scope.at, article, f"{annotation.id}/codes/{key}/{n}") if len(values) > 1 else place
                    yield _unknown_code_value(scope, at(), code, value, known)
            if len(values) > 1 and not code.several:
                yield _several_values(place, annotation, key, values)


def _unknown_code(scope: Scope, at: Location, annotation: Annotation, key: str) -> Diagnostic:
    known = {code.key: [value.name for value in code.values] for code in scope.settings.codes}
    otherwise = "add it under `codes:` in `site.yaml`"
    otherwise = otherwise if not known or only_misspelt(key, known) else f"write one of these keys, or {otherwise}"
    nearest = only_misspelt(key, known) or only_misspelt(urls.slug(key), known)
    before = (scope.line_of(at.path, at.line) or "")[: at.column - 1]
    at = replace(at, column=max(before.rfind(key), 0) + 1)  # the known location is the value's; its key comes before it
    return Diagnostic.of(
        "unknown-code",
        at,
        f"`codes` of {kind_and_id(annotation)} has an unknown key, “{key}”.",
        details=[] if nearest or not known else [f"`{name}`: {', '.join(known[name])}" for name in known],
        step=did_you_mean(nearest, otherwise),
        paste=replacement(scope, at, key, nearest, followed_by=r"(?=\s*:)") if nearest else None,
    )


def _unknown_code_value(scope: Scope, at: Location, code: CodeKey, value: str, known: frozenset[str]) -> Diagnostic:
    allowed = [one.name for one in code.values]
    message = f"The coding scheme doesn't allow “{short(value)}” for `{code.key}`."
    details = [f"Allowed values: {', '.join(allowed)}."]
    parts = [part.strip() for part in value.split(",")] if code.several and len(value) <= _LONGEST_LIST else []
    if len(parts) > 1 and known.issuperset(parts):
        brackets = f"[{', '.join(map(in_flow, parts))}]"
        paste = _in_brackets(scope, at, value, brackets)
        return Diagnostic.of("unknown-code-value", at, message, step=f"Write a list: `{brackets}`.", paste=paste)
    nearest = only_misspelt(value, allowed) or only_misspelt(urls.slug(value), allowed)
    return Diagnostic.of(
        "unknown-code-value",
        at,
        message,
        details=details,
        step=did_you_mean(nearest, f"add the value to `{code.key}` under `codes:` in `site.yaml`"),
        paste=replacement(scope, at, value, nearest) if nearest else None,
    )


_LONGEST_LIST = 400


def _in_brackets(scope: Scope, at: Location, value: str, brackets: str) -> Paste | None:
    """The paste that writes a list in place of a text that stands in its line once, with or without quotation marks."""
    line = scope.line_of(at.path, at.line)
    if line is None or line.count(value, at.column - 1) != 1:
        return None
    start = line.index(value, at.column - 1)
    typed = line[at.column - 1 : start]
    if typed and typed not in ("'", '"'):
        return None
    end = start + len(value) + len(typed)
    return Paste(at.line, at.line, (line[: at.column - 1] + brackets + line[end:],))


def _several_values(place: LazyLocation, annotation: Annotation, key: str, values: tuple[str, ...]) -> Diagnostic:
    return Diagnostic.of(
        "code-several",
        place(),
        f"{capitalized(kind_and_id(annotation))} has {len(values)} values for `{key}`; the coding scheme allows one.",
        step=f"Keep one of {quoted_list(map(short, values))}, or write `several: true` at `{key}` under `codes:` in "
        "`site.yaml`.",
    )


def missing_codes(scope: Scope) -> Problems:
    """Annotations that are rated, or whose article is annotated, without a code that the scheme requires of their kind.

    Withdrawn annotations are exempt.
    """
    required = {kind: [code.key for code in scope.settings.codes if kind in code.required] for kind in _KINDS}
    if not any(required.values()):
        return
    layers = scope.settings.layer_keys
    for article, annotation in scope.annotations():
        done = article.front.annotated
        is_due = annotation.verdict or (done and done.is_of("", layers))
        if not is_due or annotation.withdrawn or not required[annotation.kind]:
            continue
        given = {key for key, _ in annotation.codes}
        if missing := [key for key in required[annotation.kind] if key not in given]:
            yield _missing(scope, article, annotation, missing)


def _missing(scope: Scope, article: ArticleFacts, annotation: Annotation, missing: list[str]) -> Diagnostic:
    why = "is rated" if annotation.verdict else "belongs to an article that is annotated"
    names = listed([f"`{key}`" for key in missing])
    pairs = [f"{in_flow(key)}: …" for key in missing]
    fields = listed([f"`{pair}`" for pair in pairs])
    return Diagnostic.of(
        "code-missing",
        scope.at(article, annotation.id),
        f"{capitalized(kind_and_id(annotation))} {why}, but has no value for {names}.",
        details=[
            f"`{code.key}`: {', '.join(value.name for value in code.values)}"
            for code in scope.settings.codes
            if code.key in missing
        ],
        step=f"Add {fields} to its `codes`." if annotation.codes else f"Add `codes: {{{', '.join(pairs)}}}`.",
    )

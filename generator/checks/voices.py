"""Checks who passes words on, and who corrects whom."""

from __future__ import annotations

from generator.checks.known_speakers import SpeakersByName
from generator.checks.scope import Problems, Scope
from generator.checks.wording import kind_and_id
from generator.diagnostics import Diagnostic, Paste, capitalized, short
from generator.model import EDITORS, OUTLET, Annotation, ArticleFacts, SpeakerRef
from generator.yaml_text.tree import in_flow


def passed_on_by_the_speaker(scope: Scope) -> Problems:
    """Annotations whose speaker stands under `via`, too."""
    for article in scope.articles:
        for placed in article.annotations:
            annotation = placed.annotation
            if annotation.via and annotation.speaker.id and annotation.speaker in annotation.via:
                n = annotation.via.index(annotation.speaker)
                at = scope.at(article, f"{annotation.id}/via/{n}")
                line = scope.line_of(at.path, at.line) or ""
                is_alone = line.strip() == f"via: {annotation.speaker.id}"
                yield Diagnostic.of(
                    "via-speaker",
                    at,
                    f"{capitalized(kind_and_id(annotation))} names its own speaker, “{annotation.speaker.id}”, "
                    "under `via`.",
                    step="Remove `via`, or name who passes these words on."
                    if len(annotation.via) == 1
                    else "Name only those who pass these words on.",
                    paste=Paste(at.line, at.line, ()) if is_alone else None,
                )


def known_but_unnamed(scope: Scope) -> Problems:
    """Annotations whose speaker is described as unnamed by the name of a known speaker."""
    named_so = SpeakersByName(scope)
    for article, annotation in scope.annotations():
        words = annotation.speaker.unnamed
        ids = named_so(words) if words else ()
        if len(ids) == 1:
            at = scope.at(article, f"{annotation.id}/speaker")
            line, written = scope.line_of(at.path, at.line) or "", f"{{unnamed: {in_flow(words)}}}"
            yield Diagnostic.of(
                "speaker-unnamed",
                at,
                f"{capitalized(kind_and_id(annotation))} calls its speaker unnamed: “{short(words)}”, the name "
                f"of speaker `{ids[0]}`.",
                step=f"Write `{ids[0]}` if that is who speaks.",
                paste=Paste(at.line, at.line, (line.replace(written, ids[0]),)) if line.count(written) == 1 else None,
            )


def corrected_by_another(scope: Scope) -> Problems:
    """Counter-points with `corrects` to another speaker's words, or to later ones."""
    symbols = scope.symbols
    for article in scope.articles:
        for placed in article.annotations:
            if placed.annotation.relation != "corrects":
                continue
            refs = (ref for to in placed.annotation.to if (ref := symbols.find(to)) and not symbols.in_draft(ref))
            for ref in refs:
                theirs = symbols.articles[ref.partition("#")[0]]
                yield from _corrected(scope, article, placed.annotation, theirs, symbols.annotations[ref].annotation)


def _corrected(
    scope: Scope, article: ArticleFacts, answer: Annotation, theirs: ArticleFacts, target: Annotation
) -> Problems:
    said, before = answer.said or article.front.date[:10], target.said or theirs.front.date[:10]
    who, whom = _voices(scope, article, answer.speaker), _voices(scope, theirs, target.speaker)
    subject = capitalized(kind_and_id(answer))
    if who and whom and not who & whom:
        message = (
            f"{subject} corrects what another speaker says; `corrects` means that speakers take their own words back."
        )
        step = (
            "Write `rebuts` if it says that this is not so, or another relation; leave it if both speak for one side."
        )
        yield Diagnostic.of("corrects-another", scope.at(article, f"{answer.id}/relation"), message, step=step)
    elif len(said) == len(before) == 10 and said < before:
        message = f"{subject} is dated {said}, before the words that it corrects ({before})."
        step = "Correct the date under `said`, or write another relation."
        yield Diagnostic.of("corrects-early", scope.at(article, f"{answer.id}/said"), message, step=step)


def _voices(scope: Scope, article: ArticleFacts, who: SpeakerRef) -> frozenset[str]:
    """All that a voice speaks for: itself and its organizations. Empty where that is not known."""
    name = article.front.publisher if who.id == OUTLET else who.id
    speaker = scope.symbols.speakers.get(name)
    if not name or name == EDITORS or (speaker is None and who.id != OUTLET):
        return frozenset()
    of_article = next((entry.organization for entry in article.speakers if entry.id == name), "")
    roles = (role.organization for role in speaker.roles) if speaker else ()
    return frozenset({name, of_article, speaker.organization if speaker else "", *roles}) - {""}

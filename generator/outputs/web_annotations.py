"""Plans an article's annotations as a collection in the Web Annotation Data Model (W3C), written as JSON-LD.

The standard parts are for other programs. Each field of the sidecar is a key of its own besides, `cp:verdict`, from
which `importing.web_annotation` reads the annotations again. https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.comparing.annotation_times import AnnotationTimes
from generator.model import Part, QuoteSelector, Statement
from generator.outputs.annotation_fields import FieldData, annotation_fields, speaker_fields
from generator.outputs.article_inputs import Dossier
from generator.outputs.descriptions import plain_text
from generator.outputs.harmless_json import harmless_json
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext
from generator.outputs.text_selectors import passages_of, quotes_without_place
from generator.text import normalize_text
from generator.urls import link_target
from generator.values import Immutable, replace

NAMESPACE = "https://w3id.org/counterpoint/ns#"
_AS_WRITTEN = "quote speaker via updates codes sources speakers".split()
_IN_ORDER = "to tags aliases".split()
CONTEXT: list[FieldData] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "cp": NAMESPACE,
        **{f"cp:{name}": {"@type": "@json"} for name in _AS_WRITTEN},
        **{f"cp:{name}": {"@container": "@list"} for name in _IN_ORDER},
    },
]
"""What the keys of the files mean: the W3C's context, which programs know, and the archive's own terms."""

_ADDRESS = re.compile(r"[^\s()<>\[\]\"']+")
"""Words of a note among which addresses are: of links, and of definitions of links."""
_REFERENCE = '<a role="doc-noteref"'


def plan_web_annotations(dossier: Dossier) -> Iterator[Page]:
    """The file with the article's annotations; none where the output is switched off."""
    article = dossier.article
    path = dossier.site.urls.annotations(article.id).path
    if not path:
        return
    here = PageContext(path, dossier.site, dossier.articles, whole=bool(dossier.site.url))
    data = harmless_json(_collection(dossier, here)).encode() + b"\n"
    yield Page(path, f"the annotations of “{article.id}” as JSON-LD", data=data)


def _collection(dossier: Dossier, here: PageContext) -> dict[str, FieldData]:
    article, site = dossier.article, dossier.site
    writer = _Writer.of(dossier, here)
    refs = (f"{article.id}#{id}" for id in dossier.body.written)
    items = [writer.annotation(dossier.statements[ref]) for ref in refs if ref in dossier.statements]
    creator = {"type": "Organization", "name": site.organization.name} if site.organization else {}
    optional: dict[str, FieldData] = {
        "creator": creator,
        "cp:article": article.id,
        "cp:speakers": {entry.id: speaker_fields(entry) for entry in article.facts.speakers},
    }
    return {
        "@context": CONTEXT,
        "id": here.to(here.path),
        "type": "AnnotationCollection",
        "label": article.front.title,
        "total": len(items),
        **{key: value for key, value in optional.items() if value},
        "first": {"id": here.to(here.path, "items"), "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


class _Writer(Immutable):
    """Writes the annotations of one article. `texts` are its parts, as far as they are published whole; `is_shown` says
    whether words are published. `times` say when annotations came and changed, as far as that is known.

    The texts themselves are not in the file: with them, files would be longer than 15,000 bytes in the mean.
    """

    article: str
    here: PageContext
    page: str
    texts: Mapping[Part, str]
    notes: Mapping[str, str]
    times: Mapping[str, AnnotationTimes]
    is_shown: Callable[[str], bool]

    @staticmethod
    def of(dossier: Dossier, here: PageContext) -> _Writer:
        """The writer for an article."""
        front, body = dossier.article.front, dossier.body
        caption = front.image.caption if front.image else ""
        texts: dict[Part, str] = {"title": front.title, "subtitle": front.subtitle, "caption": caption}
        shown = _everything if front.text == "full" else _in_passages(body.html, texts)
        return _Writer(
            dossier.article.id,
            here,
            here.href(here.site.urls.article(dossier.article.id)),
            {**texts, "body": body.text},
            {id: _without_dead_links(note, dossier) for id, note in body.written.items()},
            dossier.history.times,
            shown,
        )

    def annotation(self, statement: Statement) -> dict[str, FieldData]:
        """A statement as an `Annotation`."""
        written = statement.facts.annotation
        is_whole = len(written.to) == len(statement.targets)
        known = replace(
            written,
            quote=tuple(map(self._published, written.quote)),
            repeats=written.repeats if statement.root != statement.ref else "",  # else of a draft, or of nothing
        )
        fields = annotation_fields(
            known, self.article, self.notes.get(statement.id, ""), written.to if is_whole else statement.targets
        )
        own: dict[str, FieldData] = {"cp:kind": written.kind, "cp:parent": written.parent}
        unplaced = {} if statement.facts.placed else {"cp:placed": False}
        bodies = [*self._answer(statement), *self._texts(statement)]
        return {
            "id": self.here.href(self.here.site.urls.passage(statement.ref)),
            "type": "Annotation",
            "motivation": _motivation(statement),
            **self._times(statement.id),
            "target": self._target(statement),
            **({"body": bodies} if bodies else {}),
            **{key: value for key, value in own.items() if value},
            **unplaced,
            **{f"cp:{key}": value for key, value in fields.items()},
        }

    def _times(self, id: str) -> dict[str, FieldData]:
        times = self.times.get(id, AnnotationTimes())
        return {key: time for key, time in (("created", times.created), ("modified", times.modified)) if time}

    def _published(self, quote: QuoteSelector) -> QuoteSelector:
        """A quote without context that is not published."""
        prefix, suffix = (words if self.is_shown(words) else "" for words in (quote.prefix, quote.suffix))
        return replace(quote, prefix=prefix, suffix=suffix)

    def _target(self, statement: Statement) -> FieldData:
        """What an annotation is about: a counter-point what it answers, any other its passages, or else the page."""
        if statement.kind != "counterpoint" or not statement.targets:
            return self._place(statement) or self.page
        addresses = [self.here.href(self.here.site.urls.passage(ref)) for ref in statement.targets]
        return addresses[0] if len(addresses) == 1 else addresses

    def _place(self, statement: Statement) -> FieldData:
        """The passages of an annotation, as one `Composite` where they are parts of one; empty without a quote."""
        facts = statement.facts
        quotes = facts.annotation.quote
        if not facts.placed:
            found = quotes_without_place(self.page, [*map(self._published, quotes)])
        else:
            found = passages_of(self.page, facts.passages, self.texts)
        if len(found) > 1 and len(quotes) > 1:
            return {"type": "Composite", "items": found}
        return found[0] if len(found) == 1 else found

    def _answer(self, statement: Statement) -> Iterator[FieldData]:
        """The passage of a counter-point, which is a body: its target is what it answers."""
        if statement.kind == "counterpoint" and statement.targets and (place := self._place(statement)):
            yield from place if isinstance(place, list) else [place]

    def _texts(self, statement: Statement) -> Iterator[FieldData]:
        written, site = statement.facts.annotation, self.here.site
        text = partial(_text, language=site.language)
        if written.statement:
            yield text(written.statement, "describing", language=statement.language)
        if note := self.notes.get(statement.id):
            yield {**text(note, "commenting"), "format": "text/markdown"}
        if statement.verdict:
            yield text(statement.verdict.label, "classifying")
        yield from (text(tag, "tagging", language="") for tag in written.tags)


def _text(value: str, purpose: str, *, language: str) -> dict[str, FieldData]:
    spoken = {"language": language} if language else {}
    return {"type": "TextualBody", "value": value, **spoken, "purpose": purpose}


def _motivation(statement: Statement) -> str:
    if statement.kind == "counterpoint":
        return "replying"
    if statement.kind == "note":
        return "commenting"
    return "assessing" if statement.verdict else "identifying"


def _without_dead_links(note: str, dossier: Dossier) -> str:
    """The Markdown of a note without addresses of articles and pages that the output doesn't have, as of drafts."""

    def checked(found: re.Match[str]) -> str:
        path = found[0].partition("#")[0]
        if not path.endswith(".md") or "://" in path:
            return found[0]
        target = link_target(dossier.article.facts.path, path)
        return found[0] if not target or target in dossier.paths else "#"

    return _ADDRESS.sub(checked, note) if ".md" in note else note


def _everything(words: str) -> bool:
    return True


def _in_passages(html: str, texts: Mapping[Part, str]) -> Callable[[str], bool]:
    """Whether words stand in what is published of an article: blocks of its text as HTML, and its other parts."""
    first, *others = html.split(_REFERENCE)
    text = "".join((first, *(other.partition("</a>")[2] for other in others)))
    shown = normalize_text(" ".join((plain_text(text), *texts.values())))
    return lambda words: normalize_text(words).strip() in shown

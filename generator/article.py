"""Compiles one article: its two files become facts, a marked body, and everything that is wrong with them.

The heart of the generator, and pure: it sees this article alone, so it runs in any process and can be remembered.
What names and verdicts mean, and whether what it refers to exists, is found out later (`archive`, `checks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator import markdown, marks
from generator.anchoring import Anchored, anchor_all, shifted
from generator.diagnostics import Diagnostic, Location
from generator.frontmatter import read_front_matter, read_page_front_matter
from generator.model import (
    PARTS,
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    ArticleSource,
    Body,
    FrontMatter,
    PageFacts,
    PageSource,
    Part,
    Passage,
)
from generator.order import in_order_of_notes, markers
from generator.quotation import Quotations, mode_of_all
from generator.sidecar import Sidecar, read_sidecar
from generator.urls import link_target

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling one article gives. Without facts there is no article: its front matter is broken.

    `locations` tells where each value stands that can only be checked later, keyed as in `checks`.
    """

    facts: ArticleFacts | None
    body: Body | None
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """The same for an ordinary page."""

    facts: PageFacts | None
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


def compile_article(source: ArticleSource) -> Compiled:
    """Reads, anchors, marks and renders one article."""
    front = read_front_matter(source.text, source.path)
    has_sidecar = source.sidecar is not None
    sidecar = read_sidecar(source.sidecar or b"", source.sidecar_path, source.id) if has_sidecar else Sidecar()
    reading = (*front.diagnostics, *sidecar.diagnostics)
    if front.front is None:
        return Compiled(None, None, reading, front.locations)
    parsed = markdown.parse(front.body, source.path, _places(source.path, front.body_line), number_paragraphs=True)
    notes = {a.id: _parsed_note(a, sidecar, source.sidecar_path) for a in sidecar.annotations if a.note}
    texts = _texts(front.front, parsed)
    anchored = anchor_all(sidecar, texts)
    annotations = _placed(sidecar.annotations, anchored, texts, source.id)
    links = [link for text in (parsed, *notes.values()) for link in text.links]
    return Compiled(
        ArticleFacts(
            source.id,
            source.path,
            source.sidecar_path if has_sidecar else "",
            _with_image_in_output(front.front, source.path),
            sidecar.speakers,
            annotations,
            tuple(link.target for link in links),
            sidecar.broken,
        ),
        _body(front.front, parsed, notes, texts, annotations),
        (*reading, *_problems(parsed, notes, anchored)),
        {**front.locations, **_in_sidecar(sidecar), **_link_locations(links)},
    )


def compile_page(source: PageSource) -> CompiledPage:
    """Reads and renders one ordinary page."""
    front = read_page_front_matter(source.text, source.path)
    if front.front is None:
        return CompiledPage(None, front.diagnostics, front.locations)
    parsed = markdown.parse(front.body, source.path, _places(source.path, front.body_line))
    matter = front.front
    facts = PageFacts(
        source.id,
        source.path,
        matter.title,
        markdown.to_html(parsed),
        matter.summary,
        matter.language,
        matter.direction,
        matter.draft,
        matter.aliases,
        tuple(link.target for link in parsed.links),
    )
    locations = {**front.locations, **_link_locations(parsed.links)}
    return CompiledPage(facts, (*front.diagnostics, *parsed.problems), locations)


def _places(path: str, first_line: int) -> markdown.Place:
    """Where a line and column of a text that begins at `first_line` stand in its file."""
    return lambda line, column: Location(path, first_line + line, column + 1)


def _parsed_note(annotation: Annotation, sidecar: Sidecar, path: str) -> markdown.Parsed:
    at = sidecar.locations[f"{annotation.id}/note"]
    return markdown.parse(annotation.note, path, lambda line, column: at, heading_shift=3)


def _texts(front: FrontMatter, parsed: markdown.Parsed) -> dict[Part, str]:
    """The parts that quotes are looked for in."""
    caption = front.image.caption if front.image else ""
    return {"title": front.title, "subtitle": front.subtitle, "caption": caption, "body": parsed.text}


def _placed(
    annotations: Iterable[Annotation], anchored: Mapping[str, Anchored], texts: Mapping[Part, str], article: str
) -> tuple[AnnotationFacts, ...]:
    """All annotations, placed, numbered and in the order of their notes."""
    ordered = in_order_of_notes(annotations, {id_: a.spans for id_, a in anchored.items()}, article)
    claims = [(a.id, shifted(anchored[a.id].spans, texts)) for a in ordered if a.kind == "claim"]
    lanes = marks.lanes(claims)
    quotations = {part: Quotations(text) for part, text in texts.items()}
    facts = []
    for annotation, marker in zip(ordered, markers(ordered), strict=True):
        spans = anchored[annotation.id].spans
        facts.append(
            AnnotationFacts(
                replace(annotation, note=""),
                marker,
                tuple(Passage(p, a, b, texts[p][a:b], lanes.get(annotation.id, 1)) for p, a, b in spans),
                placed=bool(spans) or not annotation.quote,
                mode=annotation.mode or mode_of_all([quotations[p].mode(a, b) for p, a, b in spans]),
            )
        )
    return tuple(facts)


def _body(
    front: FrontMatter,
    parsed: markdown.Parsed,
    notes: Mapping[str, markdown.Parsed],
    texts: Mapping[Part, str],
    annotations: Iterable[AnnotationFacts],
) -> Body:
    """The parts of the article as HTML with their marks, and its notes."""
    highlights: dict[Part, list[marks.Highlight]] = {part: [] for part in PARTS}
    for fact in annotations:
        for number, passage in enumerate(fact.passages, 1):
            highlight = marks.Highlight(fact.id, passage.start, passage.end, number, fact.marker, _classes(fact))
            highlights[passage.part].append(highlight)
    write = markdown.to_html_of_passages if front.text == "passages" else markdown.to_html
    return Body(
        html=write(parsed, highlights["body"]),
        title=marks.mark_plain(texts["title"], highlights["title"]),
        subtitle=marks.mark_plain(texts["subtitle"], highlights["subtitle"]),
        caption=marks.mark_plain(texts["caption"], highlights["caption"]),
        notes={id_: markdown.to_html(note) for id_, note in notes.items()},
        text=parsed.text,
    )


def _classes(fact: AnnotationFacts) -> str:
    """What styles hold on to: the kind, the verdict's key, the lane. Labels and colours are the vocabulary's."""
    key = fact.annotation.verdict
    verdict = f" v-{key}" if key and _KEY.fullmatch(key) else ""  # what is no key names no verdict: `checks` says so
    return f"{fact.annotation.kind}{verdict} lane-{fact.passages[0].lane}"


def _problems(
    parsed: markdown.Parsed, notes: Mapping[str, markdown.Parsed], anchored: Mapping[str, Anchored]
) -> Iterable[Diagnostic]:
    for text in (parsed, *notes.values()):
        yield from text.problems
    for found in anchored.values():
        yield from found.diagnostics


def _in_sidecar(sidecar: Sidecar) -> dict[str, Location]:
    """The places of a sidecar's values, apart from those of the front matter: an annotation may be called `tags`."""
    return {f"sidecar/{key}": at for key, at in sidecar.locations.items()}


def _link_locations(links: Iterable[markdown.Link]) -> dict[str, Location]:
    return {f"link/{n}": link.location for n, link in enumerate(links)}


def _with_image_in_output(front: FrontMatter, path: str) -> FrontMatter:
    """The front matter with its picture's path as it is in the output, not as it was written beside the article."""
    if front.image is None or not front.image.src:
        return front
    return replace(front, image=replace(front.image, src=link_target(path, front.image.src)))

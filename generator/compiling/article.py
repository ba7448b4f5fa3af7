"""Compiles one article: its two files become facts, a marked body and diagnostics.

It is a pure function of this article alone, so any process can run it and its result can be cached. Linking and checks
decide later what names and verdicts mean, and whether the things that the article refers to exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial

from msgspec import field

from generator.compiling.anchoring import Anchored, anchor_all, shifted
from generator.compiling.body_problems import body_problems
from generator.compiling.layer_above import above_sidecar, front_of_layer
from generator.compiling.leavings import leavings
from generator.compiling.mended_body import with_waiting
from generator.compiling.named_files import linked_files, named_in
from generator.compiling.paragraph_digests import paragraph_digests
from generator.compiling.plain_text import entity_problems
from generator.compiling.quotes_that_follow import without_what_follows
from generator.diagnostics import Diagnostic, Location
from generator.formats.front_matter import Front, read_front_matter, read_page_front_matter
from generator.formats.placeholders import placeholder_problems
from generator.formats.sidecar import Sidecar, read_sidecar
from generator.markdown.document import Link, Parsed, parse, to_blocks, to_html
from generator.markdown.marks import Highlight, lanes, mark_plain
from generator.markdown.origin import LineAt, Origin, OriginInYaml
from generator.markdown.passages import only_passages, paragraphs_of
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
    in_order_of_notes,
    is_id,
    markers,
    passage_numbers,
    voice_numbers,
)
from generator.text import Quotations, direction_of_text, mode_of_all, script_of
from generator.urls import link_target
from generator.values import Immutable, replace
from generator.yaml_text.document import at_most, decoded

_LONGEST_HEADING = 300


class Compiled(Immutable):
    """The result of compiling one article. `facts` and `body` are None if its front matter is broken.

    `locations` has the location of each value that can only be checked later, keyed as `ArticlePlaces` describes.
    """

    facts: ArticleFacts | None
    body: Body | None
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


class CompiledPage(Immutable):
    """The result of compiling one ordinary page. `facts` is None if its front matter is broken.

    `locations` is keyed by front-matter field (`title`), and `link/<n>` for the links of the page, from 0.
    """

    facts: PageFacts | None
    diagnostics: tuple[Diagnostic, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict)


def compile_article(source: ArticleSource) -> Compiled:
    """Reads, anchors, marks and renders one article. Its problems are returned, not raised."""
    front = read_front_matter(source.text, source.path)
    has_sidecar = source.sidecar is not None
    day = front.front.date[:10] if front.front else ""
    sidecar = read_sidecar(source.sidecar or b"", source.sidecar_path, source.id, day) if has_sidecar else Sidecar()
    reading = (*front.diagnostics, *sidecar.diagnostics)
    below = read_sidecar(source.below or b"", source.below_path, source.id, day) if source.layer else Sidecar()
    if source.layer:
        sidecar = above_sidecar(sidecar, below)
        front = front_of_layer(front, source.layer)
    if front.front is None:
        return Compiled(None, None, reading, front.locations)
    parsed = parse(front.body, source.path, _origin(source, front.body_line), number_paragraphs=True)
    written = {a.id: a.note for a in sidecar.annotations}
    notes = _parsed_notes(written, sidecar, source)
    texts = texts_of_parts(front.front, parsed)
    paragraphs = partial(paragraphs_of, parsed)

    def anchor(body: str) -> Mapping[str, Anchored]:
        other = parse(body, source.path, _origin(source, front.body_line), number_paragraphs=True)
        return anchor_all(sidecar, {**texts, "body": other.text}, partial(paragraphs_of, other))

    problems = tuple(body_problems(front, source.path))
    found = anchor_all(sidecar, texts, paragraphs)
    anchored, of_body = with_waiting(found, problems, front.body, front.body_line, anchor)
    annotations = _placed(sidecar.annotations, anchored, texts, source.id)
    published = _published(front.front, parsed, annotations)
    links = [link for text in (published, *notes.values()) for link in text.links]
    body = _body(front.front, published, notes, written, texts, annotations)
    return Compiled(
        ArticleFacts(
            source.id,
            source.path,
            source.sidecar_path if has_sidecar else "",
            _with_image_in_output(front.front, source.path),
            sidecar.speakers,
            annotations,
            tuple(map(str, links)),
            sidecar.broken,
            len(parsed.fragments),
            len(parsed.text),
            *_withheld(parsed, published, front.body, source.path),
            tuple(
                dict.fromkeys(address for html in (body.html, *body.notes.values()) for address in linked_files(html))
            ),
            tuple(sorted(sidecar.left_out)),
            _heading(front.body),
            paragraph_digests(parsed.text),
            script_of(parsed.text),
            below.broken,
        ),
        body,
        (
            *reading,
            *_image_without_description(front),
            *without_what_follows(of_body, _problems(parsed, notes, anchored)),
            *_entities(source, front, sidecar),
            *leavings(source.text, source.path),
            *leavings(source.sidecar or b"", source.sidecar_path),
            *_placeholders(front.front, front, sidecar),
        ),
        ArticlePlaces(front, sidecar, links),
    )


class ArticlePlaces(Mapping[str, Location]):
    """The locations of an article's values, computed at the first use, because most articles never need one.

    Keys are front-matter fields (`date`, `tags/0`), `sidecar/<key>` with the keys of `Sidecar.locations`, and
    `link/<n>` for the links of the body and then of the notes, from 0.
    """

    def __init__(self, front: Front, sidecar: Sidecar, links: Sequence[Link]) -> None:
        self._front = front.locations
        self._sidecar = sidecar.locations
        self._links = links

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        # `sidecar/` keeps its keys apart from those of the front matter: an annotation may have the id `tags`.
        in_sidecar = {f"sidecar/{key}": at for key, at in self._sidecar.items()}
        return {**self._front, **in_sidecar, **_link_locations(self._links)}

    def __getitem__(self, key: str) -> Location:
        return self._locations[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._locations)

    def __len__(self) -> int:
        return len(self._locations)


def compile_page(source: PageSource) -> CompiledPage:
    """Reads and renders one ordinary page. Its problems are returned, not raised."""
    front = read_page_front_matter(source.text, source.path)
    if front.front is None:
        return CompiledPage(None, front.diagnostics, front.locations)
    parsed = parse(front.body, source.path, _origin(source, front.body_line))
    matter = front.front
    facts = PageFacts(
        source.id,
        source.path,
        matter.title,
        to_html(parsed),
        matter.summary,
        matter.language,
        matter.direction,
        matter.draft,
        matter.aliases,
        tuple(map(str, parsed.links)),
    )
    locations = {**front.locations, **_link_locations(parsed.links)}
    entities: Iterable[Diagnostic] = ()
    if b"&" in source.text:
        line_at = _line_at(source.text, source.path)
        entities = entity_problems(matter, "", front.locations, source.path, line_at)
    body = partial(Location, source.path, front.body_line)
    left = () if matter.draft else placeholder_problems(front.body, body, in_lines=True)
    return CompiledPage(facts, (*front.diagnostics, *entities, *left, *at_most(parsed.problems)), locations)


def without_facts(sources: Iterable[ArticleSource | PageSource], facts: Iterable[object | None]) -> frozenset[str]:
    """The ids of the articles (and `pages/<id>`) that exist but have no facts, because their front matter is broken."""
    broken = (source for source, one in zip(sources, facts, strict=True) if one is None)
    return frozenset(f"pages/{s.id}" if isinstance(s, PageSource) else s.id for s in broken)


def _placeholders(matter: FrontMatter, front: Front, sidecar: Sidecar) -> Iterator[Diagnostic]:
    """Warnings for what a new article's files have for its editors: in its summary, and in the notes."""
    if matter.draft:
        return
    if matter.summary:
        yield from placeholder_problems(matter.summary, partial(front.locations.__getitem__, "summary"))
    for annotation in sidecar.annotations:
        if annotation.note:
            at = partial(sidecar.locations.__getitem__, f"{annotation.id}/note")
            yield from placeholder_problems(annotation.note, at)


def _origin(source: ArticleSource | PageSource, first_line: int) -> Origin:
    """Where the body of a file is, which begins at `first_line`."""
    return Origin(source.path, first_line, _line_at(source.text, source.path))


def _line_at(data: bytes, path: str) -> LineAt:
    """Gives single lines of a file; decodes it at the first."""

    @cache
    def lines() -> list[str]:
        return decoded(data, path)[0].split("\n")

    return lambda line: lines()[line - 1] if 0 < line <= len(lines()) else None


def _parsed_notes(written: Mapping[str, str], sidecar: Sidecar, source: ArticleSource) -> dict[str, Parsed]:
    line_at = _line_at(source.sidecar or b"", source.sidecar_path)
    path = source.sidecar_path
    return {
        name: parse(
            note,
            source.path,  # beside the sidecar: so a link such as `#first` leads into the article
            OriginInYaml(note, path, partial(sidecar.locations.__getitem__, f"{name}/note"), line_at),
            heading_shift=3,
        )
        for name, note in written.items()
        if note
    }


def texts_of_parts(front: FrontMatter, parsed: Parsed) -> dict[Part, str]:
    """The projected text of each part of the article, in which quotes are anchored."""
    caption = front.image.caption if front.image else ""
    return {"title": front.title, "subtitle": front.subtitle, "caption": caption, "body": parsed.text}


def _placed(
    annotations: Iterable[Annotation], anchored: Mapping[str, Anchored], texts: Mapping[Part, str], article: str
) -> tuple[AnnotationFacts, ...]:
    """The facts of all annotations, with their places and markers, in the order of their notes."""
    ordered = in_order_of_notes(annotations, {id_: a.spans for id_, a in anchored.items()}, article)
    claims = [(a.id, shifted(anchored[a.id].spans, texts)) for a in ordered if a.kind == "claim"]
    lane_of = lanes(claims)
    quotations = {part: Quotations(texts[part]) for part in {p for a in anchored.values() for p, _, _ in a.spans}}
    facts = []
    for annotation, marker in zip(ordered, markers(ordered), strict=True):
        spans = anchored[annotation.id].spans
        facts.append(
            AnnotationFacts(
                replace(annotation, note=""),
                marker,
                tuple(Passage(p, a, b, texts[p][a:b], lane_of.get(annotation.id, 1)) for p, a, b in spans),
                placed=bool(spans) or not annotation.quote,
                mode=annotation.mode or mode_of_all([quotations[p].mode(a, b) for p, a, b in spans]),
            )
        )
    return tuple(facts)


def _published(front: FrontMatter, parsed: Parsed, annotations: Iterable[AnnotationFacts]) -> Parsed:
    """The body as it is published: all of it, or only the blocks with a passage."""
    if front.text == "full":
        return parsed
    return only_passages(parsed, [(p.start, p.end) for fact in annotations for p in fact.passages if p.part == "body"])


def _withheld(parsed: Parsed, published: Parsed, source: str, path: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The targets of links, and the numbers of paragraphs, that a text has and its published part has not; among the
    targets whatever its source names like a file, in a comment, say."""
    if published is parsed:
        return (), ()
    targets, ids = {link.target for link in published.links}, set(published.fragments)
    named = (link.target for link in parsed.links)
    links = dict.fromkeys(target for target in (*named, *sorted(named_in(source, path))) if target not in targets)
    return tuple(links), tuple(n for n, id in enumerate(parsed.fragments, 1) if id not in ids)


def _body(
    front: FrontMatter,
    parsed: Parsed,
    notes: Mapping[str, Parsed],
    written: Mapping[str, str],
    texts: Mapping[Part, str],
    annotations: Iterable[AnnotationFacts],
) -> Body:
    """The HTML of the article's parts, with their marks, and of its notes."""
    highlights = _highlights(annotations, texts, front.publisher)
    return Body(
        blocks=to_blocks(parsed, highlights["body"]),
        title=mark_plain(texts["title"], highlights["title"]),
        subtitle=mark_plain(texts["subtitle"], highlights["subtitle"]),
        caption=mark_plain(texts["caption"], highlights["caption"]),
        notes={id_: to_html(note) for id_, note in notes.items()},
        text=parsed.text,
        written=written,
    )


def _highlights(
    facts: Iterable[AnnotationFacts], texts: Mapping[Part, str], publisher: str
) -> dict[Part, list[Highlight]]:
    facts = list(facts)
    directions = {part: direction_of_text(text) for part, text in texts.items()}
    annotations = [fact.annotation for fact in facts]
    voices = voice_numbers(annotations, publisher)
    places = passage_numbers((fact.id, len(fact.passages)) for fact in facts)
    highlights: dict[Part, list[Highlight]] = {part: [] for part in PARTS}
    for fact in facts:
        for number, at in enumerate(fact.passages, 1):
            turned = _turned(at.text, directions[at.part])
            classes = " ".join(filter(None, (_classes(fact, voices.get(fact.id, 0)), turned)))
            highlights[at.part].append(
                Highlight(fact.id, at.start, at.end, number, fact.marker, classes, places.get((fact.id, number), 0))
            )
    return highlights


def _turned(passage: str, around: str) -> str:
    """`ltr` or `rtl` if a passage runs against the text around it, so that its brackets are mirrored; else `""`."""
    own = direction_of_text(passage)
    return own if own and own != around else ""


def _classes(fact: AnnotationFacts, voice: int) -> str:
    """The CSS classes of a mark: its kind, verdict (`v-<key>`), voice (`v<n>`), lane (`lane-<n>`, of
    the first none) and `withdrawn`.

    Labels and colours come from the vocabulary of verdicts.
    """
    annotation = fact.annotation
    if annotation.repeats:  # linking decides: see `outputs.finish_html`
        verdict = f"verdict:{annotation.id}"
    else:  # what is no id names no verdict: `checks` says so
        verdict = f"v-{annotation.verdict}" if is_id(annotation.verdict) else ""
    speaking = f"v{voice}" if voice else ""
    withdrawn = "withdrawn" if annotation.withdrawn else ""
    lane = f"lane-{fact.passages[0].lane}" if annotation.kind == "claim" and fact.passages[0].lane > 1 else ""
    return " ".join(filter(None, (annotation.kind, verdict, speaking, lane, withdrawn)))


def _heading(body: str) -> str:
    """The heading that a body begins with; empty for none."""
    first = body.lstrip()[:_LONGEST_HEADING].partition("\n")[0]
    return first.strip("# \t") if first.startswith(("# ", "## ")) else ""


def _image_without_description(front: Front) -> Iterable[Diagnostic]:
    image = front.front.image if front.front else None
    if image and image.src and not image.alt:
        at = front.locations.get("image/src") or front.locations["image"]
        step = "Describe it in `alt:` under `image:`, for readers who can't see it."
        yield Diagnostic.of("image-alt", at, f"The image “{image.src}” has no description.", step=step)


def _entities(source: ArticleSource, front: Front, sidecar: Sidecar) -> Iterable[Diagnostic]:
    """Warnings for HTML entities in the plain texts of the article's two files. Most files have none."""
    if b"&" in source.text:
        line_at = _line_at(source.text, source.path)
        yield from entity_problems(front.front, "", front.locations, source.path, line_at)
    if source.sidecar and b"&" in source.sidecar:
        path, line_at = source.sidecar_path, _line_at(source.sidecar, source.sidecar_path)
        for annotation in sidecar.annotations:
            yield from entity_problems(annotation, annotation.id, sidecar.locations, path, line_at)
        for entry in sidecar.speakers:
            yield from entity_problems(entry.speaker or entry, f"speakers/{entry.id}", sidecar.locations, path, line_at)


def _problems(parsed: Parsed, notes: Mapping[str, Parsed], anchored: Mapping[str, Anchored]) -> Iterable[Diagnostic]:
    for text in (parsed, *notes.values()):
        yield from at_most(text.problems)
    for one in anchored.values():
        yield from one.diagnostics


def _link_locations(links: Iterable[Link]) -> dict[str, Location]:
    return {f"link/{n}": link.location for n, link in enumerate(links)}


def _with_image_in_output(front: FrontMatter, path: str) -> FrontMatter:
    """The front matter with the image's path in the output instead of its path relative to the article."""
    if front.image is None or not front.image.src:
        return front
    return replace(front, image=replace(front.image, src=link_target(path, front.image.src)))

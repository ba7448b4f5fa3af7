"""The content of a site as its writers wrote it, and its settings. Knows nothing of files, YAML or HTML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from msgspec import field

from generator.diagnostics import Location
from generator.values import Immutable

Part = Literal["title", "subtitle", "caption", "body"]
PARTS: tuple[Part, ...] = ("title", "subtitle", "caption", "body")

Kind = Literal["claim", "counterpoint", "note"]
Mode = Literal["direct", "indirect", "mixed"]
Relation = Literal["answers", "rebuts", "undercuts", "qualifies", "adds-context", "supports", "corrects"]
Direction = Literal["ltr", "rtl"]

MAIN = "main"
"""What commands call the sidecars where they take the key of a layer, so that no layer can have it."""

OUTLET = "outlet"
"""The id of the article's own voice, that of its publisher."""
EDITORS = "editors"
"""The id of the voice of the archive's editors."""
RESERVED_VOICES = frozenset({OUTLET, EDITORS})

OUTPUT_NAMES = tuple(
    "home articles claims verdicts speakers sources publishers tags pages"
    " search feeds data webannotations history sitemap".split()
)
"""Every output that the format names, in its order. `urls.BUILT_OUTPUTS` lists those that can be built."""


class QuoteSelector(Immutable):
    """One passage as written in a quote: either `exact` with its context, or a range from `start` to `end`.

    `times` is the number of places that `exact` must match. `plain` is true for a quote that is a bare text, in which
    an ellipsis between spaces may mean a range.
    """

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    times: int = 1
    start: str = ""
    end: str = ""
    part: Part = "body"
    plain: bool = False

    @property
    def is_range(self) -> bool:
        return bool(self.start)


class SpeakerRef(Immutable):
    """The speaker of an annotation: an id (`outlet` and `editors` included), or the description of an unnamed voice."""

    id: str = ""
    unnamed: str = ""


class Source(Immutable):
    """A piece of evidence. `id` is empty if the source is described in the sidecar itself or is only a URL."""

    id: str = ""
    title: str = ""
    url: str = ""
    archived: str = ""
    archived_date: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    accessed: str = ""
    kind: Literal["", "primary", "secondary"] = ""
    language: str = ""
    excerpt: str = ""
    aliases: tuple[str, ...] = ()


class Citation(Immutable):
    """A source as one annotation cites it: the id of a shared source or the source itself; with a locator (`p. 12`)."""

    source: str | Source
    locator: str = ""


class Annotation(Immutable):
    """A claim, a counter-point or a note, as written in its sidecar.

    `parent` is the id of the annotation under which a counter-point is nested. `to` are the full references
    (`article#id`) of everything it answers, the parent included. `note` is Markdown. `codes` holds keys of the coding
    scheme, each with its values.
    """

    id: str
    kind: Kind
    quote: tuple[QuoteSelector, ...] = ()
    statement: str = ""
    speaker: SpeakerRef = SpeakerRef()
    via: tuple[SpeakerRef, ...] = ()
    mode: Mode | None = None
    said: str = ""
    occasion: str = ""
    verdict: str = ""
    reviewed: str = ""
    updates: tuple[tuple[str, str], ...] = ()
    withdrawn: str = ""
    withdrawn_date: str = ""
    note: str = ""
    unsure: str = ""
    parent: str = ""
    to: tuple[str, ...] = ()
    relation: Relation = "answers"
    repeats: str = ""
    sources: tuple[Citation, ...] = ()
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    aliases: tuple[str, ...] = ()


class Role(Immutable):
    """A role of a speaker, from `since` to `until`: both included, either may be empty."""

    title: str
    organization: str = ""
    since: str = ""
    until: str = ""


class Speaker(Immutable):
    """A speaker: a person, an organization, an outlet or a group. `description` is Markdown.

    `short` is the name that stands where there is little room, empty where the writers gave none. `path` is the file
    that describes it, from which relative links are resolved. It doesn't count in comparisons.
    """

    id: str
    name: str
    kind: Literal["", "person", "organization", "outlet", "group"] = ""
    role: str = ""
    organization: str = ""
    roles: tuple[Role, ...] = ()
    description: str = ""
    names: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    url: str = ""
    wikidata: str = ""
    image: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    path: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Speaker) and self._described == other._described

    def __hash__(self) -> int:
        return hash(self._described)

    @property
    def _described(self) -> tuple[object, ...]:
        """The values of all fields but `path`."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "path")


class LocalSpeaker(Immutable):
    """An entry under `speakers` of a sidecar: a new speaker, or, with None, a shared speaker's role in this article."""

    id: str
    speaker: Speaker | None
    role: str = ""
    organization: str = ""


class Image(Immutable):
    """The image of an article. `src` is a path in the output (`articles/2015/x.jpg`), empty if only text was kept."""

    src: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Correction(Immutable):
    """A correction that the outlet itself published later."""

    date: str
    text: str
    url: str = ""


class Completion(Immutable):
    """A statement that an article's annotation is complete: its day and who makes it, each empty where not known."""

    date: str = ""
    by: tuple[str, ...] = ()

    def is_of(self, layer: str, layers: Collection[str]) -> bool:
        """Whether the annotations of a layer are complete, or those of the sidecar where `layer` is empty.

        `layers` are the keys of all layers. The sidecar is complete where `by` names none, or not only layers.
        """
        if layer:
            return layer in self.by
        return not self.by or any(name not in layers for name in self.by)


class FrontMatter(Immutable):
    """The metadata of an article. `publisher` is a speaker's id or a plain name; linking decides which."""

    title: str
    date: str
    publisher: str = ""
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str = ""
    archived: str = ""
    archived_date: str = ""
    captured: str = ""
    corrections: tuple[Correction, ...] = ()
    language: str = ""
    direction: Direction | Literal[""] = ""
    summary: str = ""
    subtitle: str = ""
    updated: str = ""
    rights: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    image: Image | None = None
    text: Literal["full", "passages"] = "full"
    titles: tuple[tuple[str, str], ...] = ()
    """The title in other languages, as (language, title)."""
    retold: bool = False
    """Whether the text is the archive's own retelling."""
    annotated: Completion | None = None
    """None where the annotation isn't said to be complete."""


class Verdict(Immutable):
    """One entry of the vocabulary of verdicts. `line` and `tone` name a line style and a colour; `rating` is 1 to 5."""

    key: str
    label: str
    mark: str
    line: str
    tone: str
    definition: str = ""
    rating: int | None = None


class CodeValue(Immutable):
    """A value of a key of the coding scheme. `definition` and `example` are empty where the scheme has none."""

    name: str
    definition: str = ""
    example: str = ""


class CodeKey(Immutable):
    """A key of the site's coding scheme with its values, in their order.

    `several` allows an annotation more than one of them; annotations of the kinds in `required` are to have one.
    """

    key: str
    values: tuple[CodeValue, ...]
    definition: str = ""
    several: bool = False
    required: tuple[Kind, ...] = ()


class Layer(Immutable):
    """A second annotator, who works in files of their own, `NAME.KEY.yaml`: the key in these names, and who it is."""

    key: str
    name: str


class Organization(Immutable):
    """The organization that annotates and rates."""

    name: str
    url: str = ""


class Naming(Immutable):
    """How the history names the people that Git knows. `named` are names by address or by the name that Git has, empty
    for one who stays unnamed; `others` names all others by the name that Git has or by its initials, or not at all."""

    others: Literal["", "names", "initials"] = ""
    named: tuple[tuple[str, str], ...] = ()


class Settings(Immutable):
    """The settings in site.yaml, with their defaults. `verdicts` keep their order; `url` is empty or ends in `/`."""

    title: str
    description: str = ""
    url: str = ""
    language: str = "en"
    timezone: str = "UTC"
    repository: str = ""
    branch: str = "main"
    organization: Organization | None = None
    people: Naming = Naming()
    navigation: tuple[str, ...] | None = None
    featured: str = ""
    """The reference of the claim whose exchange the home page shows; empty: the one with the most answers. In an
    archive it is the claim's present one, and empty where the setting names none that can be shown."""
    feed_host: str = ""
    """The host in the ids of feeds, with or without a path; empty where it is that of `url`."""
    cards: bool = False
    """Whether articles and claims get a picture for links that are shared elsewhere."""
    verdicts: tuple[Verdict, ...] = ()
    codes: tuple[CodeKey, ...] = ()
    layers: tuple[Layer, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    former_tags: tuple[tuple[str, str], ...] = ()
    """Pairs of a former spelling of a tag and its present one, in the order of the file."""
    files: tuple[str, ...] = ()
    outputs: tuple[str, ...] = OUTPUT_NAMES
    strict: bool = False
    drafts: bool = False
    """Whether the command has the option `--drafts`; not a setting in the file."""

    def verdict(self, key: str) -> Verdict | None:
        """The verdict with this key; None if the vocabulary lacks it."""
        return next((v for v in self.verdicts if v.key == key), None)

    @property
    def layer_keys(self) -> tuple[str, ...]:
        """The keys of all layers, in their order."""
        return tuple(layer.key for layer in self.layers)


class Registry(Immutable):
    """All shared speakers and sources. `locations` is keyed `speakers/<id>` or `sources/<id>`, then `/<field>`;
    `speakers:` or `sources:` is the place of a file of them that could not be read."""

    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)

    @property
    def speaker_ids(self) -> dict[str, str]:
        """Each id that a shared speaker has or had → the present one."""
        former = {alias: id for id, speaker in self.speakers.items() for alias in speaker.aliases}
        return former | {id: id for id in self.speakers}

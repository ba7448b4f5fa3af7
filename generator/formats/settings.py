"""Reads site.yaml: title and address, vocabulary, house rules and outputs. Knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, WithJsonSchema

from generator.diagnostics import Diagnostic, Location, short
from generator.formats.coding_scheme import CodeEntry, coding_scheme
from generator.formats.fields import Entry, FieldError, Id, Language, Plain, Prose, Switch, Url, identifier, web_address
from generator.formats.joined_texts import Topics
from generator.formats.naming import NamingOfPeople
from generator.formats.validation import validate
from generator.model import MAIN, CodeKey, Layer, Naming, Organization, Settings, Verdict
from generator.text import misspelt, nearest_name
from generator.urls import BUILT_OUTPUTS, unicode_normal_form
from generator.yaml_text.document import Document, at_most, read_yaml
from generator.yaml_text.structure import restructured
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, holds_nothing, is_null, offsets

Line = Literal["double", "dashed", "dotted", "wavy", "solid"]
"""How the passages of a verdict are underlined."""
Tone = Literal["red", "amber", "green", "blue", "grey"]
"""The colour of a verdict."""
BUILT_IN_VERDICTS = (
    Verdict("false", "False", "×", "double", "red", "Contradicted by the evidence.", 1),
    Verdict("unsupported", "Unsupported", "−", "dashed", "red", "No evidence was given.", 2),
    Verdict("missing-context", "Context missing", "…", "wavy", "amber", "True as far as it goes.", 3),
    Verdict("unverified", "Unverified", "?", "dotted", "amber", "Can be checked; we have not."),
    Verdict("supported", "Supported", "+", "solid", "green", "Borne out by records.", 5),
)
"""The vocabulary of a site whose site.yaml does not change it."""

RuleSeverity = Literal["off", "warning", "error"]


# ── types of values ──────────────────────────────────────────────────────────────────────────────────────────────────


def site_address(text: str) -> str:
    """Returns the address of the site with a `/` at its end. Raises `FieldError` where it is not a base address."""
    address = web_address(text)
    if "?" in address or "#" in address:
        bare = re.split(r"[?#]", address)[0]
        raise FieldError(
            "wrong-address",
            "The address of the site cannot contain “?” or “#”.",
            step=f"Write `{bare}`.",
            mended=bare,
        )
    return address if address.endswith("/") else address + "/"


def known_zone(text: str) -> str:
    """Returns the name of a time zone unchanged. Raises `FieldError` where the zone database does not have it."""
    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError):  # unknown; the name of a folder (`Europe`); a path
        near = zones_meant(text)
        one = near[0] if len(near) == 1 else ""
        step = "Write a region and a city, as in `Europe/Berlin`, or `UTC`."
        if near:
            which = " if that is what" if one else ", whichever"
            step = f"Write {' or '.join(f'`{zone}`' for zone in near)}{which} you mean."
        raise FieldError("wrong-value", f"“{short(text)}” is not a known time zone.", step=step, mended=one) from None
    return text


def zones_meant(text: str) -> tuple[str, ...]:
    """The time zones that a wrong name may mean: by their city, in another case or spacing, or as a misspelling.

    None for a region, and for a difference from UTC, whose sign the zone database turns round (`Etc/GMT-3`).
    """
    zones = sorted(available_timezones())
    name = "_".join(text[:_LONGEST_ZONE].casefold().replace("\\", "/").replace(" / ", "/").split())
    same = [zone for zone in zones if zone.casefold() == name] or [
        zone for zone in zones if zone.casefold().rpartition("/")[2] == name
    ]
    is_region = any(zone.casefold().startswith(f"{name}/") for zone in zones)
    if same or is_region or re.search(r"[0-9]", name):
        return tuple(same)
    return misspelt(name, zones)


_LONGEST_ZONE = 100


def known_language(text: str) -> str:
    """Returns a language tag unchanged. Raises `FieldError` where Babel has no date and number formats for it."""
    from babel import Locale, UnknownLocaleError  # late: few sites name a language that has to be looked up

    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError):
        raise FieldError(
            "wrong-language",
            f"The interface cannot use the language “{text}”, because its date and number formats are not available.",
            step="Write a language code such as `en`, `de` or `pt-BR`; articles can be in any language.",
        ) from None
    return text


def output_name(text: str) -> str:
    """The name of an output that can be built. Raises `FieldError` for any other."""
    if text in BUILT_OUTPUTS:
        return text
    near = nearest_name(text, BUILT_OUTPUTS)
    raise FieldError(
        "wrong-value",
        f"“{text}” is not an output.",
        step=f"Write `{near}` if that is what you mean." if near else f"Choose from `{'`, `'.join(BUILT_OUTPUTS)}`.",
        mended=near,
    )


def feed_host(text: str) -> str:
    """Returns the host of an address, with or without a path, unchanged. Raises `FieldError` for any other text."""
    bare = text.partition("://")[2].strip("/") if "://" in text else text.strip("/")
    if _HOST.fullmatch(text):
        return text
    message = f"“{short(text)}” is not the host of an address."
    is_near = bool(_HOST.fullmatch(bare))
    step = (
        f"Write `{bare}`." if is_near else "Write it without `https://`, as in `example.org` or `example.org/archive`."
    )
    raise FieldError("wrong-value", message, step=step, mended=bare if is_near else "")


_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(/[A-Za-z0-9._~-]+)*")


def layer_key(text: str) -> str:
    """Returns the key of a layer unchanged. Raises `FieldError` for the name that commands give the sidecars."""
    if text != MAIN:
        return text
    step = "Choose another key, such as the initials of who annotates."
    raise FieldError("wrong-id", f"No layer can have the key `{MAIN}`: commands call the sidecars so.", step=step)


def path_in_content(text: str) -> str:
    """Returns the path of a file relative to content/. Raises `FieldError` where it could lead outside."""
    path = text.removeprefix("./").removeprefix("content/")
    parts = path.split("/")
    if path.isprintable() and not set('\\:*?"<>|') & set(path) and all(p and p not in {".", ".."} for p in parts):
        return path
    raise FieldError(
        "wrong-value",
        f"“{text}” is not the path of a file in `content/`.",
        step="Write the path relative to `content/`, with `/` between its parts, as in `articles/2015/map.svg`.",
    )


SiteUrl = Annotated[str, AfterValidator(site_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
FeedHost = Annotated[
    str, AfterValidator(feed_host), WithJsonSchema({"type": "string", "pattern": f"^{_HOST.pattern}$"})
]
Zone = Annotated[str, AfterValidator(known_zone), WithJsonSchema({"type": "string"})]
InterfaceLanguage = Annotated[Language, AfterValidator(known_language)]
LayerKey = Annotated[Id, AfterValidator(layer_key)]
Output = Annotated[str, AfterValidator(output_name), WithJsonSchema({"enum": list(BUILT_OUTPUTS)})]
FilePath = Annotated[str, AfterValidator(path_in_content), WithJsonSchema({"type": "string"})]


class OrganizationEntry(Entry):
    """The organization behind the site."""

    name: Prose = Field(description="Its name.")
    url: Url = Field(default="", description="Its address.")


class VerdictEntry(Entry):
    """Changes to a built-in verdict; fields that are left out keep their values."""

    label: Prose = Field(default="", description="The label that readers see.")
    mark: Prose = Field(default="", description="The sign shown with its passages.")
    line: Line | None = Field(default=None, description="How its passages are underlined.")
    tone: Tone | None = Field(default=None, description="Its colour.")
    definition: Prose = Field(default="", description="Its meaning, in one sentence.")
    rating: int | None = Field(default=None, ge=1, le=5, description="1 (false) to 5 (true); null: no ClaimReview.")


class NewVerdictEntry(VerdictEntry):
    """A new verdict of the site."""

    label: Prose = Field(description="The label that readers see.")
    mark: Prose = Field(description="The sign shown with its passages.")
    line: Line = Field(description="How its passages are underlined.")
    tone: Tone = Field(description="Its colour.")


class LayerEntry(Entry):
    """A second annotator, who works in files of their own."""

    name: Prose = Field(description="Who it is.")


class TagEntry(Entry):
    """A tag that was spelled otherwise before."""

    aliases: Topics = Field(description="Former spellings, the oldest first; they lead on.")


class RulesEntry(Entry):
    """The house rules with their default severities."""

    answer_needs_quote_or_source: RuleSeverity = Field(
        default="error",
        alias="answer-needs-quote-or-source",
        description="A counter-point has a quote or a source.",
    )
    verdict_needs_source: RuleSeverity = Field(
        default="off", alias="verdict-needs-source", description="A verdict has a source."
    )
    change_needs_update: RuleSeverity = Field(
        default="error",
        alias="change-needs-update",
        description="A published verdict changes with a reason under `updates`; for `check --against`.",
    )


class SiteEntry(Entry):
    """The keys of site.yaml."""

    title: Prose = Field(description="The name of the archive.")
    description: Prose = Field(default="", description="What the archive is, in one sentence.")
    url: SiteUrl = Field(
        default="", description="The address of the site. Left out: no feeds, sitemap, canonical links."
    )
    language: InterfaceLanguage = Field(default="en", description="The language of the interface (BCP 47).")
    timezone: Zone = Field(default="UTC", description="The time zone of dates without a time.")
    repository: Url = Field(
        default="", description="The address of the repository, for edit, history and report links."
    )
    branch: Plain = Field(default="main", description="The branch that is published.")
    organization: OrganizationEntry | None = Field(default=None, description="Who annotates and rates.")
    people: NamingOfPeople = Field(
        default_factory=Naming,
        description="How the history names people: by names or initials, not at all, or by names for addresses.",
    )
    navigation: list[Plain] | None = Field(default=None, description="Outputs and ids of pages, in order.")
    featured: Plain = Field(default="", description="The claim whose exchange the home page shows: `article#claim`.")
    feed_host: FeedHost = Field(
        default="",
        alias="feed-host",
        description="The host in the ids of feeds, as in example.org. Left out: host and path of `url`.",
    )
    cards: Switch = Field(default=False, description="true: pictures for links to articles and claims.")
    verdicts: dict[Id, VerdictEntry | None] = Field(
        default_factory=dict, description="Changed or new verdicts; null removes one."
    )
    codes: dict[Plain, list[Plain] | CodeEntry] = Field(
        default_factory=dict,
        description="The coding scheme: by key, the allowed values, or {definition, values, several, required}.",
    )
    layers: dict[LayerKey, LayerEntry] = Field(
        default_factory=dict, description="Who annotates in files of their own, by the key in the names of these."
    )
    tags: dict[Prose, TagEntry] = Field(
        default_factory=dict, description="Tags that were spelled otherwise before: {rivers: {aliases: [river]}}."
    )
    rules: RulesEntry = Field(default=RulesEntry(), description="House rules: off, warning or error.")
    files: list[FilePath] = Field(default_factory=list, description="Further files to copy, relative to content/.")
    outputs: list[Output] | None = Field(default=None, description="The outputs to write. Left out: all.")
    strict: Switch = Field(default=False, description="Whether a warning prevents publishing.")


def default_rules() -> dict[str, str]:
    """The house rules by name with the severities that apply where site.yaml does not set them."""
    return {info.alias or name: str(info.default) for name, info in RulesEntry.model_fields.items()}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_settings(
    data: bytes, path: str = "site.yaml"
) -> tuple[Settings | None, list[Diagnostic], dict[str, Location]]:
    """Reads site.yaml: the settings (None if invalid), all problems, and positions by path. Never raises."""
    document = read_yaml(data, path, _judge)
    if document.broken and document.root is None:
        return None, at_most(document.diagnostics), {}
    read = _read(document.text, document.root)
    if better := restructured(document, read.problems, _judge):
        document, read = better, _read(better.text, better.root)
    shown = at_most([*document.diagnostics, *document.trusted(read.problems)])
    if read.entry is None or document.broken:
        return None, shown, _locations(document)
    return _settings(read.entry, read.verdicts, read.codes), shown, _locations(document)


class _Read(NamedTuple):
    """What a tree says: its settings (None if they are invalid), its vocabulary, its coding scheme, all problems."""

    entry: SiteEntry | None
    verdicts: tuple[Verdict, ...]
    codes: tuple[CodeKey, ...]
    problems: list[Diagnostic]


def _read(text: YamlText, root: Node | None) -> _Read:
    rest, apart = _split(root)
    entry, problems = validate(text, rest, SiteEntry, "`site.yaml`")
    verdicts, of_verdicts = _verdicts(text, apart.get("verdicts"))
    codes, of_codes = coding_scheme(text, apart.get("codes"))
    if of_codes:  # without a part of the scheme, each use of that part would be reported as well
        entry = None
    return _Read(entry, verdicts, codes, [*problems, *of_verdicts, *of_codes])


def _judge(text: YamlText, root: Node | None) -> list[Diagnostic]:
    return _read(text, root).problems


def _locations(document: Document) -> dict[str, Location]:
    tree = document.root
    return {key: document.text.location(at) for key, at in offsets(tree)} if isinstance(tree, MappingNode) else {}


def _split(root: Node | None) -> tuple[Node | None, dict[str, tuple[Scalar, Node]]]:
    """Splits off `verdicts` and `codes`, whose entries are validated one by one: they need different models."""
    if not isinstance(root, MappingNode):
        return root, {}
    apart = {name: entry for name, entry in root.entries.items() if name in ("verdicts", "codes")}
    rest = {name: entry for name, entry in root.entries.items() if name not in apart}
    if "people" in rest:
        key, people = rest["people"]
        rest["people"] = key, _with_unnamed(people)
    return root._replace(entries=rest), apart


def _with_unnamed(people: Node) -> Node:
    """The names of people, with `false` for those who have none: as a key without a value is left out, Git's name for
    them would be published."""
    if not isinstance(people, MappingNode):
        return people
    unnamed = {
        one: (key, value._replace(text="false"))
        for one, (key, value) in people.entries.items()
        if isinstance(value, Scalar) and (holds_nothing(value) or is_null(value)) and one != "others"
    }
    return people._replace(entries={**people.entries, **unnamed})


def _settings(entry: SiteEntry, verdicts: tuple[Verdict, ...], codes: tuple[CodeKey, ...]) -> Settings:
    organization = entry.organization
    return Settings(
        title=entry.title,
        description=entry.description,
        url=entry.url,
        language=entry.language,
        timezone=entry.timezone,
        repository=entry.repository.rstrip("/"),
        branch=entry.branch,
        organization=Organization(organization.name, organization.url) if organization else None,
        people=entry.people,
        navigation=(
            tuple(unicode_normal_form("NFC", name) for name in entry.navigation)  # as the ids of pages are
            if entry.navigation is not None
            else None
        ),
        featured=entry.featured,
        feed_host=entry.feed_host,
        cards=entry.cards,
        verdicts=verdicts,
        codes=codes,
        layers=tuple(Layer(key, layer.name) for key, layer in entry.layers.items()),
        rules=tuple((name, str(value)) for name, value in entry.rules.model_dump(by_alias=True).items()),
        former_tags=tuple((former, name) for name, tag in entry.tags.items() for former in tag.aliases),
        files=_once(entry.files),
        outputs=_once(entry.outputs) if entry.outputs is not None else BUILT_OUTPUTS,
        strict=entry.strict,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class _VerdictsEntry(Entry):
    """Validates the shape of `verdicts` as a whole."""

    verdicts: dict[str, Any] = Field(default_factory=dict)


def _verdicts(text: YamlText, given: tuple[Scalar, Node] | None) -> tuple[tuple[Verdict, ...], list[Diagnostic]]:
    """The vocabulary: the built-in verdicts in their order with the changes of site.yaml, then the new ones."""
    verdicts: dict[str, Verdict] = {verdict.key: verdict for verdict in BUILT_IN_VERDICTS}
    if given is None or is_null(given[1]):
        return BUILT_IN_VERDICTS, []
    if not isinstance(given[1], MappingNode):
        key, node = given
        wrapped = MappingNode({"verdicts": (key, node)}, key.start, node.end)
        return BUILT_IN_VERDICTS, validate(text, wrapped, _VerdictsEntry, "`site.yaml`")[1]
    problems: list[Diagnostic] = []
    for name, (key, node) in given[1].entries.items():
        if is_null(node):
            problems += _unknown_removed(text, key, verdicts)
            verdicts.pop(name, None)
            continue
        verdict, of_verdict = _verdict(text, key, node, verdicts.get(name))
        problems += of_verdict
        if verdict:
            verdicts[name] = verdict
    return tuple(verdicts.values()), problems


def _verdict(
    text: YamlText, key: Scalar, node: Node, built_in: Verdict | None
) -> tuple[Verdict | None, list[Diagnostic]]:
    wrong_key = [] if built_in else _wrong_key(text, key)
    no_rating = isinstance(node, MappingNode) and "rating" in node.entries and is_null(node.entries["rating"][1])
    if no_rating and isinstance(node, MappingNode):
        node = node._replace(entries={name: entry for name, entry in node.entries.items() if name != "rating"})
    model = VerdictEntry if built_in else NewVerdictEntry
    entry, problems = validate(text, node, model, f"the verdict “{key.text}”", key)
    if entry is None or wrong_key:
        return None, [*wrong_key, *problems]
    old = built_in or Verdict(key.text, "", "", "", "")
    return Verdict(
        key.text,
        entry.label or old.label,
        entry.mark or old.mark,
        entry.line or old.line,
        entry.tone or old.tone,
        entry.definition or old.definition,
        None if no_rating else entry.rating or old.rating,
    ), problems


def _wrong_key(text: YamlText, key: Scalar) -> list[Diagnostic]:
    try:
        identifier(key.text)
    except FieldError as problem:
        paste = text.replaced(key.start, key.end, problem.mended) if problem.mended else None
        return [Diagnostic.of(problem.code, text.location(key.start), problem.message, step=problem.step, paste=paste)]
    return []


def _unknown_removed(text: YamlText, key: Scalar, verdicts: Mapping[str, Verdict]) -> list[Diagnostic]:
    if key.text in verdicts:
        return []
    near = nearest_name(key.text, verdicts)
    return [
        Diagnostic.of(
            "wrong-value",
            text.location(key.start),
            f"The verdict “{key.text}” cannot be removed, because it does not exist.",
            step=f"Write `{near}` if that is what you mean." if near else "Remove the entry, or define the verdict.",
        )
    ]

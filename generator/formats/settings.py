"""site.yaml: what the site is called, its vocabulary, its house rules and what is written; it knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, WithJsonSchema

from generator.diagnostics import Diagnostic, Location
from generator.formats.fields import Entry, FieldError, Id, Language, Plain, Prose, Switch, Url, identifier, web_address
from generator.formats.validation import validate
from generator.model import OUTPUT_NAMES, Organization, Settings, Verdict
from generator.text import nearest_name
from generator.yaml_text.document import Document, at_most, read_yaml
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, is_null, offsets

LINES = ("double", "dashed", "dotted", "wavy", "solid")
TONES = ("red", "amber", "green", "blue", "grey")
BUILT_IN_VERDICTS = (
    Verdict("false", "False", "×", "double", "red", "Contradicted by the evidence.", 1),
    Verdict("unsupported", "Unsupported", "−", "dashed", "red", "No evidence was given.", 2),
    Verdict("missing-context", "Context missing", "…", "wavy", "amber", "True as far as it goes.", 3),
    Verdict("unverified", "Unverified", "?", "dotted", "amber", "Could be checked; not yet."),
    Verdict("supported", "Supported", "+", "solid", "green", "Borne out by records.", 5),
)
RULES = {"answer-needs-quote-or-source": "error", "verdict-needs-source": "off"}
"""The house rules with what they are where site.yaml says nothing."""

RuleSeverity = Literal["off", "warning", "error"]


# ── kinds of value ───────────────────────────────────────────────────────────────────────────────────────────────


def site_address(text: str) -> str:
    """The address of the site, ending in `/`."""
    address = web_address(text)
    if "?" in address or "#" in address:
        bare = re.split(r"[?#]", address)[0]
        raise FieldError(
            "wrong-address",
            "The site's address can hold neither “?” nor “#”.",
            step=f"write `{bare}`",
            mended=bare,
        )
    return address if address.endswith("/") else address + "/"


def known_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError):  # unknown; the name of a folder (`Europe`); a path
        near = nearest_name(text, sorted(available_timezones()))
        raise FieldError(
            "wrong-value",
            f"“{text}” is not the name of a time zone.",
            step=f"write `{near}`, if that is meant" if near else "write a name such as `Europe/Berlin`, or `UTC`",
            mended=near,
        ) from None
    return text


def known_language(text: str) -> str:
    """A language whose dates and numbers are known."""
    from babel import Locale, UnknownLocaleError  # late: few sites name a language that has to be looked up

    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError):
        raise FieldError(
            "wrong-language",
            f"The dates and numbers of “{text}” are not known, so the interface can't be in it.",
            step="write the code of a language such as `en`, `de` or `pt-BR`; an article may be in any language",
        ) from None
    return text


def output_name(text: str) -> str:
    if text in OUTPUT_NAMES:
        return text
    near = nearest_name(text, OUTPUT_NAMES)
    raise FieldError(
        "wrong-value",
        f"There is no output “{text}”.",
        step=f"write `{near}`, if that is meant" if near else f"known outputs: {', '.join(OUTPUT_NAMES)}",
        mended=near,
    )


def path_in_content(text: str) -> str:
    """A file's path below content/, in which nothing leads elsewhere."""
    path = text.removeprefix("./").removeprefix("content/")
    parts = path.split("/")
    if path.isprintable() and not set('\\:*?"<>|') & set(path) and all(p and p not in {".", ".."} for p in parts):
        return path
    raise FieldError(
        "wrong-value",
        f"“{text}” is not the path of a file in content/.",
        step="write its path as seen from content/, with “/” between its parts: `articles/2015/map.svg`",
    )


SiteUrl = Annotated[str, AfterValidator(site_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Zone = Annotated[str, AfterValidator(known_zone), WithJsonSchema({"type": "string"})]
InterfaceLanguage = Annotated[Language, AfterValidator(known_language)]
Output = Annotated[str, AfterValidator(output_name), WithJsonSchema({"enum": list(OUTPUT_NAMES)})]
FilePath = Annotated[str, AfterValidator(path_in_content), WithJsonSchema({"type": "string"})]


class OrganizationEntry(Entry):
    name: Prose = Field(description="Its name.")
    url: Url = Field(default="", description="Its address.")


class VerdictEntry(Entry):
    """What site.yaml says of a verdict; the built-in ones keep what isn't said."""

    label: Prose = Field(default="", description="The word that readers see.")
    mark: Prose = Field(default="", description="The sign that stands for it.")
    line: Literal["double", "dashed", "dotted", "wavy", "solid"] | None = Field(
        default=None, description="How its passages are underlined."
    )
    tone: Literal["red", "amber", "green", "blue", "grey"] | None = Field(default=None, description="Its colour.")
    definition: Prose = Field(default="", description="What it says, in a sentence.")
    rating: int | None = Field(default=None, ge=1, le=5, description="1 (false) to 5 (true); none: no ClaimReview.")


class NewVerdictEntry(VerdictEntry):
    """A verdict of the site's own."""

    label: Prose = Field(description="The word that readers see.")
    mark: Prose = Field(description="The sign that stands for it.")
    line: Literal["double", "dashed", "dotted", "wavy", "solid"] = Field(description="How its passages are underlined.")
    tone: Literal["red", "amber", "green", "blue", "grey"] = Field(description="Its colour.")


class RulesEntry(Entry):
    answer_needs_quote_or_source: RuleSeverity = Field(
        default="error",
        alias="answer-needs-quote-or-source",
        description="A counter-point shows where it is said: by a quote or a source.",
    )
    verdict_needs_source: RuleSeverity = Field(
        default="off", alias="verdict-needs-source", description="A verdict names what it rests on."
    )


class SiteEntry(Entry):
    """site.yaml"""

    title: Prose = Field(description="The name of the archive.")
    description: Prose = Field(default="", description="What it is, in a sentence.")
    url: SiteUrl = Field(default="", description="Where it is published. Left out: no feeds, sitemap, canonical links.")
    language: InterfaceLanguage = Field(default="en", description="The language of the interface (BCP 47).")
    timezone: Zone = Field(default="UTC", description="Bare dates are days here.")
    repository: Url = Field(default="", description="The repository on the web: edit, history and report links.")
    branch: Plain = Field(default="main", description="The branch that is published.")
    organization: OrganizationEntry | None = Field(default=None, description="Who annotates and rates.")
    navigation: list[Plain] | None = Field(default=None, description="Names of outputs and ids of pages, in order.")
    verdicts: dict[Id, VerdictEntry | None] = Field(
        default_factory=dict, description="Changes of the built-in verdicts, new ones; null removes one."
    )
    codes: dict[Plain, list[Plain]] = Field(default_factory=dict, description="A coding scheme: keys, allowed values.")
    rules: RulesEntry = Field(default=RulesEntry(), description="House rules: off, warning, error.")
    files: list[FilePath] = Field(default_factory=list, description="Further files to copy, as seen from content/.")
    outputs: list[Output] | None = Field(default=None, description="What is written. Left out: all.")
    strict: Switch = Field(default=False, description="Whether a warning keeps the site from being published.")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_settings(
    data: bytes, path: str = "site.yaml"
) -> tuple[Settings | None, list[Diagnostic], dict[str, Location]]:
    """The settings with their defaults filled in, or None; what is wrong; and where each setting stands, by path."""
    document = read_yaml(data, path)
    if document.broken and document.root is None:
        return None, at_most(document.diagnostics), {}
    rest, verdicts_node = _without_verdicts(document.root)
    entry, problems = validate(document.text, rest, SiteEntry, "site.yaml")
    verdicts, wrong = _verdicts(document.text, verdicts_node)
    found = at_most([*document.diagnostics, *document.trusted([*problems, *wrong])])
    if entry is None or document.broken:
        return None, found, _locations(document)
    return _settings(entry, verdicts), found, _locations(document)


def _locations(document: Document) -> dict[str, Location]:
    tree = document.root
    return {key: document.text.location(at) for key, at in offsets(tree)} if isinstance(tree, MappingNode) else {}


def _without_verdicts(root: Node | None) -> tuple[Node | None, tuple[Scalar, Node] | None]:
    """The verdicts are looked at one by one: each is held against what is built in."""
    if not isinstance(root, MappingNode) or "verdicts" not in root.entries:
        return root, None
    rest = {name: entry for name, entry in root.entries.items() if name != "verdicts"}
    return root._replace(entries=rest), root.entries["verdicts"]


def _settings(entry: SiteEntry, verdicts: tuple[Verdict, ...]) -> Settings:
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
        navigation=tuple(entry.navigation) if entry.navigation is not None else None,
        verdicts=verdicts,
        codes=tuple((key, tuple(values)) for key, values in entry.codes.items()),
        rules=tuple((name, str(value)) for name, value in entry.rules.model_dump(by_alias=True).items()),
        files=_once(entry.files),
        outputs=_once(entry.outputs) if entry.outputs is not None else tuple(OUTPUT_NAMES),
        strict=entry.strict,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────


class _VerdictsEntry(Entry):
    """The mapping of verdicts, to say what is wrong with it as a whole."""

    verdicts: dict[str, Any] = Field(default_factory=dict)


def _verdicts(text: YamlText, given: tuple[Scalar, Node] | None) -> tuple[tuple[Verdict, ...], list[Diagnostic]]:
    """The vocabulary: the built-in verdicts in their order, changed by what is given, then the new ones."""
    verdicts: dict[str, Verdict] = {verdict.key: verdict for verdict in BUILT_IN_VERDICTS}
    if given is None or is_null(given[1]):
        return BUILT_IN_VERDICTS, []
    if not isinstance(given[1], MappingNode):
        key, node = given
        wrapped = MappingNode({"verdicts": (key, node)}, key.start, node.end)
        return BUILT_IN_VERDICTS, validate(text, wrapped, _VerdictsEntry, "site.yaml")[1]
    found: list[Diagnostic] = []
    for name, (key, node) in given[1].entries.items():
        if is_null(node):
            found += _unknown_removed(text, key, verdicts)
            verdicts.pop(name, None)
            continue
        verdict, problems = _verdict(text, key, node, verdicts.get(name))
        found += problems
        if verdict:
            verdicts[name] = verdict
    return tuple(verdicts.values()), found


def _verdict(
    text: YamlText, key: Scalar, node: Node, built_in: Verdict | None
) -> tuple[Verdict | None, list[Diagnostic]]:
    found = [] if built_in else _wrong_key(text, key)
    no_rating = isinstance(node, MappingNode) and "rating" in node.entries and is_null(node.entries["rating"][1])
    if no_rating and isinstance(node, MappingNode):
        node = node._replace(entries={name: entry for name, entry in node.entries.items() if name != "rating"})
    model = VerdictEntry if built_in else NewVerdictEntry
    entry, problems = validate(text, node, model, f"the verdict “{key.text}”", key)
    if entry is None or found:
        return None, [*found, *problems]
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
        return [Diagnostic.of(problem.code, text.location(key.start), problem.message, step=problem.step)]
    return []


def _unknown_removed(text: YamlText, key: Scalar, verdicts: Mapping[str, Verdict]) -> list[Diagnostic]:
    if key.text in verdicts:
        return []
    near = nearest_name(key.text, verdicts)
    return [
        Diagnostic.of(
            "wrong-value",
            text.location(key.start),
            f"There is no verdict “{key.text}” that could be removed.",
            step=f"write `{near}`, if that is meant" if near else "remove the line, or say what the verdict is",
        )
    ]

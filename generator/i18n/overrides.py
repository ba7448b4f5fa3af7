"""Reads a site's own words, `templates/words/<language>.yaml`, and checks them against the English ones.

It knows no page and no template.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic
from generator.i18n.catalog import FALLBACK, PLURALS, Catalog, CatalogEntry, catalog_of
from generator.model import Verdict
from generator.text import nearest_name
from generator.values import replace
from generator.yaml_text.document import read_text
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText

FOLDER = "words/"
ENDING = ".yaml"
CORRECT_THE_FILE = (
    "Correct the file; to see every entry with its placeholders, run `counterpoint templates --copy words/en.yaml`."
)
"""The step for every mistake in a file of words."""


@dataclass
class OwnWords:
    """The site's entries by language (lower case) and dotted key, and the mistakes in its files."""

    entries: dict[str, dict[str, CatalogEntry]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def is_words(name: str) -> bool:
    """Whether a file, by its path under `templates/`, holds words."""
    return name.startswith(FOLDER) and name.endswith(ENDING)


def own_words(templates: Mapping[str, str]) -> OwnWords:
    """The words of a site. `templates` maps paths under `templates/` to texts; those that hold no words are skipped."""
    words = OwnWords()
    for name in sorted(templates):
        if is_words(name):
            language = name.removeprefix(FOLDER).removesuffix(ENDING).lower()
            words.entries[language] = _read(YamlText(f"templates/{name}", templates[name]), words.problems)
    return words


def worded_verdict(verdict: Verdict, words: Catalog) -> Verdict:
    """A verdict with its built-in label and definition translated. Wording that site.yaml changed stays."""
    label, definition = f"vocabulary.{verdict.key}", f"vocabulary.{verdict.key}_definition"
    english = catalog_of(FALLBACK)
    return replace(
        verdict,
        label=words.word(label) if verdict.label == english.get(label) else verdict.label,
        definition=words.word(definition) if verdict.definition == english.get(definition) else verdict.definition,
    )


def _read(text: YamlText, problems: list[Diagnostic]) -> dict[str, CatalogEntry]:
    document = read_text(text)
    problems += document.diagnostics
    if document.broken or document.root is None:
        return {}
    if not isinstance(document.root, MappingNode):
        problems.append(_problem(text, document.root, "A file of words must be a mapping of keys to texts."))
        return {}
    return dict(_words(text, document.root, "", problems))


def _words(
    text: YamlText, tree: MappingNode, prefix: str, problems: list[Diagnostic]
) -> Iterator[tuple[str, CatalogEntry]]:
    known = catalog_of(FALLBACK)
    for name, (key_node, value) in tree.entries.items():
        key = prefix + name
        if key not in known and isinstance(value, MappingNode) and any(k.startswith(f"{key}.") for k in known):
            yield from _words(text, value, f"{key}.", problems)
        elif key not in known:
            nearest = nearest_name(key, known)
            hint = f"; the nearest is `{nearest}`" if nearest else ""
            problems.append(_problem(text, key_node, f"The interface has no entry “{key}”{hint}."))
        elif entry := _entry(text, key, value, problems):
            yield key, entry


def _entry(text: YamlText, key: str, value: Node, problems: list[Diagnostic]) -> CatalogEntry | None:
    forms = _forms(value)
    is_plain = isinstance(catalog_of(FALLBACK)[key], str)
    if forms is None or (is_plain and isinstance(value, MappingNode)):
        wanted = "a text" if is_plain else "a text, or a text for each plural form"
        problems.append(_problem(text, value, f"`{key}` must be {wanted}."))
        return None
    if isinstance(value, MappingNode) and "other" not in forms:
        problems.append(
            _problem(text, value, f"`{key}` lacks the plural form `other`, for numbers that no other form covers.")
        )
        return None
    wrong = [problem for form in forms.values() if (problem := _pattern_problem(text, key, form))]
    problems += wrong
    if wrong:
        return None
    return value.text if isinstance(value, Scalar) else {name: form.text for name, form in forms.items()}


def _forms(value: Node) -> dict[str, Scalar] | None:
    """The plural forms of a value. A text is the form `other`. None for anything else than texts and plural forms."""
    if isinstance(value, Scalar):
        return {"other": value}
    if not isinstance(value, MappingNode) or not value.entries or not set(value.entries) <= PLURALS:
        return None
    forms = {name: node for name, (_, node) in value.entries.items() if isinstance(node, Scalar)}
    return forms if len(forms) == len(value.entries) else None


def _pattern_problem(text: YamlText, key: str, form: Scalar) -> Diagnostic | None:
    """The mistake in a text's placeholders, if there is one."""
    allowed = _placeholders(catalog_of(FALLBACK)[key])
    try:
        named = _fields(form.text)
    except ValueError:
        return _problem(text, form, f"`{key}` has a brace that isn't part of a plain placeholder such as `{{n}}`.")
    unknown = sorted(named - allowed)
    if not unknown:
        return None
    may = f"only {', '.join(f'`{{{name}}}`' for name in sorted(allowed))}" if allowed else "none"
    return _problem(text, form, f"`{key}` can't use the placeholder `{{{unknown[0]}}}`: it takes {may}.")


def _placeholders(entry: CatalogEntry) -> set[str]:
    forms = [entry] if isinstance(entry, str) else entry.values()
    return {name for form in forms for name in _fields(form)}


def _fields(pattern: str) -> set[str]:
    """The names between braces in a pattern. Raises `ValueError` where anything but a plain name is between them."""
    parsed = list(string.Formatter().parse(pattern))
    if any(name and (spec or conversion or not name.isidentifier()) for _, name, spec, conversion in parsed):
        raise ValueError(pattern)
    if any(name == "" for _, name, _, _ in parsed):
        raise ValueError(pattern)
    return {name for _, name, _, _ in parsed if name}


def _problem(text: YamlText, node: Node, message: str) -> Diagnostic:
    return Diagnostic.of("words-mistake", text.location(node.start), message, step=CORRECT_THE_FILE)

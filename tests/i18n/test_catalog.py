"""The words of the interface."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from babel import Locale
from jinja2 import Environment, nodes

from generator.formats.settings import BUILT_IN_VERDICTS
from generator.i18n.catalog import PLURALS, Catalog, catalog_of
from generator.model import Mode, Relation
from generator.rendering.defaults import default_templates

EN = Catalog("en")

# Words whose key is put together at run time: what may stand behind the dot.
PUT_TOGETHER = {
    "navigation.": set(
        "home articles claims speakers sources publishers tags codebook corrections data search".split()
    ),
    "search.": {"article", "claim", "counterpoint"},
    "codebook.of_": {"claims", "counterpoints", "notes"},
    "voice.": {*get_args(Mode), "outlet", "outlet_named", "retold", "retold_named", "editors", "editors_named"},
    "relation.": set(get_args(Relation)),
    "answered.": set(get_args(Relation)),
    "bearing.": {*get_args(Relation), "own"},
    "kind.": {"person", "organization", "outlet", "group"},
    "source.": {"primary", "secondary"},
    "mode.": {*get_args(Mode), "own", "retold"},
    "change.": {"number", "name", "negation", "hedge"},
    "facet.": {"verdict", "year", "speaker", "publisher", "tag"},
    "article.": {
        "updated",
        "changed",
        "original",
        "retold_from",
        "archived",
        "captured",
        "tags",
        "corrections",
        "corrections_retold",
    },
    "picture.tick.": {"same_day", "week", "month", "year", "decade"},
    "picture.how.": {"own", "same", "otherwise", "translated", "paraphrased", "first"},
    "home.kept_": {"published", "retold", "both"},
    "switch.": {"text", "marks", "lines", "open", "worksheet", "worksheet_note", "key", "key_note"},
}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2015-12-23", "23 December 2015"),
        ("2015-12-23T10:00:00+03:00", "23 December 2015"),
        ("2015-12", "December 2015"),
        ("2015", "2015"),
        ("2015-13-40", "2015-13-40"),
        ("last year", "last year"),
        ("", ""),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(date, shown):
    assert EN.date(date) == shown


@pytest.mark.parametrize(("n", "shown"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (12345, "12,345 claims")])
def test_a_number_picks_the_plural_form(n, shown):
    assert EN.word("count.claims", n=n) == shown


def test_names_that_are_filled_in_are_never_patterns():
    assert EN.word("voice.direct", name="{n} of {name}") == "{n} of {name}, quoted"


def test_a_language_without_a_catalogue_falls_back_to_english_but_keeps_its_months():
    words = Catalog("de-AT")
    assert words.word("claims.heading") == "Claims"
    assert words.date("2015-12-23") == "23 Dezember 2015"


@pytest.mark.parametrize("language", ["", "zz", "not a language", "../../etc/passwd", "en-x-y-z-1234567890"])
def test_any_text_for_a_language_gives_words(language):
    assert Catalog(language).word("claims.heading") == "Claims"


def test_an_unknown_key_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        EN.word("claims.haeding")


def test_every_catalogue_entry_has_plural_forms_or_is_a_text():
    for key, entry in catalog_of("en").items():
        assert isinstance(entry, str) or (set(entry) <= PLURALS and "other" in entry), key


LANGUAGES = ("ar", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_comes_with_the_program_has_every_word(language):
    assert set(catalog_of(language)) == set(catalog_of("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_the_same_names(language):
    for key, entry in catalog_of(language).items():
        assert names_in(entry) == names_in(catalog_of("en")[key]), key


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_word_with_plural_forms_has_all_that_its_language_asks_for(language):
    wanted = {*Locale.parse(language).plural_form.tags, "other"}
    for key, entry in catalog_of(language).items():
        assert isinstance(entry, str) == isinstance(catalog_of("en")[key], str), key
        if not isinstance(entry, str):
            assert set(entry) == wanted, key


def names_in(entry) -> set[str]:
    return set(re.findall(r"{(\w+)}", entry if isinstance(entry, str) else " ".join(entry.values())))


@pytest.mark.parametrize(
    ("n", "shown"),
    [(0, "لا ادعاءات"), (1, "ادعاء واحد"), (2, "ادعاءان"), (3, "3 ادعاءات"), (11, "11 ادعاءً"), (100, "100 ادعاء")],
)
def test_arabic_counts_in_six_forms_with_the_digits_that_babel_writes(n, shown):
    assert Catalog("ar").word("count.claims", n=n) == shown


def test_dates_numbers_and_lists_are_those_of_the_language():
    assert Catalog("ar").date("2015-12-23") == "23 ديسمبر 2015"
    assert Catalog("fr").date("2015-12") == "décembre 2015"
    assert Catalog("fr").number(12345) == "12\u202f345"
    assert [Catalog(language).listing(["A", "B", "C"]) for language in ("en", "fr", "ar")] == [
        "A, B, and C", "A, B et C", "A وB وC",
    ]  # fmt: skip


def test_a_language_is_called_by_its_name_in_the_interface_s():
    assert [Catalog(language).language_name("ar") for language in ("en", "fr", "ar")] == ["Arabic", "arabe", "العربية"]
    assert Catalog("en").language_name("zz-not-known") == "zz-not-known"


def test_the_built_in_verdicts_are_called_in_the_catalogue_as_in_the_settings():
    words = {key.removeprefix("vocabulary."): word for key, word in catalog_of("en").items() if "vocabulary." in key}
    assert words == {
        name: text
        for verdict in BUILT_IN_VERDICTS
        for name, text in ((verdict.key, verdict.label), (f"{verdict.key}_definition", verdict.definition))
    }


def test_the_site_s_own_words_come_first_then_those_of_the_language_then_english():
    own = {"pt": {"claims.heading": "Alegações"}, "fr": {"claims.heading": "Dires"}, "en": {"tags.heading": "Labels"}}
    assert Catalog("pt-BR", own).word("claims.heading") == "Alegações"
    assert Catalog("pt-BR", own).word("tags.heading") == "Tags"
    assert Catalog("fr-CA", own).word("claims.heading") == "Dires"
    assert Catalog("fr-CA", own).word("tags.heading") == "Mots-clés"


def calls_of_word() -> list[tuple[str, nodes.Call]]:
    environment = Environment(autoescape=True)
    return [
        (name, call)
        for name, text in default_templates().items()
        if name.endswith((".html", ".xml"))
        for call in environment.parse(text).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "word"
    ]


def constant_keys(argument: nodes.Node | None) -> list[str]:
    """The keys an argument can be: a constant, one put together from a known prefix, or either of a choice."""
    if isinstance(argument, nodes.Const):
        return [argument.value]
    if isinstance(argument, nodes.CondExpr):
        return [*constant_keys(argument.expr1), *constant_keys(argument.expr2)]
    if isinstance(argument, nodes.Concat) and isinstance(argument.nodes[0], nodes.Const):
        prefix = argument.nodes[0].value
        ends = [end.value for end in argument.nodes[2:] if isinstance(end, nodes.Const)]
        known = {prefix + end for end in PUT_TOGETHER[prefix]}
        return sorted(key for key in known if all(key.endswith(end) for end in ends))
    return []


def test_every_word_that_a_template_names_is_in_the_catalogue():
    calls = calls_of_word()
    assert len(calls) > 100
    missing = [(name, key) for name, call in calls for key in constant_keys(call.args[0]) if key not in EN]
    assert missing == []


def test_every_word_that_a_template_names_is_given_what_it_fills_in():
    for name, call in calls_of_word():
        given = {keyword.key for keyword in call.kwargs}
        for key in constant_keys(call.args[0]) if isinstance(call.args[0], nodes.Const) else ():
            patterns = [EN.pattern(key, n) for n in (1, 2)]
            wanted = {field for pattern in patterns for field in re.findall(r"{(\w+)}", pattern)}
            assert wanted <= given, (name, key)


def test_every_word_of_the_catalogue_is_used():
    used = {key for _, call in calls_of_word() for key in constant_keys(call.args[0])}
    used |= {prefix + end for prefix, ends in PUT_TOGETHER.items() for end in ends}
    used |= {key for key in catalog_of("en") if key.startswith("vocabulary.")}
    used |= {key for key in catalog_of("en") if key.startswith("history.")}  # held to its use in comparing/
    used |= {f"feed.{of}" for of in ("articles", "claims", "speaker", "corrections")}
    used |= {"date.day", "date.month", "date.year", "punctuation.comma"}
    used |= {f"speaker.{part}" for part in ("claims", "reported", "answered_by", "answering")}
    assert sorted(set(catalog_of("en")) - used) == []


def test_no_template_has_english_of_its_own():
    """Letters between tags, outside of all `{{ … }}`: there are none. (The blocks `kind` and `type` are attributes.)"""
    for name, text in default_templates().items():
        if not name.endswith(".html"):
            continue
        bare = re.sub(r"{% block (?:kind|type) %}.*?{% endblock %}", "", text)
        bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "\0", bare, flags=re.DOTALL)
        between = re.findall(r">([^<>]*)<", f">{bare}<")
        assert [words for words in between if re.search(r"[A-Za-z]{2}", words)] == [], name

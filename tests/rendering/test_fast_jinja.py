"""The shorter ways through Jinja2 lead to the same pages, and where they end, Jinja2 itself goes on."""

from __future__ import annotations

import re
from types import MappingProxyType, SimpleNamespace

import jinja2
import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from generator.outputs.article_pages import plan_article
from generator.outputs.page import Page
from generator.rendering import fast_jinja as jinja
from generator.rendering.defaults import default_templates
from generator.rendering.fast_jinja import QuickEnvironment, safe, shown
from generator.rendering.templates import RENDERED, Templates
from generator.values import Immutable
from tests.archives import ARTICLES, archive_of, dossiers, hubs, settings


class View(Immutable):
    name: str = "A <b> & 'c'"
    html: str = safe("<i>x</i>")
    number: int = 3
    none: None = None
    names: tuple[str, ...] = ("<", "y")


class Drawn:
    def __html__(self) -> str:
        return "<u>drawn</u>"


@pass_context
def language(context: Context) -> str:
    return str(context["page"].name) + str(context.get("word"))


class SettledEnvironment(QuickEnvironment):
    settled = MappingProxyType({"twice": lambda text, times=2: text * times, "sign": "<"})


def made(kind: type[jinja2.Environment], text: str) -> str:
    environment = kind(autoescape=True)
    environment.globals |= {"language": language, "drawn": Drawn(), **SettledEnvironment.settled}
    return environment.from_string(text).render(page=View(), other=SimpleNamespace(page=View()))


TEXTS = [
    "{{ page.name }}{{ page.html }}{{ page.number }}{{ page.none }}{{ drawn }}{{ page.names }}",
    "{{ other.page.name|upper }}{{ page.names[0] }}{{ page.names|join(', ') }}{{ (1).real }}{{ 'a'.upper() }}",
    "{% macro m(a, b=2) %}[{{ a }},{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, '<') }}{{ m(b=1, a=page.html) }}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, '<') }}{{ m(a=1) }}{{ m() }}",
    "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m('<') %}{{ x }}{{ page.name }}{% endcall %}",
    "{% macro m(a, caller=none) %}{{ a }}{{ caller }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}",
    "{{ twice(page.name) }}{{ twice(page.html, times=3) }}{{ twice(times=1, text='<') }}",
    "{% set line = namespace(text=page.name) %}{% set line.text = line.text ~ page.html %}{{ line.text }}",
    "{% set d = {'class': 1} %}{{ d.class }}",
    "{% block title %}{{ page.name }}{% endblock %}{{ self.title() }}",
    "{{ sign }}{{ twice('<') }}{{ twice('<', times=3) }}{{ twice(page.name) }}{{ [sign]|join(twice(sign)) }}",
    "{% for name in page.names %}{{ twice(name) }}{{ sign if loop.first else twice(sign) }}{% endfor %}",
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ sign }}{{ sign is defined }}{% endmacro %}{{ m('<')|length }}{{ m(1, 2) }}",
    "{% set all = {'a': '<', 'b': 3} %}{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(**all) }}{{ m(*all) }}",
    "{% macro m(class) %}{{ class }}{% endmacro %}{{ m(class='<') }}{{ 'a-b'.split('-')[1] }}",
]
OTHER_TEXTS = [
    # Callees that want the context, names with another meaning, and escaping that is off: for no settled environment.
    "{% macro m(a) %}{{ a }}{% endmacro %}{% autoescape false %}{% set x = m('<') %}{% endautoescape %}{{ x }}",
    "{% autoescape false %}{{ page.name }}{{ page.html }}{% endautoescape %}{{ page.name }}",
    "{% for name in page.names %}{{ language() }}{{ loop.index }}{{ loop.previtem is defined }}{% endfor %}",
    "{% set sign = '' %}{{ sign }}{% block a %}{{ sign }}{% endblock %}{% for twice in 'a' %}{{ twice }}{% endfor %}",
    "{% macro twice(sign) %}[{{ sign }}]{% endmacro %}{{ twice('<') }}{{ twice(sign=sign) }}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_settled_environment_makes_the_same_page(text):
    assert made(SettledEnvironment, text) == made(jinja2.Environment, text)


@pytest.mark.parametrize("text", TEXTS + OTHER_TEXTS)
def test_a_short_way_leads_to_the_same_page(text):
    assert made(QuickEnvironment, text) == made(jinja2.Environment, text)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("{% set d = {'a': '<'} %}{{ d.a }}", b"&lt;"),
        ("{{ page.nothing is defined }}", b"False"),
        ("{{ page.nothing|default('none') }}", b"none"),
    ],
)
def test_where_a_short_way_is_too_short_the_page_is_made_all_the_same(text, page):
    with pytest.raises((AttributeError, jinja2.TemplateError)):
        made(QuickEnvironment, text)
    assert Templates({}, "en", {"page.html": text}).render(Page("x.html", "x", "page.html", View())) == page


@given(st.text() | st.integers() | st.none() | st.builds(Markup, st.text()) | st.builds(Drawn))
def test_a_value_is_shown_as_it_is_escaped(value):
    assert shown(value) == escape(value)


def test_what_is_safe_already_stays_as_it_is():
    assert type(safe("<b>")) is Markup
    assert safe("<b>") == "<b>"


# ── the short ways are the ones taken: without them all pages are the same and take twice the time ────────────────


@pytest.mark.parametrize("name", sorted(name for name in default_templates() if name.endswith(RENDERED)))
def test_a_default_template_is_written_the_short_way(name):
    templates = Templates({}, "en")
    quick, exact = (
        environment.compile(templates.text(name), name, raw=True)
        for environment in (templates._quick, templates._exact)
    )
    words = (
        r"context\.call\(\(undefined\(name='word'\) if l_\d+_word is missing else l_\d+_word\), '[\w.-]+'"
        r"(?:, \w+='[^']*')*(?:, _(?:loop|block)_vars=\w+)*\)"
    )
    comma = r"\(undefined\(name='comma'\) if l_\d+_comma is missing else l_\d+_comma\)"
    put_in = len(re.findall(rf"\bescape\((?:{words}|{comma})\)", exact))
    assert len(re.findall(r"environment\.shown\(", quick)) == len(re.findall(r"\bescape\(", exact)) - put_in
    assert not re.search(r"\bescape\(|resolve\('(word|comma)'\)", quick)
    assert len(re.findall(r"context\.call\(", quick)) == len(re.findall(r"\{% call\b", templates.text(name)))
    fields = re.findall(r"environment\.getattr\((?!l_\d+_self,)", quick)
    assert fields == []


def test_a_page_made_with_a_default_template_is_made_the_short_way(monkeypatch):
    archive = archive_of(ARTICLES, settings())
    pages = list(hubs(archive))
    pages += [
        page
        for dossier in dossiers(archive, {article.facts.id: article.body for article in ARTICLES})
        for page in plan_article(dossier)
    ]
    pages = [page for page in pages if page.template.endswith(RENDERED)]
    templates = Templates({}, "en")
    monkeypatch.setattr(templates, "_exact", None)
    made_of = {page.template: type(templates.render(page)) for page in pages}
    assert len(made_of) > 10
    assert set(made_of.values()) == {bytes}


@pytest.mark.parametrize(
    "text",
    [
        "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m('<', page.html) }}",
        "{{ twice(page.name) }}{{ twice(page.name, times=3) }}{{ page.name.upper() }}",
    ],
)
def test_a_macro_and_a_function_are_called_the_short_way(text, monkeypatch):
    def call(*_: object, **__: object) -> None:
        raise AssertionError("the long way")

    expected = made(jinja2.Environment, text)
    monkeypatch.setattr(Context, "call", call)
    monkeypatch.setattr(Macro, "_invoke", call)
    with pytest.raises(AssertionError):
        made(jinja2.Environment, text)
    assert made(SettledEnvironment, text) == expected


def test_a_settled_text_is_put_in_when_the_template_is_read():
    written = SettledEnvironment(autoescape=True).compile("<b>{{ sign }}</b>{{ twice('&', times=3) }}.", raw=True)
    assert repr("<b>&lt;</b>&amp;&amp;&amp;.") in written


def test_a_text_is_escaped_without_being_made_markup():
    assert jinja._escaped is vars(markupsafe)["_escape_inner"]
    assert type(shown("<")) is str

"""The shorter ways through Jinja2 lead to the same pages, and where they end, Jinja2 itself goes on."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.outputs.page import Page
from generator.rendering.fast_jinja import QuickEnvironment, safe, shown
from generator.rendering.templates import Templates


@dataclass(frozen=True, slots=True)
class View:
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


def made(kind: type[jinja2.Environment], text: str) -> str:
    environment = kind(autoescape=True)
    environment.globals |= {"language": language, "drawn": Drawn(), "twice": lambda text, times=2: text * times}
    return environment.from_string(text).render(page=View(), other=SimpleNamespace(page=View()))


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.name }}{{ page.html }}{{ page.number }}{{ page.none }}{{ drawn }}{{ page.names }}",
        "{{ other.page.name|upper }}{{ page.names[0] }}{{ page.names|join(', ') }}{{ (1).real }}{{ 'a'.upper() }}",
        "{% macro m(a, b=2) %}[{{ a }},{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, '<') }}{{ m(b=1, a=page.html) }}",
        "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, '<') }}{{ m(a=1) }}{{ m() }}",
        "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m('<') %}{{ x }}{{ page.name }}{% endcall %}",
        "{% macro m(a, caller=none) %}{{ a }}{{ caller }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{% autoescape false %}{% set x = m('<') %}{% endautoescape %}{{ x }}",
        "{% autoescape false %}{{ page.name }}{{ page.html }}{% endautoescape %}{{ page.name }}",
        "{% for name in page.names %}{{ language() }}{{ loop.index }}{{ loop.previtem is defined }}{% endfor %}",
        "{{ twice(page.name) }}{{ twice(page.html, times=3) }}{{ twice(times=1, text='<') }}",
        "{% set line = namespace(text=page.name) %}{% set line.text = line.text ~ page.html %}{{ line.text }}",
        "{% set d = {'class': 1} %}{{ d.class }}",
        "{% block title %}{{ page.name }}{% endblock %}{{ self.title() }}",
    ],
)
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

"""Templates: the site's over the defaults, what they use, and what is said when one is wrong."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostic
from generator.i18n.catalog import Catalog
from generator.outputs.page import Page
from generator.rendering.defaults import default_templates
from generator.rendering.templates import RENDERED, STYLE_PARTS, Templates
from generator.values import Immutable


class View(Immutable):
    title: str = "A <title>"
    articles: tuple[str, ...] = ()


DEFAULTS = {
    "page.html": "{% extends 'base.html' %}{% block a %}default {{ page.title }}{% endblock %}",
    "base.html": "[{% block a %}{% endblock %}]{% include 'foot.html' %}",
    "foot.html": "foot",
    "dynamic.html": "{% include page.title %}",
    "style.css": "a{#b}{% no template %}",
}


def templates(**site: str) -> Templates:
    return Templates({name.replace("_", "."): text for name, text in site.items()}, "en", DEFAULTS)


def page(template: str = "page.html") -> Page:
    return Page("x.html", "x", template, View())


def problem(of: Templates, template: str = "page.html") -> Diagnostic:
    found = of.render(page(template))
    assert isinstance(found, Diagnostic)
    return found


def test_text_is_escaped():
    assert templates().render(page()) == b"[default A &lt;title&gt;]foot"


def test_a_template_of_the_site_wins():
    assert templates(foot_html="mine").render(page()) == b"[default A &lt;title&gt;]mine"


def test_the_default_stays_reachable_to_extend():
    mine = "{% extends 'default/page.html' %}{% block a %}my {{ super() }}{% endblock %}"
    assert templates(page_html=mine).render(page()) == b"[my default A &lt;title&gt;]foot"


def test_a_page_without_a_template_has_its_bytes():
    assert templates().render(Page("robots.txt", "robots", data=b"all")) == b"all"


def test_style_is_taken_as_it_stands():
    assert templates().render(Page("assets/style.css", "style", "style.css")) == b"a{#b}{% no template %}"
    assert templates(style_css="mine").render(Page("assets/style.css", "style", "style.css")) == b"mine"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("one\n{{ page.titel }}", 2, "“titel” is not a field of View. The nearest is “title”."),
        ("{{ pgae.title }}", 1, "“pgae” is not defined. The nearest is “page”."),
        ("\n\n{% if page.title %}", 3, "Unexpected end of template."),
        ("\n{{ page.title | shout }}", 2, "No filter named 'shout'."),
        ("{% include 'feet.html' %}", 1, "There is no template “feet.html”."),
        ("\n{{ word('claims.haeding') }}", 2, "There is no interface text with the key “claims.haeding”."),
        ("\n{{ 1 / 0 }}", 2, "division by zero."),
        ("\n{{ page.title + 1 }}", 2, 'can only concatenate str (not "int") to str.'),
        (
            "\n{% for a in page.articels %}{% endfor %}",
            2,
            "“articels” is not a field of View. The nearest is “articles”.",
        ),
    ],
)
def test_a_mistake_is_told_with_the_template_and_the_line(text, line, words):
    found = problem(templates(page_html=text))
    assert (found.code, found.location.path, found.location.line) == ("template-error", "templates/page.html", line)
    assert words in found.message
    assert found.step.startswith("Correct the template")


def test_a_mistake_in_what_is_included_is_told_where_it_stands():
    found = problem(templates(foot_html="\n{{ page.titel }}"))
    assert (found.location.path, found.location.line) == ("templates/foot.html", 2)


def test_a_default_that_misses_a_part_of_the_sites_says_so():
    found = problem(templates(base_html="{{ self.missing() }}"))
    assert found.location.path == "templates/base.html"


def test_a_template_that_extends_itself_is_a_mistake_and_no_crash():
    assert problem(templates(page_html="{% extends 'page.html' %}")).code == "template-error"


def test_mistakes_in_templates_that_nothing_uses_are_found_too():
    found = templates(spare_html="{% if %}", other_html="{% endfor %}", fine_html="x", style_css="{% if").problems()
    assert [(d.location.path, d.location.line) for d in found] == [
        ("templates/other.html", 1),
        ("templates/spare.html", 1),
    ]


def test_what_a_template_uses_is_followed_through():
    assert templates().uses("page.html") == {"page.html", "base.html", "foot.html"}
    assert templates().uses("foot.html") == {"foot.html"}
    mine = templates(page_html="{% extends 'default/page.html' %}")
    assert mine.uses("page.html") == {"page.html", "default/page.html", "base.html", "foot.html"}


def test_a_template_named_by_a_value_counts_as_all():
    assert templates().uses("dynamic.html") >= set(DEFAULTS)


def test_a_digest_changes_with_all_a_template_uses_and_with_nothing_else():
    before = templates()
    changed = templates(foot_html="mine")
    assert before.digest("page.html") != changed.digest("page.html")
    assert before.digest("dynamic.html") != changed.digest("dynamic.html")
    assert before.digest("page.html") == templates(style_css="mine", spare_html="new").digest("page.html")


def test_words_filled_in_are_escaped_and_links_among_them_are_not():
    text = "{% set link %}<a>x</a>{% endset %}{{ word('voice.via', voice='<b>', name=link) }}"
    assert templates(page_html=text).render(page()) == b"&lt;b&gt;, via <a>x</a>"


WORDS = (
    "{% import 'parts.html' as parts %}{{ word('claims.heading') }}{{ comma }}{{ parts.m() }}{% include 'foot.html' %}"
)
WITH_WORDS = {
    "page.html": WORDS + "{% block a %}{{ word('claims.heading') }}{{ comma }}{% endblock %}",
    "parts.html": "{% macro m(one=1) %}[{{ word('claims.heading') }}{{ comma }}]{% endmacro %}",
    "foot.html": "{{ word('claims.heading') }}{{ comma }}",
}


def exact(site: dict[str, str], language: str = "en") -> bytes:
    """The page as Jinja2 makes it without a shortcut."""
    made_by = Templates(site, language, WITH_WORDS)
    return made_by._exact.get_template("page.html").render(page=View(), frame=None).encode()


@pytest.mark.parametrize(
    "site",
    [
        {},
        {"foot.html": "{% set word = 'mine' %}{{ word }}"},
        {"page.html": "{% set comma = ' & ' %}" + WITH_WORDS["page.html"]},
        {"page.html": "{% extends 'default/page.html' %}{% set comma = 'mine' %}"},
        {"page.html": "{% macro word (key) %}my {{ key }}{% endmacro %}" + WITH_WORDS["page.html"]},
        {"page.html": "{%- for comma in ['<', 2] -%}{% include 'foot.html' %}{% endfor %}"},
        {"page.html": "{% for one, word in [(1, '<')] %}{{ word }}{% endfor %}{{ word('claims.heading') }}"},
        {"page.html": "{% with word=page.title %}{{ word }}{% endwith %}{{ word('claims.heading') }}"},
        {"page.html": "{% import 'parts.html' as word %}{{ word.m() }}"},
        {"page.html": "{% macro n(a,\nword) %}{{ word }}{% endmacro %}{{ n(1, '<') }}{{ word('claims.heading') }}"},
        {"page.html": "{% macro n() %}{{ caller(1) }}{% endmacro %}{% call(word) n() %}{{ word }}{% endcall %}"},
        {"page.html": "{% autoescape false %}{{ word('voice.via', voice='<', name='>') }}{% endautoescape %}"},
        {"words/en.yaml": "claims:\n  heading: A & B\npunctuation:\n  comma: <and>\n"},
    ],
)
def test_a_template_may_call_something_else_a_word(site):
    assert Templates(site, "en", WITH_WORDS).render(page()) == exact(site)


def test_each_language_has_its_words_in_one_process():
    made = {language: Templates({}, language, WITH_WORDS).render(page()) for language in ("en", "fr", "ar", "en-GB")}
    assert made == {language: exact({}, language) for language in made}
    assert len({*made.values()}) == 3


@pytest.mark.parametrize("name", sorted(name for name in default_templates() if name.endswith(RENDERED)))
def test_a_copy_of_a_default_template_is_made_the_short_way(name):
    assert Templates({name: default_templates()[name]})._quick.settled


def test_a_word_with_signs_of_html_in_it_is_escaped_once(monkeypatch):
    monkeypatch.setattr(Catalog, "pattern", lambda self, key, n=None: "a & b's {name}")
    assert templates(page_html="{{ word('claims.heading', name='<') }}").render(page()) == b"a &amp; b&#39;s &lt;"


def test_the_program_s_own_mistakes_are_not_blamed_on_templates():
    class Broken:
        @property
        def title(self) -> str:
            raise TypeError("ours")

    of = Templates({}, "en", {"page.html": "no field is asked for here"})
    assert of.render(Page("x.html", "x", "page.html", Broken())) == b"no field is asked for here"
    with pytest.raises(KeyError):
        of.render(Page("x.css", "x", "none.css"))


def test_the_style_sheet_is_its_parts_with_the_site_s_own_in_their_place_or_last():
    defaults = dict.fromkeys(STYLE_PARTS, "x") | {"style/base.css": "base "}
    of = Templates({"style/print.css": " mine ", "style/own.css": "last", "style/notes.txt": "no"}, "en", defaults)
    rest = b"x" * (len(STYLE_PARTS) - 3)
    assert of.render(Page("assets/style.css", "style", "style.css")) == b"xbase " + rest + b" mine last"
    assert of.digest("style.css") != Templates({}, "en", defaults).digest("style.css")


def test_a_site_with_a_whole_style_sheet_uses_that_alone():
    of = Templates({"style.css": "whole", "style/own.css": "last"}, "en", dict.fromkeys(STYLE_PARTS, "x"))
    assert of.render(Page("assets/style.css", "style", "style.css")) == b"whole"


def test_the_parts_lose_what_only_people_need_and_a_text_in_them_stays():
    part = '/* why */\n@media (min-width: 40rem) {\n  a > b, q { content: "a;  b /* c */"; margin: calc(1em + 2px) }\n}'
    of = Templates({}, "en", dict.fromkeys(STYLE_PARTS, "") | {"style/base.css": part})
    short = '@media (min-width:40rem){a>b,q{content:"a;  b /* c */";margin:calc(1em + 2px)}}'
    assert of.render(Page("assets/style.css", "style", "style.css")) == short.encode()
    assert of.text("style.css") == part


def test_a_selector_keeps_the_spaces_that_mean_something():
    part = "main :is(.a, .b) .c:hover ~ p + p { color: red }"
    of = Templates({}, "en", dict.fromkeys(STYLE_PARTS, "") | {"style/base.css": part})
    assert of.render(Page("x", "style", "style.css")) == b"main :is(.a,.b) .c:hover ~ p + p{color:red}"


SCRIPT = Page("assets/site.js", "script", "site.js")
MODULES = {
    "script/site.js": "/* Why. */\nimport { a } from './a.js';\nif (a) {\n  // what\n  b('// c');\n}\n",
    "script/a.js": "export const a = 1;\n",
}


def test_our_modules_are_joined_without_comments_and_a_site_s_own_script_stays_as_it_is():
    joined = b"(()=>{'use strict';const $a=(()=>{const a=1;return{a};})();{const{a}=$a;if(a){b('// c');}}})();\n"
    assert Templates({}, "en", MODULES).render(SCRIPT) == joined
    assert Templates({"site.js": "/* mine */ a"}, "en", MODULES).render(SCRIPT) == b"/* mine */ a"


def test_a_site_replaces_single_modules_and_those_that_none_imports_run_last():
    of = Templates({"script/a.js": "export const a = 2;", "script/mine.js": "c();"}, "en", MODULES)
    joined = of.render(SCRIPT)
    assert isinstance(joined, bytes)
    assert b"const a=2;" in joined
    assert b"const a=1;" not in joined
    assert joined.endswith(b"{c();}})();\n")
    assert of.problems() == []
    assert of.uses("site.js") >= {*MODULES, "script/mine.js"}
    assert of.digest("site.js") != Templates({}, "en", MODULES).digest("site.js")


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("script/mine.js", "\nimport x from './a.js';", ("templates/script/mine.js", 2), "no form of"),
        ("script/a.js", "export const b = 2;", ("default/script/site.js", 2), "“script/a.js” exports no “a”."),
    ],
)
def test_a_mistake_in_a_module_is_told_with_its_place(name, text, place, message):
    of = Templates({name: text}, "en", MODULES)
    (found,) = of.problems()
    assert (found.code, found.location.path, found.location.line) == ("template-error", *place)
    assert message in found.message
    assert of.render(SCRIPT) == found


def test_the_defaults_are_found():
    names = set(default_templates())
    assert {"base.html", "article.html", "claim.html", "feed.xml", *STYLE_PARTS} <= names


@pytest.mark.parametrize("name", sorted(n for n in default_templates() if n.endswith((".html", ".xml"))))
def test_every_default_template_is_in_order_by_itself(name):
    assert Templates({name: default_templates()[name]}).problems() == []

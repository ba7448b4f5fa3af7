"""What is published of style sheets and scripts: they mean the same, and nothing in them that matters is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering.defaults import default_templates
from generator.rendering.minify import compact_script, compact_style
from generator.rendering.templates import STYLE_PARTS

# ── style sheets ─────────────────────────────────────────────────────────────────────────────────────────────────

GAPS = st.sampled_from(["", " ", "\n", "\n\n  ", "\t", "/* why */", " /* { a; b } */ ", "/**/\n", "/* * / ** */"])
SPACES = st.sampled_from([" ", "\n  ", " /* c */ ", "/* c */\n", "\n/* a *//* b */\t"])
SELECTORS = st.sampled_from([
    "a", "main .b", ".c > d", "& p:hover", "&.e", ":is(.f, .g) h2", 'a[href^="http"]', "[data-x = 'y;}' i]",
    "i + j ~ k", ".l::after", r".m\:n", r".\31 0", r".o\  p", "q:lang(fr)", ":not(:has(> a, + b))", "*::before",
])  # fmt: skip
VALUES = st.sampled_from([
    "red", "0 1px", "calc(1em + 2px - -3px)", '"“" "”"', r'"\201c"', "'it\\'s; {}'", "var(--a, 1px)",
    "clamp(1rem, 2vw, 3rem)", "-0.5em 0 10.05px", "url(data:image/svg+xml;base64,a//b/*c*/d)", 'counter(p) / ""',
    "1px solid rgb(0 0 0 / 50%)", '"/* no comment */"', "color-mix(in srgb, var(--t) 7%, transparent)",
    "max(anchor(var(--at) top, 0px), anchor(--n bottom, -1rem) + 1rem) auto",
])  # fmt: skip
CONDITIONS = st.sampled_from([
    "@media (min-width: 40rem)", "@media screen and (min-width: 62rem) and (max-width: 80rem)",
    "@supports (anchor-name: --a)", "@media (40rem <= width < 62rem)", "@supports selector(::details-content)",
    "@media print", "@layer base",
])  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn, depth: int = 0) -> tuple[str, str]:
    """A style sheet as people write it, and the same without anything that is not needed."""
    written, compact = [draw(GAPS)], []
    for _ in range(draw(st.integers(1, 3))):
        if depth < 2 and draw(st.booleans()):
            inner = draw(sheets(depth=depth + 1))
            condition = draw(CONDITIONS)
            written += [_spread(draw, condition), draw(GAPS), "{", inner[0], "}"]
            compact += [_squeezed(condition), "{", inner[1], "}"]
        else:
            selectors = draw(st.lists(SELECTORS, min_size=1, max_size=3))
            written += [_listed(draw, selectors), draw(GAPS), "{"]
            compact += [",".join(map(_squeezed, selectors)), "{"]
            properties = draw(
                st.lists(st.tuples(st.sampled_from(["color", "--own", "margin-inline"]), VALUES), max_size=3)
            )
            for number, (name, value) in enumerate(properties):
                last = number == len(properties) - 1
                written += [draw(GAPS), name, ":", draw(SPACES), _spread(draw, value), draw(GAPS)]
                written.append(draw(st.sampled_from(["", ";", "; ;"])) if last else ";")
            compact += [";".join(f"{name}:{_squeezed(value)}" for name, value in properties), "}"]
            written += [draw(GAPS), "}"]
        written.append(draw(GAPS))
    return "".join(written), "".join(compact)


_KEPT = re.compile(r"""("[^"]*"|'(?:[^'\\]|\\.)*'|url\([^)]*\)|\\31 |\\ )""")


def _squeezed(text: str) -> str:
    parts = _KEPT.split(text)
    shorter = [(r"\s*([,>/])\s*|(:)\s+", r"\1\2"), (r"(^|[ (,-])0\.", r"\1.")]
    return "".join(p if n % 2 else _replaced(p, shorter) for n, p in enumerate(parts))


def _replaced(text: str, by: list[tuple[str, str]]) -> str:
    for pattern, new in by:
        text = re.sub(pattern, new, text)
    return text


def _spread(draw: st.DrawFn, text: str) -> str:
    """The text with other white space where it has some, but for what is kept whole."""
    parts = _KEPT.split(text)
    return "".join(p if n % 2 else re.sub(" ", lambda _: draw(SPACES), p) for n, p in enumerate(parts))


def _listed(draw: st.DrawFn, selectors: list[str]) -> str:
    return "".join((draw(GAPS) + "," + draw(GAPS) if n else "") + _spread(draw, s) for n, s in enumerate(selectors))


@given(sheets())
def test_a_sheet_is_the_same_however_it_is_spaced_and_explained(sheet):
    written, compact = sheet
    assert compact_style(written) == compact


@given(sheets())
def test_what_is_compact_stays_as_it_is(sheet):
    assert compact_style(sheet[1]) == sheet[1]


@pytest.mark.parametrize(
    ("written", "compact"),
    [
        ("a { margin: 0/* top */1px }", "a{margin:0/**/1px}"),
        ("a/* one */.b { c: d }", "a/**/.b{c:d}"),
        ("a /* two */.b { c: d }", "a .b{c:d}"),
        ('a { content: ";}" ; }', 'a{content:";}"}'),
        ("a { b: c;; d: e; }", "a{b:c;;d:e}"),
        ("a { --empty: ; b: c }", "a{--empty:;b:c}"),
        ('a {\n  grid-template-areas:\n    "b c"\n    "d e";\n}', 'a{grid-template-areas:"b c" "d e"}'),
        ("@media (width > 40rem) { a :is(b, c) { d: e } }", "@media (width>40rem){a :is(b,c){d:e}}"),
        ("a { &:hover { b: c } d: e }", "a{&:hover{b:c}d:e}"),
        ("@import url(other.css);\na { b: URL( c/*d ) }", "@import url(other.css);a{b:URL( c/*d )}"),
        ("a { b: 0.5em -0.25em 0 10.5 100.05 url(0.5) }", "a{b:.5em -.25em 0 10.5 100.05 url(0.5)}"),
        ("a { b: calc(1em*0.5) '0.5' max(0.1px, 00.2px) }", "a{b:calc(1em*.5) '0.5' max(.1px,.2px)}"),
        ("", ""),
        ("/* nothing */", ""),
    ],
)
def test_a_style_sheet_loses_what_only_people_need(written, compact):
    assert compact_style(written) == compact


@pytest.mark.parametrize("name", STYLE_PARTS)
def test_each_default_part_keeps_its_strings(name):
    text = default_templates()[name]
    strings = re.compile(r'"(?:[^"\\]|\\.)*"')
    assert strings.findall(compact_style(text)) == strings.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


# ── scripts ──────────────────────────────────────────────────────────────────────────────────────────────────────

TOKENS = st.sampled_from([
    "a", "return", "$b", "12", "=", "=>", "+", "-", "++", "(", ")", "{", "}", "[", "]", ";", ",", ".", "?.", "!",
    "?", ":", '"a // b"', "'it\\'s /* no */'", "`two\n  lines ${x} // and more`", '"“"',
])  # fmt: skip
BETWEEN = st.sampled_from([" ", "\n", "  \n\n  ", " // it's a comment: `\n", ' /* and " one\n */ ', "\t/* x */"])
READ = re.compile(r"""\+\+|--|=>|\?\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[\w$]+|[^\s\w]""")


@given(st.lists(st.tuples(TOKENS, BETWEEN), max_size=30))
def test_a_script_keeps_every_token_and_loses_its_comments(tokens):
    compact = compact_script("".join(token + between for token, between in tokens))
    assert READ.findall(compact) == [token for token, _ in tokens]
    assert compact_script(compact) == compact


@pytest.mark.parametrize(
    ("written", "compact"),
    [
        ("a = b / c; // d / e\n", "a=b / c;\n"),
        ("a.replace(/[/\"]'/g, '')  ;", "a.replace(/[/\"]'/g,'');\n"),
        ('return /  \\/ "/.test(b)', 'return /  \\/ "/.test(b)\n'),
        ("a\n  .b()\n\n  // why\n  .c();", "a\n.b()\n.c();\n"),
        ("if (a) {\n  b;\n}\nc;", "if(a){b;}\nc;\n"),
        ("a = [\n  1,\n  2,\n];", "a=[1,2,];\n"),
        ("a + +b - -c - --d", "a+ +b- -c- --d\n"),
        ("x = a\n++b", "x=a\n++b\n"),
        ("", ""),
        ("// nothing", ""),
    ],
)
def test_a_script_loses_what_only_people_need(written, compact):
    assert compact_script(written) == compact

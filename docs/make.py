"""Writes docs/diagnostics.md from the list of codes, and the reference in docs/templates.md from `views`.

Knows what a writer does next about each code, and which template is given which view. Run it after a code or a view
was added or changed: `python docs/make.py`.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from generator.diagnostics.codes import CODES, Code
from generator.outputs import views
from generator.rendering.defaults import default_templates

PAGE = Path(__file__).parent / "diagnostics.md"
TEMPLATES = Path(__file__).parent / "templates.md"
REFERENCE = "<!-- Generated from here on, from generator/views.py: don't edit it, run `python docs/make.py`. -->"
GIVEN = {
    "home.html": "HomePage",
    "articles.html": "ArticlesPage",
    "article.html": "ArticlePage",
    "claims.html": "ClaimsPage",
    "claim.html": "ClaimPage",
    "repeat.html": "RepeatPage",
    "verdict.html": "VerdictPage",
    "speakers.html": "SpeakersPage",
    "speaker.html": "SpeakerPage",
    "sources.html": "SourcesPage",
    "publishers.html": "GroupsPage",
    "publisher.html": "GroupPage",
    "tags.html": "GroupsPage",
    "tag.html": "GroupPage",
    "page.html": "OrdinaryPage",
    "404.html": "NotFoundPage",
    "alias.html": "AliasPage",
    "feed.xml": "FeedPage",
}
"""The template of each kind of page, and the view that it is given as `page`."""

_HEAD = """\
<!-- Generated from generator/codes.py by docs/make.py. Don't edit it: run `python docs/make.py`. -->

# Diagnostics

Everything that the program reports has a code, which stands in brackets behind its weight: `error[quote-not-found]`.

- An **error** means that something can't be shown as it was meant. It is left out, the rest is published, and the
  command ends with exit code 1.
- A **warning** means that something is probably not as it was meant. With `--strict` it keeps the site from being
  published.
- A **notice** is good to know, and changes nothing.

A message names file, line and column, says what is wrong and what to do next. Where it shows lines below “next”, these
can be pasted as they stand. Here is the longer story of each code: why it is reported, what one would have written to
meet it, and what helps.
"""

NEXT = {
    "quote-not-found": (
        "Copy the words from the article. If the article was changed, decide whether the annotation still holds. What"
        " is not in the article can stand as a `statement`."
    ),
    "quote-ambiguous": (
        "Say which place is meant with `prefix` or `suffix` (the message has them ready), or quote more words. If all"
        " places are meant: `times`."
    ),
    "quote-count": "Look at each place that the message shows. If all are meant, write their number.",
    "quote-overlap": "Make one passage of the two, or shorten one.",
    "quote-ellipses": "Make a list with one passage a line, or give only the first and the last words.",
    "range-crosses-quotation": (
        "If the quotation is interrupted, make a list with one passage a line. If the words between are meant, too, "
        "leave it."
    ),
    "range-long": "See whether it ends where you mean. Quote the sentence that matters, or several passages.",
    "too-deep": "Annotate smaller passages, or put some of these annotations together.",
    "markdown-nested": "Take the nesting apart.",
    "link-scheme": "Write an address with https:, http: or mailto:, or the path of a file in the archive.",
    "image-elsewhere": (
        "If its rights allow, save the picture beside the article and name it there. Else write a link yourself."
    ),
    "image-alt": "Say what can be seen: between the square brackets, or in `alt` of the `image` in the front matter.",
    "yaml-encoding": "Save the file as UTF-8; most editors have “Save with encoding”.",
    "yaml-character": "Replace the character by a space, or remove it.",
    "yaml-size": "Split the file: speakers and sources may lie in several.",
    "too-many-problems": "See to the problems that are shown. Is it the right file?",
    "yaml-depth": "Look for a bracket or an indentation that was not meant.",
    "yaml-syntax": (
        "Paste the line that the message shows, if it has one. Else put the text in quotation marks, or use the bar: "
        "`note: |`."
    ),
    "yaml-duplicate-key": "Put both together under one key, or give one of them another name.",
    "yaml-feature": "If it was meant as text, put it in quotation marks. Else write the value out.",
    "yaml-comment": "Put the whole text in quotation marks.",
    "yaml-comma": "Put the text in quotation marks.",
    "unknown-key": "Correct the spelling; the message names the nearest key, or lists those that are known.",
    "missing-key": "Add the key, or write something behind it.",
    "wrong-shape": (
        "Write the value in the shape that the message names. A text that begins with a bracket needs quotation marks."
    ),
    "wrong-value": "Choose one of the values that the message lists.",
    "wrong-date": "Write `2015-12-23`. Where part of a date is enough, `2015-12` or `2015`. A time needs its zone.",
    "wrong-address": "Write the whole address, with https:// or http://.",
    "wrong-language": "Write the language's code: `en`, `pt-BR`, `fa`.",
    "wrong-id": "Take the id that the message offers, or another of small letters, digits and single hyphens.",
    "wrong-reference": "Name an annotation of the same article by its id, one of another article as `article#id`.",
    "duplicate-id": "Give one of the two another id. If it was published already, put the old one under `aliases`.",
    "front-matter-missing": "Begin the file with the lines that the message shows, with the right title and date.",
    "front-matter-open": "Put a line `---` behind the last key.",
    "quote-missing": "Add `quote` with words of the article, or `statement` in your own.",
    "quote-empty": "Copy the words from the article, or take the line out and write a `statement`.",
    "quote-form": "Write `exact`, with `prefix`, `suffix` and `times` as needed; or `from` and `to`.",
    "quote-list": "Put each passage on a line of its own, behind a dash. See that none was cut in two.",
    "speaker-local": (
        "Move the other fields to the speaker's entry in content/speakers.yaml. For a new speaker, add `name`."
    ),
    "template-error": (
        "Correct the template at the line that is named. `counterpoint templates --copy` gets the default one to "
        "compare."
    ),
    "words-mistake": (
        "Correct the file. `counterpoint templates --copy words/en.yaml` gets all words and what each fills in."
    ),
    "file-unreadable": "See to it that you may read it.",
    "file-too-large": "Split the text, or remove what isn't text.",
    "file-link": "Put the file itself there.",
    "file-special": "Remove it.",
    "file-name": "Rename the file.",
    "file-not-text": "Save it as UTF-8. Pictures and fonts belong under content/, from where they are copied.",
    "file-misplaced": (
        "Move or rename it: texts go to content/articles/ or content/pages/, a sidecar beside its article."
    ),
    "file-not-copied": (
        "Remove it. If it is meant to be published and can be trusted, name it under `files` in site.yaml."
    ),
    "file-missing": "Correct the path, which begins below content/, or take it out.",
    "sidecar-ending": "Rename it to .yaml.",
    "sidecar-alone": "Add the article, or give the sidecar the name of its article.",
    "names-fold-together": "Rename one of them.",
    "path-claimed-twice": "Rename one of the two. Until then the first one is published.",
    "unknown-speaker": (
        "Correct the id, or describe the speaker: in content/speakers.yaml, or under `speakers` in the sidecar."
    ),
    "unknown-organization": "Describe it as a speaker (`kind: organization`) and write its id.",
    "speaker-shared": "Leave only `role` and `organization` there. If it is somebody else, choose another id.",
    "speaker-twice": "Describe the speaker once, in content/speakers.yaml.",
    "unknown-source": "Correct the id, describe the source in content/sources.yaml, or write it out where it is cited.",
    "unknown-reference": "Correct the reference: `article#id`, or the id alone in the same article.",
    "reference-kind": "Name a claim (or, with `to`, a counter-point).",
    "reference-circle": "Take the reference out of the statement that was made first.",
    "reference-to-draft": "Nothing, if the draft is to be published. Else take the reference out.",
    "repeats-draft": "Publish the draft first, or let another appearance be the claim.",
    "former-id": "Write the present id, which the message names.",
    "unknown-verdict": "Choose a verdict that the message lists, or describe this one under `verdicts` in site.yaml.",
    "repeat-has-own": "Take the field out of the repeat. If it is another claim after all, take `repeats` out.",
    "unknown-code": "Correct the key, or add it under `codes` in site.yaml.",
    "unknown-code-value": "Correct the value, or add it under `codes` in site.yaml.",
    "ids-fall-together": "Give one of them another name, or take the alias out of one.",
    "name-taken": "Choose another id.",
    "tag-spellings": (
        "Write the tag as it is mostly written. If another one is meant, let it differ in a letter or a digit."
    ),
    "publisher-spellings": (
        "Write the name as it is mostly written. Better still, describe the outlet as a speaker and use its id."
    ),
    "link-broken": "Write the path as seen from the file the link stands in. The message names the nearest file.",
    "link-fragment": "Name an annotation by its id, or a paragraph by its number: `river-report.md#p_2`.",
    "link-to-draft": "Nothing, if the draft is to be published. Else take the link out.",
    "answer-needs-quote-or-source": "Quote where the answer stands in the article, or add `sources`.",
    "verdict-needs-source": "Add `sources`, or leave the claim unrated.",
    "navigation-unknown": "Correct the name, write the page, or take the entry out.",
    "no-url": "Add `url` to site.yaml once you know where the site will be read.",
    "unsure": "Nothing. If you know more, say so in the sidecar and take `unsure` out.",
}
"""What helps, by code. A message has more to say, since it knows the case."""


def diagnostics_page() -> str:
    """The whole text of docs/diagnostics.md."""
    return "\n".join([_HEAD, *_index(), *(line for code in CODES.values() for line in _section(code))])


def _index() -> Iterator[str]:
    yield "| code | weight | what |"
    yield "|---|---|---|"
    yield from (f"| [{code.name}](#{code.name}) | {code.severity} | {code.what} |" for code in CODES.values())
    yield ""


def _section(code: Code) -> Iterator[str]:
    yield f"## {code.name}"
    yield ""
    yield f"**{code.severity.capitalize()}.** {code.what}"
    yield ""
    yield f"*Why:* {code.why}"
    yield ""
    yield "*For example:*"
    yield ""
    yield from ("```text", code.example, "```")
    yield ""
    yield f"*What helps:* {NEXT[code.name]}"
    yield ""


def templates_page(written: str) -> str:
    """The text of docs/templates.md: what people wrote, and behind it the reference."""
    head = written.partition(REFERENCE)[0]
    return "\n".join([head + REFERENCE, "", *_reference()])


def _reference() -> Iterator[str]:
    classes = [node for node in ast.parse(inspect.getsource(views)).body if isinstance(node, ast.ClassDef)]
    known = {node.name: node for node in classes}
    yield from ("## Pages", "")
    yield "| template | is given | blocks |"
    yield "|---|---|---|"
    for template, view in GIVEN.items():
        blocks = ", ".join(f"`{name}`" for name in _blocks(template))
        yield f"| `{template}` | [`{view}`](#{view.lower()}) | {blocks} |"
    yield ""
    for view in dict.fromkeys(GIVEN.values()):
        yield from _view(known[view], known)
    yield from ("## Parts", "")
    for name, node in known.items():
        if name not in GIVEN.values():
            yield from _view(node, known)


def _blocks(template: str) -> list[str]:
    """The blocks that a template has besides those of `base.html`."""
    parsed = Environment(autoescape=True).parse(default_templates()[template])
    of_base = {*_BASE_BLOCKS} if template != "base.html" else set()
    return [block.name for block in parsed.find_all(nodes.Block) if block.name not in of_base]


_BASE_BLOCKS = [
    block.name for block in Environment(autoescape=True).parse(default_templates()["base.html"]).find_all(nodes.Block)
]


def _view(node: ast.ClassDef, known: Iterable[str]) -> Iterator[str]:
    yield from (f"### {node.name}", "")
    if told := ast.get_docstring(node):
        yield from (_prose(told), "")
    yield "| field | holds | |"
    yield "|---|---|---|"
    for field, comment in _fields(node):
        assert isinstance(field.target, ast.Name), "a dataclass has names for fields"
        yield f"| `{field.target.id}` | {_type(ast.unparse(field.annotation), known)} | {_prose(comment)} |"
    yield ""


def _fields(node: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, str]]:
    """Each field with what the text behind it says."""
    for field, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign):
            is_told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield field, str(after.value.value) if is_told else ""  # type: ignore[union-attr]


def _type(written: str, known: Iterable[str]) -> str:
    """A type in words: `tuple[ArticleLink, ...]` → list of [`ArticleLink`](#articlelink)."""
    if listed := re.fullmatch(r"tuple\[(.+), \.\.\.\]", written):
        return f"list of {_type(listed[1], known)}"
    if pair := re.fullmatch(r"tuple\[(.+), (.+)\]", written):
        return f"pair of {_type(pair[1], known)} and {_type(pair[2], known)}"
    if optional := re.fullmatch(r"(.+) \| None", written):
        return f"{_type(optional[1], known)} or nothing"
    if written in known:
        return f"[`{written}`](#{written.lower()})"
    return _PLAIN.get(written, "text")


_PLAIN = {"int": "number", "bool": "yes or no", "Markup": "HTML", "float": "number"}


def _prose(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(diagnostics_page(), encoding="utf-8", newline="\n")
    TEMPLATES.write_text(templates_page(TEMPLATES.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

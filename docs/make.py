"""Generates docs/diagnostics.md from the catalogue of codes, and the references in docs/templates.md and docs/data.md.

Knows the general advice for each code, and the view that each template receives. Run `python docs/make.py` after a
code, a view or a column of the data has changed.
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
from generator.outputs.data_readme import columns_explained
from generator.rendering.defaults import default_templates

PAGE = Path(__file__).parent / "diagnostics.md"
TEMPLATES = Path(__file__).parent / "templates.md"
REFERENCE = "<!-- Generated from here on, from outputs/views.py: don't edit it, run `python docs/make.py`. -->"
DATA = Path(__file__).parent / "data.md"
COLUMNS = "<!-- Generated from here on, from outputs/data_columns.py: don't edit it, run `python docs/make.py`. -->"
GIVEN = {
    "home.html": "HomePage",
    "articles.html": "ArticlesPage",
    "article.html": "ArticlePage",
    "claims.html": "ClaimsPage",
    "claim.html": "ClaimPage",
    "repeat.html": "RepeatPage",
    "corrections.html": "CorrectionsPage",
    "corrections.xml": "CorrectionsFeed",
    "verdict.html": "VerdictPage",
    "speakers.html": "SpeakersPage",
    "speaker.html": "SpeakerPage",
    "sources.html": "SourcesPage",
    "publisher_sources.html": "SourcesOfPublisherPage",
    "publishers.html": "GroupsPage",
    "publisher.html": "GroupPage",
    "period.html": "PeriodPage",
    "tags.html": "GroupsPage",
    "tag.html": "GroupPage",
    "codebook.html": "CodebookPage",
    "data.html": "DataPage",
    "search.html": "SearchPage",
    "page.html": "OrdinaryPage",
    "404.html": "NotFoundPage",
    "alias.html": "AliasPage",
    "feed.xml": "FeedPage",
}
"""The template of each kind of page, with the view that it receives as `page`."""

_HEAD = """\
<!-- Generated from generator/diagnostics/codes.py by docs/make.py. Don't edit it: run `python docs/make.py`. -->

# Diagnostics

Every problem that the program reports has a severity and a code, as in `error[quote-not-found]`.

- An **error** means that something cannot be published as written. It is left out, the rest is published, and the
  command ends with exit code 1.
- A **warning** means that something is probably a mistake. With `--strict` it prevents publishing.
- A **notice** is for information only. Some wait until nothing is an error or a warning, because they may follow from
  one: a speaker whose only claim can't be read is not unused. This page says which.

A message names the file, the line and the column, and says what is wrong and what to do next. You can paste the lines
below “next” unchanged. This page gives the reason for each code, an example that triggers it, and a way to fix it.
"""

NEXT = {
    "quote-not-found": (
        "Copy the words from the article. If the article was changed, decide whether the annotation still holds. "
        "Write words that are not in the article as a `statement`."
    ),
    "quotes-of-another": "Take out what was copied along, or put the article's own text beside its sidecar.",
    "quote-ambiguous": (
        "Add `prefix` or `suffix` to select one place (the message suggests them), or quote more words. If you "
        "mean all places, add `times`."
    ),
    "quote-count": "Check each place that the message shows. If you mean all of them, write their number.",
    "quote-overlap": "Merge the two passages, or shorten one.",
    "quote-ellipses": "Write a list with one passage per line, or quote only the first and the last words.",
    "range-crosses-quotation": (
        "If a quotation is interrupted, write a list with one passage per line. If you mean the words in between "
        "as well, ignore the warning."
    ),
    "range-long": "Check that the range ends where you mean. Quote the sentence that matters, or several passages.",
    "too-deep": "Annotate shorter passages, or merge some of these annotations.",
    "copied-along": (
        "Remove the lines that the message names. If the article itself has them there, ignore the warning."
    ),
    "text-twice": "Remove the lines that the message names, unless the article itself repeats them.",
    "front-matter-twice": "Keep the front matter of this text, and remove the other, or move it to its own file.",
    "text-of-another": "Delete one of the two, or put the article's own text there. Nothing, if both published it.",
    "front-matter-of-another": "Write what belongs to this article. Nothing, if both have it.",
    "paragraphs-joined": "Put a blank line between the paragraphs. If they are one, put both on one line.",
    "markdown-misread": "Write a backslash before the sign, or a blank line above the line of hyphens.",
    "rows-joined": "Write the table, the list or the heading as Markdown has it.",
    "office-remains": "Remove it, or write a link of Markdown in its place.",
    "pdf-sign": "Write the letters that the message shows.",
    "tracked-change": "Accept the changes in the word processor and copy the text again, or paste the line.",
    "garbled-text": "Paste the lines that the message shows, or copy the text again.",
    "prose-as-code": "Write the text without the indentation, or put real code between lines of three backticks.",
    "html-tag": "Write Markdown in its place, or put a tag that is meant between backticks.",
    "date-to-come": "Write the date that is meant. `check` and `serve` report this, and no build.",
    "no-body": "Add the text, or write `draft: true` until you have it.",
    "markdown-nested": "Reduce the nesting.",
    "link-scheme": "Write an address with https:, http: or mailto:, or the path of a file in the archive.",
    "image-elsewhere": (
        "If its licence allows, save the image beside the article and use that file. Otherwise write a link yourself."
    ),
    "image-alt": "Describe the image between the square brackets, or in `alt` of `image` in the front matter.",
    "text-not-shown": (
        "If the line is text, write a backslash before its first bracket, as the message shows. Otherwise remove it. "
        "In a table, give the header as many cells as the row, or write `\\|` for a stroke that is text."
    ),
    "html-entity": "Paste the line that the message shows, which has the character instead.",
    "yaml-encoding": "Save the file as UTF-8; most editors have “Save with encoding”.",
    "yaml-character": "Replace the character with a space, or remove it.",
    "windows-character": (
        "Paste the lines that the message shows, or replace each character by the one that is meant. If the file comes "
        "from another program, have it convert from Windows-1252 instead of Latin-1."
    ),
    "yaml-size": "Split the file: speakers and sources can be spread over several files.",
    "too-many-problems": "Check that it is the right file, then fix the problems that are shown.",
    "yaml-depth": "Look for an unintended bracket or indentation.",
    "merge-unfinished": "Keep what is right of both versions, and take out the lines with the marks of the merge.",
    "yaml-syntax": (
        "Paste the lines that the message shows, if any. Otherwise put the text in quotation marks, or use a "
        "block: `note: |`."
    ),
    "yaml-foreign": "Remove what is no part of the file: fences, marks of a mail or a comparison, dots.",
    "yaml-structure": "Indent the lines as the message says; what follows from it is right then.",
    "yaml-duplicate-key": "Merge both under one key, or rename one of them.",
    "yaml-feature": (
        "Put a text in quotation marks. Write out a value that an anchor, alias or tag was meant to produce."
    ),
    "yaml-comment": "Put the whole text in quotation marks.",
    "yaml-comma": "Put the text in quotation marks.",
    "unknown-key": "Correct the spelling; the message suggests the nearest key or lists the known ones.",
    "missing-key": "Add the key, or write its value.",
    "wrong-shape": (
        "Write the value in the shape that the message names. Put a text that begins with a bracket in quotation marks."
    ),
    "wrong-value": "Write one of the values that the message lists.",
    "wrong-date": (
        "Write a date as in `2015-12-23`. Where a partial date is enough, `2015-12` or `2015` also works. A time "
        "needs its time zone."
    ),
    "wrong-address": (
        "Write the whole address, with https:// or http://. Write the path of a file relative to the file that "
        "names it."
    ),
    "wrong-language": "Write the language code: `en`, `pt-BR`, `fa`.",
    "wrong-id": "Use the id that the message suggests, or another one of letters a–z, digits and single hyphens.",
    "wrong-reference": (
        "Refer to an annotation of the same article by its id, to one of another article by `article#id`."
    ),
    "duplicate-id": "Give one of the two another id. If it was already published, list the old id under `aliases`.",
    "front-matter-missing": "Begin the file with `---`, a title, for an article also a date, and `---`.",
    "front-matter-open": "Insert a `---` line after the last key.",
    "quote-missing": "Add `quote` with words of the article, or `statement` in your own words.",
    "quote-empty": "Copy the words from the article, or remove the quote and write a `statement`.",
    "quote-form": "Write `exact`, with `prefix`, `suffix` and `times` as needed, or write `from` and `to`.",
    "quote-list": "Write each passage on a line of its own, after a dash. Check that no passage was split.",
    "note-empty": "Write the note, or remove the key.",
    "speaker-local": (
        "Move the other fields to the speaker's entry in content/speakers.yaml. For a new speaker, add `name`."
    ),
    "template-error": (
        "Correct the template at the line that the message names. `counterpoint templates --copy` copies the "
        "default template for comparison."
    ),
    "words-mistake": (
        "Correct the file. `counterpoint templates --copy words/en.yaml` copies all interface texts with their "
        "placeholders."
    ),
    "file-unreadable": "Check the permissions of the file or folder.",
    "file-too-large": "Split the text, or remove what is not text.",
    "file-link": "Replace the link with the file or folder itself.",
    "file-special": "Remove it.",
    "file-name": "Rename the file.",
    "conflicted-copy": "Compare the two files, merge them by hand, and delete the one that the message names first.",
    "file-not-text": "Save it as UTF-8. Put images and fonts under content/, from which they are copied.",
    "file-misplaced": (
        "Move or rename it: texts belong in content/articles/ or content/pages/, a sidecar beside its article."
    ),
    "file-not-copied": (
        "Remove it. If it is meant to be published and you trust it, list it under `files` in site.yaml."
    ),
    "picture-damaged": "Save the picture again as JPEG, PNG, WebP, AVIF or GIF.",
    "file-missing": "Correct the path, which is relative to content/, or remove it.",
    "sidecar-ending": "Rename it to .yaml.",
    "sidecar-alone": "Add the article, or rename the sidecar to match it. Where it has one already, merge the two.",
    "layer-alone": "Add the article, or rename the layer to match it.",
    "layer-undeclared": (
        "Declare the layer under `layers:` in site.yaml. If the file is another version of the sidecar, merge the two."
    ),
    "layer-unclear": "Rename the article with the longer name and its sidecar, or give the layer another key.",
    "content-missing": "Put articles into content/articles/ and pages into content/pages/.",
    "file-copy": "Delete the copy. If it is another article, give it a name of its own.",
    "sidecar-empty": "Restore the file from git if its annotations were lost. Otherwise delete it.",
    "names-fold-together": "Rename one of them.",
    "path-claimed-twice": "Rename one of the two. Until then only the first one is published.",
    "unknown-speaker": (
        "Correct the id, or define the speaker in content/speakers.yaml or under `speakers` in the sidecar."
    ),
    "unknown-organization": "Define it as a speaker (`kind: organization`) and write its id.",
    "speaker-shared": "Keep only `role` and `organization` there. If you mean a different person, choose another id.",
    "speaker-twice": "Define the speaker once, in content/speakers.yaml.",
    "unknown-source": (
        "Correct the id, define the source in content/sources.yaml, or write the whole source where it is cited."
    ),
    "unknown-reference": "Correct the reference: `article#id`, or the id alone in the same article.",
    "reference-kind": "Name a claim (or, with `to`, a counter-point).",
    "tags-many": "Remove tags that no other article or annotation shares.",
    "aliases-many": "Remove the aliases that no link uses any more.",
    "reference-circle": "Remove the reference from the statement that was made first.",
    "reference-to-draft": "Nothing, if the draft will be published. Otherwise remove the reference.",
    "repeats-draft": "Publish the draft first, or let another appearance be the claim.",
    "former-id": "Write the current id, which the message names.",
    "unknown-verdict": "Write a verdict that the message lists, or define this one under `verdicts` in site.yaml.",
    "repeat-has-own": "Remove the field from the repeat. If it is a different claim after all, remove `repeats`.",
    "unknown-code": "Correct the key, or add it under `codes` in site.yaml.",
    "unknown-code-value": "Correct the value, or add it under `codes` in site.yaml.",
    "code-several": "Keep one of the values, or write `several: true` at the key under `codes` in site.yaml.",
    "code-missing": "Add the values, or take the kind of annotation out of `required` in site.yaml.",
    "ids-fall-together": "Rename one of them, or remove the alias.",
    "name-taken": "Choose another id.",
    "tag-spellings": (
        "Use the most frequent spelling. For a different tag, choose one that differs in a letter or a digit."
    ),
    "publisher-spellings": (
        "Use the most frequent spelling. Better still, define the outlet as a speaker and use its id."
    ),
    "publisher-speaker": "Write the speaker's id, or another name if it is another publisher.",
    "outlet-unknown": "Add `publisher` to the article's front matter, or name another speaker.",
    "said-later": "Correct the date of `said`, or that of the article.",
    "dates-disagree": "Correct the date that is wrong.",
    "publisher-address": "Correct the publisher or the address. Nothing, if the other outlet only carries the text.",
    "speakers-alike": "Correct the name or the item, or keep one of the two. Nothing, if they are two people.",
    "sources-alike": "Correct the address, or keep one of the two. Nothing, if both have one address.",
    "source-known": "Write the id of the source, as the message shows.",
    "link-broken": "Write the path relative to the file that contains the link. The message names the nearest file.",
    "link-fragment": "Link to an annotation by its id, or to a paragraph by its number: `river-report.md#p_2`.",
    "link-to-draft": "Nothing, if the draft will be published. Otherwise remove the link.",
    "answer-needs-quote-or-source": "Quote the answer from the article, or add `sources`.",
    "verdict-needs-source": "Add `sources`, or leave the claim unrated.",
    "navigation-unknown": "Correct the name, write the page, or remove the entry.",
    "history-missing": "Commit the site, or leave out `history` in `outputs`; where Git refuses, do what it says.",
    "history-incomplete": "Fetch what is missing, or let the workflow check out everything: `fetch-depth: 0`.",
    "people-unknown": "Write the address or the name as `git shortlog --summary --email` does, or remove the entry.",
    "featured-unusable": "Name another claim, or remove `featured`: then it is the claim with the most answers.",
    "placeholder": "Write your own words in their place, or remove the line, the page or the sample article.",
    "no-card": "Install what the message names, or build without these pictures.",
    "no-url": "Add `url` to site.yaml once you know the address of the site.",
    "reviewed-early": "Correct the date of the review, or that of the article.",
    "archived-early": "Correct the date of the copy, or that of the article.",
    "speaker-unnamed": "Write the id of the speaker, if that is who speaks.",
    "language-script": "Write the language of the text under `language` in its front matter.",
    "date-calendar": "Write the day in the Gregorian calendar.",
    "via-speaker": "Name who passes the words on, or remove `via`.",
    "corrects-another": (
        "Write the relation that is meant, such as `rebuts`. Nothing, if both speak for one side: an outlet's editor, "
        "say."
    ),
    "corrects-early": "Correct the date under `said`, or write another relation.",
    "verdicts-differ": "Keep one of the two, or say in `statement` what each of them claims.",
    "passage-repeated": "Keep one of the two, or say in `statement` what each of them claims.",
    "speaker-unused": "Nothing, if a later article will use the speaker. Otherwise remove the entry.",
    "source-unused": "Nothing, if a later article will cite the source. Otherwise remove the entry.",
    "file-unlinked": "Link to the file, name it under `files` in site.yaml, or remove it.",
    "change-needs-update": "Add the day and the reason under `updates` of the annotation.",
    "vanished-id": (
        "Restore it, and withdraw what no longer holds. If it has another id now, write the old one under `aliases` "
        "there."
    ),
    "sidecar-emptied": "Restore the file from git, with the command that the message shows.",
    "update-lost": "Take the line back from the revision, and add another for what changed since then.",
    "passage-lost": "Quote words that are in the text now, or restore the text.",
    "unsure": "Nothing. If you know more, say so in the sidecar and remove `unsure`.",
}
"""What to do, by code. A message is more specific, because it knows the case."""


def diagnostics_page() -> str:
    """The whole text of docs/diagnostics.md."""
    return "\n".join([_HEAD, *_index(), *(line for code in CODES.values() for line in _section(code))])


def _index() -> Iterator[str]:
    yield "| code | severity | meaning |"
    yield "|---|---|---|"
    yield from (f"| [{code.name}](#{code.name}) | {code.severity} | {code.what} |" for code in CODES.values())
    yield ""


def _section(code: Code) -> Iterator[str]:
    yield f"## {code.name}"
    yield ""
    waits = " It waits until nothing is an error or a warning." * code.waits
    yield f"**{code.severity.capitalize()}.** {code.what}{waits}"
    yield ""
    yield f"*Why:* {code.why}"
    yield ""
    yield "*Example:*"
    yield ""
    yield from ("```text", code.example, "```")
    yield ""
    yield f"*Fix:* {NEXT[code.name]}"
    yield ""


def templates_page(written: str) -> str:
    """The text of docs/templates.md: the handwritten part (`written` up to `REFERENCE`), then the reference."""
    head = written.partition(REFERENCE)[0]
    return "\n".join([head + REFERENCE, "", *_reference()])


def data_page(written: str) -> str:
    """The text of docs/data.md: the handwritten part (`written` up to `COLUMNS`), then what each column says."""
    head = written.partition(COLUMNS)[0]
    return head + COLUMNS + "\n" + "".join(columns_explained())


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
    """The blocks that a template adds to those of `base.html`."""
    parsed = Environment(autoescape=True).parse(default_templates()[template])
    of_base = {*_BASE_BLOCKS} if template != "base.html" else set()
    return [block.name for block in parsed.find_all(nodes.Block) if block.name not in of_base]


_BASE_BLOCKS = [
    block.name for block in Environment(autoescape=True).parse(default_templates()["base.html"]).find_all(nodes.Block)
]


def _view(node: ast.ClassDef, known: Iterable[str]) -> Iterator[str]:
    yield from (f"### {node.name}", "")
    if docstring := ast.get_docstring(node):
        yield from (_prose(docstring), "")
    yield "| field | holds | |"
    yield "|---|---|---|"
    for field, comment in _fields(node):
        assert isinstance(field.target, ast.Name), "a view has names for fields"
        yield f"| `{field.target.id}` | {_type(ast.unparse(field.annotation), known)} | {_prose(comment)} |"
    yield ""


def _fields(node: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, str]]:
    """Yields each field of a view with the string below it, or an empty string."""
    for field, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign):
            is_explained = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield field, str(after.value.value) if is_explained else ""  # type: ignore[union-attr]


def _type(written: str, known: Iterable[str]) -> str:
    """A type for readers: `tuple[ArticleLink, ...]` → list of [`ArticleLink`](#articlelink)."""
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
    DATA.write_text(data_page(DATA.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

"""The texts of new files: a small site, an article, a speaker. Writes nothing itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.formats.placeholders import SCAFFOLD_PHRASES
from generator.urls import slug

SCHEMA_COMMENT = "# yaml-language-server: $schema={up}schema/{name}.schema.json"
"""The comment by which yaml-language-server, and editors that use it, find the JSON Schema of a file."""

_IGNORED = """\
# written by builds: the output, the next output, the cache
/output/
*.next~
.counterpoint/
"""

_SITE = """\
{schema}
title: {title}
# What the archive is, in one sentence. The home page begins with it:
description: {description}
# The public URL of the site. Without it, builds write no feeds and no sitemap:
# url: https://example.org/archive/
language: en
timezone: UTC
navigation: [articles, claims, speakers, sources, about, methodology]
# The claim that the home page shows with its answers. Without it, the one with the most answers:
# featured: {article}#nothing-in-its-place
# Pictures for links that are shared elsewhere (needs Pillow):
# cards: true
"""

_SPEAKERS = """\
{schema}
# The speaker of the sample article: remove both together.
counterpoint:
  name: The Counterpoint authors
  kind: group
  description: {authors}.
"""

_SOURCES = """\
{schema}
# The source of the sample article: remove both together.
counterpoint-format:
  title: The content format of Counterpoint
  publisher: The Counterpoint authors
  kind: primary
"""

_ARTICLE = """\
---
title: What Counterpoint promises, and what it doesn't
date: {date}
publisher: counterpoint
tags: [sample]
summary: The program that built these pages describes itself. {sample}.
---

Counterpoint turns annotated news articles into a website. An article is one Markdown file. A YAML file of the same
name holds its annotations: what the article claims, who says so, and what answers it.

A quote that does not occur in its article is reported, and nothing is highlighted in its place. A similar passage is
not enough: one changed digit can make it another claim.

The same files give the same pages on every computer. Nothing in a page depends on the clock.

People decide which claims are annotated and how they are rated. The program counts what they chose, and says that they
chose it.
"""

_SIDECAR = """\
{schema}
claims:
  nothing-in-its-place:
    verdict: supported
    speaker: outlet
    quote: |
      A quote that does not occur in its article is reported, and nothing is highlighted in its place
    note: |
      Try it: change a word of this quote and build again.
    sources: [counterpoint-format]
    counterpoints:
      people-decide:
        relation: qualifies
        speaker: outlet
        quote: |
          People decide which claims are annotated and how they are rated
        note: |
          A quote can be exact and still be chosen unfairly.

  same-pages:
    verdict: unverified
    speaker: outlet
    quote: |
      The same files give the same pages on every computer
    note: |
      Build this site on a second computer and compare the two output folders.

notes:
  about-itself:
    quote:
      exact: Counterpoint
      in: title
    note: |
      Here a program describes itself, so its authors are among the speakers.
"""

_ABOUT = """\
---
title: About
---

{who}, and how to reach you.

[How we work](methodology.md) explains how claims are chosen and rated, and how mistakes are corrected.
"""

_METHODOLOGY = """\
---
title: How we work
---

## Which articles and claims

{which}, and which of their claims are annotated. Editors choose them, and they are not a
sample: counts in this archive do not show how often anyone is right.

## How claims are rated

{rates}, and who reviews a rating before it is published. Every verdict names its
sources, and its note gives the reasons.

## Corrections

{report}. When a published verdict changes, the page is not quietly replaced: an update
below the claim gives the date and the reason. A claim that was a misreading is withdrawn, and stays on the page, struck
through. The text of an article stays as it was captured; later corrections by its outlet are shown above it.
"""

_NEW_ARTICLE = """\
---
title: {title}
date: {date}
{publisher}
{url}
---

"""

_NEW_SIDECAR = """\
{schema}
#
# Remove the # from the lines that you need. The id (“first-claim”) becomes part of the claim's URL.
#
# claims:
#   first-claim:
#     verdict: unsupported
#     speaker: outlet            # or a speaker's id
#     quote: |
#       the exact words of the article
#     note: |
#       {reasons}.
#     counterpoints:
#       first-answer:
#         relation: rebuts
#         speaker: some-speaker
#         quote: |
#           the exact words of the answer
"""

_NEW_SPEAKER = """\
{schema}
{id}:
  name: {name}
  kind: {kind}
  # short: {short}
  # role: {role}
  # organization: the id of another speaker
  # description: {person}.
  # wikidata: Q…
"""


def new_site(title: str, date: str, schemas: Mapping[str, str]) -> dict[str, str]:
    """The files of a new site, path → text. The site builds, with a warning for each of `SCAFFOLD_PHRASES` in it.

    `date` (ISO 8601) is that of its article.
    """
    article = f"{date[:4]}/what-counterpoint-promises"
    return {
        "site.yaml": _filled(_SITE, schema=_schema_comment("site", 0), title=quoted(title), article=article),
        f"content/articles/{article}.md": _filled(_ARTICLE, date=date),
        f"content/articles/{article}.yaml": _filled(_SIDECAR, schema=_schema_comment("annotations", 3)),
        "content/speakers.yaml": _filled(_SPEAKERS, schema=_schema_comment("speakers", 1)),
        "content/sources.yaml": _filled(_SOURCES, schema=_schema_comment("sources", 1)),
        "content/pages/about.md": _filled(_ABOUT),
        "content/pages/methodology.md": _filled(_METHODOLOGY),
        ".gitignore": _IGNORED,
        **{f"schema/{name}": text for name, text in schemas.items()},
    }


def new_article(article_id: str, title: str, date: str, publisher: str = "", url: str = "") -> dict[str, str]:
    """An article and its sidecar, for the editor to fill in, path → text."""
    path = f"content/articles/{article_id}"
    text = _NEW_ARTICLE.format(
        title=quoted(title),
        date=date,
        publisher=f"publisher: {quoted(publisher)}" if publisher else "# publisher: a speaker's id, or a name",
        url=f"url: {quoted(url)}" if url else "# url: https://…",
    )
    sidecar = _filled(_NEW_SIDECAR, schema=_schema_comment("annotations", path.count("/")))
    return {f"{path}.md": text, f"{path}.yaml": sidecar}


def new_speaker(speaker_id: str, name: str, kind: str) -> dict[str, str]:
    """A speaker in a file of its own, path → text."""
    schema = _schema_comment("speakers", 2)
    text = _filled(_NEW_SPEAKER, schema=schema, id=speaker_id, name=quoted(name), kind=kind)
    return {f"content/speakers/{speaker_id}.yaml": text}


def id_for(title: str, date: str) -> str:
    """The id of an article whose title and date are known: `2015/the-title`."""
    return f"{date[:4]}/{slug(title)}"


def schema_texts(schemas: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """The JSON Schemas as texts; both mappings are by file name."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def quoted(text: str) -> str:
    """A text as a YAML scalar in double quotes, so that no character in it is taken for syntax."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _filled(template: str, **values: str) -> str:
    return template.format(**SCAFFOLD_PHRASES, **values)


def _schema_comment(name: str, folders_down: int) -> str:
    return SCHEMA_COMMENT.format(up="../" * folders_down, name=name)

"""The texts of new files: a small site to begin with, an article, a speaker. Writes nothing itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.urls import slug

SCHEMA_COMMENT = "# yaml-language-server: $schema={up}schema/{name}.schema.json"

_IGNORED = """\
# what a build writes and remembers
/output/
*.next~
.counterpoint/
"""

_SITE = """\
{schema}
title: {title}
description: News stories, read closely
# The address at which it will be read. Without it there are no feeds and no sitemap:
# url: https://example.org/archive/
language: en
timezone: UTC
navigation: [articles, claims, speakers, sources, about, methodology]
"""

_SPEAKERS = """\
{schema}
counterpoint:
  name: The Counterpoint authors
  kind: group
  description: They write the program that makes these pages, and the sample article that came with it.
"""

_SOURCES = """\
{schema}
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
summary: The program that made these pages describes itself. Replace this article by your first one.
---

Counterpoint turns annotated news articles into a website. An article is one Markdown file; what is claimed in it, by
whom, and what answers it stands in a YAML file of the same name beside it.

A quote that stands nowhere in its article is reported, and nothing is highlighted in its place. A passage that is only
similar will not do: one changed digit can make it another claim.

The same files give the same pages on every computer. Nothing in a page comes from the clock.

Which claims are annotated, and how they are rated, is decided by people. The program counts what they chose, and
says that they chose it.
"""

_SIDECAR = """\
{schema}
claims:
  nothing-in-its-place:
    verdict: supported
    speaker: outlet
    quote: |
      A quote that stands nowhere in its article is reported, and nothing is highlighted in its place
    note: |
      Try it: change a word of this quote and build again.
    sources: [counterpoint-format]
    counterpoints:
      people-decide:
        relation: qualifies
        speaker: outlet
        quote: |
          Which claims are annotated, and how they are rated, is decided by people
        note: |
          A quote in the right place can still be chosen unfairly.

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
      Here a program speaks of itself; that is why its authors stand among the speakers.
"""

_ABOUT = """\
---
title: About
---

Say who you are, who pays for this archive, and how to reach you.

How claims are chosen and rated, and how mistakes are mended, is told under [How we work](methodology.md).
"""

_METHODOLOGY = """\
---
title: How we work
---

## Which articles and claims

Say which news articles are taken in and which of their claims are annotated. They are chosen by editors and are no
sample: counts in this archive say nothing of how often somebody is right.

## How claims are rated

Say who rates, from what evidence, and who reads it before it is published. Every verdict names its sources, and its
note says why the claim is rated so.

## Corrections

Whoever finds a mistake is asked to write to us: say where. When a published verdict changes, the old page is not
quietly replaced: the change is dated and explained below the claim, as an update. What was a misreading is
withdrawn and stays, struck through. The text of an article stays as it was captured; what its outlet corrected later
is shown above it.
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
# Take the sign # away from what you need; the id (“first-claim”) becomes the claim's address.
#
# claims:
#   first-claim:
#     verdict: unsupported
#     speaker: outlet            # or a speaker's id
#     quote: |
#       the words as they stand in the article
#     note: |
#       Why it is rated so.
#     counterpoints:
#       first-answer:
#         relation: rebuts
#         speaker: somebody
#         quote: |
#           the words of the answer
"""

_NEW_SPEAKER = """\
{schema}
{id}:
  name: {name}
  kind: {kind}
  # role: What they were when they spoke
  # organization: the id of another speaker
  # description: Who it is, in a sentence or two.
  # wikidata: Q42
"""


def new_site(title: str, date: str, schemas: Mapping[str, str]) -> dict[str, str]:
    """A site that builds without a warning, as path → text; its sample article is dated `date` (ISO 8601)."""
    article = f"content/articles/{date[:4]}/what-counterpoint-promises"
    return {
        "site.yaml": _SITE.format(schema=_schema_comment("site", 0), title=quoted(title)),
        f"{article}.md": _ARTICLE.format(date=date),
        f"{article}.yaml": _SIDECAR.format(schema=_schema_comment("annotations", 3)),
        "content/speakers.yaml": _SPEAKERS.format(schema=_schema_comment("speakers", 1)),
        "content/sources.yaml": _SOURCES.format(schema=_schema_comment("sources", 1)),
        "content/pages/about.md": _ABOUT,
        "content/pages/methodology.md": _METHODOLOGY,
        ".gitignore": _IGNORED,
        **{f"schema/{name}": text for name, text in schemas.items()},
    }


def new_article(article_id: str, title: str, date: str, publisher: str = "", url: str = "") -> dict[str, str]:
    """An article and its sidecar, to be filled in."""
    path = f"content/articles/{article_id}"
    text = _NEW_ARTICLE.format(
        title=quoted(title),
        date=date,
        publisher=f"publisher: {quoted(publisher)}" if publisher else "# publisher: a speaker's id, or a name",
        url=f"url: {quoted(url)}" if url else "# url: https://…",
    )
    sidecar = _NEW_SIDECAR.format(schema=_schema_comment("annotations", path.count("/")))
    return {f"{path}.md": text, f"{path}.yaml": sidecar}


def new_speaker(speaker_id: str, name: str, kind: str) -> dict[str, str]:
    """A speaker in a file of its own."""
    schema = _schema_comment("speakers", 2)
    text = _NEW_SPEAKER.format(schema=schema, id=speaker_id, name=quoted(name), kind=kind)
    return {f"content/speakers/{speaker_id}.yaml": text}


def id_for(title: str, date: str) -> str:
    """Where an article goes when only its title is known: `2015/the-title`."""
    return f"{date[:4]}/{slug(title)}"


def schema_texts(schemas: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """File name → text, from file name → JSON Schema."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def quoted(text: str) -> str:
    """A text as YAML, in quotation marks, so that nothing in it means anything."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _schema_comment(name: str, folders_down: int) -> str:
    return SCHEMA_COMMENT.format(up="../" * folders_down, name=name)


# ── new things ───────────────────────────────────────────────────────────────────────────────────────────────────

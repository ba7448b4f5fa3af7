"""The texts of new files: a small site, an article, a speaker. Writes nothing itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.cli.class_site import CLASS_SITE
from generator.cli.codebook_site import CODEBOOK_SITE
from generator.cli.newsroom_site import NEWSROOM_SITE
from generator.cli.workflow import WORKFLOW, pages_workflow
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

_CITATION = """\
# How to cite this archive, for GitHub, Zenodo and reference managers: https://citation-file-format.github.io/
cff-version: 1.2.0
message: If you use this archive, please cite it as below.
type: dataset
title: {title}
# Who annotates and rates: `name` for an organization or a group, `family-names` and `given-names` for a person.
authors:
  - name: {editors}
# url: https://example.org/archive/
# license: the SPDX identifier of the license of the annotations, as in CC-BY-4.0
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
# How the history names those who changed something: not at all, or by `names`, `initials`, or names for addresses:
people: nobody
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
    sources: [counterpoint-format]

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


_SMALL: Mapping[str, str] = {
    "site.yaml": _SITE,
    "content/articles/{year}/what-counterpoint-promises.md": _ARTICLE,
    "content/articles/{year}/what-counterpoint-promises.yaml": _SIDECAR,
    "content/speakers.yaml": _SPEAKERS,
    "content/sources.yaml": _SOURCES,
    "content/pages/about.md": _ABOUT,
    "content/pages/methodology.md": _METHODOLOGY,
}
_BY_PURPOSE: Mapping[str, Mapping[str, str]] = {
    "newsroom": {**_SMALL, **NEWSROOM_SITE},
    "codebook": {**_SMALL, **CODEBOOK_SITE},
    "class": CLASS_SITE,
}


def new_site(
    title: str, date: str, schemas: Mapping[str, str], purpose: str = "", installs: str = ""
) -> dict[str, str]:
    """The files of a new site, path → text. The site builds, with a warning for each of `SCAFFOLD_PHRASES` in it.

    `date` (ISO 8601) is that of its article. `purpose` is `newsroom`, `codebook` or `class`, or empty for a small site.
    A site with a purpose has a workflow, in which pip installs what `installs` says.
    """
    year = date[:4]
    values = {
        "title": quoted(title),
        "date": date,
        "year": year,
        "article": f"{year}/what-counterpoint-promises",
    }
    files = {path.format(year=year): text for path, text in (_BY_PURPOSE[purpose] if purpose else _SMALL).items()}
    return {
        **{path: _filled(text, schema=_schema_comment(path), **values) for path, text in files.items()},
        ".gitignore": _IGNORED,
        "CITATION.cff": _CITATION.format(title=quoted(title), editors=quoted(f"The editors of {title}")),
        **({WORKFLOW: pages_workflow(installs)} if purpose else {}),
        **{f"schema/{name}": text for name, text in schemas.items()},
    }


def new_article(article_id: str, title: str, date: str, publisher: str = "", url: str = "") -> dict[str, str]:
    """An article for the editor to fill in, and a sidecar that has only the comment for text editors, path → text."""
    path = f"content/articles/{article_id}"
    text = _NEW_ARTICLE.format(
        title=quoted(title),
        date=date,
        publisher=f"publisher: {quoted(publisher)}" if publisher else "# publisher: a speaker's id, or a name",
        url=f"url: {quoted(url)}" if url else "# url: https://…",
    )
    return {f"{path}.md": text, f"{path}.yaml": _schema_comment(f"{path}.yaml") + "\n"}


def new_speaker(speaker_id: str, name: str, kind: str) -> dict[str, str]:
    """A speaker in a file of its own, path → text."""
    path = f"content/speakers/{speaker_id}.yaml"
    return {path: _filled(_NEW_SPEAKER, schema=_schema_comment(path), id=speaker_id, name=quoted(name), kind=kind)}


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


def _schema_comment(path: str) -> str:
    """The comment for a YAML file of a site at `path`."""
    parts = path.removesuffix(".yaml").split("/")
    name = "annotations" if parts[1:2] == ["articles"] else parts[min(1, len(parts) - 1)]
    return SCHEMA_COMMENT.format(up="../" * (len(parts) - 1), name=name)

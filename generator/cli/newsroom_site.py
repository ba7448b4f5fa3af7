"""What `init --for newsroom` writes in place of the files of a small site, or besides them. Texts alone."""

from __future__ import annotations

from collections.abc import Mapping

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
# Who annotates and rates. Each page shows the name at its foot, and beside what the editors say:
organization:
  name: {newsroom}
navigation: [articles, claims, speakers, sources, about, methodology]
rules:
  # A verdict without a source is a warning:
  verdict-needs-source: warning
# The claim that the home page shows with its answers. Without it, the one with the most answers:
# featured: {article}#nothing-in-its-place
# Pictures for links that are shared elsewhere (needs Pillow):
# cards: true
"""

_ABOUT = """\
---
title: About
---

{owners}, who edits these pages, and how to reach you.

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

Each verdict is shown with its meaning. “Unverified” means that a claim can be checked and that we have not done it yet.
It is no judgement on the speaker.

## Who is heard

{heard}, and how long they have to answer. An answer is shown beside the claim, in their words.

## Corrections

{report}. When a published verdict changes, the page is not quietly replaced: an update
below the claim gives the date and the reason. A claim that was a misreading is withdrawn, and stays on the page, struck
through. The text of an article stays as it was captured; later corrections by its outlet are shown above it.
"""

NEWSROOM_SITE: Mapping[str, str] = {
    "site.yaml": _SITE,
    "content/pages/about.md": _ABOUT,
    "content/pages/methodology.md": _METHODOLOGY,
}
"""The files, path → text with names in braces."""

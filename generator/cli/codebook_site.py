"""What `init --for codebook` writes in place of the files of a small site, or besides them. Texts alone."""

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
navigation: [articles, claims, codebook, coding, about, methodology]

# The codebook: replace these two codes with yours. Readers find it under “Codebook”, with counts; the writing desk
# offers its values. A code that is required and missing is a warning once its claim is rated, or once its article is
# `annotated`.
codes:
  frame:
    definition: What the claim makes the story about, as a reader of its day would take it.
    values:
      conflict:
        definition: Two sides oppose each other, and the claim is about what divides them.
        example: the ministry rejects what the group says
      consequences:
        definition: What follows for people, animals, money or the law.
        example: some 1,200 fish were found dead
      human-interest:
        definition: What one person lives through or feels.
        example: she has not slept since the flood
      other: None of these, or none that clearly comes before the others.
    required: claims
  attribution:
    definition: How the article shows who says it.
    values:
      named: A person, an organization or the outlet itself is named.
      unnamed: The article keeps the name back, as of “an official”.
      document: A report, a court file, a recording or another record is cited.
    required: [claims, counterpoints]
"""

_SIDECAR = """\
{schema}
claims:
  nothing-in-its-place:
    speaker: outlet
    quote: |
      A quote that does not occur in its article is reported, and nothing is highlighted in its place
    note: |
      Try it: change a word of this quote and build again.
    sources: [counterpoint-format]
    codes: {{frame: consequences, attribution: named}}
    counterpoints:
      people-decide:
        relation: qualifies
        speaker: outlet
        quote: |
          People decide which claims are annotated and how they are rated
        note: |
          A quote can be exact and still be chosen unfairly.
        codes: {{attribution: named}}

  same-pages:
    speaker: outlet
    quote: |
      The same files give the same pages on every computer
    unsure: Is this about consequences, or about nothing of the list?
    codes: {{frame: other, attribution: named}}

notes:
  about-itself:
    quote:
      exact: Counterpoint
      in: title
    note: |
      Here a program describes itself, so its authors are among the speakers.
"""

_CODING = """\
---
title: Coder's guide
---

The *Codebook* lists the codes, their values and what each means. {origin}.

## What is coded

One claim is one unit: what one speaker says to be so, in one place of the article. Two sentences by one speaker are two
claims if one could be true and the other false. An answer to a claim is coded by itself.

A headline is a unit of its own, since many readers see nothing else. Adverts, captions and links to other articles are
left out, unless a claim is nowhere else.

## Step by step

1. Read the whole article before you mark anything.
2. Mark the exact words of the claim: as many as it takes to understand it, and no more.
3. Say who says it. For what the article says in its own voice that is the outlet; if someone reports what another says,
   note both.
4. Choose a value for each code. Go by what the words say, and not by what you know about the speaker.
5. If two values fit, take the one that its definition names more closely. If you still hesitate, choose one and write
   down why: “unsure” keeps doubts, and all of them are listed when the site is checked.
6. If no value fits, don't stretch one. Choose “other”, and bring the case to the next meeting.

## Two coders

{coders}. {agreement}, and by which measure.

The second coder of an article works in a copy of their own, and doesn't look at the first one's codes until both are
done. Differences are talked over, and the note of the annotation keeps what was decided.

## When the codebook changes

A code or a value that means something else from now on gets a new name. Otherwise old and new codings look the same.
Articles that were coded before are coded again, or this page gives the date of the change.
"""

_ABOUT = """\
---
title: About
---

{study}. {who}, and how to reach you.

[How we work](methodology.md) explains how articles are chosen, and how mistakes are corrected; the
[coder's guide](coding.md) explains how they are coded.
"""

_METHODOLOGY = """\
---
title: How we work
---

## Which articles and claims

{sample_drawn}: from which outlets and which months, by which search, and how many
were left out and why. {claims_coded}.

What can be counted here says something about these articles. Whether it says something about others depends on how they
were drawn.

## How claims are coded

The [coder's guide](coding.md) gives the rules, and the codebook the definitions. Each coding can be read beside the
words that it is about, with its doubts.

## Corrections

{report}. A coding that was wrong is corrected, and the history of its file keeps the old one. If a published verdict
changes, an update below the claim gives the date and the reason. The text of an article stays as it was captured;
later corrections by its outlet are shown above it.
"""

CODEBOOK_SITE: Mapping[str, str] = {
    "site.yaml": _SITE,
    "content/articles/{year}/what-counterpoint-promises.yaml": _SIDECAR,
    "content/pages/coding.md": _CODING,
    "content/pages/about.md": _ABOUT,
    "content/pages/methodology.md": _METHODOLOGY,
}
"""The files, path → text with names in braces."""

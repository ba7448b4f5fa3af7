"""What `init --for class` writes in place of the files of a small site, or besides them. Texts alone.

The article retells events of 1912. Its numbers, and what it says of the law, are in the report of the British Wreck
Commissioner; what newspapers and the owners' office said is in the evidence before the United States Senate.
"""

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
# Who annotates and rates. Each page shows the name at its foot. No page needs the names of pupils:
organization:
  name: {class_name}
navigation: [articles, claims, worksheet, about, methodology]
"""

_SOURCES = """\
{schema}
british-report:
  title: Report on the loss of the “Titanic” (s.s.)
  publisher: Wreck Commissioner’s Court, London
  date: 1912-07-30
  url: https://www.titanicinquiry.org/BOTInq/BOTReport/botRepBOT.php
  kind: primary
senate-report:
  title: '“Titanic” disaster: report of the Committee on Commerce'
  publisher: United States Senate
  date: 1912-05-28
  url: https://www.titanicinquiry.org/USInq/USReport/AmInqRep02.php
  kind: primary
"""

_SPEAKERS = """\
{schema}
counterpoint:
  name: The Counterpoint authors
  kind: group
  description: They write the program that builds these pages, and retold the article on the Titanic for classes.
"""

_ARTICLE = """\
---
title: The Titanic in the first reports
date: {date}
publisher: counterpoint
retold: true
tags: [first reports]
summary: How newspapers came to report that everybody on board had been saved.
---

Late in the evening of 14 April 1912 the passenger ship Titanic struck an iceberg in the North Atlantic. She sank in
less than three hours. About 1,500 people died. Some 700 reached the lifeboats and were taken aboard by another ship,
the Carpathia.

On the next day several newspapers reported that all passengers had been saved, and that the Titanic was being towed
to Halifax. No reporter could ask anyone on board. The newspapers relied on wireless messages, which were short and
incomplete, and on what others passed on.

In New York, the owners’ office told reporters that the ship could not sink. In the evening of that day it had to say
that she had sunk, and that many lives were lost.

The Titanic carried more lifeboats than the law of the time asked for. The law went by the tonnage of a ship, and not by
the number of people on board. Her boats had room for 1,178, and about 2,200 were on board.
"""

_SIDECAR = """\
{schema}
# One claim, as an example. The class adds two more: see the worksheet.
claims:
  all-saved:
    verdict: false
    speaker: {{unnamed: several newspapers}}
    quote: all passengers had been saved
    said: 1912-04-15
    note: |
      The ship had sunk in the night before. Both inquiries counted the dead.
    sources: [british-report, senate-report]
    counterpoints:
      the-dead:
        relation: rebuts
        speaker: outlet
        quote: About 1,500 people died
"""

_WORKSHEET = """\
---
title: Worksheet
---

[The Titanic in the first reports](../articles/{year}/titanic-first-reports.md) is a short article with three claims
that are worth checking. The first is annotated, as an example. The other two are yours: one is in the third
paragraph, and one in the fourth.

{task}.

## Read

1. Read the whole article before you mark anything.
2. Look at the example. Who says it? In which words? What answers it, and what is the verdict based on?

## Annotate

Do this for each of the two claims. Your teacher shows you how the article is opened for annotating.

1. **Which words?** Select the claim itself, and nothing around it. Then press *c*.
2. **Who says it?** An office, a newspaper, or the article in its own voice? If the article only reports it, look
   for the one who says it.
3. **Is it so?** Look for evidence before you choose a verdict, in the two reports under *Sources*, or elsewhere. A
   claim can be true and still mislead: then what is missing belongs beside it.
4. **Why?** Give your reasons in one or two sentences, and name your source, so that others can look it up.
5. **What answers it?** If the article itself has an answer, select its words, and press *a*.
6. **What are you not sure of?** Write that down too. “Unverified” is a verdict like the others.

## Compare and talk

- Did others select the same words? If not, does the claim change with them?
- How could several newspapers print the same mistake on the same day?
- Does it matter for the verdict whether the speaker knew better?
- What would you add to the sentence on lifeboats, so that it misleads no reader?
"""

_ABOUT = """\
---
title: About
---

{class_who}, and how to reach you.

The articles and verdicts here are schoolwork. [How we work](methodology.md) says what that means.
"""

_METHODOLOGY = """\
---
title: How we work
---

## Which articles and claims

{which}. They were chosen for learning, and they are not a sample: counts in this archive do
not show how often anyone is right. Articles that are marked as retold were written for the class.

## How claims are rated

{rates}. Every verdict comes with a note that gives the reasons.

## Corrections

{report}. When a published verdict changes, an update below the claim gives the date and the
reason. A claim that was a misreading is withdrawn, and stays on the page, struck through.
"""

CLASS_SITE: Mapping[str, str] = {
    "site.yaml": _SITE,
    "content/articles/{year}/titanic-first-reports.md": _ARTICLE,
    "content/articles/{year}/titanic-first-reports.yaml": _SIDECAR,
    "content/speakers.yaml": _SPEAKERS,
    "content/sources.yaml": _SOURCES,
    "content/pages/worksheet.md": _WORKSHEET,
    "content/pages/about.md": _ABOUT,
    "content/pages/methodology.md": _METHODOLOGY,
}
"""The files, path → text with names in braces."""

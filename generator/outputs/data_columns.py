"""The columns of the data, in order, each with what it says. Knows no values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.outputs.articles_csv import ARTICLE_COLUMNS
from generator.outputs.claims_csv import CLAIM_COLUMNS

STATEMENT_FILES: Mapping[str, str] = {
    "claims": "claims, at their first appearance",
    "repeats": "further appearances of claims, each with its own words",
    "answers": "what answers a claim or another answer (counter-points)",
    "notes": "remarks of the editors on a text",
}
"""The files with a row for each annotation of a kind: name, and what it has a row for."""
OTHER_FILES: Mapping[str, str] = {
    "passages": "passages of the articles' texts that annotations mark",
    "articles": "articles",
    "sources": "sources that the annotations cite, each once a year",
}
"""The other files of a year: name, and what they have a row for."""
COLUMNS_OF_A_KIND: Mapping[str, Sequence[str]] = {
    "claims": (),
    "repeats": ("repeats",),
    "answers": ("relation", "to"),
    "notes": (),
}
"""Columns that only one kind of annotation has."""
FURTHER_COLUMNS = ("quote", "note_text", "unsure", "updates", "sources")
"""The columns of a table of annotations behind those of the codes and those of its kind."""
PASSAGE_COLUMNS = (
    "article", "annotation", "kind", "part", "n", "start", "end", "text", "prefix", "suffix", "speaker_id", "verdict",
    "placed", "language", "address",
)  # fmt: skip
"""The columns of the table of passages. Those of the codes follow."""
FURTHER_ARTICLE_COLUMNS = tuple("publisher_id section summary captured archived_date rights published notes".split())
"""The columns of the table of articles behind those that tables of lists have."""

ABOUT_STATEMENTS: Mapping[str, str] = {
    "claim": "the annotation, for good: `article#id`. Other columns and files name it so",
    "address": "its page, or its place in the article",
    "verdict": "the key of the verdict, as in `verdicts` of `index.json`; of a repeat, that of its claim",
    "verdict_label": "the label of the verdict",
    "text": "the words of the editors where `quoted` is no, else the words of the article",
    "quoted": "whether `text` is quoted",
    "language": "of `text`",
    "speaker": "who says it; `editors` or `outlet` where these have no name",
    "speaker_id": "the same, as in `speakers.json`; empty for a voice without a name",
    "role": "the speaker's role at the time",
    "organization": "the speaker's organization at the time",
    "via": "through whose words it is known, from the speaker on",
    "mode": "`direct`, `indirect` or `mixed` speech",
    "said": "the day on which the speaker said it: `2015`, `2015-12` or `2015-12-23`",
    "occasion": "the occasion",
    "article": "the id of its article, as in `articles`",
    "title": "the title of the article",
    "publisher": "who published the article",
    "date": "the date of the article",
    "answers": "how many answer it directly: for a claim, in all its appearances. In JSON their references",
    "appearances": "how often the claim appears. In JSON the references, the earliest article first",
    "reviewed": "when the editors reviewed it",
    "withdrawn": "when and why the editors withdrew it; empty where they did not",
    "tags": "its tags",
    "repeats": "the claim that it repeats",
    "relation": "how it answers: `answers`, `rebuts`, `undercuts`, `qualifies`, `adds-context`, `supports`, `corrects`",
    "to": "what it answers: references of claims and answers",
    "quote": "the words of the article, where `text` is a paraphrase of them; passages are parted by an ellipsis",
    "note_text": "the reason that the editors give, without its formatting",
    "unsure": "what the editors doubt",
    "updates": "what changed in the judgement, and when",
    "sources": "what it rests on: title, place in it, address",
}
ABOUT_STATEMENTS_IN_JSON: Mapping[str, str] = {
    "via_ids": "the ids of the voices in `via`; empty ones for voices without a name",
    "withdrawn_date": "the date alone",
    "note_html": "the editors' reason as HTML, its links whole addresses",
    "updates": "a list of `[date, text]`",
    "sources": "a list of objects: `id` as in the CSL-JSON files, `title`, `address`, `locator`, and `bearing`, how "
    "the answer that cites it bears on what it answers; empty for what a claim itself rests on",
    "passages": "a list of objects with `part`, `n`, `start`, `end`, `text`, `prefix`, `suffix`, `placed`, as in the "
    "table of passages",
    "aliases": "former ids",
}
"""What the JSON of annotations has besides, in place of `note_text`, or in another form."""
ABOUT_PASSAGES: Mapping[str, str] = {
    "article": "the id of the article",
    "annotation": "the annotation: `article#id`, as in the column `claim` of the other tables",
    "kind": "`claim`, `counterpoint` or `note`",
    "part": "`title`, `subtitle`, `caption` or `body`",
    "n": "the number of the passage among those of its annotation, from 1",
    "start": "where it begins in the text of its part: code points, from 0",
    "end": "where it ends: the code point behind its last",
    "text": "the words",
    "prefix": "the text before it, long enough to tell the place from others",
    "suffix": "the text behind it",
    "speaker_id": "who says it, as in `speakers.json`",
    "verdict": "the key of the verdict",
    "placed": "no for a quote that has no place in the text: then `text` is as the editors wrote it",
    "language": "of the words, as far as the editors or the article name one",
    "address": "the passage in the article",
}
ABOUT_ARTICLES: Mapping[str, str] = {
    "article": "the article's id",
    "address": "its page",
    "title": "as published",
    "subtitle": "as published",
    "language": "of the text",
    "publisher": "who published it",
    "authors": "as published",
    "date": "when it was published, a time with its zone where that is known",
    "updated": "when the publisher changed it last",
    "original": "its address at the publisher's",
    "archived": "a copy elsewhere",
    "retold": "whether the text is the archive's own retelling",
    "claims": "how many claims are marked in it. In JSON their references",
    "answers": "how many answers are marked in it. In JSON their references",
    "tags": "its tags",
    "publisher_id": "who published it, as in `speakers.json`; empty for a publisher that is no speaker",
    "section": "the section, from the widest on",
    "summary": "what it says, in the words of the editors",
    "captured": "when the text was taken over",
    "archived_date": "when the copy elsewhere was made",
    "rights": "on what the publication rests",
    "published": "`full`, or `passages` where only the paragraphs with a passage are published",
    "notes": "how many remarks of the editors it has. In JSON their references",
}
ABOUT_ARTICLES_IN_JSON: Mapping[str, str] = {
    "titles": "the title in other languages, by language",
    "corrections": "what the publisher corrected later: a list of `[date, text, address]`",
    "aliases": "former ids",
    "text": "the text that readers see, in which passages are counted: `title`, `subtitle`, `caption`, `body`, as far "
    "as there is one. `body` is left out where only passages are published",
}
"""What the JSON of articles has besides."""

assert {*CLAIM_COLUMNS} <= ABOUT_STATEMENTS.keys(), "each column is explained"
assert {*ARTICLE_COLUMNS} <= ABOUT_ARTICLES.keys(), "each column is explained"

"""The table of words that the program and the script share, and what each of the two makes of a text."""

from __future__ import annotations

import json
from pathlib import Path

from generator.rendering.defaults import default_templates
from generator.rendering.join_modules import join_modules
from generator.search.words import bucket, is_prefix, query_terms, script_rules

TABLE = Path(__file__).parent.parent / "cases" / "search-words.tsv"
_MODULE = """\
import { bucket, isPrefix, learn, queryTerms } from "./words.js";
learn(RULES);
globalThis.terms = (texts) => texts.map((text) => {
  const terms = queryTerms(text);
  return terms.map((term, n) => [term, bucket(term, 64), isPrefix(term, n === terms.length - 1)]);
});
"""


def table() -> dict[str, list[str]]:
    """The terms of each text."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if not line.startswith("# ")]
    assert all(tab for _, tab, _ in rows)
    return {json.loads(f'"{text}"'): json.loads(f'"{terms}"').split(" ") if terms else [] for text, _, terms in rows}


def by_program(text: str) -> list[list[object]]:
    """The terms of a text, the number of each in 64 files, and whether it is also the beginning of words."""
    terms = query_terms(text)
    return [[term, bucket(term, 64), is_prefix(term, term is terms[-1])] for term in terms]


def terms_in_script() -> str:
    """A script after which there is a function of texts, `terms`, that gives for each what `by_program` does."""
    module = _MODULE.replace("RULES", json.dumps(script_rules()))
    modules = {"words.js": default_templates()["script/words.js"], "test.js": module}
    return join_modules(["test.js"], modules.__getitem__)

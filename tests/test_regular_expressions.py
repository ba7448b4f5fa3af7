"""Law 16 for regular expressions: those that content can reach take time in proportion to the text, or it is bounded.

Each expression of the program is in one of three tables: with the texts that are the worst for it, with what bounds
its text, or with the reason why no content reaches it. It is named by its place: the file, and the name that it is
assigned to or the function that uses it.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.growth import Construction, growth_of_time
from tests.worst_texts import REACHED

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT / "generator"
SCRIPTS = sorted([*(ROOT / "templates").rglob("*.js"), *(GENERATOR / "server" / "static").glob("*.js")])

WHAT_TO_DO = (
    "Add it to `REACHED` (in tests/worst_texts.py) with the longest way it can go wrong: runs of what it repeats, with "
    "and without what must follow, and many places at which a search may begin. If its text has a limit, add it to "
    "`BOUNDED` and name the limit; if no content reaches it, add it to `NOT_REACHED` and say why."
)


@dataclass(frozen=True)
class Expression:
    """A regular expression in the source: its place, its pattern and flags as Python, and the methods it is used by."""

    place: str
    module: str
    pattern: str
    flags: str
    methods: frozenset[str]

    def compiled(self) -> re.Pattern[Any]:
        names = vars(importlib.import_module(self.module))
        if self.place in COMPILED_LATER:
            found: re.Pattern[Any] = names[self.place.rpartition(" ")[2]]()
            return found
        pattern = eval(self.pattern, names)  # the program's own source
        return re.compile(pattern, eval(self.flags, names) if self.flags else 0)


ANCHORED = frozenset({"match", "fullmatch"})
METHODS = ANCHORED | {"search", "sub", "subn", "split", "findall", "finditer"}


@cache
def expressions() -> dict[str, Expression]:
    """Every call of a function of `re` with a pattern, by its place."""
    found: dict[str, Expression] = {}
    for path in sorted(GENERATOR.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(n, ast.ImportFrom) and n.module == "re" for n in ast.walk(tree)), f"{path}: from re"
        file = path.relative_to(GENERATOR).as_posix()
        module = "generator." + file.removesuffix(".py").replace("/", ".")
        for owner, call in _calls(tree, ""):
            places = (f"{file} {owner}{f' {n}' if n > 1 else ''}" for n in count(1))
            place = next(place for place in places if place not in found)
            given = [ast.unparse(a) for a in [*call.args[1:], *(k.value for k in call.keywords)]]
            flags = "".join([one for one in given if one.startswith("re.")][-1:])
            called = call.func.attr  # type: ignore[attr-defined]
            methods = frozenset({called} if called != "compile" else _methods_of(tree, owner))
            found[place] = Expression(place, module, ast.unparse(call.args[0]), flags, methods)
    return found


def _calls(node: ast.AST, owner: str, *, inside: bool = False) -> Iterator[tuple[str, ast.Call]]:
    """Each call of a function of `re`, with the name at the top of its file that it is assigned to, or its function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _is_of_re(child.func):
            yield owner, child
        is_function = isinstance(child, ast.FunctionDef)
        name = child.name if isinstance(child, ast.FunctionDef) else "" if inside else _assigned(child)
        yield from _calls(child, name or owner, inside=inside or is_function)


def _is_of_re(function: ast.expr) -> bool:
    of_re = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
    return of_re and function.attr in {*METHODS, "compile"}  # type: ignore[attr-defined]


def _assigned(node: ast.AST) -> str:
    target: ast.expr | None = node.target if isinstance(node, ast.AnnAssign) else None
    target = node.targets[0] if isinstance(node, ast.Assign) else target
    return target.id if isinstance(target, ast.Name) else ""


def _methods_of(tree: ast.AST, name: str) -> set[str]:
    """The methods that a file calls on the expression with this name; all if it shows none."""
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }
    return used & METHODS or set(METHODS)


# ── the tables ───────────────────────────────────────────────────────────────────────────────────────────────────


AS_IF = {
    "search/words.py _of_without_spaces": frozenset({"search"}),
    "search/words.py _points": frozenset({"sub"}),
    "search/words.py _token": frozenset({"findall"}),
    "search/words.py _unseen": frozenset({"sub"}),
    "text/diff.py _pattern": frozenset({"finditer"}),
}
"""Expressions that are used by fewer methods than their file shows."""

COMPILED_LATER = frozenset(
    {
        "search/words.py _of_without_spaces",
        "search/words.py _points",
        "search/words.py _token",
        "search/words.py _unseen",
        "text/diff.py _pattern",
    }
)
"""Expressions that a function without arguments compiles at its first call, and gives back."""

BOUNDED: dict[str, str] = {
    "formats/registry_versions.py _EMPTY": "It is tried once, at the beginning of a file, and each step ends a line.",
    "formats/registry_versions.py _ENTRY": "It is tried at the beginning of a line alone, and matches 66 characters.",
    "formats/registry_versions.py _OUTER_LINE": "A match begins at the end of a line alone, and ends with the next.",
    "formats/sidecar_versions.py _COMMENT": "It is tried at the beginning of a line alone.",
    "formats/sidecar_versions.py _ENTRY": "It is tried at the beginning of a line alone, and matches 68 characters.",
    "formats/sidecar_versions.py _GROUP": "It is tried once for a line, and must end with it.",
    "formats/sidecar_versions.py _OUTER_LINE": "A match begins at the end of a line alone, and ends with the next.",
    "importing/html_article.py _BESIDE": "It reads 500 characters of what an element is called.",
    "importing/html_article.py _CLOSING": "It matches nine characters at most.",
    "importing/html_runs.py _HIDDEN": "It reads 1,000 characters of a style.",
    "importing/html_runs.py _ITALIC": "It reads 1,000 characters of a style.",
    "importing/html_runs.py _WEIGHT": "It reads 1,000 characters of a style.",
    "importing/html_source.py _DECLARED": "It reads the first 4,096 bytes of a page.",
    "importing/html_facts.py _CREDIT": "It reads 2,000 characters of a caption.",
    "fixing/rounds.py _LINE_END": "It matches two bytes at most.",
    "renaming/changes.py _LINE_END": "It matches two bytes at most.",
    "yaml_text/splice.py _LINE_END": "It matches two bytes at most.",
    "yaml_text/markdown_links.py _LINE": "It reads a line of 2,000 characters at most.",
    "yaml_text/markdown_links.py _LINK": "It reads a line of 2,000 characters at most.",
    "text/scripts.py _LATIN": "It reads the first 600 characters of a text.",
    "checks/publishers.py _ARTICLE": "It reads the first 200 characters of a publisher.",
    "yaml_text/repair.py _APOSTROPHE": "It reads a line of 4,000 characters at most.",
    "yaml_text/repair.py _OPEN_IN_BRACES": "It reads a line of 4,000 characters at most.",
    "yaml_text/entry_lines.py _BLOCK_SIGN": "It reads 80 characters.",
    "yaml_text/repair.py _CODES": "It reads a line of 4,000 characters at most.",
    "yaml_text/repair.py _TEXT_BEHIND_BLOCK": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _BETWEEN": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _BRACKETS": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _COLON_BEFORE": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _DASH": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _DASH_BEFORE_KEY": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _INDENTATION": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _NO_COLON": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _NO_SPACE": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _OTHER_COLON": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _OTHER_SPACE": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _WORDS": "It reads a line of 4,000 characters at most.",
    "yaml_text/sign_repairs.py _brackets": "It reads a line of 4,000 characters at most.",
    "yaml_text/compose.py _NO_PROSE": "It reads a line of 4,000 characters at most.",
    "yaml_text/foreign_signs.py _AROUND": "It reads a list or mapping in brackets of 1,000 characters at most.",
    "checks/calendars.py _YEAR": "It reads a path, an address and dates; an address has no run of digits that counts.",
    "checks/dates_to_come.py _YEAR": "A path has at most some hundred characters, and a date ten.",
    "compiling/leavings.py _SIGNS": "It reads lines of 4,000 characters at most.",
    "compiling/copied_along.py _ADDRESS": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _BY": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _CREDIT": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _LINK": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _MARKDOWN": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _NUMBERS": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _OF_DATES": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _SIGNED": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _SITE": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _STEPS": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _TIME": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _WORD": "It reads fifty characters.",
    "compiling/copied_along.py _ZONE": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _is_byline": "It reads a block of 600 characters at most.",
    "compiling/copied_along.py _is_date": "It reads a block of 600 characters at most.",
    "importing/importers.py _HTML": "It matches a dozen bytes at most, once.",
    "importing/importers.py _PARTING": "It reads the first 2,000 bytes of a file.",
    "importing/markdown_lines.py _ADDRESS": "It matches eight characters at most, once.",
    "importing/markdown_signs.py _NUMBER": "It matches ten characters at most, once.",
    "importing/scraped_signs.py _BARS": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _BYLINE": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _CREDIT_LINE": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _DECORATION": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _ISO_DATE": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _LABEL": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _NAMES": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _TIMES": "A line of more than 120 characters is not looked at.",
    "importing/scraped_signs.py _CAPTION": "A line of more than 600 characters is not looked at.",
    "importing/scraped_signs.py _CREDIT_BEHIND": "A line of more than 600 characters is not looked at.",
    "importing/scraped_signs.py _STEPS": "A line of more than 100 characters is not looked at.",
    "importing/scraped_signs.py _OF_MENU": "It reads the first 300 characters of a line.",
    "compiling/html_tags.py _HEADING": "A tag and what is between two have 1,000 characters at most.",
    "compiling/html_tags.py _LINK": "A tag and what is between two have 1,000 characters at most.",
    "compiling/html_tags.py _STRESSED": "A tag and what is between two have 1,000 characters at most.",
    "compiling/html_tags.py _STRESSED 2": "A tag and what is between two have 1,000 characters at most.",
    "compiling/html_tags.py _TAG": "A tag and what is between two have 1,000 characters at most.",
    "compiling/joined_paragraphs.py _SENTENCE_WITHIN": "It reads the first 2,000 characters of a line.",
    "compiling/office_remains.py _COMMENTED": "A line of more than 5,000 characters is not looked at.",
    "compiling/office_remains.py _NO_REFERENCE": "A line of more than 5,000 characters is not looked at.",
    "compiling/office_remains.py _SAME_LINK": "A line of more than 5,000 characters is not looked at.",
    "compiling/office_remains.py _LINK": "A line of more than 5,000 characters is not looked at.",
    "compiling/office_remains.py _COMMENT": "It is matched at the beginning of a line, and has a fixed length.",
    "compiling/page_words.py _ALWAYS": "It reads a line of 200 characters at most.",
    "compiling/page_words.py _MINUTES": "It reads a line of 200 characters at most.",
    "compiling/joined_rows.py _BULLET": "A block of more than 10,000 characters is not looked at.",
    "compiling/joined_rows.py _HEADING": "A block of more than 10,000 characters is not looked at.",
    "compiling/joined_rows.py _TIME": "A block of more than 10,000 characters is not looked at.",
    "compiling/page_words.py _COLON": "It reads a line of 200 characters at most.",
    "compiling/page_words.py _COUNT": "It reads a line of 200 characters at most.",
    "compiling/page_words.py _RIGHTS": "It reads a line of 200 characters at most.",
    "compiling/page_words.py is_of_the_page": "It reads a line of 200 characters at most.",
    "formats/front_matter_edges.py _COMMENT": "It reads the first 2,000 characters of a line.",
    "formats/front_matter_edges.py _in_json": "It reads the first 2,000 characters of a line.",
    "formats/front_matter_edges.py _with_other_edges": "It reads the first 2,000 characters of a line.",
    "text/copied_signs.py _TRAILING": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _LEADING": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _ADDRESS_AT_END": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _ALTERED": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _BREAK": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _LINE_NUMBER": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _TAG": "No sign is taken from a quote of more than 5,000 characters.",
    "text/copied_signs.py _INSERTED_BEFORE": "It reads a quote of 5,000 characters at most, once from its beginning.",
    "text/quote_pieces.py _AT_COMMAS": "A quote of more than 5,000 characters is not split.",
    "text/quote_pieces.py _BETWEEN_SENTENCES": "A quote of more than 5,000 characters is not split.",
    "sources/misnamed.py _COPY": "The name of a file has at most 200 characters here.",
    "search/words.py _ARABIC": "A word of more than 40 characters is cut off before.",
    "search/words.py _GROUPED": "A word of more than 40 characters is cut off before.",
    "search/words.py _PLURAL_ES": "A word of more than 40 characters is cut off before.",
    "search/words.py _marks": "It is matched against one character.",
    "search/words.py _terms_of_word": "A word of more than 40 characters is cut off before.",
    "outputs/feed_ids.py _YEAR": "It has a fixed length, and is matched at the beginning.",
    "outputs/notes.py _LINK": "In compiled HTML each `<` begins a tag, which ends.",
    "pipeline/withheld_files.py _is_named": "A name of a file has 800 bytes at most; its text is the site's templates.",
    "checks/links.py _ADDRESS": "It matches 2,000 characters at most, at the place of one link.",
    "checks/wording.py replacement": "It looks for one value in one line, from the place of the value on.",
    "formats/dates.py _ISO_DAY": "It reads the ten characters of a date.",
    "compiling/misread_signs.py _RULE": "A block of more than 5,000 characters is not looked at.",
    "compiling/tracked_changes.py _PUT_IN_AND_OUT": "A line of more than 5,000 characters is not looked at.",
    "compiling/tracked_changes.py _PUT_IN_AND_OUT 2": "A line of more than 5,000 characters is not looked at.",
    "compiling/tracked_changes.py _PUT_IN_AND_OUT 3": "A line of more than 5,000 characters is not looked at.",
    "compiling/tracked_changes.py _PUT_IN_AND_OUT 4": "A line of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _STARRED": "A block of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _TEX": "A block of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _SPEECH": "A block of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _HYPHEN": "A block of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _SENTENCE_WITHIN": "A block of more than 5,000 characters is not looked at.",
    "compiling/misread_signs.py _STARRED_WORD": "A block of more than 5,000 characters is not looked at.",
    "formats/citations.py _BETWEEN": "A text of more than 4,000 characters is not split.",
    "formats/citations.py _REST_OF_ADDRESS": "The text is cut to 200 characters before.",
    "formats/citations.py _TITLE": "A text of more than 4,000 characters is not looked at.",
    "formats/near_addresses.py _AROUND": "The address is cut to 4,000 characters before.",
    "formats/near_addresses.py _SCHEME_MISSPELT": "The address is cut to 4,000 characters before.",
    "formats/near_addresses.py _SEARCH": "An address of more than 4,000 characters is not looked at.",
    "formats/near_addresses.py _UNSEEN": "The address is cut to 4,000 characters before.",
    "formats/near_addresses.py leads_through": "An address of more than 4,000 characters is not looked at.",
    "formats/near_addresses.py near_addresses": "The address is cut to 4,000 characters before.",
    "formats/fields.py _DAY_TO_DAY": "A text with several days has at most 80 characters.",
    "formats/fields.py _FROM_DAY_TO_DAY": "A text with several days has at most 80 characters.",
    "formats/settings.py zones_meant": "The name of a time zone is cut to 100 characters before.",
    "formats/near_dates.py _DATE_WORD": "It reads the first 80 characters of a date and what follows.",
    "formats/near_dates.py _date_meant": "It reads the first 80 characters of a date and what follows.",
    "formats/fields.py _without_remark": "It matches two letters.",
    "formats/comment_traps.py _HASHTAGS": "It reads 1,000 characters at most.",
    "formats/synonyms.py _WITH_OBJECT": "It reads a word of 200 characters at most.",
    "formats/dates.py _OF_AN_ERA": "A date in words has at most 80 characters.",
    "formats/dates.py _EAST_ASIAN": "A date in words has at most 80 characters.",
    "formats/dates.py _FORMS": "A date that a program wrote has at most 80 characters.",
    "formats/dates.py _ORDINAL": "A date in words has at most 80 characters.",
    "formats/dates.py date_in_words 2": "A date in words has at most 80 characters.",
    "formats/dates.py date_in_words": "A date in words has at most 80 characters.",
    "formats/dates.py machine_form": "It reads six digits at most.",
    "checks/known_speakers.py _WORD": "The name is cut to 200 characters before.",
    "formats/sidecar_schema.py _DESCRIBED": "A voice of more than 200 characters is refused before.",
    "formats/sidecar_schema.py _UNNAMED": "A voice of more than 200 characters is refused before.",
    "formats/synonyms.py _WORDS": "The word is cut to 200 characters before.",
    "formats/fields.py id_from": "The text is cut to four times the longest id before.",
    "server/http.py _size_of": "The server reads no header line longer than 64 KiB.",
    "server/allowed_hosts.py _HOST": "The server reads no header line longer than 64 KiB.",
    "server/routing.py _decoded": "The server reads no request line longer than 64 KiB.",
    "sources/picture_head.py _SIGNATURES 2": "It reads the first 32 bytes of a file.",
    "sources/picture_head.py _SIGNATURES 3": "It reads the first 32 bytes of a file.",
    "sources/picture_head.py _SIGNATURES 4": "It reads the first 32 bytes of a file.",
    "sources/picture_head.py _SIGNATURES 5": "It reads the first 32 bytes of a file.",
    "sources/picture_head.py _SIGNATURES": "It reads the first 32 bytes of a file.",
    "sources/scan.py _LEFTOVER": "It reads the name of one file or folder, which has at most 255 characters.",
    "text/characters.py _FOLLOWING_JAMO": "It is matched against one character.",
    "text/characters.py _HANGUL": "It is matched against one character.",
    "text/characters.py _LEADING_JAMO": "It is matched against one character.",
    "text/characters.py _MODIFIERS": "It is matched against one character.",
    "text/characters.py _PICTOGRAPH": "It is matched against one character.",
    "text/characters.py _PREFIXES": "It is matched against one character.",
    "text/quotation_marks.py _ELISION": "It has a fixed length, and is matched behind one apostrophe.",
    "text/quotation_marks.py _FEET": "It looks at the four characters before one mark.",
    "text/quotation_marks.py _HEBREW": "It is matched against one character.",
    "text/quotation_marks.py _HEBREW_PREFIXES": "It looks at the four characters before one mark.",
    "text/quotation_marks.py _YEAR": "It has a fixed length, and is matched behind one apostrophe.",
    "urls/names.py _CONFLICTED_COPY": "It reads the name of one file, which has at most 255 characters.",
    "urls/names.py _PLAIN_PART": "It has a fixed length, and is matched against a whole part.",
    "urls/names.py _SYNC_CONFLICT": "It reads the name of one file, which has at most 255 characters.",
    "urls/paths.py _PERIOD_PATH": "It is matched against a whole path, and a part of one has at most 100 bytes.",
    "yaml_text/repair.py _brackets 3": "Lines are cut after 4,000 characters, and no repair is tried in a longer one.",
}
"""Expressions whose text, or whose match, has a limit: what it is."""

NOT_REACHED: dict[str, str] = {
    "cli/arguments.py executor_of": "It reads the address of a scheduler, which a person typed.",
    "cli/parser.py _in_our_words": "It reads messages of argparse, about what a person typed.",
    "formats/dates.py _bare": "It reads the names of months and days of CLDR.",
    "formats/validation.py _wrong_value": "It reads a message of pydantic, which names what the program allows.",
    "server/responses.py _ARTICLE": "It reads pages that the program makes.",
    "server/routing.py base_of": "It reads `url` in site.yaml, which is reviewed as code.",
    "rendering/join_modules.py _EXPORT": "It reads scripts, which are reviewed as code.",
    "rendering/join_modules.py _IMPORT": "It reads scripts, which are reviewed as code.",
    "rendering/join_modules.py _OTHER": "It reads scripts, which are reviewed as code.",
    "rendering/join_modules.py _bound": "It reads scripts, which are reviewed as code.",
    "rendering/minify.py _CSS_PIECE": "It reads style sheets, which are reviewed as code.",
    "rendering/minify.py _JS_GAP": "It reads scripts, which are reviewed as code.",
    "rendering/minify.py _JS_JOINED": "It reads scripts, which are reviewed as code.",
    "rendering/minify.py _JS_PATTERN": "It reads scripts, which are reviewed as code.",
    "rendering/minify.py _JS_PIECE": "It reads scripts, which are reviewed as code.",
    "rendering/minify.py _separated": "It reads style sheets, which are reviewed as code.",
    "rendering/templates.py _REFERENCE": "It reads templates, which are reviewed as code.",
    "rendering/templates.py _UNSETTLING": "It reads templates, which are reviewed as code.",
}
"""Expressions that no content reaches: why."""

IN_SCRIPTS = {
    "article.js": [r"/^#?(note_)?|_\d+$/g"],
    "words.js": [
        r"new RegExp",
        r"/^\p{Nd}/u",
        r"/^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}$/",
        r"""/['’ʼ׳״"]s$/""",
        r"""/['’ʼ׳״"]/""",
        r"/^\w{1,2}$/",
        r"/^\w{4,}$/",
        r"/ies$|(?<=[sxz]|[sc]h)es$|(?<=[^su])s$/",
    ],
}
"""Regular expressions in scripts: ids of annotations have at most 64 characters, that of one mark is a search for a
character, and words are cut after 40 characters; those that cut a query into words read what a person typed."""


# ── the tests ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_expression_is_in_one_of_the_tables():
    listed = [*REACHED, *BOUNDED, *NOT_REACHED]
    new = sorted(set(expressions()) - set(listed))
    assert new == [], f"{', '.join(new)}: in no table. {WHAT_TO_DO}"
    assert len(set(listed)) == len(listed)


def test_each_entry_of_the_tables_is_an_expression():
    gone = sorted({*REACHED, *BOUNDED, *NOT_REACHED} - set(expressions()))
    assert gone == [], f"{', '.join(gone)}: no longer in the program. Remove the entries, or give them the new places."


@pytest.mark.parametrize("place", REACHED)
def test_an_expression_takes_time_in_proportion_to_the_text(place: str):
    one = expressions().get(place)
    assert one, f"{place}: no longer in the program"
    pattern = one.compiled()
    slow = {}
    for make in REACHED[place]:
        for name, use in _uses(pattern, AS_IF.get(place, one.methods)).items():
            construction = Construction(name, use, make, 1)
            if growth := growth_of_time(construction, _large_enough(construction)):
                slow[f"{name} {make(3)!r}"] = growth
    assert slow == {}


def _uses(pattern: re.Pattern[str], methods: frozenset[str]) -> dict[str, Callable[[str], object]]:
    """What is done with a text. To search once is the same as to search again and again up to the first match."""
    uses: dict[str, Callable[[str], object]] = {name: getattr(pattern, name) for name in methods & ANCHORED}
    return uses | ({"search": pattern.findall} if methods - ANCHORED else {})


def _large_enough(one: Construction) -> int:
    """A size at which the expression takes a millisecond, or the largest text that is worth trying.

    A square shows well below that; a larger text no longer fits in the processor's cache, which looks like growth.
    """
    size = 125
    while size < 16_000 and one.seconds(size) < 0.001:
        size *= 2
    return size


def test_an_expression_that_takes_the_square_is_noticed():
    square = re.compile(r"\s+$")
    one = Construction("a square", square.search, lambda n: " " * n + "x", 1)
    assert "×" in growth_of_time(one, _large_enough(one))


LITERAL = re.compile(
    r"(?:match|matchAll|replace|replaceAll|split|search)\((/.+?/[a-z]*)[,)]|(/.+?/[a-z]*)\.(?:test|exec)\(|(new RegExp)"
)


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_each_expression_of_a_script_is_listed(script: Path):
    found = [next(filter(None, one)) for one in LITERAL.findall(script.read_text(encoding="utf-8"))]
    assert found == IN_SCRIPTS.get(script.name, []), f"{script.name}: list its expressions, and say what bounds them."

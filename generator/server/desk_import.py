"""A paste as it becomes an article: what the page is shown of it, and the files that would be made. Writes nothing."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.annotating.values import Value
from generator.formats.fields import FieldError, full_date, is_web_address, language_tag
from generator.formats.front_matter import read_front_matter
from generator.importing.article_files import ArticleFiles, new_article_files
from generator.importing.article_ids import imported_id
from generator.importing.article_paths import text_path
from generator.importing.imported import Draft, ImportOptions, NotImported
from generator.importing.pasted import import_paste
from generator.importing.shown_paragraphs import shown_paragraphs
from generator.model import Registry
from generator.server.desk_operations import SiteNow
from generator.server.desk_requests import Asked, WrongRequestError, text
from generator.server.reply import Reply
from generator.urls import article_id_problem, article_path, folded

LONGEST_IMPORT = 2**22
"""Bytes of a request: an article as a browser copies it, with its markup."""
_MOST_KEPT = 20_000
_SHOWN = "title subtitle date publisher authors section language tags url".split()


@dataclass(frozen=True, slots=True)
class Imported:
    """What a paste becomes: the answer to the page, and the files, None where something is missing for them."""

    reply: Reply
    files: ArticleFiles | None = None


def offered(registry: Registry, *, shows_drafts: bool) -> Mapping[str, object]:
    """What the form of a new article offers: the known publishers, and whether drafts are shown here."""
    outlets = (one for one in registry.speakers.values() if one.kind == "outlet")
    return {"drafts": shows_drafts, "publishers": [{"id": one.id, "name": one.name} for one in outlets]}


def imported(asked: Asked, site: SiteNow, taken: Collection[str], today: dt.date) -> Imported:
    """What the paste in a request becomes. The reply has status 200 where there is anything to be shown, and `missing`,
    `faults` and `problems` say what is still wrong. Raises `WrongRequestError`."""
    typed = {key: _on_one_line(text(asked, key)) for key in _FIELDS}
    faults, options = _faults(typed, taken), _options(asked, typed, site, today)
    found = import_paste(text(asked, "html"), text(asked, "text"), options)
    if isinstance(found, NotImported):
        return Imported(_not_imported(found))
    draft = _as_typed(found[0], typed)
    id = _id(draft, typed["id"] if "id" not in faults else "", site, taken)
    is_draft = _flag(asked, "draft", preset=True)
    files = new_article_files(draft, id, options, is_draft=is_draft) if id else None
    if isinstance(files, NotImported):
        return Imported(_not_imported(files))
    values = {
        "front": _shown_front(draft.front),
        "paragraphs": [{"kind": one.kind, "text": one.text} for one in shown_paragraphs(draft.blocks)],
        "leftOut": _left_out(asked, options, draft),
        "notices": list(draft.notices),
        "id": id,
        "missing": [key for key in _MISSING if not draft.front.get(key) and key not in faults],
        "faults": faults,
        "problems": _problems(files),
    }
    is_whole = files is not None and not faults and _is_readable(files)
    return Imported(Reply(200, values=values), files if is_whole else None)


def refusal(values: Mapping[str, object]) -> Reply:
    """Why the files of what was `imported` can't be made, of the values of its reply."""
    faults, missing, problems = values.get("faults"), values.get("missing"), values.get("problems")
    if isinstance(faults, Mapping) and faults:
        why = next(iter(faults.values()))
    elif isinstance(missing, Sequence) and missing:
        why = _MISSING[missing[0]]
    else:
        first = problems[0] if isinstance(problems, Sequence) and problems else {}
        why = f"{first.get('message', 'The article could not be read back.')} {first.get('step', '')}".strip()
    return Reply(422, f"{why} Nothing was written.", values)


def made_reply(files: ArticleFiles) -> Reply:
    """The answer where the files were made: `path` is that of the page below the site's."""
    return Reply(200, f"Made `{text_path(files.id)}`.", {"id": files.id, "path": article_path(files.id)})


_FIELDS = ("title", "date", "publisher", "url", "language", "tags", "id")
_MISSING = {
    "date": "The text does not say when it was published. Add the day, such as 2015-12-23.",
    "title": "The text has no title. Add it.",
}


# ── what was typed ───────────────────────────────────────────────────────────────────────────────────────────────────


def _on_one_line(typed: str) -> str:
    return unicodedata.normalize("NFC", " ".join(typed.split()))


def _flag(asked: Asked, key: str, *, preset: bool) -> bool:
    value = asked.get(key, preset)
    if not isinstance(value, bool):
        raise WrongRequestError
    return value


def _texts(asked: Asked, key: str) -> frozenset[str]:
    value = asked.get(key, [])
    if not isinstance(value, list) or len(value) > _MOST_KEPT or not all(isinstance(one, str) for one in value):
        raise WrongRequestError
    return frozenset(value)


def _publisher(typed: str, registry: Registry) -> str:
    """The id of the outlet that has this name, where it is one only; else what was typed."""
    if typed in registry.speakers:
        return typed
    name = typed.casefold()
    named = [one.id for one in registry.speakers.values() if one.kind == "outlet" and one.name.casefold() == name]
    return named[0] if len(named) == 1 else typed


def _options(asked: Asked, typed: Mapping[str, str], site: SiteNow, today: dt.date) -> ImportOptions:
    """What the importers know of a paste: fields with a fault are as if they were empty."""
    faults = _faults(typed, ())
    said = {key: "" if key in faults else value for key, value in typed.items()}
    return ImportOptions(
        today,
        site.settings,
        site.registry,
        date=said["date"],
        url=said["url"],
        publisher=_publisher(said["publisher"], site.registry),
        language=said["language"],
        keep_all=_flag(asked, "keepAll", preset=False),
        kept=_texts(asked, "kept"),
    )


def _id(draft: Draft, typed: str, site: SiteNow, taken: Collection[str]) -> str:
    """The id of the article; empty where its title or its date is missing."""
    title, date = (str(draft.front.get(key, "")) for key in ("title", "date"))
    if not title or not date:
        return ""
    return typed or imported_id(title, date, taken, str(draft.front.get("language", "")) or site.settings.language)


def _faults(typed: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """What is wrong with the fields, by name: what it is, and the next step."""
    faults: dict[str, str] = {}
    for key, read in (("date", full_date), ("language", language_tag)):
        try:
            if typed[key]:
                read(typed[key])
        except FieldError as error:
            faults[key] = f"{error.message} {error.step}".strip()
    if typed["url"] and not is_web_address(typed["url"]):
        faults["url"] = "This is no web address. Write the whole address, such as https://example.org/news/1."
    if typed["id"] and (problem := article_id_problem(typed["id"])):
        faults["id"] = f"This can’t be the id of an article: {problem}. Write it as in 2015/amnesty-syria."
    elif typed["id"] and folded(typed["id"]) in taken:
        faults["id"] = "An article with this id is there already, and nothing is written over it. Choose another id."
    return faults


def _as_typed(draft: Draft, typed: Mapping[str, str]) -> Draft:
    """The draft with the title and the tags that were typed."""
    tags = [tag for one in typed["tags"].split(",") if (tag := one.strip())]
    more: dict[str, Value] = {"title": typed["title"]} if typed["title"] else {}
    return replace(draft, front={**draft.front, **more, **({"tags": tags} if tags else {})})


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _not_imported(why: NotImported) -> Reply:
    step = why.step.replace(" Or add `--keep-all`.", " Or take in all lines.")
    return Reply(422, f"{why.message} {step}".strip())


def _shown_front(front: Mapping[str, Value]) -> list[dict[str, str]]:
    shown = {key: front[key] for key in _SHOWN if key in front}
    image = front.get("image")
    shown |= image if isinstance(image, Mapping) else {}
    return [{"key": key, "value": _in_words(value)} for key, value in shown.items()]


def _in_words(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def _left_out(asked: Asked, options: ImportOptions, draft: Draft) -> list[dict[str, object]]:
    """All pieces that would be left out without anybody's word, and whether each is taken in now."""
    pieces = dict.fromkeys(draft.left_out)
    if options.keep_all or options.kept:
        usual = import_paste(
            text(asked, "html"), text(asked, "text"), replace(options, keep_all=False, kept=frozenset())
        )
        pieces = pieces if isinstance(usual, NotImported) else dict.fromkeys((*usual[0].left_out, *pieces))
    still = {one.text for one in draft.left_out}
    return [{"text": one.text, "why": one.why, "line": one.line, "taken": one.text not in still} for one in pieces]


def _problems(files: ArticleFiles | None) -> list[dict[str, str]]:
    found = files.problems if files else ()
    return [{"severity": one.severity, "message": one.message, "step": one.step} for one in found]


def _is_readable(files: ArticleFiles) -> bool:
    path = text_path(files.id)
    return read_front_matter(files.files[path], path).front is not None

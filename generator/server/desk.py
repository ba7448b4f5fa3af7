"""The writing desk: answers what the page of an article asks for, and writes what it changes.

Knows no sockets. A change is written only into the file as the page knows it, or where the annotation that it changes
is still the same; what a build could not read back is not written.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.annotating.edit import Edit
from generator.annotating.part_text import PartText, read_parts
from generator.annotating.refused import Refused
from generator.annotating.selection import moved, select, selection_of
from generator.annotating.undoing import undo
from generator.annotating.voices import voices_of
from generator.fixing.source_file import (
    ChangedMeanwhileError,
    NotFixedError,
    create_source,
    create_sources,
    read_source,
    replace_source,
)
from generator.history.git import untracked
from generator.history.last_commit import LastCommit
from generator.model import ArticleSource, Part
from generator.publishing import BuildRunningError, OutputRefusedError, one_build_at_a_time
from generator.server.desk_article import DeskArticle, committed_article, read_article
from generator.server.desk_articles import articles_left, shown_articles
from generator.server.desk_changes import changes_since
from generator.server.desk_import import Imported, imported, made_reply, offered, refusal
from generator.server.desk_model import model_of
from generator.server.desk_operations import OPERATIONS, SiteNow
from generator.server.desk_places import found_voices, place_reply
from generator.server.desk_requests import Asked, WrongRequestError, part_of, text, understood, whole_number
from generator.server.desk_undo import DeskChange, DeskUndo
from generator.server.reply import Reply
from generator.sources.article_names import names_taken
from generator.sources.read import read_sources

_NO_FRONT_MATTER = Reply(422, "The front matter of this article can't be read. Fix it in the file first.")
_TEXT_CHANGED = Reply(409, "The text of the article has changed; the page shows the new one now.")


class Desk:
    """Serves the desk for the site in the folder `root`; `cache` is its cache folder, which has the lock.

    `site` gives the rest of the site as it was last read, `today` the date that changes get. The preview has pages of
    drafts if it `shows_drafts`. With the key of a `layer`, the desk works on its files and knows neither the sidecars
    nor other layers; `compiled` is the folder with the cache of that preview then. Any thread may call the methods.
    """

    def __init__(
        self,
        root: Path,
        cache: Path,
        site: Callable[[], SiteNow],
        today: Callable[[], dt.date],
        *,
        shows_drafts: bool = False,
        layer: str = "",
        compiled: Path | None = None,
    ) -> None:
        self._root, self._cache, self._site, self._today = root, cache, site, today
        self._shows_drafts, self._layer, self._compiled = shows_drafts, layer, compiled or cache
        self._undo = DeskUndo()
        self._last = LastCommit(root)
        self._one_at_a_time = threading.Lock()

    def look(self, name: str, query: Mapping[str, str]) -> Reply:
        """Answer a question that changes nothing: `model`, `voices` or `changes` of the article in the query;
        `articles`, with their addresses below the path `base` of the query; or `new`, what a new article can have."""
        if name == "articles":
            left = articles_left(self._root, self._compiled, self._layer)
            return Reply(200, values={"articles": shown_articles(left, query.get("base", "/"))})
        if name == "new":
            offer = offered(self._site().registry, shows_drafts=self._shows_drafts)
            return Reply(200, values={**offer, "base": query.get("base", "/")})
        questions = {"model": self._model, "voices": self._voices, "changes": self._changes}
        if name not in questions:
            return Reply(404, "The desk has no such thing.")
        try:
            return questions[name](self._read(query.get("article", "")), query)
        except NotFixedError as error:
            return Reply(404, str(error))

    def answer(self, name: str, request: bytes) -> Reply:
        """Answer a request with a body: `place` finds words, `write` changes a file, `import` makes the files of an
        article. Nothing is half written."""
        try:
            asked = understood(request)
            if name == "import":
                return self._import(asked)
            if name == "place":
                return self._place(self._read(text(asked, "article")), asked)
            with self._one_at_a_time:
                return self._write_into_what_is_there(asked)
        except WrongRequestError:
            return Reply(400, "This request is not one that the desk sends.")
        except ChangedMeanwhileError as error:
            return Reply(409, str(error))
        except NotFixedError as error:
            return Reply(422, str(error))
        except (BuildRunningError, OutputRefusedError) as error:
            return Reply(503, str(error))

    def _read(self, id: str) -> DeskArticle:
        return read_article(self._root, id, self._layer)

    # ── looking ──

    def _model(self, now: DeskArticle, _query: Mapping[str, str]) -> Reply:
        parts, facts = _parts(now), now.facts
        if parts is None or facts is None:
            return _NO_FRONT_MATTER
        site = self._site()
        committed = self._committed(now.id)
        undo, redo = self._undo.last(now.id), self._undo.last(now.id, undone=True)
        voices = voices_of(facts, site.registry)
        model = model_of(now, facts, parts, committed, site.settings, site.registry, voices)
        before = committed if committed and committed.text else None
        count = len(changes_since(before, now, site)["sentences"]) if committed else 0
        values = {"changes": count, "undo": undo.what if undo else "", "redo": redo.what if redo else ""}
        return Reply(200, values={**model, **values})

    def _committed(self, id: str) -> DeskArticle | None:
        """The article as the last commit has it, without a text if it has none; None where there is no commit."""
        there = committed_article(self._last, id, self._layer)
        return there or (DeskArticle(id, b"", None, self._layer) if self._last.id else None)

    def _voices(self, now: DeskArticle, query: Mapping[str, str]) -> Reply:
        if now.facts is None:
            return _NO_FRONT_MATTER
        found = found_voices(query.get("words", ""), voices_of(now.facts, self._site().registry))
        return Reply(200, values={"voices": found})

    def _changes(self, now: DeskArticle, _query: Mapping[str, str]) -> Reply:
        if not self._last.id:
            why = "Nothing is committed yet, or the site is not in a Git repository."
            return Reply(200, values={**changes_since(now, now, self._site()), "why": why})
        changes = changes_since(committed_article(self._last, now.id, self._layer), now, self._site())
        paths = [path for path in (now.path, now.sidecar_path) if (self._root / path).exists()]
        return Reply(200, values={**changes, "unknown": untracked(self._root, paths)})

    def _place(self, now: DeskArticle, asked: Asked) -> Reply:
        if now.text_digest != text(asked, "text"):
            return _TEXT_CHANGED
        if now.facts is None:
            return _NO_FRONT_MATTER
        voices = voices_of(now.facts, self._site().registry)
        part, start, end = _part(now, asked), whole_number(asked, "start"), whole_number(asked, "end")
        if not 0 <= start <= end <= len(part.text):
            raise WrongRequestError
        if move := part_of(asked, "move"):
            by = whole_number(move, "by")
            if abs(by) > _MOST_WORDS or start == end:
                raise WrongRequestError
            edge = moved(part, (start, end), "start" if text(move, "edge") == "start" else "end", by)
            return place_reply(now.facts, part, selection_of(part, [edge]), voices)
        selection = select(part, start, end)
        if selection is None:
            return Reply(422, "Take at least one whole word.")
        return place_reply(now.facts, part, selection, voices)

    # ── writing ──

    def _write_into_what_is_there(self, asked: Asked) -> Reply:
        """Write a change; where another program saves a file in just this moment, look at it again, and try again."""
        for _ in range(_MOST_TRIED):
            with suppress(ChangedMeanwhileError):
                return self._write(self._read(text(asked, "article")), asked)
        return self._write(self._read(text(asked, "article")), asked)

    def _import(self, asked: Asked) -> Reply:
        """What would become of a paste; with `write`, its files are made."""
        if asked.get("write") is not True:
            return self._imported(asked).reply
        with self._one_at_a_time:
            found = self._imported(asked)
            if found.files is None:
                return found.reply if found.reply.status != 200 else refusal(found.reply.values)
            with one_build_at_a_time(self._cache):
                create_sources(self._root, found.files.files)
            return made_reply(found.files)

    def _imported(self, asked: Asked) -> Imported:
        return imported(asked, self._site(), names_taken(read_sources(self._root)), self._today())

    def _write(self, now: DeskArticle, asked: Asked) -> Reply:
        op = text(asked, "op")
        if op in ("undo", "redo"):
            return self._moved(now, undone=op == "redo")
        if op not in OPERATIONS:
            raise WrongRequestError
        planned = OPERATIONS[op](now, asked, self._site(), self._today(), self._read_or_empty)
        if isinstance(planned, Reply):
            return planned
        change = DeskChange(now.id, planned.id, planned.what, planned.edits, self._last.id)
        self._make(change)
        self._undo.add(change)
        return self._made(now, planned.id, f"Saved: {planned.what}. Press u to take it back.")

    def _moved(self, now: DeskArticle, *, undone: bool) -> Reply:
        """Take the last change back, or make it again, also where others changed the file around it."""
        change = self._undo.last(now.id, undone=undone)
        if change is None:
            return Reply(409, "There is nothing to make again." if undone else "There is nothing to take back.")
        if self._is_committed(change, now):
            said = f"This is in the last commit: {change.what}. Change it here again, or take the commit back with Git."
            return Reply(409, said)
        edits: list[tuple[str, Edit]] = []
        current: dict[str, bytes] = {}  # a file may be in several edits, each of which finds what the last one left
        for path, edit in reversed(change.edits):
            data = current[path] if path in current else self._read_or_empty(path)
            back = undo(edit, data, path, in_groups=path == now.sidecar_path)
            if isinstance(back, Refused):
                return Reply(409, str(back))
            edits.append((path, back))
            current[path] = back.after
        back_again = DeskChange(now.id, change.id, change.what, tuple(edits), self._last.id)
        self._make(back_again)
        self._undo.moved(change, back_again, undone=undone)
        verb = "Made again" if undone else "Taken back"
        return self._made(now, change.id, f"{verb}: {change.what}.")

    def _is_committed(self, change: DeskChange, now: DeskArticle) -> bool:
        """Whether a change was committed since, so that taking it back would change what is published."""
        if change.commit == self._last.id:
            return False
        before = self._committed(now.id)
        if not before:
            return False
        return before.entry_digest(change.id) == now.entry_digest(change.id) if change.id else before.text == now.text

    def _made(self, now: DeskArticle, id: str, said: str) -> Reply:
        again = self._read(now.id)
        return Reply(200, said, {"id": id, "digest": again.digest, "text": again.text_digest})

    def _make(self, change: DeskChange) -> None:
        """Write all files of a change; where one can't be written, those before it are as they were."""
        written: list[tuple[str, Edit]] = []
        with one_build_at_a_time(self._cache):
            try:
                for path, edit in change.edits:
                    self._put(path, edit.before, edit.after)
                    written.append((path, edit))
            except NotFixedError:
                for path, edit in reversed(written):
                    self._put(path, edit.after, edit.before)
                raise

    def _put(self, path: str, before: bytes, after: bytes) -> None:
        place = self._root / path
        if not before and not place.exists():
            create_source(self._root, path, after)
        elif not after and before:
            read_source(self._root, path)  # refuses what may not be changed
            replace_source(self._root, path, before, after)
            place.unlink()
        else:
            replace_source(self._root, path, before, after)

    def _read_or_empty(self, path: str) -> bytes:
        return read_source(self._root, path) if (self._root / path).exists() else b""


_MOST_TRIED = 3
"""Times that a change is made again in a file that was saved meanwhile."""
_MOST_WORDS = 100
"""Words by which an end of a passage is moved at once."""


def _parts(now: DeskArticle) -> Mapping[Part, PartText] | None:
    return read_parts(ArticleSource(now.id, now.path, now.text))


def _part(now: DeskArticle, asked: Asked) -> PartText:
    parts = _parts(now) or {}
    found = next((one for part, one in parts.items() if part == text(asked, "part")), None)
    if found is None:
        raise WrongRequestError
    return found

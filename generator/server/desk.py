"""What the writing desk asks for: what an article holds, where words stand, and changes of its files.

Knows no sockets. A change is written only to the file as the desk knows it, or where the annotation that it changes is
still the same; whatever can't be read back is not written.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from generator.annotating.annotations import NewAnnotation, add_annotation, change_fields, remove_annotation
from generator.annotating.edit import Edit
from generator.annotating.form_fields import TEXTS, changes_of, form_of
from generator.annotating.front_matter_keys import change_front_matter
from generator.annotating.new_id import ids_in_use, new_id
from generator.annotating.part_text import PartText, parts_of
from generator.annotating.refusal import Refusal
from generator.annotating.selection import moved, same_passage, select, selection_of
from generator.annotating.selector import NoQuote, quote_of, quotes_of, value_of
from generator.annotating.shared_entries import add_speaker
from generator.fixing.source_file import (
    ChangedMeanwhileError,
    NotFixedError,
    create_source,
    read_source,
    replace_source,
)
from generator.formats.fields import id_from
from generator.history.last_commit import LastCommit
from generator.model import EDITORS, OUTLET, ArticleSource, Kind, Part, Registry, Settings
from generator.publishing import BuildRunningError, OutputRefusedError, one_build_at_a_time
from generator.server.desk_article import DeskArticle, committed_article, read_article
from generator.server.desk_model import model_of
from generator.server.desk_undo import DeskChange, DeskUndo
from generator.server.reply import Reply

_SPEAKERS = "content/speakers.yaml"
_GROUPS: Mapping[str, str] = {"claim": "claims", "counterpoint": "counterpoints", "note": "notes"}
_PARTS = get_args(Part)
Asked = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SiteNow:
    """What an article's desk needs of the rest of the site: its settings, and the shared speakers and sources."""

    settings: Settings
    registry: Registry


class WrongRequestError(Exception):
    """A request that no page of this server sends."""


class Desk:
    """Serves the desk for the site in the folder `root`; `cache` is its cache folder, which has the lock.

    `site` gives the site as it was last read; `today` is the date that changes get. Any thread may call the methods.
    """

    def __init__(
        self, root: Path, cache: Path, site: Callable[[], SiteNow], today: Callable[[], dt.date]
    ) -> None:
        self._root, self._cache, self._site, self._today = root, cache, site, today
        self._undo = DeskUndo()
        self._last = LastCommit(root)
        self._one_at_a_time = threading.Lock()

    # ── asking ──

    def model(self, article: str) -> Reply:
        """All that the page of an article shows and offers."""
        try:
            now = read_article(self._root, article)
        except NotFixedError as error:
            return Reply(404, str(error))
        undo, redo = self._undo.last(article), self._undo.last(article, undone=True)
        model = model_of(now, committed_article(self._last, article), self._site().settings, self._site().registry)
        return Reply(200, values={**model, "undo": undo.what if undo else "", "redo": redo.what if redo else ""})

    def place(self, asked: Asked) -> Reply:
        """Where the selected words stand, how a quote of them is written, and who may say them."""
        now = self._read(asked)
        if now.text_digest != _text(asked, "text"):
            return _TEXT_CHANGED
        text = _part(now, asked)
        start, end = _range(asked, text)
        chosen = _moved(text, start, end, asked["move"]) if "move" in asked else select(text, start, end)
        return Reply(422, "Take at least one whole word.") if chosen is None else _placed(now, text, chosen)

    def voices(self, article: str, words: str) -> Reply:
        """The speakers whose name, role or id has these words."""
        now = read_article(self._root, article)
        return Reply(200, values={"voices": found_voices(words, voices_of(now, self._site().registry))})

    def changes(self, article: str) -> Reply:
        """What changed in the article since the last commit, in sentences and in lines."""
        now = read_article(self._root, article)
        site = self._site()
        return Reply(200, values=changes_since(committed_article(self._last, article), now, site, self._last.id))

    # ── changing ──

    def write(self, asked: Asked) -> Reply:
        """Make a change: an `op` with its values. Nothing is half written."""
        op = _OPERATIONS.get(_text(asked, "op"))
        if op is None:
            raise WrongRequestError
        with self._one_at_a_time:
            try:
                now = self._read(asked)
                planned = op(self, now, asked)
                return planned if isinstance(planned, Reply) else self._made(planned)
            except ChangedMeanwhileError as error:
                return Reply(409, str(error))
            except NotFixedError as error:
                return Reply(422, str(error))
            except (BuildRunningError, OutputRefusedError) as error:
                return Reply(503, str(error))

    def _add(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        kind = _kind(asked)
        fields, quoted = self._fields(now, asked, {})
        if isinstance(fields, Reply):
            return fields
        facts = now.facts
        taken = ids_in_use((one.annotation for one in facts.annotations), facts.left_out) if facts else frozenset()
        id = _text(asked, "id") or new_id(str(fields.get("statement") or fields.get("note") or ""), taken, kind=kind)
        speaker = self._speaker(now, asked.get("voice"))
        if isinstance(speaker, Refusal):
            return Reply(422, str(speaker))
        if speaker.value:
            fields["speaker"] = speaker.value
        group: Any = _GROUPS[kind]
        new = NewAnnotation(id, group, fields, _text(asked, "parent") if kind == "counterpoint" else "", quoted)
        edit = add_annotation(now.sidecar or b"", now.sidecar_path, new, now.starts)
        return self._planned(now, id, f"{_NAMES[kind]} “{id}” added", edit, speaker.edits)

    def _edit(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        id = _text(asked, "id")
        if conflict := self._conflict(now, asked, id):
            return conflict
        before = now.entries.get(id)
        fields, _ = self._fields(now, asked, before if isinstance(before, dict) else {})
        if isinstance(fields, Reply):
            return fields
        speaker = self._speaker(now, asked.get("voice"))
        if isinstance(speaker, Refusal):
            return Reply(422, str(speaker))
        if speaker.value and isinstance(before, dict) and before.get("speaker") != speaker.value:
            fields["speaker"] = speaker.value
        if reason := _text(asked, "reason").strip():
            fields["updates"] = self._with_update(before, reason)
        if not fields:
            return Reply(200, f"“{id}” stays as it is.", {"id": id})
        edit = change_fields(now.sidecar or b"", now.sidecar_path, id, fields)
        return self._planned(now, id, f"“{id}” changed", edit, speaker.edits)

    def _remove(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        id = _text(asked, "id")
        if conflict := self._conflict(now, asked, id):
            return conflict
        edit = remove_annotation(now.sidecar or b"", now.sidecar_path, id)
        return self._planned(now, id, f"“{id}” deleted", edit)

    def _withdraw(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        id, reason = _text(asked, "id"), " ".join(_text(asked, "reason").split())
        if conflict := self._conflict(now, asked, id):
            return conflict
        if not reason:
            return Reply(422, "Say why it is withdrawn.")
        fields = {"withdrawn": f"{self._today().isoformat()} {reason}"}
        edit = change_fields(now.sidecar or b"", now.sidecar_path, id, fields)
        return self._planned(now, id, f"“{id}” withdrawn", edit)

    def _front(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        if now.text_digest != _text(asked, "digest"):
            return _TEXT_CHANGED
        changes = front_changes(_mapping(asked, "fields"))
        if isinstance(changes, str):
            return Reply(422, changes)
        edit = change_front_matter(now.text, now.path, changes)
        if isinstance(edit, Refusal):
            return Reply(422, str(edit))
        after = DeskArticle(now.id, edit.after, now.sidecar)
        if errors := new_errors(now, after):
            return Reply(422, errors)
        return _Planned(DeskChange(now.id, "", "The facts changed", ((now.path, edit),)))

    def _done(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        is_done = asked.get("done") is True
        edit = change_front_matter(now.text, now.path, {"annotated": True if is_done else None})
        if isinstance(edit, Refusal):
            return Reply(422, str(edit))
        return _Planned(DeskChange(now.id, "", "Done" if is_done else "Not done", ((now.path, edit),)))

    def _take_back(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        return self._moved(now, undone=False)

    def _make_again(self, now: DeskArticle, asked: Asked) -> _Planned | Reply:
        return self._moved(now, undone=True)

    def _moved(self, now: DeskArticle, *, undone: bool) -> _Planned | Reply:
        change = self._undo.last(now.id, undone=undone)
        if change is None:
            return Reply(409, "There is nothing to take back." if not undone else "There is nothing to make again.")
        edits = []
        for path, edit in change.undone.edits:
            again = _again(edit, read_source(self._root, path) if (self._root / path).exists() else b"")
            if again is None:
                return Reply(409, f"`{path}` was changed there meanwhile, so nothing was taken back.")
            edits.append((path, again))
        planned = DeskChange(now.id, change.id, change.what, tuple(edits), change.after, change.before)
        return _Planned(planned, change, undone)

    # ── what a change needs ──

    def _read(self, asked: Asked) -> DeskArticle:
        return read_article(self._root, _text(asked, "article"))

"""The files of an imported article: its text with front matter, and its sidecar. Writes none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.annotating.annotations import NewAnnotation, add_annotation, annotation_paths
from generator.annotating.front_matter_keys import change_front_matter
from generator.annotating.opened import open_yaml
from generator.annotating.part_text import read_parts
from generator.annotating.refused import Refused
from generator.annotating.shared_entries import add_speaker
from generator.annotating.values import Value
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic
from generator.importing.article_paths import annotations_path, text_path
from generator.importing.fitting_fields import cleaned
from generator.importing.flat_text import legible
from generator.importing.imported import Draft, ImportedAnnotation, ImportOptions, NotImported
from generator.importing.markdown_writing import written_markdown
from generator.importing.placing import placed, with_ids
from generator.model import ArticleSource

_NO_FRONT = b"---\n---\n\n"


@dataclass(frozen=True, slots=True)
class ArticleFiles:
    """The article `id` as it is to be written: the bytes of its files by path, and the problems that a build will find
    in them. `before` has those of the files that are there already."""

    id: str
    files: Mapping[str, bytes]
    problems: tuple[Diagnostic, ...] = ()
    before: Mapping[str, bytes] | None = None


def new_article_files(
    draft: Draft, article_id: str, options: ImportOptions, *, is_draft: bool = True
) -> ArticleFiles | NotImported:
    """The files of an article that is not there yet: a draft unless it is to be published with the next build, captured
    today; a sidecar if it has annotations."""
    assert {"date", "title"} <= set(draft.front), "the caller asks for what every article has"
    path = text_path(article_id)
    front: dict[str, Value] = {**draft.front, "captured": options.today.isoformat()}
    if is_draft:
        front["draft"] = True
    body = written_markdown(draft.blocks).encode()
    edit = change_front_matter(_NO_FRONT + body, path, {key: _legible(value) for key, value in front.items()})
    if isinstance(edit, Refused):
        return NotImported(edit.why, edit.step)
    files = {path: edit.after}
    if draft.annotations:
        sidecar = _with_annotations(b"", draft, article_id, annotations_path(article_id), edit.after)
        if isinstance(sidecar, NotImported):
            return sidecar
        files[annotations_path(article_id)] = sidecar
    return _compiled(ArticleFiles(article_id, files))


def annotated_files(
    draft: Draft, article_id: str, text: bytes, sidecar: bytes | None, layer: str = ""
) -> ArticleFiles | NotImported:
    """The sidecar of an article that is there, with the annotations of the draft in the order of their passages.

    With the key of a `layer`, that is the file of the layer.
    """
    path, before = annotations_path(article_id, layer), {text_path(article_id): text}
    new = _with_annotations(sidecar or b"", draft, article_id, path, text)
    if isinstance(new, NotImported):
        return new
    if sidecar is not None:
        before[path] = sidecar
    return _compiled(ArticleFiles(article_id, {path: new}, before=before), layer)


def _compiled(made: ArticleFiles, layer: str = "") -> ArticleFiles:
    files = {**(made.before or {}), **made.files}
    path, sidecar = text_path(made.id), annotations_path(made.id, layer)
    source = ArticleSource(made.id, path, files[path], sidecar if sidecar in files else "", files.get(sidecar))
    return replace(made, problems=compile_article(source).diagnostics)


def _legible(value: Value) -> Value:
    """A value without what no file may contain, each text on one line."""
    if isinstance(value, str):
        return " ".join(legible(value).split())
    if isinstance(value, Mapping):
        return {_one_line(key): _legible(one) for key, one in value.items()}
    return [_legible(one) for one in value] if isinstance(value, Sequence) else value


def _one_line(text: str) -> str:
    return " ".join(legible(text).split())


# ── annotations ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_annotations(data: bytes, draft: Draft, article_id: str, path: str, text: bytes) -> bytes | NotImported:
    """The sidecar with the annotations of a draft, each where its passage is, and the speakers whom it describes."""
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return NotImported(file.why, file.step)
    for id, described in draft.speakers.items():
        added = add_speaker(data, path, id, {key: cleaned(value) for key, value in described.items()}, in_sidecar=True)
        if isinstance(added, Refused):
            return NotImported(added.why, added.step)
        data = added.after
    source = ArticleSource(article_id, text_path(article_id), text, path, data)
    facts = compile_article(source).facts
    parts = read_parts(source) or {}
    starts = {one.id: one.passages[0].start for one in facts.annotations if one.passages} if facts else {}
    language = str(draft.front.get("language", "")) or (facts.front.language if facts else "")
    there = set(annotation_paths(file.root))
    annotations = with_ids(draft.annotations, there, language or "en")
    for n in _in_order(annotations):
        one, start = placed(annotations[n], parts)
        if one.is_as_written and not there:
            start = None  # a sidecar comes back in its own order
        if one.answers is not None and not _is_before(annotations, n):
            return NotImported("Annotations of the file answer each other in a circle.", "Remove one of the answers.")
        fields = {key: cleaned(value) for key, value in one.fields.items()}
        answers = "" if one.answers is None else annotations[one.answers].id
        edit = add_annotation(data, path, NewAnnotation(one.id, one.group, fields, answers, start), starts)
        if isinstance(edit, Refused):
            return NotImported(edit.why, edit.step)
        data = edit.after
        if start is not None:
            starts[one.id] = start
    return data


def _is_before(annotations: Sequence[ImportedAnnotation], n: int) -> bool:
    """Whether what an annotation answers leads to one that answers nothing."""
    seen: set[int] = set()
    at: int | None = n
    while at is not None and at not in seen:
        seen.add(at)
        at = annotations[at].answers
    return at is None


def _in_order(annotations: Sequence[ImportedAnnotation]) -> Iterator[int]:
    """The places of the annotations, each behind the one that it answers; those of a circle come last."""
    done: set[int] = set()
    waiting = list(range(len(annotations)))
    while waiting:
        ready = [n for n in waiting if annotations[n].answers is None or annotations[n].answers in done]
        yield from ready or waiting
        done.update(ready or waiting)
        waiting = [n for n in waiting if n not in done]

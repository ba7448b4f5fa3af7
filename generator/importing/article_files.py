"""The files of an imported article: its text with front matter, and its sidecar. Writes none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.annotating.annotations import NewAnnotation, add_annotation, annotation_paths
from generator.annotating.front_matter_keys import change_front_matter
from generator.annotating.new_id import new_id
from generator.annotating.opened import open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import Value
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic
from generator.importing.flat_text import legible
from generator.importing.imported import Draft, ImportedAnnotation, ImportOptions, NotImported
from generator.importing.markdown_writing import written_markdown
from generator.model import ArticleSource, Kind

_KINDS: Mapping[str, Kind] = {"claims": "claim", "counterpoints": "counterpoint", "notes": "note"}
_NO_FRONT = b"---\n---\n\n"


@dataclass(frozen=True, slots=True)
class ArticleFiles:
    """The article `id` as it is to be written: the bytes of its files by path, and the problems that a build will find
    in them. `before` has those of the files that are there already."""

    id: str
    files: Mapping[str, bytes]
    problems: tuple[Diagnostic, ...] = ()
    before: Mapping[str, bytes] | None = None


def text_path(article_id: str) -> str:
    """The path of an article's text in the site."""
    return f"content/articles/{article_id}.md"


def annotations_path(article_id: str) -> str:
    """The path of an article's sidecar in the site."""
    return f"content/articles/{article_id}.yaml"


def new_article_files(draft: Draft, article_id: str, options: ImportOptions) -> ArticleFiles | NotImported:
    """The files of an article that is not there yet: a draft, captured today; a sidecar if it has annotations."""
    assert {"date", "title"} <= set(draft.front), "the caller asks for what every article has"
    path = text_path(article_id)
    front = {**draft.front, "captured": options.today.isoformat(), "draft": True}
    body = written_markdown(draft.blocks).encode()
    edit = change_front_matter(_NO_FRONT + body, path, {key: _legible(value) for key, value in front.items()})
    if isinstance(edit, Refused):
        return NotImported(edit.why, edit.step)
    files = {path: edit.after}
    if draft.annotations:
        sidecar = _with_annotations(b"", article_id, draft.annotations, str(draft.front.get("language", "")))
        if isinstance(sidecar, NotImported):
            return sidecar
        files[annotations_path(article_id)] = sidecar
    return _compiled(ArticleFiles(article_id, files))


def annotated_files(draft: Draft, article_id: str, text: bytes, sidecar: bytes | None) -> ArticleFiles | NotImported:
    """The sidecar of an article that is there, with the annotations of the draft at its end."""
    new = _with_annotations(sidecar or b"", article_id, draft.annotations, "")
    if isinstance(new, NotImported):
        return new
    path, before = annotations_path(article_id), {text_path(article_id): text}
    if sidecar is not None:
        before[path] = sidecar
    return _compiled(ArticleFiles(article_id, {path: new}, before=before))


def _compiled(made: ArticleFiles) -> ArticleFiles:
    files = {**(made.before or {}), **made.files}
    path, sidecar = text_path(made.id), annotations_path(made.id)
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


def _with_annotations(
    data: bytes, article_id: str, annotations: Sequence[ImportedAnnotation], language: str
) -> bytes | NotImported:
    """The sidecar with annotations at its end: what answers another comes below it, wherever it was in the list."""
    path = annotations_path(article_id)
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return NotImported(file.why, file.step)
    taken, reserved = set(annotation_paths(file.root)), {one.id for one in annotations}
    ids: dict[int, str] = {}
    for n in _in_order(annotations):
        one = annotations[n]
        if one.answers is not None and one.answers not in ids:
            return NotImported("Annotations of the file answer each other in a circle.", "Remove one of the answers.")
        name = one.id
        if not name or name in taken:
            words = name.replace("-", " ") or _words_of(one)
            name = new_id(words, taken | reserved, kind=_KINDS[one.group], language=language or "en")
        taken.add(name)
        fields = {key: _clean(value) for key, value in one.fields.items()}
        new = NewAnnotation(name, one.group, fields, "" if one.answers is None else ids[one.answers])
        edit = add_annotation(data, path, new, {})
        if isinstance(edit, Refused):
            return NotImported(edit.why, edit.step)
        ids[n], data = name, edit.after
    return data


def _in_order(annotations: Sequence[ImportedAnnotation]) -> Iterator[int]:
    """The places of the annotations, each behind the one that it answers; those of a circle come last."""
    done: set[int] = set()
    waiting = list(range(len(annotations)))
    while waiting:
        ready = [n for n in waiting if annotations[n].answers is None or annotations[n].answers in done]
        yield from ready or waiting
        done.update(ready or waiting)
        waiting = [n for n in waiting if n not in done]


def _words_of(annotation: ImportedAnnotation) -> str:
    """The words that an id can be made of."""
    for key in ("statement", "quote", "note"):
        if words := next(_texts(annotation.fields.get(key, "")), ""):
            return words
    return ""


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (value[key] for key in ("exact", "from") if isinstance(value.get(key), str))  # type: ignore[misc]
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


def _clean(value: Value) -> Value:
    """A value without what no file may contain; its lines stay."""
    if isinstance(value, str):
        return "\n".join(map(legible, value.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    if isinstance(value, Mapping):
        return {_one_line(key): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, Sequence) else value

"""Renames an annotation: its entry, which keeps the former id, references to it, and links to its anchors."""

from __future__ import annotations

from collections.abc import Collection

from generator.annotating.annotations import annotation_paths
from generator.annotating.values import inside, value_of
from generator.fixing.key_order import KEYS
from generator.model import is_id
from generator.renaming.entries import aliases_in, refuse_id, refuse_same, with_former
from generator.renaming.links import Retarget, source_path
from generator.renaming.named import Named, all_named
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.renaming import FileChanges, Renaming, refuse_named_already
from generator.renaming.site_texts import SiteTexts
from generator.text import nearest_told
from generator.urls import anchor_parts, folded
from generator.yaml_text.comments import Path
from generator.yaml_text.tree import MappingNode


def rename_annotation(texts: SiteTexts, old: str, new: str) -> Renaming:
    """Rename an annotation, which `old` names with its article; `new` may do so, too. Raises `NotRenamedError` where
    that can't be done whole."""
    article, _, id = old.rpartition("#")
    there, _, new_id = new.rpartition("#")
    one = _Annotation(texts, article, id)
    if there and folded(there) != folded(one.article):
        raise NotRenamedError(
            f"“{new}” is in another article than “{old}”.",
            f"Write the new id alone. An annotation can't be moved: its quote is found in “{one.article}”.",
        )
    refuse_id("annotation", new_id, id)
    refuse_same("annotation", id, new_id)
    one.refuse_taken(new_id)
    refuse_named_already("annotation", new_id, one.lines_naming(new_id))
    return one.renamed(new_id)


class _Annotation:
    """An annotation and all that may name it."""

    def __init__(self, texts: SiteTexts, article: str, id: str) -> None:
        self._texts, self._id = texts, id
        self.article = known_article(
            texts, article, f"Name the annotation with its article, as in `{_example(texts, id)}`."
        )
        path = next((one for one in texts.beside(self.article) if not texts.is_layer(one)), "")
        self._file = texts.opened(path) if path else None
        self._sidecar = path
        paths = annotation_paths(self._file.root) if self._file else {}
        self._known = {one: found[0] for one, found in paths.items()}
        if len(paths.get(id, ())) > 1:
            why = f"Two annotations of `{path}` are called “{id}”."
            raise NotRenamedError(why, "Give one another id in the file.", in_files=True)
        if id not in self._known:
            raise self._unknown()
        self._names = {folded(name) for name in (self.article, *former_ids(texts, self.article))}

    def _unknown(self) -> NotRenamedError:
        now = next((one for one, path in self._known.items() if self._id in self._aliases(path)), "")
        if now:
            step = f"Rename “{now}”; `check --fix former-id` rewrites what still names “{self._id}”."
            return NotRenamedError(f"“{self._id}” is a former id of annotation “{now}”.", step)
        told = nearest_told(self._id, self._known)
        return NotRenamedError(
            f"Article “{self.article}” has no annotation “{self._id}”.",
            f"Write the id of one of its annotations.{told}",
        )

    def _aliases(self, path: Path) -> tuple[str, ...]:
        return aliases_in(inside(value_of(self._file.root), path)) if self._file else ()

    def refuse_taken(self, new: str) -> None:
        """Raise `NotRenamedError` where another annotation of the article has the id, or had it."""
        if new in self._known:
            raise NotRenamedError(f"There is an annotation “{new}” in “{self.article}” already.", "Choose another id.")
        for one, path in self._known.items():
            if one != self._id and new in self._aliases(path):
                raise NotRenamedError(
                    f"“{new}” is a former id of “{one}”, to which its old address leads.",
                    "Choose another id, or remove that alias first if no link uses it.",
                )

    def renamed(self, new: str) -> Renaming:
        """The changes that give it another id. Raises `NotRenamedError` where it has no fields yet."""
        changes, path = FileChanges(self._texts), self._known[self._id]
        for file in self._texts.paths(self._id):
            for named in all_named(self._texts, file):
                if named.what == "id" and file == self._sidecar and named.place == path:
                    changes.of(file).put(named, new)
                elif self._is_named(file, named, self._id):
                    article, sign, _ = named.scalar.text.strip().rpartition("#")
                    changes.of(file).put(named, f"{article}{sign}{new}")
                elif named.what == "markdown" and not changes.of(file).lead(named, self._retarget(file, new)):
                    changes.left.append(left_link(self._texts, file, named))
            if file.endswith(".md"):
                changes.of(file).lead_in_body(self._retarget(file, new))
        node = self._file.value(path) if self._file else None
        if not isinstance(node, MappingNode):
            raise NotRenamedError(
                f"Annotation “{self._id}” has no fields yet.",
                "Fill it in, then run the command again.",
                in_files=True,
            )
        changes.of(self._sidecar).set(path, "aliases", with_former(self._aliases(path), self._id, new), KEYS)
        return changes.renaming()

    def lines_naming(self, id: str) -> list[tuple[str, int]]:
        """The path and line of each reference to an annotation of this article with this id."""
        return [
            (file, self._texts.opened(file).text.line_number(named.scalar.start))
            for file in self._texts.paths(id)
            for named in all_named(self._texts, file)
            if self._is_named(file, named, id)
        ]

    def _is_named(self, file: str, named: Named, id: str) -> bool:
        if named.what != "annotation":
            return False
        article, _, annotation = named.scalar.text.strip().rpartition("#")
        if annotation != id:
            return False
        if article:
            return folded(article) in self._names
        return self._texts.annotated_in(file) == self.article and not self._has_own(file, id)

    def _has_own(self, file: str, id: str) -> bool:
        """Whether a layer has an annotation of its own with this id, which a bare reference there means."""
        return self._texts.is_layer(file) and id in annotation_paths(self._texts.opened(file).root)

    def _retarget(self, file: str, new: str) -> Retarget:
        here = self._texts.articles[self.article]
        beside: Collection[str] = (here, *self._texts.beside(self.article))

        def retarget(address: str) -> str | None:
            path, sign, anchor = address.partition("#")
            before, id, behind = anchor_parts(anchor)
            if not sign or id != self._id:
                return None
            target = source_path(file, path) if path else file
            is_here = target == here or (not path and file in beside)
            return f"{path}#{before}{new}{behind}" if is_here else None

        return retarget


def known_article(texts: SiteTexts, name: str, form: str) -> str:
    """The id of the article with this id, in any case or encoding. Raises `NotRenamedError` where there is none; `form`
    is a sentence about how to name one."""
    by_name = {folded(id): id for id in texts.articles}
    if not name:
        raise NotRenamedError("The article is missing.", form)
    if folded(name) in by_name:
        return by_name[folded(name)]
    now = next((id for id in texts.articles if folded(name) in map(folded, former_ids(texts, id, name))), "")
    if now:
        raise NotRenamedError(
            f"“{name}” is a former id of article “{now}”.",
            f"Name it “{now}”. `check --fix former-id` rewrites references.",
        )
    raise NotRenamedError(f"There is no article “{name}”.", f"{form}{nearest_told(name, texts.articles)}")


def _example(texts: SiteTexts, id: str) -> str:
    """A reference with an id: an example, or one to the article that the id is that of."""
    article = next((one for one in texts.articles if folded(one) == folded(id)), "")
    return f"{article}#fairy-tale" if article else f"2015/report#{id if is_id(id) else 'fairy-tale'}"


def former_ids(texts: SiteTexts, article: str, mentioned: str = "") -> tuple[str, ...]:
    """The former ids in the front matter of an article; none where the file doesn't mention a name that is given."""
    path = texts.articles[article]
    if not texts.mentions(path, "aliases") or not texts.mentions(path, mentioned):
        return ()
    return aliases_in(value_of(texts.opened(path).root))


def left_link(texts: SiteTexts, file: str, named: Named) -> str:
    """The sentence that a link could not be changed."""
    line = texts.opened(file).text.line_number(named.scalar.start)
    return f"`{file}`, line {line}: A link in `{named.field}` is written in a way that can't be changed safely."

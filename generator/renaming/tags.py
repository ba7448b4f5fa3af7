"""Renames a tag: in all spellings that share its page, with an entry in site.yaml that has the former one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.annotating.values import PlainValue, inside, value_of
from generator.renaming.entries import aliases_in
from generator.renaming.named import Named, Place, all_named
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.renaming import FileChanges, Renaming
from generator.renaming.site_texts import SITE_FILE, SiteTexts
from generator.text import nearest_told
from generator.urls import slug, taken_name
from generator.yaml_text.tree import in_flow


def rename_tag(texts: SiteTexts, old: str, new: str) -> Renaming:
    """Rename a tag. Raises `NotRenamedError` where that can't be done whole."""
    tags = _Tags(texts)
    tags.refuse(old, new)
    tags.refuse_doubled(old)
    changes = FileChanges(texts)
    for path, named in tags.named:
        if slug(named.scalar.text) == slug(old) and named.scalar.text != new:
            changes.of(path).put(named, new)
    if slug(old) != slug(new):
        former = [one for one in tags.former.get(slug(old), ()) if slug(one) not in (slug(old), slug(new))]
        settings = changes.of(SITE_FILE)
        own = tags.entry(old)
        value: PlainValue = [*former, old]
        if own:
            settings.set(("tags", own), "aliases", value)
        elif settings.file.found(("tags",)):
            settings.set(("tags",), new, {"aliases": value})
        else:
            settings.set((), "tags", {new: {"aliases": value}})
    return changes.renaming()


class _Tags:
    """The tags of a site: `named` is all that names one, `former` has the former spellings by the slug of a tag."""

    def __init__(self, texts: SiteTexts) -> None:
        self._texts = texts
        self.named = list(_named(texts))
        self._entries = inside(value_of(texts.opened(SITE_FILE).root), ("tags",))
        entries = self._entries if isinstance(self._entries, dict) else {}
        self.former = {slug(name): aliases_in(entry) for name, entry in entries.items()}
        self._own = {slug(name): name for name in entries}
        self._has_entries = bool(texts.opened(SITE_FILE).found(("tags",)))

    def entry(self, tag: str) -> str:
        """The name of the entry that site.yaml has for a tag; empty for none."""
        return self._own.get(slug(tag), "")

    def refuse(self, old: str, new: str) -> None:
        """Raise `NotRenamedError` where a tag can't be renamed so."""
        known = {slug(named.scalar.text): named.scalar.text for _, named in self.named}
        now = next((tag for tag, former in self.former.items() if slug(old) in map(slug, former)), "")
        if now and now != slug(old):
            step = f"Rename “{self._own[now]}”; `check --fix former-id` rewrites what still has “{old}”."
            raise NotRenamedError(f"“{old}” is a former spelling of tag “{self._own[now]}”.", step)
        if slug(old) not in known:
            step = f"Write a tag of an article or an annotation.{nearest_told(old, known.values())}"
            raise NotRenamedError(f"There is no tag “{old}”.", step)
        if not new.strip() or not any(map(str.isalnum, new)) or not new.isprintable():
            raise NotRenamedError(f"“{new}” can't be a tag.", "Write a word of letters or digits.")
        if problem := taken_name(slug(new)):
            raise NotRenamedError(f"“{new}” can't be a tag: {problem}.", "Choose another word.")
        if old == new:
            raise NotRenamedError(f"The tag is called “{old}” already.", "Choose another word.")
        self._refuse_taken(old, new, known)

    def _refuse_taken(self, old: str, new: str, known: dict[str, str]) -> None:
        if slug(new) == slug(old):
            return
        if slug(new) in known:
            there = known[slug(new)]
            step = (
                f"To make one of them, {self._joining(there, old)} in `{SITE_FILE}`, then run `check --fix former-id`."
            )
            raise NotRenamedError(f"There is a tag “{there}” already.", step)
        other = next((tag for tag, former in self.former.items() if slug(new) in map(slug, former)), "")
        if other and other != slug(old):
            raise NotRenamedError(
                f"“{new}” is a former spelling of tag “{self._own[other]}”, to which its old address leads.",
                "Choose another word, or remove that alias first if no link uses it.",
            )

    def _joining(self, tag: str, former: str) -> str:
        """What to write so that one tag is a former spelling of another, as a clause."""
        entry = f"{{aliases: [{in_flow(former)}]}}"
        if own := self.entry(tag):
            return f"add `{in_flow(former)}` to the `aliases` of `{in_flow(own)}` under `tags`"
        if self._has_entries:
            return f"write `{in_flow(tag)}: {entry}` below `tags`"
        return f"write `tags: {{{in_flow(tag)}: {entry}}}`"

    def refuse_doubled(self, old: str) -> None:
        """Raise `NotRenamedError` where a list has the tag in two spellings, which would both become the new one."""
        found: dict[tuple[str, Place], Named] = {}
        for path, named in self.named:
            if named.is_key or slug(named.scalar.text) != slug(old):
                continue
            first = found.setdefault((path, named.place[:-1]), named)
            if first is not named:
                line = self._texts.opened(path).text.line_number(named.scalar.start)
                both = f"“{first.scalar.text}” and “{named.scalar.text}”"
                why = f"`{path}`, line {line}: {both} are one tag, and the list would have the new one twice."
                raise NotRenamedError(why, "Remove one of them, then run the command again.", in_files=True)


def _named(texts: SiteTexts) -> Iterator[tuple[str, Named]]:
    for path in texts.paths("tags"):
        yield from ((path, named) for named in all_named(texts, path) if named.what == "tag")

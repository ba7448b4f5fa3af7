"""The voices that an annotation of one article may have, and the names by which a text calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.annotating.new_id import BODIES
from generator.linking.short_names import short_name
from generator.model import EDITORS, OUTLET, ArticleFacts, Registry, Speaker
from generator.text import is_wide, normalize_text
from generator.values import replace

_SHORTEST_LAST_NAME = 2


@dataclass(frozen=True, slots=True)
class KnownVoices:
    """Who can speak in one article.

    `speakers` are the shared ones and those that the sidecar describes, by id. `outlet` is the publisher's name, empty
    if the article has none, and `publisher` its id if it is a speaker, whose words are those of the voice `outlet`.
    `speaking` are the ids of the voices that speak in the article, the most frequent first.
    """

    speakers: Mapping[str, Speaker]
    outlet: str = ""
    publisher: str = ""
    speaking: tuple[str, ...] = ()

    def name(self, voice: str) -> str:
        """The name of a voice by its id; the id itself where nothing describes it."""
        if voice in self.speakers:
            return self.speakers[voice].name
        return {OUTLET: self.outlet or "the outlet", EDITORS: "the editors"}.get(voice, voice)


def voices_of(facts: ArticleFacts, registry: Registry) -> KnownVoices:
    """The voices of a compiled article."""
    local = {entry.id: entry.speaker for entry in facts.speakers if entry.speaker}
    speakers = {**registry.speakers, **local}
    publisher = facts.front.publisher
    outlet = speakers[publisher].name if publisher in speakers else publisher
    spoken = (fact.annotation.speaker.id for fact in facts.annotations)
    times = Counter(OUTLET if voice == publisher else voice for voice in spoken if voice)
    speaking = tuple(voice for voice, _ in times.most_common())
    return KnownVoices(speakers, outlet, publisher if publisher in speakers else "", speaking)


def id_by_name(name: str, speakers: Mapping[str, Speaker]) -> str:
    """The id of the one speaker who has this name, short name or other spelling; empty for none, or several."""
    folded = normalize_text(name).casefold()
    spelled = {id: (one.name, one.short, *one.also, *(name for _, name in one.names)) for id, one in speakers.items()}
    ids = [id for id, names in spelled.items() if folded in {normalize_text(one).casefold() for one in names if one}]
    return ids[0] if folded and len(ids) == 1 else ""


def names_of(speaker: Speaker) -> Collection[str]:
    """The normalized names by which a text may call a speaker.

    They are its name, its short name, its other spellings and its names in other languages; of what may be a person,
    the last word of its name in any language; and of a body, its name without a last word such as “International”.
    """
    full = (speaker.name, *(name for _, name in speaker.names))
    bodies = (words[0] for name in full if (words := name.rsplit(maxsplit=1))[-1].casefold() in BODIES)
    names = (*full, speaker.short, *speaker.also, *_last_names(speaker, full), *bodies)
    return dict.fromkeys(folded for name in names if (folded := normalize_text(name))).keys()


def _last_names(speaker: Speaker, full: Collection[str]) -> Iterator[str]:
    if speaker.kind not in ("", "person"):
        return
    for name in full:
        if name.rpartition(" ")[2].casefold() in BODIES:
            continue
        last = short_name(replace(speaker, name=name, short="", kind="person"))
        if len(last) >= _SHORTEST_LAST_NAME or is_wide(last):
            yield last

"""Gives a layer what its references may lead to in the sidecar, and nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.formats.front_matter import Front
from generator.formats.sidecar import Sidecar
from generator.model import RESERVED_VOICES, Completion, LocalSpeaker
from generator.values import replace


def above_sidecar(layer: Sidecar, below: Sidecar) -> Sidecar:
    """The contents of a layer above the sidecar of its article.

    The ids of the sidecar count as those of annotations that are there and can't be shown: a reference to one is right,
    and leads nowhere in a preview of the layer. Of the speakers whom only the sidecar describes, those are known whom
    the layer names; a sidecar that can't be read may describe any of them.
    """
    own = {annotation.id for annotation in layer.annotations}
    hidden = {id for one in below.annotations for id in (one.id, *one.aliases)} | below.left_out
    described = {entry.id for entry in layer.speakers}
    named = {who.id for annotation in layer.annotations for who in (annotation.speaker, *annotation.via)}
    known = [entry for entry in _described(below) if entry.id in named - described]
    lost = {f"speakers/{id}" for id in named - described - RESERVED_VOICES if id} if below.broken else set()
    return replace(layer, speakers=(*layer.speakers, *known), left_out=layer.left_out | (hidden - own) | lost)


def _described(sidecar: Sidecar) -> Iterator[LocalSpeaker]:
    return (entry for entry in sidecar.speakers if entry.speaker is not None)


def front_of_layer(front: Front, layer: str) -> Front:
    """The front matter as it is for a layer: its article is annotated where `by` names the layer."""
    matter = front.front
    if matter is None or matter.annotated is None:
        return front
    is_done = matter.annotated.is_of(layer, ())
    return replace(front, front=replace(matter, annotated=Completion(matter.annotated.date) if is_done else None))

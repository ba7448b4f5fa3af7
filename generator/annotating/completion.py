"""What front matter says of a complete annotation: changed for one who annotates, and kept for all others."""

from __future__ import annotations

from collections.abc import Collection

from generator.annotating.values import Value
from generator.model import MAIN, Completion


def completion_with(before: Completion | None, layer: str, layers: Collection[str], *, is_done: bool) -> Value | None:
    """The value of `annotated` where a layer, or the sidecar if `layer` is empty, becomes complete, or not so any more.

    `layers` are the keys of all layers. None: nothing is complete.
    """
    by = before.by if before else ()
    others = [name for name in by if name not in layers]
    if before and not others and before.is_of("", layers):
        others = [MAIN]  # the sidecar needs a name of its own only beside layers
    coders = [name for name in by if name in layers]
    if layer:
        coders = [*(name for name in coders if name != layer), *([layer] if is_done else [])]
    else:
        others = (others or [MAIN]) if is_done else []
    date = before.date if before else ""
    if [*others, *coders] == [MAIN]:
        return date or True
    if not others and not coders:
        return None
    return {**({"date": date} if date else {}), "by": [*others, *coders]}
